package pdf

import (
	"math"
	"slices"
)

// A table without lines may go on over the page. Its columns are told by the headings on the first page and the figures of all: the rows
// are put together before they are looked for.

// belowLines is how many lines a table may have before the page it goes on over; the form's largest has some 150.
const belowLines = 200

// joinBelow puts the rows of tables without lines that go on over a page break below those they go on.
func joinBelow(pages []layout) {
	var above *layout
	for i := range pages {
		l := &pages[i]
		if len(l.items) == 0 {
			continue
		}
		if above != nil {
			above.takeBelow(l)
		}
		if len(l.items) > 0 {
			above = l
		}
	}
}

// takeBelow takes from the next page the rows of the table that this page ends with.
func (l *layout) takeBelow(next *layout) {
	first := len(l.items)
	for first > 0 && l.items[first-1].row != nil {
		first--
	}
	to := 0
	for to < len(next.items) && next.items[to].row != nil {
		to++
	}
	from := 0
	for from < to && continued.MatchString(next.items[from].row.line.text()) {
		from++
	}
	if n := len(l.items) - first; n == 0 || n > belowLines || from == to || l.wider != next.wider {
		return
	}
	var rows []looseRow
	for _, it := range l.items[first:] {
		rows = append(rows, *it.row)
	}
	own := len(rows)
	again := from // headings printed again say nothing new
	from += repeatedHeads(rows, next.items[from:to])
	if from == to {
		return
	}
	const apart = 2 // heights of a character: rows of different pages are no lines of one label
	last, below := rows[own-1].line, next.items[from].row.line
	down := last.base + apart*max(last.size, below.size) - below.base
	for _, it := range next.items[from:to] {
		rows = append(rows, it.row.lowered(down))
	}
	splitAll(rows[max(0, own-linesNear):min(len(rows), own+linesNear)]) // what stands above and below tells more now
	for _, b := range bodies(rows, make([]bool, len(rows))) {
		if b.heads >= own || b.to <= own {
			continue
		}
		l.items = l.items[:first:first]
		for i := range rows[:b.to] {
			l.items = append(l.items, item{row: &rows[i]})
		}
		taken := from + b.to - own
		next.moved = append(next.moved, next.items[from:taken]...)
		next.items = slices.Delete(slices.Clone(next.items), again, taken)
		return
	}
}

// repeatedHeads counts the lines at the beginning of a page that are the headings of the last table of the page before printed again.
func repeatedHeads(rows []looseRow, next []item) int {
	if !slices.ContainsFunc(rows, next[0].row.says) {
		return 0
	}
	found := bodies(rows, make([]bool, len(rows)))
	if len(found) == 0 {
		return 0
	}
	last := found[len(found)-1]
	same := func(heads []looseRow) bool {
		for i, h := range heads {
			if !next[i].row.says(h) {
				return false
			}
		}
		return true
	}
	for from := last.heads; from < last.from; from++ {
		if n := last.from - from; n <= len(next) && same(rows[from:last.from]) {
			return n
		}
	}
	return 0
}

// says reports whether two rows say the same and begin at the same place.
func (r *looseRow) says(other looseRow) bool {
	const aside = 2.0
	return len(r.line.glyphs) == len(other.line.glyphs) && math.Abs(r.line.left-other.line.left) <= aside && r.line.text() == other.line.text()
}

// lowered is the row so far down.
func (r looseRow) lowered(by float64) looseRow {
	r.line = r.line.moved(0, by)
	r.segments = slices.Clone(r.segments)
	for i, s := range r.segments {
		r.segments[i] = s.moved(0, by)
	}
	return r
}
