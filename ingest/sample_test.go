package ingest

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongjian/data"
	"tongjian/data/regions"
	"tongjian/data/sample"
	"tongjian/data/warehouse"
)

// The whole sample is written, ingested, and read back from the warehouse: every stored cell is what the generator put there,
// every planted error is found, and nothing is found that was not planted. With -short the sample is a small one.
func TestSampleIsReproducedExactly(t *testing.T) {
	config := sample.DefaultConfig()
	if testing.Short() {
		config.Regions, config.Agencies, config.ErrorRate = 2, 8, 0.4
	}
	generated, err := sample.Generate(config)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := generated.Write(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	roster, problems, err := regions.ReadRoster(filepath.Join(dir, sample.RosterFile))
	if err != nil || len(problems) > 0 {
		t.Fatalf("roster: %v %v", problems, err)
	}
	job, err := warehouse.Begin(t.Context(), filepath.Join(dir, "data"), warehouse.Options{Command: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer job.Close()
	if _, err := job.ImportAgencies(t.Context(), roster); err != nil {
		t.Fatal(err)
	}
	reports := filepath.Join(dir, sample.ReportsDir)
	started := time.Now()
	summary, err := Run(t.Context(), job, []string{reports}, Options{
		Roster: regions.NewRoster(roster),
		Each: func(f FileResult) {
			if f.Reason != "" {
				t.Errorf("%s: %s", f.Path, f.Reason)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files in %.1f s", summary.Files, time.Since(started).Seconds())
	if summary.Loaded != len(generated.Reports) {
		t.Fatalf("%d reports loaded, want %d", summary.Loaded, len(generated.Reports))
	}
	stored := readStored(t, job)
	for _, want := range generated.Reports {
		key := storedKey{want.Agency, want.Region, want.Year, string(want.Scope)}
		got, ok := stored[key]
		if !ok {
			t.Errorf("%v is not in the warehouse", key)
			continue
		}
		if d := cmp.Diff(truthCells(want), got.cells); d != "" {
			t.Errorf("%s: cells (- truth, + stored)\n%s", want.Path, d)
		}
		if d := cmp.Diff(truthFindings(want), got.findings); d != "" {
			t.Errorf("%s (%s): findings (- planted, + found)\n%s", want.Path, want.Planted, d)
		}
	}
	if len(stored) != len(generated.Reports) {
		t.Errorf("%d reports stored, want %d", len(stored), len(generated.Reports))
	}
}

type storedKey struct {
	agency, region string
	year           int
	scope          string
}

type storedReport struct {
	cells    []string
	findings []string
}

// readStored reads every live report back out of the warehouse.
func readStored(t *testing.T, job *warehouse.Job) map[storedKey]*storedReport {
	t.Helper()
	out := map[storedKey]*storedReport{}
	byID := map[int]*storedReport{}
	each(t, job, `SELECT r.id, a.name, a.region, r.year, r.scope FROM report r JOIN agency a ON a.id = r.agency WHERE r.live`,
		func(scan func(...any) error) error {
			var id int
			var k storedKey
			err := scan(&id, &k.agency, &k.region, &k.year, &k.scope)
			byID[id] = &storedReport{}
			out[k] = byID[id]
			return err
		})
	each(t, job, `SELECT report, tbl, measure, applicant, state, coalesce(CAST(value AS VARCHAR), ''), raw FROM fact ORDER BY report, ord`,
		func(scan func(...any) error) error {
			var report int
			var table, key, column, state, value, raw string
			err := scan(&report, &table, &key, &column, &state, &value, &raw)
			if strings.Contains(value, ".") {
				value = strings.TrimRight(strings.TrimRight(value, "0"), ".")
			}
			byID[report].cells = append(byID[report].cells, fmt.Sprintf("%s %s %s %s %s %q", table, key, column, state, value, raw))
			return err
		})
	each(t, job, `SELECT f.report, f.check_id, f.severity, f.tbl, c.measure, c.applicant FROM finding f
		LEFT JOIN finding_cell c ON c.finding = f.id ORDER BY f.report, f.id, c.ord`,
		collectFindings(byID))
	for _, r := range out {
		slices.Sort(r.cells)
		slices.Sort(r.findings)
	}
	return out
}

// collectFindings writes each finding as one line with the cells it is about.
func collectFindings(byID map[int]*storedReport) func(func(...any) error) error {
	return func(scan func(...any) error) error {
		var report int
		var check, severity, table string
		var key, column *string
		if err := scan(&report, &check, &severity, &table, &key, &column); err != nil {
			return err
		}
		line := fmt.Sprintf("%s %s %s", check, severity, table)
		if key != nil && *key != "" && !strings.HasPrefix(check, "FORM-") {
			line += " " + *key + "/" + *column
		}
		r := byID[report]
		if !slices.Contains(r.findings, line) {
			r.findings = append(r.findings, line)
		}
		return nil
	}
}

func each(t *testing.T, job *warehouse.Job, query string, row func(scan func(...any) error) error) {
	t.Helper()
	rows, err := job.DB().QueryContext(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func truthCells(r sample.Report) []string {
	var out []string
	for _, c := range r.Cells {
		value := ""
		if c.State == data.StateNumber {
			value = c.Value.String()
		}
		out = append(out, fmt.Sprintf("%s %s %s %s %s %q", c.Table, c.Key, c.Column, c.State, value, c.Raw))
	}
	slices.Sort(out)
	return out
}

func truthFindings(r sample.Report) []string {
	var out []string
	add := func(line string) {
		if !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	for _, f := range r.Findings {
		line := fmt.Sprintf("%s %s %s", f.Check, f.Severity, f.Table)
		if len(f.Cells) == 0 || strings.HasPrefix(f.Check, "FORM-") {
			add(line)
			continue
		}
		for _, c := range f.Cells {
			add(line + " " + c.Key + "/" + c.Column)
		}
	}
	slices.Sort(out)
	return out
}
