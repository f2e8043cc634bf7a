package charts

import (
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongjian/data/metrics"
)

// compareDumbbell: by how much did a figure move from the first year to the last?
func compareDumbbell(c Comparing, m metrics.Metric, l Links) (Chart, error) {
	first, last := c.first(), c.Last()
	chart := Chart{Name: CompareName(m), Title: m.Name + "从 " + itoa(first) + " 年到 " + itoa(last) + " 年变了多少？", Unit: unitOf(m),
		Definitions: []metrics.Metric{m}, Table: Table{Corner: "比较对象", Columns: []string{itoa(first), itoa(last)}}}
	var pairs []pair
	for _, e := range c.Entities {
		p, _ := c.At(e.ID, m.Key, first)
		q, _ := c.At(e.ID, m.Key, last)
		row := Row{Label: e.Name, Link: l.Entity(e), Cells: []Cell{l.cell(e, first, m.Key, p.Figure), l.cell(e, last, m.Key, q.Figure)}}
		chart.Table.Rows = append(chart.Table.Rows, row)
		pairs = append(pairs, pair{e.Name, row.Link, row.Cells[0], row.Cells[1]})
	}
	if first == last {
		chart.Title, chart.Empty = m.Name, oneYear
		return chart, nil
	}
	chart.Reading = c.reading(m, "空心为 "+itoa(first)+" 年，实心为 "+itoa(last)+" 年；没有数字和不足 10 件的不画，原因见表格")
	chart.Legend = []Legend{{Label: itoa(first) + " 年", Class: "hollow"}, {Label: itoa(last) + " 年", Class: "dot-series"}}
	axis := opts.XAxis{Type: "value", Scale: opts.Bool(true)}
	if m.Unit == "%" {
		axis.AxisLabel = percentAxis()
	}
	b, patches := dumbbell(itoa(first), itoa(last), pairs, axis)
	return chart.drawn(40+28*len(pairs), b, patches...)
}
