package ingest

import (
	"slices"
	"strings"
)

// Text taken from a page by where it stands, line by line, may have the figures of a row above the label that stands beside them: the
// label is set a little lower, or is wrapped about them. Every row then seems to have the figures of the next.

// figuresBefore reports whether the figures of a block of n columns stand before the labels of their rows: as many as a row has stand
// between the headings and the first label, and few figures being no proof, none behind the last. after is the last piece before them.
func figuresBefore(l *layout, above, n int, rows []match) (after int, ok bool) {
	const enough = 4
	first, figures := rows[0].pieces[0], 0
	for after = first - 1; after >= above; after-- {
		p := &l.pieces[after]
		if p.ruled || p.kind == labelPiece || p.kind == unitPiece {
			break
		}
		if p.kind == valuePiece {
			if l.yearsInLine(p.line) {
				return 0, false
			}
			figures++
		}
	}
	if figures < n || after < above || !partOfHead(l.pieces[after].norm) {
		return 0, false
	}
	return after, n >= enough || !hasFigures(l, following(l, rows[len(rows)-1]))
}

// partOfHead reports whether a text is a heading of columns or what wrapping has left of one.
func partOfHead(norm string) bool {
	if norm == "" {
		return false
	}
	for head := range columnHeads() {
		if strings.Contains(head, norm) {
			return true
		}
	}
	return false
}

// fillBefore fills a row from the figures after the label before its own, up to its own and in its line. Each must have its place, and
// they must come to their total: which figures are whose is told by order alone.
func fillBefore(l *layout, row *rowReading, m match, after int) filling {
	n := len(row.row.Cells)
	f := filling{cells: noCells(n), places: make([]place, n)}
	last := m.pieces[len(m.pieces)-1]
	_, end := l.line(l.pieces[last].line)
	var cells []int
	for i := after + 1; i < end; i++ {
		if l.pieces[i].kind == valuePiece {
			cells = append(cells, i)
		}
	}
	if len(cells) != n || !addsUp(l, row.row, cells) {
		f.keepAside(cells, "数字写在行名之前，个数或合计与这一行对不上，无法确定属于哪一行")
		return f
	}
	f.cells, f.doubt = cells, "数字写在行名之前，按前后次序对应"
	return f
}

// doubtStray doubts rows of text beside which a line of figures stands that no row has: a figure too long for its column goes on in
// the next line, and what was read is its beginning. A lone figure beside a row that comes to its total is the number of a page.
func doubtStray(l *layout, rows []rowReading) {
	used := map[int]bool{}
	for _, r := range rows {
		for _, p := range slices.Concat(r.filling.cells, r.filling.taken, r.filling.spare) {
			used[p] = true
		}
	}
	for i := range rows {
		r := &rows[i]
		if r.last == noPiece || r.filling.doubt != "" {
			continue
		}
		first, last := l.figureLines(r.filling.cells)
		if first < 0 {
			continue
		}
		enough := 1
		if n := len(r.filling.cells); n > 1 && sumBlock(n) > 0 && !slices.ContainsFunc(r.filling.cells, func(c int) bool { return c < 0 }) && couldAddUp(l, r.filling.cells) {
			enough = 2
		}
		if l.stray(last, 1, used)+l.stray(first, -1, used) >= enough {
			r.filling.doubt = "上下另有单独成行的数字，可能是这一行的数字换行所致"
		}
	}
}

// doubtNext doubts a lone figure on a line of its own where the next row has none: in a table of which other rows have their figures
// before their labels it may be of that.
func doubtNext(l *layout, rows []rowReading) {
	for i := range rows[:max(0, len(rows)-1)] {
		r, next := &rows[i], &rows[i+1]
		if r.last == noPiece || next.last == noPiece || r.filling.doubt != "" || len(r.filling.cells) != 1 || next.filled() {
			continue
		}
		if first, _ := l.figureLines(r.filling.cells); first > l.pieces[r.last].line {
			r.filling.doubt = "下一行没有数字，这个数字也可能是下一行的"
		}
	}
}

// figureLines gives the first and the last line of text in which cells hold figures; -1 where none do.
func (l *layout) figureLines(cells []int) (first, last int) {
	first, last = -1, -1
	for _, c := range cells {
		if c >= 0 && c < l.size && l.pieces[c].kind == valuePiece && l.pieces[c].grid < 0 {
			if first < 0 {
				first = l.pieces[c].line
			}
			last = l.pieces[c].line
		}
	}
	return first, last
}

// stray counts the figures in the next lines up or down that are of figures no row has. Lines that hold a row's number alone are passed
// over, and what is left of a group's label beside the figures.
func (l *layout) stray(line, step int, used map[int]bool) (figures int) {
	for line += step; line >= 0 && line < len(l.starts)-1; line += step {
		from, to := l.line(line)
		here := 0
		for i := from; i < to; i++ {
			switch p := &l.pieces[i]; {
			case p.kind == labelPiece && strings.HasPrefix(tidy(p.text), ".") && allDigits(tidy(p.text)[1:]):
				here++ // decimals
			case p.kind == noisePiece, p.kind == labelPiece && to-from == 1 && len(p.norm) == 1:
			case p.kind != valuePiece || p.grid >= 0 || used[i]:
				return figures
			default:
				here++
			}
		}
		figures += here
	}
	return figures
}
