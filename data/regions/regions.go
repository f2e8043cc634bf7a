package regions

import (
	"slices"
	"strings"
)

// Country is the code of the whole country, the root of every region's ancestors.
const Country = "000000"

// Level is the rank of a region.
type Level string

// The levels, from the top. The table holds no townships: their nine-digit codes begin with the county's six.
const (
	LevelCountry    Level = "country"
	LevelProvince   Level = "province"
	LevelPrefecture Level = "prefecture"
	LevelCounty     Level = "county"
	LevelTownship   Level = "township"
)

// Label is the level's Chinese name.
func (l Level) Label() string {
	switch l {
	case LevelCountry:
		return "全国"
	case LevelProvince:
		return "省级"
	case LevelPrefecture:
		return "市级"
	case LevelCounty:
		return "县级"
	}
	return "乡级"
}

// Region is one region (区划).
type Region struct {
	Code string // six digits
	// Name is the official name without its parents: 龙亭区. Of a region that was renamed, the latest.
	Name   string
	Parent string // code of the region it lies in; empty for the country
	Level  Level
	// From and To are the first and last year the code is valid, 0 when open. In the year of a change both the old and
	// the new code are.
	From, To int
	// Successor is the code of the region that took over the government of one that is no more. It is empty for a region
	// that is still there, and for one divided with no heir: 江干区 330104 went into 上城区 and 钱塘区.
	Successor string
	// Sample marks an invented region.
	Sample bool
}

// ValidIn reports whether the region's code was valid at some time of the year. Year 0 is today.
func (r Region) ValidIn(year int) bool { return validIn(r.From, r.To, year) }

func validIn(from, to, year int) bool {
	if year == 0 {
		return to == 0
	}
	return year >= from && (to == 0 || year <= to)
}

// Name is a name a region bears or bore.
type Name struct {
	Name     string
	From, To int // years, 0 open
}

// ByCode gives the region of a six-digit code, past ones included.
func ByCode(code string) (Region, bool) {
	i, ok := table().byCode[code]
	if !ok {
		return Region{}, false
	}
	return table().list[i], true
}

// All lists every region by code: the country, those in force, those that no longer are, and the sample ones.
func All() []Region {
	return append([]Region(nil), table().list...)
}

// Children lists the regions directly in another, by code, past ones included.
func Children(code string) []Region {
	t := table()
	out := make([]Region, 0, len(t.children[code]))
	for _, i := range t.children[code] {
		out = append(out, t.list[i])
	}
	return out
}

// Ancestors lists the regions a region lies in, nearest first, ending with the country. A code longer than six digits is a
// township's or village's, and its nearest ancestor the county. It is nil when the code is not known, and for the country.
func Ancestors(code string) []Region {
	if len(code) > 6 {
		county, ok := ByCode(code[:6])
		if !ok {
			return nil
		}
		return append([]Region{county}, Ancestors(county.Code)...)
	}
	return slices.Clone(table().above[code])
}

// Within reports whether a region is another or lies in it.
func Within(code, ancestor string) bool {
	if code == ancestor {
		return true
	}
	if len(code) > 6 {
		return Within(code[:6], ancestor)
	}
	return slices.ContainsFunc(table().above[code], func(a Region) bool { return a.Code == ancestor })
}

// Today follows a region's successors to the one in force. It is false when the code is not known, or when the region was
// divided and nobody can say which of its heirs a figure belongs to.
func Today(code string) (Region, bool) {
	r, ok := ByCode(code)
	for ok && r.To != 0 {
		r, ok = ByCode(r.Successor)
	}
	return r, ok
}

// Names lists the names a region has borne, oldest first.
func Names(code string) []Name {
	return append([]Name(nil), table().names[code]...)
}

// FullName is a region's name after those of the provinces and prefectures it lies in: 河南省开封市龙亭区. It is empty when
// the code is not known.
func FullName(code string) string {
	r, ok := ByCode(code)
	if !ok {
		return ""
	}
	var b strings.Builder
	ancestors := Ancestors(code)
	for i := len(ancestors) - 2; i >= 0; i-- { // the last is the country
		b.WriteString(ancestors[i].Name)
	}
	b.WriteString(r.Name)
	return b.String()
}
