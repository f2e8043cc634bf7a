package dashboard

import (
	"context"
	"fmt"
	"strconv"

	"tongjian/queries"

	"tongjian/dashboard/charts"
)

// ChartPage is a page that is all charts: 申请量, 办理结果, 复议诉讼, 主动公开.
type ChartPage struct {
	Head
	Figures []figure
	q       query
}

func (p ChartPage) records() records {
	return chartRecords(p.Figures, p.q.choice.Basis, p.q.values.Get("chart"))
}

// chartPage puts charts on a page.
func (q query) chartPage(page, title string, f queries.Frame, list []charts.Chart) (ChartPage, error) {
	p := ChartPage{Figures: q.figures(list, q.source(f)), q: q}
	if _, err := chosenChart(q, p.Figures); err != nil {
		return ChartPage{}, err
	}
	years := strconv.Itoa(f.Years[0])
	if last := f.Years[len(f.Years)-1]; last != f.Years[0] {
		years = fmt.Sprintf("%d–%d", f.Years[0], last)
	}
	p.Head = q.head(page, f.Region.Name+" "+years+" 年"+title, coverageSentence(f))
	return p, nil
}

func newVolumes(ctx context.Context, q query) (ChartPage, error) {
	var (
		f    = q.choice.Filter
		v    *queries.VolumeSet
		flow *queries.FlowSet
	)
	err := together(ctx,
		func(ctx context.Context) (err error) { v, err = queries.Volumes(ctx, q.lease.DB(), f); return err },
		func(ctx context.Context) (err error) { flow, err = queries.Flow(ctx, q.lease.DB(), f); return err },
	)
	if err != nil {
		return ChartPage{}, err
	}
	list, err := charts.Volumes(v, flow, q.links())
	if err != nil {
		return ChartPage{}, err
	}
	return q.chartPage("volumes", "政府信息公开申请", v.Frame, list)
}

func newOutcomes(ctx context.Context, q query) (ChartPage, error) {
	var (
		f     = q.choice.Filter
		o     *queries.OutcomeSet
		parts *queries.Comparison
	)
	err := together(ctx,
		func(ctx context.Context) (err error) { o, err = queries.Outcomes(ctx, q.lease.DB(), f); return err },
		func(ctx context.Context) (err error) {
			parts, err = queries.Districts(ctx, q.lease.DB(), f, "any_release", "merits_release", "full_release", "refusal")
			return err
		},
	)
	if err != nil {
		return ChartPage{}, err
	}
	list, err := charts.Outcomes(o, parts, q.choice.releaseMetric(), q.links())
	if err != nil {
		return ChartPage{}, err
	}
	return q.chartPage("outcomes", "申请办理结果", o.Frame, list)
}

func newReviews(ctx context.Context, q query) (ChartPage, error) {
	var (
		f            = q.choice.Filter
		review, suit = q.choice.correctionMetrics()
		v            *queries.ReviewSet
		parts        *queries.Comparison
		funnel       *queries.FunnelSet
	)
	err := together(ctx,
		func(ctx context.Context) (err error) { v, err = queries.Reviews(ctx, q.lease.DB(), f); return err },
		func(ctx context.Context) (err error) {
			parts, err = queries.Districts(ctx, q.lease.DB(), f, review, suit)
			return err
		},
		func(ctx context.Context) (err error) {
			funnel, err = queries.Funnel(ctx, q.lease.DB(), f, review)
			return err
		},
	)
	if err != nil {
		return ChartPage{}, err
	}
	list, err := charts.Reviews(v, funnel, parts, []string{review, suit}, q.links())
	if err != nil {
		return ChartPage{}, err
	}
	return q.chartPage("reviews", "行政复议、行政诉讼", v.Frame, list)
}

func newProactive(ctx context.Context, q query) (ChartPage, error) {
	v, err := queries.Proactive(ctx, q.lease.DB(), q.choice.Filter)
	if err != nil {
		return ChartPage{}, err
	}
	list, err := charts.Proactive(v, q.links())
	if err != nil {
		return ChartPage{}, err
	}
	return q.chartPage("proactive", "主动公开", v.Frame, list)
}
