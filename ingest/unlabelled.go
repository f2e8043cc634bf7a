package ingest

import (
	"slices"
	"strings"

	"tongjian/data/forms"
)

// readUnlabelled reads a table that is one row of figures under its headings: table 四.
func (t *located) readUnlabelled(l *layout, a alignment, limit int, used map[int]bool) {
	block := a.form.table.Blocks[0]
	if r, ok := readRoutes(l, t.from, limit); ok {
		for i := t.from; i < r.to; i++ {
			used[i] = true
		}
		t.certainty = t.take(l, block.Rows[0], l.pieces[r.from].at, 1, r.filling, used)
		t.to = max(t.to, r.to)
		t.gatherUnmapped(l, limit, used)
		return
	}
	above := l.belowFigures(t.from)
	line, mark, ok := t.firstFigures(l, limit)
	if !ok {
		return
	}
	headsTo := l.starts[line]
	line, several := l.ownRow(line, limit, len(block.Columns))
	from, to := l.line(line)
	var f filling
	if columns, ruled := resultColumns(l, block, above, from); ruled {
		f = fillByColumns(l, line, 1, columns)
		t.years = columns.years != nil || l.lineYear(line) != noMark
	} else if l.resultsBetween(above, from) >= 2*len(block.Columns) {
		f = filling{cells: noCells(len(block.Columns)), places: make([]place, len(block.Columns))}
		f.keepAside(l.figuresIn(line), "表头印了两遍，无法确定哪一组是本年数据")
	} else {
		var cells []int
		for i := from; i < limit; i++ {
			p := &l.pieces[i]
			if p.kind == unitPiece || p.kind == noisePiece {
				continue
			}
			if p.kind == labelPiece && (p.line != line || len(cells) > 0) && p.grid < 0 || p.line != line && singleLine(l, from, to) {
				break
			}
			if p.kind != labelPiece || len(cells) > 0 {
				cells = append(cells, i)
			}
		}
		var order headOrder
		order.look(l, above, from)
		if mark == thisYear {
			order.marks, order.twoYears = nil, true // the year stands above the figures, and those of another were passed over
		}
		if several == "" && !singleLine(l, from, to) && len(cells) > 0 && l.rowFollows(cells[len(cells)-1]+1, limit, len(block.Columns)) {
			several = "表头下有几行数字，取用的是第一行"
		}
		cells = l.afterMark(cells)
		printed, turned := resultOrder(l, above, from)
		if !addsUpOnlyAsForm(l, cells, printed) {
			order.printed = printed
		}
		f = order.fill(l, noPiece, cells, len(block.Columns))
		if f.doubt == "" && (turned || order.printed == nil && l.resultsTurned(above, from)) {
			f.doubt = "各栏的次序与版式不同，按版式的次序对应"
		}
		if f.doubt == "" && l.routesTurned(above, from) {
			f.doubt = "行政复议、行政诉讼的次序与版式不同，按版式的次序对应"
		}
		if c := f.cells[0]; f.doubt == "" && c >= 0 && l.pieces[c].kind == blankPiece && !l.marked && l.anyButZero(cells) {
			f.doubt = "行首的空白可能是单元格，也可能是缩进，按次序对应" // no label tells where the row begins
		}
		t.years = t.years || order.twoYears
	}
	if a.score < minimumScore {
		if slices.Contains(f.cells, noPiece) || f.doubt != "" {
			return // a heading alone, and nothing below it that could be its row
		}
		f.doubt = "表头不全，按次序对应"
	}
	if f.doubt == "" && l.cutShort(t.from, from) {
		f.doubt = "表头不全，按次序对应"
	}
	if f.doubt == "" {
		f.doubt = several
	}
	similarity := 0.0
	for _, m := range a.matches {
		similarity += m.similarity
		for _, p := range m.pieces {
			used[p] = true
		}
	}
	for i := t.from; i < headsTo; i++ {
		used[i] = true // the headings, those read out of order among them
	}
	t.certainty = t.take(l, block.Rows[0], l.pieces[from].at, similarity/float64(len(a.matches)), f, used)
	t.to = max(t.to, to)
	t.gatherUnmapped(l, limit, used)
}

// belowFigures gives the piece from which on the headings of a table without row labels may stand that begins at another: below the
// figures of the table before.
func (l *layout) belowFigures(first int) int {
	from := max(0, first-headDepth)
	for i := first - 1; i >= from; i-- {
		if l.pieces[i].kind == valuePiece {
			return i + 1
		}
	}
	return from
}

// cutShort reports whether headings written together stand between two pieces, and not every result of table 四 is among them.
func (l *layout) cutShort(from, to int) bool {
	cut, results := false, 0
	for _, p := range l.pieces[from:to] {
		cut = cut || p.cut
		if p.kind == labelPiece && isResult(p.norm) {
			results++
		}
	}
	return cut && results < len(forms.Routes())*len(forms.Results())
}

// resultsBetween counts the results named in a ruled grid between two pieces.
func (l *layout) resultsBetween(from, to int) (n int) {
	for i := from; i < to; i++ {
		if p := &l.pieces[i]; p.ruled && p.kind == labelPiece && isResult(p.norm) {
			n++
		}
	}
	return n
}

// figuresIn lists the figures of a line.
func (l *layout) figuresIn(line int) (out []int) {
	from, to := l.line(line)
	for i := from; i < to; i++ {
		if l.pieces[i].kind == valuePiece {
			out = append(out, i)
		}
	}
	return out
}

// afterMark drops the marks of years from cells, and with a mark of another year the cells after it.
func (l *layout) afterMark(cells []int) []int {
	var own []int
	mark := noMark
	for _, c := range cells {
		if m := l.pieces[c].markOf(l.year); m != noMark {
			mark = m
		} else if mark != otherYear {
			own = append(own, c)
		}
	}
	return own
}

// singleLine reports whether a line holds several cells, so that a row does not go on in the next.
func singleLine(l *layout, from, to int) bool {
	n := 0
	for i := from; i < to; i++ {
		if l.pieces[i].kind != labelPiece {
			n++
		}
	}
	return n > 1
}

// firstFigures finds the first line after the headings that holds figures, or, failing that, the line of blank cells under them. mark is
// the year a line of its own above it names; figures under another year are passed over.
func (t *located) firstFigures(l *layout, limit int) (line int, mark yearMark, ok bool) {
	start := l.pieces[t.to-1].line + 1
	for n, looked := start, 0; n < len(l.starts)-1 && looked < 8; n++ {
		from, to := l.line(n)
		if from >= limit {
			break
		}
		if to-from == 1 {
			if own := l.pieces[from].markOf(l.year); own != noMark {
				mark = own
			}
		}
		if mark == otherYear {
			continue
		}
		looked++
		for i := from; i < to; i++ {
			if l.pieces[i].kind == valuePiece && l.lineYear(n) != otherYear && !l.yearsInLine(n) {
				return n, mark, true
			}
		}
		if !ok && l.lineYear(n) != otherYear && to-from >= len(t.form.table.Blocks[0].Columns) && l.pieces[from].grid == l.pieces[t.to-1].grid {
			line, ok = n, true
		}
		if to > from && l.pieces[from].kind == labelPiece && l.pieces[from].grid < 0 && strings.HasPrefix(l.pieces[from].norm, "五") {
			break
		}
	}
	return line, mark, ok
}
