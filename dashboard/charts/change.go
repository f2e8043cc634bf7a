package charts

import (
	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongjian/data/metrics"
	"tongjian/queries"
)

// change: by how much did a rate move from last year, district by district? A dumbbell: hollow last year, full this year.
func change(c *queries.Comparison, key string, l Links) (Chart, error) {
	years := c.Frame.Years
	m, _ := metrics.Lookup(key)
	chart := Chart{Name: "outcomes-change", Title: m.Name + "比上年变了多少？", Unit: "%", Definitions: lookup(key)}
	if len(years) < 2 {
		chart.Empty = "只选了一年，没有可比的上年"
		return chart, nil
	}
	last, before := years[len(years)-1], years[len(years)-2]
	chart.Title = itoa(last) + " 年" + chart.Title
	chart.Reading = "空心为 " + itoa(before) + " 年，实心为 " + itoa(last) + " 年；不足 10 件的不画，件数见表格。"
	chart.Legend = []Legend{{Label: itoa(before) + " 年", Class: "hollow"}, {Label: itoa(last) + " 年", Class: "dot-series"}}
	chart.Table = Table{Corner: partsName(c.Frame), Columns: []string{itoa(before), itoa(last)}}
	var pairs []pair
	for i, e := range c.Entities {
		row := Row{Label: e.Name, Sum: i == 0}
		if i > 0 {
			row.Link = l.Entity(e)
		}
		p, _ := c.At(e.ID, key, before)
		q, _ := c.At(e.ID, key, last)
		row.Cells = []Cell{l.cell(e, before, key, p.Figure), l.cell(e, last, key, q.Figure)}
		chart.Table.Rows = append(chart.Table.Rows, row)
		pairs = append(pairs, pair{e.Name, row.Link, row.Cells[0], row.Cells[1]})
	}
	b, patches := dumbbell(itoa(before), itoa(last), pairs, opts.XAxis{Type: "value", AxisLabel: percentAxis(), Scale: opts.Bool(true)})
	return chart.drawn(40+28*len(pairs), b, patches...)
}

// pair is a figure before and after, on a line of its own.
type pair struct {
	name, link  string
	before, now Cell
}

// dumbbell draws pairs as dots, hollow before and full now, joined where there are both.
func dumbbell(before, now string, pairs []pair, axis opts.XAxis) (built, []patch) {
	var labels, links []string
	past, present := []item{}, []item{}
	var spans []any
	for i, p := range pairs {
		labels, links = append(labels, p.name), append(links, p.link)
		if it, ok := dot(p.before, i, p.name); ok {
			past = append(past, it)
		}
		if it, ok := dot(p.now, i, p.name); ok {
			present = append(present, it)
		}
		if p.before.Shown() && p.now.Shown() {
			spans = append(spans, []any{
				map[string]any{"coord": []any{number(p.before.Value), i}}, map[string]any{"coord": []any{number(p.now.Value), i}}})
		}
	}
	b := echarts.NewScatter()
	b.SetGlobalOptions(echarts.WithGridOpts(grid(4)), echarts.WithTooltipOpts(itemTooltip()), echarts.WithLegendOpts(hiddenLegend()))
	b.XAxisList = []opts.XAxis{axis}
	b.YAxisList = []opts.YAxis{nameAxis(labels)}
	add(&b.MultiSeries,
		echarts.SingleSeries{Name: before, Type: "scatter", Symbol: "circle", SymbolSize: 9, Data: past,
			MarkLines: &opts.MarkLines{Data: spans, MarkLineStyle: opts.MarkLineStyle{
				Symbol: []string{"none", "none"}, Label: &opts.Label{Show: opts.Bool(false)},
				LineStyle: &opts.LineStyle{Color: "var(--axis)", Width: 2, Type: "solid"}}}},
		echarts.SingleSeries{Name: now, Type: "scatter", Symbol: "circle", SymbolSize: 11, Data: present, ItemStyle: seriesPaint(0).item()})
	return b, []patch{nameLinks(links), axisKey("yAxis", "splitLine", map[string]any{"show": true}),
		seriesKey(before, "itemStyle", itemStyle{Color: "var(--ground)", BorderColor: "var(--series)", BorderWidth: 2})}
}

// dot places a rate on a district's line; ok is false for a gap.
func dot(c Cell, row int, name string) (item, bool) {
	if !c.Shown() {
		return item{}, false
	}
	return item{Value: []any{number(c.Value), row}, Head: name + "　" + itoa(c.Year) + " 年",
		Text: Text(c.Value), Notes: Notes(c.Figure), Link: c.Link}, true
}
