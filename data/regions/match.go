package regions

import (
	"slices"
	"strings"
)

// Match is the region a text names.
type Match struct {
	// Region is the region, the most specific one named; the zero Region when there is not exactly one.
	Region Region
	// Text is the part of the text that names it, without blanks: 开封市龙亭区.
	Text string
	// Candidates lists the regions it may be when there are several, by code; the region itself when there is one.
	Candidates []Region
}

// Find tells the region a text names: a title, a first line, a file name, a folder. The most specific region named wins
// (开封市龙亭区 is 龙亭区), and past names are known (襄樊市). A name that several regions bear is settled by a parent named
// in the text, or by the hints: texts such as a folder's name, or codes of regions. Hints only choose among what the text
// names. The answer is false when the text names no region, or when it is not certain which; then Match has the candidates.
//
// Names are taken as of today. When the year is known, as it is of a report, use [FindIn].
func Find(text string, hints ...string) (Match, bool) {
	return FindIn(0, text, hints...)
}

// FindIn is [Find] with names and boundaries as of a year: in 2019 桥西区 is one of three districts, in 2021 one of two.
// A name nobody bore in that year is taken as it was whenever it was in use. Year 0 is today.
func FindIn(year int, text string, hints ...string) (Match, bool) {
	t := table()
	bearers, named := t.read(year, fold(text))
	for _, hint := range hints {
		if len(bearers) <= 1 {
			break
		}
		if kept := t.narrow(year, bearers, hint); len(kept) > 0 {
			bearers = kept
		}
	}
	m := Match{Text: named}
	for _, b := range bearers {
		m.Candidates = append(m.Candidates, b.region)
	}
	slices.SortFunc(m.Candidates, func(a, b Region) int { return strings.Compare(a.Code, b.Code) })
	m.Candidates = slices.CompactFunc(m.Candidates, func(a, b Region) bool { return a.Code == b.Code })
	if len(m.Candidates) != 1 {
		return m, false
	}
	m.Region = m.Candidates[0]
	return m, true
}

// read reduces a text to the most specific regions it names. Names that lead down to each other (开封市…龙亭区) are one
// chain; a text with several chains names all their ends.
func (t *regionTable) read(year int, text string) (ends []bearer, named string) {
	var chain []bearer
	var spans, words []string
	flush := func() {
		if len(chain) == 0 {
			return
		}
		ends = append(ends, chain...)
		spans = append(spans, strings.Join(words, ""))
		chain, words = nil, nil
	}
	for _, m := range t.scan(text) {
		bearers := current(m.bearers, year)
		if down := within(bearers, chain); len(down) > 0 {
			if !slices.Equal(codes(down), codes(chain)) {
				words = append(words, m.text)
			}
			chain = down
			continue
		}
		if up := within(chain, bearers); len(up) > 0 {
			chain = up
			continue
		}
		if m.short && len(chain) > 0 {
			continue // more likely an ordinary word
		}
		flush()
		chain, words = bearers, []string{m.text}
	}
	flush()
	return ends, strings.Join(spans, "、")
}

// narrow keeps the bearers a hint allows: those in the hint's region.
func (t *regionTable) narrow(year int, bearers []bearer, hint string) []bearer {
	var allowed []bearer
	if r, ok := ByCode(strings.TrimSpace(hint)); ok {
		allowed = []bearer{{region: r}}
	} else {
		allowed, _ = t.read(year, fold(hint))
	}
	return within(bearers, allowed)
}

// current keeps those that bore the name in a year, all when none did. Of a region and what it became, both of the same
// name in the year of the change, it keeps the later.
func current(bearers []bearer, year int) []bearer {
	var kept []bearer
	for _, b := range bearers {
		if validIn(b.from, b.to, year) {
			kept = append(kept, b)
		}
	}
	if len(kept) == 0 {
		kept = bearers
	}
	if len(kept) == 1 {
		return kept
	}
	return slices.DeleteFunc(slices.Clone(kept), func(b bearer) bool {
		return b.region.To != 0 && slices.ContainsFunc(kept, func(o bearer) bool { return o.region.Code == b.region.Successor })
	})
}

func codes(bearers []bearer) []string {
	out := make([]string, 0, len(bearers))
	for _, b := range bearers {
		out = append(out, b.region.Code)
	}
	return out
}
