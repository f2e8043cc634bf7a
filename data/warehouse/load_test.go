package warehouse_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/warehouse"
)

const liveReports = `SELECT a.name, r.year, r.scope, r.revision, r.live, r.withdrawn, s.name
	FROM report r JOIN agency a ON a.id = r.agency JOIN source s ON s.sha256 = r.source ORDER BY r.id`

func TestLoadUnchangedRevised(t *testing.T) {
	j := begin(t, t.TempDir())
	defer end(t, j)
	first := report("2021", 2023, data.ScopeOwn, all("1"))

	got := load(t, j, file("a.xlsx", "财政局", "410202", first))
	want := warehouse.Result{SHA256: got.SHA256, Outcome: warehouse.Loaded, Reports: []warehouse.ReportResult{
		{Report: 1, Outcome: warehouse.Loaded, Revision: 1, Agency: 1, NewAgency: true}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("first load (-want +got):\n%s", diff)
	}

	got = load(t, j, file("a.xlsx", "财政局", "410202", first))
	want = warehouse.Result{SHA256: got.SHA256, Outcome: warehouse.Unchanged, Reports: []warehouse.ReportResult{
		{Report: 1, Outcome: warehouse.Unchanged, Revision: 1, Agency: 1}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("same bytes (-want +got):\n%s", diff)
	}

	// Another file that says the same is still a revision: its positions are its own.
	got = load(t, j, file("b.xlsx", "财政局", "410202", first))
	want = warehouse.Result{SHA256: got.SHA256, Outcome: warehouse.Revised, Reports: []warehouse.ReportResult{
		{Report: 2, Outcome: warehouse.Revised, Revision: 2, Supersedes: 1, Agency: 1}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("other file (-want +got):\n%s", diff)
	}

	// The superseded file coming again, with its folder, does not bring it back.
	if got = load(t, j, file("a.xlsx", "财政局", "410202", first)); got.Outcome != warehouse.Unchanged {
		t.Errorf("superseded file again: %s", got.Outcome)
	}
	// Other years and scopes are reports of their own.
	load(t, j, file("c.xlsx", "财政局", "410202", report("2021", 2022, data.ScopeOwn, all("1")), report("2021", 2023, data.ScopeConsolidated, all("9"))))
	// Of a file that replaces one report and adds another, people want to hear that something was replaced.
	got = load(t, j, file("d.xlsx", "财政局", "410202", report("2021", 2023, data.ScopeOwn, all("5")), report("2021", 2021, data.ScopeOwn, all("1"))))
	if got.Outcome != warehouse.Revised {
		t.Errorf("one report replaced, one added: %s", got.Outcome)
	}
	want2 := []string{
		"财政局 2023 own 1 false false a.xlsx",
		"财政局 2023 own 2 false false b.xlsx",
		"财政局 2022 own 1 true false c.xlsx",
		"财政局 2023 consolidated 1 true false c.xlsx",
		"财政局 2023 own 3 true false d.xlsx",
		"财政局 2021 own 1 true false d.xlsx",
	}
	if diff := cmp.Diff(want2, rows(t, j.DB(), liveReports)); diff != "" {
		t.Errorf("reports (-want +got):\n%s", diff)
	}
}

func TestOutcomesSurviveTheJob(t *testing.T) {
	dir := t.TempDir()
	r := report("2021", 2023, data.ScopeOwn, all("1"))
	for range 2 {
		j := begin(t, dir)
		load(t, j, file("a.xlsx", "财政局", "410202", r))
		if err := j.Failed(t.Context(), "坏.xlsx", []byte("bad"), "打不开"); err != nil {
			t.Fatal(err)
		}
		load(t, j, file("a.xlsx", "财政局", "410202", r))
		load(t, j, file("b.xlsx", "教育局", "410202", r))
		end(t, j)
	}
	j := begin(t, dir)
	defer end(t, j)
	want := []string{
		"1 0 报告/a.xlsx loaded ", "1 1 坏.xlsx failed 打不开", "1 2 报告/a.xlsx unchanged ", "1 3 报告/b.xlsx loaded ",
		"2 0 报告/a.xlsx unchanged ", "2 1 坏.xlsx failed 打不开", "2 2 报告/a.xlsx unchanged ", "2 3 报告/b.xlsx unchanged ",
	}
	if diff := cmp.Diff(want, rows(t, j.DB(), `SELECT job, ord, path, outcome, reason FROM file_outcome ORDER BY job, ord`)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	want = []string{"1 true", "2 true", "3 false"}
	if diff := cmp.Diff(want, rows(t, j.DB(), `SELECT id, finished_at IS NOT NULL FROM job ORDER BY id`)); diff != "" {
		t.Errorf("jobs (-want +got):\n%s", diff)
	}
}

func TestSameBytesReadDifferently(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	defer end(t, j)
	r := report("2021", 2023, data.ScopeOwn, all("1"))
	load(t, j, file("a.xlsx", "财政局", "410202", r))

	// The same facts with other findings: the revision stays, the findings are replaced.
	again := file("a.xlsx", "财政局", "410202", r)
	again.Reader = "2"
	again.Document.Blocks[0].Text = "read anew"
	again.Reports[0].Report.Findings = []data.Finding{{Check: "T3-BALANCE", Severity: data.SeverityError, Message: "不平",
		Cells: []data.FindingCell{{Table: "3", Key: "requests.received", Column: "total", Label: "总计", Raw: "1"}}}}
	got := load(t, j, again)
	want := []warehouse.ReportResult{{Report: 1, Outcome: warehouse.Unchanged, Revision: 1, Agency: 1, Refreshed: true}}
	if diff := cmp.Diff(want, got.Reports); diff != "" {
		t.Errorf("other findings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"T3-BALANCE"}, rows(t, j.DB(), `SELECT check_id FROM finding`)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	again.Reports[0].Report.Findings = again.Reports[0].Report.Findings[:0]
	load(t, j, again)
	if diff := cmp.Diff([]string{"0 0"}, rows(t, j.DB(), `SELECT (SELECT count(*) FROM finding), (SELECT count(*) FROM finding_cell)`)); diff != "" {
		t.Errorf("findings left (-want +got):\n%s", diff)
	}
	if got := rows(t, j.DB(), `SELECT count(*) FROM fact`); got[0] != "200" {
		t.Errorf("%s facts, want 200: refreshing must not touch them", got[0])
	}

	// Other facts: a revision, and the document is the new reading's.
	again.Reports[0].Report = report("2021", 2023, data.ScopeOwn, all("2"))
	got = load(t, j, again)
	want = []warehouse.ReportResult{{Report: 2, Outcome: warehouse.Revised, Revision: 2, Supersedes: 1, Agency: 1}}
	if diff := cmp.Diff(want, got.Reports); diff != "" {
		t.Errorf("other facts (-want +got):\n%s", diff)
	}
	var sha string
	if err := j.DB().QueryRow(`SELECT s.document_sha FROM source s JOIN report r ON r.source = s.sha256 AND r.document_sha = s.document_sha WHERE r.live`).Scan(&sha); err != nil {
		t.Fatal(err)
	}
	doc, err := warehouse.OpenFiles(dir).ReadDocument(sha)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(again.Document, doc); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
	// A superseded reading is not read again.
	load(t, j, file("b.xlsx", "财政局", "410202", r))
	again.Reports[0].Report = report("2021", 2023, data.ScopeOwn, all("3"))
	if got := load(t, j, again); got.Outcome != warehouse.Unchanged {
		t.Errorf("superseded file read differently: %s", got.Outcome)
	}
}

func TestSameBytesPlacedElsewhere(t *testing.T) {
	j := begin(t, t.TempDir())
	defer end(t, j)
	r := report("2021", 2023, data.ScopeOwn, all("1"))
	load(t, j, file("right.xlsx", "教育局", "410202", r))
	load(t, j, file("wrong.xlsx", "教育局", "410202", r)) // really the finance bureau's
	got := load(t, j, file("wrong.xlsx", "财政局", "410202", r))
	if diff := cmp.Diff([]int{2}, got.Withdrawn); diff != "" {
		t.Errorf("withdrawn (-want +got):\n%s", diff)
	}
	want := []string{
		"教育局 2023 own 1 true false right.xlsx",
		"教育局 2023 own 2 false true wrong.xlsx",
		"财政局 2023 own 1 true false wrong.xlsx",
	}
	if diff := cmp.Diff(want, rows(t, j.DB(), liveReports)); diff != "" {
		t.Errorf("reports (-want +got):\n%s", diff)
	}
	// And back: a withdrawn report never lives again, it comes anew.
	load(t, j, file("wrong.xlsx", "教育局", "410202", r))
	want = []string{
		"教育局 2023 own 1 false false right.xlsx",
		"教育局 2023 own 2 false true wrong.xlsx",
		"财政局 2023 own 1 false true wrong.xlsx",
		"教育局 2023 own 3 true false wrong.xlsx",
	}
	if diff := cmp.Diff(want, rows(t, j.DB(), liveReports)); diff != "" {
		t.Errorf("reports (-want +got):\n%s", diff)
	}
	// A file that now holds one report less withdraws that one.
	load(t, j, file("two.xlsx", "统计局", "410202", r, report("2021", 2022, data.ScopeOwn, all("1"))))
	got = load(t, j, file("two.xlsx", "统计局", "410202", r))
	if got.Outcome != warehouse.Revised || len(got.Withdrawn) != 1 {
		t.Errorf("one report less: %+v", got)
	}
}

// In one transaction, what one file adds another can replace, withdraw and bring back.
func TestBatchIsLikeOneByOne(t *testing.T) {
	r := report("2021", 2023, data.ScopeOwn, all("1"))
	other := report("2021", 2023, data.ScopeOwn, all("2"))
	other.Findings = []data.Finding{{Check: "T3-BALANCE", Cells: []data.FindingCell{{}}}}
	noted := report("2021", 2023, data.ScopeOwn, all("2"))
	files := []warehouse.Incoming{
		file("a.xlsx", "财政局", "410202", r),
		file("b.xlsx", "财政局", "410202", r),
		file("b.xlsx", "教育局", "410202", r),     // withdrawn from 财政局, where a lives again
		file("b.xlsx", "教育局", "410202", other), // read anew: a revision
		file("b.xlsx", "教育局", "410202", noted), // refreshed: the finding goes
		file("c.xlsx", "财政局", "410202", r),
	}
	const everything = `SELECT r.*, (SELECT count(*) FROM fact f WHERE f.report = r.id AND f.value = 2), (SELECT count(*) FROM finding f WHERE f.report = r.id)
		FROM report r ORDER BY r.id`
	single := begin(t, t.TempDir())
	defer end(t, single)
	for _, in := range files {
		load(t, single, in)
	}
	j := begin(t, t.TempDir())
	defer end(t, j)
	var batch []*warehouse.Prepared
	for _, in := range files {
		p, err := j.Prepare(in)
		if err != nil {
			t.Fatal(err)
		}
		batch = append(batch, p)
	}
	for _, result := range j.LoadBatch(t.Context(), batch) {
		if result.Err != nil {
			t.Error(result.Err)
		}
	}
	if diff := cmp.Diff(rows(t, single.DB(), everything), rows(t, j.DB(), everything)); diff != "" {
		t.Errorf("reports (-one by one +in a batch):\n%s", diff)
	}
	want := []string{"财政局 2023 own 1 false false a.xlsx", "财政局 2023 own 2 false true b.xlsx", "教育局 2023 own 1 false false b.xlsx",
		"教育局 2023 own 2 true false b.xlsx", "财政局 2023 own 3 true false c.xlsx"}
	if diff := cmp.Diff(want, rows(t, j.DB(), liveReports)); diff != "" {
		t.Errorf("reports (-want +got):\n%s", diff)
	}
}

func TestBatchWithAFailure(t *testing.T) {
	j := begin(t, t.TempDir())
	defer end(t, j)
	r := report("2021", 2023, data.ScopeOwn, all("1"))
	withClaim := report("2021", 2023, data.ScopeOwn, all("1"))
	withClaim.Claims = []data.Claim{{Key: "requests.received", Section: 1, Quote: "收到 1 件"}}
	var batch []*warehouse.Prepared
	for _, in := range []warehouse.Incoming{
		file("a.xlsx", "财政局", "410202", r),
		file("b.xlsx", "财政局", "410202", r), // supersedes the one before it in the same batch
		file("a.xlsx", "财政局", "410202", r),
		file("c.xlsx", "教育局", "410202", withClaim),
		file("twice.xlsx", "统计局", "410202", r, r),
		file("d.xlsx", "民政局", "410202", r),
	} {
		p, err := j.Prepare(in)
		if err != nil {
			t.Fatal(err)
		}
		batch = append(batch, p)
	}
	outcomes := func(results []warehouse.Result) []string {
		var out []string
		for _, r := range results {
			if r.Err != nil {
				out = append(out, "error")
				continue
			}
			out = append(out, string(r.Outcome))
		}
		return out
	}
	// Without the table, the one file with a claim cannot be written; the others must be.
	if _, err := j.DB().Exec(`ALTER TABLE claim RENAME TO elsewhere`); err != nil {
		t.Fatal(err)
	}
	got := j.LoadBatch(t.Context(), batch)
	want := []string{"loaded", "revised", "unchanged", "error", "error", "loaded"}
	if diff := cmp.Diff(want, outcomes(got)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	var duplicate *warehouse.DuplicateError
	if !errors.As(got[4].Err, &duplicate) || !strings.Contains(duplicate.Error(), "两份 统计局 2023 年度的本级报告") {
		t.Errorf("two reports of one agency: %v", got[4].Err)
	}
	if _, err := j.DB().Exec(`ALTER TABLE elsewhere RENAME TO claim`); err != nil {
		t.Fatal(err)
	}
	got = j.LoadBatch(t.Context(), batch[2:4])
	if diff := cmp.Diff([]string{"unchanged", "loaded"}, outcomes(got)); diff != "" {
		t.Errorf("outcomes after the failure (-want +got):\n%s", diff)
	}
	want = []string{
		"财政局 2023 own 1 false false a.xlsx",
		"财政局 2023 own 2 true false b.xlsx",
		"民政局 2023 own 1 true false d.xlsx",
		"教育局 2023 own 1 true false c.xlsx",
	}
	if diff := cmp.Diff(want, rows(t, j.DB(), liveReports)); diff != "" {
		t.Errorf("reports (-want +got):\n%s", diff)
	}
	if got := rows(t, j.DB(), `SELECT report, count(*) FROM fact GROUP BY report HAVING count(*) <> 200`); len(got) > 0 {
		t.Errorf("reports with a part of their facts: %v", got)
	}
}

func TestCancelledLoadLeavesTheJobUsable(t *testing.T) {
	j := begin(t, t.TempDir())
	defer end(t, j)
	in := file("a.xlsx", "财政局", "410202", report("2021", 2023, data.ScopeOwn, all("1")))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := j.Load(ctx, in); !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled load: %v", err)
	}
	if got := load(t, j, in); got.Outcome != warehouse.Loaded {
		t.Errorf("load after a cancelled one: %s", got.Outcome)
	}
}

func TestPrepareRefuses(t *testing.T) {
	j := begin(t, t.TempDir())
	defer end(t, j)
	figure := func(s string) func(*warehouse.PlacedReport) {
		return func(p *warehouse.PlacedReport) {
			v := decimal.RequireFromString(s)
			p.Report.Facts[0].Value, p.Report.Facts[0].State = &v, data.StateNumber
		}
	}
	for _, tc := range []struct {
		name   string
		change func(*warehouse.PlacedReport)
		want   string
	}{
		{"no agency", func(p *warehouse.PlacedReport) { p.AgencyName = "" }, "no agency"},
		{"no year", func(p *warehouse.PlacedReport) { p.Report.Year = 0 }, "no report year"},
		{"no scope", func(p *warehouse.PlacedReport) { p.Report.Scope = "" }, "no scope"},
		{"cell twice", func(p *warehouse.PlacedReport) { p.Report.Facts = append(p.Report.Facts, p.Report.Facts[3]) }, "filled twice"},
		{"value without number", func(p *warehouse.PlacedReport) { p.Report.Facts[0].State = data.StateDash }, "state dash"},
		{"number without value", func(p *warehouse.PlacedReport) { p.Report.Facts[0].Value = nil }, "state number"},
		{"15 digits", figure("100000000000000"), "more than 14 digits"},
		{"5 decimals", figure("0.00001"), "more than 4 decimals"},
		{"huge exponent", figure("1e9999"), "exponent"},
		{"tiny exponent", figure("1e-9999"), "exponent"},
	} {
		in := file(tc.name, "财政局", "410202", report("2021", 2023, data.ScopeOwn, all("1")))
		tc.change(&in.Reports[0])
		if _, err := j.Prepare(in); err == nil || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), in.Path) {
			t.Errorf("%s: error %v, want %q and the path in it", tc.name, err, tc.want)
		}
	}
	in := file("at the limit", "财政局", "410202", report("2021", 2023, data.ScopeOwn, all("-99999999999999.9999")))
	load(t, j, in)
	if got := rows(t, j.DB(), `SELECT DISTINCT CAST(value AS VARCHAR) FROM fact`); len(got) != 1 || got[0] != "-99999999999999.9999" {
		t.Errorf("at the limit: %v", got)
	}
}
