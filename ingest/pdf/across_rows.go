package pdf

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// Of a table without lines only the rows tell that a page goes on another: each stands at the height of a row there, figures beside
// figures. Headings over several rows of headings stand where they have room, beside nothing perhaps.

// besideRows are the lines of a page outside tables that go on those of another page.
type besideRows struct {
	// to finds the line each goes on, by its number.
	to map[int]*looseRow
	// heads are headings beside which that page has nothing.
	heads []*looseRow
}

// rowsBeside finds, for each line of a page outside tables, the line of another page that it goes on. ok is false where some line that is
// no heading goes on none, or a row of figures there has nothing beside it though rows above and below it have.
func (l *layout) rowsBeside(left *layout) (beside besideRows, ok bool) {
	beside.to = map[int]*looseRow{}
	from := 0 // both are in order
	var alone []*looseRow
	var matched []*looseRow // rows of figures there that go on
	heads := 0              // that no line beside another has followed yet
	for _, it := range l.pieces() {
		if it.row == nil {
			continue
		}
		var to *looseRow
		for ; to == nil && from < len(left.items); from++ {
			o := left.items[from].row
			if o == nil {
				continue
			}
			if o.line.base > it.row.line.base+sameHeight {
				break
			}
			if math.Abs(o.line.base-it.row.line.base) <= sameHeight {
				to = o
			} else if len(beside.to) > 0 && o.endsInFigures() {
				alone = append(alone, o)
			}
		}
		figures := len(it.row.figures)
		switch {
		case to == nil && it.row.headings():
			beside.heads = append(beside.heads, it.row)
			heads++
			continue
		case to == nil || figures > 0 && figures < len(it.row.segments):
			return besideRows{}, false
		case to.figured() != (figures > 0):
			return besideRows{}, false
		case figures > 0 && len(alone) > 0:
			return besideRows{}, false
		}
		alone, heads = nil, 0
		beside.to[it.row.number] = to
		if figures > 0 {
			matched = append(matched, to)
		}
	}
	if len(beside.heads) > 0 && (heads > 0 || slices.ContainsFunc(l.pieces(), func(it item) bool { return it.table != nil }) || left.anyFiguresAbout(matched)) {
		return besideRows{}, false
	}
	return beside, true
}

// figured reports whether a row ends in figures, or in one that cannot be read.
func (r *looseRow) figured() bool {
	return r.endsInFigures() || strings.ContainsRune(r.segments[len(r.segments)-1].text(), unicode.ReplacementChar)
}

// headings reports whether a line could be headings of columns and nothing else: short, without numbers and stops.
func (r *looseRow) headings() bool {
	const longest = 12 // characters
	return len(r.figures) == 0 && !slices.ContainsFunc(r.segments, func(s line) bool {
		return len(s.glyphs) > longest || numbered.MatchString(s.text()) || strings.ContainsAny(s.text(), "。；，：、")
	})
}

// anyFiguresAbout reports whether a row of figures stands right above the first of some rows of a page or right below the last.
func (l *layout) anyFiguresAbout(rows []*looseRow) bool {
	if len(rows) == 0 {
		return true
	}
	const apart = 4 // heights of a character
	first, last := rows[0], rows[len(rows)-1]
	return slices.ContainsFunc(l.items, func(it item) bool {
		if it.row == nil || !it.row.endsInFigures() {
			return false
		}
		up, down := first.line.base-it.row.line.base, it.row.line.base-last.line.base
		return up > 0 && up <= apart*first.line.size || down > 0 && down <= apart*last.line.size
	})
}

// startsBeside reports whether lines begin at the left edge of a page for want of room on another.
func (l *layout) startsBeside(left *layout, rows map[int]*looseRow) bool {
	begin, end, column := math.Inf(1), math.Inf(-1), math.Inf(1)
	for _, it := range l.pieces() {
		if it.row == nil {
			return false
		}
		begin = min(begin, it.row.line.left)
		if to := rows[it.row.number]; to != nil {
			end = max(end, to.line.right)
		}
		if len(it.row.segments) > 1 {
			column = min(column, it.row.segments[1].left-it.row.segments[0].left)
		}
	}
	margin := begin - l.bounds.left
	return end+column > left.bounds.right-margin-2*near
}

// cutBefore reports whether the edge of a page cuts a text in two, of which another is the rest.
func (l line) cutBefore(rest line) bool {
	return slices.ContainsFunc(l.glyphs, func(g glyph) bool { return g.cut }) && strings.HasSuffix(l.text(), rest.text())
}

// movedTo is the line so far to the right, with where it stands.
func (l line) movedTo(shift float64, at place) line {
	l = l.moved(shift, 0)
	l.place = at
	return l
}

// moved is the line so far to the right and down.
func (l line) moved(right, down float64) line {
	l.rect = l.rect.moved(right, down)
	l.base += down
	glyphs := make([]glyph, len(l.glyphs))
	for i, g := range l.glyphs {
		g.box = g.box.moved(right, down)
		g.base += down
		glyphs[i] = g
	}
	l.glyphs = glyphs
	return l
}
