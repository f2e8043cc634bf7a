package ingest

import (
	"cmp"
	"slices"

	"tongjian/data/forms"
)

// headDepth is how many pieces above a block's first row its headings may begin: the head of table 三 has ten.
const headDepth = 40

// columnsOf finds, in the grid a block's first row stands in, the column under each of the block's headings; -1 for a heading
// that is not there. ok is false when the grid is not ruled or no heading was found. first is the piece the block's first found
// row begins with, above the end of what stands before the block.
//
// Headings are looked up one by one and not as part of the alignment: printed on several levels, they are read in an order
// (自然人, 法人或其他组织, 总计, 商业企业 …) that is not that of the columns.
func columnsOf(l *layout, heads [][]spelling, above, first int) (columns []int, ok bool) {
	grid := l.pieces[first].grid
	if !l.pieces[first].ruled {
		return nil, false
	}
	columns = slices.Repeat([]int{-1}, len(heads))
	quality := make([]float64, len(heads))
	for i := max(above, first-headDepth*3); i < first; i++ {
		p := &l.pieces[i]
		if p.kind != labelPiece || p.grid != grid || p.norm == "" {
			continue
		}
		for c, labels := range heads {
			if sim := headSimilarity(p, labels); sim > quality[c] {
				columns[c], quality[c], ok = p.col, sim, true
			}
		}
	}
	return columns, ok
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

// headSimilarity compares a piece with a column's heading.
func headSimilarity(p *piece, labels []spelling) float64 {
	best := 0.0
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
// results, from left to right. ok is false unless there are exactly as many as the form has.
func resultColumns(l *layout, block forms.Block, above, below int) (columns []int, ok bool) {
	var found []int
	grid := -1
	for i := above; i < below; i++ {
		p := &l.pieces[i]
		if p.kind != labelPiece || !p.ruled || !isResult(p.norm) {
			continue
		}
		if grid >= 0 && p.grid != grid {
			return nil, false
		}
		grid = p.grid
		found = append(found, i)
	}
	if len(found) != len(block.Columns) {
		return nil, false
	}
	slices.SortFunc(found, func(a, b int) int { return cmp.Compare(l.pieces[a].col, l.pieces[b].col) })
	for i, p := range found {
		if forms.Normalize(block.Columns[i].Label) != l.pieces[p].norm {
			return nil, false
		}
		columns = append(columns, l.pieces[p].col)
	}
	return columns, true
}

func isResult(norm string) bool {
	for _, r := range forms.Results() {
		if forms.Normalize(r.Label) == norm {
			return true
		}
	}
	return false
}
