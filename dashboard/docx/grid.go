package docx

import (
	"strconv"
	"strings"
)

// Grid is a table whose cells span rows and columns, as those of official forms do. Its letters are small, for many columns.
type Grid struct {
	Columns []int // relative widths; the grid is as wide as a line
	Rows    int
	// HeadRows are repeated on every page.
	HeadRows int
	// Cells cover every position of the grid exactly once.
	Cells []GridCell
}

// GridCell is a cell; Row and Col are the place of its upper left corner, from 0, the spans at least 1.
type GridCell struct {
	Row, Col, RowSpan, ColSpan int
	Text                       string
	Head                       bool // set as a heading
	Left                       bool // text begins at the left; else it stands in the middle
}

// gridCell is the style of a grid's cells.
const gridCell, gridHead Style = "GridCell", "GridHead"

// Grid adds a grid.
func (d *Document) Grid(g Grid) { d.body = append(d.body, block{grid: &g}) }

// NewPage begins a new page.
func (d *Document) NewPage() { d.body = append(d.body, block{page: true}) }

// grid writes a grid as wide as a line.
func (b *writer) grid(g Grid, line int) {
	total := 0
	for _, w := range g.Columns {
		total += w
	}
	widths := make([]int, len(g.Columns))
	for i, w := range g.Columns {
		widths[i] = line * w / max(total, 1)
	}
	b.raw(`<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/><w:tblW w:w="` + strconv.Itoa(line) + `" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	at := make([][]*GridCell, g.Rows)
	for row := range at {
		at[row] = make([]*GridCell, len(widths))
	}
	for i, c := range g.Cells {
		for row := c.Row; row < c.Row+c.RowSpan; row++ {
			for col := c.Col; col < c.Col+c.ColSpan; col++ {
				at[row][col] = &g.Cells[i]
			}
		}
	}
	for _, w := range widths {
		b.raw(`<w:gridCol w:w="` + strconv.Itoa(w) + `"/>`)
	}
	b.raw(`</w:tblGrid>`)
	for row := range at {
		b.raw(`<w:tr><w:trPr><w:cantSplit/>`)
		if row < g.HeadRows {
			b.raw(`<w:tblHeader/>`)
		}
		b.raw(`</w:trPr>`)
		for col := 0; col < len(widths); {
			c := at[row][col]
			if c == nil { // a hole is an empty cell
				c = &GridCell{Row: row, Col: col, RowSpan: 1, ColSpan: 1}
			}
			b.spanned(*c, row, widths)
			col += c.ColSpan
		}
		b.raw(`</w:tr>`)
	}
	b.raw(`</w:tbl>`)
}

// spanned writes a cell, or in the rows below its first, that it goes on.
func (b *writer) spanned(c GridCell, row int, widths []int) {
	width := 0
	for _, w := range widths[c.Col : c.Col+c.ColSpan] {
		width += w
	}
	b.raw(`<w:tc><w:tcPr><w:tcW w:w="` + strconv.Itoa(width) + `" w:type="dxa"/>`)
	if c.ColSpan > 1 {
		b.raw(`<w:gridSpan w:val="` + strconv.Itoa(c.ColSpan) + `"/>`)
	}
	text := c.Text
	switch {
	case row > c.Row:
		b.raw(`<w:vMerge/>`)
		text = ""
	case c.RowSpan > 1:
		b.raw(`<w:vMerge w:val="restart"/>`)
	}
	style, align := gridCell, "center"
	if c.Head {
		style = gridHead
	} else if c.Left {
		align = "left"
	}
	b.raw(`<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="` + string(style) + `"/><w:jc w:val="` + align + `"/></w:pPr>`)
	for i, part := range strings.Split(text, "\n") {
		if i > 0 {
			b.raw(`<w:r><w:br/></w:r>`)
		}
		if part == "" {
			continue
		}
		b.raw(`<w:r><w:t xml:space="preserve">`)
		b.escape(part)
		b.raw(`</w:t></w:r>`)
	}
	b.raw(`</w:p></w:tc>`)
}
