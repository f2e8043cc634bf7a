package check_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tongjian/data"
	"tongjian/data/sample"
	"tongjian/data/warehouse"
	"tongjian/ingest"
	"tongjian/ingest/check"
)

// BenchmarkChecks sets what all checks of a warehouse cost beside what reading its reports costs: the ratio is to stay below 1. It goes
// by a small sample, or by a copy of the data directory named in TONGJIAN_BENCH_DATA.
func BenchmarkChecks(b *testing.B) {
	dir := b.TempDir()
	if given := os.Getenv("TONGJIAN_BENCH_DATA"); given != "" {
		if err := copyWarehouse(given, dir); err != nil {
			b.Fatal(err)
		}
	} else if err := ingestSample(b, dir); err != nil {
		b.Fatal(err)
	}
	job, err := warehouse.Begin(b.Context(), dir, warehouse.Options{Command: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	defer job.Close()
	for b.Loop() {
		reading, reports := readAll(b, job)
		started := time.Now()
		for i := range reports {
			check.Report(&reports[i])
		}
		inside := time.Since(started)
		if _, err := check.Across(b.Context(), job); err != nil {
			b.Fatal(err)
		}
		checking := time.Since(started)
		b.ReportMetric(float64(len(reports)), "reports")
		b.ReportMetric(float64(reading.Milliseconds()), "ms-reading")
		b.ReportMetric(float64(inside.Milliseconds()), "ms-inside")
		b.ReportMetric(float64((checking - inside).Milliseconds()), "ms-across")
		b.ReportMetric(float64(checking)/float64(reading), "checking/reading")
	}
}

// readAll reads every file of a warehouse again, one after another. Reading includes the checks inside a report, which are a
// hundredth of it.
func readAll(b *testing.B, job *warehouse.Job) (took time.Duration, reports []data.Report) {
	rows, err := job.DB().QueryContext(b.Context(), `SELECT sha256, name FROM source`)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var sha, name string
		if err := rows.Scan(&sha, &name); err != nil {
			b.Fatal(err)
		}
		contents, err := job.Contents(sha)
		if err != nil {
			b.Fatal(err)
		}
		started := time.Now()
		_, read, err := ingest.Read(name, contents, ingest.Hints{})
		took += time.Since(started)
		if err != nil {
			b.Fatal(err)
		}
		reports = append(reports, read...)
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	return took, reports
}

func ingestSample(b *testing.B, dir string) error {
	generated, err := sample.Generate(sample.Config{Seed: 1, Regions: 1, Agencies: 10, From: 2022, To: 2024, ErrorRate: 0.1})
	if err != nil {
		return err
	}
	files := b.TempDir()
	if err := generated.Write(b.Context(), files, nil); err != nil {
		return err
	}
	job, err := warehouse.Begin(b.Context(), dir, warehouse.Options{Command: "bench"})
	if err != nil {
		return err
	}
	defer job.Close()
	_, err = ingest.Run(b.Context(), job, []string{filepath.Join(files, sample.ReportsDir)}, ingest.Options{})
	return err
}

// copyWarehouse copies what has been loaded, not the snapshots.
func copyWarehouse(from, to string) error {
	if err := os.CopyFS(filepath.Join(to, "files"), os.DirFS(filepath.Join(from, "files"))); err != nil {
		return err
	}
	in, err := os.Open(filepath.Join(from, "warehouse.duckdb"))
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(filepath.Join(to, "warehouse.duckdb"))
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if closing := out.Close(); err == nil {
		err = closing
	}
	return err
}
