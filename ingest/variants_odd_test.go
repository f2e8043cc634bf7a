package ingest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"tongjian/data"
	"tongjian/data/forms"
)

// changed gives the report with some figures written otherwise; ok is false for those left alone.
func (b *baseReport) changed(change func(id data.CellID, text string) (to *string, ok bool)) *baseReport {
	out := *b
	out.want = maps.Clone(b.want)
	for _, t := range b.edition.Tables {
		for _, c := range t.Cells() {
			if to, ok := change(c.CellID, b.text(c.CellID)); ok {
				out.want[c.CellID] = to
			}
		}
	}
	return &out
}

func zeros(to string) func(b *baseReport) *baseReport {
	return func(b *baseReport) *baseReport {
		return b.changed(func(_ data.CellID, text string) (*string, bool) {
			if text != "0" {
				return nil, false
			}
			if to == "" {
				return nil, true
			}
			return &to, true
		})
	}
}

func blankColumns(columns ...string) func(b *baseReport) *baseReport {
	return func(b *baseReport) *baseReport {
		return b.changed(func(id data.CellID, _ string) (*string, bool) { return nil, slices.Contains(columns, id.Column) })
	}
}

func someBlank(share float64) func(b *baseReport) *baseReport {
	return func(b *baseReport) *baseReport {
		random := rand.New(rand.NewPCG(3, 9))
		return b.changed(func(data.CellID, string) (*string, bool) { return nil, random.Float64() < share })
	}
}

func same(b *baseReport) *baseReport { return b }

func tabsTrimmed(cells []string) string  { return strings.TrimRight(strings.Join(cells, "\t"), "\t") }
func pipesTrimmed(cells []string) string { return strings.TrimRight(strings.Join(cells, " | "), " |") }
func barsAround(cells []string) string   { return "| " + strings.Join(cells, " | ") + " |" }
func single(cells []string) string       { return strings.TrimRight(strings.Join(cells, " "), " ") }
func gapsTrimmed(cells []string) string  { return strings.TrimRight(strings.Join(cells, "   "), " ") }
func filled(cells []string) []string {
	return slices.DeleteFunc(slices.Clone(cells), func(c string) bool { return c == "" })
}
func filledGaps(cells []string) string    { return strings.Join(filled(cells), "  ") }
func filledTabs(cells []string) string    { return strings.Join(filled(cells), "\t") }
func filledPipes(cells []string) string   { return strings.Join(filled(cells), " | ") }
func filledALine(cells []string) string   { return strings.Join(filled(cells), "\n") }
func emptyALine(cells []string) string    { return strings.Join(cells, "\n") }
func emptyTwoLines(cells []string) string { return strings.Join(cells, "\n\n") }
func gluedCells(cells []string) string    { return strings.Join(cells, "") }
func commas(cells []string) string        { return strings.Join(cells, ",") }
func semicolons(cells []string) string    { return strings.Join(cells, "；") }
func wideGaps(cells []string) string      { return strings.Join(cells, "\u3000") }

// markdown writes tables in pipes with their merged cells told by write.
func markdown(shape func(b *baseReport) written, repeat bool) func(testing.TB, *baseReport) (string, []byte) {
	return func(_ testing.TB, b *baseReport) (string, []byte) {
		var out strings.Builder
		for _, item := range shape(b).items {
			if item.table == nil {
				out.WriteString(item.text + "\n\n")
				continue
			}
			p := item.table.plain()
			if repeat {
				p = item.table.repeated()
			}
			for i, row := range p.lines() {
				for _, c := range row {
					out.WriteString("| " + strings.ReplaceAll(c.text, "|", `\|`) + " ")
				}
				out.WriteString("|\n")
				if i == 0 {
					out.WriteString(strings.Repeat("| --- ", len(row)) + "|\n")
				}
			}
			out.WriteString("\n")
		}
		return "report.md", []byte(out.String())
	}
}

func constant(s string) func(int) string { return func(int) string { return s } }
func counting(i int) string              { return fmt.Sprint(i) }

