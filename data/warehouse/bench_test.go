package warehouse_test

import (
	"fmt"
	"testing"
	"time"

	"tongjian/data"
	"tongjian/data/warehouse"
)

// The size of a prefecture: 1,600 reports of 200 facts, from 400 agencies over four years.
const benchReports = 1600

func benchFile(i int) warehouse.Incoming {
	county := fmt.Sprintf("41020%d", 2+i%4)
	year := 2021 + i/400%4
	r := report("2021", year, data.ScopeOwn, all(fmt.Sprint(i%50)))
	in := file(fmt.Sprint("报告", i, ".xlsx"), fmt.Sprint("机关", i%400), county, r)
	// The workbook itself weighs some 20 kB, its document a cell a fact.
	in.Bytes = append(in.Bytes, make([]byte, 20_000)...)
	sheet := &data.Grid{Name: "Sheet1", Ruled: true}
	for n, f := range r.Facts {
		sheet.Rows = append(sheet.Rows, []data.DocCell{{Text: f.Key, ColSpan: 1, RowSpan: 1, At: f.At}, {Text: f.Raw, Col: n, ColSpan: 1, RowSpan: 1, At: f.At}})
	}
	in.Document.Blocks = append(in.Document.Blocks, data.Block{Grid: sheet})
	return in
}

// BenchmarkLoad measures loading reports of 200 facts, by how many files share a transaction.
func BenchmarkLoad(b *testing.B) {
	for _, size := range []int{1, 8, 32} {
		b.Run(fmt.Sprintf("batch=%d", size), func(b *testing.B) {
			j := begin(b, b.TempDir())
			defer end(b, j)
			var prepare, load time.Duration
			i := 0
			for b.Loop() {
				batch := make([]*warehouse.Prepared, size)
				for n := range batch {
					in := benchFile(i)
					i++
					start := time.Now()
					p, err := j.Prepare(in)
					if err != nil {
						b.Fatal(err)
					}
					prepare += time.Since(start)
					batch[n] = p
				}
				start := time.Now()
				for _, r := range j.LoadBatch(b.Context(), batch) {
					if r.Err != nil {
						b.Fatal(r.Err)
					}
				}
				load += time.Since(start)
			}
			b.ReportMetric(float64(prepare.Microseconds())/float64(i), "µs-prepare/report")
			b.ReportMetric(float64(load.Microseconds())/float64(i), "µs-load/report")
		})
	}
}

// BenchmarkPublish measures publishing a warehouse of 1,600 reports of 200 facts.
func BenchmarkPublish(b *testing.B) {
	j := begin(b, b.TempDir())
	defer end(b, j)
	var batch []*warehouse.Prepared
	for i := range benchReports {
		p, err := j.Prepare(benchFile(i))
		if err != nil {
			b.Fatal(err)
		}
		if batch = append(batch, p); len(batch) == 32 {
			j.LoadBatch(b.Context(), batch)
			batch = nil
		}
	}
	i := 0
	for b.Loop() {
		// One more report, so that there is something to publish.
		load(b, j, benchFile(benchReports+i))
		i++
		if s := publish(b, j); !s.New {
			b.Fatal("nothing was published")
		}
	}
	b.ReportMetric(benchReports, "reports")
}
