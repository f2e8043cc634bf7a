package docx_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"tongjian/dashboard/docx"
)

// Cells that span say so in every row they stand in, and every row has the width of the grid.
func TestGridSpans(t *testing.T) {
	d := docx.New("表")
	d.Grid(docx.Grid{Columns: []int{1, 1, 2}, Rows: 3, HeadRows: 1, Cells: []docx.GridCell{
		{Row: 0, Col: 0, RowSpan: 2, ColSpan: 2, Text: "角", Head: true}, {Row: 0, Col: 2, RowSpan: 1, ColSpan: 1, Text: hostile, Head: true},
		{Row: 1, Col: 2, RowSpan: 1, ColSpan: 1, Text: "1"}, {Row: 2, Col: 0, RowSpan: 1, ColSpan: 1, Text: "左\n右", Left: true}}})
	text := part(t, written(t, d), "word/document.xml")
	for want, n := range map[string]int{`<w:gridSpan w:val="2"/>`: 2, `<w:vMerge w:val="restart"/>`: 1, `<w:vMerge/>`: 1, `<w:tblHeader/>`: 1, `<w:tc>`: 2 + 2 + 3,
		`左</w:t></w:r><w:r><w:br/></w:r>`: 1, "角</w:t>": 1} {
		if got := strings.Count(text, want); got != n {
			t.Errorf("%d times %s, want %d", got, want, n)
		}
	}
	wellFormed(t, text)
}

// A chart holds its own values: gaps stay gaps, names are text, and every part is declared.
func TestChartsHoldTheirValues(t *testing.T) {
	d := docx.NewSheet("简报")
	one, two := decimal.RequireFromString("12.5"), decimal.NewFromInt(0)
	chart := docx.Chart{Title: hostile, Labels: []string{"2023", "2024", hostile}, Height: 50, Percent: true,
		Series: []docx.Series{{Name: hostile, Color: "1d5c9c", Dashed: true, Values: []*decimal.Decimal{&one, nil, &two}}}}
	stacked := chart
	stacked.Stacked = true
	d.Charts(chart, stacked)
	d.Add(docx.Small, "完")
	file := written(t, d)
	text := part(t, file, "word/charts/chart1.xml")
	wellFormed(t, text)
	wellFormed(t, part(t, file, "word/charts/chart2.xml"))
	if !strings.Contains(text, `<c:ptCount val="3"/><c:pt idx="0"><c:v>12.5</c:v></c:pt><c:pt idx="2"><c:v>0</c:v></c:pt></c:numLit>`) {
		t.Error("a gap is not left open:", text)
	}
	for _, name := range []string{"chart1", "chart2"} {
		if !strings.Contains(part(t, file, "[Content_Types].xml"), `/word/charts/`+name+`.xml"`) ||
			!strings.Contains(part(t, file, "word/_rels/document.xml.rels"), `Id="`+name+`"`) ||
			!strings.Contains(part(t, file, "word/document.xml"), `r:id="`+name+`"`) {
			t.Errorf("%s is not declared", name)
		}
	}
	if !bytes.Equal(file, written(t, d)) {
		t.Error("two writings differ")
	}
}

func wellFormed(t *testing.T, text string) {
	t.Helper()
	for decoder := xml.NewDecoder(strings.NewReader(text)); ; {
		_, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
	}
}
