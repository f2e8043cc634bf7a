package warehouse_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongjian/data"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
)

func TestRollupKeepsBasesApart(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	own := func(value string) data.Report { return report("2021", 2023, data.ScopeOwn, all(value)) }
	load(t, j, file("财政.xlsx", "财政局", "410202", own("1")))
	load(t, j, file("教育.xlsx", "教育局", "410202", own("2")))
	load(t, j, file("教育改.xlsx", "教育局", "410202", own("20"))) // replaces the 2
	load(t, j, file("顺河.xlsx", "财政局", "410203", own("400")))
	load(t, j, file("开封.xlsx", "开封市财政局", "410200", own("5000")))
	load(t, j, file("汇总.xlsx", "龙亭区人民政府", "410202", report("2021", 2023, data.ScopeConsolidated, all("70000"))))
	load(t, j, file("镇.xlsx", "某镇", "410202001", own("600000")))
	load(t, j, file("无区划.xlsx", "某局", "", own("7000000")))
	publish(t, j)
	end(t, j)
	const query = `SELECT region, basis, CAST(value AS VARCHAR), reports, asked, reported, report FROM rollup
		WHERE measure = 'requests.received' AND applicant = 'total' ORDER BY basis, region`
	want := []string{
		"410202 consolidated 70000.0000 1 1 1 6",
		" own 7000000.0000 1 1 1 NULL",
		"000000 own 7605421.0000 6 6 6 NULL",
		"410000 own 605421.0000 5 5 5 NULL",
		"410200 own 605421.0000 5 5 5 NULL",
		"410202 own 600021.0000 3 3 3 NULL",
		"410202001 own 600000.0000 1 1 1 NULL",
		"410203 own 400.0000 1 1 1 NULL",
	}
	db := newestDB(t, dir)
	if diff := cmp.Diff(want, rows(t, db, query)); diff != "" {
		t.Errorf("rollup (-want +got):\n%s", diff)
	}
	// Every number of the own basis is the sum of observations, for every cell there is.
	const wrong = `
		SELECT r.region, r.measure, r.applicant FROM rollup r JOIN (
			SELECT a.ancestor, o.year, o.measure, o.applicant, sum(o.value) AS value
			FROM observation o JOIN region_ancestor a ON a.code = o.region
			WHERE o.scope = 'own' GROUP BY a.ancestor, o.year, o.measure, o.applicant
		) s ON s.ancestor = r.region AND s.year = r.year AND s.measure = r.measure AND s.applicant = r.applicant
		WHERE r.basis = 'own' AND r.value IS DISTINCT FROM s.value`
	if got := rows(t, db, wrong); len(got) > 0 {
		t.Errorf("rows that are not the sum of their observations: %v", got)
	}
}

func TestConsolidatedIsOneGovernmentsReport(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	if _, err := j.ImportAgencies(t.Context(), []regions.Agency{
		{Name: "龙亭区人民政府", Region: "410202", Kind: regions.KindGovernment, Scope: data.ScopeConsolidated},
		{Name: "教育局", Region: "410202", Kind: regions.KindDepartment},
		{Name: "某镇人民政府", Region: "410202", Kind: regions.KindTownship},
		{Name: "教育局", Region: "410204", Kind: regions.KindDepartment},
	}); err != nil {
		t.Fatal(err)
	}
	sum := func(value string) data.Report { return report("2021", 2023, data.ScopeConsolidated, all(value)) }
	load(t, j, file("1", "龙亭区人民政府", "410202", sum("1")))
	load(t, j, file("2", "教育局", "410202", sum("2")))       // with its schools: not the region's
	load(t, j, file("3", "某镇人民政府", "410202", sum("3")))    // a township is not the county
	load(t, j, file("4", "龙亭区政务公开办", "410202", sum("4")))  // unknown agency: the roster's government counts
	load(t, j, file("5", "顺河回族区人民政府", "410203", sum("5"))) // nobody else: it counts
	load(t, j, file("6", "教育局", "410204", sum("6")))
	publish(t, j)
	end(t, j)
	want := []string{"410202 1.0000 1", "410203 5.0000 5"}
	got := rows(t, newestDB(t, dir), `SELECT region, CAST(value AS VARCHAR), report FROM rollup WHERE basis = 'consolidated' AND measure = 'review.total' ORDER BY 1`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("consolidated (-want +got):\n%s", diff)
	}
}

