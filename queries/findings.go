package queries

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"tongjian/data"
)

// Finding is a stored finding with the report it is about.
type Finding struct {
	ID int `json:"id"`
	// Report is 0 when the finding is that there is none (R-MISSING).
	Report     int        `json:"report"`
	Agency     int        `json:"agency"`
	AgencyName string     `json:"agency_name"`
	Region     string     `json:"region"`
	RegionName string     `json:"region_name"`
	Year       int        `json:"year"`
	Scope      data.Scope `json:"scope"`
	data.Finding
}

// FindingQuery chooses findings, of live reports unless one report is asked for.
type FindingQuery struct {
	Region   string        // with everything under it; empty for any
	From, To int           // report years; 0 for no bound
	Agency   int           // 0 for all
	Agencies []int         // beside Agency; empty with Agency 0 for all
	Report   int           // 0 for all
	ID       int           // one finding; 0 for all
	Check    string        // empty for all
	Severity data.Severity // empty for all
	State    FindingState  // empty for all
	// Explained are the findings of this snapshot an office has explained: what State goes by.
	Explained Explained
	Limit     int // at most this many rows; 0 is 100
	Offset    int
}

// FindingState tells whether an office has explained a finding.
type FindingState string

const (
	FindingOpen      FindingState = "open"
	FindingExplained FindingState = "explained"
)

// Explained names findings of a snapshot an office has explained: their ids, as a comma list. What an office says is kept
// beside the snapshots, so whoever asks brings it along.
type Explained string

// NewExplained names findings by their ids.
func NewExplained(ids []int) Explained { return Explained(commaList(ids)) }

func commaList(ids []int) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = strconv.Itoa(id)
	}
	return strings.Join(list, ",")
}

// FindingList is a page of findings, and counts of all that match.
type FindingList struct {
	Total int `json:"total"` // that match, whatever the page
	// Counts are by severity, of all that match but for the severity asked; Checks by check, of all that match but for the
	// check asked, the gravest and most frequent first: what the other choices of a filter would give.
	Counts FindingCounts `json:"counts"`
	Checks []CheckCount  `json:"checks"`
	Rows   []Finding     `json:"rows"` // errors first, then the newest year, then by region and agency
}

// CheckCount counts the findings of one check.
type CheckCount struct {
	Check    string        `json:"check"`
	Severity data.Severity `json:"severity"`
	Findings int           `json:"findings"`
	Reports  int           `json:"reports"`
}

// Findings answers 核验: what is wrong, in the form's words?
func Findings(ctx context.Context, db *sql.DB, q FindingQuery) (*FindingList, error) {
	list := &FindingList{}
	var counts []CheckCount
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		counts, err = askShared(ctx, db, []string{"matching.sql", "finding_counts.sql"}, func(rows *sql.Rows) (c CheckCount, err error) {
			err = rows.Scan(&c.Check, &c.Severity, &c.Findings, &c.Reports)
			return c, err
		}, append(q.matching(), q.Check)...)
		return err
	})
	group.Go(func() (err error) {
		list.Rows, err = findingRows(ctx, db, q, pageSize(q.Limit))
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	list.count(q, counts)
	return list, nil
}

// AllFindings gives every finding that matches, whatever the limit, without counting.
func AllFindings(ctx context.Context, db *sql.DB, q FindingQuery) ([]Finding, error) {
	return findingRows(ctx, db, q, math.MaxInt32)
}

// AgencyFindings counts the findings of one agency.
type AgencyFindings struct {
	Agency     int    `json:"agency"`
	AgencyName string `json:"agency_name"`
	Region     string `json:"region"`
	RegionName string `json:"region_name"`
	Errors     int    `json:"errors"`
	Warnings   int    `json:"warnings"`
	Notes      int    `json:"notes"`
}

// Total is how many findings there are, of any severity.
func (a AgencyFindings) Total() int { return a.Errors + a.Warnings + a.Notes }

// FindingAgencies counts the findings that match by agency, those with the most errors first.
func FindingAgencies(ctx context.Context, db *sql.DB, q FindingQuery) ([]AgencyFindings, error) {
	return askShared(ctx, db, []string{"matching.sql", "finding_agencies.sql"}, func(rows *sql.Rows) (a AgencyFindings, err error) {
		err = rows.Scan(&a.Agency, &a.AgencyName, &a.Region, &a.RegionName, &a.Errors, &a.Warnings, &a.Notes)
		return a, err
	}, append(q.matching(), q.Check, string(q.Severity))...)
}

// matching are the parameters of matching.sql.
func (q FindingQuery) matching() []any {
	agencies := slices.Clone(q.Agencies)
	if q.Agency > 0 {
		agencies = append(agencies, q.Agency)
	}
	return []any{q.Region, q.From, q.To, commaList(agencies), q.Report, string(q.State), string(q.Explained), q.ID}
}

// count sorts the counts by check and severity into what the filter shows.
func (l *FindingList) count(q FindingQuery, counts []CheckCount) {
	for _, c := range counts {
		if c.Check == "" {
			l.Counts.Reports = c.Reports
			continue
		}
		sameCheck := q.Check == "" || c.Check == q.Check
		sameSeverity := q.Severity == "" || c.Severity == q.Severity
		if sameCheck && sameSeverity {
			l.Total += c.Findings
		}
		if sameSeverity {
			l.Checks = append(l.Checks, c)
		}
		if !sameCheck {
			continue
		}
		switch c.Severity {
		case data.SeverityError:
			l.Counts.Errors += c.Findings
		case data.SeverityWarning:
			l.Counts.Warnings += c.Findings
		default:
			l.Counts.Notes += c.Findings
		}
	}
	slices.SortFunc(l.Checks, func(a, b CheckCount) int {
		return cmp.Or(cmp.Compare(gravity(a.Severity), gravity(b.Severity)), cmp.Compare(b.Findings, a.Findings),
			cmp.Compare(a.Check, b.Check))
	})
}

// gravity orders severities, the gravest first.
func gravity(s data.Severity) int {
	return slices.Index([]data.Severity{data.SeverityError, data.SeverityWarning, data.SeverityNote}, s)
}

// findingRows gives a page of findings with their cells.
func findingRows(ctx context.Context, db *sql.DB, q FindingQuery, limit int) ([]Finding, error) {
	list, err := askShared(ctx, db, []string{"matching.sql", "findings.sql"}, func(rows *sql.Rows) (f Finding, err error) {
		err = rows.Scan(&f.ID, &f.Report, &f.Agency, &f.AgencyName, &f.Region, &f.RegionName, &f.Year, &f.Scope,
			&f.Check, &f.Severity, &f.Message, &f.Table, &f.Left, &f.Right, &f.Difference)
		return f, err
	}, append(q.matching(), q.Check, string(q.Severity), limit, q.Offset)...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	wanted := make([]int, len(list))
	place := map[int]int{}
	for i, f := range list {
		wanted[i], place[f.ID] = f.ID, i
	}
	type row struct {
		finding int
		cell    data.FindingCell
	}
	cells, err := askShared(ctx, db, []string{"finding_cells.sql"}, func(rows *sql.Rows) (r row, err error) {
		var at string
		c := &r.cell
		if err := rows.Scan(&r.finding, &c.Table, &c.Key, &c.Column, &c.Label, &c.Raw, &at, &c.Report, &c.Year, &c.Agency); err != nil {
			return row{}, err
		}
		c.At, err = data.ParsePosition(at)
		return r, err
	}, commaList(wanted))
	for _, r := range cells {
		f := &list[place[r.finding]]
		f.Cells = append(f.Cells, r.cell)
	}
	return list, err
}
