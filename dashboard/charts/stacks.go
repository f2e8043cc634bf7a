package charts

import (
	"slices"
	"strings"
	"unicode/utf8"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongjian/data/metrics"
	"tongjian/queries"
)

// part is one layer of a stack.
type part struct {
	key, name string
	paint     paint
}

// stack is one bar divided into parts.
type stack struct {
	label, link string
	sum         bool
	entity      queries.Entity
	year        int
	parts       []queries.Figure // counts, in the order of the parts
	whole       queries.Figure
	wholeKey    string
}

// stackTable prints the counts of stacks: a row a stack, a column a part, the whole last.
func stackTable(corner string, parts []part, whole string, stacks []stack, l Links) Table {
	t := Table{Corner: corner}
	for _, p := range parts {
		t.Columns = append(t.Columns, p.name)
	}
	t.Columns = append(t.Columns, whole)
	for _, s := range stacks {
		row := Row{Label: s.label, Link: s.link, Sum: s.sum}
		for i, p := range parts {
			row.Cells = append(row.Cells, l.cell(s.entity, s.year, p.key, s.parts[i]))
		}
		row.Cells = append(row.Cells, l.cell(s.entity, s.year, s.wholeKey, s.whole))
		t.Rows = append(t.Rows, row)
	}
	return t
}

// shareItem draws the share a part has of its stack.
func shareItem(s stack, i int, c Cell) item {
	v := share(s.parts[i], s.whole)
	text := Text(v.Value)
	if v.K != nil && v.Rate != nil {
		text = metrics.FormatNumber(*v.K) + " 件（" + v.Text() + "）"
	}
	it := item{Value: number(v.Value), Text: text, Notes: Notes(v), Link: c.Link, Head: s.label + "　" + c.Name}
	if v.Rate != nil {
		it.Name = v.Scaled().Round(0).String() + "%" // written in the bar, where there is room
	}
	return it
}

// stackNote is what stands in place of a bar that is not drawn.
func stackNote(s stack) string {
	v := share(s.whole, s.whole)
	switch {
	case v.Absent == metrics.ReasonFewCases:
		return "共 " + metrics.FormatNumber(*v.N) + " 件，不足 10 件，不画构成"
	case v.Absent == metrics.ReasonNoCases:
		return "0 件"
	case v.Absent != "":
		return v.Absent.Label()
	}
	for _, p := range s.parts {
		if p.K != nil {
			return ""
		}
	}
	return s.parts[0].Absent.Label() // there is a total, and nothing it consists of
}

// stackYears draws 100 % stacks over years, upright.
func stackYears(years []int, parts []part, stacks []stack, t Table, breaks []metrics.Break) (built, []patch) {
	c := echarts.NewBar()
	c.SetGlobalOptions(
		echarts.WithGridOpts(grid(headroom(years, breaks))), echarts.WithTooltipOpts(itemTooltip()), echarts.WithLegendOpts(hiddenLegend()))
	c.SetXAxis(yearLabels(years))
	setYears(&c.RectChart, years, opts.YAxis{Type: "value", Min: 0, Max: 100, AxisLabel: percentAxis()}, breaks, true)
	addStack(&c.MultiSeries, parts, stacks, t, "62%")
	add(&c.MultiSeries, notesOf(stacks, func(i int) []any { return []any{i, 50} }, "inside"))
	return c, append(append(paintStack(parts), shareLabels(parts)...), wrapNotes())
}

// stackParts draws 100 % stacks of districts, lying, the first on top.
func stackParts(parts []part, stacks []stack, t Table) (built, []patch) {
	c := echarts.NewBar()
	c.SetGlobalOptions(
		echarts.WithGridOpts(grid(4)), echarts.WithTooltipOpts(itemTooltip()), echarts.WithLegendOpts(hiddenLegend()))
	c.XAxisList = []opts.XAxis{{Type: "value", Min: 0, Max: 100, AxisLabel: percentAxis()}}
	c.YAxisList = []opts.YAxis{districtAxis(stacks)}
	addStack(&c.MultiSeries, parts, stacks, t, "64%")
	add(&c.MultiSeries, notesOf(stacks, func(i int) []any { return []any{0, i} }, "right"))
	return c, append(append(paintStack(parts), shareLabels(parts)...), axisLinks(stacks))
}

