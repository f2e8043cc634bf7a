package dashboard

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tongjian/data"
	"tongjian/data/filing"
	"tongjian/queries"
)

// filingRow is a row of the page's JSON twin.
type filingRow struct {
	Name, Status, Timing, Received, Deadline string
	Year, Report, Revision, Errors           int
	Expected                                 bool
	Last                                     int `json:"last_year"`
}

func filingRows(t *testing.T, h http.Handler, path string) []filingRow {
	t.Helper()
	var answer struct{ Rows []filingRow }
	decode(t, get(t, h, path).Body.Bytes(), &answer)
	return answer.Rows
}

// The world was published on 20 January 2026 with everything received that day: reports on 2025 were not due yet, those on
// 2024, the latest year there is, came a year late, and of the older ones the day tells nothing.
func TestFilingSaysOfEveryAgencyAndYearWhatHappened(t *testing.T) {
	h := handler(t)
	rows := filingRows(t, h, "/filing.json?region="+city)
	at := map[string]map[int]filingRow{}
	for _, r := range rows {
		if at[r.Name] == nil {
			at[r.Name] = map[int]filingRow{}
		}
		at[r.Name][r.Year] = r
	}
	if len(rows) != 6*7 {
		t.Fatalf("%d rows, want 6 agencies in 7 years", len(rows))
	}
	for _, tc := range []struct {
		agency int
		want   filingRow
	}{
		{0, filingRow{Year: 2019, Status: "received", Timing: "补录，不判", Received: "2026-01-20", Deadline: "2020-01-31", Revision: 1}},
		{0, filingRow{Year: 2022, Status: "received", Timing: "补录，不判", Received: "2026-01-20", Deadline: "2023-01-31", Revision: 2}},
		{0, filingRow{Year: 2024, Status: "late", Timing: "迟报", Received: "2026-01-20", Deadline: "2025-01-31", Revision: 1}},
		{0, filingRow{Year: 2025, Status: "pending", Deadline: "2026-01-31"}},
		{1, filingRow{Year: 2021, Status: "missing", Deadline: "2022-01-31"}},
		{1, filingRow{Year: 2023, Status: "received", Timing: "补录，不判", Received: "2026-01-20", Deadline: "2024-01-31", Revision: 1, Errors: 1}},
		{2, filingRow{Year: 2024, Status: "missing", Deadline: "2025-01-31"}},
		{2, filingRow{Year: 2025, Status: "pending", Deadline: "2026-01-31"}},
	} {
		got := at[roster()[tc.agency].Name][tc.want.Year]
		if (got.Report > 0) != (tc.want.Revision > 0) {
			t.Errorf("agency %d on %d: report %d", tc.agency, tc.want.Year, got.Report)
		}
		tc.want.Name, tc.want.Expected, got.Report = roster()[tc.agency].Name, true, 0
		if got != tc.want {
			t.Errorf("agency %d: %+v, want %+v", tc.agency, got, tc.want)
		}
	}
	page := get(t, h, "/filing?region="+city).Body.String()
	for _, says := range []string{"4／6 <span", "缺 2</a>", "待 6", "第 2 版", "错 1</a>", "晚于次年 1 月 31 日", "2025 年待报 <span>6</span>"} {
		if !strings.Contains(page, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	if consolidated := get(t, h, "/filing?basis=consolidated&region="+city).Body.String(); !strings.Contains(consolidated, "晚于次年 3 月 31 日") {
		t.Error("the deadline of consolidated reports is not said")
	}
}

func TestTheMissingOfAYear(t *testing.T) {
	h := handler(t)
	for _, tc := range []struct {
		year, status string
		agencies     []int
		last         []int
	}{
		{"2021", "missing", []int{1, 2}, []int{2024, 0}},
		{"2024", "missing", []int{2}, []int{0}},
		{"2025", "pending", []int{0, 1, 2}, []int{2024, 2024, 0}},
	} {
		path := "?region=" + lake + "&missing=" + tc.year
		rows := filingRows(t, h, "/filing.json"+path)
		if len(rows) != len(tc.agencies) {
			t.Errorf("%s: %d rows, want %d", tc.year, len(rows), len(tc.agencies))
			continue
		}
		page := get(t, h, "/filing"+path).Body.String()
		for i, r := range rows {
			if name := roster()[tc.agencies[i]].Name; r.Name != name || r.Status != tc.status || r.Last != tc.last[i] || !strings.Contains(page, name) {
				t.Errorf("%s: %+v, want %s, last %d", tc.year, r, name, tc.last[i])
			}
		}
	}
}

// A day the office has set counts for its region and those below, and the page says so.
func TestFilingGoesByTheDayTheOfficeSet(t *testing.T) {
	calendar := filing.NewCalendar([]filing.Deadline{{Year: 2024, Scope: data.ScopeOwn, Region: city, Day: filing.Day(2026, time.January, 25)}})
	if got, want := deadlineWords(calendar, queries.BasisOwn, lake, []int{2023, 2024}), "次年 1 月 31 日（另定：2024 年度为 2026-01-25）"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	q := query{snapshot: queries.Snapshot{PublishedAt: time.Date(2026, 1, 25, 15, 59, 0, 0, time.UTC)}, choice: choice{Filter: queries.Filter{Basis: queries.BasisOwn}, given: url.Values{}}}
	cell := queries.FilingCell{Year: 2024, Expected: true, Due: calendar.Due(data.ScopeOwn, 2024, lake)}
	if got := q.filingMark(1, cell).Status; got != filingPending {
		t.Errorf("on the day: %s", got)
	}
	q.snapshot.PublishedAt = q.snapshot.PublishedAt.Add(time.Minute)
	if got := q.filingMark(1, cell).Status; got != filingMissing {
		t.Errorf("after it: %s", got)
	}
	if row := q.filingSum(calendar, "星湖区", lake, []queries.Coverage{{Year: 2024, Expected: 1}}); !row.Years[0].Overdue {
		t.Error("the sum is not overdue after the day")
	}
}

// Agencies that nobody expected to report are told apart, by why.
func TestFilingKeepsTheUnexpectedApart(t *testing.T) {
	cell := func(report int, expected bool) []queries.FilingCell {
		return []queries.FilingCell{{Year: 2023, Expected: expected, Report: report, Timing: filing.InTime, Due: filing.Statutory(data.ScopeOwn, 2023)}}
	}
	row := func(id int, listed, roster bool, cells []queries.FilingCell) queries.FilingRow {
		return queries.FilingRow{Agency: queries.Agency{ID: id}, Listed: listed, Roster: roster, Years: cells}
	}
	set := &queries.FilingSet{
		Frame: queries.Frame{Region: queries.Region{Code: city, Name: "示例市"}, Years: []int{2023},
			Coverage: []queries.Coverage{{Year: 2023, Expected: 3, Received: 1, Reports: 4}}},
		By: []queries.FilingSeries{{Entity: queries.Entity{ID: lake, Name: "星湖区"},
			Years: []queries.Coverage{{Year: 2023, Expected: 2, Received: 1, Reports: 2}}}},
		Agencies: []queries.FilingRow{row(1, true, true, cell(11, true)), row(2, true, true, cell(0, true)), row(3, true, true, cell(0, true)),
			row(4, true, true, cell(14, false)), row(5, false, true, cell(15, false)), row(6, false, false, cell(16, false))},
	}
	q := query{path: "/filing", snapshot: queries.Snapshot{PublishedAt: time.Date(2024, 1, 31, 15, 59, 0, 0, time.UTC)},
		choice: choice{Filter: queries.Filter{Basis: queries.BasisOwn}, given: url.Values{}}}
	p := FilingPage{Basis: queries.BasisOwn, Years: set.Years}
	p.fill(q, set, filingSteps{})
	statuses := ""
	for _, list := range []filingMatrix{p.Listed, p.Others} {
		for _, l := range list.Lines {
			statuses += string(l.Cells[0].Status) + l.Why + " "
		}
	}
	if want := "received pending pending unexpected unexpected名录不要求报这种口径 unexpected不在名录上 "; statuses != want {
		t.Errorf("%s, want %s", statuses, want)
	}
	// A minute later the deadline has passed.
	q.snapshot.PublishedAt = q.snapshot.PublishedAt.Add(time.Minute)
	if got := q.filingMark(2, set.Agencies[1].Years[0]).Status; got != filingMissing {
		t.Errorf("after the deadline: %s", got)
	}
	// The sums are of the districts, of what is left to the city itself, and of all.
	if len(p.Sums) != 3 {
		t.Fatalf("%d sums", len(p.Sums))
	}
	for i, want := range []queries.Coverage{{Year: 2023, Expected: 2, Received: 1, Reports: 2}, {Year: 2023, Expected: 1, Reports: 2}, set.Coverage[0]} {
		if got := p.Sums[i].Years[0]; got.Coverage != want || got.Extra != want.Reports-want.Received {
			t.Errorf("%s: %+v, want %+v", p.Sums[i].Name, got, want)
		}
	}
	if p.Sums[2].Years[0].Link != q.missingLink(city, 2023) {
		t.Errorf("the total leads to %s", p.Sums[2].Years[0].Link)
	}
}

// What the matrix says of agencies adds up to the sums of the region.
func TestFilingAddsUp(t *testing.T) {
	h := handler(t)
	expected, received := map[int]int{}, map[int]int{}
	for _, r := range filingRows(t, h, "/filing.json?region="+city) {
		if r.Expected {
			expected[r.Year]++
			if r.Report > 0 {
				received[r.Year]++
			}
		}
	}
	for year := firstYear; year <= lastYear+1; year++ {
		want := 5
		switch year {
		case 2021:
			want = 4
		case lastYear + 1:
			want = 0
		}
		if expected[year] != 6 || received[year] != want {
			t.Errorf("%d: %d of %d, want %d of 6", year, received[year], expected[year], want)
		}
	}
}
