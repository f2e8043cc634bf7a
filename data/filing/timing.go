package filing

import (
	"time"

	"tongjian/data"
)

// Timing tells whether a report came in time.
type Timing string

const (
	// InTime is a report received by its deadline.
	InTime Timing = "in_time"
	// Late is a report received after its deadline.
	Late Timing = "late"
	// Unknown is a report loaded so long after its deadline that the date of receipt tells nothing of when it was filed.
	Unknown Timing = "unknown"
)

// Label is the judgement in Chinese; empty where there is none.
func (t Timing) Label() string {
	switch t {
	case InTime:
		return "按期"
	case Late:
		return "迟报"
	case Unknown:
		return "补录，不判"
	}
	return ""
}

// Timing judges a report of a scope on a year, of an agency of a region, by when it was received. Only reports on latest, the
// newest year anybody has reported on, and those received by the end of the year after the one reported on (or of the year
// of a later deadline), can be late: a file loaded years afterwards proves nothing.
func (c Calendar) Timing(scope data.Scope, year int, region string, latest int, received time.Time) Timing {
	switch {
	case !c.Overdue(scope, year, region, received):
		return InTime
	case year == latest || received.In(Beijing()).Year() <= max(year+1, c.Due(scope, year, region).Year()):
		return Late
	}
	return Unknown
}
