package queries

import (
	"context"
	"database/sql"
	"slices"

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
	atlas, err := atlasOf(ctx, db)
	if err != nil {
		return nil, err
	}
	p, err := atlas.at(code)
	if err != nil {
		return nil, err
	}
	n := &Navigation{Region: p.Region, Children: p.children(), HasSample: p.sample}
	if above := atlas.above(p); above != nil {
		if n.Parents, err = atlas.lineage(above.Code); err != nil {
			return nil, err
		}
		n.Beside = slices.DeleteFunc(above.children(), func(c Child) bool { return c.Code == code })
	}
	for _, h := range p.held {
		n.Reports += h.reports
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
	return n, nil
}

// defaultShare is the share of a region's live reports one subregion must hold for a reader to start there.
const defaultShare = 0.9

// DefaultRegion is where a reader who has chosen nothing starts: from the country down, while one subregion holds more than
// nine tenths of the live reports.
func DefaultRegion(ctx context.Context, db *sql.DB) (string, error) {
	atlas, err := atlasOf(ctx, db)
	if err != nil {
		return "", err
	}
	at, err := atlas.at(country)
	if err != nil {
		return "", err
	}
	for {
		i := slices.IndexFunc(at.below, func(p *place) bool {
			return float64(p.reports()) > defaultShare*float64(at.reports())
		})
		if i < 0 {
			return at.Code, nil
		}
		at = at.below[i]
	}
}

// country is the root of all regions.
const country = "000000"
