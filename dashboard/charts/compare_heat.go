package charts

import (
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/shopspring/decimal"

	"tongjian/data/metrics"
)

// compareHeat: where and when was a figure high? Entities × years, one scale for the whole field.
func compareHeat(c Comparing, m metrics.Metric, l Links) (Chart, error) {
	t := c.TableOf(m, l)
	chart := Chart{
		Name: CompareName(m), Title: m.Name + "，哪里、哪年高？", Unit: unitOf(m), Definitions: []metrics.Metric{m}, Table: t,
		Reading: c.reading(m, shadeNote(m)+"；斜线为没有数字，0 是报了的零，k/n 为不足 10 件"),
		Legend:  []Legend{{Label: "没有数字", Class: "missing"}},
	}
	b, patches := shadedMap(t, func(i, j int) (fill, ink string) { return shade(t, i, j, false) })
	// Breaks stand between two columns; the second axis knows halves.
	b.XAxisList = append(b.XAxisList, opts.XAxis{Type: "value", Show: opts.Bool(false), Min: -0.5, Max: float64(len(t.Columns)) - 0.5})
	marks := breakSeries(c.Frame.Years, breaksOf(c.Frame, m.Key), false)
	marks.MarkLines.LineStyle = &opts.LineStyle{Color: "var(--ink)", Type: "dashed", Width: 1.5} // across coloured fields
	add(&b.MultiSeries, marks)
	out, err := chart.drawn(heatHeight(len(t.Rows)), b, patches...)
	return out.noNarrower(heatWidth(len(t.Columns))), err
}

// compareHeatYear: how do entities differ over several figures of one year? Each column has a scale of its own.
func compareHeatYear(c Comparing, l Links) (Chart, error) {
	year := c.Last()
	t := Table{Corner: "比较对象"}
	for _, m := range c.Metrics {
		t.Columns, t.Units = append(t.Columns, m.Name), append(t.Units, unitOf(m))
	}
	for _, e := range c.Entities {
		row := Row{Label: e.Name, Link: l.Entity(e)}
		for _, m := range c.Metrics {
			p, _ := c.At(e.ID, m.Key, year)
			row.Cells = append(row.Cells, l.cell(e, year, m.Key, p.Figure))
		}
		t.Rows = append(t.Rows, row)
	}
	chart := Chart{
		Name: "compare-year", Title: itoa(year) + " 年各项指标有何不同？", Unit: "各列单位见列名", Definitions: c.Metrics, Table: t,
		Reading: "颜色只在同一列内比较，越深数字越大：件数从零起，比率从最低到最高。斜线为没有数字，0 是报了的零，k/n 为不足 10 件。",
		Legend:  []Legend{{Label: "没有数字", Class: "missing"}},
	}
	b, patches := shadedMap(t, func(i, j int) (fill, ink string) { return shade(t, i, j, true) })
	out, err := chart.drawn(heatHeight(len(t.Rows))+16, b, patches...)
	return out.noNarrower(heatWidth(len(t.Columns))), err
}

// shadeNote says how fields are shaded.
func shadeNote(m metrics.Metric) string {
	if m.Share {
		return "颜色从最低到最高（至少差 20 个百分点），越深比率越高"
	}
	return "颜色从零起，越深数字越大"
}

// shade gives a field the step of its figure: of a count between zero and the greatest, of a share between the least and the
// greatest. Growth below zero has a colour of its own; what is not shown as a number stays plain.
func shade(t Table, i, j int, byColumn bool) (fill, ink string) {
	cell := t.Rows[i].Cells[j]
	d := cell.Scaled()
	switch {
	case d == nil:
		return "var(--ground)", "var(--ink)"
	case d.Sign() < 0:
		return "var(--below)", "var(--ink)"
	}
	step := heatStep(cell.Value, column(t, j, byColumn))
	if cell.Low != nil {
		step = shareStep(cell.Value, column(t, j, byColumn))
	}
	return heatColor(step), heatInk(step)
}

// leastSpread is the least difference, in percentage points, that shares are shaded over: ripples are not blown up to waves.
const leastSpread = 20

// shareStep is where a share lies between the least and the greatest, in eight steps.
func shareStep(v metrics.Value, all []metrics.Value) int {
	low, high := *v.Scaled(), *v.Scaled()
	for _, other := range all {
		low, high = decimal.Min(low, *other.Scaled()), decimal.Max(high, *other.Scaled())
	}
	spread := decimal.Max(high.Sub(low), decimal.NewFromInt(leastSpread))
	return int(v.Scaled().Sub(low).Mul(decimal.NewFromInt(7)).Div(spread).Round(0).IntPart())
}
