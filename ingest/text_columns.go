package ingest

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tongjian/data/forms"
)

// Text has no columns, so the cells of a row are told by their order. Two things can say more: lines of bars or tabs in which every
// cell is written, blank ones too, and headings that stand in another order than the form's.

// textColumns are the cells of a line of text that count for each heading of a block; none for a heading that is not there.
type textColumns struct {
	of [][]int
	// first is the leftmost of them; labels stand left of it.
	first int
	// trimmed is true where lines may end before their last cell: elsewhere a short line has lost cells that may have stood anywhere.
	trimmed bool
	// even is true where enough lines are of one length to take blank cells at their ends for cells.
	even bool
}

// evenRows is how many rows must be of the length of the headings' line to be no accident.
const evenRows = 4

// textColumnsOf finds the columns of a block in lines of bars or tabs. They are real only when everything agrees: each heading
// stands in cells of its own, every label left of them, every figure under one, no line longer than the headings'. Programs that
// leave out the cells merged ones cover break one of these.
func textColumnsOf(l *layout, heads [][]spelling, above int, rows []match) (textColumns, bool) {
	first := rows[0].pieces[0]
	grid := l.pieces[first].grid
	if grid < 0 || l.pieces[first].ruled {
		return textColumns{}, false
	}
	columns := textColumns{of: make([][]int, len(heads))}
	line := slices.Repeat([]int{-1}, len(heads))
	extra := map[int]bool{} // columns under headings the form does not have
	length, found := 0, 0
	for i := above; i < first; i++ {
		p := &l.pieces[i]
		if p.grid != grid || p.kind != labelPiece || p.norm == "" {
			continue
		}
		c := headOf(p, heads, l.year)
		switch {
		case c < 0:
			extra[p.col] = true
			continue
		case line[c] < 0:
			found++
		}
		if line[c] != p.line {
			columns.of[c], line[c] = nil, p.line
		}
		columns.of[c] = append(columns.of[c], p.col)
		from, to := l.line(p.line)
		length = max(length, to-from)
	}
	if found == 0 || found < 2 && len(heads) > 1 {
		return textColumns{}, false
	}
	taken := map[int]bool{}
	for _, under := range columns.of {
		for i, c := range under {
			if taken[c] || i > 0 && c != under[i-1]+1 {
				return textColumns{}, false
			}
			taken[c] = true
			if columns.first == 0 || c < columns.first {
				columns.first = c
			}
		}
	}
	columns.even = len(rows) >= evenRows && !slices.ContainsFunc(rows, func(m match) bool {
		from, to := l.line(l.pieces[m.pieces[len(m.pieces)-1]].line)
		return to-from != length
	})
	columns.trimmed = slices.ContainsFunc(rows, func(m match) bool { return columns.hasGap(l, m) })
	return columns, columns.first > 0 && !slices.ContainsFunc(rows, func(m match) bool { return !columns.hold(l, m, length, taken, extra) })
}

// headOf tells which heading of a block a piece is, in its exact words or in words one character of which was lost or mistyped;
// -1 when it is none.
func headOf(p *piece, heads [][]spelling, year int) int {
	const nearly = 0.8
	best, index := 0.0, -1
	for i, labels := range heads {
		switch sim := headSimilarity(p, labels, year); {
		case sim == 1:
			return i
		case sim == best:
			index = -1
		case sim > best && sim >= nearly && sameFirst(p.norm, labels):
			best, index = sim, i
		}
	}
	return index
}

// sameFirst reports whether a text begins as one of the spellings does: 前年制发件数 is not 本年制发件数.
func sameFirst(text string, labels []spelling) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return slices.ContainsFunc(labels, func(s spelling) bool { return s.runes[0] == first })
}

// hasGap reports whether blank cells are written in a row, before one that says something.
func (t textColumns) hasGap(l *layout, m match) bool {
	from, to := l.line(l.pieces[m.pieces[len(m.pieces)-1]].line)
	gap := false
	for i := from; i < to; i++ {
		if p := &l.pieces[i]; p.col >= t.first && p.kind == blankPiece {
			gap = true
		} else if gap {
			return true
		}
	}
	return false
}

// end is the column after the last.
func (t textColumns) end() (end int) {
	for _, under := range t.of {
		for _, c := range under {
			end = max(end, c+1)
		}
	}
	return end
}

