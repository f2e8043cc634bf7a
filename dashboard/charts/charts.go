package charts

import (
	"fmt"

	"tongjian/queries"
)

// The charts of each page, in page order.

// Overview draws 总览.
func Overview(v *queries.VolumeSet, o *queries.OutcomeSet, parts *queries.Comparison, l Links) ([]Chart, error) {
	return collect(
		func() (Chart, error) { return volumesTrend(v, l) },
		func() (Chart, error) { return outcomesYears(o, l) },
		func() (Chart, error) { return partsHeat(parts, l) },
	)
}

// Volumes draws 申请量.
func Volumes(v *queries.VolumeSet, f *queries.FlowSet, l Links) ([]Chart, error) {
	return collect(
		func() (Chart, error) { return volumesTrend(v, l) },
		func() (Chart, error) { return volumesFlow(f, l) },
		func() (Chart, error) { return volumesParts(v, l) },
		func() (Chart, error) { return volumesApplicants(v, l) },
		func() (Chart, error) { return volumesApplicantParts(v, l) },
	)
}

// Outcomes draws 办理结果; release is the rate whose change is shown.
func Outcomes(o *queries.OutcomeSet, parts *queries.Comparison, release string, l Links) ([]Chart, error) {
	return collect(
		func() (Chart, error) { return outcomesYears(o, l) },
		func() (Chart, error) { return outcomesRates(parts, l) },
		func() (Chart, error) { return outcomesParts(o, l) },
		func() (Chart, error) { return change(parts, release, l) },
		func() (Chart, error) { return outcomesReasons(o, l) },
	)
}

// Reviews draws 复议诉讼; rates are the correction rates the reader has chosen.
func Reviews(v *queries.ReviewSet, f *queries.FunnelSet, parts *queries.Comparison, rates []string, l Links) ([]Chart, error) {
	return collect(
		func() (Chart, error) { return reviewsYears(v, l) },
		func() (Chart, error) { return reviewsRates(parts, rates, l) },
		func() (Chart, error) { return reviewsFunnel(f, l) },
		func() (Chart, error) { return reviewsParts(v, l) },
	)
}

// Proactive draws 主动公开.
func Proactive(v *queries.ProactiveSet, l Links) ([]Chart, error) {
	return collect(
		func() (Chart, error) { return proactiveStock(v, l) },
		func() (Chart, error) { return proactiveFees(v, l) },
		func() (Chart, error) { return proactiveDecisions(v, l) },
		func() (Chart, error) { return proactiveTable(v, l) },
	)
}

// Compare draws 对比 and the figures of an agency, one chart a metric.
func Compare(c *queries.Comparison, l Links) ([]Chart, error) {
	var draw []func() (Chart, error)
	for _, m := range c.Metrics {
		draw = append(draw, func() (Chart, error) { return compared(c, m, l) })
	}
	return collect(draw...)
}

// collect builds charts in order.
func collect(draw ...func() (Chart, error)) ([]Chart, error) {
	var list []Chart
	for _, d := range draw {
		c, err := d()
		if err != nil {
			return nil, fmt.Errorf("drawing: %w", err)
		}
		list = append(list, c)
	}
	return list, nil
}
