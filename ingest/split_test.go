package ingest

import (
	"fmt"
	"strings"
	"testing"

	"tongjian/data"
	"tongjian/data/forms"
)

// A table that goes on in a second grid with fewer label columns keeps its figures in their columns.
func TestTableGoesOnInAnotherGrid(t *testing.T) {
	e, _ := forms.Named("2021")
	table, _ := e.Table("3")
	rows := table.Blocks[0].Rows
	figures := func(n int) string {
		var b strings.Builder
		for i := range 6 {
			fmt.Fprintf(&b, "<td>%d</td>", n+i)
		}
		fmt.Fprintf(&b, "<td>%d</td>", 6*n+15)
		return b.String()
	}
	var b strings.Builder
	b.WriteString("<h1>龙亭区财政局2023年政府信息公开工作年度报告</h1><table><tr><td rowspan=3 colspan=3>" + table.Blocks[0].Corner +
		"</td><td colspan=7>申请人情况</td></tr><tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr><tr>")
	for _, c := range table.Blocks[0].Columns[1:6] {
		b.WriteString("<td>" + c.Label + "</td>")
	}
	b.WriteString("</tr>")
	const cut = 15
	for i, r := range rows[:cut] {
		fmt.Fprintf(&b, "<tr><td colspan=3>%s</td>%s</tr>", r.Label, figures(i))
	}
	b.WriteString("</table><p>（续）</p><table>")
	for i, r := range rows[cut:] {
		fmt.Fprintf(&b, "<tr><td>%s</td>%s</tr>", r.Label, figures(cut+i))
	}
	b.WriteString("</table>")
	_, reports, err := Read("龙亭区财政局2023.html", []byte(b.String()), Hints{})
	if err != nil {
		t.Fatal(err)
	}
	r := reports[0]
	for i, row := range rows {
		for c, cell := range row.Cells {
			want := int64(i + c)
			if c == 6 {
				want = int64(6*i + 15)
			}
			f, ok := r.FactAt(data.CellID{Key: cell.Key, Column: cell.CellID.Column})
			if !ok || f.Value == nil || f.Value.IntPart() != want {
				t.Errorf("%s: read %v %q, want %d", cell.Label(), ok, f.Raw, want)
			}
		}
	}
}

// A table whose columns are real in one grid goes on in one of the same width in which they are not: there only the order of the cells
// counts.
func TestTableGoesOnWithoutColumns(t *testing.T) {
	e, _ := forms.Named("2021")
	table, _ := e.Table("3")
	rows := table.Blocks[0].Rows
	ruled, loose := &data.Grid{Ruled: true}, &data.Grid{}
	line := func(g *data.Grid, label string, figure func(c int) string) {
		row := []data.DocCell{{Text: label, ColSpan: 1, RowSpan: 1}}
		for c := range 7 {
			row = append(row, data.DocCell{Text: figure(c), Col: c + 1, ColSpan: 1, RowSpan: 1})
		}
		g.Rows = append(g.Rows, row)
	}
	line(ruled, table.Blocks[0].Corner, func(c int) string { return table.Blocks[0].Columns[c].Label })
	for i, r := range rows {
		g := ruled
		if i >= 15 {
			g = loose
		}
		line(g, r.Label, func(c int) string { return fmt.Sprint(i + c) })
	}
	doc := data.Document{Format: "pdf", Blocks: []data.Block{{Text: "龙亭区财政局2023年政府信息公开工作年度报告"}, {Grid: ruled}, {Grid: loose}}}
	reports, err := reportsIn(doc, "龙亭区财政局2023.pdf", Hints{})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for c, cell := range row.Cells {
			f, ok := reports[0].FactAt(cell.CellID)
			if !ok || f.Raw != fmt.Sprint(i+c) {
				t.Errorf("%s: read %v %q, want %d", cell.Label(), ok, f.Raw, i+c)
			}
		}
	}
}