func addStack(to *echarts.MultiSeries, parts []part, stacks []stack, t Table, width string) {
	for i, p := range parts {
		var items []item
		for j, s := range stacks {
			items = append(items, shareItem(s, i, t.Rows[j].Cells[i]))
		}
		add(to, echarts.SingleSeries{Name: p.name, Type: "bar", Stack: "whole", BarWidth: width, BarMaxWidth: "64", Data: items})
	}
}

// notesOf writes why a bar is missing where it would stand.
func notesOf(stacks []stack, at func(i int) []any, position string) echarts.SingleSeries {
	items := []item{}
	for i, s := range stacks {
		if note := stackNote(s); note != "" {
			items = append(items, item{Name: note, Value: at(i)})
		}
	}
	return echarts.SingleSeries{Type: "scatter", Data: items, SymbolSize: 1,
		ItemStyle: &opts.ItemStyle{Color: "rgba(0,0,0,0)"},
		Label: &opts.Label{Show: opts.Bool(true), Formatter: "{b}", Position: position, Color: "var(--ink-3)", FontSize: 12,
			BackgroundColor: "var(--ground)"}} // the lines of the scale do not run through it
}

// paintStack gives each part its colour and pattern.
func paintStack(parts []part) []patch {
	var list []patch
	for _, p := range parts {
		list = append(list, seriesKey(p.name, "itemStyle", itemStyle{
			Color: p.paint.color, Decal: p.paint.decal, BorderColor: "var(--ground)", BorderWidth: 1}))
	}
	return append(list, set("aria", map[string]any{"enabled": true, "label": map[string]any{"enabled": false}}))
}

// shareLabels writes the share of each part in its bar, as static/option.js finds room, clear of the pattern.
func shareLabels(parts []part) []patch {
	var list []patch
	for _, p := range parts {
		list = append(list, seriesKey(p.name, "label", map[string]any{"show": true, "share": true, "fontSize": 10.5,
			"color": p.paint.ink(), "textBorderColor": p.paint.color, "textBorderWidth": 2.5}))
	}
	return list
}

// wrapNotes breaks a note into lines no wider than the bar that is missing.
func wrapNotes() patch {
	return func(option map[string]any) {
		list, _ := option["series"].([]any)
		for _, s := range list {
			m, _ := s.(map[string]any)
			if label, ok := m["label"].(map[string]any); ok && m["type"] == "scatter" {
				label["width"], label["overflow"] = 64, "break"
			}
		}
	}
}

// districtAxis lists stacks from the top down.
func districtAxis(stacks []stack) opts.YAxis {
	var labels []string
	for _, s := range stacks {
		labels = append(labels, s.label)
	}
	return nameAxis(labels)
}

// nameAxis is a category axis of names, the first on top, which is the region's. The others do not repeat it: 星湖区教育局 is
// 教育局 under 星湖区. Tooltips and the table have names in full.
func nameAxis(labels []string) opts.YAxis {
	short := slices.Clone(labels)
	for i := 1; i < len(short); i++ {
		if rest := strings.TrimPrefix(short[i], short[0]); utf8.RuneCountInString(rest) > 1 {
			short[i] = rest
		}
	}
	return opts.YAxis{Type: "category", Data: short, Inverse: opts.Bool(true), AxisLine: &opts.AxisLine{Show: opts.Bool(false)}}
}

// stackHeight is how high a chart of so many lying bars is.
func stackHeight(bars int) int { return 44 + 30*bars }

// axisLinks lets a click on a district's name lead down to it.
func axisLinks(stacks []stack) patch {
	var links []string
	for _, s := range stacks {
		links = append(links, s.link)
	}
	return nameLinks(links)
}

// nameLinks completes an axis of names: every name is written, cut where it is long, and leads where its link says.
func nameLinks(links []string) patch {
	return func(option map[string]any) {
		axisKey("yAxis", "axisLabel", map[string]any{"interval": 0, "width": 132, "overflow": "truncate",
			"narrow": map[string]any{"width": 76}})(option)
		axisKey("yAxis", "triggerEvent", true)(option)
		axisKey("yAxis", "links", links)(option)
		axisKey("yAxis", "axisTick", map[string]any{"show": false})(option)
	}
}

// stackLegend lists the parts for the page's legend.
func stackLegend(parts []part) []Legend {
	var list []Legend
	for _, p := range parts {
		list = append(list, Legend{Label: p.name, Class: p.paint.class, Decal: p.paint.decal.mark()})
	}
	return list
}