func TestDerivedSums(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	blank := but(all("2"), map[string]string{
		"outcome.refused.internal_affairs/total": "",  // one part blank
		"outcome.unavailable.unclear/total":      "—", // one part a stroke
		"suit_direct.pending":                    "/",
	})
	gone := report("2021", 2021, data.ScopeOwn, all("3"))
	kept := gone.Facts[:0]
	for _, f := range gone.Facts {
		if f.Key != "outcome.not_processed.petition" { // the row is missing
			kept = append(kept, f)
		}
	}
	gone.Facts = kept
	mixed := report("2021", 2020, data.ScopeOwn, all("4")) // table 三 of one form, table 二 of another
	old := report("2019", 2020, data.ScopeOwn, all("4"))
	mixed.Editions["2"] = "2019"
	mixed.Facts = append(old.Facts[:22:22], mixed.Facts[10:]...)
	load(t, j, file("1", "甲局", "410202", report("2021", 2023, data.ScopeOwn, all("1"))))
	load(t, j, file("2", "甲局", "410202", report("2021", 2022, data.ScopeOwn, blank)))
	load(t, j, file("3", "甲局", "410202", gone))
	load(t, j, file("4", "甲局", "410202", mixed))
	load(t, j, file("5", "甲局", "410202", report("2019", 2019, data.ScopeOwn, all("5"))))
	publish(t, j)
	end(t, j)
	db := newestDB(t, dir)
	get := func(measures string) []string {
		return rows(t, db, `SELECT year, measure, CAST(value AS VARCHAR), state, derived FROM observation
			WHERE applicant IN ('total', '') AND measure IN (`+measures+`) ORDER BY measure, year`)
	}
	for _, tc := range []struct {
		measures string
		want     []string
	}{
		{"'outcome.refused'", []string{"2019 outcome.refused 40.0000 number true", "2020 outcome.refused 32.0000 number true",
			"2021 outcome.refused 24.0000 number true", "2022 outcome.refused NULL blank true", "2023 outcome.refused 8.0000 number true"}},
		{"'outcome.unavailable'", []string{"2019 outcome.unavailable 15.0000 number true", "2020 outcome.unavailable 12.0000 number true",
			"2021 outcome.unavailable 9.0000 number true", "2022 outcome.unavailable NULL blank true", "2023 outcome.unavailable 3.0000 number true"}},
		{"'outcome.not_processed', 'outcome.not_processed.petition'", []string{
			"2019 outcome.not_processed 25.0000 number true", "2020 outcome.not_processed 20.0000 number true",
			"2021 outcome.not_processed NULL blank true", "2022 outcome.not_processed 10.0000 number true", "2023 outcome.not_processed 5.0000 number true",
			"2019 outcome.not_processed.petition 5.0000 number false", "2020 outcome.not_processed.petition 4.0000 number false",
			"2021 outcome.not_processed.petition NULL missing false", "2022 outcome.not_processed.petition 2.0000 number false",
			"2023 outcome.not_processed.petition 1.0000 number false"}},
		// Printed on the form of 2019, a sum on that of 2021.
		{"'outcome.other'", []string{"2019 outcome.other 5.0000 number false", "2020 outcome.other 12.0000 number true",
			"2021 outcome.other 9.0000 number true", "2022 outcome.other 6.0000 number true", "2023 outcome.other 3.0000 number true"}},
		{"'suit.pending', 'suit.total'", []string{
			"2019 suit.pending 10.0000 number true", "2020 suit.pending 8.0000 number true", "2021 suit.pending 6.0000 number true",
			"2022 suit.pending NULL blank true", "2023 suit.pending 2.0000 number true",
			"2019 suit.total 10.0000 number true", "2020 suit.total 8.0000 number true", "2021 suit.total 6.0000 number true",
			"2022 suit.total 4.0000 number true", "2023 suit.total 2.0000 number true"}},
		// Asked by one edition only: absent elsewhere, not zero.
		{"'rules.issued', 'rules.made'", []string{
			"2021 rules.issued 3.0000 number false", "2022 rules.issued 2.0000 number false", "2023 rules.issued 1.0000 number false",
			"2019 rules.made 5.0000 number false", "2020 rules.made 4.0000 number false"}},
	} {
		if diff := cmp.Diff(tc.want, get(tc.measures)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.measures, diff)
		}
	}
	if got := rows(t, db, `SELECT report, measure, applicant FROM observation GROUP BY report, measure, applicant HAVING count(*) > 1`); len(got) > 0 {
		t.Errorf("observations that stand twice: %v", got)
	}
}

