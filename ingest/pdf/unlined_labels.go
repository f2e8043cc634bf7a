package pdf

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"

	"tongjian/data"
)

// tightLines is how far apart the lines of one label are at most, in heights of a character.
const tightLines = 1.6

// numbered matches what a new label begins with.
var numbered = regexp.MustCompile(`^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}[）).．、])`)

// label is a label of one or more lines.
type label struct {
	rect
	lines []line
	first int // the line of text it begins on
	// figured is the line of text whose figures stand right behind it, row that whose figures are its own; -1 where there is none.
	figured, row int
	// heads is set where headings stand beside it: figures below are of another label.
	heads bool
}

func (l *label) text() string {
	var b strings.Builder
	for _, s := range l.lines {
		b.WriteString(s.text())
	}
	return b.String()
}

// labels puts the lines of the labels together.
func (b *body) labels(rows []looseRow) []*label {
	var out []*label
	for i := b.from; i < b.to; i++ {
		words := rows[i].segments
		if rows[i].endsInFigures() {
			words = words[:rows[i].figures[0]]
		}
		for n, s := range words {
			figured := -1
			if n == len(words)-1 && rows[i].endsInFigures() {
				figured = i
			}
			heads := n+1 < len(words) && !numbered.MatchString(words[n+1].text()) && continuedBy(out, words[n+1], -1) == nil
			if l := continuedBy(out, s, figured); l != nil && !heads {
				l.lines, l.rect = append(l.lines, s), l.with(s.rect)
				l.figured = max(l.figured, figured)
				continue
			}
			out = append(out, &label{rect: s.rect, lines: []line{s}, first: i, figured: figured, row: -1, heads: heads})
		}
	}
	return out
}

// continuedBy finds the label that goes on with a line.
func continuedBy(labels []*label, s line, figured int) *label {
	if numbered.MatchString(s.text()) {
		return nil
	}
	for i := len(labels) - 1; i >= 0; i-- {
		l := labels[i]
		last := l.lines[len(l.lines)-1]
		if s.base-last.base > tightLines*max(s.size, last.size) {
			continue
		}
		if s.base > last.base+sameLine*s.size && s.under(last) && (figured < 0 || l.figured < 0 && !l.heads) && !l.hadRoom(s) {
			return l
		}
	}
	return nil
}

// hadRoom reports whether a line below a label of one line with its figures is none of its: the label had room for what that begins with.
func (l *label) hadRoom(s line) bool {
	return l.figured >= 0 && len(l.lines) == 1 && l.width()+s.opening() <= s.width()
}

// ordered puts the table in order: its labels, each with its figures after it. ok is false where figures cannot be told to be of one
// label and in one column each; the lines then stay as they are.
func (b *body) ordered(rows []looseRow) (out [][]data.DocCell, ok bool) {
	labels := b.labels(rows)
	broken := map[int][]int{} // the lines about a row that have some of its figures
	for i := b.from; i < b.to; i++ {
		if !rows[i].endsInFigures() {
			continue
		}
		own := labelOf(labels, rows[i].segments[rows[i].figures[0]])
		if own == nil {
			own, labels = labelAbout(labels, rows[i].line)
		}
		switch {
		case own == nil:
			if around := b.wrappedAbout(rows, i); around >= 0 {
				broken[around] = append(broken[around], i)
				continue
			}
			own = &label{rect: rows[i].segments[0].rect, first: i}
			labels = append(labels, own)
		case own.row >= 0:
			return nil, false
		}
		own.row = i
	}
	slices.SortStableFunc(labels, func(x, y *label) int {
		return cmp.Or(cmp.Compare(x.middle(rows), y.middle(rows)), cmp.Compare(x.left, y.left))
	})
	for _, l := range labels {
		var texts []said
		if len(l.lines) > 0 {
			texts = append(texts, said{text: l.text()})
		}
		at := rows[l.first]
		switch {
		case l.row >= 0:
			figures, ok := b.spread(rows[l.row])
			if !ok || !b.putTogether(figures, rows, broken[l.row]) {
				return nil, false
			}
			texts, at = append(texts, figures...), rows[l.row]
		case !slices.ContainsFunc(labels, l.before):
			texts = append(texts, make([]said, len(b.columns))...)
		}
		out = append(out, at.docCells(texts))
	}
	return out, true
}

