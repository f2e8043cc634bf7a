package pdf

import (
	"math"
	"unicode"
)

// Where no lines are drawn, cells are told by the gaps between them. Where a long label or figure leaves next to no gap, what stands
// above and below tells: a cell begins, ends or has its middle where those of other rows do.

const (
	// runGap is the gap, in heights of a character, that is wider than characters of one word leave.
	runGap = 0.12
	// linesNear is how many lines above and below a line may be of the same table.
	linesNear = 30
)

// runs splits a line at every gap that could be one between cells, however narrow; a figure may touch the label before it.
func (l line) runs() []line { return l.apartBy(runGap) }

// apartBy splits a line at gaps wider than so many heights of a character, or wider than those between words of European writing.
func (l line) apartBy(least float64) []line {
	var out []line
	first := 0
	for i := 1; i <= len(l.glyphs); i++ {
		if i < len(l.glyphs) {
			before, g := l.glyphs[i-1], l.glyphs[i]
			gap := (g.box.left - before.box.right) / max(g.box.height(), before.box.height())
			touches := (before.cut || before.edge) && !g.cut || gap > -runGap && unicode.Is(unicode.Han, before.r) && unicode.IsDigit(g.r) && g.r < 0x80
			if gap <= least && !touches || latin(before.r) && latin(g.r) && gap <= wordGap {
				continue
			}
		}
		out = append(out, l.part(first, i))
		first = i
	}
	return out
}

// part is the line of some of its characters.
func (l line) part(from, to int) line {
	p := l
	p.rect, p.glyphs = l.glyphs[from].box, l.glyphs[from:to]
	for _, g := range p.glyphs {
		p.rect = p.with(g.box)
	}
	return p
}

// splitRow is a row on its way to being split: its segments, and the runs of each.
type splitRow struct {
	segments []line
	runs     [][]line
}

// split takes cells apart that stand close to each other. A figure is taken for a cell of its own when figures of other rows, or
// headings, stand in one column with it; of figures that could be one, set with blanks between its digits, other rows must have both
// as cells clearly apart. Between labels the next must begin where the cells of another row do.
func split(rows []looseRow) [][]line {
	all := make([]splitRow, len(rows))
	for i, r := range rows {
		all[i].segments = r.segments
		for _, s := range r.segments {
			all[i].runs = append(all[i].runs, s.runs())
		}
	}
	out := make([][]line, len(rows))
	for i := range all {
		near := append(all[max(0, i-linesNear):i:i], all[i+1:min(len(all), i+1+linesNear)]...)
		out[i] = all[i].split(near)
	}
	return out
}

func (r splitRow) split(near []splitRow) []line {
	figures := 0
	for _, runs := range r.runs {
		for _, run := range runs {
			if figure.MatchString(run.text()) {
				figures++
			}
		}
	}
	if figures == 0 {
		return r.splitLabels(near)
	}
	var out []line
	for n, s := range r.segments {
		runs := r.runs[n]
		ends := len(runs) // the figures the segment ends with begin there
		for ends > 0 && figure.MatchString(runs[ends-1].text()) {
			ends--
		}
		strong := figures == 1 || oneFigure(runs[ends:])
		apart := true
		for i := ends; i < len(runs); i++ {
			apart = apart && columnOf(runs[i], runs[ends:], near, strong)
		}
		from, glyphs := 0, 0 // the characters of s before the cell being gathered, and before the next run
		for i, run := range runs {
			labels := figures > 1 && wordy(run) && begins(run, near) || numbered.MatchString(run.text()) && beginsLabel(run, near)
			if i > 0 && (i >= ends && apart || i < ends && labels) {
				out = append(out, s.part(from, glyphs))
				from = glyphs
			}
			glyphs += len(run.glyphs)
		}
		out = append(out, s.part(from, len(s.glyphs)))
	}
	return out
}

// splitLabels takes labels apart in a row without figures, as those of a wrapped label beside that of several rows. Of three things two
// must tell the second: it begins as labels do, behind a gap like no other in the line, where labels of rows of figures begin.
func (r splitRow) splitLabels(near []splitRow) []line {
	var out []line
	for n, s := range r.segments {
		from, glyphs, gap := 0, 0, s.outstanding()
		for i, run := range r.runs[n] {
			begins, widest := numbered.MatchString(run.text()), glyphs == gap
			if i > 0 && (begins && widest || (begins || widest) && beginsLabel(run, near)) {
				out = append(out, s.part(from, glyphs))
				from = glyphs
			}
			glyphs += len(run.glyphs)
		}
		out = append(out, s.part(from, len(s.glyphs)))
	}
	return out
}

// outstanding gives the character before which a line has a gap like no other in it, such as parts two cells; 0 where there is none. Between
// European and Chinese writing some room is usual.
func (l line) outstanding() int {
	const widest, times = 0.2, 2 // heights of a character; as wide as the next
	at, most, next := 0, 0.0, 0.0
	for i := 1; i < len(l.glyphs); i++ {
		before, g := l.glyphs[i-1], l.glyphs[i]
		if before.cut || g.cut || latin(before.r) != latin(g.r) {
			continue
		}
		if gap := (g.box.left - before.box.right) / max(g.box.height(), before.box.height()); gap > most {
			at, most, next = i, gap, most
		} else {
			next = max(next, gap)
		}
	}
	if most < widest || most < times*next {
		return 0
	}
	return at
}

// beginsLabel reports whether the labels of two rows of figures begin where a run does.
func beginsLabel(run line, near []splitRow) bool {
	found := 0
	for _, r := range near {
		if last := r.segments[len(r.segments)-1]; len(r.segments) < 2 || !figure.MatchString(last.text()) {
			continue
		}
		for _, s := range r.segments {
			if math.Abs(s.left-run.left) <= 0.2*run.size && numbered.MatchString(s.text()) {
				found++
			}
		}
	}
	return found > 1
}

// oneFigure reports whether several figures could be one: its thousands, or all its digits, set apart.
func oneFigure(runs []line) bool {
	digits := func(n int) bool {
		for _, r := range runs[1:] {
			if len(r.glyphs) != n {
				return false
			}
		}
		return len(runs[0].glyphs) <= n && runs[0].glyphs[0].r != '0'
	}
	return len(runs) > 1 && (digits(1) || digits(3) || digits(4))
}

// columnOf reports whether one of some figures stands in one column with a cell of another row: with a figure clearly apart from what
// stands beside it, or, unless that is asked for, with any word that stands alone and under which none of the others stands.
func columnOf(which line, figures []line, near []splitRow, strong bool) bool {
	for _, r := range near {
		for n, s := range r.segments {
			if figure.MatchString(s.text()) && which.under(s) {
				return true
			}
			if strong {
				continue
			}
			for _, other := range r.runs[n] {
				under := 0
				for _, f := range figures {
					if f.under(other) {
						under++
					}
				}
				if under == 1 && which.under(other) && (len(r.segments) > 1 || len(r.runs[n]) > 1) {
					return true
				}
			}
		}
	}
	return false
}

// begins reports whether a cell of another row begins where a run does.
func begins(run line, near []splitRow) bool {
	for _, r := range near {
		if len(r.segments) < 2 && !numbered.MatchString(run.text()) {
			continue
		}
		for _, s := range r.segments {
			if math.Abs(s.left-run.left) <= 0.2*run.size {
				return true
			}
		}
	}
	return false
}

// wordy reports whether a run begins with what labels begin with.
func wordy(run line) bool {
	r := run.glyphs[0].r
	return unicode.Is(unicode.Han, r) || r == '（' || r == '(' || unicode.IsDigit(r) && !figure.MatchString(run.text())
}
