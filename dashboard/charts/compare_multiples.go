package charts

import (
	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongjian/data/metrics"
)

// mostPale is the most entities whose lines are drawn pale behind each other's; more would be a grey field.
const mostPale = 24

// compareMultiples: how did each entity develop? A panel each on one scale, the others pale behind it.
func compareMultiples(c Comparing, m metrics.Metric, l Links) (Chart, error) {
	chart := Chart{
		Name: CompareName(m), Title: "各自的" + m.Name + "逐年怎样变化？", Unit: unitOf(m) + "，各图同一刻度", Small: true,
		Definitions: []metrics.Metric{m}, Table: c.TableOf(m, l),
	}
	pale := len(c.Entities) > 1 && len(c.Entities) <= mostPale
	how := "缺的年份断开"
	if pale {
		how = "深色为本对象，浅色为其余对象；" + how
	}
	chart.Reading = c.reading(m, how)
	if !anyShown(chart.Table.Rows) {
		chart.Empty = nothing
		return chart, nil
	}
	breaks := breaksOf(c.Frame, m.Key)
	low, high := spanOf(chart.Table)
	interval := high / 2
	if low < 0 {
		interval = high
	}
	var lines []echarts.SingleSeries // of all, pale
	if pale {
		for _, row := range chart.Table.Rows {
			lines = append(lines, paleLine(row))
		}
	}
	for i, row := range chart.Table.Rows {
		var behind []echarts.SingleSeries
		for j, line := range lines {
			if i != j {
				behind = append(behind, line)
			}
		}
		b := ownLine(row, behind, c.Frame.Years)
		axis := valueAxis(m)
		axis.Min, axis.Max = low, high
		setYears(&b.RectChart, c.Frame.Years, axis, breaks, false)
		label := map[string]any{"fontSize": 11}
		if m.Unit == "%" {
			label["formatter"] = "{value}%"
		}
		option, err := encode(b, axisKey("yAxis", "interval", interval), axisKey("yAxis", "axisLabel", label),
			axisKey("xAxis", "axisLabel", map[string]any{"hideOverlap": true, "fontSize": 11}))
		if err != nil {
			return Chart{}, err
		}
		last := row.Cells[len(row.Cells)-1]
		chart.Panels = append(chart.Panels, Panel{Title: row.Label, Link: row.Link, Note: Text(last.Value), Height: 128, Option: option})
	}
	return chart, nil
}

// ownLine is a panel with an entity's line above those of the others.
func ownLine(row Row, behind []echarts.SingleSeries, years []int) *echarts.Line {
	b := echarts.NewLine()
	g := grid(8)
	g.Right = "8"
	b.SetGlobalOptions(echarts.WithGridOpts(g), echarts.WithTooltipOpts(axisTooltip()), echarts.WithLegendOpts(hiddenLegend()))
	b.SetXAxis(yearLabels(years))
	for _, other := range behind {
		add(&b.MultiSeries, other)
	}
	add(&b.MultiSeries, echarts.SingleSeries{
		Name: row.Label, Type: "line", Data: points(row.Cells), ConnectNulls: opts.Bool(false), Symbol: "circle", SymbolSize: 5,
		ItemStyle: seriesPaint(0).item(), LineStyle: &opts.LineStyle{Color: "var(--series)", Width: 2}})
	return b
}

// paleLine is another entity's line, to see the own among the others. It has no name, no points and no text.
func paleLine(row Row) echarts.SingleSeries {
	items := make([]any, 0, len(row.Cells))
	for _, c := range row.Cells {
		items = append(items, number(c.Value))
	}
	return echarts.SingleSeries{Type: "line", Data: items, ConnectNulls: opts.Bool(false), Symbol: "none", ShowSymbol: opts.Bool(false),
		LineStyle: &opts.LineStyle{Color: "var(--pale)", Width: 1}}
}
