package charts

import (
	"tongjian/queries"
)

// partsHeat: how do the districts compare in the year, over the headline figures?
func partsHeat(c *queries.Comparison, l Links) (Chart, error) {
	year := c.Frame.Years[len(c.Frame.Years)-1]
	t := Table{Corner: partsName(c.Frame)}
	for _, m := range c.Metrics {
		t.Columns, t.Units = append(t.Columns, m.Name), append(t.Units, m.Unit)
	}
	for i, e := range c.Entities {
		row := Row{Label: e.Name, Sum: i == 0}
		if i > 0 {
			row.Link = l.Entity(e)
		}
		for _, m := range c.Metrics {
			p, _ := c.At(e.ID, m.Key, year)
			row.Cells = append(row.Cells, l.cell(e, year, m.Key, p.Figure))
		}
		t.Rows = append(t.Rows, row)
	}
	b, patches := heatMap(t, true)
	chart, err := Chart{
		Name: "parts-heat", Title: itoa(year) + " 年各" + partsName(c.Frame) + "之间有何不同？", Unit: "见列名",
		Reading:     "件数越多颜色越深，只在同一列内比较；比率只标出 95% 区间不含全部合计的，其余差别可能只是偶然。斜线为没有数字，k/n 为不足 10 件。",
		Definitions: c.Metrics, Table: t, Legend: []Legend{{Label: "高于合计", Class: "above"}, {Label: "低于合计", Class: "below"}, {Label: "没有数字", Class: "missing"}},
	}.drawn(heatHeight(len(t.Rows)), b, patches...)
	return chart.noNarrower(heatWidth(len(t.Columns))), err
}

// partsName is what the parts of a region are called.
func partsName(f queries.Frame) string {
	for _, e := range f.Parts {
		if e.Kind != queries.EntityAgency {
			return "地区"
		}
	}
	return "单位"
}
