package queries

import (
	"context"
	"database/sql"

	"tongjian/data/forms"
	"tongjian/data/metrics"
)

// OutcomeGroup is one of the six ways a request ends.
type OutcomeGroup struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

// OutcomeGroups lists the six outcomes in form order.
func OutcomeGroups() []OutcomeGroup {
	var out []OutcomeGroup
	for _, m := range outcomeMetrics() {
		out = append(out, OutcomeGroup{m.Key, m.Name})
	}
	return out
}

func outcomeMetrics() []metrics.Metric {
	return lookup("outcome.granted", "outcome.partial", "outcome.refused", "outcome.unavailable", "outcome.not_processed",
		"outcome.other")
}

// OutcomeSet answers 办理结果: what became of the requests?
type OutcomeSet struct {
	Frame
	Groups  []OutcomeGroup  `json:"groups"`  // the six outcomes in form order
	Reasons []forms.Measure `json:"reasons"` // the rows of 不予公开 in form order
	Total   OutcomeSeries   `json:"total"`
	By      []OutcomeSeries `json:"by"` // in the order of Frame.Parts
}

// OutcomeSeries is one entity through the years; Years is aligned with Frame.Years.
type OutcomeSeries struct {
	Entity Entity        `json:"entity"`
	Years  []OutcomeYear `json:"years"`
}

// OutcomeYear is one entity in one year.
type OutcomeYear struct {
	Year    int      `json:"year"`
	Groups  []Figure `json:"groups"`  // counts, in the order of OutcomeSet.Groups
	Total   Figure   `json:"total"`   // 办结总计 as reported
	Reasons []Figure `json:"reasons"` // counts, in the order of OutcomeSet.Reasons
}

// Outcomes answers 办理结果: what became of the requests?
func Outcomes(ctx context.Context, db *sql.DB, f Filter) (*OutcomeSet, error) {
	fr, err := frame(ctx, db, f)
	if err != nil {
		return nil, err
	}
	sheet, err := newSheet(ctx, db, "outcomes.sql", fr.entities(), fr)
	if err != nil {
		return nil, err
	}
	groups, total := outcomeMetrics(), lookup("outcome.total")[0]
	refused, _ := forms.MeasureOf("outcome.refused")
	reasons := lookup(refused.Sum...)
	fr.Breaks = sheet.breaks(append(append(groups[:len(groups):len(groups)], total), reasons...), fr.entities()...)
	series := func(e Entity) OutcomeSeries {
		out := OutcomeSeries{Entity: e}
		for _, year := range fr.Years {
			y := OutcomeYear{Year: year, Total: sheet.figure(total, e, year)}
			for _, m := range groups {
				y.Groups = append(y.Groups, sheet.figure(m, e, year))
			}
			for _, m := range reasons {
				y.Reasons = append(y.Reasons, sheet.figure(m, e, year))
			}
			out.Years = append(out.Years, y)
		}
		return out
	}
	set := &OutcomeSet{Frame: fr, Groups: OutcomeGroups(), Total: series(fr.Self)}
	for _, key := range refused.Sum {
		m, _ := forms.MeasureOf(key)
		set.Reasons = append(set.Reasons, m)
	}
	for _, e := range fr.Parts {
		set.By = append(set.By, series(e))
	}
	return set, nil
}
