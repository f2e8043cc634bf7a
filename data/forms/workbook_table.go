package forms

import (
	"math"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"tongjian/data"
)

// table writes a statutory table below what the sheet holds.
func (b *workbook) table(s *sheet, t Table) {
	l := t.Layout()
	top := s.row
	if b.options.template {
		top += checkLines(t)
	}
	g := b.placeTable(s, t, l, top)
	if b.options.template {
		b.inputs(s, g)
		b.checks(s, g)
	}
	for _, c := range l.Cells {
		at := g.span(c)
		if c.Cell == nil {
			s.put(at, excelize.Cell{Value: headText(c, at, l), StyleID: b.labelStyle(c, l)})
			continue
		}
		s.put(at, b.figure(g, *c.Cell))
	}
	g.fitHeights(s)
	s.row += l.Rows
}

// placed is a table with its place on a sheet.
type placed struct {
	Table
	layout Layout
	top    int
	starts []int // the sheet column each grid column starts in; one more for the end
	// cells are the sheet cells of the form's cells, by row and column.
	cells map[data.CellID]span
	// totals are the cells that are the sum of others.
	totals map[data.CellID][]data.CellID
}

// placeTable tells where each cell of the table will stand when its first row is top.
func (b *workbook) placeTable(s *sheet, t Table, l Layout, top int) *placed {
	g := &placed{Table: t, layout: l, top: top, starts: []int{s.left + 1}, cells: map[data.CellID]span{}, totals: t.totals()}
	for _, n := range tableUnits(t) {
		if b.options.Split {
			n = 1
		}
		g.starts = append(g.starts, g.starts[len(g.starts)-1]+n)
	}
	for _, c := range l.Cells {
		if c.Cell == nil {
			continue
		}
		if _, twice := g.cells[c.Cell.CellID]; twice {
			continue
		}
		at := g.span(c)
		g.cells[c.Cell.CellID] = at
		if _, twice := b.places[c.Cell.CellID]; !twice {
			b.places[c.Cell.CellID] = data.Position{Sheet: s.name, Line: at.row, Cell: at.col}
		}
	}
	return g
}

// span is the rectangle of sheet cells of a cell of the layout.
func (g *placed) span(c LayoutCell) span {
	return span{g.top + c.Row, g.starts[c.Col], g.top + c.Row + c.RowSpan - 1, g.starts[c.Col+c.ColSpan] - 1}
}

// totals gives the cells that are the sum of others: the one right side of an identity with several cells on its left.
// Where two identities make the same total, the first declared counts.
func (t Table) totals() map[data.CellID][]data.CellID {
	out := map[data.CellID][]data.CellID{}
	for _, id := range t.Identities {
		if len(id.Right) != 1 || len(id.Left) < 2 {
			continue
		}
		if _, ok := out[id.Right[0]]; !ok {
			out[id.Right[0]] = id.Left
		}
	}
	return out
}

// figure is what a cell of the form holds in the workbook.
func (b *workbook) figure(g *placed, c Cell) excelize.Cell {
	parts, isTotal := g.totals[c.CellID]
	cell := excelize.Cell{StyleID: b.styles.figure}
	if b.options.template {
		if isTotal {
			refs := g.references(parts)
			cell = excelize.Cell{StyleID: b.styles.sum, Formula: `IF(COUNT(` + refs + `)=0,"",SUM(` + refs + `))`, Value: ""}
		}
		return cell
	}
	text, ok := b.value(c.CellID)
	if !ok {
		return cell
	}
	number, isNumber := plainNumber(text)
	if !isNumber || b.options.Texts {
		cell.Value = text
		return cell
	}
	cell.Value = number
	if isTotal && b.options.Formulas && b.addsUp(g, parts, text) {
		cell.Formula = "SUM(" + g.references(parts) + ")"
	}
	return cell
}

func (b *workbook) value(id data.CellID) (string, bool) {
	if b.options.Values == nil {
		return "", false
	}
	return b.options.Values(id)
}

// addsUp reports whether a spreadsheet would compute the total from its parts as it stands.
func (b *workbook) addsUp(g *placed, parts []data.CellID, total string) bool {
	sum := decimal.Zero
	for _, id := range parts {
		text, ok := b.value(id)
		if _, isPlaced := g.cells[id]; !ok || !isPlaced {
			continue
		}
		if _, isNumber := plainNumber(text); isNumber {
			sum = sum.Add(decimal.RequireFromString(text))
		}
	}
	return sum.String() == total
}

// plainNumber gives the number a spreadsheet would show as exactly this text; everything else stays text.
func plainNumber(text string) (any, bool) {
	const exactDigits = 15 // what a spreadsheet keeps of a number
	d, err := decimal.NewFromString(text)
	if err != nil || d.String() != text || len(text) > exactDigits {
		return nil, false
	}
	if d.IsInteger() {
		return d.IntPart(), true
	}
	return d.InexactFloat64(), true
}

// labelStyle is the look of a label by its place.
func (b *workbook) labelStyle(c LayoutCell, l Layout) int {
	switch {
	case c.Head && c.ColSpan == l.Cols && c.Row+c.RowSpan < l.Rows:
		return b.styles.block
	case c.Head:
		return b.styles.head
	case c.RowSpan > 10:
		return b.styles.vertical
	case c.RowSpan > 1, c.Unit:
		return b.styles.centred
	case c.ColSpan == l.Cols:
		return b.styles.group
	}
	return b.styles.label
}

// headText breaks a column heading that is too long for one narrow column between pairs of characters, as the printed form
// does. Readers ignore blanks and line breaks in labels.
func headText(c LayoutCell, at span, l Layout) string {
	const narrow = 6 // half-width characters beside each other in one unit
	if !c.Head || c.ColSpan > 1 || l.Cols < 10 || at.col != at.lastCol || textWidth(c.Text) <= narrow {
		return c.Text
	}
	return strings.Join(wrap(c.Text, narrow, true), "\n")
}

// fitHeights makes rows high enough for their labels.
func (g *placed) fitHeights(s *sheet) {
	const line = 12.5 // points a line of 9-point type takes
	for row := range g.layout.Rows {
		s.heights[g.top+row] = 19
	}
	cells := slices.Clone(g.layout.Cells)
	slices.SortStableFunc(cells, func(a, b LayoutCell) int { return a.RowSpan - b.RowSpan })
	for _, c := range cells {
		if c.Cell != nil || c.RowSpan > 10 {
			continue
		}
		at := g.span(c)
		lines := 0.0
		for part := range strings.SplitSeq(headText(c, at, g.layout), "\n") {
			lines += math.Ceil(float64(textWidth(part)) / s.places(at, 6))
		}
		have := 0.0
		for row := at.row; row <= at.lastRow; row++ {
			have += s.heights[row]
		}
		if missing := lines*line + 5 - have; missing > 0 {
			s.heights[at.lastRow] += missing
		}
	}
}
