package ingest

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
)

// filling says which pieces fill the cells of one row of the form.
type filling struct {
	// cells holds, for each declared cell of the row, the index of the piece that fills it; noPiece when the cell is not there,
	// emptyPlace when its place is there and holds nothing.
	cells []int
	// places gives where an emptyPlace stands.
	places []place
	// spare are pieces of the row that fill no cell and are not blank.
	spare []int
	// taken are pieces used up though they fill no cell as they stand.
	taken []int
	// doubt says in Chinese why the assignment is not certain; empty when it is.
	doubt string
}

// manyDigits are more than a count of one row has in most reports.
const manyDigits = 5

const (
	noPiece    = -1
	emptyPlace = -2
)

// fillByColumns uses the columns' headings: in a ruled grid a cell counts for the heading it stands under. rows is how many lines
// of the grid the row's label reaches over.
func fillByColumns(l *layout, line, rows int, columns headColumns) filling {
	n := len(columns.of)
	f := filling{cells: slices.Repeat([]int{noPiece}, n), places: make([]place, n)}
	owner := map[int]int{}
	for i, under := range columns.of {
		if len(under) == 0 {
			continue
		}
		f.places[i] = place{line, under[0]}
		index, several := l.under(line, under)
		switch {
		case len(several) > 0:
			f.keepAside(several, "一个栏名下有几个数字，无法确定是哪一个")
			continue
		case index == emptyPlace:
			f.cells[i] = emptyPlace
			continue
		case index == noPiece:
			continue
		case columns.twice[i] && l.pieces[index].kind != blankPiece:
			f.keepAside([]int{index}, "同一栏名下有两栏，无法确定哪一栏是本年数据")
			continue
		}
		p := &l.pieces[index]
		if p.kind == valuePiece && (p.line < line || p.line+p.rows > line+max(rows, 1)) {
			f.keepAside([]int{index}, "一个合并单元格跨多行，无法确定数字属于哪一行")
			continue
		}
		if other, taken := owner[index]; taken {
			// One merged cell lies under several headings: it cannot be told which of them its figure belongs to.
			f.cells[i], f.cells[other] = noPiece, noPiece
			if p.kind != blankPiece {
				f.keepAside([]int{index}, "一个合并单元格横跨多列，无法确定数字属于哪一列")
			}
			continue
		}
		owner[index] = i
		f.cells[i] = index
	}
	return f
}

// keepAside notes pieces of the row that cannot be told to fill a cell, and why.
func (f *filling) keepAside(pieces []int, why string) {
	for _, p := range pieces {
		if !slices.Contains(f.spare, p) {
			f.spare = append(f.spare, p)
		}
	}
	f.doubt = why
}

// unassigned keeps all figures of the row aside, for a reason.
func (f filling) unassigned(why string) filling {
	out := filling{cells: noCells(len(f.cells)), places: make([]place, len(f.cells)), taken: f.taken}
	out.keepAside(slices.DeleteFunc(slices.Concat(f.cells, f.spare), func(p int) bool { return p < 0 }), why)
	return out
}

// under gives the piece that stands in a line under a heading's columns: the only one that says something, or the first blank one;
// emptyPlace where nothing stands, noPiece where a label is merged down over the place. several lists the pieces where more than
// one says something.
func (l *layout) under(line int, columns []int) (index int, several []int) {
	index = emptyPlace
	for _, c := range columns {
		at, ok := l.cover.at(line, c)
		if !ok {
			continue
		}
		p := &l.pieces[at]
		if p.line < line && p.kind == labelPiece {
			if index == emptyPlace {
				index = noPiece // this row has no cell here
			}
			continue
		}
		switch {
		case p.kind != blankPiece && !slices.Contains(several, at):
			several = append(several, at)
		case p.kind == blankPiece && index < 0:
			index = at
		}
	}
	if len(several) == 1 {
		return several[0], nil
	}
	return index, several
}

