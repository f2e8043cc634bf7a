package charts

import (
	"unicode/utf8"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongjian/data/metrics"
)

// line is one line of a line chart.
type line struct {
	name  string
	paint paint
	cells []Cell
	// dashed lines are those of a second denominator or route.
	dashed bool
}

// lineChart draws lines over years. Gaps stay open: a line never bridges a year without a figure.
func lineChart(years []int, lines []line, value opts.YAxis, breaks []metrics.Break) (built, []patch) {
	c := echarts.NewLine()
	c.SetGlobalOptions(
		echarts.WithGridOpts(grid(headroom(years, breaks))), echarts.WithTooltipOpts(axisTooltip()), echarts.WithLegendOpts(hiddenLegend()))
	c.SetXAxis(yearLabels(years))
	setYears(&c.RectChart, years, value, breaks, true)
	for _, l := range lines {
		s := echarts.SingleSeries{
			Name: l.name, Type: "line", Data: points(l.cells), ConnectNulls: opts.Bool(false),
			Symbol: "circle", SymbolSize: 6, ShowSymbol: opts.Bool(true),
			ItemStyle: l.paint.item(), LineStyle: &opts.LineStyle{Color: l.paint.color, Width: 2},
		}
		if l.dashed {
			s.LineStyle.Type = "dashed"
			s.Symbol = "emptyCircle"
		}
		add(&c.MultiSeries, s)
	}
	var patches []patch
	if len(lines) > 3 {
		// Many lines are told apart by a name at their end, not by colour alone.
		patches = append(patches, endLabels(lines)...)
	}
	return c, patches
}

// endLabels writes the name of each line at its end, moved apart where lines end close together.
func endLabels(lines []line) []patch {
	// Room for the longest name, within reason: a Chinese character is as wide as the font is high.
	longest := 0
	for _, l := range lines {
		longest = max(longest, utf8.RuneCountInString(l.name))
	}
	width := min(max(12*longest+4, 40), 118)
	// Names begin beside the last year's, so that one moved down among the years covers none.
	const beside = 18
	return []patch{
		everySeries("line", "endLabel", map[string]any{"show": true, "formatter": "{a}", "color": "inherit", "fontSize": 11.5, "lineHeight": 15, "distance": beside,
			"width": width, "overflow": "truncate"}),
		everySeries("line", "labelLayout", map[string]any{"moveOverlap": "shiftY"}),
		func(option map[string]any) {
			if grids, ok := option["grid"].([]any); ok {
				grids[0].(map[string]any)["right"] = itoa(max(width+beside-23, 30))
			}
		},
	}
}

// points draws cells in order.
func points(cells []Cell) []item {
	items := make([]item, 0, len(cells))
	for _, c := range cells {
		items = append(items, point(c))
	}
	return items
}

// legendOf lists lines for the page's legend.
func legendOf(lines []line) []Legend {
	var list []Legend
	for _, l := range lines {
		class := "line-" + l.paint.class
		if l.dashed {
			class = "dash-" + l.paint.class
		}
		list = append(list, Legend{Label: l.name, Class: class})
	}
	return list
}

// linesTable puts lines in rows under years.
func linesTable(corner string, years []int, lines []line) Table {
	t := Table{Corner: corner, Columns: yearLabels(years)}
	for _, l := range lines {
		t.Rows = append(t.Rows, Row{Label: l.name, Cells: l.cells})
	}
	return t
}

// anyShown reports whether at least one cell has a figure to draw.
func anyShown(rows []Row) bool {
	for _, r := range rows {
		for _, c := range r.Cells {
			if c.Shown() {
				return true
			}
		}
	}
	return false
}

// nothing is what a chart says that has no figure to draw; the table still tells why.
const nothing = "所选范围内没有可画的数字，原因见表格"

// noNarrower sets the least width of a chart's panels.
func (c Chart) noNarrower(width int) Chart {
	for i := range c.Panels {
		c.Panels[i].MinWidth = width
	}
	return c
}

// drawn completes a chart with one panel, unless there is nothing to draw.
func (c Chart) drawn(height int, b built, patches ...patch) (Chart, error) {
	if !anyShown(c.Table.Rows) {
		c.Empty = nothing
		return c, nil
	}
	option, err := encode(b, patches...)
	if err != nil {
		return Chart{}, err
	}
	c.Panels = []Panel{{Height: height, Option: option}}
	return c, nil
}
