package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// A table wider than its paper is printed in pieces: the rows end at the right edge of one page and go on at the left edge of another,
// at the same height. Spreadsheet programs print all pages down one side first, or each page beside its neighbour. The pieces are put
// together where what stands on the later page cannot be read by itself, rows of figures without a label, and its lines meet those
// of one earlier page and no other; anything else stays apart, and the rows without labels are read as such.

const (
	// acrossPages is how many pages before a page are looked at, acrossTables how many tables of a page.
	acrossPages  = 40
	acrossTables = 40
	// sameHeight is how far apart lines are that run on from page to page.
	sameHeight = 2.0
)

// joinAcross puts the pieces of wide tables together on the page they begin on, and takes them from the others.
func joinAcross(pages []layout) {
	var lefts, rights []*layout
	for i := range pages {
		l := &pages[i]
		if slices.ContainsFunc(lefts, func(left *layout) bool { return l.goesOnBeside(left) != nil }) {
			rights = append(rights, l)
			continue
		}
		if len(rights) > 0 {
			joinGroup(lefts, rights)
			lefts, rights = nil, nil
		}
		if lefts = append(lefts, l); len(lefts) > acrossPages {
			lefts = lefts[1:]
		}
	}
	joinGroup(lefts, rights)
}

// joinGroup joins pages with those that follow them and go on beside them. The first of those go on the pages that are cut one by
// one; each further one must fit one page alone.
func joinGroup(lefts, rights []*layout) {
	lefts = slices.DeleteFunc(lefts, func(left *layout) bool {
		return !slices.ContainsFunc(rights, func(right *layout) bool { return right.goesOnBeside(left) != nil })
	})
	if len(lefts) == 0 || len(rights) < len(lefts) {
		return
	}
	of := make([]*layout, len(rights))
	for i, right := range rights {
		for n, left := range lefts {
			if i < len(lefts) && i != n || right.goesOnBeside(left) == nil {
				continue
			}
			if of[i] != nil {
				return
			}
			of[i] = left
		}
		if of[i] == nil {
			return
		}
	}
	// What goes where is told from the pages as they are, before any of them changes.
	moves := make([]func(), len(rights))
	for i, right := range rights {
		moves[i] = right.beside(of[i])
	}
	for _, move := range moves {
		move()
	}
}

// goesOnBeside pairs the tables of a page with those of another that they go on to the right; nil when the page is not the other's
// continuation.
func (l *layout) goesOnBeside(left *layout) map[*table]*table {
	if math.Abs(l.bounds.width()-left.bounds.width()) > sameHeight || math.Abs(l.bounds.height()-left.bounds.height()) > sameHeight {
		return nil
	}
	pairs := map[*table]*table{}
	taken := map[*table]bool{}
	rows, ok := l.rowsBeside(left)
	if !ok {
		return nil
	}
	figures := false
	for _, r := range rows.to {
		figures = figures || len(r.figures) > 0
	}
	for n, it := range l.pieces() {
		if it.table == nil {
			continue
		}
		if n > acrossTables {
			return nil
		}
		var found *table
		for _, o := range left.items[:min(len(left.items), acrossTables)] {
			if o.table == nil || !it.table.goesOnBeside(o.table, left.bounds) {
				continue
			}
			if found != nil {
				return nil
			}
			found = o.table
		}
		if found == nil || taken[found] {
			return nil
		}
		pairs[it.table], taken[found] = found, true
	}
	if len(pairs) == 0 && !(figures && l.startsBeside(left, rows.to)) {
		return nil
	}
	return pairs
}

// goesOnBeside reports whether a table, the first thing to the left on its page, goes on another that is cut at the right edge of a
// page of the same size.
func (t *table) goesOnBeside(left *table, bounds rect) bool {
	if math.Abs(t.top-left.top) > sameHeight || math.Abs(t.bottom-left.bottom) > sameHeight {
		return false
	}
	// Both margins are alike; the first column here had no room there.
	if end := left.right + t.columns[1] - t.columns[0]; end < bounds.right-(t.left-bounds.left)-2*near {
		return false
	}
	if !meets(t.rows, left.rows) && !meets(left.rows, t.rows) {
		return false
	}
	return t.unlabelled(left.rows) && !slices.Equal(t.labels(), left.labels())
}

// meets reports whether all edges of one table run on in the other.
func meets(edges, others []float64) bool {
	for _, e := range edges {
		if math.Abs(others[nearest(others, e)]-e) > sameHeight {
			return false
		}
	}
	return true
}

