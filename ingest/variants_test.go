package ingest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongjian/data"
	"tongjian/data/forms"
)

// Agencies copy, convert, split and rearrange the form before they send it. Here reports are written in many such ways and read
// again: every cell is read right, left out, or spoken of in a finding; none is wrong in silence. With TONGJIAN_VARIANTS set, the
// figures of the real reports beside the checkout are written too; with TONGJIAN_CONVERT set, LibreOffice and Chromium convert what is
// written. -v prints the counts.

// baseReport is what is written: the figures of this year and of the year before.
type baseReport struct {
	name    string
	agency  string
	year    int
	edition forms.Edition
	// want are the cells as an expectation has them; nil is a blank.
	want map[data.CellID]*string
	// last are figures of the year before, none of which stands in want.
	last map[data.CellID]string
}

func (b *baseReport) text(id data.CellID) string {
	if v := b.want[id]; v != nil {
		return *v
	}
	return ""
}

// tables prints the tables with the figures of this year.
func (b *baseReport) tables() []*printedTable {
	values := map[data.CellID]string{}
	for _, t := range b.edition.Tables {
		for _, c := range t.Cells() {
			values[c.CellID] = b.text(c.CellID)
		}
	}
	return b.print(values)
}

func (b *baseReport) print(values map[data.CellID]string) []*printedTable {
	var out []*printedTable
	for _, t := range b.edition.Tables {
		out = append(out, printTable(t, values))
	}
	return out
}

// page puts tables between the headings of the report's chapters.
func (b *baseReport) page(tables ...*printedTable) written {
	w := written{items: []writtenItem{
		{text: fmt.Sprintf("%s%d年政府信息公开工作年度报告", b.agency, b.year)},
		{text: "一、总体情况"}, {text: "本机关按照规定公布本年度报告。"},
	}}
	for i, t := range tables {
		if i < len(b.edition.Tables) {
			w.items = append(w.items, writtenItem{text: b.edition.Tables[i].Heading()})
		}
		w.items = append(w.items, writtenItem{table: t})
	}
	w.items = append(w.items, writtenItem{text: "五、存在的主要问题及改进情况"}, writtenItem{text: "继续改进。"})
	return w
}

// ownBases are reports with figures of this test's own.
func ownBases() []*baseReport {
	var out []*baseReport
	for _, e := range forms.All() {
		if _, ok := e.Table("3"); !ok {
			continue
		}
		year := 2023
		if e.Name == "2019" {
			year = 2020
		}
		random := rand.New(rand.NewPCG(uint64(year), 7))
		b := &baseReport{name: "own-" + e.Name, agency: "龙亭区财政局", year: year, edition: e, want: map[data.CellID]*string{}, last: map[data.CellID]string{}}
		figures := consistentFigures(e, func() int { return []int{0, 0, random.IntN(10), 10 + random.IntN(1500)}[random.IntN(4)] })
		for _, t := range e.Tables {
			for _, c := range t.Cells() {
				text := fmt.Sprint(figures[c.CellID])
				b.want[c.CellID] = &text
				b.last[c.CellID] = fmt.Sprint(30000 + random.IntN(60000))
			}
		}
		out = append(out, b)
	}
	return out
}

// realBases are the real reports beside the checkout, as their expectations have them.
func realBases(t testing.TB) []*baseReport {
	files, _ := filepath.Glob(filepath.Join(sharedReports, "*.expected.json"))
	var out []*baseReport
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var want expectation
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatal(err)
		}
		if len(want.Facts) == 0 {
			continue
		}
		b := &baseReport{name: filepath.Base(file)[:3], agency: want.Agency, year: want.Year, want: map[data.CellID]*string{}, last: map[data.CellID]string{}}
		b.edition = editionOf(want.Edition)
		for key, value := range want.Facts {
			cells, err := expectedCells(key, value)
			if err != nil {
				t.Fatal(err)
			}
			for id, v := range cells {
				if v != nil && !strings.Contains(*v, notVisible) {
					b.want[id] = v
				}
			}
		}
		random := rand.New(rand.NewPCG(1, 2))
		for _, table := range b.edition.Tables {
			for _, c := range table.Cells() {
				b.last[c.CellID] = fmt.Sprint(300000 + random.IntN(60000))
			}
		}
		out = append(out, b)
	}
	return out
}

