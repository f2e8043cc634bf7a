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
	"tongjian/ingest/check"
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
	received, err := sample.ReadReceived(dir)
	if err != nil {
		t.Fatal(err)
	}
	reports := filepath.Join(dir, sample.ReportsDir)
	started := time.Now()
	summary, err := Run(t.Context(), job, []string{reports}, Options{
		Roster:     regions.NewRoster(roster),
		ReceivedOf: received,
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
	if summary.Loaded != len(generated.Reports) || summary.Revised != len(generated.Superseded) {
		t.Fatalf("%d reports loaded and %d revised, want %d and %d", summary.Loaded, summary.Revised, len(generated.Reports), len(generated.Superseded))
	}
	if _, err := check.Across(t.Context(), job); err != nil {
		t.Fatal(err)
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
	}
	for _, score := range sample.Measure(generated.Reports, generated.Missing, storedFindings(t, job)) {
		if score.Missed+score.Extra+score.Flagged > 0 {
			t.Errorf("%s: %d of %d planted findings found, %d more, %d of %d traps flagged\n%s", score.Check, score.Found, score.Planted,
				score.Extra, score.Flagged, score.Traps, strings.Join(score.Details, "\n"))
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
	cells []string
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
			if byID[report] == nil {
				return err // of a report another took the place of
			}
			if strings.Contains(value, ".") {
				value = strings.TrimRight(strings.TrimRight(value, "0"), ".")
			}
			byID[report].cells = append(byID[report].cells, fmt.Sprintf("%s %s %s %s %s %q", table, key, column, state, value, raw))
			return err
		})
	for _, r := range out {
		slices.Sort(r.cells)
	}
	return out
}

// storedFindings reads every finding of a live report, or of one that is not there, back out of the warehouse.
func storedFindings(t *testing.T, job *warehouse.Job) []sample.Found {
	t.Helper()
	var out []sample.Found
	last := 0
	each(t, job, `SELECT f.id, a.name, a.region, coalesce(r.year, f.year), coalesce(r.scope, f.scope), f.check_id, f.severity, f.message, f.tbl, f.left_value, f.right_value,
			coalesce(c.measure, ''), coalesce(c.applicant, '')
		FROM finding f LEFT JOIN report r ON r.id = f.report JOIN agency a ON a.id = coalesce(r.agency, f.agency)
		LEFT JOIN finding_cell c ON c.finding = f.id
		WHERE f.report = 0 OR r.live ORDER BY f.id, c.ord`,
		func(scan func(...any) error) error {
			var id int
			var f sample.Found
			var c data.FindingCell
			err := scan(&id, &f.Agency, &f.Region, &f.Year, &f.Scope, &f.Check, &f.Severity, &f.Message, &f.Table, &f.Left, &f.Right, &c.Key, &c.Column)
			if id != last {
				out, last = append(out, f), id
			}
			f = out[len(out)-1]
			out[len(out)-1].Cells = append(f.Cells, c)
			return err
		})
	return out
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
