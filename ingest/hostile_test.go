package ingest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tongjian/data"
)

// A text that repeats one row of the form without end is refused instead of compared without end.
func TestEndlessRowsAreRefused(t *testing.T) {
	text := "龙亭区财政局2022年政府信息公开工作年度报告\n" + strings.Repeat("一、本年新收政府信息公开申请数量 | 1 | 2\n", 60_000)
	_, _, err := Read("龙亭区财政局2022.txt", []byte(text), Hints{})
	if err == nil || !strings.Contains(err.Error(), "超过上限") {
		t.Errorf("got %v", err)
	}
}

// A file of very many small tables, or of one very long line, is read or refused in little time, whatever its format.
func TestManySmallPartsAreBounded(t *testing.T) {
	const few = 4_900
	grids := func(n int) data.Document {
		var doc data.Document
		for i := range n {
			cell := data.DocCell{Text: "规章", ColSpan: 1, RowSpan: 1, At: data.Position{Page: 1, Grid: i + 1, Line: 1, Cell: 1}}
			doc.Blocks = append(doc.Blocks, data.Block{Grid: &data.Grid{Ruled: true, Rows: [][]data.DocCell{{cell, cell}}}})
		}
		return doc
	}
	if err := bounded(grids(100_000)); err == nil {
		t.Error("100,000 tables were not refused")
	}
	started := time.Now()
	if err := bounded(grids(few)); err != nil {
		t.Errorf("%d tables were refused: %v", few, err)
	}
	if _, err := reportsIn(grids(few), "x.pdf", Hints{}); err != nil {
		t.Log(err)
	}
	line := func(text string) data.Document {
		return data.Document{Blocks: []data.Block{{Text: text, At: data.Position{Line: 1}}}}
	}
	for _, text := range []string{strings.Repeat("行政许可 97 ", 120_000), strings.Repeat("1 ", 500_000), strings.Repeat("政府信息公开", 150_000),
		strings.Repeat(" ", 1_000_000) + "x", strings.Repeat("由报告", 220_000), strings.Repeat("2023年 ", 120_000)} {
		if _, err := reportsIn(line(text), "x.txt", Hints{}); err != nil {
			t.Log(err)
		}
	}
	var page strings.Builder
	page.WriteString("<p>龙亭区财政局2022年政府信息公开工作年度报告</p>")
	for i := range few {
		fmt.Fprintf(&page, "<table><tr><td>规章<td>%d</table>", i)
	}
	if _, _, err := Read("x.html", []byte(page.String()), Hints{}); err != nil {
		t.Log(err)
	}
	if took := time.Since(started); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}
