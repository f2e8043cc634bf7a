package queries

import (
	"context"
	"database/sql"
	"time"

	"golang.org/x/sync/errgroup"

	"tongjian/data"
	"tongjian/data/filing"
)

// FilingSet answers 报送: who has reported, who is missing? Coverage of the region as a whole is in the frame.
type FilingSet struct {
	Frame
	Calendar filing.Calendar `json:"-"`  // when reports are due
	By       []FilingSeries  `json:"by"` // the subregions among Frame.Parts
	// Agencies of the region and all below it as a matrix: one page of them, of Total; those expected to file first.
	Total    int         `json:"total"`
	Agencies []FilingRow `json:"agencies"`
}

// FilingSeries is the coverage of a subregion; Years is aligned with Frame.Years.
type FilingSeries struct {
	Entity Entity     `json:"entity"`
	Years  []Coverage `json:"years"`
}

// FilingRow is one agency; Years is aligned with Frame.Years.
type FilingRow struct {
	Agency Agency       `json:"agency"`
	Listed bool         `json:"listed"` // the roster expects reports of this scope of it, in some year
	Roster bool         `json:"roster"` // it is on the roster, be it for the other scope
	Years  []FilingCell `json:"years"`
}

// FilingCell is one agency in one year.
type FilingCell struct {
	Year     int  `json:"year"`
	Expected bool `json:"expected"` // by the roster
	Report   int  `json:"report"`   // the live report; 0 when there is none
	Revision int  `json:"revision,omitempty"`
	// ReceivedAt is when the first revision was received, withdrawn ones apart.
	ReceivedAt time.Time     `json:"received_at,omitzero"`
	Due        time.Time     `json:"due"`              // the last day in time, of the agency's region
	Timing     filing.Timing `json:"timing,omitempty"` // empty when there is no report
	// Errors and Warnings are those the office has not explained.
	Errors   int `json:"errors,omitempty"`
	Warnings int `json:"warnings,omitempty"`
}

// Filing answers 报送: who has reported, who is missing? A limit of 0 is 100 agencies.
func Filing(ctx context.Context, db *sql.DB, f Filter, limit, offset int) (*FilingSet, error) {
	fr, err := frame(ctx, db, f)
	if err != nil {
		return nil, err
	}
	set := &FilingSet{Frame: fr}
	var (
		coverage map[string][]Coverage
		lines    []filingLine
	)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		set.Calendar, err = Deadlines(ctx, db)
		return err
	})
	group.Go(func() (err error) {
		coverage, err = coverageOf(ctx, db, fr.Parts, f)
		return err
	})
	group.Go(func() (err error) {
		lines, err = askShared(ctx, db, []string{"filing.sql"}, scanFiling, f.Region, f.From, f.To, string(f.Basis), pageSize(limit), offset, string(f.Explained))
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for _, e := range fr.Parts {
		if e.Kind == EntityRegion {
			set.By = append(set.By, FilingSeries{e, coverage[e.ID]})
		}
	}
	for _, l := range lines {
		set.add(l)
	}
	return set, nil
}

// filingLine is a row of filing.sql: an agency with one of its reports, if it has any.
type filingLine struct {
	agency                                   Agency
	listed, roster                           bool
	from, to, total                          int
	report, year, revision, errors, warnings sql.NullInt64
	newest                                   sql.NullInt64 // the latest year of any live report
	received                                 sql.NullTime
}

func scanFiling(rows *sql.Rows) (l filingLine, err error) {
	a := &l.agency
	err = rows.Scan(&a.ID, &a.Name, &a.Region, &a.RegionName, &a.Kind, &a.Sample, &l.listed, &l.roster, &l.from, &l.to, &l.total,
		&l.report, &l.year, &l.revision, &l.received, &l.errors, &l.warnings, &l.newest)
	return l, err
}

// add adds a row of filing.sql: a new agency, or another report of the last one.
func (s *FilingSet) add(l filingLine) {
	s.Total = l.total
	if n := len(s.Agencies); n == 0 || s.Agencies[n-1].Agency.ID != l.agency.ID {
		row := FilingRow{Agency: l.agency, Listed: l.listed, Roster: l.roster}
		for _, y := range s.Years {
			expected := l.listed && (l.from == 0 || y >= l.from) && (l.to == 0 || y <= l.to)
			row.Years = append(row.Years, FilingCell{Year: y, Expected: expected, Due: s.Calendar.Due(s.Basis.Scope(), y, l.agency.Region)})
		}
		s.Agencies = append(s.Agencies, row)
	}
	if !l.report.Valid {
		return
	}
	c := &s.Agencies[len(s.Agencies)-1].Years[int(l.year.Int64)-s.Years[0]]
	c.Report, c.Revision, c.ReceivedAt = int(l.report.Int64), int(l.revision.Int64), l.received.Time
	c.Timing = s.Calendar.Timing(s.Basis.Scope(), c.Year, l.agency.Region, int(l.newest.Int64), c.ReceivedAt)
	c.Errors, c.Warnings = int(l.errors.Int64), int(l.warnings.Int64)
}

// MissingAgency is an agency that was expected to report for a year and has not.
type MissingAgency struct {
	Agency
	Year  int        `json:"year"`
	Scope data.Scope `json:"scope"`
	Last  int        `json:"last"` // the last year it did report, 0 if never
	Due   time.Time  `json:"due"`  // the last day it would have been in time
}

// Missing lists the agencies of a region that were expected to report on the filter's years and basis and have not, the
// newest year first.
func Missing(ctx context.Context, db *sql.DB, f Filter) ([]MissingAgency, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	calendar, err := Deadlines(ctx, db)
	if err != nil {
		return nil, err
	}
	return ask(ctx, db, []string{"missing.sql"}, func(rows *sql.Rows) (MissingAgency, error) {
		m := MissingAgency{Scope: f.Basis.Scope()}
		err := rows.Scan(&m.ID, &m.Name, &m.Region, &m.RegionName, &m.Kind, &m.Sample, &m.Year, &m.Last)
		m.Due = calendar.Due(m.Scope, m.Year, m.Region)
		return m, err
	}, f.Region, f.From, f.To, string(f.Basis))
}
