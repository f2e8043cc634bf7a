package queries

import (
	"time"

	"tongjian/data"
)

// Timing tells whether a report came in time.
type Timing string

const (
	// TimingInTime is a report received by its deadline.
	TimingInTime Timing = "in_time"
	// TimingLate is a report received after its deadline.
	TimingLate Timing = "late"
	// TimingUnknown is a report loaded so long after its deadline that the date of receipt tells nothing of when it was filed.
	TimingUnknown Timing = "unknown"
)

// Deadline is the last day reports of a scope on a year are in time, as its first moment in Beijing: 31 January of the year
// after for own reports, 31 March for consolidated ones.
func Deadline(scope data.Scope, year int) time.Time {
	month := time.January
	if scope == data.ScopeConsolidated {
		month = time.March
	}
	return time.Date(year+1, month, 31, 0, 0, 0, 0, beijing())
}

// Overdue reports whether the deadline of reports of a scope on a year has passed at a time.
func Overdue(scope data.Scope, year int, at time.Time) bool {
	return !at.Before(Deadline(scope, year).AddDate(0, 0, 1))
}

// timingOf judges a report on a year by when it was received. Only reports on the latest year, and those received within
// the year after the one reported on, can be late: a file loaded years afterwards proves nothing.
func timingOf(scope data.Scope, year, latest int, received time.Time) Timing {
	switch {
	case !Overdue(scope, year, received):
		return TimingInTime
	case year == latest || received.In(beijing()).Year() == year+1:
		return TimingLate
	}
	return TimingUnknown
}

// beijing is the time deadlines are kept in. China has one zone and no summer time.
func beijing() *time.Location { return time.FixedZone("CST", 8*60*60) }
