package pdf

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// line is a line of text: characters on one baseline, from left to right.
type line struct {
	rect
	base   float64
	size   float64 // height of its largest character
	glyphs []glyph
	// spacing is how far all characters of the table are set apart.
	spacing float64
	// across is true of a text that the edge of a page cuts in two: it stands over several columns.
	across bool
	// place is where a segment stands of a line put together from several pages: the page, the line of it, the segment of that.
	place
}

// sameLine is how far apart baselines may be, in heights of a character, within one line.
const sameLine = 0.35

// linesOf groups characters into lines, from the top down.
func linesOf(glyphs []glyph) []line {
	sorted := slices.Clone(glyphs)
	slices.SortStableFunc(sorted, func(a, b glyph) int { return cmp.Compare(a.base, b.base) })
	var out []line
	for _, g := range sorted {
		if n := len(out); n > 0 && g.base-out[n-1].base <= sameLine*max(g.box.height(), out[n-1].size) {
			l := &out[n-1]
			l.glyphs = append(l.glyphs, g)
			l.rect = l.with(g.box)
			l.size = max(l.size, g.box.height())
			continue
		}
		out = append(out, line{rect: g.box, base: g.base, size: g.box.height(), glyphs: []glyph{g}})
	}
	for _, l := range out {
		slices.SortStableFunc(l.glyphs, func(a, b glyph) int { return cmp.Compare(a.box.left, b.box.left) })
	}
	return out
}

const (
	// wordGap is the gap, in heights of a character, that separates two words or figures of European writing; besideGap is that
	// between such a word and Chinese characters, beside which some programs leave a little room anyway.
	wordGap   = 0.2
	besideGap = 0.4
	// cellGap is the gap that separates two cells where no lines are drawn.
	cellGap = 1.4
	// overlap is how far characters of one text stand over each other at most. What does so further is of two cells, the text of one
	// shown as far as the edge of the other.
	overlap = 0.4
)

// text joins the characters of a line. Chinese characters follow one another without blanks however far apart they are set;
// figures that stand apart stay apart.
func (l line) text() string {
	var b strings.Builder
	for i, g := range l.glyphs {
		if i > 0 {
			before := l.glyphs[i-1]
			gap := (g.box.left - before.box.right - l.spacing) / max(g.box.height(), before.box.height())
			both, either := latin(g.r) && latin(before.r), latin(g.r) || latin(before.r)
			if both && gap > wordGap || either && gap > besideGap || gap > cellGap {
				b.WriteByte(' ')
			}
		}
		b.WriteRune(g.r)
	}
	return b.String()
}

// latin reports whether a character is a letter, digit or sign of European writing.
func latin(r rune) bool { return r > ' ' && r < 0x2e80 && !unicode.IsSpace(r) }

// text joins the lines of a cell. A label wrapped in its cell, or written downwards, is one label again.
func (c cell) text() string {
	var b strings.Builder
	for i, l := range c.lines {
		if i > 0 && l.startsWord(c.lines[i-1]) && !c.full(c.lines[i-1], l) {
			b.WriteByte(' ')
		}
		b.WriteString(l.text())
	}
	return b.String()
}

// startsWord reports whether a line and the line before it meet in letters or digits. Two figures one under the other in a cell
// are two figures; a figure broken because its cell is too narrow is one.
func (l line) startsWord(before line) bool {
	return latin(before.glyphs[len(before.glyphs)-1].r) && latin(l.glyphs[0].r)
}

// full reports whether a line of a cell had no room for what the next one begins with.
func (c cell) full(before, next line) bool {
	const usualMargin = 5.4 // to either side of a cell, as word processors set it
	margin := min(usualMargin, max(0, before.left-c.left), max(0, c.right-before.right))
	return before.width()+next.opening()+2*before.spacing > c.width()-2*margin
}

// downwards reports whether a cell's text is written a character a line.
func (c cell) downwards() bool {
	return !slices.ContainsFunc(c.lines, func(l line) bool { return len(l.glyphs) > 1 })
}

// segments splits a line at gaps as wide as those between columns, and where one text stands over another.
func (l line) segments() []line {
	var out []line
	for i, g := range l.glyphs {
		if i > 0 {
			before := l.glyphs[i-1]
			height := max(g.box.height(), before.box.height())
			if gap := g.box.left - before.box.right; -overlap*height <= gap && gap <= cellGap*height && (g.cut || !before.cut && !before.edge) {
				last := &out[len(out)-1]
				last.glyphs = append(last.glyphs, g)
				last.rect = last.with(g.box)
				continue
			}
		}
		out = append(out, line{rect: g.box, base: l.base, size: l.size, glyphs: []glyph{g}})
	}
	return out
}

// opening is the width of what a line begins with and may not be divided: a word, or a character with the stops that follow it.
func (l line) opening() float64 {
	end := l.glyphs[0].box.right
	for i, g := range l.glyphs[1:] {
		before := l.glyphs[i]
		together := latin(g.r) && latin(before.r) && g.box.left-before.box.right <= wordGap*g.box.height()
		if !together && !unicode.Is(unicode.Pe, g.r) && !strings.ContainsRune("，。、；：？！”’％", g.r) {
			break
		}
		end = g.box.right
	}
	return end - l.glyphs[0].box.left
}
