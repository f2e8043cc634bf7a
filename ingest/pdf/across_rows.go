package pdf

import "math"

// Of a table without lines only the rows tell that a page goes on another: each stands at the height of a row there, figures beside
// figures.

// rowsBeside finds, for each line of a page outside tables, by its number, the line of another page that it goes on; nil where some
// line goes on none, or a row of figures there has nothing beside it though rows above and below it have.
func (l *layout) rowsBeside(left *layout) map[int]*looseRow {
	out := map[int]*looseRow{}
	from := 0 // both are in order
	var alone []*looseRow
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
			} else if len(out) > 0 && o.endsInFigures() {
				alone = append(alone, o)
			}
		}
		figures := len(it.row.figures)
		switch {
		case to == nil || figures > 0 && figures < len(it.row.segments):
			return nil
		case to.endsInFigures() != (figures > 0):
			return nil
		case figures > 0 && len(alone) > 0:
			return nil
		}
		alone = nil
		out[it.row.number] = to
	}
	return out
}

// startsBeside reports whether lines begin at the left edge of a page for want of room on another.
func (l *layout) startsBeside(left *layout, rows map[int]*looseRow) bool {
	begin, end, column := math.Inf(1), math.Inf(-1), math.Inf(1)
	for _, it := range l.pieces() {
		if it.row == nil {
			return false
		}
		begin, end = min(begin, it.row.line.left), max(end, rows[it.row.number].line.right)
		if len(it.row.segments) > 1 {
			column = min(column, it.row.segments[1].left-it.row.segments[0].left)
		}
	}
	margin := begin - l.bounds.left
	return end+column > left.bounds.right-margin-2*near
}

// movedTo is the line so far to the right, with where it stands.
func (l line) movedTo(shift float64, at place) line {
	l.rect.left += shift
	l.rect.right += shift
	l.place = at
	glyphs := make([]glyph, len(l.glyphs))
	for i, g := range l.glyphs {
		g.box.left += shift
		g.box.right += shift
		glyphs[i] = g
	}
	l.glyphs = glyphs
	return l
}
