package ingest

import (
	"slices"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
)

// rowReading is one row of the form on its way to becoming facts.
type rowReading struct {
	row        forms.Row
	last       int // the last piece of its label; noPiece when the row was not found
	similarity float64
	filling    filling
}

// filled reports whether some cell of the row was found.
func (r *rowReading) filled() bool {
	return r.last != noPiece && slices.ContainsFunc(r.filling.cells, func(c int) bool { return c != noPiece })
}

// end gives the piece after the row's last.
func (r *rowReading) end() int {
	end := r.last + 1
	for _, c := range r.filling.cells {
		end = max(end, c+1)
	}
	return end
}

// fillGaps serves text in which rows of figures have come loose from their labels. Where as many loose rows of figures stand
// between two rows that are sure as the form has rows between them, order tells which is which. The sums of the form must not
// speak against it: a loose row whose figures do not add up to its total is left alone.
func fillGaps(l *layout, rows []rowReading) {
	before := -1
	for i := range rows {
		if !rows[i].filled() {
			continue
		}
		if before >= 0 && i-before > 1 {
			fillGap(l, rows[before+1:i], rows[before].end(), rows[i].last)
		}
		before = i
	}
}

func fillGap(l *layout, missing []rowReading, from, to int) {
	n := len(missing[0].row.Cells)
	if n < 2 || from >= to {
		return // a lone figure could belong to anything
	}
	var loose [][]int
	for line := l.pieces[from-1].line + 1; line < len(l.starts)-1; line++ {
		a, b := l.line(line)
		if a >= to {
			break
		}
		cells := looseRow(l, a, b)
		if len(cells) == n {
			loose = append(loose, cells)
		}
	}
	if len(loose) != len(missing) {
		return
	}
	for i, cells := range loose {
		if !addsUp(l, missing[i].row, cells) {
			return
		}
	}
	for i, cells := range loose {
		missing[i].last = cells[0]
		missing[i].similarity = max(missing[i].similarity, 0.5)
		missing[i].filling = filling{cells: cells, places: make([]place, n), doubt: "数字与行名分开，按前后次序对应"}
	}
}

// looseRow gives the cells of a line that holds figures and no label.
func looseRow(l *layout, from, to int) []int {
	var cells []int
	for i := from; i < to; i++ {
		switch l.pieces[i].kind {
		case valuePiece:
			cells = append(cells, i)
		case labelPiece:
			return nil
		}
	}
	return cells
}

// severalRows reports whether cells are several complete rows of n figures on lines of their own: rows that came loose, of
// which the label before them owns one at most.
func (l *layout) severalRows(cells []int, n int) bool {
	if n < 2 || len(cells) < 2*n || len(cells)%n != 0 {
		return false
	}
	for i, c := range cells {
		first := cells[i-i%n]
		if l.pieces[c].kind == labelPiece || l.pieces[c].line != l.pieces[first].line {
			return false
		}
		if i%n == 0 && i > 0 && l.pieces[c].line == l.pieces[cells[i-1]].line {
			return false
		}
	}
	return true
}

// wholeLine gives, of cells on several lines, those of the one line that holds as many figures as the row has cells, where every
// other line holds one figure alone: the number of a page. The others are alone.
func (l *layout) wholeLine(cells []int, n int) (whole, alone []int) {
	inLine := map[int]int{}
	for _, c := range cells {
		inLine[l.pieces[c].line]++
	}
	if n < 3 || len(inLine) < 2 || !l.noneBlank(cells) {
		return cells, nil
	}
	for _, c := range cells {
		switch p := &l.pieces[c]; {
		case inLine[p.line] == n:
			whole = append(whole, c)
		case inLine[p.line] == 1 && p.grid < 0:
			alone = append(alone, c)
		default:
			return cells, nil
		}
	}
	if len(whole) != n {
		return cells, nil
	}
	return whole, alone
}

// addsUp reports whether the figures of a row with a total column agree with it; a row without one, or with cells that are no
// numbers, cannot disagree.
func addsUp(l *layout, row forms.Row, cells []int) bool {
	if row.Cells[len(row.Cells)-1].CellID.Column != forms.Total {
		return true
	}
	sum := decimal.Zero
	for i, c := range cells {
		r := readCell(l.pieces[c].text)
		if r.state != data.StateNumber {
			return true
		}
		if i == len(cells)-1 {
			return sum.Equal(r.value)
		}
		sum = sum.Add(r.value)
	}
	return true
}

// completes reports whether two findings of a table on one edition hold different rows of it: a table that was torn apart, and
// not the table of another report.
func (t *located) completes(other located) bool {
	if t.form.edition != other.form.edition {
		return false
	}
	have := map[string]bool{}
	for _, f := range t.facts {
		have[f.Key] = true
	}
	for _, u := range t.unmapped {
		have[u.Row] = have[u.Row] || u.Row != ""
	}
	for _, f := range other.facts {
		if have[f.Key] {
			return false
		}
	}
	return len(other.facts) > 0
}

// join adds the rows of the other part of a table that was torn apart.
func (t *located) join(other located) {
	rows := float64(len(t.facts) + len(other.facts))
	t.certainty = (t.certainty*float64(len(t.facts)) + other.certainty*float64(len(other.facts))) / rows
	t.facts = append(t.facts, other.facts...)
	t.unmapped = append(t.unmapped, other.unmapped...)
	t.doubts = append(append(t.doubts, other.doubts...), doubt{label: t.form.table.Title, why: "表格分在两处，已合在一起"})
	t.to = max(t.to, other.to)
}
