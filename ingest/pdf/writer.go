package pdf

import (
	"math"
	"regexp"

	"tongjian/data"
)

// writer puts the pages' items together as the blocks of a document.
type writer struct {
	blocks []data.Block
	// grids are the ruled grids, whose rows are written last: a part added later may divide their columns.
	grids []*openGrid
	// separated is true when some lines of running text hold several cells.
	separated bool

	// open is the ruled grid the last block holds, in case the next page goes on with it.
	open *openGrid
	// loose is the unruled grid the last block holds.
	loose *data.Grid
	// text is the line the last block ends with, when that is a paragraph.
	text *lastLine
}

type lastLine struct {
	line
	page *layout
}

// continued matches a line that says that a table goes on over the page.
var continued = regexp.MustCompile(`^[（(]?(?:续上?表|接上[表页]|[转接]下页|单位[：:]).{0,8}$`)

func (w *writer) page(l *layout) {
	var (
		rows   []looseRow
		broken []bool // by a table with lines before the row
	)
	for i, it := range l.items {
		if it.row != nil {
			rows = append(rows, *it.row)
			broken = append(broken, i > 0 && l.items[i-1].table != nil)
		}
	}
	tables := bodies(rows, broken)
	for i := range tables {
		tables[i].headings(rows)
	}
	near := rowsNear(rows)
	next := 0
	w.loose = nil
	first := true // nothing has been on this page yet
	for _, it := range l.items {
		if it.table != nil {
			w.table(it, l.number, first)
			first = false
			continue
		}
		if len(tables) > 0 && next >= tables[0].to {
			tables = tables[1:]
		}
		if len(tables) > 0 && next >= tables[0].heads {
			if next == tables[0].heads {
				w.unlined(&tables[0], rows, near, l)
				first = false
			}
			next++
			continue
		}
		row, about := rows[next], near[next]
		next++
		if !continued.MatchString(row.line.text()) {
			w.open, first = nil, false
		}
		w.line(row, about, l)
	}
}

// row adds a row of several cells to the grid the last block holds, or to a new one.
func (w *writer) row(cells []data.DocCell) {
	w.text = nil
	if w.loose == nil {
		w.loose, w.separated = &data.Grid{}, true
		w.blocks = append(w.blocks, data.Block{Grid: w.loose, At: cells[0].At})
	}
	w.loose.Rows = append(w.loose.Rows, cells)
}

// unlined adds the figures of a table set without lines, in order where that can be told.
func (w *writer) unlined(b *body, rows []looseRow, near [][]looseRow, l *layout) {
	w.open = nil
	if b.heads < b.from {
		if w.asGrid(b, rows) {
			return
		}
		for i := b.heads; i < b.from; i++ {
			w.line(rows[i], near[i], l)
		}
	}
	if ordered, ok := b.ordered(rows); ok {
		for _, cells := range ordered {
			w.row(cells)
		}
		return
	}
	for i := b.from; i < b.to; i++ {
		w.line(rows[i], near[i], l)
	}
}

// line adds a line of text as a row of cells, or to a paragraph.
func (w *writer) line(row looseRow, near []looseRow, l *layout) {
	if row.separated() {
		w.row(row.cells(near))
		return
	}
	w.paragraph(row, l)
}

// table adds a table as a grid of its own, or, when it is the first thing on its page and as wide as the table that the page
// before ended with, as more rows of that.
func (w *writer) table(it item, page int, first bool) {
	w.text, w.loose = nil, nil
	const sameWidth = 6.0
	if g := w.open; g != nil && first && math.Abs(g.parts[0].table.width()-it.table.width()) <= sameWidth &&
		g.add(part{it.table, g.parts[0].table.left - it.table.left}) {
		return
	}
	w.open = &openGrid{
		grid:    &data.Grid{Ruled: true},
		parts:   []part{{it.table, 0}},
		columns: it.table.columns,
	}
	w.grids = append(w.grids, w.open)
	w.blocks = append(w.blocks, data.Block{Grid: w.open.grid, At: data.Position{Page: page, Grid: it.ordinal, Line: 1, Cell: 1}})
}

// finish writes the rows of all ruled grids.
func (w *writer) finish() {
	for _, g := range w.grids {
		g.write()
	}
}

// longestParagraph is how many bytes a paragraph may have before a new one begins all the same.
const longestParagraph = 20_000

// paragraph adds a line of running text, to the paragraph before it when it goes on with that.
func (w *writer) paragraph(row looseRow, l *layout) {
	w.loose = nil
	text := row.line.text()
	if last := len(w.blocks) - 1; w.text != nil && w.text.goesOn(row.line, l) && len(w.blocks[last].Text) < longestParagraph {
		last := &w.blocks[last]
		end, start := w.text.glyphs[len(w.text.glyphs)-1], row.line.glyphs[0]
		if letter(end.r) && letter(start.r) {
			last.Text += " "
		}
		last.Text += text
	} else {
		w.blocks = append(w.blocks, data.Block{Text: text, At: data.Position{Page: row.page, Line: row.number}})
	}
	w.text = &lastLine{row.line, l}
}

func letter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// goesOn reports whether the paragraph of a line goes on with the next line: what that begins with had no room left, and it is
// neither indented nor of another size.
func (t *lastLine) goesOn(next line, l *layout) bool {
	const (
		indent = 0.8
		taller = 1.2
		apart  = 2.6
		slack  = 0.4
		narrow = 20
	)
	if max(t.size, next.size) > taller*min(t.size, next.size) {
		return false
	}
	if t.page.number == l.number && next.base-t.base > apart*t.size {
		return false
	}
	if t.right-t.page.left < narrow*t.size || endsInFigure.MatchString(t.text()) || figuresOnly.MatchString(next.text()) {
		return false // rows of a table without lines, perhaps
	}
	return t.right+next.opening()+slack*t.size > t.page.right && next.left <= l.left+indent*next.size
}

var (
	endsInFigure = regexp.MustCompile(`(?:^|\s)[+\-]?[\d,.]+$`)
	figuresOnly  = regexp.MustCompile(`^[+\-\d,.\s/—]+$`)
)
