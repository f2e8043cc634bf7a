package queries

import (
	"context"
	"database/sql"

	"tongjian/data/forms"
)

// ReviewSet answers 复议诉讼: do decisions stand?
type ReviewSet struct {
	Frame
	Routes []forms.Route  `json:"routes"` // in form order
	Total  ReviewSeries   `json:"total"`
	By     []ReviewSeries `json:"by"` // in the order of Frame.Parts
}

// ReviewSeries is one entity through the years; Years is aligned with Frame.Years.
type ReviewSeries struct {
	Entity Entity       `json:"entity"`
	Years  []ReviewYear `json:"years"`
}

// ReviewYear is one entity in one year.
type ReviewYear struct {
	Year   int           `json:"year"`
	Routes []RouteResult `json:"routes"` // in the order of ReviewSet.Routes
	Closed Figure        `json:"closed"` // 办结总计, the denominator of the dispute rate
	// The metrics correction_review, correction_suit, dispute and suit_after_review_share.
	CorrectionReview Figure `json:"correction_review"`
	CorrectionSuit   Figure `json:"correction_suit"`
	Dispute          Figure `json:"dispute"`
	AfterReview      Figure `json:"after_review"`
}

// RouteResult is what became of the cases of one route.
type RouteResult struct {
	Upheld    Figure `json:"upheld"`
	Corrected Figure `json:"corrected"`
	Other     Figure `json:"other"`
	Pending   Figure `json:"pending"`
	Total     Figure `json:"total"`
}

// Reviews answers 复议诉讼: do decisions stand?
func Reviews(ctx context.Context, db *sql.DB, f Filter) (*ReviewSet, error) {
	fr, err := frame(ctx, db, f)
	if err != nil {
		return nil, err
	}
	sheet, err := newSheet(ctx, db, "reviews.sql", fr.entities(), fr)
	if err != nil {
		return nil, err
	}
	rates := lookup("outcome.total", "correction_review", "correction_suit", "dispute", "suit_after_review_share")
	if err := sheet.completeCases(ctx, db, rates, fr.entities(), fr.Years); err != nil {
		return nil, err
	}
	fr.Breaks = sheet.breaks(rates, fr.entities()...)
	series := func(e Entity) ReviewSeries {
		out := ReviewSeries{Entity: e}
		for _, year := range fr.Years {
			y := ReviewYear{
				Year:             year,
				Closed:           sheet.figure(rates[0], e, year),
				CorrectionReview: sheet.figure(rates[1], e, year),
				CorrectionSuit:   sheet.figure(rates[2], e, year),
				Dispute:          sheet.figure(rates[3], e, year),
				AfterReview:      sheet.figure(rates[4], e, year),
			}
			for _, route := range forms.Routes() {
				y.Routes = append(y.Routes, sheet.route(route.Key, e, year))
			}
			out.Years = append(out.Years, y)
		}
		return out
	}
	set := &ReviewSet{Frame: fr, Routes: forms.Routes(), Total: series(fr.Self)}
	for _, e := range fr.Parts {
		set.By = append(set.By, series(e))
	}
	return set, nil
}

// route gathers the five cells of a route.
func (s *sheet) route(key string, e Entity, year int) RouteResult {
	cells := lookup(key+".upheld", key+".corrected", key+".other", key+".pending", key+".total")
	return RouteResult{
		Upheld:    s.figure(cells[0], e, year),
		Corrected: s.figure(cells[1], e, year),
		Other:     s.figure(cells[2], e, year),
		Pending:   s.figure(cells[3], e, year),
		Total:     s.figure(cells[4], e, year),
	}
}
