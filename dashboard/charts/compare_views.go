package charts

import (
	"slices"

	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/shopspring/decimal"

	"tongjian/data/metrics"
	"tongjian/queries"
)

// View is one way of drawing a comparison.
type View string

// The views of a comparison.
const (
	ViewMultiples View = "multiples" // a panel an entity, all on one scale
	ViewLines     View = "lines"     // all entities in one panel
	ViewStack     View = "stack"     // what wholes consist of, to 100 %
	ViewHeat      View = "heat"      // a field an entity and year
	ViewDumbbell  View = "dumbbell"  // the first year beside the last, on a line an entity
	ViewSlope     View = "slope"     // the first year beside the last, as slopes
	ViewRank      View = "rank"      // the last year in order, with intervals and the band of the peers
	ViewFunnel    View = "funnel"    // rates of the last year against numbers of cases, with control limits
)

// ViewMeaning is a view with what it is called and good for.
type ViewMeaning struct {
	View  View
	Name  string
	About string
}

// Views lists the views in the order pages offer them.
func Views() []ViewMeaning {
	return []ViewMeaning{
		{ViewMultiples, "小多图", "一个对象一格，同一刻度，看各自逐年的走势"},
		{ViewLines, "折线", "全部对象画在一起，看高低和交叉；对象少时清楚"},
		{ViewStack, "构成", "各部分占总数的百分比"},
		{ViewHeat, "热力", "对象 × 年份（只看一年时为对象 × 指标），颜色越深数字越大"},
		{ViewDumbbell, "哑铃", "首年与末年之间的变化，一行一个对象"},
		{ViewSlope, "斜率", "首年到末年的升降"},
		{ViewRank, "排序", "末年从高到低，带 95% 区间和同级中位带"},
		{ViewFunnel, "漏斗", "末年的比率对件数，带控制限，看谁超出偶然波动"},
	}
}

// Comparing is a comparison with what a view of it needs beside.
type Comparing struct {
	*queries.Comparison
	// Peers are those of the last year, for the view in order; nil draws no band.
	Peers *queries.Peers
	// Mix is what the view of shares divides; the comparison's metrics are its whole and its parts.
	Mix Mix
}

// first is the year a change is shown from.
func (c Comparing) first() int { return c.Frame.Years[0] }

// Last is the year a change is shown to, and that of views of one year.
func (c Comparing) Last() int { return c.Frame.Years[len(c.Frame.Years)-1] }

// Years is the range shown, as titles name it.
func (c Comparing) Years() string {
	if c.first() == c.Last() {
		return itoa(c.Last()) + " 年"
	}
	return itoa(c.first()) + "–" + itoa(c.Last()) + " 年"
}

// cells are the figures of an entity and metric, a year each.
func (c Comparing) cells(e queries.Entity, m metrics.Metric, l Links) []Cell {
	var out []Cell
	for _, year := range c.Frame.Years {
		p, _ := c.At(e.ID, m.Key, year)
		out = append(out, l.cell(e, year, m.Key, p.Figure))
	}
	return out
}

// TableOf has a row an entity, a column a year.
func (c Comparing) TableOf(m metrics.Metric, l Links) Table {
	t := Table{Corner: "比较对象", Columns: yearLabels(c.Frame.Years)}
	for _, e := range c.Entities {
		t.Rows = append(t.Rows, Row{Label: e.Name, Link: l.Entity(e), Cells: c.cells(e, m, l)})
	}
	return t
}

// CompareName is the name of the chart of a metric, whatever the view.
func CompareName(m metrics.Metric) string { return "compare-" + fileName(m.Key) }

// unitOf is the unit of a metric, as charts write it.
func unitOf(m metrics.Metric) string {
	if m.Unit == "" {
		return "倍"
	}
	return m.Unit
}