// oddVariants are ways that change what a cell holds or what columns and rows there are.
func oddVariants() []struct {
	variant
	base func(*baseReport) *baseReport
} {
	type odd = struct {
		variant
		base func(*baseReport) *baseReport
	}
	bare := pageStyle{bare: true}
	all := everyTable
	var out []odd
	joins := []struct {
		name string
		join func([]string) string
	}{
		{"tabs", tabs}, {"tabs trimmed", tabsTrimmed}, {"pipes", pipes}, {"pipes trimmed", pipesTrimmed}, {"bars around", barsAround}, {"one blank", single},
		{"gaps", gapsTrimmed}, {"filled gaps", filledGaps}, {"filled tabs", filledTabs}, {"filled pipes", filledPipes}, {"filled a line", filledALine}, {"empty a line", emptyALine},
		{"blank a line", oneALine}, {"empty two lines", emptyTwoLines}, {"glued", gluedCells}, {"commas", commas}, {"semicolons", semicolons}, {"wide gaps", wideGaps},
	}
	bases := []struct {
		name string
		base func(*baseReport) *baseReport
	}{
		{"", same}, {"zeros blank", zeros("")}, {"zeros 无", zeros("无")}, {"zeros /", zeros("/")}, {"zeros —", zeros("—")}, {"zeros 0件", zeros("0件")},
		{"zeros 见附件", zeros("见附件")}, {"zeros 零", zeros("零")}, {"zeros O", zeros("O")},
		{"organisations blank", blankColumns("business", "research", "nonprofit", "legal_service", "other")},
		{"totals blank", blankColumns("total")},
		{"other and total blank", blankColumns("other", "total")},
		{"natural persons blank", blankColumns("natural_person")},
		{"a tenth blank", someBlank(0.1)}, {"half blank", someBlank(0.5)}, {"most blank", someBlank(0.85)},
	}
	shapes := []struct {
		name  string
		shape func(b *baseReport) written
	}{
		{"as is", as},
		{"columns swapped", table3(columnsOrdered(0, 1, 3, 2, 5, 4, 6))},
		{"columns: other first", table3(columnsOrdered(0, 5, 1, 2, 3, 4, 6))},
		{"columns: persons last but one", table3(columnsOrdered(1, 2, 3, 4, 5, 0, 6))},
		{"columns: no other", table3(columnsOrdered(0, 1, 2, 3, 4, 6))},
		{"columns: no total", table3(columnsOrdered(0, 1, 2, 3, 4, 5))},
		{"columns: persons and total", table3(columnsOrdered(0, 6))},
		{"columns: no persons", table3(columnsOrdered(1, 2, 3, 4, 5, 6))},
		{"columns: subtotal", all(extraColumn(6, "小计", counting))},
		{"columns: remark", all(extraColumn(-1, "备注", constant("")))},
		{"columns: remark figures", all(extraColumn(-1, "同比增减", counting))},
		{"columns: percent", all(extraColumn(-1, "占比", constant("12.5")))},
		{"columns: number first", all(extraColumn(0, "序号", counting))},
		{"columns: extra applicant", all(extraColumn(3, "行业协会", counting))},
		{"flat head", table3(flatHead)},
		{"rows lost", all(rowsLost(4, 2))},
		{"rows lost 2", all(rowsLost(3, 0))},
		{"rows lost 3", all(rowsLost(2, 1))},
		{"transposed", all(transposed)},
		{"one grid", oneGrid},
		{"heads cut off", all(headless)},
		{"total row", all(func(_ *baseReport, t forms.Table, p *printedTable) *printedTable {
			return p.withRow(p.rows, "合计", counting)
		})},
		{"subtotal rows", table3(func(_ *baseReport, p *printedTable) *printedTable {
			h := p.headRows()
			return p.withRow(h+12, "小计", counting).withRow(h+4, "小计", counting)
		})},
		{"double row", all(func(_ *baseReport, t forms.Table, p *printedTable) *printedTable {
			if t.ID == "2" {
				return p
			}
			return p.withRow(p.rows, "其中：区本级", counting)
		})},
		{"labels repeated", all(func(_ *baseReport, _ forms.Table, p *printedTable) *printedTable { return p.repeated() })},
		{"labels blank", all(func(_ *baseReport, _ forms.Table, p *printedTable) *printedTable { return p.plain() })},
	}
	for _, s := range shapes {
		for _, base := range bases {
			name := s.name + ", " + base.name + ", "
			out = append(out, odd{variant{name + "html", asPage(s.shape, bare), 0}, base.base})
			if base.name == "" {
				out = append(out, odd{variant{name + "xlsx", sheet(s.shape, false), 0}, base.base})
			}
			out = append(out, odd{variant{name + "md blank", markdown(s.shape, false), 0}, base.base}, odd{variant{name + "md repeated", markdown(s.shape, true), 0}, base.base})
			for _, j := range joins {
				out = append(out, odd{variant{name + "txt " + j.name, textFile(s.shape, j.join), 0}, base.base})
			}
		}
	}
	return out
}

// TestOddVariants tries one in many of the odd variants; with TONGJIAN_VARIANTS set, it tries all, a hundred thousand cells of each kind.
func TestOddVariants(t *testing.T) {
	const oneOf = 31
	// Known to say nothing of a cell: a row whose only figure is a zero, in bars whose first one is blank in the headings and not in
	// the rows. Which column it stands in can only be told from other rows.
	known := map[string]int{"labels blank, half blank, txt pipes": 1}
	all, bases := os.Getenv("TONGJIAN_VARIANTS") != "", ownBases()
	totals := map[string]*Tally{}
	for i, v := range oddVariants() {
		if !all && i%oneOf != 0 {
			continue
		}
		kind, _, _ := strings.Cut(v.name, ", ")
		if totals[kind] == nil {
			totals[kind] = &Tally{}
		}
		silent := 0
		var details []string
		for _, b := range bases {
			b := v.base(b)
			name, content := v.write(t, b)
			y := compareVariant(b, v.variant, name, content)
			totals[kind].add(y)
			silent += y.Silent
			if y.Silent > 0 {
				details = append(details, fmt.Sprintf("%s %v %v", b.name, y.Identity, y.Details))
			}
		}
		if silent > known[v.name] {
			t.Errorf("%s: %d wrong and nothing said: %s", v.name, silent, strings.Join(details, "\n"))
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(totals)) {
		y := totals[kind]
		t.Logf("%-32s %6d right %6d blank %6d missed %5d wrong %4d silent", kind, y.Right, y.Blank, y.Missed, y.Wrong, y.Silent)
	}
}
