package charts

import (
	"slices"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/shopspring/decimal"

	"tongjian/data/metrics"
)

// heatMap colours a table. A field without a figure is hatched and says —, so that it cannot be taken for a zero, which is
// a figure with the lightest colour. byColumn gives each column a scale of its own, for columns of different units.
func heatMap(t Table, byColumn bool) (built, []patch) {
	c := echarts.NewHeatMap()
	c.SetGlobalOptions(echarts.WithTooltipOpts(itemTooltip()), echarts.WithLegendOpts(hiddenLegend()),
		echarts.WithGridOpts(grid(4)))
	var labels, links []string
	for _, r := range t.Rows {
		labels, links = append(labels, r.Label), append(links, r.Link)
	}
	c.XAxisList = []opts.XAxis{{Type: "category", Data: t.Columns, Position: "top",
		AxisLine: &opts.AxisLine{Show: opts.Bool(false)}, AxisTick: &opts.AxisTick{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Interval: "0"}}}
	c.YAxisList = []opts.YAxis{nameAxis(labels)}
	given, missing := []item{}, []item{}
	for i, r := range t.Rows {
		for j, cell := range r.Cells {
			it := item{Name: cell.Text(), Text: Text(cell.Value), Notes: Notes(cell.Figure), Link: cell.Link,
				Head: r.Label + "　" + t.Columns[j], Style: &itemStyle{BorderColor: "var(--ground)", BorderWidth: 1}}
			if cell.K == nil || !cell.Shown() && cell.N == nil {
				// The third coordinate only says that there is a field to hatch; it is no figure.
				it.Value = []any{j, i, true}
				it.Style.Color, it.Style.Decal = "var(--ground)", hatch()
				missing = append(missing, it)
				continue
			}
			step := 0
			if cell.Shown() {
				step = heatStep(cell.Value, column(t, j, byColumn))
			}
			it.Value = []any{j, i, number(cell.Value)}
			if !cell.Shown() { // k/n: written, not coloured
				it.Value, it.Style.BorderColor = []any{j, i, true}, "var(--rule)"
			}
			it.Style.Color = heatColor(step)
			if !cell.Shown() {
				it.Style.Color = "var(--ground)"
			}
			it.Label = &itemLabel{Show: true, Color: heatInk(step)}
			given = append(given, it)
		}
	}
	label := &opts.Label{Show: opts.Bool(true), Formatter: "{b}", Color: "var(--ink-3)", FontSize: 12}
	add(&c.MultiSeries,
		echarts.SingleSeries{Name: "数字", Type: "heatmap", Data: given, Label: label},
		echarts.SingleSeries{Name: "未报", Type: "heatmap", Data: missing, Label: label})
	return c, []patch{nameLinks(links), axisKey("xAxis", "axisLabel", map[string]any{
		"interval": 0, "width": 96, "overflow": "break", "lineHeight": 15, "narrow": map[string]any{"width": 44, "fontSize": 11}})}
}

// column gathers what a field is compared with: its column, or the whole table; rows of sums stand apart.
func column(t Table, j int, byColumn bool) []metrics.Value {
	var values []metrics.Value
	for _, r := range t.Rows {
		if r.Sum {
			continue
		}
		for k, c := range r.Cells {
			if (k == j || !byColumn) && c.Shown() {
				values = append(values, c.Value)
			}
		}
	}
	return values
}

// heatStep is where a value lies between 0 and the greatest, in eight steps; only a zero takes the lightest. The scale
// starts at zero, so that twice the colour is about twice the figure.
func heatStep(v metrics.Value, all []metrics.Value) int {
	d := v.Scaled()
	if d == nil || d.Sign() <= 0 || len(all) == 0 {
		return 0
	}
	top := slices.MaxFunc(all, func(a, b metrics.Value) int { return a.Scaled().Cmp(*b.Scaled()) }).Scaled()
	if top.Sign() <= 0 {
		return 0
	}
	step := d.Mul(decimal.NewFromInt(7)).Div(*top).Ceil().IntPart()
	return int(min(max(step, 1), 7))
}

// heatHeight is how high a heat map of so many rows is.
func heatHeight(rows int) int { return 46 + 27*rows }
