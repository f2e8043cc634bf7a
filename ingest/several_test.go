package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"tongjian/data"
	"tongjian/data/forms"
)

// sheetOf is a report as a grid, as a workbook with a sheet for each agency has it.
func sheetOf(t *testing.T, agency string, year, received int, split bool) []data.Block {
	t.Helper()
	e, _ := forms.ForYear(year)
	var b bytes.Buffer
	_, err := forms.WriteWorkbook(&b, e, forms.WorkbookOptions{
		Title: fmt.Sprintf("%s%d年政府信息公开工作年度报告", agency, year), Split: split,
		Values: func(id data.CellID) (string, bool) {
			if id.Key == "requests.received" && id.Column == forms.NaturalPerson {
				return fmt.Sprint(received), true
			}
			return "0", true
		}})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := readDocument("a.xlsx", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for i := range doc.Blocks {
		doc.Blocks[i].Grid.Name = strings.TrimPrefix(agency, "龙亭区") + fmt.Sprint(i)
	}
	return doc.Blocks
}

// A workbook may hold several reports: a sheet each, or several sheets each.
func TestSeveralReportsInOneWorkbook(t *testing.T) {
	for _, split := range []bool{false, true} {
		t.Run(fmt.Sprintf("split %v", split), func(t *testing.T) {
			var doc data.Document
			agencies := []string{"龙亭区财政局", "龙亭区教育局", "龙亭区水利局"}
			for i, agency := range agencies {
				doc.Blocks = append(doc.Blocks, sheetOf(t, agency, 2022+i%2, 10+i, split)...)
			}
			reports, err := reportsIn(doc, "汇集.xlsx", Hints{})
			if err != nil {
				t.Fatal(err)
			}
			if len(reports) != len(agencies) {
				t.Fatalf("%d reports, want %d", len(reports), len(agencies))
			}
			for i, r := range reports {
				f, _ := r.FactAt(data.CellID{Key: "requests.received", Column: forms.NaturalPerson})
				if r.Agency != agencies[i] || r.Year != 2022+i%2 || f.Value == nil || f.Value.IntPart() != int64(10+i) {
					t.Errorf("report %d is %s %d with %v", i, r.Agency, r.Year, f.Value)
				}
				if len(r.Facts) != 200 || len(r.Unmapped) > 0 {
					t.Errorf("report %d: %d facts, unmapped %v", i, len(r.Facts), r.Unmapped)
				}
			}
		})
	}
}

// Two reports in one text, one after the other.
func TestSeveralReportsInOneText(t *testing.T) {
	e, _ := forms.Named("2021")
	var text strings.Builder
	for i, agency := range []string{"龙亭区财政局", "龙亭区教育局"} {
		p := printed{title: agency + "2023年政府信息公开工作年度报告", edition: e, values: map[data.CellID]string{}}
		for _, table := range e.Tables {
			for _, c := range table.Cells() {
				p.values[c.CellID] = fmt.Sprint(i)
			}
		}
		text.WriteString(families[0].write(p.lines()))
	}
	_, reports, err := Read("汇集2023.txt", []byte(text.String()), Hints{})
	if err != nil {
		t.Fatal(err)
	}
	if len(reports) != 2 || reports[0].Agency != "龙亭区财政局" || reports[1].Agency != "龙亭区教育局" {
		for _, r := range reports {
			t.Logf("%s %d facts", r.Agency, len(r.Facts))
		}
		t.Fatalf("%d reports", len(reports))
	}
	for i, r := range reports {
		for _, f := range r.Facts {
			if f.Value.IntPart() != int64(i) {
				t.Fatalf("report %d: %v is %v", i, f.Cell(), f.Value)
			}
		}
	}
}
