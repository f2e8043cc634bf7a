package pdf

import (
	"cmp"
	"slices"
)

// rule is a ruling line: level or upright, at one height or one distance from the left, reaching from one place to another.
type rule struct {
	level    bool
	at       float64
	from, to float64
}

const (
	// near is how far apart lines may be drawn that are meant to be one, or to meet: borders of neighbouring cells are drawn
	// each by itself, and often twice.
	near = 3.0
	// shortest is the length below which a line is a stroke of a character or the dot of a border.
	shortest = 5.0
	// maxRules is how many lines a page may have before they count as a drawing.
	maxRules = 6_000
)

// joined puts the pieces of lines together: those at one height that touch or overlap become one.
func joined(rules []rule) []rule {
	var out []rule
	for _, level := range []bool{true, false} {
		var same []rule
		for _, r := range rules {
			if r.level == level {
				same = append(same, r)
			}
		}
		slices.SortFunc(same, func(a, b rule) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.from, b.from)) })
		for len(same) > 0 {
			n := 1
			for n < len(same) && same[n].at-same[0].at <= near {
				n++
			}
			out = append(out, joinedAt(same[:n])...)
			same = same[n:]
		}
	}
	return slices.DeleteFunc(out, func(r rule) bool { return r.to-r.from < shortest })
}

// joinedAt joins lines that lie near one height.
func joinedAt(rules []rule) []rule {
	slices.SortFunc(rules, func(a, b rule) int { return cmp.Compare(a.from, b.from) })
	var out []rule
	for _, r := range rules {
		if n := len(out); n > 0 && r.from <= out[n-1].to+near {
			out[n-1].to = max(out[n-1].to, r.to)
			continue
		}
		out = append(out, r)
	}
	return out
}

// region is a part of a page that lines enclose.
type region struct {
	rect
	levels, uprights []rule
}

// regions finds the groups of lines that meet one another, the smaller regions first.
func regions(rules []rule) []region {
	rules = joined(rules)
	if len(rules) > maxRules {
		return nil
	}
	group := make([]int, len(rules))
	for i := range group {
		group[i] = i
	}
	find := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	for i, a := range rules {
		for j := range i {
			if b := rules[j]; a.level != b.level && meet(a, b) {
				group[find(i)] = find(j)
			}
		}
	}
	byGroup := map[int]*region{}
	var order []int
	for i, r := range rules {
		g := find(i)
		if byGroup[g] == nil {
			byGroup[g] = &region{rect: r.box()}
			order = append(order, g)
		}
		byGroup[g].add(r)
	}
	var out []region
	for _, g := range order {
		if r := byGroup[g]; len(r.levels) >= 2 && len(r.uprights) >= 2 || len(r.levels) >= 3 && len(r.uprights) >= 1 {
			out = append(out, *r)
		}
	}
	slices.SortStableFunc(out, func(a, b region) int { return cmp.Compare(a.width()*a.height(), b.width()*b.height()) })
	return out
}

func meet(a, b rule) bool {
	return a.at >= b.from-near && a.at <= b.to+near && b.at >= a.from-near && b.at <= a.to+near
}

func (r rule) box() rect {
	if r.level {
		return rect{r.from, r.at, r.to, r.at}
	}
	return rect{r.at, r.from, r.at, r.to}
}

func (r *region) add(line rule) {
	r.rect = r.with(line.box())
	if line.level {
		r.levels = append(r.levels, line)
		return
	}
	r.uprights = append(r.uprights, line)
}

// edges gives the heights, or distances from the left, at which lines run, and the two ends between which everything lies: a
// table cut by the end of a page has no line there. Lines drawn near one another count as one.
func edges(rules []rule, first, last float64) []float64 {
	at := []float64{first, last}
	for _, r := range rules {
		at = append(at, r.at)
	}
	return distinct(at)
}

// distinct sorts places and keeps one of those near one another.
func distinct(at []float64) []float64 {
	slices.Sort(at)
	out := at[:0:0]
	for _, a := range at {
		if len(out) == 0 || a-out[len(out)-1] > near {
			out = append(out, a)
		}
	}
	return out
}

// covered tells, for each stretch between two neighbouring edges, whether lines run along at least half of it.
func covered(rules []rule, at float64, edges []float64) []bool {
	length := make([]float64, len(edges)-1)
	for _, r := range rules {
		if r.at < at-near || r.at > at+near {
			continue
		}
		for i := range length {
			length[i] += max(0, min(r.to, edges[i+1])-max(r.from, edges[i]))
		}
	}
	out := make([]bool, len(length))
	for i := range length {
		out[i] = length[i] >= (edges[i+1]-edges[i])/2
	}
	return out
}