// CompareAs draws a comparison as a view, a chart a metric; the view of shares is one chart.
func CompareAs(v View, c Comparing, l Links) ([]Chart, error) {
	draw, columns := compareLines, 6
	switch v {
	case ViewMultiples:
		draw, columns = compareMultiples, 12
	case ViewStack:
		return collect(entry{12, func() (Chart, error) { return compareStack(c, l) }})
	case ViewHeat:
		if len(c.Frame.Years) == 1 {
			return collect(entry{12, func() (Chart, error) { return compareHeatYear(c, l) }})
		}
		draw = compareHeat
	case ViewDumbbell:
		draw = compareDumbbell
	case ViewSlope:
		draw = compareSlope
	case ViewRank:
		draw = compareRank
	case ViewFunnel:
		draw = compareFunnel
	}
	var list []entry
	for _, m := range c.Metrics {
		if v == ViewFunnel && !m.Share {
			continue // it has no limits; the page says so
		}
		list = append(list, entry{columns, func() (Chart, error) { return draw(c, m, l) }})
	}
	if len(list) == 1 {
		list[0].columns = 12
	}
	return collect(list...)
}

// compareLines: who is above whom, and where do lines cross?
func compareLines(c Comparing, m metrics.Metric, l Links) (Chart, error) {
	chart, err := compared(c.Comparison, m, l)
	chart.Title = m.Name + "逐年怎样变化？"
	chart.Unit = unitOf(m)
	chart.Reading = c.reading(m, "缺的年份断开")
	return chart, err
}

// reading completes the sentence on how to read a chart with the note of its metric and the breaks that are marked.
func (c Comparing) reading(m metrics.Metric, how string) string {
	text := how + "。"
	if m.Note != "" {
		text += m.Note + "。"
	}
	return text + c.breakNote(m)
}

// breakNote names the breaks in the years shown.
func (c Comparing) breakNote(m metrics.Metric) string {
	text := ""
	for _, b := range breaksOf(c.Frame, m.Key) {
		if text != "" {
			text += "；"
		}
		text += itoa(b.Year) + " 年" + b.Name
	}
	if text == "" {
		return ""
	}
	return "断点：" + text + "，前后不可直接相比。"
}

// valueAxis is the axis of a metric's figures.
func valueAxis(m metrics.Metric) opts.YAxis {
	axis := opts.YAxis{Type: "value"}
	switch {
	case m.Unit == "%":
		axis.AxisLabel = percentAxis()
	case m.Kind == metrics.KindCount:
		axis.MinInterval = 1
	}
	return axis
}

// spanOf is the least scale that holds all figures of a table: from zero, or from below for growth.
func spanOf(t Table) (low, high int64) {
	top, bottom := decimal.Zero, decimal.Zero
	for _, r := range t.Rows {
		for _, cell := range r.Cells {
			if d := cell.Scaled(); d != nil {
				top, bottom = decimal.Max(top, *d), decimal.Min(bottom, *d)
			}
		}
	}
	high = snugCeiling(top)
	if bottom.Sign() < 0 {
		low = -snugCeiling(bottom.Neg())
		high = max(high, -low)
		low = -high
	}
	return low, high
}

// snugCeiling is the top of an axis that leaves little room above d; its half is a whole number.
func snugCeiling(d decimal.Decimal) int64 {
	for scale := decimal.NewFromInt(1); ; scale = scale.Mul(decimal.NewFromInt(10)) {
		for _, step := range []string{"1", "1.2", "1.6", "2", "2.4", "3", "4", "5", "6", "8"} {
			c := decimal.RequireFromString(step).Mul(scale)
			if c.IsInteger() && c.IntPart()%2 == 0 && c.IntPart() >= 4 && c.GreaterThanOrEqual(d) {
				return c.IntPart()
			}
		}
	}
}

// Holding are the entities that hold others of the comparison: pooled with them they would count twice.
func (c Comparing) Holding() []queries.Entity {
	return slices.DeleteFunc(slices.Clone(c.Entities), func(e queries.Entity) bool {
		return !slices.ContainsFunc(c.Entities, func(part queries.Entity) bool { return part.ID != e.ID && holds(e, part) })
	})
}
