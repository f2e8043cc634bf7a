package sample

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"tongjian/data/forms"
	"tongjian/data/regions"
)

// Names of what [Sample.Write] writes into its directory.
const (
	ReportsDir  = "年度报告"
	RosterFile  = "roster.xlsx"
	TruthFile   = "truth.jsonl"
	MissingFile = "missing.jsonl"
	// ReceivedFile tells when each report came.
	ReceivedFile = "received.csv"
)

// Workbook writes the report's workbook.
func (r Report) Workbook(w io.Writer) error {
	if _, err := forms.WriteWorkbook(w, r.edition, r.options); err != nil {
		return fmt.Errorf("%s: %w", r.Path, err)
	}
	return nil
}

// Write writes the sample into a directory: the workbooks, the roster and the truth. progress, unless nil, is told after
// each workbook how many are done, one call at a time.
func (s Sample) Write(ctx context.Context, dir string, progress func(done int)) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write sample: %w", err)
	}
	if err := s.writeWorkbooks(ctx, filepath.Join(dir, ReportsDir), progress); err != nil {
		return fmt.Errorf("write sample: %w", err)
	}
	if err := regions.WriteRoster(filepath.Join(dir, RosterFile), s.Roster); err != nil {
		return fmt.Errorf("write sample: %w", err)
	}
	for _, truth := range []struct {
		name  string
		write func(io.Writer) error
	}{{TruthFile, s.WriteTruth}, {MissingFile, s.WriteMissing}, {ReceivedFile, s.WriteReceived}} {
		if err := writeFile(filepath.Join(dir, truth.name), truth.write); err != nil {
			return fmt.Errorf("write sample: %w", err)
		}
	}
	return nil
}

// writeWorkbooks shares the work among all processors.
func (s Sample) writeWorkbooks(ctx context.Context, dir string, progress func(done int)) error {
	var (
		counting sync.Mutex
		done     int
	)
	group, stopped := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for n, r := range slices.Concat(s.Reports, s.Superseded) {
		if stopped.Err() != nil {
			break
		}
		group.Go(func() error {
			file := filepath.Join(dir, filepath.FromSlash(r.Path))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				return err
			}
			if err := writeFile(file, r.Workbook); err != nil {
				return err
			}
			counting.Lock()
			defer counting.Unlock()
			if n >= len(s.Reports) {
				return nil
			}
			if done++; progress != nil {
				progress(done)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// WriteTruth writes the truth about the sample: a line of JSON for each report, see [Report].
func (s Sample) WriteTruth(w io.Writer) error { return writeLines(w, s.Reports) }

// WriteReceived writes when each report came: a line of path and day, below a heading.
func (s Sample) WriteReceived(w io.Writer) error {
	out := csv.NewWriter(w)
	lines := [][]string{{"文件", "收到日期"}}
	for _, r := range slices.Concat(s.Reports, s.Superseded) {
		lines = append(lines, []string{r.Path, r.Received})
	}
	return out.WriteAll(lines)
}

// WriteMissing writes a line of JSON for each report that was never handed in, see [Missing].
func (s Sample) WriteMissing(w io.Writer) error { return writeLines(w, s.Missing) }

func writeLines[T any](w io.Writer, list []T) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for _, line := range list {
		if err := out.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// writeFile writes a whole file at once.
func writeFile(file string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o644)
}
