package pdf

import (
	"regexp"
	"slices"

	"tongjian/data"
)

// figure matches what fills a cell of figures: a number, a stroke, 无.
var figure = regexp.MustCompile(`^[+\-]?[\d０-９][\d０-９,，.．]*$|^[/／\-—–]+$|^无$`)

// looseRow is a line of text outside all ruled tables, split where columns may be.
type looseRow struct {
	line     line
	number   int // of the line on its page, from 1
	segments []line
}

func looseRows(lines []line) []looseRow {
	out := make([]looseRow, len(lines))
	for i, l := range lines {
		out[i] = looseRow{line: l, number: i + 1, segments: l.segments()}
	}
	return out
}

// separated reports whether a line holds several cells rather than running text.
func (r looseRow) separated() bool { return len(r.segments) > 1 }

// figures lists the indices of the segments that are figures.
func (r looseRow) figures() []int {
	var out []int
	for i, s := range r.segments {
		if figure.MatchString(s.text()) {
			out = append(out, i)
		}
	}
	return out
}

// cells gives a row's cells. columns are the figures of the fullest row near by: a place among them where this row has none is
// a blank cell. Where the figures do not stand under those of the other row one by one, nothing is said of blanks.
func (r looseRow) cells(page int, columns []line) []data.DocCell {
	texts := r.spread(columns)
	if texts == nil {
		for _, s := range r.segments {
			texts = append(texts, s.text())
		}
	}
	out := make([]data.DocCell, len(texts))
	for i, text := range texts {
		out[i] = data.DocCell{Text: text, Col: i, ColSpan: 1, RowSpan: 1, At: data.Position{Page: page, Line: r.number, Cell: i + 1}}
	}
	return out
}

// spread puts the figures of a row under columns and leaves blanks between; nil when that cannot be done for certain.
func (r looseRow) spread(columns []line) []string {
	figures := r.figures()
	if len(figures) == 0 || len(figures) >= len(columns) {
		return nil
	}
	first := figures[0]
	if len(r.segments)-first != len(figures) || first > 0 && r.segments[first-1].right > columns[0].left {
		return nil // words among or beyond the figures
	}
	texts := make([]string, len(columns))
	for _, i := range figures {
		s := r.segments[i]
		under := -1
		for c, column := range columns {
			if s.left <= column.right && s.right >= column.left {
				if under >= 0 {
					return nil
				}
				under = c
			}
		}
		if under < 0 || texts[under] != "" {
			return nil
		}
		texts[under] = s.text()
	}
	var labels []string
	for _, s := range r.segments[:first] {
		labels = append(labels, s.text())
	}
	return append(labels, texts...)
}

// columnsNear gives, for each row, the figures of the fullest row of its table: rows belong to one table when no more than two
// lines of running text stand between them.
func columnsNear(rows []looseRow) [][]line {
	const between = 3
	out := make([][]line, len(rows))
	for from := 0; from < len(rows); {
		to, last := from+1, from
		for ; to < len(rows) && to-last <= between; to++ {
			if rows[to].separated() {
				last = to
			}
		}
		fullest := slices.MaxFunc(rows[from:last+1], func(a, b looseRow) int { return len(a.figures()) - len(b.figures()) })
		var columns []line
		for _, i := range fullest.figures() {
			columns = append(columns, fullest.segments[i])
		}
		for i := from; i <= last; i++ {
			out[i] = columns
		}
		from = last + 1
	}
	return out
}
