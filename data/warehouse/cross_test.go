package warehouse_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongjian/data"
	"tongjian/data/warehouse"
)

func TestReplaceCrossFindings(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	first := report("2021", 2022, data.ScopeOwn, all("1"))
	first.Findings = []data.Finding{{Check: "T3-BALANCE", Severity: data.SeverityError, Message: "不平"}, {Check: "BLANK", Severity: data.SeverityWarning}}
	load(t, j, file("a", "甲局", "410202", first))
	load(t, j, file("b", "甲局", "410202", report("2021", 2023, data.ScopeOwn, all("1"))))
	carry := data.Finding{Check: "Y-CARRY", Severity: data.SeverityWarning, Message: "结转不符", Left: "1", Right: "2", Difference: "-1",
		Cells: []data.FindingCell{{Table: "3", Key: "requests.carried_in", Column: "total", Label: "上年结转", Raw: "1", Report: 1}}}
	jump := data.Finding{Check: "Y-JUMP", Severity: data.SeverityNote}
	missing := warehouse.Unfiled{Agency: 1, Year: 2021, Scope: data.ScopeOwn, Finding: data.Finding{Check: "R-MISSING", Severity: data.SeverityWarning}}
	replace := func(findings map[int][]data.Finding) {
		t.Helper()
		if err := j.ReplaceCrossFindings(t.Context(), findings); err != nil {
			t.Fatal(err)
		}
	}
	check := func(want ...string) {
		t.Helper()
		got := rows(t, j.DB(), `SELECT f.report, f.origin, f.check_id, count(c.finding) FROM finding f
			LEFT JOIN finding_cell c ON c.finding = f.id GROUP BY f.id, f.report, f.origin, f.check_id ORDER BY f.report, f.origin DESC, f.check_id`)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("findings (-want +got):\n%s", diff)
		}
	}
	inside := []string{"1 report BLANK 0", "1 report T3-BALANCE 0"}
	replace(map[int][]data.Finding{2: {carry, jump}, 1: {}})
	check(inside[0], inside[1], "2 cross Y-CARRY 1", "2 cross Y-JUMP 0")
	publish(t, j)
	replace(map[int][]data.Finding{2: {carry, jump}})
	if s := publish(t, j); s.New {
		t.Error("the same findings were published anew")
	}
	replace(map[int][]data.Finding{1: {jump}})
	check("1 report BLANK 0", "1 report T3-BALANCE 0", "1 cross Y-JUMP 0")
	if err := j.ReplaceCrossFindings(t.Context(), map[int][]data.Finding{9: {jump}}); err == nil {
		t.Error("a finding of a report that is not there was stored")
	}
	check("1 report BLANK 0", "1 report T3-BALANCE 0", "1 cross Y-JUMP 0")
	if err := j.ReplaceCrossFindings(t.Context(), nil, warehouse.Unfiled{Agency: 9}); err == nil {
		t.Error("a finding about an agency that is not there was stored")
	}
	if err := j.ReplaceCrossFindings(t.Context(), map[int][]data.Finding{1: {jump}}, missing); err != nil {
		t.Fatal(err)
	}
	if got := rows(t, j.DB(), `SELECT agency, year, scope, check_id FROM finding WHERE report = 0`); !cmp.Equal(got, []string{"1 2021 own R-MISSING"}) {
		t.Errorf("about a report that is not there: %v", got)
	}
	publish(t, j)
	end(t, j)
	want := []string{"1 1 1 1", "2 0 0 0"}
	if diff := cmp.Diff(want, rows(t, newestDB(t, dir), `SELECT report, errors, warnings, notes FROM report_errors ORDER BY report`)); diff != "" {
		t.Errorf("report_errors (-want +got):\n%s", diff)
	}
	j = begin(t, dir)
	defer end(t, j)
	replace(nil)
	check(inside...)
	// Ids are never given twice.
	load(t, j, file("c", "乙局", "410202", first))
	if got := rows(t, j.DB(), `SELECT id FROM finding GROUP BY id HAVING count(*) > 1`); len(got) > 0 {
		t.Errorf("ids given twice: %v", got)
	}
}
