package dashboard

import (
	"context"
	"encoding/csv"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tongjian/data"
	"tongjian/data/office"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// desk gives the site over the published world, with an empty office of its own.
func desk(t *testing.T, local bool, set ...func(*Config)) (http.Handler, *office.Store) {
	t.Helper()
	store, err := office.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	dir := world(t)
	snapshots := openSnapshots(t, dir)
	config := Config{Snapshots: snapshots, Files: warehouse.OpenFiles(dir), Log: slog.New(slog.DiscardHandler), Office: store, Local: local}
	for _, more := range set {
		more(&config)
	}
	h, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return h, store
}

// post sends a form as a page on this machine does.
func post(h http.Handler, path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Host = "127.0.0.1:8080"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
			continue
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// local asks for a page as somebody at the machine does.
func local(t *testing.T, h http.Handler, target string) string {
	t.Helper()
	w := get(t, h, "http://127.0.0.1:8080"+target)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: status %d: %.300s", target, w.Code, w.Body)
	}
	return w.Body.String()
}

// theFinding is the one finding of the world: T3-BALANCE about two cells of 星湖区民政局 on 2023.
func theFinding(t *testing.T, h http.Handler) (row map[string]any, form url.Values) {
	t.Helper()
	var answer struct {
		Snapshot struct{ Number int }
		Rows     []map[string]any
	}
	decode(t, get(t, h, "/findings.json?check=T3-BALANCE&state=all&region="+city).Body.Bytes(), &answer)
	if len(answer.Rows) != 1 {
		t.Fatalf("%d findings", len(answer.Rows))
	}
	return answer.Rows[0], url.Values{
		"finding": {strconv.Itoa(int(answer.Rows[0]["finding"].(float64)))}, "snapshot": {strconv.Itoa(answer.Snapshot.Number)},
		"back": {"region=" + city + "&check=T3-BALANCE"}, "reason": {"有一件并案办理。"}, "author": {"王"},
	}
}

// An explanation is written, shown, exported, flagged, and taken back.
func TestExplainingAFinding(t *testing.T) {
	h, store := desk(t, true)
	row, form := theFinding(t, h)
	if row["state"] != "待处理" || row["reason"] != "" {
		t.Errorf("before: %v", row)
	}
	flags := func() string {
		t.Helper()
		var answer struct{ Rows []map[string]any }
		decode(t, get(t, h, "/agencies/"+strconv.Itoa(int(row["agency"].(float64)))+".json").Body.Bytes(), &answer)
		for _, r := range answer.Rows {
			if r["metric"] == "requests.received" && r["year"] == float64(2023) {
				return r["flags"].(string)
			}
		}
		t.Fatal("no figure")
		return ""
	}
	if f := flags(); !strings.Contains(f, "u") || strings.Contains(f, "e") {
		t.Errorf("before: flags %q", f)
	}
	tag := get(t, h, "/findings").Header().Get("ETag")

	w := post(h, "/findings/explain", form, "Origin", "http://127.0.0.1:8080", "Sec-Fetch-Site", "same-origin")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %.300s", w.Code, w.Body)
	}
	to := w.Header().Get("Location")
	if want := "/findings?region=" + city + "&check=T3-BALANCE&said=" + form.Get("finding") + "#said"; to != want {
		t.Errorf("leads to %s, want %s", to, want)
	}
	if now := get(t, h, "/findings", "If-None-Match", tag); now.Code != http.StatusOK || now.Header().Get("ETag") == tag {
		t.Error("the page from before still counts as current")
	}
	page := local(t, h, strings.TrimSuffix(to, "#said"))
	if !strings.Contains(page, `id="said"`) || !strings.Contains(page, "有一件并案办理。") || strings.Contains(page, `id="f-`+form.Get("finding")+`"`) {
		t.Error("the page after does not say what was written, or still lists it as open")
	}
	page = local(t, h, "/findings?state=explained&region="+city)
	if !strings.Contains(page, "有一件并案办理。") || !strings.Contains(page, "说明：王，") {
		t.Error("the explanation is not beside its finding")
	}
	if got, _ := theFinding(t, h); got["state"] != "已说明" || got["reason"] != "有一件并案办理。" || got["author"] != "王" || got["explained_at"] == "" {
		t.Errorf("json: %v", got)
	}
	table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(get(t, h, "/findings.csv?state=explained&region="+city).Body.String(), "\ufeff"))).ReadAll()
	if err != nil || len(table) != 2 || !slices.Contains(table[1], "有一件并案办理。") || !slices.Contains(table[0], "理由") {
		t.Errorf("csv: %v, %v", table, err)
	}
	report := local(t, h, "/reports/"+strconv.Itoa(int(row["report"].(float64))))
	_, cell, _ := strings.Cut(report, `id="c-requests.received-total"`)
	if cell, _, _ = strings.Cut(cell, ">"); strings.Contains(cell, "has-error") || !strings.Contains(cell, "已说明：有一件并案办理。") {
		t.Errorf("explained, the cell of the report is %s", cell)
	}
	if f := flags(); strings.Contains(f, "u") || !strings.Contains(f, "e") {
		t.Errorf("explained: flags %q", f)
	}

	said, err := store.Explanations(t.Context())
	if err != nil || len(said) != 1 {
		t.Fatalf("%v, %v", said, err)
	}
	w = post(h, "/findings/withdraw", url.Values{"explanation": {strconv.FormatInt(said[0].ID, 10)}, "author": {"李"}, "back": {form.Get("back")}})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("withdrawing: status %d: %.300s", w.Code, w.Body)
	}
	page = local(t, h, "/findings?region="+city)
	if !strings.Contains(page, `id="f-`+form.Get("finding")+`"`) || !strings.Contains(page, "以前的说明 1 条") || !strings.Contains(page, "李 ") {
		t.Error("withdrawn, the finding is not open again, or its history is gone")
	}
	if f := flags(); !strings.Contains(f, "u") {
		t.Errorf("withdrawn: flags %q", f)
	}
}

