package ingest

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// Walking a sheet gives what excelize gives, cell for cell, whatever kinds of cells stand in it.
func TestWalkAgreesWithExcelize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := excelize.NewFile()
		defer f.Close()
		for range rapid.IntRange(0, 30).Draw(t, "cells") {
			cell, err := excelize.CoordinatesToCellName(rapid.IntRange(1, 40).Draw(t, "col"), rapid.IntRange(1, 30).Draw(t, "row"))
			if err != nil {
				t.Fatal(err)
			}
			switch rapid.SampledFrom([]string{"int", "float", "text", "bool", "formula", "rich", "inline"}).Draw(t, "kind") {
			case "int":
				err = f.SetCellInt("Sheet1", cell, rapid.Int64Range(-9, 1e12).Draw(t, "n"))
			case "float":
				err = f.SetCellFloat("Sheet1", cell, rapid.Float64Range(-1e6, 1e6).Draw(t, "x"), -1, 64)
			case "text":
				err = f.SetCellStr("Sheet1", cell, rapid.SampledFrom([]string{"<a> & \"b\"", " x ", "一\n二", "=1+1", "'", "]]>", "３", "114102020053123456", "1e5"}).Draw(t, "text"))
			case "bool":
				err = f.SetCellBool("Sheet1", cell, rapid.Bool().Draw(t, "bool"))
			case "formula":
				err = f.SetCellFormula("Sheet1", cell, "SUM(A1:B2)")
			case "rich":
				err = f.SetCellRichText("Sheet1", cell, []excelize.RichTextRun{{Text: "国家"}, {Text: "秘密 ", Font: &excelize.Font{Bold: true}}})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		compareWalk(t, b.Bytes())
	})
}

func compareWalk(t interface {
	Fatal(...any)
	Fatalf(string, ...any)
}, content []byte) {
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		collect := func(each func(func(int, []string) error) error) []string {
			var out []string
			err := each(func(line int, texts []string) error {
				for i, text := range texts {
					if text != "" {
						out = append(out, fmt.Sprintf("%d:%d %q", line, i+1, text))
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		want := collect(func(row func(int, []string) error) error { return eachRowIterated(f, sheet, row) })
		got := collect(func(row func(int, []string) error) error { return eachRow(f, sheet, sheetParts(f)[sheet], row) })
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("- excelize, + walk\n%s", d)
		}
	}
}

// Only what is stored as a number is written the way a sheet shows numbers; a code of eighteen digits written as text is what it is,
// whichever way the sheet is read.
func TestDigitsWrittenAsTextStay(t *testing.T) {
	const code = "114102020053123456"
	f := excelize.NewFile()
	defer f.Close()
	for cell, value := range map[string]any{"A1": code, "B1": "1e5", "C1": 26.550000000000001, "D1": 1e5} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellRichText("Sheet1", "A2", []excelize.RichTextRun{{Text: code}}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	compareWalk(t, b.Bytes())
	doc, err := readDocument("a.xlsx", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var got [][]string
	for _, row := range doc.Blocks[0].Grid.Rows {
		var texts []string
		for _, c := range row {
			texts = append(texts, c.Text)
		}
		got = append(got, texts)
	}
	if d := cmp.Diff([][]string{{code, "1e5", "26.55", "100000"}, {code}}, got); d != "" {
		t.Error(d)
	}
}

func TestWalkOnUnusualSheets(t *testing.T) {
	for _, tc := range []struct{ name, xml, want string }{
		{"no references", `<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>`, "[1 2] [3]"},
		{"prefixed", `<x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData>`, "[1]"},
		{"inline with reading", `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>国家</t><rPh sb="0" eb="1"><t>guó</t></rPh></is></c></row></sheetData>`, "[国家]"},
		{"quoted bracket", `<sheetData><row r="1" x="a>b"><c r="A1"><v>5</v></c></row></sheetData>`, "[5]"},
		{"empty cells", `<sheetData><row r="1"><c r="A1" s="3"/><c r="B1"><v>5</v></c></row><row r="2"/></sheetData>`, "[ 5] []"},
		{"a raised note", `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><r><t>5</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is></c></row></sheetData>`, "[5 1]"},
		{"a figure struck out", `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><r><rPr><strike/></rPr><t>5</t></r><r><t>6</t></r></is></c><c r="B1"><v>7</v></c></row></sheetData>`, "[5 6 7]"},
		{"on the line", `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><r><rPr><strike val="0"/><vertAlign val="baseline"/></rPr><t>5</t></r><r><t>6</t></r></is></c></row></sheetData>`, "[56]"},
		{"entities", `<sheetData><row r="1"><c r="A1" t="str"><v>a&amp;b&#x4e00;</v></c></row></sheetData>`, "[a&b一]"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got string
			w := &sheetWalk{f: excelize.NewFile(), rest: []byte(tc.xml), row: func(_ int, texts []string) error {
				if got != "" {
					got += " "
				}
				got += fmt.Sprint(texts)
				return nil
			}}
			if err := w.walk(); err != nil || got != tc.want {
				t.Errorf("got %s (%v), want %s", got, err, tc.want)
			}
		})
	}
	for _, bad := range []string{`<sheetData><row r="0">`, `<sheetData><row r="x">`, `<sheetData><row><c r="7">`, `<sheetData><row><c r="A1" t="s"><v>9</v></c>`,
		`<sheetData><row><c r="XFE1">`, `<sheetData><!-- x -->`, `<sheetData><row`} {
		w := &sheetWalk{f: excelize.NewFile(), rest: []byte(bad), row: func(int, []string) error { return nil }}
		if err := w.walk(); err == nil {
			t.Errorf("%s is read", bad)
		}
	}
}

// Raised and struck out figures of texts kept apart from their cells are not read as one with what stands beside them.
func TestSharedTextAside(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for cell, runs := range map[string][]excelize.RichTextRun{
		"A1": {{Text: "5"}, {Text: "1", Font: &excelize.Font{VertAlign: "superscript"}}},
		"B1": {{Text: "5", Font: &excelize.Font{Strike: true}}, {Text: "6"}},
		"C1": {{Text: "5", Font: &excelize.Font{Bold: true}}, {Text: "6"}},
	} {
		if err := f.SetCellRichText("Sheet1", cell, runs); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	doc, err := readXLSX(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := outline(doc), "[5 1|5 6|56]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
