package ingest

import (
	"unicode/utf8"

	"tongjian/data"
)

// blockWriter turns what a page holds into blocks: paragraphs, and grids for the tables that hold figures. Tables that only arrange
// the page give way to what they arrange.
type blockWriter struct {
	lines textLines
	// paragraphs and grids number what has been written, from 1.
	paragraphs, grids int
}

// items writes what a page holds, in reading order.
func (w *blockWriter) items(items []flowItem) {
	for _, item := range items {
		switch {
		case item.table != nil:
			w.table(item.table)
		case !item.link:
			w.paragraphs++
			w.lines.add(w.paragraphs, item.text, splitLine(item.text, w.paragraphs))
		}
	}
}

// table writes the rows of a table as a grid, in several parts where rows that only arrange the page stand between. All parts count
// as one table and their rows go on counting.
func (w *blockWriter) table(t *flowTable) {
	if t.filled == 0 || !t.plain {
		return // blank, or nothing but links
	}
	lone, layout := t.filled == 1 || !t.hasColumns(), t.arranges()
	number, from := 0, 0
	flush := func(to int) {
		if t.says(from, to) {
			if number == 0 {
				w.grids++
				number = w.grids
			}
			w.lines.endGrid()
			w.lines.blocks = append(w.lines.blocks, t.grid(number, from, to))
		}
		from = to + 1
	}
	for i, r := range t.rows {
		if !lone && !r.arranges() && !(layout && r.filled() <= 1) {
			continue
		}
		flush(i)
		for _, c := range r.cells {
			if !c.covered {
				w.items(c.items)
			}
		}
	}
	flush(len(t.rows))
}

// hasColumns reports whether any row of the table has more than one cell.
func (t *flowTable) hasColumns() bool {
	for _, r := range t.rows {
		if len(r.cells) > 1 {
			return true
		}
	}
	return false
}

// says reports whether any cell of a range of rows says something.
func (t *flowTable) says(from, to int) bool {
	for i := from; i < to; i++ {
		for _, c := range t.rows[i].cells {
			if !c.covered && c.text != "" {
				return true
			}
		}
	}
	return false
}

// grid gives a range of rows as a block.
func (t *flowTable) grid(number, from, to int) data.Block {
	g := &data.Grid{Ruled: true}
	for i := from; i < to; i++ {
		row := make([]data.DocCell, 0, len(t.rows[i].cells))
		for _, c := range t.rows[i].cells {
			if c.covered {
				continue
			}
			row = append(row, data.DocCell{Text: c.text, Col: c.col, ColSpan: c.cols, RowSpan: min(c.rows, to-i),
				At: data.Position{Grid: number, Line: i + 1, Cell: c.col + 1}})
		}
		g.Rows = append(g.Rows, row)
	}
	return data.Block{Grid: g, At: data.Position{Grid: number, Line: from + 1, Cell: 1}}
}

// longRunes is the length above which the only text in a row is no label but prose put into a table.
const longRunes = 3 * maxLabelRunes

// arranges reports whether a row only arranges the page: its cells hold tables, or one long text.
func (r *flowRow) arranges() bool {
	long := false
	for _, c := range r.cells {
		if c.covered {
			continue
		}
		if c.arranges {
			return true
		}
		long = long || len(c.text) > longRunes && utf8.RuneCountInString(c.text) > longRunes
	}
	return long && r.filled() == 1
}

// arranges reports whether a table only arranges the page: some of its cells hold tables.
func (t *flowTable) arranges() bool {
	for _, r := range t.rows {
		for _, c := range r.cells {
			if c.arranges && !c.covered {
				return true
			}
		}
	}
	return false
}

// filled counts the cells that say something beside links.
func (r *flowRow) filled() int {
	n := 0
	for _, c := range r.cells {
		if !c.covered && c.text != "" && c.plain {
			n++
		}
	}
	return n
}