func TestRollupCountsWhoAnswered(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	load(t, j, file("1", "甲局", "410202", report("2021", 2021, data.ScopeOwn, all("1"))))
	load(t, j, file("2", "乙局", "410202", report("2021", 2021, data.ScopeOwn, but(all("1"), map[string]string{"review.total": "", "fees.amount": "0.1234"}))))
	load(t, j, file("3", "丙局", "410202", report("2019", 2021, data.ScopeOwn, all("99999999999999.9999"))))
	load(t, j, file("4", "丁局", "410203", report("2021", 2021, data.ScopeOwn, all(""))))
	publish(t, j)
	end(t, j)
	want := []string{
		"410202 fees.amount 1.1234 3 2 2",
		"410202 review.total 100000000000000.9999 3 3 2",
		"410203 fees.amount NULL 1 1 0",
		"410203 review.total NULL 1 1 0",
		"000000 procurement.amount no own row",
	}
	db := newestDB(t, dir)
	got := rows(t, db, `SELECT region, measure, CAST(value AS VARCHAR), reports, asked, reported FROM rollup
		WHERE measure IN ('fees.amount', 'review.total') AND region IN ('410202', '410203') ORDER BY region, measure`)
	if n := rows(t, db, `SELECT count(*) FROM rollup WHERE measure = 'procurement.amount'`)[0]; n == "0" {
		got = append(got, "000000 procurement.amount no own row")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rollup (-want +got):\n%s", diff)
	}
}

func TestRegionAncestors(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	for _, code := range []string{"410202", "410202001", "410202001002", "419999", "889998", "x'; DROP", ""} {
		load(t, j, file(code, "某局", code, report("2021", 2023, data.ScopeOwn, all("1"))))
	}
	publish(t, j)
	end(t, j)
	db := newestDB(t, dir)
	got := map[string]string{}
	for _, code := range []string{"000000", "410000", "410202", "410202001", "410202001002", "419999", "889998", "x'; DROP", ""} {
		got[code] = strings.Join(rows(t, db, `SELECT ancestor || ':' || depth FROM region_ancestor WHERE code = ? ORDER BY depth`, code), " ")
	}
	want := map[string]string{
		"000000":       "000000:0",
		"410000":       "410000:0 000000:1",
		"410202":       "410202:0 410200:1 410000:2 000000:3",
		"410202001":    "410202001:0 410202:1 410200:2 410000:3 000000:4",
		"410202001002": "410202001002:0 410202:1 410200:2 410000:3 000000:4",
		"419999":       "419999:0 410000:1 000000:2",
		"889998":       "889998:0 000000:1",
		"x'; DROP":     "x'; DROP:0 000000:1",
		"":             ":0 000000:1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ancestors (-want +got):\n%s", diff)
	}
	if got := rows(t, db, `SELECT code FROM region WHERE code NOT IN (SELECT code FROM region_ancestor WHERE ancestor = '000000')`); len(got) > 0 {
		t.Errorf("regions outside the country: %v", got)
	}
}

func TestCoverage(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	if _, err := j.ImportAgencies(t.Context(), []regions.Agency{
		{Name: "甲局", Region: "410202"},
		{Name: "乙局", Region: "410202", ExpectedFrom: 2023},
		{Name: "丙局", Region: "410203", ExpectedTo: 2022},
		{Name: "龙亭区人民政府", Region: "410202", Kind: regions.KindGovernment, Scope: data.ScopeConsolidated},
	}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"甲局", "丙局", "路过局"} {
		load(t, j, file(name, name, map[bool]string{true: "410203", false: "410202"}[name == "丙局"],
			report("2021", 2022, data.ScopeOwn, all("1")), report("2021", 2023, data.ScopeOwn, all("1"))))
	}
	// A report of the scope it is not expected to file does not make up for the other.
	load(t, j, file("乙局", "乙局", "410202", report("2021", 2023, data.ScopeConsolidated, all("1"))))
	publish(t, j)
	end(t, j)
	want := []string{
		"410200 2022 consolidated 1 0 0", "410200 2022 own 2 2 1", "410200 2023 consolidated 1 0 1", "410200 2023 own 2 1 2",
		"410202 2022 consolidated 1 0 0", "410202 2022 own 1 1 1", "410202 2023 consolidated 1 0 1", "410202 2023 own 2 1 1",
		"410203 2022 own 1 1 0", "410203 2023 own 0 0 1",
	}
	got := rows(t, newestDB(t, dir), `SELECT region, year, scope, expected, received, unexpected FROM coverage WHERE region LIKE '4102%' ORDER BY 1, 2, 3`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("coverage: region, year, scope, expected, received, unexpected (-want +got):\n%s", diff)
	}
}

