package queries

import (
	"context"
	"database/sql"
)

// FlowSet answers: what came in and where did it go, in the year Filter.To?
type FlowSet struct {
	Frame
	Year       int            `json:"year"`
	Received   Figure         `json:"received"`
	CarriedIn  Figure         `json:"carried_in"`
	Groups     []OutcomeGroup `json:"groups"`
	Outcomes   []Figure       `json:"outcomes"` // in the order of Groups
	Closed     Figure         `json:"closed"`
	CarriedOut Figure         `json:"carried_out"`
}

// Flow answers: what came in during Filter.To and where did it go?
func Flow(ctx context.Context, db *sql.DB, f Filter) (*FlowSet, error) {
	f.From = f.To
	fr, err := frame(ctx, db, f)
	if err != nil {
		return nil, err
	}
	sheet, err := newSheet(ctx, db, "flow.sql", []Entity{fr.Self}, fr)
	if err != nil {
		return nil, err
	}
	ends := lookup("requests.received", "requests.carried_in", "outcome.total", "requests.carried_out")
	set := &FlowSet{
		Frame: fr, Year: f.To, Groups: OutcomeGroups(),
		Received:   sheet.figure(ends[0], fr.Self, f.To),
		CarriedIn:  sheet.figure(ends[1], fr.Self, f.To),
		Closed:     sheet.figure(ends[2], fr.Self, f.To),
		CarriedOut: sheet.figure(ends[3], fr.Self, f.To),
	}
	for _, m := range outcomeMetrics() {
		set.Outcomes = append(set.Outcomes, sheet.figure(m, fr.Self, f.To))
	}
	return set, nil
}