// editionOf puts the tables of a report together, each of its own edition; table 四 is the same in all.
func editionOf(tables map[string]string) forms.Edition {
	e, _ := forms.Named("2021")
	for _, name := range tables {
		e, _ = forms.Named(name)
	}
	e.Tables = slices.Clone(e.Tables)
	for i, t := range e.Tables {
		if named, ok := forms.Named(tables[t.ID]); ok {
			e.Tables[i], _ = named.Table(t.ID)
		}
	}
	return e
}

// consistentFigures draws figures that satisfy every identity of an edition.
func consistentFigures(e forms.Edition, draw func() int) map[data.CellID]int {
	figures := map[data.CellID]int{}
	for _, table := range e.Tables {
		for _, c := range table.Cells() {
			figures[c.CellID] = draw()
		}
	}
	sum := func(ids []data.CellID) (n int) {
		for _, id := range ids {
			n += figures[id]
		}
		return n
	}
	for _, table := range e.Tables {
		// Outcomes first make the total of a column, then the rows their totals; what is not answered is carried out.
		for _, check := range []string{"T3-OUTCOMES", "T3-BALANCE", "T3-APPLICANTS", "T4-SUM"} {
			for _, id := range table.Identities {
				switch {
				case id.Check != check:
				case check == "T3-BALANCE":
					received, carriedIn, total, out := id.Left[0], id.Left[1], id.Right[0], id.Right[1]
					figures[received] = max(0, figures[total]-figures[carriedIn])
					figures[out] = figures[received] + figures[carriedIn] - figures[total]
				case len(id.Right) == 1:
					figures[id.Right[0]] = sum(id.Left)
				}
			}
		}
	}
	return figures
}

// variant is a way to send a report.
type variant struct {
	name string
	// write gives the file's name and content.
	write func(t testing.TB, b *baseReport) (string, []byte)
	// reads is the least share of figures, in hundredths, that must be read right; the rest is left out or in a finding.
	reads int
}

func asPage(shape func(b *baseReport) written, style pageStyle) func(testing.TB, *baseReport) (string, []byte) {
	return func(_ testing.TB, b *baseReport) (string, []byte) { return "report.html", shape(b).html(style) }
}

func sheet(shape func(b *baseReport) written, each bool) func(testing.TB, *baseReport) (string, []byte) {
	return func(t testing.TB, b *baseReport) (string, []byte) { return "report.xlsx", shape(b).workbook(t, each) }
}

func textFile(shape func(b *baseReport) written, join func([]string) string) func(testing.TB, *baseReport) (string, []byte) {
	return func(_ testing.TB, b *baseReport) (string, []byte) { return "report.txt", shape(b).text(join) }
}

// as prints the report as it is.
func as(b *baseReport) written { return b.page(b.tables()...) }

// everyTable changes every table.
func everyTable(change func(b *baseReport, t forms.Table, p *printedTable) *printedTable) func(b *baseReport) written {
	return func(b *baseReport) written {
		tables := b.tables()
		for i, p := range tables {
			tables[i] = change(b, b.edition.Tables[i], p)
		}
		return b.page(tables...)
	}
}

// rewritten rewrites the figures of every table.
func rewritten(rewrite func(string) string) func(b *baseReport) written {
	return everyTable(func(_ *baseReport, _ forms.Table, p *printedTable) *printedTable {
		return p.mapText(func(text string, figure bool) string {
			if figure && text != "" {
				return rewrite(text)
			}
			return text
		})
	})
}

// table3 changes table 三 alone.
func table3(change func(b *baseReport, p *printedTable) *printedTable) func(b *baseReport) written {
	return everyTable(func(b *baseReport, t forms.Table, p *printedTable) *printedTable {
		if isTable3(t) {
			return change(b, p)
		}
		return p
	})
}

// splitTable3 prints table 三 in two parts.
func splitTable3(at int, head bool) func(b *baseReport) written {
	return func(b *baseReport) written {
		w := as(b)
		var out []writtenItem
		for _, item := range w.items {
			if item.table == nil || item.table.rows < 25 {
				out = append(out, item)
				continue
			}
			p := item.table
			second := p.cut(at, p.rows)
			if head {
				second = p.repeatHead(at).cut(at, p.rows+p.headRows())
			}
			out = append(out, writtenItem{table: p.cut(0, at)}, writtenItem{text: "- 4 -"}, writtenItem{table: second})
		}
		w.items = out
		return w
	}
}

