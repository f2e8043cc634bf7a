package queries

import (
	"context"
	"database/sql"
	"fmt"

	"tongjian/data/metrics"
)

// FunnelSet answers: whose rate stands out from the others by more than chance? For the year Filter.To.
type FunnelSet struct {
	Frame
	Year   int            `json:"year"`
	Metric metrics.Metric `json:"metric"`
	// Overall is the region as a whole on the frame's basis: the line the limits run around.
	Overall Figure `json:"overall"`
	// Points has one entry an agency in the region with a report of the year on this basis.
	Points []FunnelPoint `json:"points"`
}

// FunnelPoint is one agency in the funnel: K of N, however small N is, since the limits widen as N shrinks
// (metrics.FunnelLimits).
type FunnelPoint struct {
	Entity Entity `json:"entity"`
	Figure Figure `json:"figure"`
}

// Funnel gives a share, correction_review say, for every agency of the region in Filter.To, against the region as a whole.
func Funnel(ctx context.Context, db *sql.DB, f Filter, metric string) (*FunnelSet, error) {
	m, ok := metrics.Lookup(metric)
	if !ok || !m.Share {
		return nil, fmt.Errorf("funnel of metric %q, which is no share: %w", metric, ErrNotFound)
	}
	f.From = f.To
	fr, err := frame(ctx, db, f)
	if err != nil {
		return nil, err
	}
	agencies, err := ask(ctx, db, []string{"funnel.sql"}, func(rows *sql.Rows) (Entity, error) {
		e := Entity{Kind: EntityAgency}
		err := rows.Scan(&e.Agency, &e.Name, &e.Region, &e.Sample)
		e.ID = AgencyEntity(e.Agency)
		return e, err
	}, f.Region, f.To, string(f.Basis))
	if err != nil {
		return nil, err
	}
	sheet, err := sheetFor(ctx, db, []metrics.Metric{m}, append(agencies, fr.Self), fr)
	if err != nil {
		return nil, err
	}
	set := &FunnelSet{Frame: fr, Year: f.To, Metric: m, Overall: sheet.figure(m, fr.Self, f.To)}
	for _, e := range agencies {
		set.Points = append(set.Points, FunnelPoint{e, sheet.figure(m, e, f.To)})
	}
	return set, nil
}
