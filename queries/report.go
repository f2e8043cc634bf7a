package queries

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"tongjian/data"
)

// Source is the file a report was read from.
type Source struct {
	SHA256     string    `json:"sha256"` // names the bytes under files/
	Name       string    `json:"name"`
	Format     string    `json:"format"`
	Bytes      int64     `json:"bytes"`
	ReceivedAt time.Time `json:"received_at"`
	// DocumentSHA names the data.Document the report's positions point into.
	DocumentSHA string `json:"document_sha"`
}

// ReportDetail is one report as read.
type ReportDetail struct {
	ReportHead
	Parents  []Region          `json:"parents"`  // from the country down to the agency's region
	Editions map[string]string `json:"editions"` // by table number; a table the report lacks is not in it
	// Certainty is how sure the reader was of each table, 0 to 1, by table number; empty for reports loaded before it was kept.
	Certainty map[string]float64 `json:"certainty,omitempty"`
	Source    Source             `json:"source"`
	Facts     []data.Fact        `json:"facts"` // in the report's order
	Findings  []Finding          `json:"findings"`
	Unmapped  []data.Unmapped    `json:"unmapped"`
	Claims    []data.Claim       `json:"claims"`
	// Revisions are the reports of the same agency, year and scope, the newest first, this one included.
	Revisions []ReportHead `json:"revisions"`
	// Previous and Next are the live reports of the years beside it, same agency and scope.
	Previous *ReportHead `json:"previous,omitempty"`
	Next     *ReportHead `json:"next,omitempty"`
	Sample   bool        `json:"sample"` // of an invented agency
}

// ReportByID answers 报告: one report as read; ErrNotFound when there is none. Superseded revisions are found too.
func ReportByID(ctx context.Context, db *sql.DB, id int) (*ReportDetail, error) {
	found, err := ask(ctx, db, []string{"heads.sql", "report.sql"}, scanReport, id)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("report %d: %w", id, ErrNotFound)
	}
	r := &found[0]
	atlas, err := atlasOf(ctx, db)
	if err != nil {
		return nil, err
	}
	if r.Parents, err = atlas.lineage(r.Region); err != nil {
		return nil, err
	}
	var siblings []ReportHead
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		r.Facts, err = ask(ctx, db, []string{"facts.sql"}, scanFact, id)
		return err
	})
	group.Go(func() (err error) {
		r.Claims, err = ask(ctx, db, []string{"claims.sql"}, scanClaim, id)
		return err
	})
	group.Go(func() (err error) {
		r.Certainty, err = certaintyOf(ctx, db, id)
		return err
	})
	group.Go(func() (err error) {
		r.Unmapped, err = ask(ctx, db, []string{"unmapped.sql"}, scanUnmapped, id)
		return err
	})
	group.Go(func() (err error) {
		r.Findings, err = AllFindings(ctx, db, FindingQuery{Report: id})
		return err
	})
	group.Go(func() (err error) {
		siblings, err = ask(ctx, db, []string{"heads.sql", "agency_reports.sql"}, scanHead, r.Agency)
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	r.place(siblings)
	return r, nil
}

// place finds a report's revisions and neighbours among the reports of its agency.
func (r *ReportDetail) place(siblings []ReportHead) {
	for _, s := range siblings {
		if s.Scope != r.Scope {
			continue
		}
		switch {
		case s.Year == r.Year:
			r.Revisions = append(r.Revisions, s)
		case s.Live && s.Year == r.Year-1:
			r.Previous = &s
		case s.Live && s.Year == r.Year+1:
			r.Next = &s
		}
	}
}

func scanReport(rows *sql.Rows) (ReportDetail, error) {
	var (
		r        ReportDetail
		editions [4]string
		s        = &r.Source
	)
	err := rows.Scan(append(r.targets(), &r.Sample, &editions[0], &editions[1], &editions[2], &editions[3],
		&s.SHA256, &s.Name, &s.Format, &s.Bytes, &s.ReceivedAt, &s.DocumentSHA)...)
	r.Editions = map[string]string{}
	for i, table := range tables {
		if editions[i] != "" {
			r.Editions[table] = editions[i]
		}
	}
	return r, err
}

func scanFact(rows *sql.Rows) (data.Fact, error) {
	var (
		f     data.Fact
		value number
		place string
	)
	if err := rows.Scan(&f.Table, &f.Key, &f.Column, &value, &f.State, &f.Raw, &f.Note, &place); err != nil {
		return f, err
	}
	f.Value = value.value
	var err error
	f.At, err = data.ParsePosition(place)
	return f, err
}

func scanClaim(rows *sql.Rows) (data.Claim, error) {
	var (
		c     data.Claim
		value number
		place string
	)
	if err := rows.Scan(&c.Key, &value, &c.Section, &c.Quote, &c.Qualifier, &place, &c.Words, &c.PartOf); err != nil {
		return c, err
	}
	c.Value = value.value
	var err error
	c.At, err = data.ParsePosition(place)
	return c, err
}

// certaintyOf asks how sure the reader was of each table of a report.
func certaintyOf(ctx context.Context, db *sql.DB, id int) (map[string]float64, error) {
	type reading struct {
		table     string
		certainty float64
	}
	rows, err := ask(ctx, db, []string{"reading.sql"}, func(rows *sql.Rows) (r reading, err error) {
		err = rows.Scan(&r.table, &r.certainty)
		return r, err
	}, id)
	if err != nil {
		return nil, err
	}
	out := map[string]float64{}
	for _, r := range rows {
		out[r.table] = r.certainty
	}
	return out, nil
}

func scanUnmapped(rows *sql.Rows) (data.Unmapped, error) {
	var (
		u               data.Unmapped
		contents, place string
	)
	if err := rows.Scan(&u.Table, &u.Label, &contents, &place); err != nil {
		return u, err
	}
	if err := json.Unmarshal([]byte(contents), &u.Values); err != nil {
		return u, fmt.Errorf("values of %q: %w", u.Label, err)
	}
	var err error
	u.At, err = data.ParsePosition(place)
	return u, err
}
