package charts

import (
	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/shopspring/decimal"

	"tongjian/queries"
)

// volumesParts: how did each district's requests develop? Small multiples on one scale.
func volumesParts(v *queries.VolumeSet, l Links) (Chart, error) {
	const key = "requests.received"
	name := partsName(v.Frame)
	chart := Chart{
		Name: "volumes-parts", Title: "各" + name + "的新收申请逐年怎样变化？", Unit: "件，各图同一刻度",
		Definitions: lookup(key), Small: true, Table: Table{Corner: name, Columns: yearLabels(v.Years)},
	}
	top := decimal.Zero
	for _, s := range v.By {
		row := Row{Label: s.Entity.Name, Link: l.Entity(s.Entity)}
		for _, y := range s.Years {
			c := l.cell(s.Entity, y.Year, key, y.Received)
			row.Cells = append(row.Cells, c)
			if d := c.Scaled(); d != nil && d.GreaterThan(top) {
				top = *d
			}
		}
		chart.Table.Rows = append(chart.Table.Rows, row)
	}
	breaks := breaksOf(v.Frame, key)
	ceiling := niceCeiling(top)
	for _, row := range chart.Table.Rows {
		b := smallLine(v.Years, row.Cells)
		setYears(&b.RectChart, v.Years, opts.YAxis{Type: "value", Min: 0, Max: ceiling}, breaks, false)
		option, err := encode(b, axisKey("yAxis", "interval", ceiling/2), axisKey("xAxis", "axisLabel", map[string]any{"hideOverlap": true, "fontSize": 11}),
			axisKey("yAxis", "axisLabel", map[string]any{"fontSize": 11}), everySeries("line", "areaStyle", map[string]any{"color": "var(--band)"}))
		if err != nil {
			return Chart{}, err
		}
		last := row.Cells[len(row.Cells)-1]
		chart.Panels = append(chart.Panels, Panel{Title: row.Label, Link: row.Link, Note: Text(last.Value), Height: 122, Option: option})
	}
	chart.Table.Rows = append(chart.Table.Rows, totalRow(v, l, key))
	if len(v.By) == 0 {
		chart.Empty = "这里没有下一级" + name
	}
	return chart, nil
}

// totalRow closes the table with the region as a whole.
func totalRow(v *queries.VolumeSet, l Links, key string) Row {
	row := Row{Label: v.Total.Entity.Name, Sum: true}
	for _, y := range v.Total.Years {
		row.Cells = append(row.Cells, l.cell(v.Total.Entity, y.Year, key, y.Received))
	}
	return row
}

func smallLine(years []int, cells []Cell) *echarts.Line {
	b := echarts.NewLine()
	g := grid(8)
	g.Right = "8"
	b.SetGlobalOptions(echarts.WithGridOpts(g), echarts.WithTooltipOpts(axisTooltip()), echarts.WithLegendOpts(hiddenLegend()))
	b.SetXAxis(yearLabels(years))
	add(&b.MultiSeries, echarts.SingleSeries{
		Name: "本年新收", Type: "line", Data: points(cells), ConnectNulls: opts.Bool(false), Symbol: "circle", SymbolSize: 5,
		ItemStyle: seriesPaint(0).item(), LineStyle: &opts.LineStyle{Color: "var(--series)", Width: 1.5}})
	return b
}

// niceCeiling is the top of a shared axis: the least of 1, 2, 4, 6, 8 times a power of ten that is not below d, at least 4,
// so that its half is a round number too.
func niceCeiling(d decimal.Decimal) int64 {
	for scale := decimal.NewFromInt(1); ; scale = scale.Mul(decimal.NewFromInt(10)) {
		for _, step := range []string{"1", "2", "4", "6", "8"} {
			c := decimal.RequireFromString(step).Mul(scale)
			if c.IsInteger() && c.GreaterThanOrEqual(d) && c.GreaterThanOrEqual(decimal.NewFromInt(4)) {
				return c.IntPart()
			}
		}
	}
}

// niceCeilingFloat is niceCeiling of a derived number.
func niceCeilingFloat(x float64) int64 { return niceCeiling(decimal.NewFromFloat(x)) }
