package pdf

import (
	"math"
	"regexp"
	"slices"

	"tongjian/data"
)

// figure matches what fills a cell of figures: a number, a stroke, 无.
var figure = regexp.MustCompile(`^[+\-]?[\d０-９][\d０-９,，.．]*$|^[/／\-—–]+$|^无$`)

// looseRow is a line of text outside all ruled tables, split where columns may be.
type looseRow struct {
	line     line
	page     int // from 1
	number   int // of the line on its page, from 1
	segments []line
	figures  []int // the segments that are figures
}

func looseRows(page int, lines []line) []looseRow {
	out := make([]looseRow, len(lines))
	for i, l := range lines {
		out[i] = looseRow{line: l, page: page, number: i + 1, segments: apart(l.segments())}
	}
	splitAll(out)
	return out
}

// splitAll takes apart the cells of rows that stand close to each other.
func splitAll(rows []looseRow) {
	for i, segments := range split(rows) {
		rows[i].segments = segments
		rows[i].findFigures()
	}
}

func (r *looseRow) findFigures() {
	r.figures = nil
	for n, s := range r.segments {
		if figure.MatchString(s.text()) {
			r.figures = append(r.figures, n)
		}
	}
}

// said is the text of a cell, and where it stands when that is not in the row it is read in.
type said struct {
	text string
	place
}

func (l line) said() said { return said{l.text(), l.place} }

// apart takes figures apart that stand closer to each other than columns usually do, as long ones in narrow columns: 5471 25902. It
// does so only in a row of figures, where each is under a heading of its own.
func apart(segments []line) []line {
	const row = 3
	figures := 0
	for _, s := range segments {
		if figure.MatchString(s.text()) {
			figures++
		}
	}
	if figures < row {
		return segments
	}
	var out []line
	for _, s := range segments {
		if !figureRun.MatchString(s.text()) {
			out = append(out, s)
			continue
		}
		first := 0
		for i := 1; i <= len(s.glyphs); i++ {
			if i < len(s.glyphs) && s.glyphs[i].box.left-s.glyphs[i-1].box.right <= wordGap*max(s.glyphs[i].box.height(), s.glyphs[i-1].box.height()) {
				continue
			}
			part := line{rect: s.glyphs[first].box, base: s.base, size: s.size, glyphs: s.glyphs[first:i]}
			for _, g := range part.glyphs {
				part.rect = part.with(g.box)
			}
			out = append(out, part)
			first = i
		}
	}
	return out
}

// figureRun matches several whole figures of three digits and more, or with zeros between, that stand close together. Shorter ones
// could be one figure set with blanks between its thousands: 1 234.
var figureRun = regexp.MustCompile(`^(?:\d{4,}|0)(?: (?:\d{4,}|0))+$|^\d{1,3}(?: \d{4,})+$|^\d{4,}(?: \d{1,2})+$`)

// separated reports whether a line holds several cells rather than running text.
func (r looseRow) separated() bool { return len(r.segments) > 1 }

// cells gives a row's cells. near are the rows about it, those with most figures first: a place where one of them has a figure and
// this row has none is a blank cell. Where the figures do not stand under those of another row one by one, nothing is said of
// blanks.
func (r looseRow) cells(near []looseRow) []data.DocCell {
	var texts []said
	for _, other := range near {
		if texts = r.spread(other); texts != nil {
			break
		}
	}
	if texts == nil {
		for _, s := range r.segments {
			texts = append(texts, s.said())
		}
	}
	return r.docCells(texts)
}

// docCells gives the cells of texts that stand in a row.
func (r looseRow) docCells(texts []said) []data.DocCell {
	out := make([]data.DocCell, len(texts))
	for i, t := range texts {
		at := data.Position{Page: r.page, Line: r.number, Cell: i + 1}
		if t.page > 0 {
			at = data.Position{Page: t.page, Line: t.line, Cell: t.ordinal}
		}
		out[i] = data.DocCell{Text: t.text, Col: i, ColSpan: 1, RowSpan: 1, At: at}
	}
	return out
}

// spread puts the figures of a row under those of another row that has more, and leaves blanks between; nil when that cannot be
// done for certain.
func (r looseRow) spread(other looseRow) []said {
	figures, columns := r.figures, other.figures
	if len(figures) == 0 || len(figures) >= len(columns) {
		return nil
	}
	first := figures[0]
	if len(r.segments)-first != len(figures) || first > 0 && r.segments[first-1].right > other.segments[columns[0]].left {
		return nil // words among or beyond the figures
	}
	texts := make([]said, len(columns))
	for _, i := range figures {
		s := r.segments[i]
		under := -1
		for c, column := range columns {
			if !s.under(other.segments[column]) {
				continue
			}
			if under >= 0 {
				return nil
			}
			under = c
		}
		if under < 0 || texts[under].text != "" {
			return nil
		}
		texts[under] = s.said()
	}
	var labels []said
	for _, s := range r.segments[:first] {
		labels = append(labels, s.said())
	}
	return append(labels, texts...)
}

// under reports whether two texts are set in one column: they begin, end or have their middle at one place.
func (l line) under(other line) bool {
	tolerance := 0.3 * max(l.size, other.size)
	return math.Abs(l.left-other.left) <= tolerance || math.Abs(l.right-other.right) <= tolerance ||
		math.Abs(l.centre().x-other.centre().x) <= tolerance
}

// rowsNear gives, for each row, the rows up to so many lines above and below that may be of the same table: not further than two
// lines of running text from the next. Those with most figures come first.
func rowsNear(rows []looseRow) [][]looseRow {
	const lines, between = 30, 3
	out := make([][]looseRow, len(rows))
	for i, r := range rows {
		if !r.separated() || len(r.figures) == 0 {
			continue
		}
		for _, step := range []int{-1, 1} {
			last := i
			for j := i + step; j >= 0 && j < len(rows) && (j-last)*step <= between && (j-i)*step <= lines; j += step {
				if rows[j].separated() {
					out[i], last = append(out[i], rows[j]), j
				}
			}
		}
		slices.SortStableFunc(out[i], func(a, b looseRow) int { return len(b.figures) - len(a.figures) })
	}
	return out
}
