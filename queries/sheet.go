package queries

import (
	"context"
	"database/sql"
	"slices"

	"github.com/shopspring/decimal"

	"tongjian/data/forms"
	"tongjian/data/metrics"
)

// sheet holds everything the figures of a set of entities are evaluated from.
type sheet struct {
	basis      Basis
	from, to   int // years shown; the year before is fetched too
	cells      map[cellKey]cell
	standing   map[entityYear]standing
	doubts     map[cellKey]bool
	population map[string]decimal.Decimal
	boundaries map[string][]metrics.Break
	measures   map[string]forms.Measure
	// complete holds operands over the reports that give all of a metric's, for the metrics in completed.
	complete  map[completeKey]cell
	completed map[string]bool
	args      []any // $1 to $6 of cells.sql and placed.sql
}

type entityYear struct {
	entity string
	year   int
}

type cellKey struct {
	entityYear
	measure, applicant string
}

// cell is a figure of cells.sql. No row means that no report was asked; a nil value that none of those asked gave a number.
type cell struct {
	value    *decimal.Decimal
	reported int
	report   int
}

// standing is what stands behind an entity and year.
type standing struct {
	reports, other int    // on the basis, on the other one
	report         int    // one of them
	with           [3]int // reports that have table 二, 三, 四
	revised        int
	errors         int
}

// newSheet fetches the cells a question selects, with the standing of the reports behind them, for the years from..to and
// the year before, which growth needs. Extra arguments are the question's own, from $7.
func newSheet(ctx context.Context, db *sql.DB, question string, entities []Entity, basis Basis, from, to int, extra ...any) (*sheet, error) {
	lists, err := listEntities(ids(entities))
	if err != nil {
		return nil, err
	}
	s := &sheet{
		basis: basis, from: from, to: to,
		cells: map[cellKey]cell{}, standing: map[entityYear]standing{}, doubts: map[cellKey]bool{},
		population: map[string]decimal.Decimal{}, boundaries: map[string][]metrics.Break{},
		measures: map[string]forms.Measure{}, complete: map[completeKey]cell{}, completed: map[string]bool{},
	}
	for _, m := range forms.Measures() {
		s.measures[m.Key] = m
	}
	s.args = []any{lists.regions, lists.direct, lists.agencies, from - 1, to, string(basis)}
	for _, fill := range []struct {
		names []string
		scan  func(*sql.Rows) (struct{}, error)
		args  []any
	}{
		{[]string{"cells.sql", question}, s.scanCell, append(slices.Clone(s.args), extra...)},
		{[]string{"placed.sql", "standing.sql"}, s.scanStanding, s.args},
		{[]string{"placed.sql", "doubts.sql"}, s.scanDoubt, s.args},
		{[]string{"boundaries.sql"}, s.scanBoundary, []any{lists.regions, from + 1, to}},
	} {
		if _, err := ask(ctx, db, fill.names, fill.scan, fill.args...); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *sheet) scanCell(rows *sql.Rows) (struct{}, error) {
	var (
		k      cellKey
		value  number
		c      cell
		report sql.NullInt64
	)
	err := rows.Scan(&k.entity, &k.year, &k.measure, &k.applicant, &value, &c.reported, &report)
	c.value, c.report = value.value, int(report.Int64)
	s.cells[k] = c
	return struct{}{}, err
}

func (s *sheet) scanStanding(rows *sql.Rows) (struct{}, error) {
	var (
		k      entityYear
		b      standing
		report sql.NullInt64
	)
	err := rows.Scan(&k.entity, &k.year, &b.reports, &b.other, &report, &b.with[0], &b.with[1], &b.with[2], &b.revised, &b.errors)
	b.report = int(report.Int64)
	s.standing[k] = b
	return struct{}{}, err
}

func (s *sheet) scanDoubt(rows *sql.Rows) (struct{}, error) {
	var k cellKey
	err := rows.Scan(&k.entity, &k.year, &k.measure, &k.applicant)
	s.doubts[k] = true
	return struct{}{}, err
}

func (s *sheet) scanBoundary(rows *sql.Rows) (struct{}, error) {
	var (
		region, absorbed string
		year             int
	)
	err := rows.Scan(&region, &year, &absorbed)
	s.boundaries[region] = append(s.boundaries[region], metrics.BoundaryBreak(year, absorbed))
	return struct{}{}, err
}

// fetchPopulation adds the inhabitants of the entities.
func (s *sheet) fetchPopulation(ctx context.Context, db *sql.DB, entities []Entity) error {
	lists, err := listEntities(ids(entities))
	if err != nil {
		return err
	}
	_, err = ask(ctx, db, []string{"population.sql"}, func(rows *sql.Rows) (struct{}, error) {
		var (
			entity string
			people int64
		)
		err := rows.Scan(&entity, &people)
		s.population[entity] = decimal.NewFromInt(people)
		return struct{}{}, err
	}, lists.regions, lists.agencies)
	return err
}
