//go:build unix

package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongjian/data"
	"tongjian/data/sample"
	"tongjian/data/warehouse"
	"tongjian/data/warehouse/warehousetest"
)

// wantTruth compares what the newest snapshot of a data directory holds of the sample with the truth about it: every stored cell is
// what the generator put there, every planted error is found, and nothing is found that was not planted.
func wantTruth(t *testing.T, dir string, generated sample.Sample) {
	t.Helper()
	lease := warehousetest.Newest(t, dir)
	stored := readStored(t, lease)
	for _, want := range generated.Reports {
		got, ok := stored[want.Place()]
		if !ok {
			t.Errorf("%v is not in the warehouse", want.Place())
			continue
		}
		if d := cmp.Diff(truthCells(want), got.cells); d != "" {
			t.Errorf("%s: cells (- truth, + stored)\n%s", want.Path, d)
		}
	}
	for _, score := range sample.Measure(generated.Reports, generated.Missing, storedFindings(t, lease)) {
		if score.Missed+score.Extra+score.Flagged > 0 {
			t.Errorf("%s: %d of %d planted findings found, %d more, %d of %d traps flagged\n%s", score.Check, score.Found, score.Planted,
				score.Extra, score.Flagged, score.Traps, strings.Join(score.Details, "\n"))
		}
	}
	if len(stored) != len(generated.Reports) {
		t.Errorf("%d reports stored, want %d", len(stored), len(generated.Reports))
	}
}

type storedReport struct {
	cells []string
}

// readStored reads every live report of the sample back.
func readStored(t *testing.T, lease *warehouse.Lease) map[sample.Place]*storedReport {
	t.Helper()
	out := map[sample.Place]*storedReport{}
	byID := map[int]*storedReport{}
	each(t, lease, `SELECT r.id, a.name, a.region, r.year, r.scope FROM report r JOIN agency a ON a.id = r.agency WHERE r.live AND a.region LIKE '99%'`,
		func(scan func(...any) error) error {
			var id int
			var k sample.Place
			err := scan(&id, &k.Agency, &k.Region, &k.Year, &k.Scope)
			byID[id] = &storedReport{}
			out[k] = byID[id]
			return err
		})
	each(t, lease, `SELECT report, tbl, measure, applicant, state, coalesce(CAST(value AS VARCHAR), ''), raw FROM fact ORDER BY report, ord`,
		func(scan func(...any) error) error {
			var report int
			var table, key, column, state, value, raw string
			err := scan(&report, &table, &key, &column, &state, &value, &raw)
			if byID[report] == nil {
				return err // of a report another took the place of, or of no sample
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

// storedFindings reads every finding of a live report of the sample, or of one that is not there, back.
func storedFindings(t *testing.T, lease *warehouse.Lease) []sample.Found {
	t.Helper()
	var out []sample.Found
	last := 0
	each(t, lease, `SELECT f.id, a.name, a.region, coalesce(r.year, f.year), coalesce(r.scope, f.scope), f.check_id, f.severity, f.message, f.tbl, f.left_value, f.right_value,
			coalesce(c.measure, ''), coalesce(c.applicant, '')
		FROM finding f LEFT JOIN report r ON r.id = f.report JOIN agency a ON a.id = coalesce(r.agency, f.agency)
		LEFT JOIN finding_cell c ON c.finding = f.id
		WHERE (f.report = 0 OR r.live) AND a.region LIKE '99%' ORDER BY f.id, c.ord`,
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

func each(t *testing.T, lease *warehouse.Lease, query string, row func(scan func(...any) error) error) {
	t.Helper()
	if err := warehouse.EachRow(t.Context(), lease.DB(), query, row); err != nil {
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
