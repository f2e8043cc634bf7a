package ingest

import (
	"slices"

	"github.com/shopspring/decimal"
)

// Some agencies print table 四 with a row for each of their offices, and the sum of the rows below them or not.

// ownRow tells which of the rows of figures from a line on is the report's, and why that is in doubt where there are several: the one that
// is called their sum and is, or else the first. Rows of another year are none of them.
func (l *layout) ownRow(first, limit, n int) (line int, doubt string) {
	rows := []int{first}
	for line := first + 1; line < len(l.starts)-1 && l.starts[line] < limit; line++ {
		from, to := l.line(line)
		switch cells := l.cellsIn(line); {
		case from == to || len(cells) == to-from && !hasFigures(l, cells):
			continue // a blank line
		case len(cells) < n || !hasFigures(l, cells) || l.pieces[from].grid != l.pieces[l.starts[first]].grid:
			limit = from
		case l.lineYear(line) == noMark && l.lineYear(first) == noMark:
			rows = append(rows, line)
		}
	}
	if len(rows) == 1 {
		return first, ""
	}
	if last := rows[len(rows)-1]; l.sumsUp(rows[:len(rows)-1], last, n) {
		return last, "表头下有几行数字，取用的是各行的合计"
	}
	return first, "表头下有几行数字，取用的是第一行"
}

// rowFollows reports whether a name and a row of n figures follow, one a line.
func (l *layout) rowFollows(from, limit, n int) bool {
	figures := 0
	for i := from; i < limit; i++ {
		switch p := &l.pieces[i]; {
		case p.kind == valuePiece:
			figures++
		case p.kind == labelPiece && (i > from || p.norm == "" || p.markOf(l.year) != noMark):
			return figures >= n
		}
	}
	return figures >= n
}

// sumsUp reports whether a line is named as the sum of others and each of its last n cells is.
func (l *layout) sumsUp(rows []int, line, n int) bool {
	name := &l.pieces[l.starts[line]]
	if name.kind != labelPiece || !slices.Contains([]string{"合计", "总计", "总和", "共计"}, name.norm) {
		return false
	}
	sums := slices.Repeat([]decimal.Decimal{decimal.Zero}, n)
	for _, row := range rows {
		cells := l.cellsIn(row)
		for i, c := range cells[len(cells)-n:] {
			sums[i] = sums[i].Add(readCell(l.pieces[c].text).value)
		}
	}
	cells := l.cellsIn(line)
	for i, c := range cells[len(cells)-n:] {
		if !readCell(l.pieces[c].text).value.Equal(sums[i]) {
			return false
		}
	}
	return true
}

// cellsIn lists the figures and blank cells of a line.
func (l *layout) cellsIn(line int) (out []int) {
	from, to := l.line(line)
	for i := from; i < to; i++ {
		if kind := l.pieces[i].kind; kind == valuePiece || kind == blankPiece {
			out = append(out, i)
		}
	}
	return out
}
