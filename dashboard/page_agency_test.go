package dashboard

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"tongjian/data"
	"tongjian/data/warehouse"
)

// A report an agency owes stands among those it has made, with what is sent about it; the errors of one lead to where they are answered.
func TestAnAgencyShowsWhatItOwes(t *testing.T) {
	dir, err := publish(roster(), func(load func(r data.Report, name string) error) error {
		for _, year := range []int{2022, 2024} {
			r := reportOf(1, year)
			if year == 2022 {
				spoil(&r)
			}
			if err := load(r, strconv.Itoa(year)+".xlsx"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	job, err := warehouse.Begin(t.Context(), dir, warehouse.Options{Command: "test", Now: func() time.Time { return time.Date(2026, 2, 20, 1, 30, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	missing := func(year int) warehouse.Unfiled {
		return warehouse.Unfiled{Agency: 2, Year: year, Scope: data.ScopeOwn, Finding: data.Finding{Check: "R-MISSING", Severity: data.SeverityWarning, Message: "没有收到 " + strconv.Itoa(year) + " 年度本级报告。"}}
	}
	if err := job.ReplaceCrossFindings(t.Context(), nil, missing(2021), missing(2025), missing(2023)); err != nil {
		t.Fatal(err)
	}
	if _, err := job.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := job.Close(); err != nil {
		t.Fatal(err)
	}
	h := handlerOf(t, dir)
	page := get(t, h, "/agencies/2").Body.String()
	rest := page
	for _, says := range []string{"2025 年", "缺报", "没有收到 2025 年度本级报告。", `/agencies/2/letter.docx?scope=own&amp;year=2025" download>催报通知`, `year=2025" download>填报表`,
		"2024 年", "没有收到 2023 年度本级报告。", "2022 年", `from=2022&amp;to=2022&amp;agency=2&amp;severity=error&amp;state=all`, `year=2022" download>整改通知`, "没有收到 2021 年度本级报告。"} {
		_, after, ok := strings.Cut(rest, says)
		if !ok {
			t.Fatalf("the page does not say %q, or not in the order of the years", says)
		}
		rest = after
	}
	list := strings.ReplaceAll(find(t, get(t, h, "/agencies?region="+lake).Body.String(), `<a class="bad" href="`, `"`), "&amp;", "&")
	for _, at := range []string{list, strings.ReplaceAll(find(t, page, `<a class="bad" href="`, `"`), "&amp;", "&")} {
		if w := get(t, h, at); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "只看 星湖区民政局") || strings.Count(w.Body.String(), `<li class="finding"`) != 1 {
			t.Errorf("the count of errors leads to %s: %d", at, w.Code)
		}
	}
}
