package check

import (
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"tongjian/data"
	"tongjian/data/checks"
	"tongjian/data/filing"
	"tongjian/data/forms"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
)

var update = flag.Bool("update", false, "rewrite the findings in testdata/across; refused where their number changes")

// TestAcross runs testdata/across/CHECK.CASE.txtar. The files of an archive are done in order, through a real job:
//
//	roster                            who should report, a line each: REGION NAME SCOPE FROM-TO KIND [ALIAS]
//	today                             the day of the job, 2024-06-01 unless given
//	report REGION NAME YEAR SCOPE     a report on the form of its year, every cell 0 unless a line says otherwise:
//	                                  KEY=RAW or KEY/COLUMN=RAW (_ is a blank; without a column, natural_person and total),
//	                                  "lacks KEY", "edition 2019", "received 2024-02-03", anything else is a line of prose
//	findings                          what must be found, no more and no less
func TestAcross(t *testing.T) {
	for _, path := range fixtures(t) {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			last := &archive.Files[len(archive.Files)-1]
			if last.Name != "findings" {
				t.Fatal("the last file must be findings")
			}
			want, got := string(last.Data), findingsOf(t, archive.Files)
			id, kind, _ := strings.Cut(filepath.Base(path), ".")
			if fails := strings.HasPrefix(kind, "fails"); fails != strings.Contains(got, " "+id+" ") {
				t.Errorf("%s is found: %v", id, !fails)
			}
			if got == want {
				return
			}
			if *update && (want == "" || strings.Count(got, "\n") == strings.Count(want, "\n")) {
				last.Data = []byte(got)
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			t.Errorf("findings (-want +got):\n%s", cmp.Diff(want, got))
		})
	}
}

func fixtures(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/across/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	return paths
}

// findingsOf does what the files of an archive say and writes down what the checks find.
func findingsOf(t *testing.T, files []txtar.File) string {
	t.Helper()
	ctx := t.Context()
	now := filing.Day(2024, time.June, 1)
	for _, f := range files {
		if f.Name == "today" {
			now = parseDay(t, strings.TrimSpace(string(f.Data)))
		}
	}
	job, err := warehouse.Begin(ctx, t.TempDir(), warehouse.Options{Command: "test", Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := job.Close(); err != nil {
			t.Error(err)
		}
	}()
	for i, f := range files {
		switch words := strings.Fields(f.Name); words[0] {
		case "roster":
			_, err = job.ImportAgencies(ctx, parseRoster(t, string(f.Data)))
		case "report":
			_, err = job.Load(ctx, parseReport(t, words[1:], string(f.Data), i))
		case "today", "findings":
		default:
			t.Fatalf("no %q", f.Name)
		}
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
	}
	if _, err := Across(ctx, job); err != nil {
		t.Fatal(err)
	}
	return writtenFindings(t, job.DB())
}

func parseDay(t *testing.T, text string) time.Time {
	t.Helper()
	day, err := filing.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return day.Add(9 * time.Hour)
}

func parseRoster(t *testing.T, text string) []regions.Agency {
	t.Helper()
	var list []regions.Agency
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) < 5 {
			t.Fatalf("roster: %q", line)
		}
		from, to, _ := strings.Cut(words[3], "-")
		a := regions.Agency{Region: words[0], Name: words[1], Scope: data.Scope(words[2]), Kind: words[4], Aliases: words[5:]}
		a.ExpectedFrom, _ = strconv.Atoi(from)
		a.ExpectedTo, _ = strconv.Atoi(to)
		list = append(list, a)
	}
	return list
}

func parseReport(t *testing.T, words []string, text string, n int) warehouse.Incoming {
	t.Helper()
	if len(words) != 4 {
		t.Fatalf("report: %v", words)
	}
	year, _ := strconv.Atoi(words[2])
	edition, _ := forms.ForYear(year)
	received := filing.Day(year+1, time.January, 20)
	if _, named, ok := strings.Cut(text, "edition "); ok {
		edition, _ = forms.Named(named[:4])
	}
	r := zeros(edition.Name)
	r.Agency, r.Region, r.Year, r.Scope = words[1], words[0], year, data.Scope(words[3])
	line := len(r.Facts)
	for text := range strings.Lines(text) {
		text = strings.TrimSpace(text)
		line++
		cell, raw, _ := strings.Cut(text, "=")
		key, column, _ := strings.Cut(cell, "/")
		_, known := forms.MeasureOf(key)
		if lacks, ok := strings.CutPrefix(text, "lacks "); ok {
			remove(r, lacks)
			continue
		}
		day, came := strings.CutPrefix(text, "received ")
		switch {
		case came:
			received = parseDay(t, day)
		case strings.HasPrefix(text, "edition "):
		case known && column == "" && forms.ColumnOf(key) == forms.Total && edition.Name != "2014":
			set(t, r, key+"/natural_person="+raw)
			set(t, r, key+"/total="+raw)
		case known && column == "" && forms.ColumnOf(key) == forms.Total:
			set(t, r, key+"/total="+raw)
		case known:
			set(t, r, text)
		case text != "":
			r.Prose = append(r.Prose, data.Line{Text: text, At: data.Position{Line: line}})
		}
	}
	r.Claims = claimsOf(r, textOf(r))
	return warehouse.Incoming{Path: fmt.Sprintf("%d.txt", n), Name: fmt.Sprintf("%d.txt", n), Format: "txt", Reader: "1",
		Bytes: []byte(fmt.Sprint(n, words, text)), ReceivedAt: received,
		Reports: []warehouse.PlacedReport{{AgencyName: words[1], Region: words[0], Report: *r}}}
}

