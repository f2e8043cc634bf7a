package charts

import (
	"slices"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongjian/data/metrics"
	"tongjian/queries"
)

// yearLabels are the categories of a year axis.
func yearLabels(years []int) []string {
	var labels []string
	for _, y := range years {
		labels = append(labels, itoa(y))
	}
	return labels
}

// breaksOf picks the breaks of a frame that concern some metrics: those they declare, and changes of boundaries.
func breaksOf(f queries.Frame, keys ...string) []metrics.Break {
	var out []metrics.Break
	for _, b := range f.Breaks {
		concerns := b.ID == metrics.BreakBoundary
		for _, m := range lookup(keys...) {
			concerns = concerns || slices.ContainsFunc(m.Breaks, func(other metrics.Break) bool { return other.ID == b.ID })
		}
		if concerns {
			out = append(out, b)
		}
	}
	return out
}

// yearAxes gives a category axis of years, and beside it a hidden numeric one on which breaks can be marked between two
// years: a category axis knows no halves.
func yearAxes(years []int) []opts.XAxis {
	return []opts.XAxis{
		{Type: "category", Data: yearLabels(years), AxisTick: &opts.AxisTick{Show: opts.Bool(false)}},
		{Type: "value", Show: opts.Bool(false), Min: -0.5, Max: float64(len(years)) - 0.5},
	}
}

// breakSeries marks breaks on the hidden axis of [yearAxes], left of their year. Breaks of one year share a mark.
func breakSeries(years []int, breaks []metrics.Break, labelled bool) echarts.SingleSeries {
	var marks []any
	for i, y := range years {
		name := ""
		for _, b := range breaks {
			if i == 0 || b.Year > y || b.Year <= years[i-1] { // years may be left out
				continue
			}
			if name != "" {
				name += " · "
			}
			name += b.Name
		}
		if name != "" {
			marks = append(marks, opts.MarkLineNameXAxisItem{Name: name, XAxis: float64(i) - 0.5})
		}
	}
	return echarts.SingleSeries{
		Type: "line", XAxisIndex: 1, Data: []any{},
		MarkLines: &opts.MarkLines{Data: marks, MarkLineStyle: opts.MarkLineStyle{
			Symbol:    []string{"none", "none"},
			Label:     &opts.Label{Show: opts.Bool(labelled), Formatter: "{b}", Position: "end", Color: "var(--ink-3)", FontSize: 11},
			LineStyle: &opts.LineStyle{Color: "var(--break)", Type: "dashed", Width: 1},
		}},
	}
}

// headroom is what the marks of breaks need above a chart.
func headroom(years []int, breaks []metrics.Break) int {
	for _, b := range breaks {
		if len(years) > 0 && b.Year > years[0] && b.Year <= years[len(years)-1] {
			return 26
		}
	}
	return 10
}

// setYears gives a chart the year axes, the value axis and the marks of breaks.
func setYears(rc *echarts.RectChart, years []int, value opts.YAxis, breaks []metrics.Break, labelled bool) {
	rc.XAxisList = yearAxes(years)
	value.AxisLine = &opts.AxisLine{Show: opts.Bool(false)}
	rc.YAxisList = []opts.YAxis{value}
	add(&rc.MultiSeries, breakSeries(years, breaks, labelled))
}
