package charts

import (
	"encoding/json"
	"slices"

	"github.com/shopspring/decimal"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongjian/data/metrics"
	"tongjian/queries"
)

// Continuity draws 连续性: requests carried over, then normative documents in force. Tables list most rows at most, and say what
// they leave out.
func Continuity(v *queries.ContinuitySet, most int, l Links) ([]Chart, error) {
	carried := continuity{most: most, ContinuitySet: v, Continuity: v.Carried, name: "carried", what: "结转",
		before: "上年“四、结转下年度继续办理”", now: "本年“二、上年结转”"}
	stock := continuity{most: most, ContinuitySet: v, Continuity: v.Stock, name: "stock", what: "规范性文件",
		before: "上年现行有效 + 本年制发 − 本年废止", now: "本年现行有效"}
	return collect(
		entry{5, func() (Chart, error) { return carried.years(l) }},
		entry{7, func() (Chart, error) { return carried.scatter(l) }},
		entry{12, func() (Chart, error) { return carried.differences(l), nil }},
		entry{5, func() (Chart, error) { return stock.years(l) }},
		entry{7, func() (Chart, error) { return stock.scatter(l) }},
		entry{12, func() (Chart, error) { return stock.differences(l), nil }},
	)
}

// continuity is one of the two comparisons with the words it is shown by.
type continuity struct {
	*queries.ContinuitySet
	queries.Continuity
	name, what  string
	before, now string // the two sides
	most        int
}

// joined is what becomes of a comparison of two years.
type joined struct {
	label string
	paint paint
	is    func(*queries.Join) bool
}

func joins() []joined {
	return []joined{
		{"相符", outcomePaint("outcome.granted"), func(j *queries.Join) bool { return j.Agrees() }},
		{"不符", outcomePaint("outcome.refused"), func(j *queries.Join) bool { return j.Compared() && !j.Agrees() }},
		{"缺一年的报告", paint{"missing", "var(--ground)", hatch()}, func(j *queries.Join) bool { return !j.Compared() && lacksReport(j) }},
		{"没有填数或版式不问", outcomePaint("outcome.unavailable"), func(j *queries.Join) bool { return !j.Compared() && !lacksReport(j) }},
	}
}

// lacksReport reports whether there is no report on one of the two years.
func lacksReport(j *queries.Join) bool {
	return j.Expected.Absent == metrics.ReasonNoReport || j.Now.Absent == metrics.ReasonNoReport
}

// years: how many agencies begin where they ended, year by year?
func (k continuity) years(l Links) (Chart, error) {
	chart := Chart{Name: "continuity-" + k.name + "-years", Title: k.what + "逐年有多少单位前后相符？", Unit: "个单位",
		Reading: "相符：" + k.before + "等于" + k.now + "。缺报告、没有填数、版式不问的，无法比较，不算相符，也不算不符。"}
	var (
		lines []line
		ratio = Row{Label: "相符占可比较的"}
		all   = make([][]queries.Figure, len(joins()))
	)
	counts := k.count()
	for i, kind := range joins() {
		var cells []Cell
		for _, y := range k.Years {
			f := howMany(counts[i][y], "个")
			all[i] = append(all[i], f)
			cells = append(cells, Cell{Figure: f, Entity: k.Self, Year: y, Key: "continuity." + k.name, Name: kind.label})
		}
		lines = append(lines, line{name: kind.label, paint: kind.paint, cells: cells})
		chart.Legend = append(chart.Legend, Legend{Label: kind.label, Class: kind.paint.class, Decal: kind.paint.decal.mark()})
	}
	for i, y := range k.Years {
		compared := all[0][i].K.Add(*all[1][i].K)
		whole := howMany(0, "个")
		whole.K = &compared
		ratio.Cells = append(ratio.Cells, Cell{Figure: share(all[0][i], whole), Entity: k.Self, Year: y, Key: "continuity." + k.name + ".share", Name: ratio.Label})
	}
	chart.Table = linesTable("单位数", k.Years, lines)
	chart.Table.Rows = append(chart.Table.Rows, ratio)
	c := echarts.NewBar()
	c.SetGlobalOptions(echarts.WithGridOpts(grid(headroom(k.Years, k.Breaks))), echarts.WithTooltipOpts(axisTooltip()), echarts.WithLegendOpts(hiddenLegend()))
	c.SetXAxis(yearLabels(k.Years))
	setYears(&c.RectChart, k.Years, opts.YAxis{Type: "value", Min: 0, MinInterval: 1}, k.Breaks, true)
	patches := []patch{set("aria", map[string]any{"enabled": true, "label": map[string]any{"enabled": false}})}
	for _, n := range lines {
		add(&c.MultiSeries, echarts.SingleSeries{Name: n.name, Type: "bar", Stack: "all", BarWidth: "62%", BarMaxWidth: "64", Data: points(n.cells)})
		style := itemStyle{Color: n.paint.color, Decal: n.paint.decal, BorderColor: "var(--ground)", BorderWidth: 1}
		if n.paint.class == "missing" {
			style.BorderColor = "var(--rule)"
		}
		patches = append(patches, seriesKey(n.name, "itemStyle", style))
	}
	return chart.drawn(300, c, patches...)
}

