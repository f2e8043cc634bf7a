package queries

import (
	"context"
	"database/sql"
	"slices"

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
	atlas, err := atlasOf(ctx, db)
	if err != nil {
		return Frame{}, err
	}
	at, err := atlas.at(f.Region)
	if err != nil {
		return Frame{}, err
	}
	region := at.Region
	out := Frame{Region: region, Basis: f.Basis, explained: f.Explained, Years: f.Years(), Self: regionEntity(region)}
	if out.Parts, err = parts(ctx, db, at, f); err != nil {
		return Frame{}, err
	}
	coverage, err := coverageOf(ctx, db, []Entity{out.Self}, f)
	if err != nil {
		return Frame{}, err
	}
	out.Coverage = coverage[region.Code]
	out.Sample = slices.ContainsFunc(out.entities(), func(e Entity) bool { return e.Sample })
	return out, nil
}

func regionEntity(r Region) Entity {
	return Entity{ID: r.Code, Kind: EntityRegion, Name: r.Name, Region: r.Code, Level: r.Level, Sample: r.Sample}
}

func directEntity(r Region) Entity {
	return Entity{ID: DirectEntity(r.Code), Kind: EntityDirect, Name: r.Name + "本级", Region: r.Code, Level: r.Level, Sample: r.Sample}
}

// parts are what a region is divided into: the regions directly below that have an agency, themselves or further below, and its
// own agencies.
func parts(ctx context.Context, db *sql.DB, at *place, f Filter) ([]Entity, error) {
	var out []Entity
	for _, p := range at.below {
		if p.agencies > 0 {
			out = append(out, regionEntity(p.Region))
		}
	}
	switch direct := slices.ContainsFunc(at.direct, func(s span) bool { return s.meets(f.From, f.To) }); {
	case f.Basis != BasisOwn, !direct:
		return out, nil
	case len(out) > 0:
		return append(out, directEntity(at.Region)), nil
	}
	return askShared(ctx, db, []string{"local_agencies.sql"}, func(rows *sql.Rows) (Entity, error) {
		e := Entity{Kind: EntityAgency, Region: at.Code}
		err := rows.Scan(&e.Agency, &e.Name, &e.Sample)
		e.ID = AgencyEntity(e.Agency)
		return e, err
	}, at.Code, f.From, f.To)
}

// coverageOf gives the coverage of the regions among the entities, by code, an entry a year.
func coverageOf(ctx context.Context, db *sql.DB, entities []Entity, f Filter) (map[string][]Coverage, error) {
	atlas, err := atlasOf(ctx, db)
	if err != nil {
		return nil, err
	}
	out, unknown := map[string][]Coverage{}, false
	for _, e := range entities {
		if e.Kind != EntityRegion {
			continue
		}
		at, err := atlas.at(e.ID)
		if err != nil {
			return nil, err
		}
		list := make([]Coverage, 0, f.To-f.From+1)
		for _, year := range f.Years() {
			list = append(list, at.coverage(f.Basis.Scope(), year))
			unknown = unknown || !atlas.years[year]
		}
		out[e.ID] = list
	}
	if !unknown {
		return out, nil
	}
	rows, err := askShared(ctx, db, []string{"expected.sql"}, scanCoverage, listEntities(entities).regions, f.From, f.To, string(f.Basis))
	for _, r := range rows {
		out[r.region][r.Year-f.From] = r.Coverage
	}
	return out, err
}

type coverageRow struct {
	region string
	Coverage
}

func scanCoverage(rows *sql.Rows) (r coverageRow, err error) {
	err = rows.Scan(&r.region, &r.Year, &r.Expected)
	return r, err
}