// Nobody writes but who sits at the machine, from a page of this site, with a form of a proper size.
func TestWritingIsRefused(t *testing.T) {
	h, store := desk(t, true)
	_, form := theFinding(t, h)
	large := url.Values{"finding": form["finding"], "snapshot": form["snapshot"], "author": {"王"}, "reason": {strings.Repeat("长", longestForm)}}
	other := url.Values{"finding": {"999999"}, "snapshot": form["snapshot"], "author": {"王"}, "reason": {"并案"}}
	gone := url.Values{"finding": form["finding"], "snapshot": {"99"}, "author": {"王"}, "reason": {"并案"}}
	for name, c := range map[string]struct {
		form    url.Values
		headers []string
		status  int
	}{
		"another site":         {form, []string{"Origin", "http://evil.example"}, http.StatusForbidden},
		"another site, fetch":  {form, []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		"a name leading here":  {form, []string{"Host", "evil.example:8080", "Origin", "http://evil.example:8080", "Sec-Fetch-Site", "same-origin"}, http.StatusMisdirectedRequest},
		"through a proxy":      {form, []string{"X-Forwarded-For", "10.0.0.7"}, http.StatusForbidden},
		"a proxied origin":     {form, []string{"Origin", "https://tongjian.example", "Sec-Fetch-Site", "same-origin"}, http.StatusForbidden},
		"too large":            {large, nil, http.StatusBadRequest},
		"no such finding":      {other, nil, http.StatusBadRequest},
		"a snapshot not there": {gone, nil, http.StatusBadRequest},
		"nothing":              {url.Values{}, nil, http.StatusBadRequest},
	} {
		if w := post(h, "/findings/explain", c.form, c.headers...); w.Code != c.status {
			t.Errorf("%s: status %d, want %d: %.200s", name, w.Code, c.status, w.Body)
		}
	}
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, "/findings/explain", nil))
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: status %d", method, w.Code)
		}
	}
	if w := get(t, h, "/findings/explain"); w.Code != http.StatusNotFound {
		t.Errorf("reading where only forms go: status %d", w.Code)
	}
	if w := post(h, "/findings", form); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("posting to a page: status %d", w.Code)
	}
	if said, err := store.Explanations(t.Context()); err != nil || len(said) != 0 {
		t.Errorf("written: %v, %v", said, err)
	}
}

