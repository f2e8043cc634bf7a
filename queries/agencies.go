package queries

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/width"
)

// Agency is one reporting organ.
type Agency struct {
	ID         int      `json:"id"`
	Name       string   `json:"name"`
	Region     string   `json:"region"`
	RegionName string   `json:"region_name"`
	Kind       string   `json:"kind"` // 部门, 乡镇街道, 政府; empty when not known
	Aliases    []string `json:"aliases,omitempty"`
	Sample     bool     `json:"sample,omitempty"` // invented, for demonstration
}

// AgencyQuery chooses agencies.
type AgencyQuery struct {
	Region string // with everything under it
	// Text holds words, each part of the agency's region, name or aliases, in that order; empty for all.
	Text   string
	Kind   string // empty for all
	Limit  int    // at most this many rows; 0 is 100
	Offset int
}

// AgencyList is a page of agencies.
type AgencyList struct {
	Total int         `json:"total"` // that match, whatever the page; 0 beyond the last page
	Rows  []AgencyRow `json:"rows"`  // in order of region, then of the roster
}

// AgencyRow is an agency with what it has reported.
type AgencyRow struct {
	Agency
	Years        []int `json:"years"` // with a live report of any scope, ascending
	Latest       int   `json:"latest"`
	LatestReport int   `json:"latest_report"` // own where the agency has both for its latest year
	Errors       int   `json:"errors"`        // findings of its live reports
	Warnings     int   `json:"warnings"`
}

// AgencyProfile is one agency with every report ever received and the findings of the live ones.
type AgencyProfile struct {
	Agency
	Parents  []Region     `json:"parents"` // from the country down to the agency's region
	Reports  []ReportHead `json:"reports"` // newest year first, own before consolidated, newest revision first
	Findings []Finding    `json:"findings"`
}

// Agencies lists and searches agencies on the roster or with a live report.
func Agencies(ctx context.Context, db *sql.DB, q AgencyQuery) (*AgencyList, error) {
	list := &AgencyList{}
	var err error
	list.Rows, err = ask(ctx, db, []string{"agencies.sql"}, func(rows *sql.Rows) (AgencyRow, error) {
		var (
			r       AgencyRow
			aliases string
			reports ints
		)
		err := rows.Scan(&r.ID, &r.Name, &r.Region, &r.RegionName, &r.Kind, &r.Sample, &aliases, &list.Total,
			(*ints)(&r.Years), &reports, &r.Errors, &r.Warnings)
		r.Aliases = splitAliases(aliases)
		if len(reports) > 0 {
			r.Latest, r.LatestReport = r.Years[len(r.Years)-1], reports[len(reports)-1]
		}
		return r, err
	}, q.Region, q.Kind, pattern(q.Text), pageSize(q.Limit), q.Offset)
	return list, err
}

// pattern turns search words into a LIKE pattern that finds them in order.
func pattern(text string) string {
	folded := strings.ToLower(width.Fold.String(text))
	escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(folded)
	return "%" + strings.Join(strings.Fields(escaped), "%") + "%"
}

// splitAliases undoes the joining of agencies.sql.
func splitAliases(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "、")
}

// AgencyByID answers 机构: one agency, every year; ErrNotFound when there is none.
func AgencyByID(ctx context.Context, db *sql.DB, id int) (*AgencyProfile, error) {
	found, err := ask(ctx, db, []string{"agency.sql"}, func(rows *sql.Rows) (p AgencyProfile, err error) {
		var aliases string
		err = rows.Scan(&p.ID, &p.Name, &p.Region, &p.RegionName, &p.Kind, &p.Sample, &aliases)
		p.Aliases = splitAliases(aliases)
		return p, err
	}, id)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("agency %d: %w", id, ErrNotFound)
	}
	p := &found[0]
	atlas, err := atlasOf(ctx, db)
	if err != nil {
		return nil, err
	}
	if p.Parents, err = atlas.lineage(p.Region); err != nil {
		return nil, err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		p.Reports, err = ask(ctx, db, []string{"heads.sql", "agency_reports.sql"}, scanHead, id)
		return err
	})
	group.Go(func() (err error) {
		p.Findings, err = AllFindings(ctx, db, FindingQuery{Agency: id})
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return p, nil
}