func TestPublishOnlyWhatIsNew(t *testing.T) {
	dir := t.TempDir()
	r := report("2021", 2023, data.ScopeOwn, all("1"))
	numbers := func(step string, j *warehouse.Job, number int, isNew bool) {
		t.Helper()
		if s := publish(t, j); s.Number != number || s.New != isNew {
			t.Errorf("%s: snapshot %d, new %t; want %d, %t", step, s.Number, s.New, number, isNew)
		}
	}
	j := begin(t, dir)
	numbers("empty warehouse", j, 1, true)
	numbers("nothing done", j, 1, false)
	load(t, j, file("a", "甲局", "410202", r))
	numbers("a report", j, 2, true)
	load(t, j, file("a", "甲局", "410202", r))
	numbers("the same bytes", j, 2, false)
	end(t, j)
	j = begin(t, dir)
	load(t, j, file("a", "甲局", "410202", r))
	numbers("another job, the same bytes", j, 2, false)
	for _, isNew := range []bool{true, false} {
		if err := j.Failed(t.Context(), "坏.xlsx", nil, "打不开"); err != nil {
			t.Fatal(err)
		}
		numbers("a failure, then the same again", j, 3, isNew)
	}
	load(t, j, file("b", "甲局", "410202", r))
	end(t, j) // without publishing
	j = begin(t, dir)
	numbers("what the job before had left", j, 4, true)
	end(t, j)
	db := newestDB(t, dir)
	want := []string{"1 0", "2 1", "3 1", "4 1"}
	if diff := cmp.Diff(want, rows(t, db, `SELECT number, reports FROM publication ORDER BY number`)); diff != "" {
		t.Errorf("publications (-want +got):\n%s", diff)
	}
	want = []string{"4 v1.5.6 1 1 2023 2023 false"}
	if diff := cmp.Diff(want, rows(t, db, `SELECT number, duckdb, reports, agencies, first_year, last_year, sample FROM snapshot_info`)); diff != "" {
		t.Errorf("snapshot_info (-want +got):\n%s", diff)
	}
}

func TestLeftoversAreRemovedAndBadSnapshotsStepOver(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	load(t, j, file("a", "甲局", "410202", report("2021", 2023, data.ScopeOwn, all("1"))))
	publish(t, j)
	end(t, j)
	for _, name := range []string{"snapshots/.tmp-000002.duckdb", "snapshots/.tmp-000002.duckdb.wal", "files/.tmp-123"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("half"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// A file somebody put there, that is no snapshot, must not stop the next one.
	if err := os.WriteFile(filepath.Join(dir, "snapshots/000007.duckdb"), []byte("no database"), 0o644); err != nil {
		t.Fatal(err)
	}
	j = begin(t, dir)
	left, err := filepath.Glob(filepath.Join(dir, "*", ".tmp-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	if s := publish(t, j); s.Number != 8 || !s.New {
		t.Errorf("published %d (new %t), want 8", s.Number, s.New)
	}
	end(t, j)
	if got := rows(t, newestDB(t, dir), `SELECT count(*) FROM fact`); got[0] != "200" {
		t.Errorf("%s facts", got[0])
	}
	files, err := filepath.Glob(filepath.Join(dir, "snapshots", "*"))
	if err != nil || len(files) != 3 {
		t.Errorf("snapshots: %v %v", files, err)
	}
}

func TestSampleIsMarked(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	if _, err := j.ImportAgencies(t.Context(), []regions.Agency{{Name: "示例局", Region: "990101", Sample: true}}); err != nil {
		t.Fatal(err)
	}
	if s := publish(t, j); s.Sample {
		t.Error("no report of an invented agency, and the snapshot says sample")
	}
	load(t, j, file("a", "示例局", "990101", report("2021", 2023, data.ScopeOwn, all("1"))))
	if s := publish(t, j); !s.Sample {
		t.Error("a report of an invented agency, and the snapshot does not say so")
	}
	end(t, j)
}
