package queries

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"tongjian/data"
)

// Region is a region of the snapshot.
type Region struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Level  string `json:"level"` // country, province, prefecture, county, township, unknown
	Parent string `json:"parent,omitempty"`
	Sample bool   `json:"sample,omitempty"` // invented, for demonstration
}

// Child is a region below another, with what the snapshot has of it.
type Child struct {
	Region
	Agencies int `json:"agencies"` // on the roster or with a live report, subregions included
	Reports  int `json:"reports"`  // live reports of all years and both scopes
	Latest   int `json:"latest"`   // the last year with a report, 0 without
}

// Navigation is a region's place among the others.
type Navigation struct {
	Region
	Parents  []Region `json:"parents"`  // from the country down to the region above; empty for the country
	Children []Child  `json:"children"` // those with a report or an agency on the roster, in order of code
	Beside   []Child  `json:"-"`        // the others below the same region, listed likewise
	// Years have a live report in the region, ascending; OwnYears and ConsolidatedYears have one on that basis. A region's
	// consolidated figures need the report of its very own government: see Coverage and Figure.Absent.
	Years             []int `json:"years"`
	OwnYears          []int `json:"own_years"`
	ConsolidatedYears []int `json:"consolidated_years"`
	Reports           int   `json:"reports"`
	HasSample         bool  `json:"has_sample"` // a report in the region is of an invented agency
}

// Navigate gives a region's place among the others, and ErrNotFound for a code that is not a region.
func Navigate(ctx context.Context, db *sql.DB, code string) (*Navigation, error) {
	type holding struct {
		year, reports, agencies, sample int
		scope                           data.Scope
	}
	var (
		n        Navigation
		holdings []holding
	)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		n.Region, n.Parents, err = lineage(ctx, db, code)
		return err
	})
	group.Go(func() (err error) {
		n.Children, err = children(ctx, db, code)
		return err
	})
	group.Go(func() error {
		self, err := regionOf(ctx, db, code)
		if err != nil || self.Parent == "" {
			return err
		}
		beside, err := children(ctx, db, self.Parent)
		n.Beside = slices.DeleteFunc(beside, func(c Child) bool { return c.Code == code })
		return err
	})
	group.Go(func() (err error) {
		holdings, err = ask(ctx, db, []string{"holdings.sql"}, func(rows *sql.Rows) (h holding, err error) {
			err = rows.Scan(&h.year, &h.scope, &h.reports, &h.agencies, &h.sample)
			return h, err
		}, code)
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for _, h := range holdings {
		n.Reports += h.reports
		n.HasSample = n.HasSample || h.sample > 0
		if !slices.Contains(n.Years, h.year) {
			n.Years = append(n.Years, h.year)
		}
		switch h.scope {
		case data.ScopeOwn:
			n.OwnYears = append(n.OwnYears, h.year)
		case data.ScopeConsolidated:
			n.ConsolidatedYears = append(n.ConsolidatedYears, h.year)
		}
	}
	return &n, nil
}

// defaultShare is the share of a region's live reports one subregion must hold for a reader to start there.
const defaultShare = 0.9

// DefaultRegion is where a reader who has chosen nothing starts: from the country down, while one subregion holds more than
// nine tenths of the live reports.
func DefaultRegion(ctx context.Context, db *sql.DB) (string, error) {
	type holder struct {
		parent, code string
		reports      int
	}
	holders, err := ask(ctx, db, []string{"default_region.sql"}, func(rows *sql.Rows) (h holder, err error) {
		err = rows.Scan(&h.parent, &h.code, &h.reports)
		return h, err
	})
	if err != nil {
		return "", err
	}
	reports := map[string]int{}
	for _, h := range holders {
		reports[h.code] = h.reports
	}
	at := country
	for {
		i := slices.IndexFunc(holders, func(h holder) bool {
			return h.parent == at && float64(h.reports) > defaultShare*float64(reports[at])
		})
		if i < 0 {
			return at, nil
		}
		at = holders[i].code
	}
}

// country is the root of all regions.
const country = "000000"

// lineage gives a region and all above it, the country first.
func lineage(ctx context.Context, db *sql.DB, code string) (Region, []Region, error) {
	line, err := ask(ctx, db, []string{"navigate.sql"}, scanRegion, code)
	if err != nil {
		return Region{}, nil, err
	}
	if len(line) == 0 {
		return Region{}, nil, fmt.Errorf("region %q: %w", code, ErrNotFound)
	}
	last := len(line) - 1
	return line[last], line[:last], nil
}

// regionOf gives the region of a code, or ErrNotFound.
func regionOf(ctx context.Context, db *sql.DB, code string) (Region, error) {
	found, err := askShared(ctx, db, []string{"region.sql"}, scanRegion, code)
	if err != nil {
		return Region{}, err
	}
	if len(found) == 0 {
		return Region{}, fmt.Errorf("region %q: %w", code, ErrNotFound)
	}
	return found[0], nil
}

func scanRegion(rows *sql.Rows) (Region, error) {
	var r Region
	err := rows.Scan(&r.Code, &r.Name, &r.Level, &r.Parent, &r.Sample)
	return r, err
}

// children gives the regions directly below one that have reports or agencies.
func children(ctx context.Context, db *sql.DB, code string) ([]Child, error) {
	return ask(ctx, db, []string{"children.sql"}, func(rows *sql.Rows) (c Child, err error) {
		err = rows.Scan(&c.Code, &c.Name, &c.Level, &c.Parent, &c.Sample, &c.Agencies, &c.Reports, &c.Latest)
		return c, err
	}, code)
}