// fillByOrder uses the order of the cells alone: text has no columns. available are the pieces that follow the row's label, in
// order; n is how many cells the form prints.
//
// Nothing is guessed: when fewer figures stand there than the form has cells, and blanks do not show which are missing, the
// figures stay unassigned and the doubt says so.
func fillByOrder(l *layout, available []int, n int) filling {
	f := filling{cells: slices.Repeat([]int{noPiece}, n), places: make([]place, n)}
	if len(available) == 1 && l.pieces[available[0]].glued {
		if n > 1 {
			return l.fillGlued(available[0], f)
		}
		if len(strings.TrimSpace(l.pieces[available[0]].text)) >= manyDigits {
			f.cells[0], f.doubt = available[0], "数字连写在一起，可能是几格的数字"
			return f
		}
	}
	lo, hi, filled := -1, -1, 0
	for i, p := range available {
		if l.pieces[p].kind == blankPiece {
			continue
		}
		if lo < 0 {
			lo = i
		}
		hi = i
		filled++
	}
	switch width := hi - lo + 1; {
	case len(available) == 0:
		f.doubt = "行名后面没有单元格"
	case filled == 0 && len(available) >= n:
		copy(f.cells, available[:n])
	case filled == 0 && n == 1:
		f.cells[0] = available[0]
	case filled == 0:
		f.doubt = "空白单元格少于版式的列数"
	case width == n:
		copy(f.cells, available[lo:hi+1])
		if filled < n && len(available) > n {
			f.doubt = "空白单元格多于版式的列数，按次序对应" // those beside the figures may be cells too
		}
	case width == n+1 && oneTooMany(l, available[lo:hi+1]) >= 0:
		// A column the form does not have, or the number of a page: the sums tell which figure is none of the row's.
		extra := lo + oneTooMany(l, available[lo:hi+1])
		copy(f.cells, slices.Concat(available[lo:extra], available[extra+1:hi+1]))
		f.spare = append(f.spare, available[extra])
		f.doubt = "多出一个数字，按合计关系认定不属于这一行的那一个"
	case width > n:
		// More than the form has room for. The first ones stand where the form has its cells; what is over is kept aside.
		copy(f.cells, available[lo:lo+n])
		for _, p := range available[lo+n : hi+1] {
			if l.pieces[p].kind != blankPiece {
				f.spare = append(f.spare, p)
			}
		}
		f.doubt = "单元格多于版式的列数，按次序取前面的"
	case hi == n-1 && len(available) >= n && couldAddUp(l, available[:n]):
		// Counted from the label, the last figure stands in the last column: the blanks before it are cells.
		copy(f.cells, available[:n])
		if (filled > 1 || l.marked) && !l.anyButZero(available) {
			f.doubt = "数字前有空白单元格，按次序对应" // nothing but zeros comes to zero wherever it stands
		}
	case hi == n-1 && len(available) >= n && filled == 1 && sumBlock(n) > 0:
		copy(f.cells, available[:n])
		f.doubt = "数字前的各格都是空白，按次序认定为总计"
	case lo == 0 && len(available) == n && 2*filled > n && !couldAddUp(l, available[:hi+1]):
		// As many cells as the form has, most of them filled, the last ones blank: so read unless the last figure comes to the
		// sum of those before it, as a total would from which a cell was lost.
		copy(f.cells, available)
		f.doubt = "行末单元格空白，按次序对应"
	default:
		for _, p := range available[lo : hi+1] {
			if l.pieces[p].kind != blankPiece {
				f.spare = append(f.spare, p)
			}
		}
		f.doubt = "数字少于版式的列数，无法确定属于哪一列"
	}
	return f
}

// oneTooMany gives the figure without which a row comes to its total, as it does not in its first cells; -1 where there is none, or where
// it makes a difference which of several is left out.
func oneTooMany(l *layout, cells []int) int {
	n := len(cells) - 1
	if sumBlock(n) != n || !l.noneBlank(cells) || couldAddUp(l, cells[:n]) {
		return -1
	}
	found := -1
	for i := range cells {
		switch {
		case !couldAddUp(l, slices.Concat(cells[:i], cells[i+1:])):
		case found >= 0 && !l.alike(cells[found:i+1]):
			return -1
		case found < 0:
			found = i
		}
	}
	return found
}

// anyButZero reports whether some cell holds a figure other than zero.
func (l *layout) anyButZero(cells []int) bool {
	return slices.ContainsFunc(cells, func(c int) bool {
		r := readCell(l.pieces[c].text)
		return r.state == data.StateNumber && !r.value.IsZero()
	})
}