// lastOf prints a table with the figures of the year before.
func lastOf(b *baseReport, t forms.Table) *printedTable { return printTable(t, b.last) }

func paired(heads func(b *baseReport) [2]string, lastFirst bool) func(b *baseReport) written {
	return everyTable(func(b *baseReport, _ forms.Table, p *printedTable) *printedTable {
		return p.paired(b.last, heads(b), lastFirst)
	})
}

func words(*baseReport) [2]string     { return [2]string{"本年", "上年"} }
func wordsBack(*baseReport) [2]string { return [2]string{"上年", "本年"} }
func years(b *baseReport) [2]string {
	return [2]string{fmt.Sprintf("%d年", b.year), fmt.Sprintf("%d年", b.year-1)}
}
func yearsBack(b *baseReport) [2]string {
	h := years(b)
	return [2]string{h[1], h[0]}
}
func bareYears(b *baseReport) [2]string {
	return [2]string{fmt.Sprint(b.year), fmt.Sprint(b.year - 1)}
}
func oddWords(*baseReport) [2]string { return [2]string{"甲", "乙"} }

// blocks prints the two years as two blocks of figures beside one set of labels.
func blocks(lastFirst bool) func(b *baseReport) written {
	return everyTable(func(b *baseReport, t forms.Table, p *printedTable) *printedTable {
		h := years(b)
		last := lastOf(b, t)
		if lastFirst {
			return last.under(h[1]).beside(p.figures().under(h[0]), 0)
		}
		return p.under(h[0]).beside(last.figures().under(h[1]), 0)
	})
}

// wholes prints the tables of the two years side by side, labels and all.
func wholes(heads bool, lastFirst bool) func(b *baseReport) written {
	return everyTable(func(b *baseReport, t forms.Table, p *printedTable) *printedTable {
		h := years(b)
		last := lastOf(b, t)
		if heads {
			p, last = p.under(h[0]), last.under(h[1])
		}
		if lastFirst {
			return last.beside(p, 1)
		}
		return p.beside(last, 1)
	})
}

// pairedRows prints each row of figures twice, one year under the other, told by a column of their own.
func pairedRows(heads func(b *baseReport) [2]string, lastFirst bool) func(b *baseReport) written {
	return everyTable(func(b *baseReport, _ forms.Table, p *printedTable) *printedTable {
		left := p.labelColumns()
		figured := map[int]bool{}
		for _, c := range p.cells {
			if c.id != nil {
				figured[c.row] = true
			}
		}
		at := make([]int, p.rows+1) // the new row of each row
		for row := range p.rows {
			at[row+1] = at[row] + 1
			if figured[row] {
				at[row+1]++
			}
		}
		out := &printedTable{rows: at[p.rows], cols: p.cols + 1}
		h := heads(b)
		for _, c := range p.cells {
			end := at[c.row+c.rows]
			row := at[c.row]
			if c.col >= left {
				c.col++
			} else if c.col+c.cols > left {
				c.cols++
			}
			c.row, c.rows = row, end-row
			if c.id == nil {
				out.cells = append(out.cells, c)
				continue
			}
			one, two := c, c
			one.rows, two.rows, two.row = 1, 1, row+1
			two.text, two.id = b.last[*c.id], nil
			if lastFirst {
				one.row, two.row = row+1, row
			}
			out.cells = append(out.cells, one, two)
		}
		for row := range p.rows {
			mark := printedCell{row: at[row], col: left, rows: at[row+1] - at[row], cols: 1}
			if !figured[row] {
				if !slices.ContainsFunc(out.cells, func(c printedCell) bool { return c.row == mark.row && c.col <= left && c.col+c.cols > left }) {
					out.cells = append(out.cells, mark)
				}
				continue
			}
			mark.rows = 1
			mark.text = h[0]
			out.cells = append(out.cells, mark)
			mark.row, mark.text = mark.row+1, h[1]
			out.cells = append(out.cells, mark)
		}
		out.sort()
		return out
	})
}

// totalFirst prints the total before the natural persons.
func totalFirst(_ *baseReport, p *printedTable) *printedTable {
	left := p.labelColumns()
	var columns []int
	for c := range left {
		columns = append(columns, c)
	}
	columns = append(columns, p.cols-1)
	for c := left; c < p.cols-1; c++ {
		columns = append(columns, c)
	}
	return p.pick(columns)
}

