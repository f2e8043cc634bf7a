package charts

import (
	"github.com/shopspring/decimal"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongjian/data/metrics"
	"tongjian/queries"
)

// compareRank: who has most in the last year, and by how much more than chance or the peers? Dots in order with their 95 %
// intervals, the middle half of the peers behind them. What may not be ranked follows below, without a place.
func compareRank(c Comparing, m metrics.Metric, l Links) (Chart, error) {
	year := c.Last()
	chart := Chart{Name: CompareName(m), Title: itoa(year) + " 年" + m.Name + "谁高谁低？", Unit: unitOf(m),
		Definitions: []metrics.Metric{m}, Table: Table{Corner: "名次与对象", Columns: []string{itoa(year)}}}
	byID := map[string]queries.Entity{}
	for _, e := range c.Entities {
		byID[e.ID] = e
	}
	d := rankDrawing{}
	for _, r := range c.Ranking(m.Key, year) {
		e := byID[r.Entity]
		cell := l.cell(e, year, m.Key, r.Figure)
		label := e.Name
		if r.Place > 0 {
			label = itoa(r.Place) + "　" + e.Name
		}
		chart.Table.Rows = append(chart.Table.Rows, Row{Label: label, Link: l.Entity(e), Cells: []Cell{cell}})
		d.add(label, l.Entity(e), e.Name, cell, r.Place > 0)
	}
	how := "从高到低"
	if m.Share {
		how += "，横线为 95% 区间：区间重叠的，先后可能只是偶然。空心为不足 30 件，不排名次；不足 10 件的只写件数"
	}
	band, banded := d.band(c, m)
	how += "。" + band.sentence
	chart.Reading = c.reading(m, how)
	low, high := d.ends(chart.Table, band.Band)
	b, patches := d.chart(m, low, high)
	if banded {
		for _, p := range band.points {
			chart.Table.Rows = append(chart.Table.Rows, Row{Label: p.name, Sum: true, Cells: []Cell{p.cell(m, year)}})
		}
		patches = append(patches, seriesKey(ranked, "markArea", band.area()), seriesKey(medianLine, "markLine", band.line()))
		chart.Legend = []Legend{{Label: "同级中间一半", Class: "band"}, {Label: "同级中位数", Class: "line-series-3"}}
	}
	return chart.drawn(44+28*len(d.labels), b, patches...)
}

// Names of the series: what is ranked, what is shown and not ranked.
const (
	ranked     = "排名"
	unranked   = "不排名"
	medianLine = "同级中位数"
)

// rankDrawing gathers what the view in order draws.
type rankDrawing struct {
	labels, links []string
	values        []string // as text, at the other end of each line
	full, hollow  []item
	notes         []item
	intervals     []any
}

func (d *rankDrawing) add(label, link, name string, c Cell, placed bool) {
	i := len(d.labels)
	d.labels, d.links = append(d.labels, label), append(d.links, link)
	it, ok := dot(c, i, name)
	if !ok {
		text := c.Absent.Label()
		if c.K != nil && c.N != nil {
			text = c.Fraction() + " 件，" + text
		}
		d.notes = append(d.notes, item{Name: text, Value: []any{0, i}})
		d.values = append(d.values, "")
		return
	}
	d.values = append(d.values, c.Text())
	if c.Low != nil && c.High != nil {
		d.intervals = append(d.intervals, []any{
			map[string]any{"coord": []any{fixed(*c.Low * 100), i}}, map[string]any{"coord": []any{fixed(*c.High * 100), i}}})
	}
	if placed {
		d.full = append(d.full, it)
		return
	}
	d.hollow = append(d.hollow, it)
}

