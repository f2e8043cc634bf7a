package dashboard

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/warehouse"

	"github.com/shopspring/decimal"
)

// changing is a data directory of three agencies and three snapshots: in the second one report is new, one is corrected in two
// cells, of which one is only written in another way; in the third, one has been found to be another agency's.
func changing(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	e, _ := forms.Named("2021")
	load := func(j *warehouse.Job, name, agency string, texts map[string]string) {
		t.Helper()
		r := data.Report{Year: 2023, Scope: data.ScopeOwn, Title: "年度报告", Editions: map[string]string{}, Confidence: 1}
		for _, table := range e.Tables {
			r.Editions[table.ID] = e.Name
			for i, c := range table.Cells() {
				raw := "1"
				if text, ok := texts[c.Key+":"+c.CellID.Column]; ok {
					raw = text
				}
				f := data.Fact{Table: table.ID, Key: c.Key, Column: c.CellID.Column, Raw: raw, State: data.StateBlank, At: data.Position{Sheet: "表" + table.ID, Line: i + 1, Cell: 2}}
				if v, err := decimal.NewFromString(raw); err == nil {
					f.Value, f.State = &v, data.StateNumber
				}
				r.Facts = append(r.Facts, f)
			}
		}
		in := warehouse.Incoming{Path: name, Name: name, Format: "xlsx", Reader: "1", Bytes: []byte(name), ReceivedAt: time.Date(2024, 1, 5, 0, 0, 0, 0, time.UTC),
			Document: data.Document{Format: "xlsx"}, Reports: []warehouse.PlacedReport{{AgencyName: agency, Region: "410202", Report: r}}}
		if _, err := j.Load(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	j, err := warehouse.Begin(t.Context(), dir, warehouse.Options{Command: "test"})
	if err != nil {
		t.Fatal(err)
	}
	publish := func() {
		t.Helper()
		if _, err := j.Publish(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	load(j, "甲.xlsx", "甲局", nil)
	load(j, "乙.xlsx", "乙局", nil)
	publish()
	load(j, "甲改.xlsx", "甲局", map[string]string{"requests.received:total": "20", "requests.received:natural_person": "1.0", "review.total:": ""})
	load(j, "丙</script>.xlsx", "丙局", nil)
	publish()
	load(j, "乙.xlsx", "丁局", nil)
	publish()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Who fetches letters of an older snapshot does not make everybody wait for what is remembered of the newest.
func TestLettersOfAnOlderSnapshotLeaveTheNewestInMind(t *testing.T) {
	snapshots := openSnapshots(t, changing(t))
	s, err := newServer(Config{Snapshots: snapshots, Log: slog.New(slog.DiscardHandler), Local: true})
	if err != nil {
		t.Fatal(err)
	}
	h := s.routes()
	if w := get(t, h, "/volumes"); w.Code != http.StatusOK {
		t.Fatalf("%d", w.Code)
	}
	kept := s.memo.common
	for _, path := range []string{"/letters.xlsx?snapshot=1", "/letters.xlsx?snapshot=1&region=410202&year=2023"} {
		if w := get(t, h, path); w.Code != http.StatusOK {
			t.Fatalf("%s: %d\n%s", path, w.Code, w.Body)
		}
		if s.memo.number != 3 || s.memo.common != kept {
			t.Errorf("%s: snapshot %d is in mind", path, s.memo.number)
		}
	}
}

// changed asks a page of changes for its rows, each as its values joined.
func changed(t *testing.T, h http.Handler, path string, columns ...string) []string {
	t.Helper()
	w := get(t, h, path)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d\n%s", path, w.Code, w.Body)
	}
	var answer struct{ Rows []map[string]any }
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	var rows []string
	for _, row := range answer.Rows {
		var parts []string
		for _, c := range columns {
			b, err := json.Marshal(row[c])
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, strings.Trim(string(b), `"`))
		}
		rows = append(rows, strings.Join(parts, " "))
	}
	return rows
}

func TestChangesBetweenSnapshots(t *testing.T) {
	dir := changing(t)
	h := handlerOf(t, dir)
	for _, tc := range []struct {
		path string
		want []string
	}{
		{"/changes.json?snapshot=2", []string{ // the one before is 1
			"新增 丙局 null null null null null", "更正 甲局 requests.received natural_person 1 1 1.0", "更正 甲局 requests.received total 1 20 20",
			"更正 甲局 review.total  1 null "}},
		{"/changes.json", []string{"新增 丁局 null null null null null", "撤回 乙局 null null null null null"}}, // 2 to 3
		{"/changes.json?before=3&snapshot=1", []string{"撤回 丁局 null null null null null", "撤回 丙局 null null null null null", "新增 乙局 null null null null null",
			"更正 甲局 requests.received natural_person 1 1 1", "更正 甲局 requests.received total 20 1 1", "更正 甲局 review.total  null 1 1"}},
		{"/changes.json?before=1&change=new", []string{"新增 丁局 null null null null null", "新增 丙局 null null null null null"}},
		{"/changes.json?before=1&region=410203", nil},
		{"/changes.json?before=3", nil},   // itself
		{"/changes.json?snapshot=1", nil}, // nothing before
	} {
		got := changed(t, h, tc.path, "change", "name", "key", "column", "before_value", "value", "raw")
		if len(got) != len(tc.want) || strings.Join(got, "\n") != strings.Join(tc.want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", tc.path, strings.Join(got, "\n"), strings.Join(tc.want, "\n"))
		}
	}
	page := get(t, h, "/changes?snapshot=2").Body.String()
	for _, part := range []string{"从快照 1", "到快照 2", "2 格数字不同", "只是写法不同", "工作表“表3”", `class="state"`, "第 1 版 → 第 2 版"} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %q", part)
		}
	}
	for _, path := range []string{"/changes?before=9", "/changes?snapshot=9"} {
		if w := get(t, h, path); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "9 号快照") {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := get(t, h, "/changes?change=other"); w.Code != http.StatusBadRequest {
		t.Errorf("another kind of change: %d", w.Code)
	}
	// Of one snapshot alone there is nothing to choose.
	if page := get(t, handler(t), "/changes").Body.String(); !strings.Contains(page, "没有可以比较的较早的快照") || strings.Contains(page, `id="c-before"`) {
		t.Error("two snapshots can be chosen where there is one")
	}
	if page := get(t, h, "/changes?snapshot=1").Body.String(); !strings.Contains(page, "没有可以比较的较早的快照") {
		t.Error("the first snapshot does not say that there is none before it")
	}
}

func TestChangesOfAReport(t *testing.T) {
	h := handlerOf(t, changing(t))
	after := changed(t, h, "/changes.json?snapshot=2&change=revised", "before", "after")[0]
	before, now, _ := strings.Cut(after, " ")
	want := "requests.received natural_person 1 1.0\nrequests.received total 1 20\nreview.total  1 "
	for _, path := range []string{"/reports/" + now + "/changes.json", "/reports/" + now + "/changes.json?with=" + before} {
		if got := strings.Join(changed(t, h, path, "key", "column", "before_raw", "raw"), "\n"); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", path, got, want)
		}
	}
	// The other way round, from the page of the older revision.
	if got := changed(t, h, "/reports/"+before+"/changes.json", "key", "before_raw", "raw"); len(got) != 3 || got[1] != "requests.received 20 1" {
		t.Errorf("of the older revision: %q", got)
	}
	page := get(t, h, "/reports/"+now+"/changes").Body.String()
	for _, part := range []string{"第 1 版", "第 2 版", "3 格不同，其中 2 格数字或状态不同", "/reports/" + before + "?cell=requests.received%3Atotal", "只是写法不同"} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %q", part)
		}
	}
	if body := get(t, h, "/reports/"+now).Body.String(); !strings.Contains(body, `href="/reports/`+now+`/changes"`) {
		t.Error("the report does not lead to what it changed")
	}
	if body := get(t, h, "/reports/2/changes").Body.String(); !strings.Contains(body, "只有这一版") {
		t.Error("a report of one revision does not say so")
	}
	for path, status := range map[string]int{"/reports/" + now + "/changes?with=2": http.StatusNotFound, "/reports/" + now + "/changes?with=" + now: http.StatusNotFound,
		"/reports/99/changes": http.StatusNotFound, "/reports/" + now + "/changes?with=x": http.StatusBadRequest} {
		if w := get(t, h, path); w.Code != status {
			t.Errorf("%s: %d, want %d", path, w.Code, status)
		}
	}
}