// couldAddUp reports whether figures with blanks before them can be a row that ends in its total, or each of its parts in theirs: the
// figures come to the last one. It tells cells that were left blank from cells that are not there.
func couldAddUp(l *layout, cells []int) bool {
	if part := sumBlock(len(cells)); part > 0 && part < len(cells) {
		for i := 0; i < len(cells); i += part {
			if hasFigures(l, cells[i:i+part]) && !couldAddUp(l, cells[i:i+part]) {
				return false
			}
		}
		return true
	}
	sum := decimal.Zero
	for _, c := range cells[:len(cells)-1] {
		if r := readCell(l.pieces[c].text); r.state == data.StateNumber {
			sum = sum.Add(r.value)
		}
	}
	last := readCell(l.pieces[cells[len(cells)-1]].text)
	return last.state == data.StateNumber && last.value.Equal(sum)
}

// following gives the pieces that hold a row's cells: those that come after the row's label and before the next label. In a
// separated line the row ends with the line; where a line holds one cell only, it goes on below. Of a label written in several
// pieces, the figures may stand after any of them. A cell that holds words counts as a cell in a separated line.
func following(l *layout, m match) []int {
	var figures, blanks []int
	for n, p := range m.pieces {
		if n+1 < len(m.pieces) && m.pieces[n+1] == p+1 {
			continue
		}
		cells := l.after(p)
		switch {
		case hasFigures(l, cells):
			figures = append(figures, cells...) // after two pieces of one label: too many, which is said
		case blanks == nil:
			blanks = cells
		}
	}
	if figures != nil {
		return figures
	}
	return blanks
}

// after gives the cells that follow one label piece. A unit between the label and its figure is no cell.
func (l *layout) after(p int) []int {
	_, end := l.line(l.pieces[p].line)
	var cells []int
	complete, unit := false, false
	mark := noMark // of the figures that follow
	for i := p + 1; i < end; i++ {
		if own := l.pieces[i].markOf(l.year); own != noMark {
			mark = own
			continue
		}
		if mark == otherYear {
			continue
		}
		if l.pieces[i].kind == unitPiece {
			unit = true
			continue
		}
		if len(cells) == 0 && l.pieces[i].kind == labelPiece && l.pieces[i].norm == l.pieces[p].norm && l.pieces[i].norm != "" {
			continue // a merged label written out in each of its places
		}
		if l.pieces[i].kind == labelPiece && isRowLabel(l.pieces[i].norm) {
			return cells // another row begins beside this one
		}
		cells = append(cells, i)
		complete = complete || l.pieces[i].kind != blankPiece
	}
	if complete || len(cells) > 1 || unit && len(cells) > 0 {
		return cells
	}
	for i := end; i < l.size && !l.pieces[i].ruled; i++ {
		if own := l.pieces[i].markOf(l.year); own != noMark && (mark == noMark && !hasFigures(l, cells) || mark == otherYear) {
			mark = own
			continue
		}
		if kind := l.pieces[i].kind; mark == otherYear && (kind == valuePiece || kind == blankPiece) {
			continue
		}
		switch kind := l.pieces[i].kind; {
		case kind == unitPiece:
			unit = true
		case kind == noisePiece:
			continue // a page's mark, or the rest of a label beside the row's
		case kind != valuePiece && kind != blankPiece, unit && l.hasLabel(l.pieces[i].line):
			return cells // another label, or the number before one
		default:
			cells = append(cells, i)
		}
	}
	return cells
}

// hasFiguresIn reports whether a figure stands in a line.
func (l *layout) hasFiguresIn(line int) bool { return len(l.figuresIn(line)) > 0 }

// hasLabel reports whether a label stands in a line.
func (l *layout) hasLabel(line int) bool {
	from, to := l.line(line)
	return slices.ContainsFunc(l.pieces[from:to], func(p piece) bool { return p.kind == labelPiece })
}

func hasFigures(l *layout, pieces []int) bool {
	return slices.ContainsFunc(pieces, func(p int) bool { return l.pieces[p].kind == valuePiece })
}
