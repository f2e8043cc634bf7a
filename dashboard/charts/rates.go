package charts

import (
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongjian/queries"
)

// rates draws metrics of one entity over years, a line each.
func rates(c *queries.Comparison, e queries.Entity, keys []string, l Links, chart Chart) (Chart, error) {
	var lines []line
	for i, m := range lookup(keys...) {
		ln := line{name: m.Name, paint: seriesPaint(i), dashed: i%2 == 1}
		for _, year := range c.Frame.Years {
			p, _ := c.At(e.ID, m.Key, year)
			ln.cells = append(ln.cells, l.cell(e, year, m.Key, p.Figure))
		}
		lines = append(lines, ln)
	}
	b, patches := lineChart(c.Frame.Years, lines, opts.YAxis{Type: "value", AxisLabel: percentAxis()}, breaksOf(c.Frame, keys...))
	chart.Unit = "%"
	chart.Definitions = lookup(keys...)
	chart.Legend = legendOf(lines)
	chart.Table = linesTable("指标", c.Frame.Years, lines)
	return chart.drawn(290, b, append(patches, banded(lines))...)
}

// outcomesRates: how much is disclosed, by both denominators?
func outcomesRates(c *queries.Comparison, l Links) (Chart, error) {
	return rates(c, c.Frame.Self, []string{"any_release", "merits_release", "full_release", "refusal"}, l, Chart{
		Name: "outcomes-rates", Title: "公开率逐年怎样变化？",
		Reading: "分母不同，说法就不同：全部办结含无法提供和不予处理，实体答复只看公开与否。",
	})
}

// reviewsRates: how often are decisions corrected?
func reviewsRates(c *queries.Comparison, keys []string, l Links) (Chart, error) {
	return rates(c, c.Frame.Self, keys, l, Chart{
		Name: "reviews-rates", Title: "被纠正的比例逐年怎样变化？",
		Reading: "不足 10 件的年份不画比率，件数见表格；浅色带是 95% 区间，两年的带重叠时差别可能只是偶然。",
	})
}
