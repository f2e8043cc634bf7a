package charts

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/shopspring/decimal"

	"tongjian/data/metrics"
	"tongjian/queries"
)

// reviewsFunnel: whose correction rate stands out by more than chance? Each agency at its number of decided cases; the
// fewer there are, the wider the limits.
func reviewsFunnel(f *queries.FunnelSet, l Links) (Chart, error) {
	chart := Chart{
		Name: "reviews-funnel", Title: itoa(f.Year) + " 年谁的" + f.Metric.Name + "超出偶然波动？", Unit: "%，横轴为已审结件数",
		Reading:     "每点一个单位；实线为全部单位合计，虚线为 95% 和 99.8% 控制限：落在线内的差别可能只是偶然。不足 10 件的不画。",
		Definitions: []metrics.Metric{f.Metric},
		Legend:      []Legend{{Label: "单位", Class: "dot-series"}, {Label: "合计", Class: "line-series-6"}, {Label: "95% 控制限", Class: "dash-series-6"}, {Label: "99.8% 控制限", Class: "dot-dash-series-6"}},
		Table:       Table{Corner: "单位", Columns: []string{f.Metric.Name}},
	}
	dots := []item{}
	most := 0.0
	for _, p := range f.Points {
		c := l.cell(p.Entity, f.Year, f.Metric.Key, p.Figure)
		chart.Table.Rows = append(chart.Table.Rows, Row{Label: p.Entity.Name, Link: l.Entity(p.Entity), Cells: []Cell{c}})
		if !c.Shown() {
			continue
		}
		n := c.N.InexactFloat64()
		most = max(most, n)
		dots = append(dots, item{Value: []any{json.Number(c.N.String()), number(c.Value)}, Head: p.Entity.Name,
			Text: Text(c.Value), Notes: Notes(c.Figure), Link: c.Link})
	}
	all := l.cell(f.Self, f.Year, f.Metric.Key, f.Overall)
	chart.Table.Rows = append(chart.Table.Rows, Row{Label: f.Self.Name, Sum: true, Cells: []Cell{all}})
	if len(dots) == 0 || f.Overall.Rate == nil {
		chart.Empty = "没有已审结 10 件以上的单位，件数见表格"
		return chart, nil
	}
	rate := f.Overall.Rate.InexactFloat64()
	chart.Reading += nameOutside(dots, rate)
	b, patches := funnel("单位", "已审结（件）", dots, rate, most)
	patches = append(patches, seriesKey("单位", "label", map[string]any{"show": false, "formatter": "{b}", "fontSize": 11, "color": "var(--ink-2)"}))
	return chart.drawn(320, b, patches...)
}

// nameOutside labels the dots outside the wider limits and says whose they are, which is what a funnel is asked.
func nameOutside(dots []item, rate float64) string {
	var high, low []string
	for i := range dots {
		d := &dots[i]
		at, _ := d.Value.([]any)
		if len(at) < 2 {
			continue
		}
		n, there := decimalOf(at[0])
		share, drawn := decimalOf(at[1])
		if !there || !drawn {
			continue
		}
		bottom, top := metrics.FunnelLimits(rate, n, metrics.Z998)
		switch {
		case share > top*100:
			high = append(high, d.Head)
		case share < bottom*100:
			low = append(low, d.Head)
		default:
			continue
		}
		d.Name, d.Label = d.Head, &itemLabel{Show: true, Position: "top"}
	}
	if len(high)+len(low) == 0 {
		return "没有落在 99.8% 控制限之外的。"
	}
	said := ""
	if len(high) > 0 {
		said += "高于 99.8% 控制限：" + strings.TrimSpace(enumerated(high)) + "。"
	}
	if len(low) > 0 {
		said += "低于 99.8% 控制限：" + strings.TrimSpace(enumerated(low)) + "。"
	}
	return said
}

func decimalOf(v any) (float64, bool) {
	number, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	f, err := number.Float64()
	return f, err == nil
}

// funnel draws rates against numbers of cases, with the limits within which they are expected around an overall rate.
func funnel(name, cases string, dots []item, rate, most float64) (built, []patch) {
	b := echarts.NewScatter()
	b.SetGlobalOptions(echarts.WithGridOpts(grid(14)), echarts.WithTooltipOpts(itemTooltip()), echarts.WithLegendOpts(hiddenLegend()))
	g := grid(14)
	g.Bottom = "22"
	b.GridList = []opts.Grid{g}
	b.XAxisList = []opts.XAxis{{Type: "value", Min: 0, Max: funnelEnd(most), Name: cases, NameLocation: "middle", NameGap: 26}}
	b.YAxisList = []opts.YAxis{{Type: "value", Min: 0, AxisLabel: percentAxis(), AxisLine: &opts.AxisLine{Show: opts.Bool(false)}}}
	top := float64(funnelEnd(most))
	for _, lim := range []struct {
		name string
		z    float64
		dash string
	}{{"95% 控制限", metrics.Z95, "dashed"}, {"99.8% 控制限", metrics.Z998, "dotted"}} {
		low, high := limits(rate, top, lim.z)
		for _, curve := range [][][]json.Number{low, high} {
			add(&b.MultiSeries, echarts.SingleSeries{Name: lim.name, Type: "line", Data: curve, Symbol: "none", ShowSymbol: opts.Bool(false),
				LineStyle: &opts.LineStyle{Color: "var(--series-6)", Width: 1, Type: lim.dash}})
		}
	}
	add(&b.MultiSeries,
		echarts.SingleSeries{Name: "合计", Type: "line", Symbol: "none", Data: [][]json.Number{{"0", fixed(rate * 100)}, {fixed(top), fixed(rate * 100)}},
			LineStyle: &opts.LineStyle{Color: "var(--series-6)", Width: 1.5}},
		echarts.SingleSeries{Name: name, Type: "scatter", Symbol: "circle", SymbolSize: 9, Data: dots, ItemStyle: seriesPaint(0).item()})
	return b, []patch{everySeries("line", "silent", true), everySeries("scatter", "z", 5)}
}

// funnelEnd is where the axis of cases ends: a little beyond the greatest.
func funnelEnd(most float64) int64 { return snugCeiling(decimal.NewFromFloat(most * 1.04)) }

// limits are the control limits at numbers of cases up to top, in percent. They are statistics, not reported figures. Between two
// counts they are drawn straight; steps are whole cases, since limits are those of counts.
func limits(rate, top, z float64) (low, high [][]json.Number) {
	const steps = 60
	for n := float64(metrics.MinCases); n <= top; n += max(1, math.Round(top/steps)) {
		a, b := metrics.FunnelLimits(rate, n, z)
		low = append(low, []json.Number{fixed(n), fixed(a * 100)})
		high = append(high, []json.Number{fixed(n), fixed(b * 100)})
	}
	return low, high
}

// fixed writes a derived statistic with two decimals, the same on every machine.
func fixed(x float64) json.Number { return json.Number(strconv.FormatFloat(x, 'f', 2, 64)) }
