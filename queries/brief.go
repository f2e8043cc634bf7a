package queries

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data/metrics"
)

// Panel holds the figures of agencies whose reports have no open error, so that two years can be compared over the same agencies:
// what a change rests on when reports are missing or doubtful.
type Panel struct {
	figures map[panelKey]decimal.Decimal
	members []int
}

type panelKey struct {
	agency, year int
	measure      string
}

// PanelOf fetches what the metrics named need for the years and basis of a filter.
func PanelOf(ctx context.Context, db *sql.DB, f Filter, keys ...string) (*Panel, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	of, err := metricsNamed(keys)
	if err != nil {
		return nil, err
	}
	var measures []string
	for _, m := range of {
		for _, t := range m.Terms() {
			if !slices.Contains(measures, t.Measure) {
				measures = append(measures, t.Measure)
			}
		}
	}
	p := &Panel{figures: map[panelKey]decimal.Decimal{}}
	type row struct {
		panelKey
		value number
	}
	rows, err := askShared(ctx, db, []string{"brief.sql"}, func(rows *sql.Rows) (r row, err error) {
		err = rows.Scan(&r.agency, &r.year, &r.measure, &r.value)
		return r, err
	}, f.Region, f.From, f.To, string(f.Basis), strings.Join(measures, ","), string(f.Explained))
	for _, r := range rows {
		if r.value.value != nil {
			p.Add(r.agency, r.year, r.measure, *r.value.value)
		}
	}
	return p, err
}

// Add puts a figure of an agency into the panel.
func (p *Panel) Add(agency, year int, measure string, value decimal.Decimal) {
	if p.figures == nil {
		p.figures = map[panelKey]decimal.Decimal{}
	}
	p.figures[panelKey{agency, year, measure}] = value
	if !slices.Contains(p.members[max(0, len(p.members)-1):], agency) && !slices.Contains(p.members, agency) {
		p.members = append(p.members, agency)
	}
}

// Evaluate gives a metric in two years over the agencies that gave every number it needs in both, and how many they are.
func (p *Panel) Evaluate(m metrics.Metric, before, now int) (was, is metrics.Value, agencies int) {
	sums := map[panelKey]decimal.Decimal{}
	for _, a := range p.members {
		if !p.gave(m, a, before) || !p.gave(m, a, now) {
			continue
		}
		agencies++
		for _, year := range []int{before, now} {
			for _, measure := range measuresOf(m) {
				k := panelKey{0, year, measure}
				sums[k] = sums[k].Add(p.figures[panelKey{a, year, measure}])
			}
		}
	}
	at := func(year int) metrics.Value {
		return metrics.Evaluate(m, func(t metrics.Term) metrics.Operand {
			if agencies == 0 {
				return metrics.Operand{Absent: metrics.ReasonNoReport}
			}
			d := sums[panelKey{0, year, t.Measure}]
			return metrics.Operand{Value: &d}
		})
	}
	return at(before), at(now), agencies
}

// gave reports whether an agency gave every number a metric needs in a year.
func (p *Panel) gave(m metrics.Metric, agency, year int) bool {
	for _, measure := range measuresOf(m) {
		if _, ok := p.figures[panelKey{agency, year, measure}]; !ok {
			return false
		}
	}
	return true
}

// measuresOf are the measures of a metric's terms, each once.
func measuresOf(m metrics.Metric) []string {
	var out []string
	for _, t := range m.Terms() {
		if !slices.Contains(out, t.Measure) {
			out = append(out, t.Measure)
		}
	}
	return out
}
