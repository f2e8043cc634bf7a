package charts

import (
	"unicode/utf8"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongjian/data/metrics"
)

// oneYear is what a view of a change says when there is nothing to compare with.
const oneYear = "只选了一年，没有可比的另一年"

// compareSlope: who rose and who fell, from the first year to the last?
func compareSlope(c Comparing, m metrics.Metric, l Links) (Chart, error) {
	years := []int{c.first(), c.Last()}
	chart := Chart{Name: CompareName(m), Title: m.Name + "从 " + itoa(years[0]) + " 年到 " + itoa(years[1]) + " 年是升是降？", Unit: unitOf(m),
		Definitions: []metrics.Metric{m}, Table: Table{Corner: "比较对象", Columns: yearLabels(years)}}
	if years[0] == years[1] {
		chart.Title = m.Name
		chart.Table.Columns = chart.Table.Columns[:1]
	}
	b := echarts.NewLine()
	longest := 0
	var patches []patch
	breaks := breaksOf(c.Frame, m.Key)
	b.SetGlobalOptions(echarts.WithGridOpts(grid(headroom(years, breaks))), echarts.WithTooltipOpts(itemTooltip()), echarts.WithLegendOpts(hiddenLegend()))
	b.SetXAxis(yearLabels(years))
	axis := valueAxis(m)
	axis.Show = opts.Bool(false)
	setYears(&b.RectChart, years, axis, breaks, true)
	for _, e := range c.Entities {
		p, _ := c.At(e.ID, m.Key, years[0])
		q, _ := c.At(e.ID, m.Key, years[1])
		cells := []Cell{l.cell(e, years[0], m.Key, p.Figure), l.cell(e, years[1], m.Key, q.Figure)}
		if years[0] == years[1] {
			cells = cells[:1]
		}
		chart.Table.Rows = append(chart.Table.Rows, Row{Label: e.Name, Link: l.Entity(e), Cells: cells})
		longest = max(longest, utf8.RuneCountInString(e.Name))
		add(&b.MultiSeries, slopeOf(e.Name, cells))
	}
	if years[0] == years[1] {
		chart.Empty = oneYear
		return chart, nil
	}
	chart.Reading = c.reading(m, "蓝线上升，赭色虚线下降，灰线持平；只有一端有数字的只画一点")
	room := min(max(12*longest+44, 70), 190)
	patches = append(patches,
		everySeries("line", "endLabel", map[string]any{"show": true, "formatter": "{a}", "color": "var(--ink-2)", "fontSize": 11.5, "distance": 6,
			"width": room - 10, "overflow": "truncate"}),
		everySeries("line", "labelLayout", map[string]any{"moveOverlap": "shiftY"}),
		func(option map[string]any) {
			if grids, ok := option["grid"].([]any); ok {
				g, _ := grids[0].(map[string]any)
				g["left"], g["right"], g["bottom"] = "64", itoa(room), "8"
			}
		})
	return chart.drawn(max(300, 60+17*len(c.Entities)), b, patches...)
}

// slopeOf is the line of an entity between two years, with its first figure written left of it.
func slopeOf(name string, cells []Cell) echarts.SingleSeries {
	color, dash := "var(--series)", "solid"
	if len(cells) == 2 && cells[0].Shown() && cells[1].Shown() {
		switch cells[1].Scaled().Cmp(*cells[0].Scaled()) {
		case -1:
			color, dash = "var(--series-4)", "dashed"
		case 0:
			color = "var(--series-6)"
		}
	}
	var items []item
	for i, c := range cells {
		it := point(c)
		it.Name, it.Head = c.Text(), name+"　"+itoa(c.Year)+" 年"
		if i == 0 {
			it.Label = &itemLabel{Show: c.Shown(), Color: "var(--ink-2)", Position: "left"}
		}
		items = append(items, it)
	}
	return echarts.SingleSeries{Name: name, Type: "line", Data: items, ConnectNulls: opts.Bool(false), Symbol: "circle", SymbolSize: 7,
		Label:     &opts.Label{Show: opts.Bool(false), Formatter: "{b}", FontSize: 11.5},
		ItemStyle: &opts.ItemStyle{Color: color}, LineStyle: &opts.LineStyle{Color: color, Width: 2, Type: dash}}
}
