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
//
// Counts are shaded from zero up. A share is marked only where its 95 % interval leaves out the share of the region as a
// whole: what chance can explain stays plain. The row of the region is never coloured.
func heatMap(t Table, byColumn bool) (built, []patch) {
	return shadedMap(t, func(i, j int) (fill, ink string) { return heatPaint(t, i, j, byColumn) })
}

// shadedMap is a heat map whose fields are coloured by a function of their row and column.
func shadedMap(t Table, paint func(i, j int) (fill, ink string)) (*echarts.HeatMap, []patch) {
	c := echarts.NewHeatMap()
	c.SetGlobalOptions(echarts.WithTooltipOpts(itemTooltip()), echarts.WithLegendOpts(hiddenLegend()),
		echarts.WithGridOpts(grid(4)))
	var labels, links, heads []string
	for j, name := range t.Columns {
		if unit := t.Unit(j); unit != "" {
			name += "\n" + unit
		}
		heads = append(heads, name)
	}
	for _, r := range t.Rows {
		labels, links = append(labels, r.Label), append(links, r.Link)
	}
	c.XAxisList = []opts.XAxis{{Type: "category", Data: heads, Position: "top",
		AxisLine: &opts.AxisLine{Show: opts.Bool(false)}, AxisTick: &opts.AxisTick{Show: opts.Bool(false)},
	}}
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
			it.Value = []any{j, i, number(cell.Value)}
			if !cell.Shown() { // k/n: written, not coloured
				it.Value, it.Style.BorderColor = []any{j, i, true}, "var(--rule)"
			}
			var ink string
			it.Style.Color, ink = paint(i, j)
			it.Label = &itemLabel{Show: true, Color: ink, Weight: weight(r.Sum)}
			given = append(given, it)
		}
	}
	label := &opts.Label{Show: opts.Bool(true), Formatter: "{b}", Color: "var(--ink-3)", FontSize: 12}
	add(&c.MultiSeries,
		echarts.SingleSeries{Name: "数字", Type: "heatmap", Data: given, Label: label},
		echarts.SingleSeries{Name: "未报", Type: "heatmap", Data: missing, Label: label})
	return c, []patch{nameLinks(links), axisKey("xAxis", "axisLabel", map[string]any{
		"interval": 0, "fit": true, "lineHeight": 15})}
}

// heatPaint gives the colours of a field and of the text on it.
func heatPaint(t Table, i, j int, byColumn bool) (fill, ink string) {
	row, cell := t.Rows[i], t.Rows[i].Cells[j]
	switch {
	case row.Sum, !cell.Shown(), cell.Kind != metrics.KindCount && cell.Low == nil:
		return "var(--ground)", "var(--ink)"
	case cell.Kind == metrics.KindCount:
		step := heatStep(cell.Value, column(t, j, byColumn))
		return heatColor(step), heatInk(step)
	}
	whole := t.Rows[0].Cells[j]
	if !t.Rows[0].Sum || whole.Rate == nil {
		return "var(--heat-0)", "var(--ink)"
	}
	all := whole.Rate.InexactFloat64()
	switch {
	case *cell.Low > all:
		return "var(--above)", "var(--ink)"
	case *cell.High < all:
		return "var(--below)", "var(--ink)"
	}
	return "var(--heat-0)", "var(--ink)"
}

func weight(sum bool) string {
	if sum {
		return "bold"
	}
	return ""
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

// heatWidth is the least width at which the figures of so many columns stand apart.
func heatWidth(columns int) int { return 100 + 62*columns }
