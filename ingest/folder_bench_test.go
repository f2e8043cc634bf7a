package ingest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongjian/data/warehouse"
)

// BenchmarkFolder compares ingesting a folder of workbooks (reading, checking, loading) with merely opening each of them and
// reading its rows, on as many cores. Each reports the time of one file.
func BenchmarkFolder(b *testing.B) {
	const files = 120
	dir := b.TempDir()
	var paths []string
	for i := range files {
		path := filepath.Join(dir, fmt.Sprintf("龙亭区第%d测试局2023.xlsx", i))
		if err := os.WriteFile(path, officialWorkbook(b, i), 0o600); err != nil {
			b.Fatal(err)
		}
		paths = append(paths, path)
	}
	b.Run("bare", func(b *testing.B) {
		for b.Loop() {
			openAll(b, paths)
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/files, "µs/file")
	})
	b.Run("ingest", func(b *testing.B) {
		for b.Loop() {
			job, err := warehouse.Begin(b.Context(), b.TempDir(), warehouse.Options{})
			if err != nil {
				b.Fatal(err)
			}
			summary, err := Run(b.Context(), job, []string{dir}, Options{})
			if err != nil || summary.Loaded != files {
				b.Fatal(summary, err)
			}
			if err := job.Close(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/files, "µs/file")
	})
}

// openAll opens every workbook and reads its rows, on all cores.
func openAll(b *testing.B, paths []string) {
	todo := make(chan string)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for path := range todo {
				content, err := os.ReadFile(path)
				if err != nil {
					b.Error(err)
					continue
				}
				f, err := excelize.OpenReader(bytes.NewReader(content))
				if err != nil {
					b.Error(err)
					continue
				}
				for _, sheet := range f.GetSheetList() {
					if _, err := f.GetRows(sheet); err != nil {
						b.Error(err)
					}
				}
				if err := f.Close(); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for _, path := range paths {
		todo <- path
	}
	close(todo)
	wg.Wait()
}