// textOf is the text of a report's prose.
func textOf(r *data.Report) string {
	var lines []string
	for _, l := range r.Prose {
		lines = append(lines, l.Text)
	}
	return strings.Join(lines, "\n")
}

// writtenFindings writes the findings of a warehouse: a line each, and its cells below.
func writtenFindings(t *testing.T, db *sql.DB) string {
	t.Helper()
	const findings = `SELECT f.id, coalesce(t.region, a.region) || ' ' || a.name || ' ' || coalesce(t.year, f.year) || ' ' || coalesce(t.scope, f.scope) || ' ' ||
       f.check_id || ' ' || f.severity || ' ' || f.message ||
       CASE WHEN f.left_value || f.right_value = '' THEN '' ELSE ' [' || f.left_value || ' ' || f.right_value || ' ' || f.difference || ']' END
FROM finding f
LEFT JOIN report t ON t.id = f.report
JOIN agency a ON a.id = coalesce(t.agency, f.agency)
ORDER BY f.id`
	const cells = `SELECT c.finding, '  ' || CASE WHEN c.report = 0 THEN '' ELSE a.name || ' ' || t.year || '：' END || c.label || '“' || c.raw || '”' ||
       CASE WHEN c.place = '' THEN '' ELSE ' ' || c.place END
FROM finding_cell c
LEFT JOIN report t ON t.id = c.report
LEFT JOIN agency a ON a.id = t.agency
ORDER BY c.finding, c.ord`
	below := map[int][]string{}
	lines(t, db, cells, func(finding int, line string) { below[finding] = append(below[finding], line) })
	var b strings.Builder
	lines(t, db, findings, func(finding int, line string) {
		for _, l := range append([]string{line}, below[finding]...) {
			b.WriteString(l + "\n")
		}
	})
	return b.String()
}

func lines(t *testing.T, db *sql.DB, query string, line func(finding int, text string)) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var (
			finding int
			text    string
		)
		if err := rows.Scan(&finding, &text); err != nil {
			t.Fatal(err)
		}
		line(finding, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// What the checks define for themselves is gone when the job goes on to publish, and finding the same again changes nothing.
func TestPublishingAfterChecks(t *testing.T) {
	job, err := warehouse.Begin(t.Context(), t.TempDir(), warehouse.Options{Command: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer job.Close()
	if _, err := job.Load(t.Context(), parseReport(t, []string{"410202", "龙亭区财政局", "2022", "own"}, "received 2023-02-03", 0)); err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		found, err := Across(t.Context(), job)
		if err != nil || found[data.SeverityWarning] != 1 {
			t.Fatalf("found %v, %v", found, err)
		}
		snapshot, err := job.Publish(t.Context())
		if err != nil || snapshot.New != (i == 0) {
			t.Fatalf("published %v, %v", snapshot.New, err)
		}
	}
}

// Every declared check across years and reports has a fixture that fails it, one that passes, and one of what must not be found.
func TestEveryCheckAcrossHasItsFixtures(t *testing.T) {
	have := map[string]bool{}
	for _, path := range fixtures(t) {
		id, kind, _ := strings.Cut(filepath.Base(path), ".")
		kind, _, _ = strings.Cut(strings.TrimSuffix(kind, ".txtar"), "-")
		if !slices.Contains([]string{"fails", "passes", "silent"}, kind) {
			t.Errorf("%s: want CHECK.fails, CHECK.passes or CHECK.silent", path)
		}
		have[id+" "+kind] = true
	}
	for _, c := range checks.All() {
		if !isAcross(c) {
			continue
		}
		for _, kind := range []string{"fails", "passes", "silent"} {
			if !have[c.ID+" "+kind] {
				t.Errorf("%s has no case that %s", c.ID, kind)
			}
		}
	}
}

// isAcross tells the checks across years and reports, which are written in SQL, from those inside a report.
func isAcross(c checks.Check) bool { return c.Group == "年度之间" || c.Group == "报告之间" }

// What the checks' files say of themselves is what is declared.
func TestChecksAcrossAreDeclared(t *testing.T) {
	list, err := acrossChecks()
	if err != nil {
		t.Fatal(err)
	}
	written := map[string]bool{}
	for _, c := range list {
		declared, ok := checks.ByID(c.id)
		if !ok || !isAcross(declared) || declared.Severity != c.severity {
			t.Errorf("%s: %s %s, declared %+v", c.file, c.id, c.severity, declared)
		}
		if want := "across/" + strings.ReplaceAll(strings.ToLower(c.id), "-", "_") + ".sql"; c.file != want {
			t.Errorf("%s stands in %s, want %s", c.id, c.file, want)
		}
		written[c.id] = true
	}
	for _, c := range checks.All() {
		if isAcross(c) && !written[c.ID] {
			t.Errorf("%s is declared and not written", c.ID)
		}
	}
}

func TestHeadersOfChecks(t *testing.T) {
	for says, text := range map[string]string{
		"wants id, severity and message": "-- id: X\n-- severity: note\nSELECT 1",
		`has no "sevrity"`:               "-- id: X\n-- sevrity: note\n",
	} {
		if _, err := parseAcross("x.sql", text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
	for message, says := range map[string]string{"{no}": `"no"`, "{label": `"label"`} {
		if _, err := fill(message, map[string]string{"label": "x"}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", message, err)
		}
	}
}
