package charts

import (
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"

	"tongjian/queries"
)

// The charts of each page, in page order; the number is how many of a page's twelve columns a chart takes.

// Overview draws 总览.
func Overview(v *queries.VolumeSet, o *queries.OutcomeSet, parts *queries.Comparison, l Links) ([]Chart, error) {
	return collect(
		entry{7, func() (Chart, error) { return volumesTrend(v, l) }},
		entry{5, func() (Chart, error) { return outcomesYears(o, l) }},
		entry{12, func() (Chart, error) { return partsHeat(parts, l) }},
	)
}

// Tiles gives the headline figures of 总览 through the years, as a table alone.
func Tiles(o *queries.Overview, l Links) Chart {
	c := Chart{Name: "tiles", Title: "主要数字", Unit: "见各行", Table: Table{Corner: "指标", Columns: yearLabels(o.Years)}}
	for _, t := range o.Tiles {
		row := Row{Label: t.Metric.Name}
		for i, f := range t.Years {
			row.Cells = append(row.Cells, l.cell(o.Self, o.Years[i], t.Metric.Key, f))
		}
		c.Table.Rows = append(c.Table.Rows, row)
	}
	return c
}

// Volumes draws 申请量.
func Volumes(v *queries.VolumeSet, f *queries.FlowSet, l Links) ([]Chart, error) {
	return collect(
		entry{6, func() (Chart, error) { return volumesTrend(v, l) }},
		entry{6, func() (Chart, error) { return volumesFlow(f, l) }},
		entry{12, func() (Chart, error) { return volumesParts(v, l) }},
		entry{5, func() (Chart, error) { return volumesApplicants(v, l) }},
		entry{7, func() (Chart, error) { return volumesApplicantParts(v, l) }},
	)
}

// Outcomes draws 办理结果; release is the rate whose change is shown.
func Outcomes(o *queries.OutcomeSet, parts *queries.Comparison, release string, l Links) ([]Chart, error) {
	return collect(
		entry{6, func() (Chart, error) { return outcomesYears(o, l) }},
		entry{6, func() (Chart, error) { return outcomesRates(parts, l) }},
		entry{6, func() (Chart, error) { return outcomesParts(o, l) }},
		entry{6, func() (Chart, error) { return change(parts, release, l) }},
		entry{12, func() (Chart, error) { return outcomesReasons(o, l) }},
	)
}

// Reviews draws 复议诉讼; rates are the correction rates the reader has chosen.
func Reviews(v *queries.ReviewSet, f *queries.FunnelSet, parts *queries.Comparison, rates []string, l Links) ([]Chart, error) {
	return collect(
		entry{12, func() (Chart, error) { return reviewsYears(v, l) }},
		entry{6, func() (Chart, error) { return reviewsRates(parts, rates, l) }},
		entry{6, func() (Chart, error) { return reviewsFunnel(f, l) }},
		entry{12, func() (Chart, error) { return reviewsParts(v, l) }},
	)
}

// Proactive draws 主动公开.
func Proactive(v *queries.ProactiveSet, l Links) ([]Chart, error) {
	return collect(
		entry{7, func() (Chart, error) { return proactiveStock(v, l) }},
		entry{5, func() (Chart, error) { return proactiveFees(v, l) }},
		entry{12, func() (Chart, error) { return proactiveDecisions(v, l) }},
		entry{12, func() (Chart, error) { return proactiveTable(v, l) }},
	)
}

// Compare draws 对比 and the figures of an agency, one chart a metric.
func Compare(c *queries.Comparison, l Links) ([]Chart, error) {
	var list []entry
	columns := 6
	if len(c.Entities) == 1 {
		columns = 4
	}
	for _, m := range c.Metrics {
		list = append(list, entry{columns, func() (Chart, error) { return compared(c, m, l) }})
	}
	return collect(list...)
}

// entry is a chart in its place on a page.
type entry struct {
	columns int
	draw    func() (Chart, error)
}

// collect builds the charts of a page side by side and gives them in order. A drawing that panics panics here, where whoever answers
// the request is waiting for it.
func collect(entries ...entry) ([]Chart, error) {
	list, panics := make([]Chart, len(entries)), make([]any, len(entries))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, e := range entries {
		group.Go(func() (err error) {
			defer func() { panics[i] = recover() }()
			list[i], err = e.draw()
			list[i].Columns = e.columns
			return err
		})
	}
	err := group.Wait()
	for _, p := range panics {
		if p != nil {
			panic(p)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("drawing: %w", err)
	}
	return list, nil
}
