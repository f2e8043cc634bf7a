package dashboard

import (
	"context"
	"slices"
	"strconv"

	"tongjian/queries"

	"tongjian/dashboard/charts"
)

// Compare is 对比: any districts or agencies, any years, chosen metrics, drawn as the reader likes.
type Compare struct {
	Head
	Picker  Picker
	Views   []Link // ways of drawing it
	About   string // what the view is good for
	Areas   []Link // whose territory past figures are of
	Mixes   []Link // what the view of shares divides
	Explain Explanation
	Figures []figure
	None    string // why nothing is drawn at all
	Years   []string
	Wide    []wideBlock // the figures of a metric each, a column a year
	area    queries.Boundaries
	q       query
}

// wideBlock is what is compared by one metric.
type wideBlock struct {
	Metric, Unit, chart string
	Rows                []wideRow
}

type wideRow struct {
	Entity, EntityLink string
	Cells              []charts.Cell
}

// Across is how many columns the table of all figures has.
func (p Compare) Across() int { return len(p.Years) + 1 }

// records are the figures of one chart, or all that are compared, each with whose territory it is of and what is to be said
// beside it.
func (p Compare) records() records {
	r := records{columns: append(chartColumns(), column{"area", "区划"}, column{"note", "说明"})}
	add := func(chart string, cells []charts.Cell) {
		for _, c := range cells {
			r.rows = append(r.rows, append(cellRecord(chart, p.q.choice.Basis, c), p.area.Label(), charts.Notes(c.Figure)))
		}
	}
	if chosen := p.q.values.Get(paramChart); chosen != "" {
		for _, f := range p.Figures {
			for _, row := range f.Table.Rows {
				if f.Name == chosen {
					add(f.Name, row.Cells)
				}
			}
		}
		return r
	}
	for _, b := range p.Wide {
		for _, row := range b.Rows {
			add(b.chart, row.Cells)
		}
	}
	return r
}

func newCompare(ctx context.Context, q query) (Compare, error) {
	chosen, err := parseComparing(ctx, q)
	if err != nil {
		return Compare{}, err
	}
	ids := []string{}
	for _, e := range chosen.entities {
		ids = append(ids, e.ID)
	}
	var c *queries.Comparison
	p := Compare{q: q, area: chosen.area}
	err = together(ctx,
		func(ctx context.Context) (err error) {
			c, err = queries.Compare(ctx, q.lease.DB(), queries.CompareQuery{Explained: q.answers.Explained, Entities: ids, Metrics: chosen.keys,
				From: q.choice.From, To: q.choice.To, Basis: q.choice.Basis, Years: chosen.years, Area: chosen.area})
			return err
		},
		func(ctx context.Context) (err error) { p.Picker, err = newPicker(ctx, q, chosen); return err },
	)
	if err != nil {
		return Compare{}, err
	}
	drawing := charts.Comparing{Comparison: c, Mix: chosen.mix}
	err = together(ctx,
		func(ctx context.Context) (err error) { p.Explain, err = explain(ctx, q, chosen, c); return err },
		func(ctx context.Context) (err error) {
			if chosen.view == charts.ViewRank && q.reader.reachesPeers(c.Entities) {
				drawing.Peers, err = queries.PeersOf(ctx, q.lease.DB(), c.Entities, c.Metrics, drawing.Last(), q.choice.Basis)
			}
			return err
		},
	)
	if err != nil {
		return Compare{}, err
	}
	list, err := charts.CompareAs(chosen.view, drawing, q.links())
	if err != nil {
		return Compare{}, err
	}
	// A link to a view is not a link to what its picker shows.
	q.values = with(q.values, paramFind, "", paramTree, "", paramLike, "")
	p.Figures = q.figures(list, q.compareSource(c))
	if _, err := chosenChart(p.q, p.Figures); err != nil {
		return Compare{}, err
	}
	if len(list) == 0 {
		p.None = "所选指标都不是占比，画不出漏斗图。请在下面选公开率、纠错率一类的指标，或换一种图。"
		p.Picker.Open = true
	}
	p.link(q, chosen)
	p.tabulate(q, drawing)
	p.Head = q.head("compare", compareTitle(c, drawing), "", chosen.pairs(q)...)
	p.Head.Sample = p.Head.Sample || c.Frame.Sample
	return p, nil
}

// compareTitle says what is compared in a few words.
func compareTitle(c *queries.Comparison, drawing charts.Comparing) string {
	name := c.Entities[0].Name
	switch n := len(c.Entities); {
	case n == 2:
		name += "与" + c.Entities[1].Name
	case n > 2:
		name += "等 " + strconv.Itoa(n) + " 个"
	}
	return "对比：" + name + "，" + drawing.Years()
}

// compareSource is the line under the charts: how many reports stand behind them.
func (q query) compareSource(c *queries.Comparison) Source {
	s := Source{Snapshot: q.snapshot.Number, PublishedAt: clock(q.snapshot.PublishedAt)}
	holding := charts.Comparing{Comparison: c}.Holding()
	reports := 0
	for i, e := range c.Entities {
		if slices.Contains(holding, e) {
			continue // its reports are those of the others too
		}
		for j := range c.Frame.Years {
			reports += c.Points[i*len(c.Metrics)*len(c.Frame.Years)+j].Reports
		}
	}
	s.Text = strconv.Itoa(reports) + " 份报告（" + c.Frame.Basis.Label() + "，" + c.Area.Label() + "）"
	return s
}

// link fills the choices a click makes.
func (p *Compare) link(q query, chosen comparing) {
	for _, v := range charts.Views() {
		current := v.View == chosen.view
		if current {
			p.About = v.About
		}
		p.Views = append(p.Views, Link{Label: v.Name, Note: v.About, Current: current, URL: address("/compare", with(q.values, paramView, string(v.View)))})
	}
	for _, a := range areas() {
		p.Areas = append(p.Areas, Link{Label: a.label, Current: a.value == string(chosen.area), URL: address("/compare", with(q.values, paramArea, a.value))})
	}
	if chosen.view != charts.ViewStack {
		return
	}
	p.Picker.Mix = true
	for _, m := range charts.Mixes() {
		p.Mixes = append(p.Mixes, Link{Label: m.Name, Current: m.Key == chosen.mix.Key, URL: address("/compare", with(q.values, paramMix, m.Key))})
	}
}

// tabulate writes the whole comparison as one table.
func (p *Compare) tabulate(q query, c charts.Comparing) {
	for _, y := range c.Frame.Years {
		p.Years = append(p.Years, strconv.Itoa(y))
	}
	for _, m := range c.Metrics {
		b := wideBlock{Metric: m.Name, Unit: m.Unit, chart: charts.CompareName(m)}
		for _, r := range c.TableOf(m, q.links()).Rows {
			b.Rows = append(b.Rows, wideRow{Entity: r.Label, EntityLink: r.Link, Cells: r.Cells})
		}
		p.Wide = append(p.Wide, b)
	}
}
