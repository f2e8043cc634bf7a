package claims

import "strings"

// alike are reviews and suits counted in a sentence, one after the other, that a clause may say the same of: 行政复议7件，诉讼9件，均获维持.
type alike struct {
	cases []counting
	// said is true once a clause has spoken of them all; the next number begins anew.
	said bool
}

// counting is a claim of how many reviews or suits there were, with where its words begin in the text.
type counting struct{ claim, from int }

// counted notes the claim read last when it is of how many cases there were. Any other number ends the enumeration: what follows
// 其中维持5件 is said of the rest.
func (s *sentence) counted(keys []string, from int) {
	a := &s.alike
	if a.said || len(keys) != 1 || !s.isCount(keys[0]) {
		a.cases, a.said = a.cases[:0], false
	}
	if len(keys) == 1 && s.isCount(keys[0]) {
		a.cases = append(a.cases, counting{len(s.claims) - 1, from})
	}
}

func (s *sentence) isCount(key string) bool {
	route, total := strings.CutSuffix(key, ".total")
	return total && topic(route).isCase()
}

// sameResult reads a clause without a number that gives all cases counted before it one result: 均获维持. It reports whether the
// clause is one about all of them.
func (s *sentence) sameResult(clause []token) bool {
	var kinds set
	what := ""
	for _, t := range clause {
		if t.kind == result {
			if what != "" {
				return false
			}
			what = s.words.keys[t.key]
		}
		kinds |= of(t.kind)
	}
	a := &s.alike
	if !kinds.has(each) || len(a.cases) == 0 {
		return false
	}
	a.said = true
	if what == "" || kinds.any(^of(each, result, filler, thisYear)) {
		return true
	}
	to := clause[len(clause)-1].to
	for _, c := range a.cases {
		claim := s.claims[c.claim]
		claim.Key = strings.TrimSuffix(claim.Key, "total") + what
		claim.Words = s.original(max(c.from, to-maxWords), to)
		claim.PartOf = 0
		s.claims = append(s.claims, claim)
	}
	a.cases = a.cases[:0]
	return true
}
