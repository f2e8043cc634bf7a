package queries

import (
	"context"
	"database/sql"
	"slices"

	"github.com/shopspring/decimal"
	"golang.org/x/sync/errgroup"

	"tongjian/data/forms"
	"tongjian/data/metrics"
	"tongjian/data/regions"
)

// sheet holds everything the figures of a set of entities are evaluated from.
type sheet struct {
	basis      Basis
	from, to   int // years shown; the year before is fetched too
	cells      map[cellKey]cell
	standing   map[entityYear]standing
	explained  Explained
	doubts     map[cellKey]doubt
	population map[string]decimal.Decimal
	boundaries map[string][]metrics.Break
	measures   map[string]forms.Measure
	// complete holds operands over the reports that give all of a metric's, for the metrics in completed.
	complete  map[completeKey]cell
	completed map[completedKey]bool
	groups    []entityGroup
	// behind are the groups standing and doubts are asked for: at least the entities of groups, and all of the frame.
	behind []entityGroup
}

type entityYear struct {
	entity string
	year   int
}

type cellKey struct {
	entityYear
	measure, applicant string
}

// cell is a figure of a shared part cells_*.sql. No row means that no report was asked; a nil value that none of those asked gave a number.
type cell struct {
	value    *decimal.Decimal
	reported int
	report   int
	bridged  bool // some of it was asked in other words, by an older edition
}

// doubt is how many reports have an error a cell takes part in that nobody has explained, and how many have explained ones.
type doubt struct{ open, explained int }

// standing is what stands behind an entity and year.
type standing struct {
	reports, other int    // on the basis, on the other one
	report         int    // one of them
	with           [4]int // reports that have each of tables
	revised        int
}

// tables are the tables standing.sql and report.sql tell of, in the order of their columns.
var tables = []string{"2", "3", "4", forms.Statistics}

// newSheet fetches the cells a question selects, with the standing of the reports behind them, for the years of the frame and
// the year before, which growth needs. Extra arguments are the question's own, from $5.
func newSheet(ctx context.Context, db *sql.DB, question string, entities []Entity, fr Frame, extra ...any) (*sheet, error) {
	s := emptySheet(entities, fr, nil)
	return s, s.fetch(ctx, db, question, extra...)
}

// emptySheet is a sheet that nothing has been fetched for, on today's boundaries where those are given.
func emptySheet(entities []Entity, fr Frame, on *today) *sheet {
	s := &sheet{
		basis: fr.Basis, from: fr.Years[0], to: fr.Years[len(fr.Years)-1], explained: fr.explained,
		groups: on.groups(entities, fr.Basis), behind: on.groups(fr.with(entities), fr.Basis),
		cells: map[cellKey]cell{}, standing: map[entityYear]standing{}, doubts: map[cellKey]doubt{},
		complete: map[completeKey]cell{}, completed: map[completedKey]bool{},
		population: map[string]decimal.Decimal{}, boundaries: boundaries(entities),
		measures: map[string]forms.Measure{},
	}
	for _, m := range forms.Measures() {
		s.measures[m.Key] = m
	}
	return s
}

// fetch fills the sheet for its groups of entities, asking for everything at once. What stands behind the figures is asked for all
// entities of the frame and all years there are, since a statement takes as long for one of them: so the questions of a page, and of
// the next page, ask the same and are told once ([Shared]).
func (s *sheet) fetch(ctx context.Context, db *sql.DB, question string, extra ...any) error {
	group, ctx := errgroup.WithContext(ctx)
	cells := make([][]cellRow, len(s.groups))
	stand := make([][]standingRow, len(s.behind))
	doubts := make([][]doubtRow, len(s.behind))
	for i, g := range s.groups {
		group.Go(func() (err error) {
			cells[i], err = askShared(ctx, db, []string{g.cells, question}, scanCell, append(s.args(g), extra...)...)
			return err
		})
	}
	for i, g := range s.behind {
		args := []any{g.list, 0, lastYear, string(s.basis)}
		group.Go(func() (err error) {
			stand[i], err = askShared(ctx, db, []string{g.placed, "standing.sql"}, scanStanding, args...)
			return err
		})
		group.Go(func() (err error) {
			doubts[i], err = askShared(ctx, db, []string{g.placed, "doubts.sql"}, scanDoubt, append(slices.Clone(args), string(s.explained))...)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i := range s.groups {
		for _, r := range cells[i] {
			s.cells[r.key] = r.cell
		}
	}
	for i := range s.behind {
		for _, r := range stand[i] {
			s.standing[r.key] = r.standing
		}
		for _, r := range doubts[i] {
			s.doubts[r.key] = r.doubt
		}
	}
	return nil
}

// lastYear is after every year there is.
const lastYear = 9999

// args are $1 to $4 of the shared parts, with the year before the first for growth.
func (s *sheet) args(g entityGroup) []any {
	return []any{g.list, s.from - 1, s.to, string(s.basis)}
}

// boundaries are the breaks of regions that took over others, by code.
func boundaries(entities []Entity) map[string][]metrics.Break {
	out := map[string][]metrics.Break{}
	for _, r := range regions.All() {
		if r.Successor == "" || r.To == 0 {
			continue
		}
		if slices.ContainsFunc(entities, func(e Entity) bool { return e.Kind == EntityRegion && e.ID == r.Successor }) {
			out[r.Successor] = append(out[r.Successor], metrics.BoundaryBreak(r.To+1, r.Name))
		}
	}
	return out
}

type cellRow struct {
	key  cellKey
	cell cell
}

func scanCell(rows *sql.Rows) (r cellRow, err error) {
	var (
		value  number
		report sql.NullInt64
	)
	k := &r.key
	err = rows.Scan(&k.entity, &k.year, &k.measure, &k.applicant, &value, &r.cell.reported, &report, &r.cell.bridged)
	r.cell.value, r.cell.report = value.value, int(report.Int64)
	return r, err
}

type standingRow struct {
	key      entityYear
	standing standing
}

func scanStanding(rows *sql.Rows) (r standingRow, err error) {
	var report sql.NullInt64
	b := &r.standing
	err = rows.Scan(&r.key.entity, &r.key.year, &b.reports, &b.other, &report, &b.with[0], &b.with[1], &b.with[2], &b.with[3], &b.revised)
	b.report = int(report.Int64)
	return r, err
}

type doubtRow struct {
	key   cellKey
	doubt doubt
}

func scanDoubt(rows *sql.Rows) (r doubtRow, err error) {
	k := &r.key
	err = rows.Scan(&k.entity, &k.year, &k.measure, &k.applicant, &r.doubt.open, &r.doubt.explained)
	return r, err
}

// fetchPopulation adds the inhabitants of the entities.
func (s *sheet) fetchPopulation(ctx context.Context, db *sql.DB, entities []Entity) error {
	lists := listEntities(entities)
	_, err := ask(ctx, db, []string{"population.sql"}, func(rows *sql.Rows) (struct{}, error) {
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
