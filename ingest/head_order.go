package ingest

import (
	"slices"
	"strconv"
)

// headOrder is what the headings of text say about the order of a row's cells.
type headOrder struct {
	marks []yearMark
	// totalFirst is set when 总计 is read before 自然人, as it is when it stands before it, and also on forms that have it on a line
	// above.
	totalFirst bool
	twoYears   bool
	// bare is set where a line of headings is of years written as figures alone: 2023 2022.
	bare bool
	// printed is the order of the columns of the block being read, where it is not the form's.
	printed []int
	// yearAbove is set where a line of a year's figures stands right above the block's first label: labels stand between or below the lines
	// of their years, or the line's label is lost.
	yearAbove bool
	// extra is set where headings stand that the form does not have: a blank cell may then be of one of theirs.
	extra bool
}

// look reads the headings between two pieces; where there are none, those above still count.
func (o *headOrder) look(l *layout, from, to int) {
	if marks := l.marksBetween(from, to); len(marks) > 0 {
		o.marks = marks
	}
	o.yearAbove = l.yearLine(l.pieces[to].line - 1)
	total := false
	for i := from; i < to; i++ {
		if p := &l.pieces[i]; p.kind == valuePiece && !p.ruled && !o.bare {
			o.bare = l.yearsInLine(p.line)
		}
		switch p := &l.pieces[i]; {
		case p.ruled || p.kind != labelPiece:
		case p.norm == "总计":
			total = true
		case p.norm == "自然人":
			o.totalFirst = total
		}
	}
}

// yearLine reports whether a line is a year and its figures, without a label.
func (l *layout) yearLine(line int) bool {
	if line < 0 {
		return false
	}
	from, to := l.line(line)
	return from+1 < to && l.pieces[from].markOf(l.year) != noMark && l.pieces[from+1].kind == valuePiece
}

// fill assigns the cells of a row of text by order, those of the report's year alone. label is the last piece of the row's label.
func (o *headOrder) fill(l *layout, label int, cells []int, n int) filling {
	if label >= 0 && label+1 < l.size && l.pieces[label+1].markOf(l.year) != noMark {
		o.twoYears = true
		if o.yearAbove {
			f := filling{cells: noCells(n), places: make([]place, n)}
			f.keepAside(cells, "各年的数字一行一年，第一行在行名之上，无法确定哪些行是这个行名的")
			return f
		}
		return fillByOrder(l, cells, n) // a line a year, the other year's left out already
	}
	if own := l.afterBareYear(cells, n); own != nil {
		o.twoYears = true
		f := fillByOrder(l, own, n)
		f.taken = append(f.taken, cells...)
		return f
	}
	marks := o.marks
	if len(marks) > 2 && n == 1 {
		marks = marks[:2]
	}
	own, doubtful, ok := ownFigures(marks, cells, n)
	if ok {
		o.twoYears = true
		f := fillByOrder(l, own, n)
		f.taken = append(f.taken, cells...)
		return f
	}
	why := ""
	switch {
	case !hasFigures(l, cells):
	case doubtful || differ(marks):
		why = "并列了两年的数据，单元格的个数却对不上，无法确定哪些是本年的"
	case o.bare && n > 1 && len(cells) == n && len(marks) > 0:
		why = "并列了两年的数据，只有一年的数字，无法确定是哪一年"
	case n > 1 && len(marks) >= n && marks[0] == otherYear && !differ(marks):
		why = "各栏标明的是其他年度"
	case len(cells) == 2*n && n > 1 && l.noneBlank(cells):
		why = "单元格是版式列数的两倍，可能是两年的数据，无法确定哪些是本年的"
	}
	if why == "" && o.printed != nil {
		return fillPrinted(l, o.printed, cells, n)
	}
	if why == "" {
		cells, alone := l.wholeLine(cells, n)
		f := fillByOrder(l, cells, n)
		if len(alone) > 0 {
			f.keepAside(alone, "数字之间夹着单独一行的数字，可能是页码，没有取用")
		}
		if o.extra && f.doubt == "" && slices.ContainsFunc(cells, func(c int) bool { return l.pieces[c].kind == blankPiece }) {
			f.doubt = "表头有版式没有的栏名，空白单元格属于哪一栏无法确定，按次序对应"
		}
		return f
	}
	f := filling{cells: noCells(n), places: make([]place, n)}
	f.keepAside(slices.DeleteFunc(slices.Clone(cells), func(c int) bool { return l.pieces[c].kind == blankPiece }), why)
	return f
}

// afterBareYear gives, of cells that are two rows each behind the figures of its year, those of the report's year; nil for any other.
func (l *layout) afterBareYear(cells []int, n int) []int {
	if n < 2 || len(cells) != 2*(n+1) || l.year == 0 {
		return nil
	}
	first, err := strconv.Atoi(tidy(l.pieces[cells[0]].text))
	second, err2 := strconv.Atoi(tidy(l.pieces[cells[n+1]].text))
	switch {
	case err != nil || err2 != nil || first-second != 1 && second-first != 1:
		return nil
	case first == l.year:
		return cells[1 : n+1]
	case second == l.year:
		return cells[n+2:]
	}
	return nil
}

func (l *layout) noneBlank(cells []int) bool {
	return !slices.ContainsFunc(cells, func(c int) bool { return l.pieces[c].kind == blankPiece })
}

func noCells(n int) []int { return slices.Repeat([]int{noPiece}, n) }

// settleTotals moves the totals of rows that print them before the figures they are the sum of to where the form has them. The
// headings must say so and the sums agree: more rows must come to their first figure than to neither, and none to its last alone.
func (o *headOrder) settleTotals(l *layout, rows []rowReading) {
	if !o.totalFirst {
		return
	}
	moved := make([][]int, len(rows))
	first, neither := 0, 0
	for i, r := range rows {
		cells := r.filling.cells
		if len(cells) < 2 || slices.ContainsFunc(cells, func(c int) bool { return c < 0 || l.pieces[c].kind == blankPiece }) {
			continue
		}
		moved[i] = append(slices.Clone(cells[1:]), cells[0])
		switch asPrinted, asMoved := couldAddUp(l, cells), couldAddUp(l, moved[i]); {
		case asMoved && !asPrinted:
			first++
		case asPrinted && !asMoved:
			return
		case !asPrinted:
			neither++
		}
	}
	if first <= neither {
		return
	}
	for i := range rows {
		if moved[i] != nil {
			rows[i].filling.cells = moved[i]
		}
	}
}
