package ingest

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/warehouse"
)

// officialWorkbook is a report as most agencies send it: the official form with its three chapters of prose, on one sheet.
func officialWorkbook(tb testing.TB, n int) []byte {
	tb.Helper()
	e, _ := forms.Named("2021")
	var b bytes.Buffer
	_, err := forms.WriteWorkbook(&b, e, forms.WorkbookOptions{
		Title: fmt.Sprintf("龙亭区第%d测试局2023年政府信息公开工作年度报告", n),
		Prose: map[int][]string{1: {"本年度按照要求开展工作。"}, 5: {"继续改进。"}, 6: {"无。"}},
		Values: func(id data.CellID) (string, bool) {
			switch id.Key {
			case "requests.received", "outcome.granted", "outcome.total":
				if id.Column == forms.NaturalPerson || id.Column == forms.Total {
					return "12", true
				}
			}
			return "0", true
		},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// openAndTakeRows does with a workbook the least any program does that reads it with excelize.
func openAndTakeRows(content []byte) error {
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		return err
	}
	for _, sheet := range f.GetSheetList() {
		if _, err := f.GetRows(sheet); err != nil {
			return err
		}
	}
	return f.Close()
}

// BenchmarkWorkbook compares reading and loading a workbook with merely opening it and reading its rows.
func BenchmarkWorkbook(b *testing.B) {
	content := officialWorkbook(b, 1)
	b.Run("bare", func(b *testing.B) {
		for b.Loop() {
			if err := openAndTakeRows(content); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := Read("龙亭区测试局2023年.xlsx", content, Hints{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read and load", func(b *testing.B) {
		job, err := warehouse.Begin(context.Background(), b.TempDir(), warehouse.Options{})
		if err != nil {
			b.Fatal(err)
		}
		defer job.Close()
		var batch []*warehouse.Prepared
		n := 0
		flush := func() {
			for _, r := range job.LoadBatch(context.Background(), batch) {
				if r.Err != nil {
					b.Fatal(r.Err)
				}
			}
			batch = nil
		}
		for b.Loop() {
			n++
			doc, reports, err := Read("龙亭区测试局2023年.xlsx", content, Hints{})
			if err != nil {
				b.Fatal(err)
			}
			p, err := job.Prepare(warehouse.Incoming{Path: "x.xlsx", Name: "x.xlsx", Format: "xlsx", Reader: Version,
				Bytes: fmt.Appendf(nil, "%s%d", content, n), Document: doc, ReceivedAt: time.Unix(0, 0),
				Reports: []warehouse.PlacedReport{{AgencyName: fmt.Sprintf("龙亭区第%d测试局", n), Region: "410202", Report: reports[0]}}})
			if err != nil {
				b.Fatal(err)
			}
			if batch = append(batch, p); len(batch) == maxBatch {
				flush()
			}
		}
		flush()
	})
}
