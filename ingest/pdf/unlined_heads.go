package pdf

import (
	"cmp"
	"math"
	"slices"
)

// In a sheet printed without lines a heading may begin where its cell does and the figures below end where it does, with nothing of one
// above the other: what stands above a figure then is the next column's heading, or none.

// tie makes the columns of figures reach over their headings where those stand beside them. Where it cannot be told whether a heading is of
// a column of figures or of one that has none, no column is made of it. figured are the columns of figures.
func (b *body) tie(rows []looseRow, figured []rect) {
	heads := b.lowestHeads(rows)
	figured = b.joinSides(rows, figured, heads)
	over := func(c rect) bool {
		return slices.ContainsFunc(heads, func(h line) bool { return h.left < c.right && c.left < h.right })
	}
	apart := func(h line) bool {
		return !slices.ContainsFunc(figured, func(c rect) bool { return h.left < c.right && c.left < h.right })
	}
	if !slices.ContainsFunc(figured, func(c rect) bool { return !over(c) }) || !slices.ContainsFunc(heads, apart) {
		return
	}
	for _, own := range [][]int{b.headsBefore(rows, figured, heads), b.headsAfter(rows, figured, heads)} {
		if own == nil {
			continue
		}
		var columns []rect
		for i, c := range figured {
			if own[i] >= 0 {
				c.left, c.right = min(c.left, heads[own[i]].left), max(c.right, heads[own[i]].right)
			}
			columns = append(columns, c)
		}
		for n, h := range heads {
			if !slices.Contains(own, n) && h.left > columns[0].left {
				columns = append(columns, h.rect)
			}
		}
		slices.SortFunc(columns, func(a, b rect) int { return cmp.Compare(a.left, b.left) })
		if disjoint(columns) {
			b.columns = columns
			return
		}
	}
	b.columns = figured
}

// lowestHeads lists the lowest headings from left to right. What stands higher than those to both sides is over several columns.
func (b *body) lowestHeads(rows []looseRow) []line {
	var heads []line
	for i := b.from - 1; i >= b.heads; i-- {
		for _, s := range rows[i].segments {
			if s.across {
				continue
			}
			for _, run := range s.apartBy(headGap) {
				if !slices.ContainsFunc(heads, func(h line) bool { return run.left < h.right && h.left < run.right }) {
					heads = append(heads, run)
				}
			}
		}
	}
	slices.SortFunc(heads, func(a, b line) int { return cmp.Compare(a.left, b.left) })
	var out []line
	for i, h := range heads {
		if low := h.base + sameLine*h.size; i > 0 && i+1 < len(heads) && heads[i-1].base > low && heads[i+1].base > low {
			continue
		}
		out = append(out, h)
	}
	return out
}

// joinSides makes one of two columns of figures that are two sides of one: spread sheets set figures that are words to the left. Those of
// the first all begin where a heading does, those of the second end before the next begins, and no row has both.
func (b *body) joinSides(rows []looseRow, figured []rect, heads []line) []rect {
	const exact = 0.1 // heights of a character
	in := func(c rect) (found map[int]line) {
		found = map[int]line{}
		for n, r := range rows[b.from:b.to] {
			for _, i := range r.figures {
				if s := r.segments[i]; s.left < c.right && c.left < s.right {
					found[n] = s
				}
			}
		}
		return found
	}
	out := []rect{figured[0]}
	for _, c := range figured[1:] {
		last := &out[len(out)-1]
		at := slices.IndexFunc(heads, func(h line) bool { return math.Abs(h.left-last.left) <= exact*h.size })
		if at < 0 || at+1 < len(heads) && heads[at+1].left < c.right {
			out = append(out, c)
			continue
		}
		left, right, apart := in(*last), in(c), true
		for n, s := range left {
			_, both := right[n]
			apart = apart && !both && math.Abs(s.left-last.left) <= exact*s.size
		}
		if !apart {
			out = append(out, c)
			continue
		}
		joined := last.with(c)
		b.columns = slices.DeleteFunc(b.columns, func(o rect) bool { return o == c })
		b.columns[slices.Index(b.columns, *last)] = joined
		*last = joined
	}
	return out
}

