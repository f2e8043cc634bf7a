package ingest

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tongjian/data"
	"tongjian/data/forms"
)

// printedTable is a statutory table as somebody typed it: the official layout with what happens to tables on their way.
type printedTable struct {
	rows, cols int
	cells      []printedCell // in reading order; every place of the grid is covered by exactly one
}

type printedCell struct {
	row, col, rows, cols int
	text                 string
	// id is the form's cell it shows; nil for labels and blanks.
	id *data.CellID
}

// printTable lays a table out with the given texts.
func printTable(table forms.Table, values map[data.CellID]string) *printedTable {
	l := table.Layout()
	p := &printedTable{rows: l.Rows, cols: l.Cols}
	for _, c := range l.Cells {
		cell := printedCell{row: c.Row, col: c.Col, rows: c.RowSpan, cols: c.ColSpan, text: c.Text}
		if c.Cell != nil {
			id := c.Cell.CellID
			cell.id, cell.text = &id, values[id]
		}
		p.cells = append(p.cells, cell)
	}
	return p
}

// insertRow puts a blank row before a row; cells that reach over it grow.
func (p *printedTable) insertRow(at int) {
	covered := map[int]bool{}
	for i := range p.cells {
		c := &p.cells[i]
		switch {
		case c.row >= at:
			c.row++
		case c.row+c.rows > at:
			c.rows++
			for k := range c.cols {
				covered[c.col+k] = true
			}
		}
	}
	p.rows++
	for col := range p.cols {
		if !covered[col] {
			p.cells = append(p.cells, printedCell{row: at, col: col, rows: 1, cols: 1})
		}
	}
	p.sort()
}

// insertColumn puts a blank column at the left or the right edge.
func (p *printedTable) insertColumn(left bool) {
	at := p.cols
	if left {
		at = 0
		for i := range p.cells {
			p.cells[i].col++
		}
	}
	p.cols++
	for row := range p.rows {
		p.cells = append(p.cells, printedCell{row: row, col: at, rows: 1, cols: 1})
	}
	p.sort()
}

// split takes a merged label apart: its text stays in the first place, the others are blank.
func (p *printedTable) split(i int) {
	c := &p.cells[i]
	rows, cols := c.rows, c.cols
	c.rows, c.cols = 1, 1
	row, col := c.row, c.col
	for r := range rows {
		for k := range cols {
			if r+k > 0 {
				p.cells = append(p.cells, printedCell{row: row + r, col: col + k, rows: 1, cols: 1})
			}
		}
	}
	p.sort()
}

func (p *printedTable) sort() {
	slices.SortStableFunc(p.cells, func(a, b printedCell) int {
		if a.row != b.row {
			return a.row - b.row
		}
		return a.col - b.col
	})
}

func sortByColumn(cells []printedCell) {
	slices.SortFunc(cells, func(a, b printedCell) int { return a.col - b.col })
}

// lines gives the cells that start in each row.
func (p *printedTable) lines() [][]printedCell {
	lines := make([][]printedCell, p.rows)
	for _, c := range p.cells {
		lines[c.row] = append(lines[c.row], c)
	}
	return lines
}

// printedReport is a report ready to be written in some format, with what reading it must give.
type printedReport struct {
	edition forms.Edition
	title   string
	// before stands above the tables in order, one paragraph or more each.
	before [][]string
	tables []*printedTable
	after  []string
	values map[data.CellID]string
}

const printedTitle = "龙亭区政府办公室2023年政府信息公开工作年度报告"

