package queries

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"tongjian/data/forms"
	"tongjian/data/metrics"
)

// CompareQuery asks for any entities × metrics × years.
type CompareQuery struct {
	Entities []string // entity ids; unknown ones are ErrNotFound
	Metrics  []string // keys of metrics.Lookup; unknown ones are ErrNotFound
	From, To int
	Basis    Basis
	Years    []int      // of From to To, those to show; nil for all
	Area     Boundaries // empty for as reported
	// Explained is as in [Filter].
	Explained Explained
}

// Comparison is a complete grid of entities × metrics × years.
type Comparison struct {
	// Frame says what it is about. Of [Compare], which has no region, only Basis, Years, Breaks and Sample are set.
	Frame    Frame            `json:"frame"`
	Entities []Entity         `json:"entities"`
	Metrics  []metrics.Metric `json:"metrics"`
	// Points run through the entities, for each through the metrics, for each through the years.
	Points []Point `json:"points"`
	// Area tells whose territory past figures are of; Changes are the regions that are no more and concern it.
	Area    Boundaries `json:"area,omitempty"`
	Changes []Change   `json:"changes,omitempty"`
}

// Point is one figure of a comparison.
type Point struct {
	Entity string `json:"entity"`
	Year   int    `json:"year"`
	Figure
}

// maxPoints bounds a comparison: more would be no page and no workbook sheet.
const maxPoints = 100_000

// Compare answers 对比: any entities × metrics × years. A composition is replaced by its parts.
func Compare(ctx context.Context, db *sql.DB, q CompareQuery) (*Comparison, error) {
	if err := (Filter{From: q.From, To: q.To, Basis: q.Basis}).check(); err != nil {
		return nil, err
	}
	entities, err := Entities(ctx, db, q.Entities)
	if err != nil {
		return nil, err
	}
	fr := Frame{Basis: q.Basis, Years: q.years(), explained: q.Explained}
	if len(fr.Years) == 0 {
		return nil, fmt.Errorf("compare the years %v of %d to %d: %w", q.Years, q.From, q.To, ErrNotFound)
	}
	fr.Sample = slices.ContainsFunc(entities, func(e Entity) bool { return e.Sample })
	if q.Area != BoundariesToday {
		return compare(ctx, db, fr, entities, q.Metrics, nil)
	}
	t := todays(entities)
	if err := t.cover(ctx, db, fr.Years, q.Basis); err != nil {
		return nil, err
	}
	return compare(ctx, db, fr, t.entities, q.Metrics, &t)
}

// years are those to be shown, ascending.
func (q CompareQuery) years() []int {
	return slices.DeleteFunc(Filter{From: q.From, To: q.To}.Years(), func(y int) bool {
		return len(q.Years) > 0 && !slices.Contains(q.Years, y)
	})
}

// Districts gives metrics for a region and its parts: heatmaps, dumbbells, rankings. Its first entity is the region itself.
func Districts(ctx context.Context, db *sql.DB, f Filter, metricKeys ...string) (*Comparison, error) {
	fr, err := frame(ctx, db, f)
	if err != nil {
		return nil, err
	}
	return compare(ctx, db, fr, fr.entities(), metricKeys, nil)
}

// compare evaluates metrics for entities, on today's boundaries where those are given.
func compare(ctx context.Context, db *sql.DB, fr Frame, entities []Entity, keys []string, on *today) (*Comparison, error) {
	of, err := metricsNamed(keys)
	if err != nil {
		return nil, err
	}
	if points := len(entities) * len(of) * len(fr.Years); points > maxPoints {
		return nil, fmt.Errorf("compare %d entities, %d metrics, %d years: %d points, at most %d",
			len(entities), len(of), len(fr.Years), points, maxPoints)
	}
	sheet, err := sheetOn(ctx, db, of, entities, fr, on)
	if err != nil {
		return nil, err
	}
	fr.Breaks = sheet.breaks(of, entities...)
	c := &Comparison{Frame: fr, Entities: entities, Metrics: of}
	if on != nil {
		c.Area, c.Changes = BoundariesToday, on.changes
	}
	for _, e := range entities {
		for _, m := range of {
			for i, figure := range sheet.series(m, e, fr.Years) {
				if i > 0 && sheet.breaksBetween(m, e, fr.Years[i-1], fr.Years[i]) {
					figure.Flags = figure.Flags.With(metrics.FlagBreak)
				}
				if on != nil {
					figure.partly(on.lacks(e.ID, fr.Years[i]))
				}
				c.Points = append(c.Points, Point{e.ID, fr.Years[i], figure})
			}
		}
	}
	return c, nil
}