// A page of an older snapshot and one that everybody is shown again say so, and nothing else does.
func TestPagesSayWhichStateTheyShow(t *testing.T) {
	dir := changing(t)
	hold, err := warehouse.HoldDir(t.Context(), dir, warehouse.Options{Command: "test"})
	if err != nil {
		t.Fatal(err)
	}
	h := handlerOf(t, dir)
	for path, part := range map[string]string{"/agencies?snapshot=1": "正在按较早的快照 1", "/agencies?snapshot=3": "", "/agencies": ""} {
		body := get(t, h, path).Body.String()
		if strings.Contains(body, `class="state"`) != (part != "") || !strings.Contains(body, part) {
			t.Errorf("%s: want %q", path, part)
		}
	}
	if got := changed(t, h, "/agencies.json?snapshot=1", "name"); len(got) != 2 {
		t.Errorf("as of the first snapshot there are %q", got)
	}
	if _, err := hold.Rollback(t.Context(), 1, "放错了<b>", time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := hold.Release(); err != nil {
		t.Fatal(err)
	}
	body := get(t, h, "/agencies").Body.String()
	if !strings.Contains(body, "当前显示的是退回的数据：快照 1") || !strings.Contains(body, "放错了&lt;b&gt;") {
		t.Error("the page does not say that it shows an older state again")
	}
	if got := changed(t, h, "/agencies.json", "name"); len(got) != 2 {
		t.Errorf("shown again are %q", got)
	}
	if matches, err := filepath.Glob(filepath.Join(dir, "snapshots", "*.duckdb")); err != nil || len(matches) != 4 {
		t.Errorf("the snapshots are %v", matches)
	}
}
