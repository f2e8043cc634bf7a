package ingest

import (
	"cmp"
	"slices"
	"strings"

	"tongjian/data"
	"tongjian/data/forms"
)

// Some agencies print table 三 on its side: a line for each kind of applicant, a column for each row of the form. Such a table is laid
// out turned upright, each cell with its place in the file, so that whatever reads the form's own way round reads it too.

// leastTurned is how many rows of the form must stand side by side in one line, and kinds of applicants below it: more than any
// sentence or heading names.
const (
	leastTurned     = 6
	leastApplicants = 3
)

// upright cuts a grid where a table lies on its side and turns that part; all others are given back as they are, and so is text that
// may have left out cells: it has no columns to turn.
func upright(g *data.Grid) []*data.Grid {
	from, to, ok := onItsSide(g)
	if !ok || !g.Ruled && !complete(g.Rows[from:to]) {
		return []*data.Grid{g}
	}
	out := withPart(nil, g, g.Rows[:from])
	out = append(out, turn(g, from, to))
	return withPart(out, g, g.Rows[to:])
}

// withPart adds rows of a grid as a grid of their own, where there are any.
func withPart(out []*data.Grid, g *data.Grid, rows [][]data.DocCell) []*data.Grid {
	if len(rows) == 0 {
		return out
	}
	return append(out, &data.Grid{Name: g.Name, Rows: rows, Ruled: g.Ruled})
}

// complete reports whether lines of text have a cell for each row of the form the first of them names, and one for the applicants.
func complete(rows [][]data.DocCell) bool {
	return countCells(rows[0], isApplicationsHead) == len(rows[0])-1 &&
		!slices.ContainsFunc(rows, func(row []data.DocCell) bool { return len(row) != len(rows[0]) })
}

// onItsSide finds the lines of a grid that hold a table 三 on its side.
func onItsSide(g *data.Grid) (from, to int, ok bool) {
	heads := -1
	for r, row := range g.Rows {
		if countCells(row, hasWords) >= leastTurned && countCells(row, isApplicationsRow) >= leastTurned {
			heads = r
			break
		}
	}
	if heads < 0 {
		return 0, 0, false
	}
	for from = heads; from > 0 && slices.ContainsFunc(g.Rows[from-1], isApplicationsHead); from-- {
	}
	met := map[string]bool{}
	for to = heads + 1; to < len(g.Rows); to++ {
		applicant := applicantIn(g.Rows[to])
		switch {
		case applicant == "" && countCells(g.Rows[to], isFigure) < leastTurned:
			return from, to, len(met) >= leastApplicants
		case met[applicant]:
			return 0, 0, false // several tables under one line of headings: a list of agencies
		case applicant != "":
			met[applicant] = true // lines of figures between them are of another year, or of what is no applicant
		}
	}
	return from, to, len(met) >= leastApplicants
}

// hasWords tells, at little cost, nearly every figure from a label.
func hasWords(c data.DocCell) bool { return len(c.Text) >= len("其他") && !allDigits(c.Text) }

func countCells(row []data.DocCell, is func(data.DocCell) bool) (n int) {
	for _, c := range row {
		if is(c) {
			n++
		}
	}
	return n
}

// isApplicationsRow reports whether a cell is a row of table 三 in its exact words, not counting those that are columns too.
func isApplicationsRow(c data.DocCell) bool {
	norm := forms.Normalize(c.Text)
	return isRowLabel(norm) && !isColumnHead(norm) && applicationsLabel(norm)
}

// isApplicationsHead reports whether a cell is a row, a group of rows or the corner of table 三.
func isApplicationsHead(c data.DocCell) bool {
	norm := forms.Normalize(c.Text)
	return norm != "" && (slices.Contains(rowGroups(), norm) || norm == forms.Normalize(forms.Balance) || isRowLabel(norm) && applicationsLabel(norm))
}

// applicationsLabel reports whether a normalised text is a label of table 三.
func applicationsLabel(norm string) bool {
	return slices.ContainsFunc(tableForms(), func(tf tableForm) bool { return tf.table.ID == "3" && len(tf.exact[norm]) > 0 })
}

// applicantIn names the kind of applicant a line is of; empty when it names none or several.
func applicantIn(row []data.DocCell) (name string) {
	for _, c := range row {
		norm := forms.Normalize(c.Text)
		if !slices.ContainsFunc(forms.Applicants(), func(a forms.Applicant) bool { return forms.Normalize(a.Label) == norm }) {
			continue
		}
		if name != "" {
			return ""
		}
		name = norm
	}
	return name
}

// isFigure reports whether a cell holds digits alone, as nearly every cell of a table does.
func isFigure(c data.DocCell) bool { return allDigits(strings.TrimSpace(c.Text)) }

// turn gives lines of a grid with rows for columns. A place nothing is written for becomes a blank cell, which tells where it is.
func turn(g *data.Grid, from, to int) *data.Grid {
	width := 0
	for _, row := range g.Rows[from:to] {
		for _, c := range row {
			width = max(width, c.Col+c.ColSpan)
		}
	}
	out := &data.Grid{Name: g.Name, Rows: make([][]data.DocCell, width), Ruled: g.Ruled}
	covered := map[place]bool{}
	for r, row := range g.Rows[from:to] {
		for _, c := range row {
			c.RowSpan = min(c.RowSpan, to-from-r)
			for dr := range c.RowSpan {
				for dc := range c.ColSpan {
					covered[place{r + dr, c.Col + dc}] = true
				}
			}
			turned := c
			turned.Col, turned.ColSpan, turned.RowSpan = r, c.RowSpan, c.ColSpan
			out.Rows[c.Col] = append(out.Rows[c.Col], turned)
		}
	}
	for r, row := range g.Rows[from:to] {
		for col := range width {
			if covered[place{r, col}] || len(row) == 0 {
				continue
			}
			at := row[0].At
			at.Cell = col + 1
			out.Rows[col] = append(out.Rows[col], data.DocCell{Col: r, ColSpan: 1, RowSpan: 1, At: at})
		}
	}
	for _, row := range out.Rows {
		slices.SortStableFunc(row, func(a, b data.DocCell) int { return cmp.Compare(a.Col, b.Col) })
	}
	return out
}
