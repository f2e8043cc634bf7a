package pdf

import (
	"cmp"
	"math"
	"slices"
)

// A table set without lines is told by its figures: they stand in columns. Where they do, the lines of a label that is wrapped are put
// together and before their figures, and a place in a column where a row has nothing is a blank cell.

// body is the part of such a table that holds figures, and the headings above it.
type body struct {
	from, to int    // the lines of text, to is after the last
	columns  []rect // from left to right
	heads    int    // the first line of headings
}

const (
	bodyRows    = 3 // rows of figures a table must have
	bodyColumns = 3 // figures the fullest of them must have
	headLines   = 9 // of headings above the figures
	headGap     = 0.3
	// linesWithout is how many lines without figures may stand between two with some: rows left blank, labels of several lines.
	linesWithout = 12
)

// bodies finds the tables without lines among the lines of a page. broken tells the lines before which a table with lines stands.
func bodies(rows []looseRow, broken []bool) []body {
	var out []body
	for i := 0; i < len(rows); i++ {
		if len(rows[i].figures) < bodyColumns || !rows[i].endsInFigures() {
			continue
		}
		b, ok := grow(rows, i)
		if !ok || len(out) > 0 && b.from < out[len(out)-1].to || slices.Contains(broken[b.heads+1:b.to], true) {
			continue
		}
		out = append(out, b)
		i = b.to - 1
	}
	return out
}

// endsInFigures reports whether a row is a label, or none, and figures after it.
func (r looseRow) endsInFigures() bool {
	return len(r.figures) > 0 && len(r.segments)-r.figures[0] == len(r.figures)
}

// grow finds how far the table reaches that a row of figures is of.
func grow(rows []looseRow, at int) (body, bool) {
	labels := rows[at].segments[rows[at].figures[0]].left
	b := body{from: at, to: at + 1}
	figured, last := 1, at
	for j := at + 1; j < len(rows) && j-last <= linesWithout && rows[j].line.base-rows[j-1].line.base <= 4*rows[j].line.size; j++ {
		r := rows[j]
		switch {
		case r.endsInFigures():
			if left := r.segments[r.figures[0]].left; left < labels-r.line.size && r.figures[0] > 0 && len(r.figures) < bodyColumns {
				j = len(rows)
				continue
			}
			figured, last = figured+1, j
			labels = min(labels, r.segments[r.figures[0]].left)
		case r.line.right > labels+r.line.size && !r.reachesOver(rows[at:j]):
			j = len(rows)
		}
	}
	b.to = last + 1
	// A label may begin above its first row of figures and end below its last.
	for b.from > 0 && at-b.from < 2 && rows[b.from-1].wraps(rows[b.from], labels) {
		b.from--
	}
	for b.to < len(rows) && b.to-last <= 2 && rows[b.to-1].wraps(rows[b.to], labels) && !numbered.MatchString(rows[b.to].line.text()) {
		b.to++
	}
	columns, ok := columnsOf(rows[b.from:b.to])
	if !ok {
		return body{}, false
	}
	b.columns = columns
	b.addHeads(rows)
	few := figured < bodyRows
	return b, !few || (len(b.columns) > len(columns) || len(b.columns) >= gridColumns) && b.headed(rows)
}

// reachesOver reports whether a line without figures ends in a label that goes on over the blank cells beside it: it begins as labels do,
// and where one of the rows of figures above begins.
func (r looseRow) reachesOver(above []looseRow) bool {
	last := r.segments[len(r.segments)-1]
	if len(r.figures) > 0 || !numbered.MatchString(last.text()) {
		return false
	}
	return slices.ContainsFunc(above, func(o looseRow) bool {
		return o.endsInFigures() && o.figures[0] > 0 && math.Abs(o.segments[o.figures[0]-1].left-last.left) <= 0.2*last.size
	})
}

// headed reports whether each column has a heading of its own, of more than one character, and each figure stands under that: where only
// a row or two hold figures, nothing else tells the columns.
func (b *body) headed(rows []looseRow) bool {
	over := make([][]line, len(b.columns))
	for _, r := range rows[b.heads:b.from] {
		for _, s := range r.segments {
			for _, run := range s.apartBy(headGap) {
				if c := b.column(run); c >= 0 {
					over[c] = append(over[c], run)
				}
			}
		}
	}
	for _, heads := range over {
		letters := 0
		for _, h := range heads {
			letters += len(h.glyphs)
		}
		if letters < 2 {
			return false
		}
	}
	for _, r := range rows[b.from:b.to] {
		for _, i := range r.figures {
			s := r.segments[i]
			if c := b.column(s); c < 0 || !slices.ContainsFunc(over[c], s.under) {
				return false
			}
		}
	}
	return true
}

