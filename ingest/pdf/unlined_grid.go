package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"tongjian/data"
)

// A wide table set without lines whose columns each stand under a heading of their own has its headings in one row, in the order of the
// columns, however high each stands.

const (
	// gridColumns is how many columns of figures such a table must have.
	gridColumns = 5
	// headLine is how far apart the lines of one heading are at most, in heights of a character.
	headLine = 1.6
	// headApart is how far apart they are where headings of one line stand at half their height.
	headApart = 2.0
)

// headingsOf finds the lowest heading over each column, its lines put together, and what else stands above the figures. ok is false
// unless every column has one that no other has.
func (b *body) headingsOf(rows []looseRow) (heads []said, others [][]line, ok bool) {
	over := make([][]line, len(b.columns))
	others = make([][]line, b.from-b.heads)
	for i := b.heads; i < b.from; i++ {
		for n, s := range rows[i].segments {
			if s.page == 0 {
				s.place = place{ordinal: n + 1, line: rows[i].number}
			}
			if c := b.column(s); c >= 0 {
				over[c] = append(over[c], s)
				continue
			}
			others[i-b.heads] = append(others[i-b.heads], s)
		}
	}
	seen := map[string]bool{}
	for _, lines := range over {
		slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(b.base, a.base) })
		if len(lines) == 0 {
			return nil, nil, false
		}
		head := said{lines[0].text(), lines[0].place}
		last := lines[0]
		for n, l := range lines[1:] {
			if apart := last.base - l.base; apart > headLine*max(l.size, last.size) && !(apart <= headApart*l.size && middleOf(over, last.base, l.base, sameLine*l.size)) {
				others[0] = append(others[0], lines[n+1:]...)
				break
			}
			head.text = l.text() + head.text
			last = l
		}
		if head.text = strings.TrimSpace(head.text); head.text == "" || figure.MatchString(head.text) || seen[head.text] {
			return nil, nil, false
		}
		seen[head.text] = true
		heads = append(heads, head)
	}
	return heads, others, true
}

// middleOf reports whether some heading stands halfway between two lines.
func middleOf(over [][]line, below, above, tolerance float64) bool {
	return slices.ContainsFunc(over, func(lines []line) bool {
		return slices.ContainsFunc(lines, func(l line) bool { return math.Abs(l.base-(below+above)/2) <= tolerance })
	})
}

// beside parts what stands above the figures and is no column's own heading: what is beside the headings, and headings over several
// columns. These are read after those of single columns: standing higher than some and lower than others they would part them.
func (b *body) beside(others [][]line) (corner, groups [][]line) {
	corner, groups = make([][]line, len(others)), make([][]line, len(others))
	for i, lines := range others {
		for _, s := range lines {
			if s.left < b.columns[0].left-s.size {
				corner[i] = append(corner[i], s)
				continue
			}
			groups[i] = append(groups[i], s)
		}
	}
	return corner, groups
}

func sayings(lines []line) []said {
	out := make([]said, len(lines))
	for i, s := range lines {
		out[i] = s.said()
	}
	return out
}

// asGrid adds a table without lines as a grid; false where it must be read as lines of text.
func (w *writer) asGrid(b *body, rows []looseRow, l *layout) bool {
	ordered, ok := b.ordered(rows, l.number)
	if !ok || len(b.columns) < gridColumns {
		return false
	}
	heads, others, ok := b.headingsOf(rows)
	if !ok {
		return false
	}
	corner, groups := b.beside(others)
	for i, lines := range corner {
		if len(lines) > 0 {
			w.row(docCells(sayings(lines), l.number, rows[b.heads+i].number))
		}
	}
	w.text, w.loose, w.separated = nil, nil, true
	head := docCells(heads, l.number, rows[b.from-1].number)
	for i := range head {
		if heads[i].page == 0 {
			head[i].At.Line, head[i].At.Cell = heads[i].line, heads[i].ordinal
		}
	}
	grid := &data.Grid{Rows: [][]data.DocCell{head}}
	for i, lines := range groups {
		if len(lines) > 0 {
			grid.Rows = append(grid.Rows, docCells(sayings(lines), l.number, rows[b.heads+i].number))
		}
	}
	grid.Rows = append(grid.Rows, ordered...)
	w.blocks = append(w.blocks, data.Block{Grid: grid, At: grid.Rows[0][0].At})
	w.loose = grid
	return true
}
