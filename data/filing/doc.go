// Package filing knows when reports are due and judges whether one came in time. It is the one place for deadlines:
// pages, the checks R-MISSING and R-LATE and return letters all ask a [Calendar].
//
// By law a report on a year is due by 31 January of the next when it is an agency's own, and by 31 March when it is a
// government's consolidated one. An office that sets another day for a year, for its region and all below it, records it
// with "tongjian agencies deadline"; the warehouse keeps it in the table deadline, and every snapshot carries it:
//
//	calendar := filing.NewCalendar([]filing.Deadline{{Year: 2024, Scope: data.ScopeOwn, Region: "410202", Day: day}})
//	calendar.Due(data.ScopeOwn, 2024, "410202")              // that day
//	calendar.Due(data.ScopeOwn, 2024, "410203")              // 2025-01-31: nobody changed it there
//	calendar.Overdue(data.ScopeOwn, 2024, "410202", now)     // the day is over, in Beijing
//	calendar.Timing(data.ScopeOwn, 2024, "410202", 2024, at) // in time, late, or not to be judged
//
// The zero Calendar has the days of the law.
package filing
