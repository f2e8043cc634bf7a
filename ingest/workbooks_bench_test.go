//go:build unix

package ingest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tongjian/data/warehouse"
)

// BenchmarkWorkbooksOf reads every workbook under the directory TONGJIAN_WORKBOOKS names, one after another on one core, and reports the
// computing time of one file, which other work on the machine does not change: bare is opening a file and taking its rows with the
// library under this package; cells is what other programs do too, turning a file into cells; whole also finds the tables, reads the
// figures with their places and checks the report; loaded also places it and loads it into a warehouse, which keeps its bytes.
// loaded is to take at most half as much again as bare. testdata/compare/sheetjs.mjs runs it beside SheetJS.
func BenchmarkWorkbooksOf(b *testing.B) {
	dir := os.Getenv("TONGJIAN_WORKBOOKS")
	if dir == "" {
		b.Skip("TONGJIAN_WORKBOOKS is not set")
	}
	var paths []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.EqualFold(filepath.Ext(path), ".xlsx") {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil || len(paths) == 0 {
		b.Fatalf("%d workbooks under %s: %v", len(paths), dir, err)
	}
	each := func(b *testing.B, read func(path string, content []byte) error) {
		before := computing(b)
		for b.Loop() {
			for _, path := range paths {
				content, err := os.ReadFile(path)
				if err == nil {
					err = read(path, content)
				}
				if err != nil {
					b.Fatalf("%s: %v", path, err)
				}
			}
		}
		b.ReportMetric((computing(b)-before)/float64(b.N*len(paths)), "µs-computing/file")
	}
	b.Run("bare", func(b *testing.B) {
		each(b, func(_ string, content []byte) error { return openAndTakeRows(content) })
	})
	b.Run("cells", func(b *testing.B) {
		each(b, func(path string, content []byte) error {
			_, err := readDocument(path, content)
			return err
		})
	})
	b.Run("whole", func(b *testing.B) {
		each(b, func(path string, content []byte) error {
			_, _, err := Read(path, content, Hints{})
			return err
		})
	})
	b.Run("loaded", func(b *testing.B) {
		before := computing(b)
		for b.Loop() {
			job, err := warehouse.Begin(b.Context(), b.TempDir(), warehouse.Options{})
			if err != nil {
				b.Fatal(err)
			}
			summary, err := Run(b.Context(), job, []string{dir}, Options{})
			if err != nil || summary.Loaded != len(paths) {
				b.Fatalf("%+v: %v", summary, err)
			}
			if err := job.Close(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric((computing(b)-before)/float64(b.N*len(paths)), "µs-computing/file")
	})
}

// computing is the time this process has computed so far, in microseconds.
func computing(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e3
}
