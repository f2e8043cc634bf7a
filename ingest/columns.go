package ingest

import (
	"cmp"
	"slices"
	"sync"

	"tongjian/data/forms"
)

// headDepth is how many pieces above a block's first row its headings may begin: the head of table 三 has ten.
const headDepth = 40

// headColumns are, for each heading of a block, the columns of the grid that count for it: those it stands over, less those of
// another year; none for a heading that is not there.
type headColumns struct {
	of [][]int
	// years is set where the grid holds figures of several years.
	years map[int]yearMark
	// twice is set for a heading that stands there twice, or over headings of its own that the form does not have, with nothing to
	// tell which is the report's.
	twice []bool
}

// columnsOf finds, in the grid a block's first row stands in, the columns under each of the block's headings. ok is false when the
// grid is not ruled or no heading was found. first is the piece the block's first found row begins with, above the end of what
// stands before the block.
//
// Headings are looked up one by one and not as part of the alignment: printed on several levels, they are read in an order
// (自然人, 法人或其他组织, 总计, 商业企业 …) that is not that of the columns. Of a heading printed again, as on a new page, the one
// nearest to the figures counts. years are those known of the grid's columns from the block above.
func columnsOf(l *layout, heads [][]spelling, above, first int, years map[int]yearMark) (columns headColumns, ok bool) {
	grid := l.pieces[first].grid
	if !l.pieces[first].ruled {
		return headColumns{}, false
	}
	from := max(above, first-headDepth*3)
	if own := l.columnYears(grid, from, first); own != nil {
		years = own
	}
	columns = headColumns{of: make([][]int, len(heads)), years: years, twice: make([]bool, len(heads))}
	quality := make([]float64, len(heads))
	line := make([]int, len(heads))
	for i := from; i < first; i++ {
		p := &l.pieces[i]
		if p.kind != labelPiece || p.grid != grid || p.norm == "" {
			continue
		}
		under := l.ownColumns(p, columns.years)
		if len(under) == 0 {
			continue
		}
		for c, labels := range heads {
			sim := headSimilarity(p, labels, l.year)
			switch {
			case sim == 0 || sim < quality[c]:
			case sim == quality[c] && line[c] == p.line && columns.of[c][0] != under[0]:
				columns.twice[c] = true
			default:
				columns.of[c], columns.twice[c], quality[c], line[c], ok = under, false, sim, p.line, true
			}
		}
	}
	for c, under := range columns.of {
		columns.twice[c] = columns.twice[c] || len(under) > 1 && l.headsBelow(line[c], first, grid, under) > 1
	}
	return columns, ok
}

// overLabels reports whether most labels of a block's rows stand under its headings.
func (h headColumns) overLabels(l *layout, rows []match) bool {
	under := 0
	for _, m := range rows {
		label := &l.pieces[m.pieces[len(m.pieces)-1]]
		if slices.ContainsFunc(h.of, func(of []int) bool { return slices.Contains(of, label.col) }) {
			under++
		}
	}
	return 2*under > len(rows)
}

// headsBelow counts the headings in some columns of a grid between a line and a piece, a heading of more columns not among them.
func (l *layout) headsBelow(line, to, grid int, columns []int) (n int) {
	for i := l.starts[line+1]; i < to; i++ {
		p := &l.pieces[i]
		if p.grid == grid && p.kind == labelPiece && p.span < len(columns) && slices.Contains(columns, p.col) {
			n++
		}
	}
	return n
}

// ownColumns gives the columns a heading stands over, without those of another year.
func (l *layout) ownColumns(p *piece, years map[int]yearMark) []int {
	var own []int
	this := false
	for c := p.col; c < p.col+p.span; c++ {
		if years[c] != otherYear {
			own = append(own, c)
			this = this || years[c] == thisYear
		}
	}
	if !this {
		return own
	}
	return slices.DeleteFunc(own, func(c int) bool { return years[c] != thisYear })
}

// width is how many columns a grid reaches over; 0 for what is no grid.
func (l *layout) width(grid int) int {
	if grid < 0 {
		return 0
	}
	width := 0
	for _, row := range l.grids[grid].Rows {
		for _, c := range row {
			width = max(width, c.Col+c.ColSpan)
		}
	}
	return width
}

// headSimilarity compares a piece with a column's heading. A heading of another year is like none.
func headSimilarity(p *piece, labels []spelling, year int) float64 {
	best := 0.0
	mark, rest := headMark(p.norm, year)
	if mark == otherYear {
		return 0
	}
	if mark == thisYear {
		for _, label := range labels {
			if rest == label.norm || "本年"+rest == label.norm {
				return 1
			}
		}
	}
	for _, label := range labels {
		if p.norm == label.norm || p.bare == label.norm {
			return 1
		}
	}
	if p.known {
		return 0
	}
	text := []rune(p.norm)
	for _, label := range labels {
		if len(label.runes) < 4 || mostAlike(text, label) < similarEnough {
			continue
		}
		if sim := forms.Similarity(p.norm, label.norm); sim >= similarEnough {
			best = max(best, sim)
		}
	}
	return best
}

