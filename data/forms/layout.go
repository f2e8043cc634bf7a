package forms

import "slices"

// Layout is a table as the official form prints it: a grid whose cells span rows and columns. Every position of the grid is
// covered by exactly one cell.
type Layout struct {
	Rows, Cols int
	// Cells are in reading order: by row, then by column.
	Cells []LayoutCell
}

// LayoutCell is one printed cell. Row and Col are the zero-based place of its upper left corner; the spans are at least 1.
//
// What it is follows from Head and Cell: a column heading, a block's heading or a corner has Head, a figure has Cell, and
// a cell with neither is the label of the rows it spans.
type LayoutCell struct {
	Row, Col, RowSpan, ColSpan int
	// Text is the printed label; empty for a figure.
	Text string
	Head bool
	// Cell is the form's cell to be filled in here; nil for labels.
	Cell *Cell
}

// Layout lays the table out. Labels that merged groups share are one cell over all of them, the last label of a row or a
// column extends to the figures, and blocks with fewer columns than the widest have broader ones.
func (t Table) Layout() Layout {
	labels, figures := t.labelDepth(), t.figureWidth()
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

// figureWidth is the least number of grid columns that every block can divide evenly among its own columns.
func (t Table) figureWidth() int {
	width := 1
	for _, b := range t.Blocks {
		width = leastCommonMultiple(width, len(b.Columns))
	}
	return width
}

// addBlock appends the block's column headings and rows below what is there; each of its columns is width grid columns
// broad.
func (l *Layout) addBlock(b Block, labels, width int) {
	var heads, rows [][]string
	depth := 0
	for _, c := range b.Columns {
		path := append(slices.Clone(c.Groups), c.Label)
		heads = append(heads, path)
		depth = max(depth, len(path))
	}
	top := l.Rows
	if labels > 0 {
		l.Cells = append(l.Cells, LayoutCell{Row: top, RowSpan: depth, ColSpan: labels, Text: b.Corner, Head: true})
	}
	for _, r := range mergePaths(heads, depth) {
		l.Cells = append(l.Cells, LayoutCell{
			Row: top + r.level, Col: labels + r.start*width, RowSpan: r.levels, ColSpan: r.length * width,
			Text: r.text, Head: true,
		})
	}
	top += depth
	for i, r := range b.Rows {
		rows = append(rows, append(slices.Clone(r.Groups), r.Label))
		for j := range r.Cells {
			l.Cells = append(l.Cells, LayoutCell{
				Row: top + i, Col: labels + j*width, RowSpan: 1, ColSpan: width, Cell: &b.Rows[i].Cells[j],
			})
		}
	}
	if labels > 0 {
		for _, r := range mergePaths(rows, labels) {
			l.Cells = append(l.Cells, LayoutCell{
				Row: top + r.start, Col: r.level, RowSpan: r.length, ColSpan: r.levels, Text: r.text,
			})
		}
	}
	l.Rows = top + len(b.Rows)
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
