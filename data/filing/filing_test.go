package filing_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongjian/data"
	"tongjian/data/filing"
)

// office is a calendar of an office that has moved some days: 410202 lies in 410200, which lies in 410000.
func office() filing.Calendar {
	return filing.NewCalendar([]filing.Deadline{
		{Year: 2023, Scope: data.ScopeOwn, Region: "410200", Day: filing.Day(2024, time.January, 20)},
		{Year: 2023, Scope: data.ScopeOwn, Region: "410202", Day: filing.Day(2024, time.February, 10)},
		{Year: 2024, Scope: data.ScopeConsolidated, Region: "000000", Day: filing.Day(2026, time.January, 5)},
	})
}

func TestDue(t *testing.T) {
	for _, tc := range []struct {
		name   string
		scope  data.Scope
		year   int
		region string
		want   string
	}{
		{"the law's day", data.ScopeOwn, 2022, "410202", "2023-01-31"},
		{"the law's day of consolidated reports", data.ScopeConsolidated, 2022, "410202", "2023-03-31"},
		{"the nearest region counts", data.ScopeOwn, 2023, "410202", "2024-02-10"},
		{"a township goes by its county", data.ScopeOwn, 2023, "410202001", "2024-02-10"},
		{"a district that set nothing goes by its city", data.ScopeOwn, 2023, "410203", "2024-01-20"},
		{"the city itself", data.ScopeOwn, 2023, "410200", "2024-01-20"},
		{"the province above it is not moved", data.ScopeOwn, 2023, "410000", "2024-01-31"},
		{"another scope is not moved", data.ScopeConsolidated, 2023, "410202", "2024-03-31"},
		{"the whole country", data.ScopeConsolidated, 2024, "410203", "2026-01-05"},
		{"a region nobody knows", data.ScopeOwn, 2023, "xyz", "2024-01-31"},
	} {
		if got := office().Due(tc.scope, tc.year, tc.region).Format(time.DateOnly); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestTiming(t *testing.T) {
	const latest = 2024
	for _, tc := range []struct {
		name     string
		scope    data.Scope
		year     int
		region   string
		received string
		want     filing.Timing
	}{
		{"before the year has ended", data.ScopeOwn, 2022, "410202", "2022-12-30T00:00:00Z", filing.InTime},
		{"the last second of the last day in Beijing", data.ScopeOwn, 2022, "410202", "2023-01-31T15:59:59Z", filing.InTime},
		{"the first second after it", data.ScopeOwn, 2022, "410202", "2023-01-31T16:00:00Z", filing.Late},
		{"a consolidated report has until March", data.ScopeConsolidated, 2022, "410202", "2023-03-31T15:59:59Z", filing.InTime},
		{"and not longer", data.ScopeConsolidated, 2022, "410202", "2023-03-31T16:00:00Z", filing.Late},
		{"a day that was moved back", data.ScopeOwn, 2023, "410202", "2024-02-10T15:59:59Z", filing.InTime},
		{"and passed", data.ScopeOwn, 2023, "410202", "2024-02-10T16:00:00Z", filing.Late},
		{"a day that was moved forward", data.ScopeOwn, 2023, "410203", "2024-01-20T16:00:00Z", filing.Late},
		{"the last second of the year after", data.ScopeOwn, 2022, "410202", "2023-12-31T15:59:59Z", filing.Late},
		{"loaded a year later still", data.ScopeOwn, 2022, "410202", "2023-12-31T16:00:00Z", filing.Unknown},
		{"the latest year, however late", data.ScopeOwn, latest, "410202", "2026-01-20T09:00:00Z", filing.Late},
		{"in the year of a deadline moved that far", data.ScopeConsolidated, 2024, "410202", "2026-01-05T16:00:00Z", filing.Late},
	} {
		received, err := time.Parse(time.RFC3339, tc.received)
		if err != nil {
			t.Fatal(err)
		}
		if got := office().Timing(tc.scope, tc.year, tc.region, latest, received); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

// A deadline given in another zone is the date it says there, not the moment.
func TestADeadlineIsADate(t *testing.T) {
	c := filing.NewCalendar([]filing.Deadline{{Year: 2023, Scope: data.ScopeOwn, Region: "410202", Day: time.Date(2024, 2, 10, 23, 0, 0, 0, time.UTC)}})
	if got := c.Due(data.ScopeOwn, 2023, "410202"); !got.Equal(filing.Day(2024, 2, 10)) {
		t.Errorf("due %s", got)
	}
}

func TestSetListsWhatWasSet(t *testing.T) {
	if diff := cmp.Diff(office().Set(), filing.NewCalendar(office().Set()).Set()); diff != "" || len(office().Set()) != 3 {
		t.Errorf("%d deadlines\n%s", len(office().Set()), diff)
	}
	if n := len((filing.Calendar{}).Set()); n != 0 {
		t.Errorf("the law's calendar has %d", n)
	}
}

func TestDeadlinesThatCannotBeMeant(t *testing.T) {
	good := filing.Deadline{Year: 2024, Scope: data.ScopeOwn, Region: "410202", Day: filing.Day(2025, time.February, 15)}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for says, change := range map[string]func(*filing.Deadline){
		"报告年度 99 不可能":        func(d *filing.Deadline) { d.Year = 99 },
		`报告范围 "all" 不认识`:     func(d *filing.Deadline) { d.Scope = "all" },
		"截止日期不能是 2024-12-31": func(d *filing.Deadline) { d.Day = filing.Day(2024, time.December, 31) },
		"应在 2025 或 2026 年":   func(d *filing.Deadline) { d.Day = filing.Day(2027, time.January, 1) },
		`没有区划代码 "410299"`:    func(d *filing.Deadline) { d.Region = "410299" },
	} {
		d := good
		change(&d)
		if err := d.Check(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want %q", err, says)
		}
	}
	for _, text := range []string{"", "2026-2-30", "2026/02/15", "明天"} {
		if _, err := filing.ParseDay(text); err == nil || !strings.Contains(err.Error(), "2026-02-15 的样子") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
