package pdf

import (
	"math"
	"regexp"
	"slices"

	"tongjian/data"
)

// openGrid is a ruled grid with the places of its columns.
type openGrid struct {
	grid    *data.Grid
	parts   []part
	columns []float64
}

// part is the table of one page that a grid is made of.
type part struct {
	table *table
	shift float64 // added to its places to bring its left edge to that of the first part
}

// add adds a part. Its columns may divide those there are; ok is false when they do not go together.
func (g *openGrid) add(p part) (ok bool) {
	const same = 5.0
	both := openGrid{parts: append(slices.Clip(g.parts), p), columns: slices.Clone(g.columns)}
	for _, at := range p.table.columns {
		at += p.shift
		if !slices.ContainsFunc(g.columns, func(c float64) bool { return math.Abs(c-at) <= same }) {
			both.columns = append(both.columns, at)
		}
	}
	slices.Sort(both.columns)
	for _, p := range both.parts {
		last := -1
		for _, at := range p.table.columns {
			column := both.column(at + p.shift)
			if column <= last {
				return false // two edges of a page would be one
			}
			last = column
		}
	}
	above := g.parts[len(g.parts)-1]
	if last := len(above.table.rows) - 2; shifted(above.table.figures(last, last-1), p.table.figures(0, 1), p.shift-above.shift) {
		return false
	}
	g.parts, g.columns = both.parts, both.columns
	return true
}

// write writes the rows of the parts one under the other. A row cut in two by a page break becomes one again.
func (g *openGrid) write() {
	for i, p := range g.parts {
		rows := g.rows(p)
		if i > 0 && g.goesOn(g.parts[i-1], p) {
			g.mend(rows[0])
			rows = rows[1:]
		}
		g.grid.Rows = append(g.grid.Rows, rows...)
	}
}

func (g *openGrid) rows(p part) [][]data.DocCell {
	out := make([][]data.DocCell, len(p.table.rows)-1)
	for _, c := range p.table.cells {
		from, to := g.span(p, c)
		out[c.row] = append(out[c.row], data.DocCell{
			Text: c.text(), Col: from, ColSpan: to - from, RowSpan: c.rowSpan,
			At: data.Position{Page: c.page, Grid: c.ordinal, Line: c.line, Cell: from + 1},
		})
	}
	return out
}

// span gives the columns a cell of a part reaches over.
func (g *openGrid) span(p part, c cell) (from, to int) {
	shift := c.moved + p.shift
	return g.column(c.left + shift), g.column(c.right + c.wider + shift)
}

// opensLabel matches what the form's numbered labels begin with.
var opensLabel = regexp.MustCompile(`^(?:[（(]?[一二三四五六七八九十]+[）)、.．]|\d+[.．、])`)

// goesOn reports whether the first row of a part is the rest of the last row of the part before: the same cells, and what stands in
// them begins where there was no more room above. A row with a figure is one of its own: figures take one line.
func (g *openGrid) goesOn(above, below part) bool {
	last := len(above.table.rows) - 1
	upper := map[[2]int]cell{}
	for _, c := range above.table.cells {
		if c.row+c.rowSpan == last {
			from, to := g.span(above, c)
			upper[[2]int{from, to}] = c
		}
	}
	same, wrapped := 0, false
	for _, c := range below.table.cells {
		if c.row > 0 {
			continue
		}
		from, to := g.span(below, c)
		over, ok := upper[[2]int{from, to}]
		if !ok {
			return false
		}
		same++
		text := c.text()
		switch {
		case text == "":
		case figure.MatchString(text) || opensLabel.MatchString(text) || figure.MatchString(over.text()):
			return false
		case len(over.lines) == 0 || c.downwards() && over.downwards():
			if c.rowSpan == 1 && over.rowSpan == 1 {
				return false
			}
		case over.full(over.lines[len(over.lines)-1], c.lines[0]):
			wrapped = true
		default:
			return false
		}
	}
	return wrapped && same == len(upper)
}

// mend adds the rest of the last row: its texts, and the rows that cells merged downwards still reach over.
func (g *openGrid) mend(rest []data.DocCell) {
	for r := range g.grid.Rows {
		for i := range g.grid.Rows[r] {
			c := &g.grid.Rows[r][i]
			if r+c.RowSpan != len(g.grid.Rows) {
				continue
			}
			at := slices.IndexFunc(rest, func(below data.DocCell) bool { return below.Col == c.Col })
			if at < 0 {
				continue
			}
			c.Text += rest[at].Text
			c.RowSpan += rest[at].RowSpan - 1
		}
	}
}

// column finds the edge nearest to a place.
func (g *openGrid) column(at float64) int { return nearest(g.columns, at) }
