package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tongjian/data"
)

// What a workbook carries beside its cells is not even unpacked: a damaged format stops no reading.
func TestReadsCellsAlone(t *testing.T) {
	plain := officialWorkbook(t, 7)
	want, err := readXLSX(plain)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	sheet := f.GetSheetName(0)
	style, err := f.NewStyle(&excelize.Style{NumFmt: 3, Font: &excelize.Font{Bold: true}})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle(sheet, "A1", "Z60", style); err != nil {
		t.Fatal(err)
	}
	chart := &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Name: sheet + "!$A$1", Values: sheet + "!$C$8:$C$12"}}}
	if err := f.AddChart(sheet, "Z70", chart); err != nil {
		t.Fatal(err)
	}
	var dressed bytes.Buffer
	if err := f.Write(&dressed); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(dressed.Bytes()), int64(dressed.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var damaged bytes.Buffer
	w := zip.NewWriter(&damaged)
	left := 0
	for _, part := range z.File {
		if !isBeside(part.Name) {
			if err := w.Copy(part); err != nil {
				t.Fatal(err)
			}
			continue
		}
		left++
		to, err := w.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write([]byte("<broken")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if left < 5 {
		t.Fatalf("%d parts beside the cells: the workbook has no formats and no chart", left)
	}
	if _, err := excelize.OpenReader(bytes.NewReader(damaged.Bytes())); err == nil {
		t.Fatal("excelize opens it: nothing is damaged")
	}
	for name, content := range map[string][]byte{"dressed": dressed.Bytes(), "damaged": damaged.Bytes()} {
		got, err := readXLSX(content)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		// Formats make cells of blanks; what stands in cells is the same.
		if diff := cmp.Diff(textsOf(want), textsOf(got)); diff != "" {
			t.Errorf("%s (-plain +read):\n%s", name, diff)
		}
	}
}

// textsOf lists what stands in a document's cells, with their places and spans.
func textsOf(doc data.Document) []string {
	var out []string
	for _, b := range doc.Blocks {
		if b.Grid == nil {
			continue
		}
		for _, row := range b.Grid.Rows {
			for _, c := range row {
				if c.Text != "" {
					out = append(out, fmt.Sprintf("%s %d×%d %s", c.At, c.ColSpan, c.RowSpan, c.Text))
				}
			}
		}
	}
	return out
}