// hold reports whether a row's line agrees with the columns.
func (t textColumns) hold(l *layout, m match, length int, taken, extra map[int]bool) bool {
	last := &l.pieces[m.pieces[len(m.pieces)-1]]
	from, to := l.line(last.line)
	if last.grid < 0 {
		return to-from == 1 // a row of which only the label is left
	}
	if to-from > length || to-from < t.end() && !t.trimmed {
		return false
	}
	for i := from; i < to; i++ {
		p := &l.pieces[i]
		switch {
		case p.kind == labelPiece && p.col >= t.first && !taken[p.col] && !extra[p.col],
			p.kind == valuePiece && !taken[p.col] && !extra[p.col],
			p.kind == unitPiece, p.markOf(l.year) != noMark:
			return false
		}
	}
	return last.col < t.first
}

// fill fills a row by its columns. A cell written out in each place of a merged one counts once.
func (t textColumns) fill(l *layout, line int) filling {
	f := filling{cells: noCells(len(t.of)), places: make([]place, len(t.of))}
	from, to := l.line(line)
	for c, under := range t.of {
		var cells []int
		filled := false
		for i := from; i < to; i++ {
			if p := &l.pieces[i]; slices.Contains(under, p.col) {
				cells = append(cells, i)
				filled = filled || p.kind != blankPiece
			}
		}
		switch {
		case len(cells) == 0:
			continue
		case !l.alike(cells):
			f.keepAside(slices.DeleteFunc(cells, func(c int) bool { return l.pieces[c].kind == blankPiece }), "一个栏名下有几个单元格，无法确定是哪一个")
			continue
		}
		f.cells[c] = cells[0]
		if filled {
			f.taken = append(f.taken, cells...)
		}
	}
	ends := []int{f.cells[0], f.cells[len(f.cells)-1]}
	if f.doubt == "" && len(f.taken) > 0 && !l.marked && !t.even && slices.ContainsFunc(ends, func(c int) bool { return c == noPiece || l.pieces[c].kind == blankPiece }) {
		f.doubt = "行首或行末单元格空白，按次序对应" // bars and tabs there may be no cells
	}
	return f
}

// alike reports whether pieces all say the same.
func (l *layout) alike(pieces []int) bool {
	return !slices.ContainsFunc(pieces, func(i int) bool {
		return strings.TrimSpace(l.pieces[i].text) != strings.TrimSpace(l.pieces[pieces[0]].text)
	})
}

// unknownHead stands, in the printed order of a block's columns, for a heading the form does not have.
const unknownHead = -1

// printedOrder tells which column of a block each cell of a row of text is, where headings in the form's exact words stand in
// another order than the form's, or are not as many and rows hold as many cells. nil is the form's own order, and
// where it cannot be told.
func printedOrder(l *layout, tf *tableForm, b, above int, rows []match) (order []int, extra bool) {
	block := tf.table.Blocks[b]
	n := len(block.Columns)
	first := rows[0].pieces[0]
	if n < 2 {
		return nil, false
	}
	widths := map[int]bool{}
	widest := 0
	for _, m := range rows {
		width := filledWidth(l, following(l, m))
		widths[width], widest = true, max(widest, width)
	}
	heads := readHeads(l, tf, b, above, first)
	known, all := heads.flat(block, false), heads.flat(block, true)
	if len(known) == n && !slices.IsSorted(known) && addsUpAsForm(l, rows, known) {
		return nil, false // headings wrapped over lines are read in another order than they stand in
	}
	switch {
	case len(known) == n && len(all) > n && widths[len(all)]:
		return all, false
	case len(known) == n && !slices.IsSorted(totalLast(known, n)):
		return known, false // a total before the others is settled by the sums
	case len(known) > 1 && len(known) < n && len(known) == len(all) && len(known) == widest:
		return known, false
	}
	return nil, len(known) == n && len(all) > n
}

// addsUpAsForm reports whether more rows come to their totals in the form's order than in another.
func addsUpAsForm(l *layout, rows []match, order []int) bool {
	n := len(order)
	if sumBlock(n) != n {
		return false
	}
	asForm, asPrinted := 0, 0
	for _, m := range rows {
		cells := following(l, m)
		if len(cells) != n || !l.noneBlank(cells) || !l.anyButZero(cells) {
			continue
		}
		moved := make([]int, n)
		for i, c := range order {
			moved[c] = cells[i]
		}
		switch form, printed := couldAddUp(l, cells), couldAddUp(l, moved); {
		case form && !printed:
			asForm++
		case printed && !form:
			asPrinted++
		}
	}
	return asForm > asPrinted
}

// totalLast moves the first column to the end where it is the form's last.
func totalLast(order []int, n int) []int {
	if order[0] != n-1 {
		return order
	}
	return append(slices.Clone(order[1:]), order[0])
}

