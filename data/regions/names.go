package regions

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// peoples matches the names of the peoples in the names of autonomous regions: 甘孜[藏族]自治州.
const peoples = `(?:蒙古族?|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|` +
	`傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族?|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|` +
	`普米族|塔吉克|怒族|独龙族|鄂温克族|鄂伦春|保安族|裕固族|各族)`

// nameParts splits a full name into what tells it from others and the kind: 甘孜藏族自治州 → 甘孜, 州.
// The first that matches holds, and the stem has at least two characters.
var nameParts = []*regexp.Regexp{
	regexp.MustCompile(`^(.{2,}?)` + peoples + `*自治(区|州|县|旗)$`),
	regexp.MustCompile(`^(.{2,}?)` + peoples + `(区)$`),
	regexp.MustCompile(`^(.{2,}?)(?:特别行政区|地区|林区|特区)$`),
	regexp.MustCompile(`^(.{2,}?)(省|市|区|县|盟|旗)$`),
}

// stemOf is a name without the words that tell the kind (开封市 → 开封), and, for names with peoples in them, the common
// short form (恩施土家族苗族自治州 → 恩施州). Either is empty when there is none.
func stemOf(name string) (stem, common string) {
	for _, re := range nameParts {
		m := re.FindStringSubmatch(name)
		if m == nil {
			continue
		}
		stem = strings.TrimSuffix(m[1], "族") // 东乡族自治县: the people are the name
		if len(m) > 2 && stem+m[2] != name && m[2] != "区" || re == nameParts[1] {
			common = stem + m[2]
		}
		return stem, common
	}
	return "", ""
}

// indexNames enters every name of a region, past ones included, under the ways it is written. Of invented regions only
// the full name counts.
func (t *regionTable) indexNames(r Region) {
	for _, n := range t.names[r.Code] {
		if r.Code == Country {
			continue
		}
		b := bearer{region: r, from: n.From, to: n.To}
		t.enter(t.full, n.Name, b)
		t.written[r.Code] = append(t.written[r.Code], n.Name)
		if r.Sample {
			continue
		}
		stem, common := stemOf(n.Name)
		if common != "" {
			t.enter(t.full, common, b)
			t.written[r.Code] = append(t.written[r.Code], common)
		}
		if stem != "" {
			t.enter(t.short, stem, b)
			t.stems[r.Code] = append(t.stems[r.Code], stem)
		}
	}
}

func (t *regionTable) enter(m map[string][]bearer, key string, b bearer) {
	m[key] = append(m[key], b)
	t.longest = max(t.longest, utf8.RuneCountInString(key))
}
