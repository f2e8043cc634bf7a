package dashboard

import (
	"context"

	"tongjian/queries"

	"tongjian/dashboard/charts"
)

// continuityRows is how many rows a table of joins shows at most; what is downloaded has all.
const continuityRows = 60

// newContinuity is 连续性: does a report begin where last year's ended?
func newContinuity(ctx context.Context, q query) (ChartPage, error) {
	set, err := queries.AskContinuity(ctx, q.lease.DB(), q.choice.Filter)
	if err != nil {
		return ChartPage{}, err
	}
	most := continuityRows
	if q.whole {
		most = everything
	}
	list, err := charts.Continuity(set, most, q.links())
	if err != nil {
		return ChartPage{}, err
	}
	return q.chartPage("continuity", "与上年报告的衔接", set.Frame, list)
}