// threeColumns keeps natural persons, businesses and the total.
func threeColumns(_ *baseReport, p *printedTable) *printedTable {
	left := p.labelColumns()
	var columns []int
	for c := range left {
		columns = append(columns, c)
	}
	return p.pick(append(columns, left, left+1, p.cols-1))
}

// mergedTotals merges the totals of the rows from some outcome to some other.
func mergedTotals(_ *baseReport, p *printedTable) *printedTable {
	out := p.clone()
	top := p.headRows() + 4
	first := -1
	kept := out.cells[:0]
	for _, c := range out.cells {
		if c.col == p.cols-1 && c.row >= top && c.row < top+5 {
			if first < 0 {
				first = len(kept)
				c.rows = 5
				kept = append(kept, c)
			}
			continue
		}
		kept = append(kept, c)
	}
	out.cells = kept
	return out
}

func headless(_ *baseReport, _ forms.Table, p *printedTable) *printedTable {
	return p.cut(p.headRows(), p.rows)
}

func oneALine(cells []string) string {
	var filled []string
	for _, c := range cells {
		if c != "" {
			filled = append(filled, c)
		} else {
			filled = append(filled, " ")
		}
	}
	return strings.Join(filled, "\n")
}

func tabs(cells []string) string  { return strings.Join(cells, "\t") }
func pipes(cells []string) string { return strings.Join(cells, " | ") + " |" }
func gaps(cells []string) string  { return strings.Join(cells, "  ") }

// variants are the ways tried without any other program.
func variants() []variant {
	bare := pageStyle{bare: true}
	return []variant{
		{"html", asPage(as, pageStyle{}), 100},
		{"html, no merged cells", asPage(everyTable(func(_ *baseReport, _ forms.Table, p *printedTable) *printedTable { return p.plain() }), bare), 100},
		{"html, tables nested", asPage(as, pageStyle{nested: true}), 100},
		{"html, a figure a table", asPage(as, pageStyle{boxed: true}), 100},
		{"html, head again in the middle", asPage(table3(func(_ *baseReport, p *printedTable) *printedTable { return p.repeatHead(14) }), bare), 100},
		{"html, table 三 in two, head again", asPage(splitTable3(14, true), bare), 100},
		{"html, table 三 in two", asPage(splitTable3(14, false), bare), 100},
		{"html, heads cut off", asPage(everyTable(headless), bare), 0},
		{"html, total first", asPage(table3(totalFirst), bare), 100},
		{"html, three columns", asPage(table3(threeColumns), bare), 0},
		{"html, merged totals", asPage(table3(mergedTotals), bare), 0},
		{"html, full-width figures", asPage(rewritten(fullDigits), bare), 100},
		{"html, blanks about figures", asPage(rewritten(func(s string) string { return "\u3000" + s + "\u00a0" }), bare), 100},
		{"html, thousands", asPage(rewritten(thousands), bare), 100},
		{"html, thousands in full width", asPage(rewritten(func(s string) string { return fullDigits(thousands(s)) }), bare), 100},
		{"html, digits apart", asPage(rewritten(func(s string) string { return strings.Join(strings.Split(s, ""), " ") }), bare), 0},
		{"html, units behind figures", asPage(rewritten(func(s string) string { return s + "件" }), bare), 90},
		{"xlsx, one sheet", sheet(as, false), 100},
		{"xlsx, a sheet a table", sheet(as, true), 100},
		{"xlsx, thousands as text", sheet(rewritten(thousands), false), 100},
		{"txt, tabs", textFile(as, tabs), 80},
		{"txt, pipes", textFile(as, pipes), 80},
		{"txt, one a line", textFile(as, oneALine), 60},
		{"txt, two blanks", textFile(as, gaps), 0},
		{"txt, tabs, total first", textFile(table3(totalFirst), tabs), 0},
		{"txt, tabs, thousands", textFile(rewritten(thousands), tabs), 80},
		{"txt, one a line, total first", textFile(table3(totalFirst), oneALine), 0},
		{"txt, tabs, three columns", textFile(table3(threeColumns), tabs), 0},

		{"years: 本年|上年", asPage(paired(words, false), bare), 100},
		{"years: 上年|本年", asPage(paired(wordsBack, true), bare), 100},
		{"years: 2023年|2022年", asPage(paired(years, false), bare), 100},
		{"years: 2022年|2023年", asPage(paired(yearsBack, true), bare), 100},
		{"years: 2023|2022", sheet(paired(bareYears, false), false), 100},
		{"years: words unknown", asPage(paired(oddWords, false), bare), 0},
		{"years: blocks", asPage(blocks(false), bare), 100},
		{"years: blocks, last first", asPage(blocks(true), bare), 100},
		{"years: blocks, last first, xlsx", sheet(blocks(true), false), 100},
		{"years: whole tables", sheet(wholes(true, false), false), 100},
		{"years: whole tables, last first", sheet(wholes(true, true), false), 100},
		{"years: whole tables, no heading", sheet(wholes(false, false), false), 0},
		{"years: rows", asPage(pairedRows(words, false), bare), 100},
		{"years: rows, last first", asPage(pairedRows(wordsBack, true), bare), 100},
		{"years: rows, 2022年 first", sheet(pairedRows(yearsBack, true), false), 100},
		{"years: txt 本年|上年", textFile(paired(words, false), tabs), 0},
		{"years: txt 2022年|2023年", textFile(paired(yearsBack, true), tabs), 0},
		{"years: txt blocks, last first", textFile(blocks(true), tabs), 0},
		{"years: txt rows", textFile(pairedRows(words, false), tabs), 0},
		{"years: txt rows, last first", textFile(pairedRows(wordsBack, true), tabs), 0},
		{"years: one a line 本年|上年", textFile(paired(words, false), oneALine), 0},
		{"years: one a line 上年|本年", textFile(paired(wordsBack, true), oneALine), 0},
		{"years: one a line, blocks, last first", textFile(blocks(true), oneALine), 0},
		{"years: one a line, rows, last first", textFile(pairedRows(wordsBack, true), oneALine), 0},
	}
}

