package ingest

import (
	"regexp"
	"slices"
	"strings"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/regions"
	"tongjian/ingest/check"
)

// A summary sheet (汇总表) has a row for each agency and a column for each row of the form: offices keep such sheets themselves.
// It is the form turned on its side, with the total of each row only.

// summary is a summary sheet found in a document.
type summary struct {
	l       *layout
	grid    int
	first   int // the first line of figures
	last    int // the line after the last
	name    int // the column the agencies' names stand in
	columns []summaryColumn
	// editions gives the edition of each table the columns are of.
	editions map[string]string
}

// summaryColumn is a column of a summary sheet that is a cell of the form.
type summaryColumn struct {
	col  int
	cell forms.Cell
	id   string // the table's number
}

// maxSummaryHead is how many lines of title and headings a summary sheet may have above its first row.
const maxSummaryHead = 8

// leastSummaryColumns is how many cells of the form a sheet must name to be a summary sheet.
const leastSummaryColumns = 5

var (
	nameHead = regexp.MustCompile(`单位|机构|机关|部门|名称|地区|区县|镇街|乡镇`)
	sumName  = regexp.MustCompile(`^(合计|总计|小计|汇总|全[市区县省]|平均)`)
)

// findSummaries finds the summary sheets of a document.
func findSummaries(l *layout) []*summary {
	var out []*summary
	for g := range l.grids {
		if s := l.summaryOf(g); s != nil {
			out = append(out, s)
		}
	}
	return out
}

func (l *layout) summaryOf(g int) *summary {
	if !l.grids[g].Ruled {
		return nil
	}
	from, to := l.linesOf(g)
	s := &summary{l: l, grid: g, first: -1, last: to, editions: map[string]string{}}
	for n := from; n < to && s.first < 0; n++ {
		if l.countFigures(n) >= leastSummaryColumns {
			s.first = n
		}
	}
	if s.first <= from || s.first-from > maxSummaryHead {
		return nil
	}
	paths := l.headPaths(from, s.first)
	if s.name = nameColumn(l, paths, s.first, to); s.name < 0 {
		return nil
	}
	for _, id := range forms.TableIDs() {
		s.match(id, paths)
	}
	s.keepOneForm()
	if len(s.columns) < leastSummaryColumns {
		return nil
	}
	return s
}

// inReport reports whether a table with a label for each row stands on the sheet's page beside it: the sheet is then a table of that report,
// with a row for each of its offices.
func (s *summary) inReport(t located) bool {
	first := &s.l.pieces[t.from]
	return !t.form.unlabelled() && first.grid != s.grid && first.sheet == s.l.pieces[s.l.starts[s.first]].sheet && len(t.facts) >= leastSummaryColumns
}

// keepOneForm keeps the columns of the form that more of them belong to: a sheet is of one form.
func (s *summary) keepOneForm() {
	most := 0
	var kept []summaryColumn
	for _, seed := range s.columns {
		var same []summaryColumn
		for _, c := range s.columns {
			if forms.Together(seed.id, c.id) {
				same = append(same, c)
			}
		}
		if len(same) > most {
			most, kept = len(same), same
		}
	}
	s.columns = kept
	for id := range s.editions {
		if !slices.ContainsFunc(kept, func(c summaryColumn) bool { return c.id == id }) {
			delete(s.editions, id)
		}
	}
}

// linesOf gives the lines of a grid.
func (l *layout) linesOf(g int) (from, to int) { return l.lines[g][0], l.lines[g][1] }

func (l *layout) countFigures(line int) (n int) {
	from, to := l.line(line)
	for i := from; i < to; i++ {
		if l.pieces[i].kind == valuePiece {
			n++
		}
	}
	return n
}

// headPath is what stands above a column, outermost first: the pieces of its headings.
type headPath struct {
	col    int
	pieces []int
}

// headPaths lists the headings above each column, each heading once however many rows it is merged over.
func (l *layout) headPaths(from, to int) []headPath {
	var paths []headPath
	for col := range maxGridCols {
		var p headPath
		p.col = col
		empty := true
		for line := from; line < to; line++ {
			index, ok := l.cover.at(line, col)
			if !ok || l.pieces[index].kind != labelPiece || slices.Contains(p.pieces, index) {
				continue
			}
			p.pieces = append(p.pieces, index)
			empty = false
		}
		if _, wide := l.cover.at(to, col); empty && !wide {
			break
		}
		paths = append(paths, p)
	}
	return paths
}