// filledWidth is how many cells stand from the first to the last that say something.
func filledWidth(l *layout, cells []int) int {
	blank := func(c int) bool { return l.pieces[c].kind == blankPiece }
	for len(cells) > 0 && blank(cells[0]) {
		cells = cells[1:]
	}
	for len(cells) > 0 && blank(cells[len(cells)-1]) {
		cells = cells[:len(cells)-1]
	}
	return len(cells)
}

// printedHead is a heading of text as it is read.
type printedHead struct {
	column int // of the block; unknownHead, or groupHead
	line   int
}

// groupHead is a heading over some columns only: 法人或其他组织.
const groupHead = -2

// wholeHead is a heading over all columns of the form, and over none that it does not have: 申请人情况.
const wholeHead = -3

type printedHeads []printedHead

// readHeads lists the headings of a block between two pieces as they are read. Printed again, they are read again.
func readHeads(l *layout, tf *tableForm, b, above, first int) (heads printedHeads) {
	block := tf.table.Blocks[b]
	for i := above; i < first; i++ {
		p := &l.pieces[i]
		if p.kind != labelPiece || p.norm == "" || p.ruled {
			continue
		}
		h := printedHead{headOf(p, tf.heads[b], l.year), p.line}
		if h.column < 0 {
			switch {
			case groupsSome(block, p.norm):
				h.column = groupHead
			case groupsAll(block, p.norm):
				h.column = wholeHead
			case len(tf.exact[p.norm]) > 0, len(heads) == 0 && (p.grid < 0 || p.grid != l.pieces[first].grid):
				continue
			}
		}
		if h.column != unknownHead && slices.ContainsFunc(heads, func(o printedHead) bool { return o.column == h.column }) {
			if h.column < 0 {
				continue // a merged heading written out in each of its places
			}
			heads = slices.DeleteFunc(heads, func(o printedHead) bool { return o.column >= 0 || o.column == groupHead })
		}
		heads = append(heads, h)
	}
	return heads
}

// groupsAll reports whether a text is a heading over all columns of a block.
func groupsAll(block forms.Block, norm string) bool {
	return !slices.ContainsFunc(block.Columns, func(c forms.Column) bool {
		return !slices.ContainsFunc(c.Groups, func(g string) bool { return forms.Normalize(g) == norm })
	})
}

// groupsSome reports whether a text is a heading over some columns of a block and not over all.
func groupsSome(block forms.Block, norm string) bool {
	n := 0
	for _, c := range block.Columns {
		if slices.ContainsFunc(c.Groups, func(g string) bool { return forms.Normalize(g) == norm }) {
			n++
		}
	}
	return n > 0 && n < len(block.Columns)
}

// flat gives the columns from left to right: those of a group stand where the group's heading does, though they are read later, and
// headings the form does not have beside the one over all of its columns stand before or after them.
func (heads printedHeads) flat(block forms.Block, withUnknown bool) []int {
	depth := 0
	for _, c := range block.Columns {
		depth = max(depth, len(c.Groups))
	}
	var (
		before, top, below, after []int
		at                        = -1 // where in top the group's columns go
		whole                     = slices.IndexFunc(heads, func(h printedHead) bool { return h.column == wholeHead })
		under, begun              bool // whether the heading before is one of the group's; whether any is of the form
	)
	for i, h := range heads {
		switch {
		case h.column == wholeHead:
		case h.column == groupHead:
			at = len(top)
		case h.column == unknownHead && !withUnknown:
		case h.column == unknownHead && !begun && i > whole && whole >= 0:
			after = append(after, unknownHead)
		case h.column == unknownHead && !begun:
			before = append(before, unknownHead)
		default:
			begun = true
			if h.column >= 0 {
				under = at >= 0 && len(block.Columns[h.column].Groups) == depth
			}
			if under {
				below = append(below, h.column)
			} else {
				top = append(top, h.column)
			}
		}
	}
	if at >= 0 {
		top = slices.Insert(top, at, below...)
	}
	return slices.Concat(before, top, after)
}

// fillPrinted assigns cells to the columns in their printed order.
func fillPrinted(l *layout, order, cells []int, n int) filling {
	printed := fillByOrder(l, cells, len(order))
	f := filling{cells: noCells(n), places: make([]place, n), spare: printed.spare, taken: printed.taken, doubt: printed.doubt}
	for i, c := range order {
		switch piece := printed.cells[i]; {
		case c >= 0:
			f.cells[c], f.places[c] = piece, printed.places[i]
		case piece >= 0:
			f.taken = append(f.taken, piece)
		}
	}
	if f.doubt == "" {
		f.doubt = "各栏的次序或个数与版式不同，按栏名对应"
	}
	return f
}