// compareVariant reads a written report and compares it.
func compareVariant(b *baseReport, v variant, name string, content []byte) Tally {
	t := Tally{File: b.name + " " + v.name}
	path := fmt.Sprintf("%s%d%s", b.agency, b.year, filepath.Ext(name))
	_, reports, err := Read(path, content, Hints{Region: "410202"})
	if err != nil {
		t.Identity = append(t.Identity, err.Error())
	}
	if len(reports) > 1 {
		t.Identity = append(t.Identity, fmt.Sprintf("%d reports", len(reports)))
	}
	var r data.Report
	if len(reports) > 0 {
		r = reports[0]
		if r.Year != b.year {
			t.Identity = append(t.Identity, fmt.Sprintf("year %d", r.Year))
		}
	}
	t.Findings = r.Findings
	for _, table := range b.edition.Tables {
		for _, c := range table.Cells() {
			t.compare(&r, c.CellID, b.want[c.CellID])
		}
	}
	for _, more := range reports[min(1, len(reports)):] {
		// A second report out of one is wrong wherever it says something else than the first should.
		for _, f := range more.Facts {
			if want := b.want[f.Cell()]; f.Value != nil && (want == nil || !sameReading(f, *want)) {
				t.Wrong++
				if !spokenOf(&more, f.Cell()) && r.Year == more.Year {
					t.Silent++
				}
			}
		}
	}
	slices.Sort(t.Details)
	return t
}

// add counts another reading too.
func (t *Tally) add(o Tally) {
	t.Right += o.Right
	t.Blank += o.Blank
	t.Missed += o.Missed
	t.Wrong += o.Wrong
	t.Silent += o.Silent
}

func TestVariants(t *testing.T) {
	bases := ownBases()
	if os.Getenv("TONGJIAN_VARIANTS") != "" {
		bases = append(bases, realBases(t)...)
	}
	for _, v := range append(variants(), routeVariants()...) {
		t.Run(v.name, func(t *testing.T) {
			var sum Tally
			for _, b := range bases {
				name, content := v.write(t, b)
				y := compareVariant(b, v, name, content)
				if y.Silent > 0 {
					t.Errorf("%s: %d wrong and nothing said: %v %v", b.name, y.Silent, y.Identity, y.Details)
				}
				if all := y.Right + y.Missed + y.Wrong; strings.HasPrefix(b.name, "own") && y.Right*100 < all*v.reads {
					t.Errorf("%s: %d right, %d missed, %d wrong: %v %v", b.name, y.Right, y.Missed, y.Wrong, y.Identity, y.Details[:min(6, len(y.Details))])
				}
				sum.add(y)
			}
			t.Logf("%5d right %5d blank %5d missed %4d wrong %4d silent", sum.Right, sum.Blank, sum.Missed, sum.Wrong, sum.Silent)
		})
	}
}
