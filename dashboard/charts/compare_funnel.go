package charts

import (
	"encoding/json"
	"slices"

	"github.com/shopspring/decimal"

	"tongjian/data/metrics"
	"tongjian/data/regions"
	"tongjian/queries"
)

// compareFunnel: whose rate stands out from the others by more than chance? The limits run around the pooled rate of what is
// compared. Entities that hold others of the comparison would count twice and are left out.
func compareFunnel(c Comparing, m metrics.Metric, l Links) (Chart, error) {
	year := c.Last()
	chart := Chart{Name: CompareName(m), Title: itoa(year) + " 年谁的" + m.Name + "超出偶然波动？", Unit: "%，横轴为分母件数",
		Definitions: []metrics.Metric{m}, Table: Table{Corner: "比较对象", Columns: []string{m.Name}},
		Legend: []Legend{{Label: "比较对象", Class: "dot-series"}, {Label: "合计", Class: "line-series-6"}, {Label: "95% 控制限", Class: "dash-series-6"}, {Label: "99.8% 控制限", Class: "dot-dash-series-6"}}}
	left := c.Holding()
	dots := []item{}
	most := 0.0
	var k, n decimal.Decimal
	for _, e := range c.Entities {
		p, _ := c.At(e.ID, m.Key, year)
		cell := l.cell(e, year, m.Key, p.Figure)
		holds := slices.Contains(left, e)
		chart.Table.Rows = append(chart.Table.Rows, Row{Label: e.Name, Link: l.Entity(e), Sum: holds, Cells: []Cell{cell}})
		if holds || cell.K == nil || cell.N == nil {
			continue
		}
		k, n = k.Add(*cell.K), n.Add(*cell.N)
		if !cell.Shown() {
			continue
		}
		most = max(most, cell.N.InexactFloat64())
		dots = append(dots, item{Name: e.Name, Value: []any{json.Number(cell.N.String()), number(cell.Value)}, Head: e.Name,
			Text: Text(cell.Value), Notes: Notes(cell.Figure), Link: cell.Link})
	}
	how := "每点一个比较对象；实线为它们的合计，虚线为 95% 和 99.8% 控制限：落在线内的差别可能只是偶然。不足 10 件的不画"
	if len(left) > 0 {
		how += "；" + left[0].Name + "含其他比较对象，不画也不计入合计"
	}
	chart.Reading = c.reading(m, how)
	if len(dots) == 0 || n.LessThan(decimal.NewFromInt(metrics.MinCases)) {
		chart.Legend, chart.Empty = nil, "没有 10 件以上的比较对象，件数见表格"
		return chart, nil
	}
	rate := k.Div(n).InexactFloat64()
	chart.Reading += nameOutside(dots, rate)
	b, patches := funnel("比较对象", "分母（件）", dots, rate, most)
	if len(dots) <= 24 { // few enough to be named where they stand
		patches = append(patches, seriesKey("比较对象", "label", map[string]any{"show": true, "formatter": "{b}", "position": "top",
			"fontSize": 11, "color": "var(--ink-2)"}), seriesKey("比较对象", "labelLayout", map[string]any{"hideOverlap": true}))
	}
	return chart.drawn(340, b, patches...)
}

// holds reports whether the figures of an entity include those of another.
func holds(e, part queries.Entity) bool {
	switch {
	case e.Kind == queries.EntityAgency:
		return false
	case e.Kind == queries.EntityDirect:
		return part.Kind == queries.EntityAgency && part.Region == e.Region
	}
	return regions.Within(part.Region, e.Region)
}