// A server others can reach shows why nothing can be written there, and writes nothing.
func TestOnlyALocalServerWrites(t *testing.T) {
	var form url.Values
	t.Run("open", func(t *testing.T) {
		h, store := desk(t, false)
		_, form = theFinding(t, h)
		page := local(t, h, "/findings?region="+city)
		if strings.Contains(page, `<form method="post"`) || !strings.Contains(page, "所以网页上不能写说明") || !strings.Contains(page, "tongjian explain add") {
			t.Error("the page of an open server offers a form, or does not say why not")
		}
		if w := post(h, "/findings/explain", form); w.Code != http.StatusForbidden {
			t.Errorf("status %d", w.Code)
		}
		if said, err := store.Explanations(t.Context()); err != nil || len(said) != 0 {
			t.Errorf("written: %v, %v", said, err)
		}
	})
	t.Run("without an office", func(t *testing.T) {
		h := handler(t)
		if w := post(h, "/findings/explain", form); w.Code != http.StatusForbidden {
			t.Errorf("status %d", w.Code)
		}
		if strings.Contains(local(t, h, "/findings?region="+city), `<form method="post"`) {
			t.Error("a form is offered")
		}
	})
	t.Run("local", func(t *testing.T) {
		h, _ := desk(t, true)
		if !strings.Contains(local(t, h, "/findings?region="+city), `<form method="post"`) {
			t.Error("no form is offered")
		}
		if w := get(t, h, "http://tongjian.example/findings?region="+city); w.Code != http.StatusMisdirectedRequest || strings.Contains(w.Body.String(), `<form method="post"`) {
			t.Errorf("under a name that is not this machine's: %d", w.Code)
		}
	})
}

// What cannot be kept is shown again with what is wrong, and nothing typed is lost.
func TestRefusedTextIsShownAgain(t *testing.T) {
	h, _ := desk(t, true)
	_, form := theFinding(t, h)
	form.Set("reason", "写了很久的理由 </textarea><script>alert(1)</script>")
	form.Set("author", " ")
	w := post(h, "/findings/explain", form)
	body := w.Body.String()
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "没有写说明人") || !strings.Contains(body, `<details class="answer" open>`) {
		t.Errorf("status %d: %.500s", w.Code, body)
	}
	if !strings.Contains(body, "写了很久的理由 &lt;/textarea&gt;") || strings.Contains(body, "<script>alert") {
		t.Error("what was written is lost, or not escaped")
	}
}

// Reasons are data, on the page and in every export.
func TestHostileReasons(t *testing.T) {
	h, _ := desk(t, true)
	_, form := theFinding(t, h)
	for _, reason := range []string{`=cmd|' /C calc'!A0`, `</script><script>alert(1)</script>`, `+1+1`, "@SUM(1)", strings.Repeat("长", office.LongestReason)} {
		form.Set("reason", reason)
		form.Set("author", `=王<b>`)
		if w := post(h, "/findings/explain", form); w.Code != http.StatusSeeOther {
			t.Fatalf("%.40q: status %d", reason, w.Code)
		}
		page := local(t, h, "/findings?state=explained&region="+city)
		if strings.Contains(page, "<script>alert") || strings.Contains(page, "王<b>") {
			t.Errorf("%.40q is not escaped", reason)
		}
		table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(get(t, h, "/findings.csv?state=explained&region="+city).Body.String(), "\ufeff"))).ReadAll()
		if err != nil || len(table) != 2 {
			t.Fatalf("%.40q: %v, %v", reason, table, err)
		}
		for _, field := range table[1] {
			if field != "" && strings.ContainsRune("=+@", rune(field[0])) {
				t.Errorf("%.40q: %.40q would be taken for a formula", reason, field)
			}
		}
		if got, _ := theFinding(t, h); got["reason"] != reason {
			t.Errorf("json: %.40q, want %.40q", got["reason"], reason)
		}
	}
}

// An explanation of other numbers, or of a finding about fewer of the cells, is shown as such, and the finding is open.
func TestExplanationOfOldNumbers(t *testing.T) {
	for name, cells := range map[string]string{
		"other numbers": "3/outcome.total/total\n3/requests.received/total", "fewer cells": "3/outcome.total/total",
	} {
		t.Run(name, func(t *testing.T) {
			h, store := desk(t, true)
			row, form := theFinding(t, h)
			_, err := store.Explain(t.Context(), office.Answer{
				Subject: office.Subject{Agency: int(row["agency"].(float64)), Year: 2023, Scope: data.ScopeOwn, Check: "T3-BALANCE", Cells: cells},
				Figures: office.Figures{Left: "50", Right: "41"}, Reason: "旧理由", Author: "王",
			})
			if err != nil {
				t.Fatal(err)
			}
			page := local(t, h, "/findings?region="+city)
			for _, want := range []string{"针对旧数字的说明", "50 ≠ 41", "旧理由", `id="f-` + form.Get("finding") + `"`} {
				if !strings.Contains(page, want) {
					t.Errorf("the page lacks %q", want)
				}
			}
			if got, _ := theFinding(t, h); got["state"] != "待处理；有针对旧数字的说明" || got["reason"] != "旧理由" {
				t.Errorf("json: %v", got)
			}
			if page := local(t, h, "/reports/"+strconv.Itoa(int(row["report"].(float64)))); !strings.Contains(page, "针对旧数字的说明") {
				t.Error("the report does not show it")
			}
		})
	}
}