// labelOf finds the label a row of figures is of: of those that stand beside its first figure, the one nearest to it.
func labelOf(labels []*label, first line) (own *label) {
	y := first.centre().y
	for _, l := range labels {
		if l.left < first.left && l.top <= y && y <= l.bottom && (own == nil || l.left > own.left) {
			own = l
		}
	}
	return own
}

// labelAbout finds, for figures in a line of their own, the label whose two lines stand above and below at one distance: it is wrapped,
// its figures are set in the middle of its cell.
func labelAbout(labels []*label, figures line) (own *label, rest []*label) {
	const wrapped = 2.2 // how far apart such lines are at most, in heights of a character
	for _, above := range labels {
		for n, below := range labels {
			if len(above.lines) == 0 || len(below.lines) == 0 {
				continue
			}
			last, next := above.lines[len(above.lines)-1], below.lines[0]
			up, down := figures.base-last.base, next.base-figures.base
			size := max(last.size, next.size)
			if above == below || above.row >= 0 || below.row >= 0 || above.figured >= 0 || below.figured >= 0 || up <= 0 || down <= 0 ||
				up+down > wrapped*size || math.Abs(up-down) > sameLine*size || !next.under(last) || numbered.MatchString(below.text()) {
				continue
			}
			above.lines = append(above.lines, below.lines...)
			above.rect = above.with(below.rect)
			return above, slices.Delete(slices.Clone(labels), n, n+1)
		}
	}
	return nil, labels
}

// middle is where a label stands among the others: where its figures do, or else where it begins.
func (l *label) middle(rows []looseRow) float64 {
	if l.row >= 0 {
		return rows[l.row].line.base
	}
	return l.lines[0].base
}

// before reports whether another label stands to the right, as those of the rows a label is over do.
func (l *label) before(other *label) bool {
	return other.left >= l.right && other.top < l.bottom && l.top < other.bottom
}

// spread puts the figures of a row under their columns.
func (b *body) spread(r looseRow) (texts []said, ok bool) {
	texts = make([]said, len(b.columns))
	for _, i := range r.figures {
		c := b.column(r.segments[i])
		if c < 0 || texts[c].text != "" {
			return nil, false
		}
		texts[c] = r.segments[i].said()
	}
	return texts, true
}

// wrappedAbout finds, for a line of figures without a label, the row of figures that it stands less than a line above or below of, with
// nothing in the same columns: a figure too long for its cell is broken, and the middle of its lines is where the others of the row
// stand. It is -1 where there is none.
func (b *body) wrappedAbout(rows []looseRow, i int) int {
	own, ok := b.spread(rows[i])
	if !ok || len(rows[i].figures) < len(rows[i].segments) {
		return -1
	}
	for _, j := range []int{i - 1, i + 1} {
		if j < b.from || j >= b.to || !rows[j].endsInFigures() || rows[j].figures[0] == 0 || math.Abs(rows[j].line.base-rows[i].line.base) > rows[i].line.size {
			continue
		}
		row, ok := b.spread(rows[j])
		if !ok {
			continue
		}
		apart := true
		for c := range own {
			apart = apart && (own[c].text == "" || row[c].text == "")
		}
		if apart {
			return j
		}
	}
	return -1
}

// putTogether adds the parts of broken figures to those of a row, a blank between: without lines it cannot be told that there was no room
// for all of it, and so nothing is read of it. ok is false where that is not what they are.
func (b *body) putTogether(figures []said, rows []looseRow, parts []int) (ok bool) {
	count := make([]int, len(figures))
	for _, i := range parts {
		texts, _ := b.spread(rows[i])
		for c, t := range texts {
			if t.text == "" {
				continue
			}
			if count[c]++; count[c] > 1 {
				figures[c].text += " "
			}
			figures[c].text += t.text
		}
	}
	return !slices.Contains(count, 1)
}

// headings splits the lines of headings where their words stand over columns of their own.
func (b *body) headings(rows []looseRow) {
	for i := b.heads; i < b.from; i++ {
		var out []line
		for _, s := range rows[i].segments {
			out = append(out, b.heading(s)...)
		}
		rows[i].segments = out
	}
}

func (b *body) heading(s line) []line {
	var out []line
	from, glyphs, last := 0, 0, -1
	for n, run := range s.runs() {
		c := b.column(run)
		if c < 0 && (last >= 0 || run.right >= b.columns[0].left) {
			return []line{s} // over several columns, or none
		}
		if n > 0 && c != last {
			out = append(out, s.part(from, glyphs))
			from = glyphs
		}
		last = c
		glyphs += len(run.glyphs)
	}
	return append(out, s.part(from, glyphs))
}
