package warehouse_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongjian/data"
	"tongjian/data/warehouse"
)

// What the 2014 form asks in other words stands beside the measures of today, marked; a part that is not a number leaves the
// whole without one; what it does not ask is not there.
func TestBridgedMeasures(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	own := func(year int, edition string, texts map[string]string) data.Report {
		return report(edition, year, data.ScopeOwn, but(all("0"), texts))
	}
	load(t, j, file("财政.xlsx", "财政局", "410202", own(2018, "2014", map[string]string{
		"outcome2014.already_public": "3", "outcome2014.agreed": "4", "outcome2014.not_this_agency": "—", "outcome2014.does_not_exist": "9", "suit.total": "2"})))
	load(t, j, file("教育.xlsx", "教育局", "410202", own(2018, "2019", map[string]string{
		"outcome.granted/total": "10", "outcome.unavailable.not_held/total": "5", "suit_direct.total": "1"})))
	load(t, j, file("民政.xlsx", "民政局", "410203", own(2018, "2019", map[string]string{"outcome.granted/total": "100"})))
	publish(t, j)
	end(t, j)
	db := newestDB(t, dir)
	const query = `SELECT agency, measure, CAST(value AS VARCHAR), state, derived, bridged FROM observation
		WHERE applicant IN ('', 'total') AND measure IN ('outcome.granted', 'outcome.unavailable.not_held', 'suit.total', 'suit.pending', 'outcome.partial')
		ORDER BY agency, measure`
	want := []string{
		"1 outcome.granted 7.0000 number true true",
		"1 outcome.partial 0.0000 number false false",
		"1 outcome.unavailable.not_held NULL blank true true",
		"1 suit.total 2.0000 number false true",
		"2 outcome.granted 10.0000 number false false",
		"2 outcome.partial 0.0000 number false false",
		"2 outcome.unavailable.not_held 5.0000 number false false",
		"2 suit.pending 0.0000 number true false",
		"2 suit.total 1.0000 number true false",
		"3 outcome.granted 100.0000 number false false",
		"3 outcome.partial 0.0000 number false false",
		"3 outcome.unavailable.not_held 0.0000 number false false",
		"3 suit.pending 0.0000 number true false",
		"3 suit.total 0.0000 number true false",
	}
	if diff := cmp.Diff(want, rows(t, db, query)); diff != "" {
		t.Errorf("observations (-want +got):\n%s", diff)
	}
	const sums = `SELECT region, measure, CAST(value AS VARCHAR), asked, reported, bridged FROM rollup
		WHERE region IN ('410202', '410203') AND applicant IN ('', 'total') AND measure IN ('outcome.granted', 'outcome.unavailable.not_held', 'suit.pending')
		ORDER BY region, measure`
	want = []string{
		"410202 outcome.granted 17.0000 2 2 true",
		"410202 outcome.unavailable.not_held 5.0000 2 1 false", // the bridged one gave no number
		"410202 suit.pending 0.0000 1 1 false",
		"410203 outcome.granted 100.0000 1 1 false",
		"410203 outcome.unavailable.not_held 0.0000 1 1 false",
		"410203 suit.pending 0.0000 1 1 false",
	}
	if diff := cmp.Diff(want, rows(t, db, sums)); diff != "" {
		t.Errorf("rollup (-want +got):\n%s", diff)
	}
}

// A warehouse of before the 统计表 was read gains its column, and keeps what it holds.
func TestOlderWarehouseIsBroughtUp(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	load(t, j, file("a", "甲局", "410202", report("2021", 2023, data.ScopeOwn, all("1"))))
	for _, statement := range []string{`DROP TABLE deadline`, `DROP TABLE prose`, `DROP TABLE reading`,
		`ALTER TABLE claim DROP COLUMN words`, `ALTER TABLE claim DROP COLUMN part_of`,
		`ALTER TABLE finding DROP COLUMN agency`, `ALTER TABLE finding DROP COLUMN year`, `ALTER TABLE finding DROP COLUMN scope`,
		`ALTER TABLE finding_cell DROP COLUMN report`,
		`ALTER TABLE report DROP COLUMN edition1`, `DELETE FROM schema_version WHERE version > 1`} {
		if _, err := j.DB().Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	end(t, j)
	j, err := warehouse.Begin(t.Context(), dir, warehouse.Options{})
	if err != nil {
		t.Fatalf("%s: %v", filepath.Base(dir), err)
	}
	load(t, j, file("b", "乙局", "410202", report("2014", 2017, data.ScopeOwn, all("2"))))
	publish(t, j)
	end(t, j)
	want := []string{"甲局 2023  2021", "乙局 2017 2014 "}
	got := rows(t, newestDB(t, dir), `SELECT a.name, r.year, r.edition1, r.edition3 FROM report r JOIN agency a ON a.id = r.agency ORDER BY r.id`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reports (-want +got):\n%s", diff)
	}
}
