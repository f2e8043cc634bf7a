package queries

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"tongjian/data/metrics"
)

// completeKey is an operand of a metric for an entity and year.
type completeKey struct {
	cellKey
	metric string
}

// completeCases makes rates exact where reports left cells blank. The sums of a region come from all reports that gave a
// number, which may be ten for the numerator and nine for the denominator; a rate of those would be of no set of reports at
// all. For the metrics this happens to, the operands are fetched again over the reports that give every one of them.
func (s *sheet) completeCases(ctx context.Context, db *sql.DB, of []metrics.Metric, entities []Entity, years []int) error {
	var terms []string
	for _, m := range of {
		if s.needsCompleteCases(m, entities, years) {
			terms = append(terms, termList(m)...)
			s.completed[m.Key] = true
		}
	}
	if len(terms) == 0 {
		return nil
	}
	for _, g := range s.groups {
		if g.kind == EntityAgency {
			continue
		}
		args := append(s.args(g), strings.Join(terms, ","))
		if _, err := ask(ctx, db, []string{g.placed, "complete.sql"}, s.scanComplete, args...); err != nil {
			return err
		}
	}
	return nil
}

func (s *sheet) scanComplete(rows *sql.Rows) (struct{}, error) {
	var (
		k     completeKey
		value number
		c     cell
	)
	err := rows.Scan(&k.entity, &k.year, &k.metric, &k.measure, &k.applicant, &value, &c.reported)
	c.value = value.value
	s.complete[k] = c
	return struct{}{}, err
}

// needsCompleteCases reports whether a metric's operands come from different numbers of reports anywhere in view. Growth
// is left as it is: the years it compares are different reports by nature.
func (s *sheet) needsCompleteCases(m metrics.Metric, entities []Entity, years []int) bool {
	if m.Lagged() || len(m.Terms()) < 2 {
		return false
	}
	for _, e := range entities {
		if e.Kind == EntityAgency {
			continue
		}
		for _, year := range years {
			var gave []int
			for _, t := range m.Terms() {
				if t.Measure != metrics.Population {
					gave = append(gave, s.cells[cellKey{entityYear{e.ID, year}, t.Measure, t.Applicant}].reported)
				}
			}
			if uneven(gave) && slices.Min(gave) > 0 {
				return true
			}
		}
	}
	return false
}

// termList are a metric's operands, each once, as complete.sql takes them.
func termList(m metrics.Metric) []string {
	var out []string
	for _, t := range m.Terms() {
		if t.Measure == metrics.Population {
			continue
		}
		if text := m.Key + "|" + t.Measure + "|" + t.Applicant; !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}