// nameColumn finds the column under a heading such as 单位名称 whose cells are words.
func nameColumn(l *layout, paths []headPath, first, last int) int {
	for _, p := range paths {
		if len(p.pieces) == 0 {
			continue
		}
		head := l.pieces[p.pieces[len(p.pieces)-1]].norm
		if len([]rune(head)) > 8 || !nameHead.MatchString(head) {
			continue
		}
		words := 0
		for line := first; line < last; line++ {
			if i, ok := l.cover.at(line, p.col); ok && l.pieces[i].kind == labelPiece {
				words++
			}
		}
		if words >= 2 && 2*words >= last-first {
			return p.col
		}
	}
	return -1
}

// match finds the columns that are cells of a table, on the edition that fits better. The headings, read from left to right,
// come in the order of the form's rows.
func (s *summary) match(id string, paths []headPath) {
	turned := &layout{}
	owner := map[int]int{} // piece of the turned layout → index into paths
	seen := map[int]bool{}
	for i, p := range paths {
		for n, piece := range p.pieces {
			if seen[piece] {
				continue
			}
			seen[piece] = true
			copied := s.l.pieces[piece]
			copied.grid, copied.ruled, copied.line = -1, false, len(turned.starts)
			turned.starts = append(turned.starts, len(turned.pieces))
			if n == len(p.pieces)-1 {
				owner[len(turned.pieces)] = i
			}
			turned.pieces = append(turned.pieces, copied)
		}
	}
	turned.starts = append(turned.starts, len(turned.pieces))
	turned.size = len(turned.pieces)
	a, ok := bestEdition(turned, sparseForms(), id, 0, 0, turned.size)
	if !ok {
		return
	}
	for _, m := range a.matches {
		i, leaf := owner[m.pieces[len(m.pieces)-1]]
		if !leaf {
			continue
		}
		if cell, ok := turnedCell(a.form, m.target); ok {
			s.columns = append(s.columns, summaryColumn{paths[i].col, cell, id})
			s.editions[id] = a.form.edition
		}
	}
}

// turnedCell gives the one cell a column of a summary sheet can stand for: the total of a row, the figure of a row that has one,
// or a cell of the table without row labels.
func turnedCell(tf *tableForm, target int) (forms.Cell, bool) {
	t := tf.targets[target]
	block := tf.table.Blocks[t.block]
	switch {
	case t.kind == columnTarget && tf.unlabelled():
		return block.Rows[0].Cells[t.column], true
	case t.kind != rowTarget:
		return forms.Cell{}, false
	}
	cells := block.Rows[t.row].Cells
	last := cells[len(cells)-1]
	return last, len(cells) == 1 || last.CellID.Column == forms.Total
}

// reports reads the rows of a summary sheet, one report an agency.
func (s *summary) reports(path string, hints Hints, common identity) []data.Report {
	var out []data.Report
	for line := s.first; line < s.last; line++ {
		name, ok := s.l.cover.at(line, s.name)
		if !ok || s.l.pieces[name].kind != labelPiece || sumName.MatchString(s.l.pieces[name].norm) {
			continue
		}
		r := data.Report{
			Agency: strings.Join(strings.Fields(s.l.pieces[name].text), ""), Year: common.year, Title: common.title,
			Editions: s.editions, Confidence: 1,
			Facts: []data.Fact{}, Claims: []data.Claim{}, Findings: []data.Finding{}, Unmapped: []data.Unmapped{},
		}
		around := []string{common.agency, common.title, path}
		if m, ok := regions.FindIn(r.Year, r.Agency, around...); ok {
			r.Region = m.Region.Code
		} else {
			r.Region = common.region
		}
		if hints.Region != "" {
			r.Region = hints.Region
		}
		if r.Scope = hints.Scope; r.Scope == "" {
			r.Scope = scopeOf(r.Agency, r.Region)
		}
		for _, c := range s.columns {
			r.Facts = append(r.Facts, s.fact(line, c))
		}
		r.Findings = append(r.Findings, check.Report(&r)...)
		r.Findings = append(r.Findings, data.Finding{Check: "READ", Severity: data.SeverityNote,
			Message: "取自汇总表的一行：只有各行的总计，没有按申请人的分列。",
			Cells:   []data.FindingCell{{Label: "机关", Raw: s.l.pieces[name].text, At: s.l.pieces[name].at}}})
		out = append(out, r)
	}
	return out
}

func (s *summary) fact(line int, c summaryColumn) data.Fact {
	f := data.Fact{Table: c.id, Key: c.cell.Key, Column: c.cell.CellID.Column, State: data.StateBlank}
	index, ok := s.l.cover.at(line, c.col)
	if !ok {
		f.At = s.l.placeOf(place{line, c.col})
		return f
	}
	p := &s.l.pieces[index]
	r := readCell(p.text)
	f.State, f.Raw, f.Note, f.At = r.state, p.text, r.note, p.at
	if r.state == data.StateNumber {
		f.Value = &r.value
	}
	return f
}
