package queries

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"tongjian/data"
)

// LetterQuery chooses what return letters are written about: the reports on a year of the agencies of a region, or of one.
type LetterQuery struct {
	Region string // with everything under it; empty for any
	Year   int
	Agency int // 0 for all
}

// Letter (整改通知) is what has to be told to an agency about its report on a year: what does not agree in it, or that it has
// not come.
type Letter struct {
	Agency
	Year  int        `json:"year"`
	Scope data.Scope `json:"scope"`
	// Report is the live report; 0 when it has not come.
	Report     int       `json:"report"`
	Title      string    `json:"title"`
	Revision   int       `json:"revision"`
	ReceivedAt time.Time `json:"received_at,omitzero"`
	Due        time.Time `json:"due"` // the last day it is in time
	// Before is the live report of the year before; 0 when there is none.
	Before   int             `json:"before"`
	Findings []LetterFinding `json:"findings"` // the gravest first; of all severities and checks
}

// LetterFinding is a finding with what last year's report says in its cells.
type LetterFinding struct {
	Finding
	// Last is aligned with Cells: the text of the same cell of last year's report, nil where there is no such cell.
	Last []*string `json:"last"`
}

// Letters gives what has to be told to the agencies of a region about a year, by region and agency: those with a report,
// whatever was found in it, and those that were expected to report and have not.
func Letters(ctx context.Context, db *sql.DB, q LetterQuery) ([]Letter, error) {
	calendar, err := Deadlines(ctx, db)
	if err != nil {
		return nil, err
	}
	list, err := ask(ctx, db, []string{"letters.sql"}, func(rows *sql.Rows) (Letter, error) {
		l := Letter{Year: q.Year}
		var received sql.NullTime
		err := rows.Scan(&l.ID, &l.Name, &l.Region, &l.RegionName, &l.Kind, &l.Sample, &l.Scope, &l.Report, &l.Title, &l.Revision,
			&received, &l.Before)
		l.ReceivedAt = received.Time
		return l, err
	}, q.Region, q.Year, q.Agency)
	if err != nil {
		return nil, err
	}
	if err := findLetters(ctx, db, q, list); err != nil {
		return nil, err
	}
	missing, err := missingLetters(ctx, db, q)
	if err != nil {
		return nil, err
	}
	list = append(list, missing...)
	for i, l := range list {
		list[i].Due = calendar.Due(l.Scope, l.Year, l.Region)
	}
	slices.SortStableFunc(list, func(a, b Letter) int {
		return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.ID, b.ID), cmp.Compare(b.Scope, a.Scope))
	})
	return list, nil
}

// findLetters puts the findings into the letters about the reports they are of.
func findLetters(ctx context.Context, db *sql.DB, q LetterQuery, list []Letter) error {
	findings, err := AllFindings(ctx, db, FindingQuery{Region: q.Region, From: q.Year, To: q.Year, Agency: q.Agency})
	if err != nil || len(findings) == 0 {
		return err
	}
	type cell struct {
		finding int
		data.CellID
	}
	last, ids := map[cell]string{}, make([]int, len(findings))
	for i, f := range findings {
		ids[i] = f.ID
	}
	_, err = ask(ctx, db, []string{"letters_before.sql"}, func(rows *sql.Rows) (struct{}, error) {
		var (
			c   cell
			raw string
		)
		err := rows.Scan(&c.finding, &c.Key, &c.Column, &raw)
		last[c] = raw
		return struct{}{}, err
	}, commaList(ids))
	if err != nil {
		return err
	}
	place := map[int]int{}
	for i, l := range list {
		place[l.Report] = i
	}
	for _, f := range findings {
		i, ok := place[f.Report]
		if !ok { // it is about a report that is not there
			continue
		}
		lf := LetterFinding{Finding: f, Last: make([]*string, len(f.Cells))}
		for n, c := range f.Cells {
			if raw, ok := last[cell{f.ID, data.CellID{Key: c.Key, Column: c.Column}}]; ok && c.Report == 0 {
				lf.Last[n] = &raw
			}
		}
		list[i].Findings = append(list[i].Findings, lf)
	}
	return nil
}

// missingLetters are about reports that have not come.
func missingLetters(ctx context.Context, db *sql.DB, q LetterQuery) ([]Letter, error) {
	var list []Letter
	for _, basis := range []Basis{BasisOwn, BasisConsolidated} {
		region := q.Region
		if region == "" {
			region = country
		}
		missing, err := Missing(ctx, db, Filter{Region: region, From: q.Year, To: q.Year, Basis: basis})
		if err != nil {
			return nil, err
		}
		for _, m := range missing {
			if q.Agency == 0 || m.ID == q.Agency {
				list = append(list, Letter{Agency: m.Agency, Year: m.Year, Scope: m.Scope})
			}
		}
	}
	return list, nil
}
