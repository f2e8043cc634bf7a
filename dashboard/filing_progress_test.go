package dashboard

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tongjian/data"
	"tongjian/data/office"
)

// progressRow is a row of the JSON twin about a report on its way.
type progressRow struct {
	Name, Status string
	Year         int
	Step         string
	Label        string `json:"step_name"`
	By           string `json:"step_by"`
	Until        string `json:"correct_by"`
	Day          string `json:"step_day"`
	Errors       *int   `json:"step_errors"`
}

func (c *counter) progress(t *testing.T, query, login string) map[string]progressRow {
	t.Helper()
	var answer struct{ Rows []progressRow }
	decode(t, ask(c.site, http.MethodGet, "/filing.json?region="+lake+query, nil, c.as(t, login)...).Body.Bytes(), &answer)
	rows := map[string]progressRow{}
	for _, r := range answer.Rows {
		rows[r.Name] = r
	}
	return rows
}

// hurried is the counter in the days after the reports on 2025 came in: one was returned, corrected and waits, one is with its agency
// again, one has been checked and not been submitted.
func hurried(t *testing.T) *counter {
	t.Helper()
	c := newCounter(t)
	lakeOffice := office.Actor{Name: "lake-office"}
	steps := func(errs ...error) {
		t.Helper()
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	education := reportOf(0, 2025)
	spoil(&education)
	first := c.sent(t, "education", "年报.xlsx")
	c.read(t, first, education)
	steps(c.store.Submit(t.Context(), office.Actor{Name: "education"}, []int64{first.ID}),
		c.store.Return(t.Context(), lakeOffice, first.ID, "表三不平", time.Date(2099, 2, 20, 0, 0, 0, 0, time.UTC)))
	w := c.send(t, "/send?replaces="+strconv.FormatInt(first.ID, 10), c.as(t, "education"), file{"年报（更正）.xlsx", "corrected"})
	second := c.kept(t)[0]
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != submissionPath(second.ID) {
		t.Fatalf("%d to %q: %s", w.Code, to, w.Body)
	}
	c.read(t, second, reportOf(0, 2025))
	steps(c.store.Submit(t.Context(), office.Actor{Name: "education"}, []int64{second.ID}))

	justice := c.sent(t, "lake-office", "司法局.xlsx")
	c.read(t, justice, reportOf(2, 2025))
	steps(c.store.Submit(t.Context(), lakeOffice, []int64{justice.ID}),
		c.store.Return(t.Context(), lakeOffice, justice.ID, "缺表二", time.Date(2020, 2, 20, 0, 0, 0, 0, time.UTC)))

	c.read(t, c.sent(t, "lake-office", "民政局.xlsx"), reportOf(1, 2025))
	return c
}

func TestFilingTellsHowFarEveryReportHasCome(t *testing.T) {
	c := hurried(t)
	today := day(time.Now())
	none := 0
	want := map[string]progressRow{
		"星湖区教育局": {Name: "星湖区教育局", Status: "pending", Year: 2025, Step: "resubmitted", Label: "已更正，待接收", By: "education", Day: today, Errors: &none},
		"星湖区司法局": {Name: "星湖区司法局", Status: "pending", Year: 2025, Step: "returned", Label: "已退回", By: "lake-office", Until: "2020-02-20", Day: today, Errors: &none},
		"星湖区民政局": {Name: "星湖区民政局", Status: "pending", Year: 2025, Step: "checked", Label: "待提交", By: "lake-office", Day: today, Errors: &none},
	}
	same := func(a, b progressRow) bool {
		errs := (a.Errors == nil) == (b.Errors == nil) && (a.Errors == nil || *a.Errors == *b.Errors)
		a.Errors, b.Errors = nil, nil
		return errs && a == b
	}
	got := c.progress(t, "&progress=2025", "lake-office")
	for name, row := range want {
		if !same(got[name], row) {
			t.Errorf("%s: %+v, want %+v", name, got[name], row)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d rows", len(got))
	}
	// The list of one state has those in it, and no others; the list of the missing and the matrix say the same of each.
	if got := c.progress(t, "&progress=2025&state=returned", "lake-office"); len(got) != 1 || !same(got["星湖区司法局"], want["星湖区司法局"]) {
		t.Errorf("returned: %+v", got)
	}
	if got := c.progress(t, "&missing=2025", "lake-office"); !same(got["星湖区教育局"], want["星湖区教育局"]) {
		t.Errorf("among the missing: %+v", got["星湖区教育局"])
	}
	page := ask(c.site, http.MethodGet, "/filing?progress=2025&region="+lake, nil, c.as(t, "lake-office")...).Body.String()
	for _, says := range []string{"已更正，待接收 <span>1</span>", "全部 <span>3</span>", `<td class="text" data-label="经办人">education</td>`, `2020-02-20 <span class="bad">已超期</span>`, "/letter.docx\">整改通知</a>",
		"2025 年 <span>3 件待办</span>"} {
		if !strings.Contains(page, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	if matrix := ask(c.site, http.MethodGet, "/filing?region="+lake, nil, c.as(t, "lake-office")...).Body.String(); !strings.Contains(matrix, `<span class="status s-returned">已退回</span></a>`) {
		t.Error("the matrix does not say what was returned")
	}
	w := ask(c.site, http.MethodGet, "/filing/list.xlsx?progress=2025&region="+lake, nil, c.as(t, "lake-office")...)
	book, err := excelize.OpenReader(w.Body)
	if err != nil {
		t.Fatal(w.Code, err)
	}
	defer book.Close()
	rows, err := book.GetRows("报送进度")
	if err != nil || !slices.ContainsFunc(rows, func(r []string) bool {
		return len(r) > 7 && r[2] == "星湖区司法局" && r[4] == "已退回" && r[6] == "lake-office" && r[7] == "2020-02-20"
	}) {
		t.Errorf("the list to print: %q, %v", rows, err)
	}
	for query, status := range map[string]int{"progress=1999": 404, "progress=2025&state=lost": 404, "progress=x": 400, "progress=2024": 200, "progress=2025&state=late": 200} {
		if w := ask(c.site, http.MethodGet, "/filing?region="+lake+"&"+query, nil, c.as(t, "lake-office")...); w.Code != status {
			t.Errorf("%s: %d, want %d", query, w.Code, status)
		}
	}
}

// Who only looks is told how far a report has come, and not by whom nor what is wrong with it; who has no account is told nothing of it.
func TestProgressIsToldToThoseConcerned(t *testing.T) {
	c := hurried(t)
	for login, want := range map[string]string{"lake-office": "returned lake-office", "city-office": "returned lake-office", "lake-viewer": "returned ", "": " "} {
		if login == "" {
			c.server.entrance.open = true
		}
		row := c.progress(t, "&progress=2025", login)["星湖区司法局"]
		if got := row.Step + " " + row.By; login != "" && got != want || (row.Errors != nil) != (row.By != "") {
			t.Errorf("%q: %q, want %q, errors %v", login, got, want, row.Errors)
		}
		page := ask(c.site, http.MethodGet, "/filing?progress=2025&region="+lake, nil, c.as(t, login)...)
		sees := strings.HasSuffix(login, "office")
		if body := page.Body.String(); page.Code != http.StatusOK || strings.Contains(body, "/sent/") != sees || strings.Contains(body, ">lake-office<") != sees || strings.Contains(body, "已退回") != (login != "") ||
			strings.Contains(body, "登录以后才看得到") != (login == "") {
			t.Errorf("%q: the page tells too much or too little (%d)", login, page.Code)
		}
	}
}

// A page that was kept is made anew when a report has come further, though nothing else in the office has changed.
func TestProgressIsNotKeptTooLong(t *testing.T) {
	c := newCounter(t)
	root := c.as(t, "root")
	one := c.sent(t, "education", "年报.xlsx")
	before := ask(c.site, http.MethodGet, "/filing?progress=2025&region="+lake, nil, root...)
	j, _, err := c.store.ClaimJob(t.Context(), "test", office.JobRead)
	if err != nil {
		t.Fatal(err)
	}
	checked := office.Checked{Status: office.StatusChecked, Reports: []office.SentReport{{Agency: c.ids["星湖区教育局"], AgencyName: "星湖区教育局", Region: lake, Year: 2025, Scope: data.ScopeOwn}}}
	if err := c.store.CheckedFile(t.Context(), j, "test", office.JobFile{Submission: one.ID}, checked); err != nil { // others of the job are still being read
		t.Fatal(err)
	}
	after := ask(c.site, http.MethodGet, "/filing?progress=2025&region="+lake, nil, append(root, "If-None-Match", before.Header().Get("ETag"))...)
	if after.Code != http.StatusOK || !strings.Contains(after.Body.String(), "待提交") {
		t.Errorf("after it was read: %d", after.Code)
	}
}
