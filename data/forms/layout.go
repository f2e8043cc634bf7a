package forms

import (
	"slices"
	"strings"
)

// Layout is a table as the official form prints it: a grid whose cells span rows and columns. Every position of the grid is
// covered by exactly one cell.
type Layout struct {
	Rows, Cols int
	// Cells are in reading order: by row, then by column.
	Cells []LayoutCell
}

// LayoutCell is one printed cell. Row and Col are the zero-based place of its upper left corner; the spans are at least 1.
//
// What it is follows from Head, Unit and Cell: a column heading, a block's heading or a corner has Head, a row's unit has Unit,
// a figure has Cell, and a cell with none of them is the label of the rows it spans, or, over all columns, a heading above them.
type LayoutCell struct {
	Row, Col, RowSpan, ColSpan int
	// Text is the printed label, wide blanks before one that is indented; empty for a figure.
	Text string
	Head bool
	Unit bool
	// Cell is the form's cell to be filled in here; nil for labels.
	Cell *Cell
}

// Layout lays the table out. Labels that merged groups share are one cell over all of them, the last label of a row or a
// column extends to the figures, and blocks with fewer columns than the widest have broader ones.
func (t Table) Layout() Layout {
	labels, figures := t.labelWidth(), t.figureWidth()
	l := Layout{Cols: labels + figures}
	for _, b := range t.Blocks {
		if b.Heading != "" {
			l.Cells = append(l.Cells, LayoutCell{Row: l.Rows, RowSpan: 1, ColSpan: l.Cols, Text: b.Heading, Head: true})
			l.Rows++
		}
		l.addBlock(b, labels, figures/len(b.Columns))
	}
	slices.SortStableFunc(l.Cells, func(a, b LayoutCell) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return a.Col - b.Col
	})
	return l
}

// Lines gives the cells that start in each row of the grid, left to right, as an HTML table lists them.
func (l Layout) Lines() [][]LayoutCell {
	lines := make([][]LayoutCell, l.Rows)
	for _, c := range l.Cells {
		lines[c.Row] = append(lines[c.Row], c)
	}
	return lines
}

// labelDepth is the number of label columns to the left of the figures.
func (t Table) labelDepth() int {
	depth := 0
	for _, b := range t.Blocks {
		for _, r := range b.Rows {
			if r.Label != "" {
				depth = max(depth, len(r.Groups)+1)
			}
		}
	}
	return depth
}

// labelWidth is the number of grid columns to the left of the figures: the labels' and that of the units.
func (t Table) labelWidth() int {
	if t.Units() {
		return t.labelDepth() + 1
	}
	return t.labelDepth()
}

// figureWidth is the least number of grid columns that every block can divide evenly among its own columns.
func (t Table) figureWidth() int {
	width := 1
	for _, b := range t.Blocks {
		width = leastCommonMultiple(width, len(b.Columns))
	}
	return width
}

// addBlock appends the block's column headings and rows below what is there; each of its columns is width grid columns
// broad, and labels grid columns stand before them.
func (l *Layout) addBlock(b Block, labels, width int) {
	l.addHeads(b, labels, width)
	if b.Units {
		l.addLines(b, labels, width)
		return
	}
	top := l.Rows
	var rows [][]string
	for i, r := range b.Rows {
		rows = append(rows, append(slices.Clone(r.Groups), r.Label))
		l.addFigures(&b.Rows[i], labels, width)
		l.Rows++
	}
	if labels > 0 {
		for _, r := range mergePaths(rows, labels) {
			l.Cells = append(l.Cells, LayoutCell{
				Row: top + r.start, Col: r.level, RowSpan: r.length, ColSpan: r.levels, Text: r.text,
			})
		}
	}
}

// addHeads appends the headings of the block's columns, the corner and the heading of the units.
func (l *Layout) addHeads(b Block, labels, width int) {
	var heads [][]string
	depth := 0
	for _, c := range b.Columns {
		path := append(slices.Clone(c.Groups), c.Label)
		heads = append(heads, path)
		depth = max(depth, len(path))
	}
	top, corner := l.Rows, labels
	if b.Units {
		corner--
		l.Cells = append(l.Cells, LayoutCell{Row: top, Col: corner, RowSpan: depth, ColSpan: 1, Text: UnitHeading, Head: true})
	}
	if labels > 0 {
		l.Cells = append(l.Cells, LayoutCell{Row: top, RowSpan: depth, ColSpan: corner, Text: b.Corner, Head: true})
	}
	for _, r := range mergePaths(heads, depth) {
		l.Cells = append(l.Cells, LayoutCell{
			Row: top + r.level, Col: labels + r.start*width, RowSpan: r.levels, ColSpan: r.length * width,
			Text: r.text, Head: true,
		})
	}
	l.Rows += depth
}

// UnitHeading stands above the units of a table that prints them.
const UnitHeading = "单位"

// addLines appends the rows of a block whose labels are indented instead of merged, each with the headings above it.
func (l *Layout) addLines(b Block, labels, width int) {
	for i, r := range b.Rows {
		for _, heading := range r.Above {
			l.Cells = append(l.Cells, LayoutCell{Row: l.Rows, RowSpan: 1, ColSpan: l.Cols, Text: indented(heading, r.Level-1)})
			l.Rows++
		}
		m, _ := MeasureOf(r.Cells[0].Key)
		l.Cells = append(l.Cells,
			LayoutCell{Row: l.Rows, RowSpan: 1, ColSpan: labels - 1, Text: indented(r.Label, r.Level)},
			LayoutCell{Row: l.Rows, Col: labels - 1, RowSpan: 1, ColSpan: 1, Text: m.Unit, Unit: true})
		l.addFigures(&b.Rows[i], labels, width)
		l.Rows++
	}
}

func indented(label string, level int) string { return strings.Repeat("　", level) + label }

// addFigures appends the cells of a row.
func (l *Layout) addFigures(r *Row, labels, width int) {
	for j := range r.Cells {
		l.Cells = append(l.Cells, LayoutCell{Row: l.Rows, Col: labels + j*width, RowSpan: 1, ColSpan: width, Cell: &r.Cells[j]})
	}
}

// run is one label over adjacent lines (columns or rows) of a block, at some level of their paths.
type run struct {
	text          string
	level, levels int // the first level and how many it takes
	start, length int // the first line and how many it covers
}

// mergePaths turns the paths of adjacent lines into labels: a group is merged over the neighbours that share the whole
// path down to it, and the last label of a path takes the levels that are left.
func mergePaths(paths [][]string, depth int) []run {
	var runs []run
	for i := 0; i < len(paths); i++ {
		for level, text := range paths[i] {
			if level == len(paths[i])-1 {
				runs = append(runs, run{text: text, level: level, levels: depth - level, start: i, length: 1})
				continue
			}
			if i > 0 && sharesGroup(paths[i-1], paths[i], level) {
				continue
			}
			length := 1
			for i+length < len(paths) && sharesGroup(paths[i], paths[i+length], level) {
				length++
			}
			runs = append(runs, run{text: text, level: level, levels: 1, start: i, length: length})
		}
	}
	return runs
}

// sharesGroup reports whether two paths have the same groups down to the level.
func sharesGroup(a, b []string, level int) bool {
	return level < len(a)-1 && level < len(b)-1 && slices.Equal(a[:level+1], b[:level+1])
}

func leastCommonMultiple(a, b int) int {
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	return a / x * b
}
