package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongjian/data"
	"tongjian/data/filing"
	"tongjian/data/forms"
	"tongjian/ingest"
	"tongjian/queries"

	"tongjian/dashboard/letters"
)

// A letter is a document like those agencies send: the program's own reader finds its paragraphs and its table, cell by cell.
func TestLettersCanBeReadBack(t *testing.T) {
	cell := data.FindingCell{Table: "3", Key: "requests.received", Column: "total", Label: "一、本年新收·总计", Raw: "=1+1"}
	last := "7"
	list := []queries.Letter{{Agency: queries.Agency{ID: 1, Name: "星湖区教育局", Region: "990101", RegionName: "星湖区"}, Year: 2024, Scope: data.ScopeOwn,
		Report: 3, ReceivedAt: filing.Day(2025, 1, 20), Due: filing.Day(2025, 1, 31), Before: 2,
		Findings: []queries.LetterFinding{{Last: []*string{&last}, Finding: queries.Finding{Finding: data.Finding{Check: "T3-BALANCE", Severity: data.SeverityError,
			Message: "两边不等。", Left: "2", Right: "1", Difference: "1", Cells: []data.FindingCell{cell}}}}}}}
	template, err := letters.ReadTemplate("")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := letters.NewBatch(list, letters.Options{Date: filing.Day(2025, 2, 5)}).Letters[0].WriteDocx(&b, template); err != nil {
		t.Fatal(err)
	}
	doc, reports, err := ingest.Read("信.docx", b.Bytes(), ingest.Hints{})
	if err == nil || len(reports) > 0 {
		t.Errorf("a letter is taken for %d reports, %v", len(reports), err)
	}
	var text, row []string
	for _, block := range doc.Blocks {
		if block.Grid == nil {
			text = append(text, block.Text)
			continue
		}
		for _, c := range block.Grid.Rows[len(block.Grid.Rows)-1] {
			row = append(row, strings.Join(strings.Fields(c.Text), " "))
		}
	}
	if doc.Format != "docx" || !strings.HasPrefix(strings.Join(text, "\n"), "关于核实更正2024年政府信息公开工作年度报告的通知\n星湖区教育局：\n") {
		t.Errorf("%s: %q", doc.Format, text)
	}
	if got, want := strings.Join(row, "|"), "1|表三勾稽关系：两边不等。 （2 ≠ 1，差 1）|一、本年新收·总计|=1+1|7"; got != want {
		t.Errorf("the row of the table is %q, want %q", got, want)
	}
}

// The form that comes with a reminder, filled in, is read as the report of the agency reminded on the year it owes.
func TestTheFormOfAReminderReadsBack(t *testing.T) {
	for name, scope := range map[string]data.Scope{"星湖区教育局": data.ScopeOwn, "星湖区人民政府": data.ScopeConsolidated} {
		t.Run(name, func(t *testing.T) {
			list := []queries.Letter{{Agency: queries.Agency{ID: 1, Name: name, Region: "990101", RegionName: "星湖区"}, Year: 2024, Scope: scope, Due: filing.Day(2025, 1, 31)}}
			var b bytes.Buffer
			if err := letters.NewBatch(list, letters.Options{Date: filing.Day(2025, 4, 5)}).Letters[0].WriteXLSX(&b); err != nil {
				t.Fatal(err)
			}
			f, err := excelize.OpenReader(&b)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			e, _ := forms.ForYear(2024)
			places, err := forms.TemplatePlaces(e)
			if err != nil {
				t.Fatal(err)
			}
			for id, at := range places {
				cell, _ := excelize.CoordinatesToCellName(at.Cell, at.Line)
				if formula, _ := f.GetCellFormula(at.Sheet, cell); formula != "" {
					continue
				}
				if err := f.SetCellValue(at.Sheet, cell, 0); err != nil {
					t.Fatalf("%v: %v", id, err)
				}
			}
			var filled bytes.Buffer
			if err := f.Write(&filled); err != nil {
				t.Fatal(err)
			}
			_, reports, err := ingest.Read("填报表.xlsx", filled.Bytes(), ingest.Hints{})
			if err != nil || len(reports) != 1 {
				t.Fatalf("%s: %d reports, %v", name, len(reports), err)
			}
			if r := reports[0]; r.Agency != name || r.Region != "990101" || r.Year != 2024 || r.Scope != scope {
				t.Errorf("read as %s, %s, %d, %s", r.Agency, r.Region, r.Year, r.Scope)
			}
		})
	}
}
