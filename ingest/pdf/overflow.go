package pdf

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// A text too long for its cell is shown over the blank cells beside it by spreadsheet programs. The line between the cells then runs
// through one of its characters, which no text that fits its cell lets it do.

// inside is how far, in heights of a character, a line must run from both ends of one to run through it.
const inside = 0.15

// home finds the places at which the characters of a table count: those of a text that begins in one cell and goes on over the line that
// closes it to the right count where the text begins. What it ends with of figures stays, for it may be the figure of the next cell.
// owner tells the cell of a row and column.
func (t *table) home(glyphs []glyph, owner map[[2]int]int) []point {
	at := make([]point, len(glyphs))
	order := make([]int, len(glyphs))
	for i, g := range glyphs {
		at[i], order[i] = g.at(), i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(glyphs[a].base, glyphs[b].base), cmp.Compare(glyphs[a].box.left, glyphs[b].box.left))
	})
	for len(order) > 0 {
		n := 1
		for n < len(order) && follows(glyphs[order[n-1]], glyphs[order[n]]) {
			n++
		}
		run := order[:n]
		order = order[n:]
		for len(run) > 1 && figured(glyphs[run[len(run)-1]].r) {
			run = run[:len(run)-1]
		}
		first := 0 // of those that count in one cell
		for i := range run {
			begin := at[run[first]]
			own, here := owner[t.place(begin)], owner[t.place(at[run[i]])]
			switch {
			case own == here:
			case t.cells[own].crossed(glyphs, run[first:]):
				at[run[i]] = begin
			default:
				first = i
			}
		}
	}
	return at
}

// figured reports whether a character could be part of a figure.
func figured(r rune) bool {
	return unicode.IsDigit(r) || strings.ContainsRune("+-,.，．/／—–", r)
}

// follows reports whether a character stands right behind another in one text.
func follows(before, g glyph) bool {
	gap := g.box.left - before.box.right
	return g.base == before.base && !g.cut && !before.cut && gap <= runGap*g.box.height() && gap >= -runGap*g.box.height()
}

// crossed reports whether the line that closes a cell to the right runs through one of some characters.
func (c *cell) crossed(glyphs []glyph, run []int) bool {
	return slices.ContainsFunc(run, func(i int) bool {
		g := glyphs[i]
		margin := inside * g.box.height()
		return g.box.left+margin < c.right && c.right < g.box.right-margin && !figured(g.r)
	})
}
