package metrics

import "slices"

// Ranked is a value's place in a ranking.
type Ranked struct {
	// Index is the value's place in the list given to [Rank].
	Index int
	// Place counts from 1; equal values share a place. 0 for values that are not ranked.
	Place int
}

// Rank orders values from the greatest down. Values that may not be ranked (absent, or over fewer than [MinRank] cases)
// follow at the end in the order given, with place 0.
func Rank(values []Value) []Ranked {
	ranked := make([]Ranked, 0, len(values))
	var rest []Ranked
	for i, v := range values {
		if v.Rankable() {
			ranked = append(ranked, Ranked{Index: i})
			continue
		}
		rest = append(rest, Ranked{Index: i})
	}
	slices.SortStableFunc(ranked, func(a, b Ranked) int { return compareValues(values[b.Index], values[a.Index]) })
	for i := range ranked {
		ranked[i].Place = i + 1
		if i > 0 && compareValues(values[ranked[i].Index], values[ranked[i-1].Index]) == 0 {
			ranked[i].Place = ranked[i-1].Place
		}
	}
	return append(ranked, rest...)
}

// compareValues compares exactly: two rates by cross-multiplying their counts.
func compareValues(a, b Value) int {
	if a.Kind == KindCount || b.Kind == KindCount {
		return a.K.Cmp(*b.K)
	}
	return a.K.Mul(*b.N).Cmp(b.K.Mul(*a.N))
}
