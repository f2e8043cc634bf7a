package charts

import (
	"slices"
	"unicode/utf8"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongjian/data/metrics"
)

// oneYear is what a view of a change says when there is nothing to compare with.
const oneYear = "只选了一年，没有可比的另一年"

// compareSlope: who rose and who fell, from the first year to the last? Figures stand left, names with figures right.
func compareSlope(c Comparing, m metrics.Metric, l Links) (Chart, error) {
	years := []int{c.first(), c.Last()}
	chart := Chart{Name: CompareName(m), Title: m.Name + "从 " + itoa(years[0]) + " 年到 " + itoa(years[1]) + " 年是升是降？", Unit: unitOf(m),
		Definitions: []metrics.Metric{m}, Table: Table{Corner: "比较对象", Columns: yearLabels(years)}}
	for _, e := range c.Entities {
		row := Row{Label: e.Name, Link: l.Entity(e)}
		for _, y := range years {
			p, _ := c.At(e.ID, m.Key, y)
			row.Cells = append(row.Cells, l.cell(e, y, m.Key, p.Figure))
		}
		chart.Table.Rows = append(chart.Table.Rows, row)
	}
	if years[0] == years[1] {
		chart.Title, chart.Empty = m.Name, oneYear
		return chart, nil
	}
	chart.Reading = c.reading(m, "蓝线上升，赭色虚线下降，灰线持平；只有一端有数字的只画一点")
	height := max(300, 70+17*len(c.Entities))
	b, patches := slopes(chart.Table, years, breaksOf(c.Frame, m.Key), height)
	return chart.drawn(height, b, patches...)
}

// slopes draws the rows of a table of two years as lines between two uprights.
func slopes(t Table, years []int, breaks []metrics.Break, height int) (built, []patch) {
	b := echarts.NewLine()
	top := headroom(years, breaks)
	b.SetGlobalOptions(echarts.WithGridOpts(grid(top)), echarts.WithTooltipOpts(itemTooltip()), echarts.WithLegendOpts(hiddenLegend()))
	b.SetXAxis(yearLabels(years))
	low, high := slopeEnds(t)
	setYears(&b.RectChart, years, opts.YAxis{Type: "value", Show: opts.Bool(false), Min: fixed(low), Max: fixed(high)}, breaks, true)
	// A category axis without room at its ends, and the axis of breaks to go with it.
	b.XAxisList[0].BoundaryGap = opts.Bool(false)
	b.XAxisList[1].Min, b.XAxisList[1].Max = 0, len(years)-1
	longest := 0
	var left, right []slopeLabel
	for _, r := range t.Rows {
		add(&b.MultiSeries, slopeOf(r))
		if f, ok := r.Cells[0].Float(); ok {
			left = append(left, slopeLabel{f, r.Cells[0].Text()})
		}
		if f, ok := r.Cells[1].Float(); ok {
			right = append(right, slopeLabel{f, r.Label + "　" + r.Cells[1].Text()})
			longest = max(longest, utf8.RuneCountInString(r.Label))
		}
	}
	gap := (high - low) * 16 / float64(height-top-24)
	add(&b.MultiSeries, slopeLabels(left, 0, "left", gap, low, high), slopeLabels(right, 1, "right", gap, low, high))
	room := min(12*longest+64, 200)
	return b, []patch{func(option map[string]any) {
		if grids, ok := option["grid"].([]any); ok {
			g, _ := grids[0].(map[string]any)
			g["left"], g["right"], g["containLabel"], g["bottom"] = "70", itoa(room), false, "24"
		}
	}}
}

// slopeEnds are the ends of the scale: the figures there are, with a little room.
func slopeEnds(t Table) (low, high float64) {
	first := true
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			f, ok := c.Float()
			switch {
			case !ok:
				continue
			case first:
				low, high, first = f, f, false
			}
			low, high = min(low, f), max(high, f)
		}
	}
	room := max((high-low)*0.05, 0.5)
	return low - room, high + room
}

// slopeOf is the line of a row, by its direction.
func slopeOf(r Row) echarts.SingleSeries {
	color, dash := "var(--series)", "solid"
	if r.Cells[0].Shown() && r.Cells[1].Shown() {
		switch r.Cells[1].Scaled().Cmp(*r.Cells[0].Scaled()) {
		case -1:
			color, dash = "var(--series-4)", "dashed"
		case 0:
			color = "var(--series-6)"
		}
	}
	var items []item
	for _, c := range r.Cells {
		it := point(c)
		it.Head = r.Label + "　" + itoa(c.Year) + " 年"
		items = append(items, it)
	}
	return echarts.SingleSeries{Name: r.Label, Type: "line", Data: items, ConnectNulls: opts.Bool(false), Symbol: "circle", SymbolSize: 7,
		ItemStyle: &opts.ItemStyle{Color: color}, LineStyle: &opts.LineStyle{Color: color, Width: 2, Type: dash}}
}

// slopeLabel is what stands beside the end of a line, and at what height it would best stand.
type slopeLabel struct {
	at   float64
	text string
}

// slopeLabels writes labels beside an upright, moved apart where ends lie close: their places are no figures.
func slopeLabels(labels []slopeLabel, column int, side string, gap, low, high float64) echarts.SingleSeries {
	slices.SortStableFunc(labels, func(a, b slopeLabel) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	spread(labels, gap, low, high)
	items := []item{}
	for _, label := range labels {
		items = append(items, item{Name: label.text, Value: []any{column, fixed(label.at)}})
	}
	return echarts.SingleSeries{Type: "scatter", Data: items, SymbolSize: 1, ItemStyle: &opts.ItemStyle{Color: "rgba(0,0,0,0)"},
		Label: &opts.Label{Show: opts.Bool(true), Formatter: "{b}", Position: side, Color: "var(--ink-2)", FontSize: 11.5}}
}

// spread moves ascending labels as little as may be, so that neighbours stand a gap apart: where they crowd, they are set out
// around the middle of where they would stand. All stay between the ends, as far as there is room.
func spread(labels []slopeLabel, gap, low, high float64) {
	type cluster struct {
		middle float64
		size   int
	}
	var clusters []cluster
	for _, label := range labels {
		c := cluster{label.at, 1}
		for len(clusters) > 0 {
			last := clusters[len(clusters)-1]
			if c.middle-last.middle >= gap*float64(c.size+last.size)/2 {
				break
			}
			all := float64(c.size + last.size)
			c = cluster{(c.middle*float64(c.size) + last.middle*float64(last.size)) / all, c.size + last.size}
			clusters = clusters[:len(clusters)-1]
		}
		half := gap * float64(c.size-1) / 2
		c.middle = max(min(c.middle, high-half), low+half)
		clusters = append(clusters, c)
	}
	i := 0
	for _, c := range clusters {
		for j := range c.size {
			labels[i].at = c.middle + gap*(float64(j)-float64(c.size-1)/2)
			i++
		}
	}
}