// wraps reports whether a line could go on in the next, as a label in its cell does: both are words left of the figures.
func (r looseRow) wraps(next looseRow, labels float64) bool {
	first := func(r looseRow) (line, bool) {
		if len(r.figures) > 0 && r.figures[0] == 0 {
			return line{}, false
		}
		return r.segments[0], true
	}
	_, words := first(r)
	_, below := first(next)
	tight := next.line.base-r.line.base <= tightLines*max(r.line.size, next.line.size)
	return tight && (words || below) && (len(r.figures) > 0 || r.line.right <= labels) && (len(next.figures) > 0 || next.line.right <= labels)
}

// columnsOf finds the columns the figures of some rows stand in. ok is false where they are not in columns apart from each other.
func columnsOf(rows []looseRow) (columns []rect, ok bool) {
	var members [][]line
	for _, r := range rows {
		if !r.endsInFigures() {
			continue
		}
		for _, i := range r.figures {
			s := r.segments[i]
			into := -1
			for c := 0; c < len(members); c++ {
				if !slices.ContainsFunc(members[c], s.under) {
					continue
				}
				if into < 0 {
					into = c
					members[c] = append(members[c], s)
					continue
				}
				members[into] = append(members[into], members[c]...)
				members = slices.Delete(members, c, c+1)
				c--
			}
			if into < 0 {
				members = append(members, []line{s})
			}
		}
	}
	for _, m := range members {
		box := m[0].rect
		for _, s := range m {
			box = box.with(s.rect)
		}
		columns = append(columns, box)
	}
	slices.SortFunc(columns, func(a, b rect) int { return cmp.Compare(a.left, b.left) })
	for i, c := range columns {
		if i > 0 && c.left <= columns[i-1].right {
			return nil, false
		}
	}
	return columns, len(columns) >= bodyColumns
}

// addHeads adds the columns that have headings and no figures. The lowest headings are those of single columns; what stands above
// several of them is not another.
func (b *body) addHeads(rows []looseRow) {
	left, figured := b.columns[0].left, len(b.columns)
	b.heads = b.from
	own := slices.Clone(b.columns)
	defer func() {
		b.dropGroups(rows, b.columns[figured:])
		b.tie(rows, own)
	}()
	for i := b.from - 1; i >= max(0, b.from-headLines); i-- {
		r := rows[i]
		if len(r.figures) > 0 || rows[i+1].line.base-r.line.base > 4*r.line.size || r.line.left < left && r.line.right > left && len(r.segments) == 1 {
			return
		}
		b.heads = i
		for _, s := range r.segments {
			if s.across {
				continue
			}
			for _, run := range s.apartBy(headGap) {
				if run.left < left-run.size || slices.ContainsFunc(b.columns, func(c rect) bool { return run.left < c.right && c.left < run.right }) {
					continue
				}
				b.columns = append(b.columns, run.rect)
			}
		}
	}
}

// dropGroups sorts the columns and leaves out those of headings, among some that are no columns of figures, that stand higher than the
// lowest headings to both sides: they are over several columns, between two of which they happen to stand.
func (b *body) dropGroups(rows []looseRow, some []rect) {
	some = slices.Clone(some)
	slices.SortFunc(b.columns, func(a, b rect) int { return cmp.Compare(a.left, b.left) })
	lowest := make([]line, len(b.columns))
	for _, r := range rows[b.heads:b.from] {
		for _, s := range r.segments {
			for _, run := range s.apartBy(headGap) {
				if c := b.column(run); c >= 0 {
					lowest[c] = run
				}
			}
		}
	}
	var kept []rect
	for i, c := range b.columns {
		if i > 0 && i+1 < len(b.columns) && slices.Contains(some, c) {
			apart := lowest[i].base + sameLine*lowest[i].size
			if lowest[i-1].base > apart && lowest[i+1].base > apart {
				continue
			}
		}
		kept = append(kept, c)
	}
	b.columns = kept
}

// column gives the column a figure stands in; -1 where it is in none or could be in two.
func (b *body) column(s line) int {
	found := -1
	for i, c := range b.columns {
		if s.left < c.right && c.left < s.right {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}
