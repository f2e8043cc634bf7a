package ingest

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"tongjian/data"
	"tongjian/data/forms"
)

// cellTexts draws what an agency may write into a cell, lawful or not.
func cellTexts(m forms.Measure) *rapid.Generator[string] {
	count := rapid.Map(rapid.IntRange(0, 99999), func(n int) string { return fmt.Sprint(n) })
	odd := rapid.SampledFrom([]string{"", "", "/", "—", "无", "-3", "约20", "55（含自然失效29件）", "１２", "1,234", "0"})
	figure := count
	switch m.Kind {
	case forms.SignedCount:
		figure = rapid.Map(rapid.IntRange(-500, 500), func(n int) string { return fmt.Sprintf("%+d", n) })
	case forms.Amount, forms.FreeAmount:
		figure = rapid.Map(rapid.IntRange(0, 99999999), func(n int) string { return fmt.Sprintf("%d.%04d", n/10000, n%10000) })
	}
	return rapid.Custom(func(t *rapid.T) string {
		if rapid.IntRange(0, 9).Draw(t, "odd") == 0 {
			return odd.Draw(t, "text")
		}
		return figure.Draw(t, "figure")
	})
}

// What a workbook on the official form holds is read back exactly: every cell with its text and its place, whatever stands
// in it, however the workbook is laid out.
func TestWorkbookReadsBack(t *testing.T) {
	for _, e := range forms.All() {
		rapid.Check(t, func(t *rapid.T) {
			values := map[data.CellID]string{}
			for _, table := range e.Tables {
				for _, c := range table.Cells() {
					m, _ := forms.MeasureOf(c.Key)
					values[c.CellID] = cellTexts(m).Draw(t, c.Key+c.CellID.Column)
				}
			}
			year := max(e.From, e.To)
			o := forms.WorkbookOptions{
				Title:    fmt.Sprintf("龙亭区政府办公室%d年政府信息公开工作年度报告", year),
				Values:   func(id data.CellID) (string, bool) { v := values[id]; return v, v != "" },
				Formulas: rapid.Bool().Draw(t, "formulas"),
				Texts:    rapid.Bool().Draw(t, "texts"),
				Split:    rapid.Bool().Draw(t, "split"),
				Top:      rapid.IntRange(0, 3).Draw(t, "top"),
				Left:     rapid.IntRange(0, 3).Draw(t, "left"),
			}
			o.TablesOnly = rapid.Bool().Draw(t, "tables only")
			var b bytes.Buffer
			places, err := forms.WriteWorkbook(&b, e, o)
			if err != nil {
				t.Fatal(err)
			}
			_, reports, err := Read(fmt.Sprintf("龙亭区政府办公室%d年.xlsx", year), b.Bytes(), Hints{Region: "410202"})
			if err != nil {
				t.Fatal(err)
			}
			if len(reports) != 1 {
				t.Fatalf("%d reports", len(reports))
			}
			r := reports[0]
			if r.Year != year || r.Agency != "龙亭区政府办公室" {
				t.Fatalf("%s %d", r.Agency, r.Year)
			}
			if len(r.Editions) != len(e.Tables) {
				t.Fatalf("tables %v, want those of edition %s", r.Editions, e.Name)
			}
			for _, table := range e.Tables {
				if r.Editions[table.ID] != e.Name && table.ID != "4" {
					t.Fatalf("table %s is on edition %q, want %s", table.ID, r.Editions[table.ID], e.Name)
				}
			}
			if len(r.Facts) != len(values) {
				t.Fatalf("%d facts of %d cells; unmapped %v", len(r.Facts), len(values), r.Unmapped)
			}
			for _, f := range r.Facts {
				want := values[f.Cell()]
				if f.At != places[f.Cell()] {
					t.Fatalf("%v read from %s, stands at %s", f.Cell(), f.At, places[f.Cell()])
				}
				if same := readCell(want); f.State != same.state || same.state == data.StateNumber && !same.value.Equal(*f.Value) {
					t.Fatalf("%v: wrote %q, read %q (%s)", f.Cell(), want, f.Raw, f.State)
				}
			}
			if len(r.Unmapped) > 0 {
				t.Fatalf("unmapped: %v", r.Unmapped)
			}
		})
	}
}
