package ingest

import (
	"slices"

	"tongjian/data/forms"
)

// resultOrder tells which column of table 四 each cell of a row of text is, by the routes and results named between two pieces, where they
// stand in another order than the form's; nil where they stand in the form's. turned is set where they do not, also where no order can
// be told.
func resultOrder(l *layout, from, to int) (order []int, turned bool) {
	n := len(forms.Results())
	var routes, results []int
	descents := 0
	for _, p := range l.pieces[from:to] {
		if p.kind != labelPiece {
			continue
		}
		if r := routeOf(p.norm); r >= 0 && !slices.Contains(routes, r) {
			routes = append(routes, r)
		}
		if result, ok := resultOf(p.norm); ok {
			if len(results) > 0 && result < results[len(results)-1] {
				descents++
			}
			results = append(results, result)
		}
	}
	if len(routes) < len(forms.Routes()) || routes[0] != 0 {
		routes = []int{0, 1, 2} // those of 行政诉讼 stand a line below 行政复议: which comes first cannot be told from the order they are read in
	}
	if slices.IsSorted(routes) && descents < len(forms.Routes()) {
		return nil, false // the results begin again with each route but the first
	}
	if len(results) != n*len(forms.Routes()) {
		return nil, true
	}
	for i, result := range results {
		c := routes[i/n]*n + result
		if slices.Contains(order, c) {
			return nil, true
		}
		order = append(order, c)
	}
	return order, true
}

// addsUpOnlyAsForm reports whether the cells of a row come to their totals in the form's order and not in another.
func addsUpOnlyAsForm(l *layout, cells, order []int) bool {
	if order == nil || len(cells) != len(order) || !l.noneBlank(cells) {
		return false
	}
	moved := make([]int, len(order))
	for i, c := range order {
		moved[c] = cells[i]
	}
	return couldAddUp(l, cells) && !couldAddUp(l, moved)
}
