package regions

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tongjian/data/forms"
)

// Roster is a list of agencies with the means to find one by name. It does not change once made.
type Roster struct {
	agencies []Agency
	names    map[string][]int // normalised official names
	aliases  map[string][]int
	keys     map[agencyKey][]int
}

// agencyKey is what is left of an agency's name without the parts that may be left out, within its region.
type agencyKey struct{ region, rest string }

// NewRoster makes a roster of agencies.
func NewRoster(agencies []Agency) *Roster {
	r := &Roster{
		agencies: slices.Clone(agencies),
		names:    map[string][]int{}, aliases: map[string][]int{}, keys: map[agencyKey][]int{},
	}
	for i, a := range r.agencies {
		name := forms.Normalize(a.Name)
		r.names[name] = append(r.names[name], i)
		keys := []string{essence(name, a.Region)}
		for _, alias := range a.Aliases {
			alias = forms.Normalize(alias)
			r.aliases[alias] = append(r.aliases[alias], i)
			keys = append(keys, essence(alias, a.Region))
		}
		slices.Sort(keys)
		for _, rest := range slices.Compact(keys) {
			k := agencyKey{a.Region, rest}
			r.keys[k] = append(r.keys[k], i)
		}
	}
	return r
}

// Agencies lists the roster in its order.
func (r *Roster) Agencies() []Agency { return slices.Clone(r.agencies) }

// Match tells which agency a name in a report means. region is the code of the region the report is known to come from,
// or of one above it; empty when nothing is known. The agency's own name wins over aliases, and those over spellings that
// mean the same for certain: 开封市龙亭区政府办公室, 龙亭区人民政府办公室 and, where the region is known, 政府办公室. The
// answer is false when no agency fits or when more than one does.
func (r *Roster) Match(name, region string) (Agency, bool) {
	n := forms.Normalize(name)
	if n == "" {
		return Agency{}, false
	}
	for _, index := range []map[string][]int{r.names, r.aliases} {
		if fits := r.in(index[n], region); len(fits) > 0 {
			return r.only(fits)
		}
	}
	own := region
	if m, ok := Find(name, region); ok {
		if region != "" && !Within(m.Region.Code, region) {
			return Agency{}, false
		}
		own = m.Region.Code
	}
	if own == "" {
		return Agency{}, false
	}
	return r.only(r.keys[agencyKey{own, essence(n, own)}])
}

func (r *Roster) only(found []int) (Agency, bool) {
	if len(found) != 1 {
		return Agency{}, false
	}
	return r.agencies[found[0]], true
}

// in keeps the agencies of a region; when there are none, those of the regions in it.
func (r *Roster) in(found []int, region string) []int {
	if region == "" {
		return found
	}
	var same, below []int
	for _, i := range found {
		if r.agencies[i].Region == region {
			same = append(same, i)
		} else if Within(r.agencies[i].Region, region) {
			below = append(below, i)
		}
	}
	if len(same) > 0 {
		return same
	}
	return below
}

// synonyms are words in agencies' names that stand for each other for certain. Each is replaced by the second.
var synonyms = strings.NewReplacer(
	"人民政府", "政府",
	"街道办事处", "街道",
	"发改委", "发展和改革委员会", "发展改革委员会", "发展和改革委员会",
	"卫健委", "卫生健康委员会",
	"国资委", "国有资产监督管理委员会",
	"人社局", "人力资源和社会保障局", "人力资源社会保障局", "人力资源和社会保障局",
	"住建局", "住房和城乡建设局", "住房城乡建设局", "住房和城乡建设局",
	"市场监管局", "市场监督管理局",
)

// essence is a normalised name without its region's name and in the longer of words that stand for each other. What names
// the region itself is its government.
func essence(name, region string) string {
	rest := withoutRegion(synonyms.Replace(name), region)
	switch {
	case rest == "":
		return "政府"
	case rest == "政府办":
		return "政府办公室"
	case strings.HasSuffix(rest, "街道办"):
		return strings.TrimSuffix(rest, "办")
	}
	for _, seat := range []string{"镇", "乡", "街道", "苏木"} {
		if strings.HasSuffix(rest, seat+"政府") {
			return strings.TrimSuffix(rest, "政府")
		}
	}
	return rest
}

// withoutRegion cuts the names of a region and those it lies in off the front of a name, each once, and then the bare word
// for its kind: 区财政局 in 龙亭区.
func withoutRegion(name, region string) string {
	r, ok := ByCode(region)
	if !ok {
		return name
	}
	left := append([]Region{r}, table().above[region]...)
	for len(left) > 0 {
		used, cut := -1, ""
		for i, a := range left {
			if p := regionPrefix(name, a.Code); len(p) > len(cut) {
				used, cut = i, p
			}
		}
		if used < 0 {
			break
		}
		name = name[len(cut):]
		left = slices.Delete(left, used, used+1)
	}
	_, size := utf8.DecodeLastRuneInString(r.Name)
	if bare, ok := strings.CutPrefix(name, r.Name[len(r.Name)-size:]); ok && strings.ContainsAny(bare, "局委办厅") && !isMarket(name) {
		return bare
	}
	return name
}

// regionPrefix is the longest name of a region a text begins with.
func regionPrefix(text, code string) string {
	best := ""
	t := table()
	for _, name := range t.written[code] {
		if len(name) <= len(best) || !strings.HasPrefix(text, name) {
			continue
		}
		if city, ok := strings.CutSuffix(name, "市"); ok && isMarket(text[len(city):]) {
			continue
		}
		best = name
	}
	for _, stem := range t.stems[code] {
		if len(stem) > len(best) && strings.HasPrefix(text, stem) && !otherPlace.MatchString(text[len(stem):]) {
			best = stem
		}
	}
	return best
}

// isMarket reports whether a text begins with the word 市场, whose 市 is not that of a city: 开封市场监管局.
func isMarket(text string) bool { return strings.HasPrefix(text, "市场") }