// unlabelled reports whether no row of figures holds anything else, and each runs on between two of the given edges.
func (t *table) unlabelled(edges []float64) bool {
	figures := make([]bool, len(t.rows))
	for _, c := range t.cells {
		if !c.figured() {
			continue
		}
		if !meets([]float64{c.top, c.bottom}, edges) {
			return false
		}
		for row := c.row; row < c.row+c.rowSpan; row++ {
			figures[row] = true
		}
	}
	for _, c := range t.cells {
		if c.text() != "" && !c.figured() && slices.Contains(figures[c.row:c.row+c.rowSpan], true) {
			return false
		}
	}
	return true
}

// figured reports whether a cell holds a figure, or one that cannot be read.
func (c *cell) figured() bool {
	text := c.text()
	return figure.MatchString(text) || strings.ContainsRune(text, unicode.ReplacementChar)
}

// labels lists what stands in a table besides figures.
func (t *table) labels() []string {
	var out []string
	for _, c := range t.cells {
		if text := c.text(); text != "" && !c.figured() {
			out = append(out, text)
		}
	}
	return out
}

// beside gives what adds a page's tables and lines to those they go on.
func (l *layout) beside(left *layout) func() {
	pairs := l.goesOnBeside(left)
	rows, _ := l.rowsBeside(left)
	return func() { l.move(left, pairs, rows) }
}

func (l *layout) move(left *layout, pairs map[*table]*table, rows besideRows) {
	for t, to := range pairs {
		to.join(t)
	}
	left.wider++
	shift := float64(left.wider) * left.bounds.width()
	for _, it := range l.pieces() {
		if it.row == nil {
			continue
		}
		to := rows.to[it.row.number]
		if to == nil {
			line := it.row.line.moved(shift, 0)
			line.glyphs = nil
			to = &looseRow{page: l.number, number: it.row.number, line: line}
			left.insert(item{row: to})
		}
		for n, s := range it.row.segments {
			if last := len(to.segments) - 1; n == 0 && last >= 0 && to.segments[last].cutBefore(s) {
				to.segments[last].across = true
				continue
			}
			to.segments = append(to.segments, s.movedTo(shift, place{page: l.number, ordinal: n + 1, line: it.row.number}))
			last := to.segments[len(to.segments)-1]
			to.line.rect = to.line.with(last.rect)
			to.line.glyphs = append(slices.Clip(to.line.glyphs), last.glyphs...)
		}
		to.findFigures()
		l.moved = append(l.moved, it)
	}
	l.items, l.narrow = nil, nil
}

// insert puts an item among the others where it stands.
func (l *layout) insert(it item) {
	at := len(l.items)
	for at > 0 && l.items[at-1].top() > it.top() {
		at--
	}
	l.items = slices.Insert(slices.Clip(l.items), at, it)
}

// pieces are the items of a page that may go on another.
func (l *layout) pieces() []item {
	if l.narrow != nil {
		return l.narrow
	}
	return l.items
}

// join adds a table to the right. Its rows may be divided where those of the other are not; a cell cut in two is one again.
func (t *table) join(right *table) {
	shift := t.rect.right - right.left
	rows := distinct(append(slices.Clone(t.rows), right.rows...))
	renumber := func(c *cell) {
		first := nearest(rows, c.top)
		c.row, c.rowSpan = first, max(1, nearest(rows, c.bottom)-first)
	}
	edge := len(t.columns) - 1
	for i := range t.cells {
		renumber(&t.cells[i])
	}
	for _, c := range right.cells {
		renumber(&c)
		cut := slices.IndexFunc(t.cells, func(o cell) bool {
			return c.column == 0 && c.openLeft && o.openRight && o.column+o.columnSpan == edge && o.row == c.row && o.rowSpan == c.rowSpan
		})
		if cut >= 0 {
			o := &t.cells[cut]
			switch {
			case o.hidden():
				o.lines = c.lines
			case !c.hidden() && o.text() != c.text():
				o.lines = append(slices.Clip(o.lines), c.lines...)
				slices.SortStableFunc(o.lines, func(a, b line) int { return cmp.Compare(a.base, b.base) })
			}
			o.columnSpan, o.wider, o.openRight = o.columnSpan+c.columnSpan, o.wider+c.width(), c.openRight
			continue
		}
		c.column += edge
		c.moved += shift
		t.cells = append(t.cells, c)
	}
	slices.SortStableFunc(t.cells, func(a, b cell) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.column, b.column)) })
	for _, at := range right.columns[1:] {
		t.columns = append(slices.Clip(t.columns), at+shift)
	}
	t.rows = rows
	t.rect.right += right.width()
}

// nearest finds the edge nearest to a place.
func nearest(edges []float64, at float64) int {
	best := 0
	for i, e := range edges {
		if math.Abs(e-at) < math.Abs(edges[best]-at) {
			best = i
		}
	}
	return best
}
