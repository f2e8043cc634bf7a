package charts

import "tongjian/queries"

// outcomesReasons: on what grounds is disclosure refused, and where?
func outcomesReasons(o *queries.OutcomeSet, l Links) (Chart, error) {
	last := len(o.Years) - 1
	t := Table{Corner: partsName(o.Frame)}
	var keys []string
	for _, m := range o.Reasons {
		keys = append(keys, m.Key)
		t.Columns = append(t.Columns, reasonName(m.Name))
	}
	for i, s := range append([]queries.OutcomeSeries{o.Total}, o.By...) {
		y := s.Years[last]
		row := Row{Label: s.Entity.Name, Sum: i == 0}
		if i > 0 {
			row.Link = l.Entity(s.Entity)
		}
		for j, f := range y.Reasons {
			row.Cells = append(row.Cells, l.cell(s.Entity, y.Year, keys[j], f))
		}
		t.Rows = append(t.Rows, row)
	}
	b, patches := heatMap(t, false)
	chart, err := Chart{
		Name: "outcomes-reasons", Title: itoa(o.Years[last]) + " 年以什么理由不予公开？", Unit: "件",
		Reading:     "件数越多颜色越深；0 是报告填写的零，斜线为没有数字。",
		Definitions: lookup(keys...), Table: t,
	}.drawn(heatHeight(len(t.Rows))+16, b, patches...)
	return chart.noNarrower(heatWidth(len(t.Columns))), err
}

// reasonName leaves out what all reasons share.
func reasonName(name string) string {
	const shared = "不予公开："
	if len(name) > len(shared) && name[:len(shared)] == shared {
		return name[len(shared):]
	}
	return name
}
