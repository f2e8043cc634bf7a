package ingest

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"tongjian/data"
	"tongjian/data/forms"
)

// writeCSV writes a report as a sheet saved as CSV: what merged cells cover is blank, every row has as many cells. It tells where the
// cells of the form stand.
func writeCSV(t *rapid.T, r *printedReport) (string, map[data.CellID]data.Position) {
	separator := rapid.SampledFrom([]string{",", ";", "\t"}).Draw(t, "separator")
	always, end := rapid.Bool().Draw(t, "quote always"), rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(t, "line end")
	width := 0
	for _, p := range r.tables {
		width = max(width, p.cols)
	}
	var b strings.Builder
	line, places := 1, map[data.CellID]data.Position{}
	row := func(texts map[int]string) {
		for col := range width {
			text := texts[col]
			if col > 0 {
				b.WriteString(separator)
			}
			if always && text != "" || strings.ContainsAny(text, separator+"\"\n") {
				text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
			}
			line += strings.Count(text, "\n")
			b.WriteString(strings.ReplaceAll(text, "\n", end))
		}
		b.WriteString(end)
		line++
	}
	row(map[int]string{0: r.title})
	for i, p := range r.tables {
		for _, text := range r.before[i] {
			row(map[int]string{0: text})
		}
		for _, cells := range p.lines() {
			texts, before := map[int]string{}, line
			for _, c := range cells {
				texts[c.col] = c.text
				if c.id == nil {
					texts[c.col] = strings.Join(breaksAt(t, c.text), "\n")
				}
			}
			row(texts)
			for _, c := range cells {
				if c.id != nil {
					places[*c.id] = data.Position{Line: before, Cell: c.col + 1}
				}
			}
		}
	}
	for _, text := range r.after {
		row(map[int]string{0: text})
	}
	return b.String(), places
}

// A report saved as CSV is read back cell by cell, whatever separates the cells.
func TestCSVReadsBack(t *testing.T) {
	eachEdition(t, func(t *rapid.T, e forms.Edition) {
		r := drawReport(t, e)
		text, places := writeCSV(t, r)
		b := []byte(text)
		if rapid.Bool().Draw(t, "GB18030") {
			var err error
			if b, err = simplifiedchinese.GB18030.NewEncoder().Bytes(b); err != nil {
				t.Fatal(err)
			}
		}
		r.readsBack(t, "龙亭区政府办公室2023年.csv", b, places)
	})
}