// The cells of a finding are marked in the official layout and in the document as received.
func TestReportMarksAFinding(t *testing.T) {
	h := handler(t)
	row, form := theFinding(t, h)
	report := "/reports/" + strconv.Itoa(int(row["report"].(float64)))
	page := get(t, h, report+"?finding="+form.Get("finding")).Body.String()
	for _, cell := range []string{"requests.received-total", "outcome.total-total"} {
		_, after, _ := strings.Cut(page, `id="c-`+cell+`"`)
		if tag, _, _ := strings.Cut(after, ">"); !strings.Contains(tag, "here") {
			t.Errorf("%s is not marked in its table: %s", cell, tag)
		}
	}
	_, document, _ := strings.Cut(page, `id="document"`)
	if n := strings.Count(document, `class="here"`); n != 2 {
		t.Errorf("%d places are marked in the document, want 2", n)
	}
	if !strings.Contains(page, `id="the-finding"`) {
		t.Error("the finding itself is not shown")
	}
	if plain := get(t, h, report).Body.String(); strings.Contains(plain, `class="here"`) || strings.Contains(plain, `id="the-finding"`) {
		t.Error("without the parameter something is marked")
	}
	for finding, status := range map[string]int{"999999": http.StatusNotFound, "0": http.StatusNotFound, "x": http.StatusBadRequest} {
		if w := get(t, h, report+"?finding="+finding); w.Code != status {
			t.Errorf("finding %s: status %d, want %d", finding, w.Code, status)
		}
	}
}

func TestMarkedReports(t *testing.T) {
	f := queries.Finding{ID: 7, Report: 12, Year: 2023, AgencyName: "甲局", Finding: data.Finding{Cells: []data.FindingCell{
		{Key: "requests.carried_in", Column: "total"},
		{Key: "requests.carried_out", Column: "total", Report: 11, Year: 2022, Agency: "甲局"},
		{Label: "正文", At: data.Position{Line: 3}, Report: 30, Year: 2023, Agency: "乙局"},
	}}}
	want := []Link{
		{Label: "2023 年报告", URL: "/reports/12?finding=7#c-requests.carried_in-total"},
		{Label: "2022 年报告", URL: "/reports/11?finding=7#c-requests.carried_out-total"},
		{Label: "乙局 2023 年报告", URL: "/reports/30?finding=7#at-3"},
	}
	if got := markedReports(f); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if got := markedReports(queries.Finding{ID: 8, Year: 2023}); len(got) != 0 {
		t.Errorf("of no report: %+v", got)
	}
}

// A number that is the sum of several measures names them all; one that could not be told names none.
func TestClaimName(t *testing.T) {
	for key, want := range map[string]string{
		"": "", "requests.received": "本年新收申请", "no.such.key": "", "outcome.granted+no.such.key": "",
		"outcome.granted+outcome.partial": claimName("outcome.granted") + " + " + claimName("outcome.partial"),
	} {
		if got := claimName(key); got != want {
			t.Errorf("%q is %q, want %q", key, got, want)
		}
	}
	if claimName("outcome.granted") == "" || claimName("outcome.partial") == "" {
		t.Error("a measure has no name")
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1:8080": true, "127.0.0.1": true, "127.8.8.8:1": true, "localhost": true, "localhost:8080": true, "[::1]:8080": true, "[::1]": true,
		"": false, "0.0.0.0:8080": false, "10.0.0.7:8080": false, "localhost.evil.example": false, "127.0.0.1.evil.example:80": false,
		"evil.example": false, "[::]:80": false,
	} {
		if loopback(host) != want {
			t.Errorf("%q: %t", host, !want)
		}
	}
}
