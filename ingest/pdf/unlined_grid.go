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
			c := b.column(s)
			if c < 0 {
				others[i-b.heads] = append(others[i-b.heads], s)
				continue
			}
			if s.page == 0 {
				s.place = place{page: rows[i].page, ordinal: n + 1, line: rows[i].number}
			}
			over[c] = append(over[c], s)
		}
	}
	for _, lines := range over {
		slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(b.base, a.base) })
		if len(lines) == 0 {
			return nil, nil, false
		}
	}
	lead := leading(over)
	for c, lines := range over {
		n := 1
		for n < len(lines) && goesUp(over, lead, lines[n-1], lines[n]) {
			n++
		}
		others[0] = append(others[0], lines[n:]...)
		over[c] = lines[:n]
	}
	for c, lines := range over {
		// What only stands over a heading that another column has too is over several columns.
		for n := range lines[1:] {
			below := wrapped(lines[:n+1])
			if slices.ContainsFunc(over, func(o []line) bool { return len(o) == n+1 && wrapped(o) == below }) {
				others[0] = append(others[0], lines[n+1:]...)
				lines = lines[:n+1]
				break
			}
		}
		head := said{wrapped(lines), lines[0].place}
		if over[c] = lines; head.text == "" || figure.MatchString(head.text) || saidNear(heads, head.text) {
			return nil, nil, false
		}
		heads = append(heads, head)
	}
	return heads, others, true
}

// goesUp reports whether a heading whose line stands above the figures goes on in the line above that.
func goesUp(over [][]line, lead float64, below, above line) bool {
	apart := below.stands() - above.stands()
	if lead > 0 && apart > 1.25*lead*above.size {
		return false
	}
	return apart <= headLine*max(above.size, below.size) || apart <= headApart*above.size && middleOf(over, below.base, above.base, sameLine*above.size)
}

// stands is how far down the baseline of a segment is; that of its line may be another's of much the same height.
func (l line) stands() float64 { return l.glyphs[0].base }

// wrapped is the text of lines listed from the lowest up.
func wrapped(lines []line) string {
	text := ""
	for _, l := range lines {
		text = l.text() + text
	}
	return strings.TrimSpace(text)
}

// headingsApart is how many other headings stand between two that say the same. Those of 维持, 纠正, 其他 … do so, a block of columns for
// each kind of case; where two columns of every three say the same, another heading above tells them apart.
const headingsApart = 2

func saidNear(heads []said, text string) bool {
	return slices.ContainsFunc(heads[max(0, len(heads)-headingsApart):], func(h said) bool { return h.text == text })
}

// leading is how far apart the lines of the headings wrapped closest are, in heights of a character; 0 where none is wrapped.
func leading(over [][]line) float64 {
	least := 0.0
	for _, lines := range over {
		for n, l := range lines[1:] {
			if apart := (lines[n].stands() - l.stands()) / l.size; apart <= headLine && (least == 0 || apart < least) {
				least = apart
			}
		}
	}
	return least
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
func (w *writer) asGrid(b *body, rows []looseRow) bool {
	ordered, ok := b.ordered(rows)
	if !ok || len(b.columns) < gridColumns {
		return false
	}
	heads, others, ok := b.headingsOf(rows)
	if !ok {
		return false
	}
	corner, groups := b.beside(others)
	labels, ruled := b.asRuled(rows, ordered, slices.Concat(corner, groups))
	if repeated(heads) && (!ruled || labels > 0) {
		return false
	}
	for i, lines := range corner {
		if len(lines) > 0 {
			w.row(rows[b.heads+i].docCells(sayings(lines)))
		}
	}
	w.text, w.loose, w.separated = nil, nil, true
	head := rows[b.from-1].docCells(heads)
	for i := range head {
		head[i].Col += labels
	}
	grid := &data.Grid{Rows: [][]data.DocCell{head}, Ruled: ruled}
	for i, lines := range groups {
		if len(lines) == 0 {
			continue
		}
		over := rows[b.heads+i].docCells(sayings(lines))
		for n, s := range lines {
			over[n].Col = labels + b.nearest(s)
			if n > 0 {
				over[n].Col = max(over[n].Col, over[n-1].Col+1)
			}
		}
		grid.Rows = append(grid.Rows, over)
	}
	grid.Rows = append(grid.Rows, ordered...)
	w.blocks = append(w.blocks, data.Block{Grid: grid, At: grid.Rows[0][0].At})
	if !ruled {
		w.loose = grid
	}
	return true
}

// nearest gives the column over whose beginning a heading of several begins.
func (b *body) nearest(s line) int {
	lefts := make([]float64, len(b.columns))
	for i, c := range b.columns {
		lefts[i] = c.left
	}
	return nearest(lefts, s.left)
}

// repeated reports whether two headings say the same.
func repeated(heads []said) bool {
	seen := map[string]bool{}
	for _, h := range heads {
		if seen[h.text] {
			return true
		}
		seen[h.text] = true
	}
	return false
}

// asRuled reports whether the columns of a table are as real as ruled ones: each has its heading and each figure stands under one. What is
// left to make sure of is that each row of figures, filled or blank, has a whole label and no other's, or that there is only one row, and
// that no heading above tells columns of one year from those of another. labels is the number of columns for labels.
func (b *body) asRuled(rows []looseRow, ordered [][]data.DocCell, others [][]line) (labels int, ok bool) {
	const (
		longest = 8 // characters of a heading that names a year
		above   = 3 // lines above the headings that it may stand in
	)
	for _, r := range rows[max(0, b.heads-above):b.heads] {
		if len(r.figures) == 0 {
			others = append(slices.Clip(others), r.segments)
		}
	}
	for _, lines := range others {
		if slices.ContainsFunc(lines, func(l line) bool { return len(l.glyphs) <= longest && strings.ContainsRune(l.text(), '年') }) {
			return 0, false
		}
	}
	if len(ordered) == 1 && len(ordered[0]) == len(b.columns) {
		return 0, true
	}
	for _, l := range b.labels(rows) {
		if slices.ContainsFunc(l.lines, func(s line) bool { return s.outstanding() > 0 }) {
			return 1, false
		}
	}
	return 1, !slices.ContainsFunc(ordered, func(row []data.DocCell) bool {
		return len(row) != 1 && (len(row) != len(b.columns)+1 || !numbered.MatchString(row[0].Text))
	})
}
