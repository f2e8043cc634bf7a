package ingest

import (
	"slices"

	"tongjian/data"
	"tongjian/data/forms"
)

// Some agencies paste last year's table beside this year's. Lines of such a grid name everything twice, as far apart as the tables are
// wide; it is cut between them, and each half is a table like any other.

// leastTwins is how many rows of the form lines must name twice to be two tables.
const leastTwins = 3

// twin is a line whose labels stand in it twice in the same order, the second time apart columns further to the right.
type twin struct {
	apart int
	rows  bool // rows of the form are among them, with cells between
	route bool // 行政复议 and 行政诉讼 are among them
}

// sideBySide cuts a grid into its parts where two tables stand beside each other; any other is given back as it is.
func sideBySide(g *data.Grid) []*data.Grid {
	for from := 0; from < len(g.Rows); from++ {
		first, ok := twinOf(g.Rows[from])
		if !ok {
			continue
		}
		to, rows, route := from, 0, false
		for ; to < len(g.Rows); to++ {
			t, ok := twinOf(g.Rows[to])
			if ok && t.apart == first.apart {
				route = route || t.route
				if t.rows {
					rows++
				}
			} else if slices.ContainsFunc(g.Rows[to], saysWords) {
				break
			}
		}
		if rows < leastTwins && !route {
			continue
		}
		if !g.Ruled && slices.ContainsFunc(g.Rows, func(row []data.DocCell) bool {
			t, ok := twinOf(row)
			return ok && t.rows && t.apart != first.apart
		}) {
			return []*data.Grid{g} // cells were left out: the halves are not of the same lines
		}
		left := leftmost(g.Rows[from:to])
		cut := left + first.apart
		for from > 0 && aboveBoth(g.Rows[from-1], cut) {
			from--
		}
		if crosses(g.Rows[from:to], cut) {
			return []*data.Grid{g}
		}
		out := withPart(nil, g, g.Rows[:from])
		out = withPart(out, g, cellsBetween(g, from, to, 0, cut))
		out = withPart(out, g, cellsBetween(g, from, to, cut, maxGridCols))
		if to < len(g.Rows) {
			out = append(out, sideBySide(&data.Grid{Name: g.Name, Rows: g.Rows[to:], Ruled: g.Ruled})...)
		}
		return out
	}
	return []*data.Grid{g}
}

// twinOf tells whether a line names everything twice.
func twinOf(row []data.DocCell) (t twin, ok bool) {
	var labels []int
	for i, c := range row {
		if saysWords(c) {
			labels = append(labels, i)
		}
	}
	n := len(labels) / 2
	if n == 0 || len(labels)%2 != 0 {
		return twin{}, false
	}
	t.apart = row[labels[n]].Col - row[labels[0]].Col
	for i, at := range labels[:n] {
		a, b := row[at], row[labels[n+i]]
		if b.Col-a.Col != t.apart || a.Text != b.Text {
			return twin{}, false
		}
	}
	between := labels[n] - labels[n-1] - 1
	for _, at := range labels[:n] {
		norm := forms.Normalize(row[at].Text)
		t.rows = t.rows || between > 0 && isRowLabel(norm)
		t.route = t.route || n > 1 && norm == forms.Normalize(forms.Routes()[0].Groups[0])
	}
	return t, t.apart > 1
}

// saysWords reports whether a cell says something that is no figure.
func saysWords(c data.DocCell) bool {
	return hasWords(c) && tidy(c.Text) != "" && !looksLikeValue(c.Text)
}

func leftmost(rows [][]data.DocCell) int {
	left := maxGridCols
	for _, row := range rows {
		for _, c := range row {
			if saysWords(c) {
				left = min(left, c.Col)
			}
		}
	}
	return left
}

// aboveBoth reports whether a line holds the captions of two tables: something on either side.
func aboveBoth(row []data.DocCell, cut int) bool {
	before, after := 0, 0
	for _, c := range row {
		switch {
		case !saysWords(c) && tidy(c.Text) == "":
		case c.Col < cut && c.Col+c.ColSpan <= cut:
			before++
		case c.Col >= cut:
			after++
		default:
			return false
		}
	}
	return before == 1 && after == 1
}

// crosses reports whether some cell stands on both sides.
func crosses(rows [][]data.DocCell, cut int) bool {
	return slices.ContainsFunc(rows, func(row []data.DocCell) bool {
		return slices.ContainsFunc(row, func(c data.DocCell) bool { return c.Col < cut && c.Col+c.ColSpan > cut })
	})
}

// cellsBetween takes the cells of some lines that stand in columns from left to right. Those of text, where only the order of cells counts,
// are counted from the left again.
func cellsBetween(g *data.Grid, from, to, left, right int) [][]data.DocCell {
	out := make([][]data.DocCell, to-from)
	for r := range out {
		for _, c := range g.Rows[from+r] {
			if c.Col < left || c.Col >= right {
				continue
			}
			c.RowSpan = min(c.RowSpan, to-from-r)
			if !g.Ruled {
				c.Col -= left
			}
			out[r] = append(out[r], c)
		}
	}
	return out
}
