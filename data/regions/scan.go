package regions

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// mention is a place in a text that names a region, or several that bear the name.
type mention struct {
	text       string
	start, end int // bytes
	bearers    []bearer
	// short is set when the word that tells the kind is left out: 宿迁.
	short bool
}

// fold prepares a text for scanning: compatibility forms become the common ones, and blanks go, for titles are spaced out.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == '\ufeff' {
			return -1
		}
		return r
	}, norm.NFKC.String(text))
}

// generic are names of regions that are also ordinary words, or parts of other names: 城区, 高新区. They count only right
// after the name of a region they lie in: 阳泉市城区.
var generic = []string{
	"城区", "郊区", "矿区", "东区", "西区", "新市区", "新城区", "老城区", "市中区", "城中区", "城东区", "城西区", "城北区", "港口区",
	"南郊区", "北市区", "南市区", "市北区", "市南区",
}

var (
	// notRegion matches what follows a name that is not meant as a region: 某市区域, 和县级.
	notRegion = map[rune]string{'区': "域划块间别", '县': "级域区"}
	// otherPlace matches what follows a stem that belongs to another name: 南京东路街道, 洪江区.
	otherPlace = regexp.MustCompile(`^(?:[东南西北中大新]*(?:[路街道镇乡村桥河江湖山门]|社区)|[县区州盟旗省]|市($|[^场]))`)
	// headWords may stand before a region's name that opens a text.
	headWords = []string{"中共", "关于", "附件", "年", "年度"}
)

// scan finds the mentions of regions in a folded text, left to right, the longest at each place. Names without the word
// that tells the kind count only where a name is to be expected: at the head of the text or after a region they lie in.
func (t *regionTable) scan(text string) []mention {
	var found []mention
	covered := 0 // end of the last name, counted or not
	for i, r := range text {
		if i < covered || r < 0x2e80 {
			continue
		}
		var last *mention
		if n := len(found); n > 0 && found[n-1].end == i {
			last = &found[n-1]
		}
		m, counts, ok := t.nameAt(text, i, last)
		if !ok {
			continue
		}
		covered = m.end
		if counts {
			found = append(found, m)
		}
	}
	return found
}

// nameAt reads the name at a place. It may be there without counting as a mention: 上海城市 names 上海 and must not be read
// as 海城市. last is the mention that ends right there.
func (t *regionTable) nameAt(text string, i int, last *mention) (m mention, counts, ok bool) {
	head := last != nil || atHead(text[:i])
	if name, bearers := longest(t.full, text[i:], t.longest); name != "" {
		m = mention{text: name, start: i, end: i + len(name), bearers: bearers}
		next, _ := utf8.DecodeRuneInString(text[m.end:])
		kind, _ := utf8.DecodeLastRuneInString(name)
		switch {
		case strings.ContainsRune(notRegion[kind], next) && next != utf8.RuneError:
		case slices.Contains(generic, name):
			if last != nil {
				if inside := within(bearers, last.bearers); len(inside) > 0 {
					m.bearers = inside
					return m, true, true
				}
			}
		case utf8.RuneCountInString(name) > 2 || head:
			return t.innerDistrict(text, m), true, true
		}
	}
	name, bearers := longest(t.short, text[i:], t.longest)
	if name == "" || otherPlace.MatchString(text[i+len(name):]) {
		return mention{}, false, false
	}
	m = mention{text: name, start: i, end: i + len(name), bearers: bearers, short: true}
	if last != nil {
		if inside := within(bearers, last.bearers); len(inside) > 0 {
			m.bearers = inside
			return m, true, true
		}
	}
	upper := slices.ContainsFunc(bearers, func(b bearer) bool { return b.region.Level != LevelCounty })
	if slices.ContainsFunc(bearers, func(b bearer) bool { return b.region.Level == LevelProvince }) {
		// 河南 is the province, whatever county is called so.
		m.bearers = slices.DeleteFunc(slices.Clone(bearers), func(b bearer) bool { return b.region.Level == LevelCounty })
	}
	return m, upper && head, upper
}

// innerDistrict reads 乐山市中区, which people write for 乐山市市中区, as the district.
func (t *regionTable) innerDistrict(text string, m mention) mention {
	stem, isCity := strings.CutSuffix(m.text, "市")
	if !isCity {
		return m
	}
	rest := text[m.start+len(stem):]
	name, bearers := longest(t.full, rest, t.longest)
	if !slices.Contains(generic, name) || !strings.HasPrefix(name, "市") {
		return m
	}
	if inside := within(bearers, m.bearers); len(inside) > 0 {
		m.text, m.end, m.bearers = stem+name, m.start+len(stem)+len(name), inside
	}
	return m
}

// atHead reports whether a name that follows this text opens it, or opens a part of it.
func atHead(before string) bool {
	if before == "" {
		return true
	}
	if r, _ := utf8.DecodeLastRuneInString(before); !unicode.Is(unicode.Han, r) {
		return true
	}
	return slices.ContainsFunc(headWords, func(w string) bool { return strings.HasSuffix(before, w) })
}

// longest finds the longest key a text begins with.
func longest(names map[string][]bearer, text string, limit int) (string, []bearer) {
	var best string
	var bearers []bearer
	n := 0
	for i := range text {
		if n >= 2 {
			if b, ok := names[text[:i]]; ok {
				best, bearers = text[:i], b
			}
		}
		if n++; n > limit {
			return best, bearers
		}
	}
	if b, ok := names[text]; ok && n >= 2 {
		best, bearers = text, b
	}
	return best, bearers
}

// within keeps the bearers that are one of the others or lie in one.
func within(bearers, others []bearer) []bearer {
	var out []bearer
	for _, b := range bearers {
		if slices.ContainsFunc(others, func(o bearer) bool { return Within(b.region.Code, o.region.Code) }) {
			out = append(out, b)
		}
	}
	return out
}