// count counts the joins of each kind by year.
func (k continuity) count() []map[int]int {
	kinds := joins()
	counts := make([]map[int]int, len(kinds))
	for i := range kinds {
		counts[i] = map[int]int{}
	}
	for i := range k.Joins {
		j := &k.Joins[i]
		if at := slices.IndexFunc(kinds, func(kind joined) bool { return kind.is(j) }); at >= 0 {
			counts[at][j.Year]++
		}
	}
	return counts
}

// howMany is a number of agencies.
func howMany(n int, unit string) queries.Figure {
	d := decimal.NewFromInt(int64(n))
	return queries.Figure{Value: metrics.Value{Kind: metrics.KindCount, Unit: unit, K: &d}}
}

// scatter: which agencies begin where they ended in the last year shown? Those on the line do.
func (k continuity) scatter(l Links) (Chart, error) {
	year := k.Years[len(k.Years)-1]
	chart := Chart{Name: "continuity-" + k.name, Title: itoa(year) + " 年各单位的" + k.what + "接得上吗？", Unit: "件",
		Reading: "每点一个单位：横轴为" + k.before + "，纵轴为" + k.now + "。在斜线上的前后相符；没有数字的不画。",
		Legend:  []Legend{{Label: "相符", Class: "dot-series"}, {Label: "不符", Class: "dot-refused"}, {Label: "前后相等", Class: "line-series-6"}},
		Table:   Table{Corner: "单位", Columns: k.columns()}}
	rows, left := k.ordered(k.Of(year))
	if left > 0 {
		chart.Reading += "表格没有列出 " + itoa(left) + " 个相符的单位，下载的数据里有。"
	}
	var same, other []item
	top := decimal.Zero
	for _, j := range k.Of(year) {
		if !j.Compared() {
			continue
		}
		top = decimal.Max(top, *j.Expected.K, *j.Now.K)
		dot := item{Value: []any{json.Number(j.Expected.K.String()), json.Number(j.Now.K.String())}, Head: j.Entity.Name,
			Link: l.cell(j.Entity, j.Year, k.Continuity.Now, j.Now).Link, Text: Text(j.Expected.Value) + " → " + Text(j.Now.Value)}
		if j.Agrees() {
			same = append(same, dot)
		} else {
			dot.Notes = "差 " + Text(k.difference(j).Value)
			other = append(other, dot)
		}
	}
	for _, j := range rows {
		chart.Table.Rows = append(chart.Table.Rows, Row{Label: j.Entity.Name, Link: l.Entity(j.Entity), Cells: k.cells(j, l)})
	}
	if len(same)+len(other) == 0 {
		chart.Empty, chart.Legend = "这一年没有可以比较的单位", nil
		return chart, nil
	}
	most := niceCeilingFloat(max(1, top.InexactFloat64()))
	b := echarts.NewScatter()
	g := grid(14)
	g.Bottom = "22"
	b.SetGlobalOptions(echarts.WithTooltipOpts(itemTooltip()), echarts.WithLegendOpts(hiddenLegend()))
	b.GridList = []opts.Grid{g}
	b.XAxisList = []opts.XAxis{{Type: "value", Min: 0, Max: most, MinInterval: 1, Name: k.before + "（件）", NameLocation: "middle", NameGap: 26}}
	b.YAxisList = []opts.YAxis{{Type: "value", Min: 0, Max: most, MinInterval: 1, AxisLine: &opts.AxisLine{Show: opts.Bool(false)}}}
	end := fixed(float64(most))
	add(&b.MultiSeries,
		echarts.SingleSeries{Name: "前后相等", Type: "line", Symbol: "none", Data: [][]json.Number{{"0", "0"}, {end, end}},
			LineStyle: &opts.LineStyle{Color: "var(--series-6)", Width: 1.5}},
		echarts.SingleSeries{Name: "相符", Type: "scatter", Symbol: "circle", SymbolSize: 8, Data: gathered(same), ItemStyle: seriesPaint(0).item()},
		echarts.SingleSeries{Name: "不符", Type: "scatter", Symbol: "diamond", SymbolSize: 11, Data: gathered(other), ItemStyle: &opts.ItemStyle{Color: "var(--refused)"}})
	return chart.drawn(340, b, everySeries("line", "silent", true), everySeries("scatter", "z", 5))
}