// resultColumns finds the fifteen columns of table 四 in a ruled grid: every piece above the data row that is one of the
// results, from left to right, without those of another year. ok is false unless there are exactly as many as the form has.
func resultColumns(l *layout, block forms.Block, above, below int) (columns headColumns, ok bool) {
	var found []int
	grid := -1
	for i := above; i < below; i++ {
		p := &l.pieces[i]
		if p.kind != labelPiece || !p.ruled || !isResult(p.norm) {
			continue
		}
		if grid >= 0 && p.grid != grid {
			return headColumns{}, false
		}
		grid = p.grid
		found = append(found, i)
	}
	if grid < 0 {
		return headColumns{}, false
	}
	columns.years = l.columnYears(grid, above, below)
	found = slices.DeleteFunc(found, func(i int) bool { return len(l.ownColumns(&l.pieces[i], columns.years)) == 0 })
	if len(found) != len(block.Columns) {
		return headColumns{}, false
	}
	slices.SortFunc(found, func(a, b int) int { return cmp.Compare(l.pieces[a].col, l.pieces[b].col) })
	if !l.inRouteOrder(found, above, below) {
		return headColumns{}, false
	}
	columns.of, columns.twice = make([][]int, len(found)), make([]bool, len(found))
	for i, p := range found {
		result, _ := resultOf(l.pieces[p].norm)
		c := i - i%len(forms.Results()) + result // the results of a route may stand in any order
		if columns.of[c] != nil {
			return headColumns{}, false
		}
		own := l.ownColumns(&l.pieces[p], columns.years)
		columns.of[c] = own
		columns.twice[c] = len(own) > 1 && l.headsBelow(l.pieces[p].line, below, grid, own) > 1
	}
	return columns, true
}

// inRouteOrder puts the headings of table 四, sorted by column, in the form's order, by the routes above them where these stand in
// another; false when that cannot be told.
func (l *layout) inRouteOrder(found []int, above, below int) bool {
	n := len(forms.Results())
	routes, last, sorted := slices.Repeat([]int{-1}, len(forms.Routes())), -1, true
	for i := above; i < below; i++ {
		if r := routeOf(l.pieces[i].norm); r >= 0 && l.pieces[i].grid == l.pieces[found[0]].grid {
			routes[r] = l.pieces[i].col
		}
	}
	for _, col := range routes {
		if col < 0 {
			return true // not all are there: the form's order is all there is
		}
		sorted, last = sorted && col > last, col
	}
	if sorted {
		return true
	}
	var ordered []int
	for _, col := range routes {
		at := slices.IndexFunc(found, func(p int) bool { return l.pieces[p].col >= col })
		if at < 0 || at%n != 0 {
			return false
		}
		ordered = append(ordered, found[at:at+n]...)
	}
	copy(found, ordered)
	return true
}

// routesTurned reports whether the routes of table 四 stand in another order than the form's in text.
func (l *layout) routesTurned(from, to int) bool {
	last, turned := -1, false
	for i := from; i < to; i++ {
		p := &l.pieces[i]
		if p.kind != labelPiece {
			continue
		}
		r := routeOf(p.norm)
		if r < 0 && p.norm == forms.Normalize(forms.Routes()[1].Groups[0]) {
			r = 1 // 行政诉讼 stands over both that follow 行政复议
		}
		if r >= 0 {
			turned, last = turned || r < last, max(r, last)
		}
	}
	return turned
}

// routeOf tells which route of table 四 a normalised heading is; -1 when it is none, or 行政诉讼 over two of them.
func routeOf(norm string) int {
	return slices.IndexFunc(forms.Routes(), func(r forms.Route) bool { return norm != "" && norm == forms.Normalize(r.Groups[len(r.Groups)-1]) })
}

func isResult(norm string) bool {
	_, ok := resultOf(norm)
	return ok
}

// resultOf tells which result of table 四 a normalised heading is.
func resultOf(norm string) (index int, ok bool) {
	index, ok = resultHeads()[norm]
	return index, ok
}

var resultHeads = sync.OnceValue(func() map[string]int {
	heads := map[string]int{}
	for _, tf := range tableForms() {
		if !tf.unlabelled() {
			continue
		}
		for i, labels := range tf.heads[0][:len(forms.Results())] {
			for _, label := range labels {
				heads[label.norm] = i
			}
		}
	}
	return heads
})
