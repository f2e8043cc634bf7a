package charts

import (
	echarts "github.com/go-echarts/go-echarts/v2/charts"

	"tongjian/queries"
)

// flowLink is a band of the flow: a number of requests on their way.
type flowLink struct {
	Source string         `json:"source"`
	Target string         `json:"target"`
	Value  any            `json:"value"`
	Text   string         `json:"t"`
	Head   string         `json:"h"`
	Link   string         `json:"u,omitempty"`
	Style  map[string]any `json:"lineStyle"`
}

type flowNode struct {
	Name  string    `json:"name"`
	Depth int       `json:"depth"`
	Style itemStyle `json:"itemStyle"`
}

// volumesFlow: what came in during the year, and where did it go?
func volumesFlow(f *queries.FlowSet, l Links) (Chart, error) {
	e := f.Self
	t := Table{Corner: "项目", Columns: []string{itoa(f.Year)}}
	const middle = "受理总量"
	nodes := []flowNode{{middle, 1, itemStyle{Color: "var(--structure)"}}}
	links := []flowLink{}
	line := func(key, label string, p paint, fig queries.Figure, in bool) {
		c := l.cell(e, f.Year, key, fig)
		t.Rows = append(t.Rows, Row{Label: label, Cells: []Cell{c}})
		if !c.Shown() || c.K.Sign() <= 0 {
			return
		}
		name, depth := label+"　"+c.Text(), 2
		if in {
			depth = 0
		}
		nodes = append(nodes, flowNode{name, depth, itemStyle{Color: p.color, Decal: p.decal}})
		lk := flowLink{Source: middle, Target: name, Value: number(c.Value), Text: Text(c.Value), Head: label, Link: c.Link,
			Style: map[string]any{"color": p.color, "opacity": 0.28}}
		if in {
			lk.Source, lk.Target = name, middle
		}
		links = append(links, lk)
	}
	line("requests.received", "本年新收", seriesPaint(0), f.Received, true)
	line("requests.carried_in", "上年结转", paint{color: "var(--series-6)"}, f.CarriedIn, true)
	for i, g := range f.Groups {
		line(g.Key, g.Label, outcomePaint(g.Key), f.Outcomes[i], false)
	}
	line("requests.carried_out", "结转下年", paint{color: "var(--pending)", decal: hatch()}, f.CarriedOut, false)
	c := echarts.NewSankey()
	c.SetGlobalOptions(echarts.WithTooltipOpts(itemTooltip()), echarts.WithLegendOpts(hiddenLegend()))
	add(&c.MultiSeries, echarts.SingleSeries{Type: "sankey", Data: nodes, Links: links, Left: "6", Right: "150", Top: "8", Bottom: "8"})
	return Chart{
		Name: "volumes-flow", Title: itoa(f.Year) + " 年收到的申请去了哪里？", Unit: "件",
		Reading:     "左边是收到的，右边是结果；零件的去向不画，见表格。",
		Definitions: lookup("requests.received", "requests.carried_in", "workload", "outcome.total", "requests.carried_out"),
		Table:       t,
	}.drawn(290, c, everySeries("sankey", "layoutIterations", 0), everySeries("sankey", "nodeGap", 12), everySeries("sankey", "draggable", false),
		everySeries("sankey", "label", map[string]any{"color": "var(--ink)", "fontSize": 12}))

}
