package pdf

import "slices"

// Two tables may stand one right below the other and be ruled as one, as a web site makes two of a long one: each is as wide as the
// other, its columns are as wide as what stands in them.

// unstacked parts a table where another begins.
func (t *table) unstacked() []table {
	for row := 1; row < len(t.rows)-1; row++ {
		if slices.ContainsFunc(t.cells, func(c cell) bool { return c.row < row && row < c.row+c.rowSpan }) || !shifted(t.figures(row-1, row-2), t.figures(row, row+1), 0) {
			continue
		}
		lower := t.cutOff(row)
		return append([]table{*t}, lower.unstacked()...)
	}
	return []table{*t}
}

// cutOff takes away the rows from one on.
func (t *table) cutOff(row int) table {
	lower := table{rect: t.rect, columns: slices.Clone(t.columns), rows: slices.Clone(t.rows[row:])}
	lower.top = t.rows[row]
	first := slices.IndexFunc(t.cells, func(c cell) bool { return c.row >= row })
	lower.cells = slices.Clone(t.cells[first:])
	for i := range lower.cells {
		lower.cells[i].row -= row
	}
	t.cells, t.rows, t.bottom = t.cells[:first:first], t.rows[:row+1:row+1], t.rows[row]
	for _, part := range []*table{t, &lower} {
		part.dropColumns()
	}
	return lower
}

// dropColumns drops the edges that no cell has.
func (t *table) dropColumns() {
	var kept []float64
	at := make([]int, len(t.columns))
	for i, edge := range t.columns {
		at[i] = len(kept)
		if slices.ContainsFunc(t.cells, func(c cell) bool { return c.column == i || c.column+c.columnSpan == i }) {
			kept = append(kept, edge)
		}
	}
	for i := range t.cells {
		c := &t.cells[i]
		c.column, c.columnSpan = at[c.column], at[c.column+c.columnSpan]-at[c.column]
	}
	t.columns = kept
}

// figures gives the places of the cells of figures of a row that stand in the same columns in another, nil where there are no such rows.
func (t *table) figures(row, same int) (out []rect) {
	var others [][2]float64
	for _, c := range t.cells {
		if c.rowSpan > 1 || !figure.MatchString(c.text()) {
			continue
		}
		switch c.row {
		case row:
			out = append(out, c.rect)
		case same:
			others = append(others, [2]float64{c.left, c.right})
		}
	}
	if !slices.EqualFunc(out, others, func(r rect, o [2]float64) bool { return r.left == o[0] && r.right == o[1] }) {
		return nil
	}
	return out
}

// shifted reports whether the figures of a row, moved to the right by so much, stand in other columns than as many of the row above: by
// their places some would be under another heading.
func shifted(above, below []rect, by float64) bool {
	if len(above) != len(below) || len(above) < bodyColumns {
		return false
	}
	for i, b := range below {
		if middle := b.centre().x + by; middle < above[i].left || middle > above[i].right {
			return true
		}
	}
	return false
}
