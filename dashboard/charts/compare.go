package charts

import (
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongjian/data/metrics"
	"tongjian/queries"
)

// compared draws one metric of a comparison: entities as lines over years.
func compared(c *queries.Comparison, m metrics.Metric, l Links) (Chart, error) {
	var lines []line
	for i, e := range c.Entities {
		ln := line{name: e.Name, paint: seriesPaint(i), dashed: i >= 6}
		for _, year := range c.Frame.Years {
			p, _ := c.At(e.ID, m.Key, year)
			ln.cells = append(ln.cells, l.cell(e, year, m.Key, p.Figure))
		}
		lines = append(lines, ln)
	}
	axis := opts.YAxis{Type: "value"}
	switch {
	case m.Unit == "%":
		axis.AxisLabel = percentAxis()
	case m.Kind == metrics.KindCount:
		axis.MinInterval = 1
	}
	chart := Chart{
		Name: "compare-" + fileName(m.Key), Title: m.Name, Unit: m.Unit, Reading: m.Note, Definitions: []metrics.Metric{m},
		Legend: legendOf(lines), Table: linesTable("比较对象", c.Frame.Years, lines),
	}
	for i, e := range c.Entities {
		chart.Table.Rows[i].Link = l.Entity(e)
	}
	height := 270
	if len(lines) == 1 { // its name stands in the title
		chart.Legend, height = nil, 170
	}
	b, patches := lineChart(c.Frame.Years, lines, axis, breaksOf(c.Frame, m.Key))
	return chart.drawn(height, b, patches...)
}

// fileName makes a metric's key fit for an anchor and a file name.
func fileName(key string) string {
	out := []byte(key)
	for i, b := range out {
		if b == '.' || b == ':' || b == '_' {
			out[i] = '-'
		}
	}
	return string(out)
}
