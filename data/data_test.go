package data

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// positions draws places of every format.
var positions = rapid.Custom(func(t *rapid.T) Position {
	line, cell := rapid.IntRange(1, 99999).Draw(t, "line"), rapid.IntRange(1, 16384).Draw(t, "cell")
	switch rapid.SampledFrom([]string{"workbook", "text", "line", "pdf", "html"}).Draw(t, "format") {
	case "workbook":
		return Position{Sheet: rapid.SampledFrom([]string{"Sheet1", "表 三", "a!b", "'x'", "p1,2:3"}).Draw(t, "sheet"), Line: line, Cell: cell}
	case "text":
		return Position{Line: line, Cell: cell}
	case "pdf":
		return Position{Page: rapid.IntRange(1, 300).Draw(t, "page"), Line: line, Cell: cell}
	case "html":
		return Position{Grid: rapid.IntRange(1, 300).Draw(t, "grid"), Line: line, Cell: cell}
	}
	return Position{Line: line}
})

func TestPositionsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := positions.Draw(t, "position")
		again, err := ParsePosition(p.String())
		if err != nil || again != p {
			t.Fatalf("%+v is written %q and read %+v (%v)", p, p, again, err)
		}
		b, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var back Position
		if err := json.Unmarshal(b, &back); err != nil || back != p {
			t.Fatalf("%+v is marshalled %s and read %+v (%v)", p, b, back, err)
		}
	})
}

func TestPositions(t *testing.T) {
	for _, tc := range []struct {
		p           Position
		text, label string
	}{
		{Position{Sheet: "Sheet1", Line: 7, Cell: 3}, "Sheet1!C7", "工作表“Sheet1”C7"},
		{Position{Sheet: "Sheet1", Line: 7, Cell: 28}, "Sheet1!AB7", "工作表“Sheet1”AB7"},
		{Position{Line: 97, Cell: 3}, "97:3", "第97行第3格"},
		{Position{Line: 97}, "97", "第97行"},
		{Position{Page: 2, Line: 14, Cell: 3}, "p2,14:3", "第2页第14行第3格"},
		{Position{Grid: 1, Line: 5, Cell: 2}, "t1,5:2", "第1个表格第5行第2格"},
		{Position{}, "", ""},
	} {
		if got := tc.p.String(); got != tc.text {
			t.Errorf("%+v: %q, want %q", tc.p, got, tc.text)
		}
		if got := tc.p.Label(); got != tc.label {
			t.Errorf("%+v: %q, want %q", tc.p, got, tc.label)
		}
	}
	for _, bad := range []string{"x", "!C7", "Sheet1!", "p2", "t1,", "97:", ":3"} {
		if p, err := ParsePosition(bad); err == nil {
			t.Errorf("%q is read as %+v", bad, p)
		}
	}
}

func TestDocumentsReadBack(t *testing.T) {
	cells := rapid.Custom(func(t *rapid.T) DocCell {
		col := rapid.IntRange(0, 30).Draw(t, "col")
		c := DocCell{Text: rapid.String().Draw(t, "text"), Col: col, ColSpan: rapid.IntRange(1, 3).Draw(t, "cols"), RowSpan: rapid.IntRange(1, 3).Draw(t, "rows")}
		c.At = positions.Draw(t, "at")
		if rapid.Bool().Draw(t, "in order") {
			c.At = Position{Line: 9, Cell: col + 1}
		}
		return c
	})
	rapid.Check(t, func(t *rapid.T) {
		doc := Document{Format: "txt", Blocks: []Block{
			{Text: "一、总体情况", At: Position{Line: 1}},
			{Grid: &Grid{Name: "表", Ruled: rapid.Bool().Draw(t, "ruled"), Rows: rapid.SliceOfN(rapid.SliceOfN(cells, 1, 5), 1, 5).Draw(t, "rows")}},
		}}
		b, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		var back Document
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(doc, back); d != "" {
			t.Fatal(d)
		}
		var written bytes.Buffer
		if err := doc.WriteJSON(&written); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(b)+"\n", written.String()); d != "" {
			t.Fatal("not as it is marshalled:", d)
		}
	})
}