// gathered gives an empty list for none: a series without data is still a series.
func gathered(list []item) []item {
	if list == nil {
		return []item{}
	}
	return list
}

// columns are those of the tables of joins.
func (k continuity) columns() []string { return []string{k.before, k.now, "相差"} }

// cells are the two sides of a join and their difference.
func (k continuity) cells(j queries.Join, l Links) []Cell {
	before, now := l.cell(j.Entity, j.Year-1, k.Continuity.Before, j.Expected), l.cell(j.Entity, j.Year, k.Continuity.Now, j.Now)
	before.Name, now.Name = k.before, k.now
	return []Cell{before, now, k.difference(j)}
}

// difference is by how much the two sides of a join differ.
func (k continuity) difference(j queries.Join) Cell {
	difference := Cell{Entity: j.Entity, Year: j.Year, Key: "continuity." + k.name + ".difference", Name: "相差"}
	difference.Kind, difference.Unit, difference.K = metrics.KindCount, "件", j.Difference
	if j.Difference == nil {
		difference.Absent = j.Now.Absent
		if j.Expected.Absent != "" {
			difference.Absent = j.Expected.Absent
		}
		difference.Flags = difference.Absent.Flag()
	}
	return difference
}

// ordered puts the joins of a year into the order they matter in: the greatest difference first, then what cannot be compared,
// then what agrees, as far as there is room; left is how many that leaves out.
func (k continuity) ordered(list []queries.Join) (rows []queries.Join, left int) {
	rows = queries.Continuity{Joins: list}.Differences()
	for _, j := range list {
		if !j.Compared() {
			rows = append(rows, j)
		}
	}
	for _, j := range list {
		switch {
		case !j.Agrees():
		case len(rows) >= k.most:
			left++
		default:
			rows = append(rows, j)
		}
	}
	return rows, left
}

// differences lists every year's joins that do not agree, the greatest difference first. It is a table alone.
func (k continuity) differences(l Links) Chart {
	list := k.Differences()
	chart := Chart{Name: "continuity-" + k.name + "-differences", Title: k.what + "前后不符的，差得最多的在前", Unit: "件",
		Table: Table{Corner: "单位和年份", Columns: k.columns()}}
	chart.Reading = "共 " + itoa(len(list)) + " 处。数字都是报告上写的，点开看两年报告里的单元格；合法的情形（例如到期失效）可以在核验页说明。"
	if len(list) > k.most {
		chart.Reading += "这里列出 " + itoa(k.most) + " 处，下载的数据里有全部。"
		list = list[:k.most]
	}
	for _, j := range list {
		chart.Table.Rows = append(chart.Table.Rows, Row{Label: itoa(j.Year) + " 年　" + j.Entity.Name, Link: l.Entity(j.Entity), Cells: k.cells(j, l)})
	}
	if len(list) == 0 {
		chart.Reading, chart.Empty = "", "所选年份没有前后不符的"
	}
	return chart
}