// chart puts dots and intervals on lines of names.
func (d *rankDrawing) chart(m metrics.Metric, low, high int64) (built, []patch) {
	b := echarts.NewScatter()
	b.SetGlobalOptions(echarts.WithGridOpts(grid(4)), echarts.WithTooltipOpts(itemTooltip()), echarts.WithLegendOpts(hiddenLegend()))
	axis := opts.XAxis{Type: "value", Min: low, Max: high}
	if m.Unit == "%" {
		axis.AxisLabel = percentAxis()
	}
	b.XAxisList = []opts.XAxis{axis}
	// Figures stand in a column of their own: beside their dots they would cover intervals and each other.
	figures := opts.YAxis{Type: "category", Data: d.values, Inverse: opts.Bool(true), Position: "right", AxisLine: &opts.AxisLine{Show: opts.Bool(false)}}
	b.YAxisList = []opts.YAxis{nameAxis(d.labels), figures}
	if d.full == nil {
		d.full = []item{}
	}
	add(&b.MultiSeries,
		echarts.SingleSeries{Name: medianLine, Type: "line", Data: []any{}},
		echarts.SingleSeries{Name: ranked, Type: "scatter", Symbol: "circle", SymbolSize: 10, Data: d.full, ItemStyle: seriesPaint(0).item(),
			MarkLines: &opts.MarkLines{Data: d.intervals, MarkLineStyle: opts.MarkLineStyle{
				Symbol: []string{"none", "none"}, Label: &opts.Label{Show: opts.Bool(false)},
				LineStyle: &opts.LineStyle{Color: "var(--axis)", Width: 2, Type: "solid"}}}})
	if len(d.hollow) > 0 {
		add(&b.MultiSeries, echarts.SingleSeries{Name: unranked, Type: "scatter", Symbol: "circle", SymbolSize: 9, Data: d.hollow})
	}
	add(&b.MultiSeries, echarts.SingleSeries{Type: "scatter", Data: append([]item{}, d.notes...), SymbolSize: 1,
		ItemStyle: &opts.ItemStyle{Color: "rgba(0,0,0,0)"},
		Label:     &opts.Label{Show: opts.Bool(true), Formatter: "{b}", Position: "right", Color: "var(--ink-3)", FontSize: 12, BackgroundColor: "var(--ground)"}})
	return b, []patch{nameLinks(d.links), axisKey("yAxis", "splitLine", map[string]any{"show": true}),
		seriesKey(unranked, "itemStyle", itemStyle{Color: "var(--ground)", BorderColor: "var(--series)", BorderWidth: 2}),
		everySeries("scatter", "z", 6), figureAxis}
}

// figureAxis has every figure of the column at the right written.
func figureAxis(option map[string]any) {
	axes, _ := option["yAxis"].([]any)
	right, _ := axes[1].(map[string]any)
	right["axisLabel"], right["axisTick"] = map[string]any{"interval": 0, "color": "var(--ink)"}, map[string]any{"show": false}
}

// ends are those of the axis: room for every dot, interval and quartile, for what reaches beyond is not drawn at all.
func (d *rankDrawing) ends(t Table, band queries.Band) (low, high int64) {
	low, high = spanOf(t)
	top := band.High
	for _, r := range t.Rows {
		if c := r.Cells[0]; c.Shown() && c.High != nil {
			top = decimal.Max(top, decimal.NewFromFloat(*c.High*100))
		}
	}
	return low, max(high, snugCeiling(top))
}

// peerBand is the middle half of the peers, ready to be drawn.
type peerBand struct {
	queries.Band
	sentence string
	points   []bandPoint
}

type bandPoint struct {
	name  string
	value decimal.Decimal
}

// cell is a quartile as a figure of the table: a statistic of the peers, with no report of its own.
func (p bandPoint) cell(m metrics.Metric, year int) Cell {
	return Cell{Figure: queries.Figure{Value: metrics.Value{Metric: m.Key, Kind: metrics.KindCount, Unit: m.Unit, K: &p.value}},
		Entity: queries.Entity{ID: "peers", Name: p.name}, Year: year, Key: m.Key, Name: m.Name}
}

// band is what the peers of the year are, or the sentence why there is none.
func (d *rankDrawing) band(c Comparing, m metrics.Metric) (peerBand, bool) {
	if c.Peers == nil {
		return peerBand{}, false
	}
	if c.Peers.Why != "" {
		return peerBand{sentence: "没有同级中位带：" + c.Peers.Why.Label()}, false
	}
	found, ok := c.Peers.BandOf(m.Key)
	if !ok {
		return peerBand{sentence: "没有同级中位带：同级中够 30 件的不足 " + itoa(queries.MinPeers) + " 个"}, false
	}
	b := peerBand{Band: found}
	round := func(v decimal.Decimal) decimal.Decimal { return v.Round(2) }
	b.points = []bandPoint{{"同级上四分位", round(found.High)}, {"同级中位数", round(found.Median)}, {"同级下四分位", round(found.Low)}}
	b.sentence = "底色为同级中间一半，竖线为同级中位数（同省同级有报告的 " + itoa(c.Peers.Entities) + " 个中，" + itoa(found.Counted) + " 个可排名的）"
	return b, true
}

func (b peerBand) area() map[string]any {
	return map[string]any{"silent": true, "itemStyle": map[string]any{"color": "var(--band)"},
		"data": []any{[]any{map[string]any{"xAxis": jsonNumber(b.Low)}, map[string]any{"xAxis": jsonNumber(b.High)}}}}
}

func (b peerBand) line() map[string]any {
	return map[string]any{"silent": true, "symbol": "none", "label": map[string]any{"show": false},
		"lineStyle": map[string]any{"color": "var(--series-3)", "width": 1.5, "type": "solid"},
		"data":      []any{map[string]any{"xAxis": jsonNumber(b.Median)}}}
}
