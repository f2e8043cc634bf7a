package filing

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"tongjian/data"
	"tongjian/data/regions"
)

// Deadline is a day an office has set in place of the law's, for reports of a scope on a year of the agencies of a region
// and of all regions below it.
type Deadline struct {
	Year   int        `json:"year"` // reported on
	Scope  data.Scope `json:"scope"`
	Region string     `json:"region"` // 000000 is the whole country
	// Day is the last day a report is in time; what counts is its date, see [Day].
	Day time.Time `json:"day"`
}

// Check refuses a deadline that cannot be meant, with a sentence for whoever set it.
func (d Deadline) Check() error {
	const firstYear = 2008 // the regulation came into force
	switch {
	case d.Year < firstYear || d.Year > 2200:
		return fmt.Errorf("报告年度 %d 不可能：应为 %d 年以后", d.Year, firstYear)
	case d.Scope != data.ScopeOwn && d.Scope != data.ScopeConsolidated:
		return fmt.Errorf("报告范围 %q 不认识：只能是 own（本级）或 consolidated（汇总）", string(d.Scope))
	case d.Day.Year() <= d.Year || d.Day.Year() > d.Year+2:
		return fmt.Errorf("%d 年度报告的截止日期不能是 %s：应在 %d 或 %d 年", d.Year, d.Day.Format(time.DateOnly), d.Year+1, d.Year+2)
	}
	if _, ok := regions.ByCode(d.Region); !ok {
		return fmt.Errorf("没有区划代码 %q", d.Region)
	}
	return nil
}

// key is what a deadline is for.
type key struct {
	year   int
	scope  data.Scope
	region string
}

// Calendar tells when reports are due. It never changes once made.
type Calendar struct {
	set map[key]Deadline
}

// NewCalendar makes a calendar of what offices have set; of two for the same, the later in the list counts.
func NewCalendar(list []Deadline) Calendar {
	c := Calendar{set: map[key]Deadline{}}
	for _, d := range list {
		d.Day = Day(d.Day.Year(), d.Day.Month(), d.Day.Day())
		c.set[key{d.Year, d.Scope, d.Region}] = d
	}
	return c
}

// Set lists what offices have set, by year, scope and region.
func (c Calendar) Set() []Deadline {
	list := make([]Deadline, 0, len(c.set))
	for _, d := range c.set {
		list = append(list, d)
	}
	slices.SortFunc(list, func(a, b Deadline) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(b.Scope, a.Scope), cmp.Compare(a.Region, b.Region))
	})
	return list
}

// Due is the last day a report of a scope on a year, of an agency of a region, is in time, as that day's first moment in
// Beijing. What the nearest region has set counts; where none has, the law's day.
func (c Calendar) Due(scope data.Scope, year int, region string) time.Time {
	if d, ok := c.Changed(scope, year, region); ok {
		return d.Day
	}
	return Statutory(scope, year)
}

// Changed gives the deadline an office has set that holds for an agency of a region, if any has.
func (c Calendar) Changed(scope data.Scope, year int, region string) (Deadline, bool) {
	if len(c.set) == 0 {
		return Deadline{}, false
	}
	if d, ok := c.set[key{year, scope, region}]; ok {
		return d, true
	}
	for _, above := range regions.Ancestors(region) {
		if d, ok := c.set[key{year, scope, above.Code}]; ok {
			return d, true
		}
	}
	return Deadline{}, false
}

// Overdue reports whether the deadline of reports of a scope on a year, of the agencies of a region, has passed at a time.
func (c Calendar) Overdue(scope data.Scope, year int, region string, at time.Time) bool {
	return !at.Before(c.Due(scope, year, region).AddDate(0, 0, 1))
}

// Statutory is the day the law sets: 31 January of the year after for own reports, 31 March for consolidated ones.
func Statutory(scope data.Scope, year int) time.Time {
	if scope == data.ScopeConsolidated {
		return Day(year+1, time.March, 31)
	}
	return Day(year+1, time.January, 31)
}

// Day is a date as its first moment in Beijing.
func Day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, Beijing())
}

// ParseDay reads a date as offices write it: 2026-02-15.
func ParseDay(text string) (time.Time, error) {
	day, err := time.ParseInLocation(time.DateOnly, text, Beijing())
	if err != nil {
		return time.Time{}, fmt.Errorf("日期 %q 看不懂：请写成 2026-02-15 的样子", text)
	}
	return day, nil
}

// beijing is made once: pages write a time in every second cell.
var beijing = time.FixedZone("CST", 8*60*60)

// Beijing is the time deadlines are kept in, and the time people are told wherever the program runs: a container has none of its own.
// China has one zone and no summer time.
func Beijing() *time.Location { return beijing }