// drawReport draws a report with random figures on tables with random damage that leaves no doubt what they say.
func drawReport(t *rapid.T, e forms.Edition) *printedReport {
	r := &printedReport{edition: e, title: printedTitle, values: map[data.CellID]string{}, after: []string{"五、存在的主要问题及改进情况", "继续改进。"}}
	r.before = [][]string{{"一、总体情况", "本年度按照要求开展工作。", "二、主动公开政府信息情况"}, {"三、收到和处理政府信息公开申请情况"}, {"四、政府信息公开行政复议、行政诉讼情况"}}
	for _, table := range e.Tables {
		for _, c := range table.Cells() {
			m, _ := forms.MeasureOf(c.Key)
			r.values[c.CellID] = cellTexts(m).Draw(t, c.Key+c.CellID.Column)
		}
		p := printTable(table, r.values)
		if rapid.Bool().Draw(t, "damage") {
			for range rapid.IntRange(0, 2).Draw(t, "blank rows") {
				p.insertRow(rapid.IntRange(0, p.rows).Draw(t, "before row"))
			}
			for range rapid.IntRange(0, 1).Draw(t, "blank columns") {
				p.insertColumn(rapid.Bool().Draw(t, "left"))
			}
			for range rapid.IntRange(0, 3).Draw(t, "merged labels taken apart") {
				i := rapid.IntRange(0, len(p.cells)-1).Draw(t, "cell")
				if p.cells[i].id == nil && p.cells[i].rows*p.cells[i].cols > 1 && p.cells[i].rows == 1 {
					p.split(i)
				}
			}
		}
		r.tables = append(r.tables, p)
	}
	return r
}

// places tells where the cells stand in formats that have tables.
func (r *printedReport) places() map[data.CellID]data.Position {
	places := map[data.CellID]data.Position{}
	for n, p := range r.tables {
		for _, c := range p.cells {
			if c.id != nil {
				places[*c.id] = data.Position{Grid: n + 1, Line: c.row + 1, Cell: c.col + 1}
			}
		}
	}
	return places
}

// readsBack reads a written report and compares it with what was written, cell by cell and place by place.
func (r *printedReport) readsBack(t *rapid.T, name string, b []byte, places map[data.CellID]data.Position) {
	doc, reports, err := Read(name, b, Hints{Region: "410202"})
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.TrimPrefix(name[strings.LastIndexByte(name, '.'):], "."); doc.Format != want {
		t.Fatalf("read as %s, want %s", doc.Format, want)
	}
	if len(reports) != 1 {
		t.Fatalf("%d reports", len(reports))
	}
	got := reports[0]
	if got.Year != 2023 || got.Agency != "龙亭区政府办公室" {
		t.Fatalf("%s %d", got.Agency, got.Year)
	}
	for _, table := range r.edition.Tables {
		if got.Editions[table.ID] != r.edition.Name && table.ID != "4" {
			t.Fatalf("table %s is on edition %q, want %s", table.ID, got.Editions[table.ID], r.edition.Name)
		}
	}
	if len(got.Facts) != len(r.values) {
		t.Fatalf("%d facts of %d cells; unmapped %v", len(got.Facts), len(r.values), got.Unmapped)
	}
	for _, f := range got.Facts {
		want := r.values[f.Cell()]
		if f.At != places[f.Cell()] {
			t.Fatalf("%v read from %s, stands at %s", f.Cell(), f.At, places[f.Cell()])
		}
		if f.Raw != want {
			t.Fatalf("%v: wrote %q, read %q", f.Cell(), want, f.Raw)
		}
	}
	if len(got.Unmapped) > 0 {
		t.Fatalf("unmapped: %v", got.Unmapped)
	}
}

// breaksAt draws places to break a text at: a label over several runs, a head over several lines.
func breaksAt(t *rapid.T, text string) []string {
	runes := []rune(text)
	if len(runes) < 2 || rapid.IntRange(0, 3).Draw(t, "in one piece") > 0 {
		return []string{text}
	}
	i := rapid.IntRange(1, len(runes)-1).Draw(t, "break")
	return []string{string(runes[:i]), string(runes[i:])}
}

// eachEdition checks a property for every edition of the form.
func eachEdition(t *testing.T, check func(t *rapid.T, e forms.Edition)) {
	t.Helper()
	for _, e := range forms.All() {
		t.Run(e.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { check(t, e) })
		})
	}
}
