package queries

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/metrics"
)

// RegionReports lists the live reports behind a figure of a region.
type RegionReports struct {
	Measure metrics.Metric `json:"measure"`
	Total   int            `json:"total"` // reports asked, whatever the page
	Rows    []ReportFact   `json:"rows"`
}

// ReportFact is what one report contributes to a figure of a region.
type ReportFact struct {
	ReportHead
	Value *decimal.Decimal `json:"value"`
	// State is "missing" for a cell the report's table lacks; of a derived sum, blank when a part of it is no number.
	State   data.State `json:"state"`
	Derived bool       `json:"derived"` // a sum of cells, not printed on the form
	Raw     string     `json:"raw"`
	At      string     `json:"at"` // data.Position.String(); empty for derived sums and missing cells
}

// defaultPage is how many rows a page has when no limit is given.
const defaultPage = 100

// Contributions lists the live reports behind a region's figure in Filter.To, the greatest first: the way from a point of a
// region to the cells. Measure is a key metrics.Lookup knows as a measure, with or without an applicant column. A limit of 0
// is 100.
func Contributions(ctx context.Context, db *sql.DB, f Filter, measure string, limit, offset int) (*RegionReports, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	m, ok := metrics.Lookup(measure)
	if !ok || !m.IsMeasure() {
		return nil, fmt.Errorf("measure %q: %w", measure, ErrNotFound)
	}
	term := m.Numerator[0]
	out := &RegionReports{Measure: m}
	var err error
	out.Rows, err = ask(ctx, db, []string{"heads.sql", "contributions.sql"}, func(rows *sql.Rows) (ReportFact, error) {
		var (
			r     ReportFact
			value number
		)
		err := rows.Scan(append(r.targets(), &value, &r.State, &r.Derived, &r.Raw, &r.At, &out.Total)...)
		r.Value = value.value
		return r, err
	}, f.Region, term.Measure, term.Applicant, f.To, string(f.Basis), pageSize(limit), offset)
	return out, err
}

func pageSize(limit int) int {
	if limit <= 0 {
		return defaultPage
	}
	return limit
}