// sheetFor fetches all that a list of metrics needs.
func sheetFor(ctx context.Context, db *sql.DB, of []metrics.Metric, entities []Entity, fr Frame) (*sheet, error) {
	return sheetOn(ctx, db, of, entities, fr, nil)
}

// sheetOn is sheetFor, on today's boundaries where those are given.
func sheetOn(ctx context.Context, db *sql.DB, of []metrics.Metric, entities []Entity, fr Frame, on *today) (*sheet, error) {
	var measures []string
	applicants := []string{forms.Total, ""}
	people := false
	for _, m := range of {
		for _, t := range m.Terms() {
			people = people || t.Measure == metrics.Population
			if !slices.Contains(measures, t.Measure) {
				measures = append(measures, t.Measure)
			}
			if !slices.Contains(applicants, t.Applicant) {
				applicants = append(applicants, t.Applicant)
			}
		}
	}
	sheet := emptySheet(entities, fr, on)
	if err := sheet.fetch(ctx, db, "compare.sql", strings.Join(measures, ","), strings.Join(applicants, ",")); err != nil {
		return nil, err
	}
	if on != nil {
		sheet.boundaries = on.boundaries()
	}
	if people {
		if err := sheet.fetchPopulation(ctx, db, entities); err != nil {
			return nil, err
		}
	}
	return sheet, sheet.completeCases(ctx, db, of, entities, fr.Years)
}

// metricsNamed looks metrics up; a composition gives its parts.
func metricsNamed(keys []string) ([]metrics.Metric, error) {
	var out []metrics.Metric
	for _, key := range keys {
		m, ok := metrics.Lookup(key)
		if !ok {
			return nil, fmt.Errorf("metric %q: %w", key, ErrNotFound)
		}
		of := []string{key}
		if m.Kind == metrics.KindComposition {
			of = m.Parts
		}
		for _, m := range lookup(of...) {
			if !slices.ContainsFunc(out, func(o metrics.Metric) bool { return o.Key == m.Key }) {
				out = append(out, m)
			}
		}
	}
	return out, nil
}

// At gives the point of an entity, metric and year.
func (c *Comparison) At(entity, metric string, year int) (Point, bool) {
	e := slices.IndexFunc(c.Entities, func(e Entity) bool { return e.ID == entity })
	m := slices.IndexFunc(c.Metrics, func(m metrics.Metric) bool { return m.Key == metric })
	y := slices.Index(c.Frame.Years, year)
	if e < 0 || m < 0 || y < 0 {
		return Point{}, false
	}
	return c.Points[(e*len(c.Metrics)+m)*len(c.Frame.Years)+y], true
}

// RankedPoint is a point with its place in a ranking; 0 when it is not ranked.
type RankedPoint struct {
	Point
	Place int `json:"place"`
}

// Ranking orders the entities of a comparison by one metric in one year, greatest first; those that may not be ranked
// follow with place 0. The region as a whole, the first entity of [Districts], is left out.
func (c *Comparison) Ranking(metric string, year int) []RankedPoint {
	var (
		points []Point
		values []metrics.Value
	)
	for _, e := range c.Entities {
		p, ok := c.At(e.ID, metric, year)
		if !ok || e.ID == c.Frame.Self.ID {
			continue
		}
		points, values = append(points, p), append(values, p.Value)
	}
	var out []RankedPoint
	for _, r := range metrics.Rank(values) {
		out = append(out, RankedPoint{points[r.Index], r.Place})
	}
	return out
}