// headsBefore gives for each column of figures the heading that begins last before its figures end, -1 for the first column where that is
// over the labels; nil where they need not be each other's. They are where all figures end at the edges of their columns, as where each
// ends as far before the next heading as the others do.
func (b *body) headsBefore(rows []looseRow, figured []rect, heads []line) []int {
	own := make([]int, len(figured))
	for i, c := range figured {
		own[i] = -1
		for n, h := range heads {
			if h.left < c.right {
				own[i] = n
			}
		}
		if i > 0 && own[i] <= own[i-1] {
			return nil
		}
	}
	if !b.flush(rows, figured, func(l line) float64 { return l.right }, func(l line) float64 { return l.left }) && !evenlyBefore(figured, heads, own) {
		return nil
	}
	if own[0] >= 0 && heads[own[0]].left <= b.lastLabel(rows) {
		own[0] = -1
	}
	return own
}

// headsAfter gives for each column of figures the first heading that ends after its figures begin; nil where they need not be each
// other's. They are where all figures begin at the edges of their columns.
func (b *body) headsAfter(rows []looseRow, figured []rect, heads []line) []int {
	own := make([]int, len(figured))
	for i, c := range figured {
		own[i] = slices.IndexFunc(heads, func(h line) bool { return h.right > c.left })
		if own[i] < 0 || i > 0 && own[i] == own[i-1] {
			return nil
		}
	}
	if !b.flush(rows, figured, func(l line) float64 { return l.left }, func(l line) float64 { return l.right }) {
		return nil
	}
	return own
}

// flush reports whether the figures of each column stand flush at one side, those of several columns being of more than one width.
func (b *body) flush(rows []looseRow, figured []rect, side, other func(line) float64) bool {
	const exact, uneven, columns = 0.1, 0.3, 2 // heights of a character; how many columns must show it
	first := make([]line, len(figured))
	shown := map[int]bool{}
	for _, r := range rows[b.from:b.to] {
		for _, i := range r.figures {
			s := r.segments[i]
			c := slices.IndexFunc(figured, func(c rect) bool { return s.left < c.right && c.left < s.right })
			switch {
			case c < 0:
			case first[c].glyphs == nil:
				first[c] = s
			case math.Abs(side(s)-side(first[c])) > exact*s.size:
				return false
			case math.Abs(other(s)-other(first[c])) > uneven*s.size:
				shown[c] = true
			}
		}
	}
	return len(shown) >= columns
}

// evenlyBefore reports whether the figures of all columns end equally near before the heading that follows their own. Cells that adjoin
// leave that much room between what ends in one and what begins in the next.
func evenlyBefore(figured []rect, heads []line, own []int) bool {
	const near, even, pairs = 1.5, 0.15, 3 // heights of a character; how many columns must show it
	least, most, n := math.Inf(1), 0.0, 0
	for i, c := range figured {
		if own[i]+1 >= len(heads) {
			continue
		}
		next := heads[own[i]+1]
		gap := (next.left - c.right) / next.size
		least, most, n = min(least, gap), max(most, gap), n+1
	}
	return n >= pairs && most <= near && most-least <= even
}

// lastLabel is where the label furthest to the right begins.
func (b *body) lastLabel(rows []looseRow) float64 {
	last := math.Inf(-1)
	for _, r := range rows[b.from:b.to] {
		words := r.segments
		if r.endsInFigures() {
			words = words[:r.figures[0]]
		}
		for _, s := range words {
			last = max(last, s.left)
		}
	}
	return last
}

// disjoint reports whether columns listed from left to right stand apart.
func disjoint(columns []rect) bool {
	for i := 1; i < len(columns); i++ {
		if columns[i].left <= columns[i-1].right {
			return false
		}
	}
	return true
}
