package queries

import (
	"context"
	"database/sql"
	"strings"

	"tongjian/data/metrics"
)

// completeKey is an operand of a metric for an entity and year.
type completeKey struct {
	cellKey
	metric string
}

// completedKey is a metric whose operands have been fetched over complete reports, for the entities of a kind.
type completedKey struct {
	metric string
	kind   EntityKind
}

// completeCases makes rates exact where reports left cells blank. The sums of a region come from all reports that gave a
// number, which may be ten for the numerator and nine for the denominator; a rate of those would be of no set of reports at
// all. For the metrics this happens to, the operands are fetched again over the reports that give every one of them: of regions
// and metrics the snapshot has them ready-made, of the rest they are summed up here.
func (s *sheet) completeCases(ctx context.Context, db *sql.DB, of []metrics.Metric, entities []Entity, years []int) error {
	atlas, err := atlasOf(ctx, db)
	if err != nil {
		return err
	}
	for _, g := range s.groups {
		if g.kind == EntityAgency {
			continue // one report gives all of its numbers or the figure is absent
		}
		var ready, terms []string
		for _, m := range of {
			if !s.needsCompleteCases(m, g.kind, entities, years) {
				continue
			}
			s.completed[completedKey{m.Key, g.kind}] = true
			if g.placed == placedOwn && atlas.completes(m) {
				ready = append(ready, m.Key)
			} else {
				terms = append(terms, termList(m)...)
			}
		}
		if len(ready) > 0 {
			rows, err := askShared(ctx, db, []string{"completed.sql"}, scanComplete, g.list, s.from-1, s.to, strings.Join(ready, ","))
			if err != nil {
				return err
			}
			s.addComplete(rows)
		}
		if len(terms) > 0 {
			rows, err := askShared(ctx, db, []string{g.placed, "complete.sql"}, scanComplete, append(s.args(g), strings.Join(terms, ","))...)
			if err != nil {
				return err
			}
			s.addComplete(rows)
		}
	}
	return nil
}

func (s *sheet) addComplete(rows []completeRow) {
	for _, r := range rows {
		s.complete[r.key] = r.cell
	}
}

type completeRow struct {
	key  completeKey
	cell cell
}

func scanComplete(rows *sql.Rows) (r completeRow, err error) {
	var value number
	k := &r.key
	err = rows.Scan(&k.entity, &k.year, &k.metric, &k.measure, &k.applicant, &value, &r.cell.reported)
	r.cell.value = value.value
	return r, err
}

// needsCompleteCases reports whether a metric's operands may come from different reports anywhere among the entities of a
// kind. Growth is left as it is: the years it compares are different reports by nature.
func (s *sheet) needsCompleteCases(m metrics.Metric, kind EntityKind, entities []Entity, years []int) bool {
	if m.Lagged() || len(m.Terms()) < 2 {
		return false
	}
	for _, e := range entities {
		for _, year := range years {
			if e.Kind == kind && !s.isComplete(m, entityYear{e.ID, year}) {
				return true
			}
		}
	}
	return false
}

// isComplete reports whether a metric's operands surely come from the same reports: from all that have their table, and from
// all there are when they stand in several tables. Equal numbers of reports would not do, since one may lack the numerator and
// another the denominator. An operand that no report gave makes the metric absent, which no other sum would change.
func (s *sheet) isComplete(m metrics.Metric, at entityYear) bool {
	stands, table, complete := s.standing[at], "", true
	for _, t := range m.Terms() {
		if t.Measure == metrics.Population {
			continue
		}
		gave, of := s.cells[cellKey{at, t.Measure, t.Applicant}].reported, s.measures[t.Measure].Table
		if gave == 0 {
			return true
		}
		if table != "" && table != of && gave < stands.reports || gave < stands.having(of) {
			complete = false
		}
		table = of
	}
	return complete
}

// termList are a metric's operands, each once, as complete.sql takes them.
func termList(m metrics.Metric) []string {
	var out []string
	for _, t := range m.Operands() {
		out = append(out, m.Key+"|"+t.Measure+"|"+t.Applicant)
	}
	return out
}
