package charts

import (
	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/shopspring/decimal"

	"tongjian/data/forms"
	"tongjian/queries"
)

// resultParts are what became of the cases of a route.
func resultParts(route string) []part {
	var parts []part
	for _, r := range forms.Results() {
		if r.Key != forms.Total {
			parts = append(parts, part{route + "." + r.Key, r.Label, resultPaint(r.Key)})
		}
	}
	return parts
}

func results(r queries.RouteResult) []queries.Figure {
	return []queries.Figure{r.Upheld, r.Corrected, r.Other, r.Pending}
}

// routeName is a route in a few words.
func routeName(r forms.Route) string { return r.Groups[len(r.Groups)-1] }

// reviewsYears: how did reviews and suits end, year by year? Counts, one panel a route on one scale.
func reviewsYears(v *queries.ReviewSet, l Links) (Chart, error) {
	chart := Chart{
		Name: "reviews-years", Title: "复议和诉讼的结果逐年怎样变化？", Unit: "件，三图同一刻度", Small: true,
		Reading:     "部分单位的数字含往年转来的案件，各年之间不一定衔接。",
		Definitions: lookup("review.total", "suit_direct.total", "suit_after_review.total"),
		Legend:      stackLegend(resultParts("review")), Table: Table{Corner: "途径与结果", Columns: yearLabels(v.Years)},
	}
	top := decimal.Zero
	for i := range v.Routes {
		for _, y := range v.Total.Years {
			if d := y.Routes[i].Total.Scaled(); d != nil && d.GreaterThan(top) {
				top = *d
			}
		}
	}
	for i, route := range v.Routes {
		parts := resultParts(route.Key)
		rows := make([]Row, len(parts)+1)
		for j, p := range append(parts, part{key: route.Key + ".total", name: "总计"}) {
			rows[j].Label = routeName(route) + "：" + p.name
			rows[j].Sum = j == len(parts)
			for _, y := range v.Total.Years {
				f := append(results(y.Routes[i]), y.Routes[i].Total)[j]
				rows[j].Cells = append(rows[j].Cells, l.cell(v.Total.Entity, y.Year, p.key, f))
			}
		}
		chart.Table.Rows = append(chart.Table.Rows, rows...)
		c := echarts.NewBar()
		c.SetGlobalOptions(echarts.WithGridOpts(grid(24)), echarts.WithTooltipOpts(axisTooltip()), echarts.WithLegendOpts(hiddenLegend()))
		c.SetXAxis(yearLabels(v.Years))
		setYears(&c.RectChart, v.Years, opts.YAxis{Type: "value", Min: 0, Max: niceCeiling(top)},
			breaksOf(v.Frame, route.Key+".total"), true)
		for j, p := range parts {
			add(&c.MultiSeries, echarts.SingleSeries{Name: p.name, Type: "bar", Stack: "all", BarWidth: "60%", BarMaxWidth: "64", Data: points(rows[j].Cells)})
		}
		option, err := encode(c, append(paintStack(parts), axisKey("yAxis", "interval", niceCeiling(top)/2))...)
		if err != nil {
			return Chart{}, err
		}
		lastTotal := rows[len(parts)].Cells[len(v.Years)-1]
		chart.Panels = append(chart.Panels, Panel{Title: routeName(route), Note: itoa(lastTotal.Year) + " 年 " + Text(lastTotal.Value), Height: 220, Option: option})
	}
	if !anyShown(chart.Table.Rows) {
		chart.Panels, chart.Empty = nil, nothing
	}
	return chart, nil
}

// reviewsParts: whose decisions stand, district by district? Reviews of the year.
func reviewsParts(v *queries.ReviewSet, l Links) (Chart, error) {
	last := len(v.Years) - 1
	parts := resultParts("review")
	var stacks []stack
	for i, s := range append([]queries.ReviewSeries{v.Total}, v.By...) {
		y := s.Years[last]
		st := stack{label: s.Entity.Name, entity: s.Entity, year: y.Year, sum: i == 0,
			parts: results(y.Routes[0]), whole: y.Routes[0].Total, wholeKey: "review.total"}
		if i > 0 {
			st.link = l.Entity(s.Entity)
		}
		stacks = append(stacks, st)
	}
	t := stackTable(partsName(v.Frame), parts, "总计", stacks, l)
	b, patches := stackParts(parts, stacks, t)
	return Chart{
		Name: "reviews-parts", Title: itoa(v.Years[last]) + " 年各" + partsName(v.Frame) + "的行政复议结果", Unit: "占行政复议总计的百分比；表格为件数",
		Definitions: lookup("review.total", "correction_review"), Legend: stackLegend(parts), Table: t, Reading: sumNote(stacks),
	}.drawn(stackHeight(len(stacks)), b, patches...)
}
