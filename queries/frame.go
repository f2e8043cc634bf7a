package queries

import (
	"context"
	"database/sql"
	"slices"

	"golang.org/x/sync/errgroup"

	"tongjian/data/metrics"
)

// Coverage is how many reports were expected of a region with all below it, and how many came.
type Coverage struct {
	Year     int `json:"year"`
	Expected int `json:"expected"` // agencies on the roster for the year; 0 when no roster covers it
	Received int `json:"received"` // of those expected
	Reports  int `json:"reports"`  // live reports, expected or not
}

// Missing is how many of the expected reports have not come.
func (c Coverage) Missing() int { return c.Expected - c.Received }

// Frame says what an answer is about.
type Frame struct {
	Region Region `json:"region"`
	Basis  Basis  `json:"basis"`
	Years  []int  `json:"years"`
	// Self is the region as an entity; Parts are what it is divided into: its subregions with data or on the roster, and on
	// the own basis its own agencies as one (本级). A region without subregions is divided into its agencies, on the own
	// basis only: own figures of agencies do not explain a consolidated one.
	Self  Entity   `json:"self"`
	Parts []Entity `json:"parts"`
	// Coverage has one entry a year, of reports on the frame's basis.
	Coverage []Coverage `json:"coverage"`
	// Breaks fall between the first year shown and the last: those of the forms and the law, then boundary changes.
	Breaks []metrics.Break `json:"breaks"`
	Sample bool            `json:"sample"` // a region or agency in view is invented

	explained Explained // of the filter
}

// entities are Self and Parts.
func (f Frame) entities() []Entity { return append([]Entity{f.Self}, f.Parts...) }

// with are Self and Parts, then those of the entities that are neither.
func (f Frame) with(entities []Entity) []Entity {
	out := f.entities()
	known := map[string]bool{}
	for _, e := range out {
		known[e.ID] = true
	}
	for _, e := range entities {
		if !known[e.ID] {
			out = append(out, e)
		}
	}
	return out
}

// frame gathers what an answer for a filter is about.
func frame(ctx context.Context, db *sql.DB, f Filter) (Frame, error) {
	if err := f.check(); err != nil {
		return Frame{}, err
	}
	region, err := regionOf(ctx, db, f.Region)
	if err != nil {
		return Frame{}, err
	}
	out := Frame{Region: region, Basis: f.Basis, explained: f.Explained, Years: f.Years(), Self: regionEntity(region)}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		out.Parts, err = parts(ctx, db, region, f)
		return err
	})
	group.Go(func() error {
		coverage, err := coverageOf(ctx, db, []Entity{out.Self}, f)
		out.Coverage = coverage[region.Code]
		return err
	})
	if err := group.Wait(); err != nil {
		return Frame{}, err
	}
	out.Sample = slices.ContainsFunc(out.entities(), func(e Entity) bool { return e.Sample })
	return out, nil
}

func regionEntity(r Region) Entity {
	return Entity{ID: r.Code, Kind: EntityRegion, Name: r.Name, Region: r.Code, Level: r.Level, Sample: r.Sample}
}

// parts are what a region is divided into.
func parts(ctx context.Context, db *sql.DB, region Region, f Filter) ([]Entity, error) {
	below, err := askShared(ctx, db, []string{"parts.sql"}, scanRegion, region.Code)
	if err != nil {
		return nil, err
	}
	var out []Entity
	for _, r := range below {
		out = append(out, regionEntity(r))
	}
	if f.Basis != BasisOwn {
		return out, nil
	}
	agencies, err := askShared(ctx, db, []string{"local_agencies.sql"}, func(rows *sql.Rows) (Entity, error) {
		e := Entity{Kind: EntityAgency, Region: region.Code}
		err := rows.Scan(&e.Agency, &e.Name, &e.Sample)
		e.ID = AgencyEntity(e.Agency)
		return e, err
	}, region.Code, f.From, f.To)
	switch {
	case err != nil:
		return nil, err
	case len(out) == 0:
		return agencies, nil
	case len(agencies) == 0:
		return out, nil
	}
	return append(out, Entity{ID: DirectEntity(region.Code), Kind: EntityDirect, Name: directName(region.Name),
		Region: region.Code, Level: region.Level, Sample: region.Sample}), nil
}

// coverageOf gives the coverage of the regions among the entities, by code, an entry a year.
func coverageOf(ctx context.Context, db *sql.DB, entities []Entity, f Filter) (map[string][]Coverage, error) {
	out := map[string][]Coverage{}
	for _, e := range entities {
		if e.Kind != EntityRegion {
			continue
		}
		for _, year := range f.Years() {
			out[e.ID] = append(out[e.ID], Coverage{Year: year})
		}
	}
	args := []any{listEntities(entities).regions, f.From, f.To, string(f.Basis)}
	read := func(statement string) error {
		rows, err := askShared(ctx, db, []string{statement}, scanCoverage, args...)
		for _, r := range rows {
			out[r.region][r.Year-f.From] = r.Coverage
		}
		return err
	}
	if err := read("coverage.sql"); err != nil {
		return nil, err
	}
	for _, list := range out {
		if slices.ContainsFunc(list, func(c Coverage) bool { return c.Expected+c.Reports == 0 }) {
			return out, read("expected.sql")
		}
	}
	return out, nil
}

type coverageRow struct {
	region string
	Coverage
}

func scanCoverage(rows *sql.Rows) (r coverageRow, err error) {
	var unexpected int
	err = rows.Scan(&r.region, &r.Year, &r.Expected, &r.Received, &unexpected)
	r.Reports = r.Received + unexpected
	return r, err
}
