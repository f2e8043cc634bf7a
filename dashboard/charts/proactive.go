package charts

import (
	"slices"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongjian/data/forms"
	"tongjian/queries"
)

// pickProactive gives a measure's figures of the region through the years.
func pickProactive(v *queries.ProactiveSet, key string, l Links) []Cell {
	i := slices.IndexFunc(v.Measures, func(m forms.Measure) bool { return m.Key == key })
	var cells []Cell
	if i < 0 {
		return nil
	}
	for _, y := range v.Total.Years {
		cells = append(cells, l.cell(v.Total.Entity, y.Year, key, y.Figures[i]))
	}
	return cells
}

// proactiveStock: how many rules and normative documents are in force, and how did that come about?
func proactiveStock(v *queries.ProactiveSet, l Links) (Chart, error) {
	keys := []string{"normative.issued", "normative.repealed", "normative.in_force", "rules.in_force"}
	names := []string{"规范性文件制发", "规范性文件废止", "规范性文件现行有效", "规章现行有效"}
	var lines []line
	for i, key := range keys {
		lines = append(lines, line{name: names[i], paint: seriesPaint([]int{2, 1, 0, 4}[i]), cells: pickProactive(v, key, l)})
	}
	b, patches := lineChart(v.Years, lines, opts.YAxis{Type: "value", MinInterval: 1}, breaksOf(v.Frame, keys...))
	return Chart{
		Name: "proactive-stock", Title: "规章和规范性文件有多少现行有效？", Unit: "件",
		Reading:     "2019 版式统计的是新制作、新公开和对外公开总数，与 2021 版式的制发、废止、现行有效不能相接，不画在一起。",
		Definitions: lookup(append(keys, "normative_stock")...), Legend: legendOf(lines), Table: linesTable("项目", v.Years, lines),
	}.drawn(270, b, patches...)
}

// proactiveDecisions: how many permits, penalties and coercive measures were decided?
func proactiveDecisions(v *queries.ProactiveSet, l Links) (Chart, error) {
	keys := []string{"permits.decided", "penalties.decided", "coercion.decided"}
	names := []string{"行政许可", "行政处罚", "行政强制"}
	chart := Chart{
		Name: "proactive-decisions", Title: "作出了多少行政许可、处罚和强制决定？", Unit: "件，各图刻度不同", Small: true,
		Definitions: lookup(keys...), Table: Table{Corner: "项目", Columns: yearLabels(v.Years)},
	}
	for i, key := range keys {
		cells := pickProactive(v, key, l)
		chart.Table.Rows = append(chart.Table.Rows, Row{Label: names[i], Cells: cells})
		c := echarts.NewBar()
		c.SetGlobalOptions(echarts.WithGridOpts(grid(22)), echarts.WithTooltipOpts(axisTooltip()), echarts.WithLegendOpts(hiddenLegend()))
		c.SetXAxis(yearLabels(v.Years))
		setYears(&c.RectChart, v.Years, opts.YAxis{Type: "value", Min: 0, SplitNumber: 3, MinInterval: 1}, breaksOf(v.Frame, key), true)
		add(&c.MultiSeries, echarts.SingleSeries{Name: names[i], Type: "bar", BarWidth: "56%", BarMaxWidth: "64", Data: points(cells), ItemStyle: seriesPaint(0).item()})
		option, err := encode(c)
		if err != nil {
			return Chart{}, err
		}
		last := cells[len(cells)-1]
		chart.Panels = append(chart.Panels, Panel{Title: names[i], Note: itoa(last.Year) + " 年 " + Text(last.Value), Height: 190, Option: option})
	}
	if !anyShown(chart.Table.Rows) {
		chart.Panels, chart.Empty = nil, nothing
	}
	return chart, nil
}

// proactiveFees: how much was charged in fees?
func proactiveFees(v *queries.ProactiveSet, l Links) (Chart, error) {
	const key = "fees.amount"
	cells := pickProactive(v, key, l)
	c := echarts.NewBar()
	c.SetGlobalOptions(echarts.WithGridOpts(grid(26)), echarts.WithTooltipOpts(axisTooltip()), echarts.WithLegendOpts(hiddenLegend()))
	c.SetXAxis(yearLabels(v.Years))
	setYears(&c.RectChart, v.Years, opts.YAxis{Type: "value", Min: 0}, breaksOf(v.Frame, key), true)
	add(&c.MultiSeries, echarts.SingleSeries{Name: "收费金额", Type: "bar", BarWidth: "50%", BarMaxWidth: "64", Data: points(cells), ItemStyle: seriesPaint(2).item()})
	return Chart{
		Name: "proactive-fees", Title: "行政事业性收费收了多少？", Unit: "万元",
		Reading:     "2019 版式只问项目数，不问金额。",
		Definitions: lookup(key), Table: Table{Corner: "项目", Columns: yearLabels(v.Years), Rows: []Row{{Label: "收费金额", Cells: cells}}},
	}.drawn(270, c)
}

// proactiveTable: every figure of 表二, as a table alone.
func proactiveTable(v *queries.ProactiveSet, l Links) (Chart, error) {
	t := Table{Corner: "表二项目", Columns: yearLabels(v.Years)}
	for _, m := range v.Measures {
		name := m.Name
		if m.Unit != "" {
			name += "（" + m.Unit + "）"
		}
		t.Rows = append(t.Rows, Row{Label: name, Cells: pickProactive(v, m.Key, l)})
	}
	return Chart{Name: "proactive-all", Title: "表二的全部数字", Unit: "见各行", Table: t,
		Reading: "没有固定单位的金额（政府集中采购总金额）各单位写法不一，不相加。"}, nil
}
