package queries

import (
	"context"
	"database/sql"

	"tongjian/data/forms"
	"tongjian/data/metrics"
)

// ProactiveSet answers 主动公开: what stands in 表二?
type ProactiveSet struct {
	Frame
	Measures []forms.Measure   `json:"measures"` // of 表二, all editions, in form order
	Total    ProactiveSeries   `json:"total"`
	By       []ProactiveSeries `json:"by"` // in the order of Frame.Parts
}

// ProactiveSeries is one entity through the years; Years is aligned with Frame.Years.
type ProactiveSeries struct {
	Entity Entity          `json:"entity"`
	Years  []ProactiveYear `json:"years"`
}

// ProactiveYear is one entity in one year: Figures in the order of ProactiveSet.Measures, flagged z where the edition does
// not ask.
type ProactiveYear struct {
	Year    int      `json:"year"`
	Figures []Figure `json:"figures"`
}

// Proactive answers 主动公开: what stands in 表二?
func Proactive(ctx context.Context, db *sql.DB, f Filter) (*ProactiveSet, error) {
	fr, err := frame(ctx, db, f)
	if err != nil {
		return nil, err
	}
	sheet, err := newSheet(ctx, db, "proactive.sql", fr.entities(), fr)
	if err != nil {
		return nil, err
	}
	set := &ProactiveSet{}
	var asked []metrics.Metric
	for _, m := range forms.Measures() {
		if m.Table == "2" {
			set.Measures = append(set.Measures, m)
			asked = append(asked, lookup(m.Key)...)
		}
	}
	fr.Breaks = sheet.breaks(asked, fr.entities()...)
	series := func(e Entity) ProactiveSeries {
		out := ProactiveSeries{Entity: e}
		for _, year := range fr.Years {
			y := ProactiveYear{Year: year}
			for _, m := range asked {
				y.Figures = append(y.Figures, sheet.figure(m, e, year))
			}
			out.Years = append(out.Years, y)
		}
		return out
	}
	set.Frame, set.Total = fr, series(fr.Self)
	for _, e := range fr.Parts {
		set.By = append(set.By, series(e))
	}
	return set, nil
}
