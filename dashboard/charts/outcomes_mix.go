package charts

import "tongjian/queries"

// outcomeParts are the six outcomes with their fixed colours.
func outcomeParts(o *queries.OutcomeSet) []part {
	var parts []part
	for _, g := range o.Groups {
		parts = append(parts, part{g.Key, g.Label, outcomePaint(g.Key)})
	}
	return parts
}

// outcomesYears: what became of the requests, year by year?
func outcomesYears(o *queries.OutcomeSet, l Links) (Chart, error) {
	parts := outcomeParts(o)
	var stacks []stack
	keys := []string{"outcome.total"}
	for _, p := range parts {
		keys = append(keys, p.key)
	}
	for _, y := range o.Total.Years {
		stacks = append(stacks, stack{label: itoa(y.Year), entity: o.Total.Entity, year: y.Year,
			parts: y.Groups, whole: y.Total, wholeKey: "outcome.total"})
	}
	t := stackTable("年份", parts, "总计", stacks, l)
	b, patches := stackYears(o.Years, parts, stacks, t, breaksOf(o.Frame, keys...))
	return Chart{
		Name: "outcomes-years", Title: "办结的申请是什么结果？", Unit: "占办结总计的百分比；表格为件数",
		Definitions: lookup(keys...), Legend: stackLegend(parts), Table: t, Reading: sumNote(stacks),
	}.drawn(290, b, patches...)
}

// outcomesParts: where do outcomes differ?
func outcomesParts(o *queries.OutcomeSet, l Links) (Chart, error) {
	parts := outcomeParts(o)
	last := len(o.Years) - 1
	stacks := []stack{}
	keys := []string{"outcome.total"}
	for _, p := range parts {
		keys = append(keys, p.key)
	}
	for i, s := range append([]queries.OutcomeSeries{o.Total}, o.By...) {
		y := s.Years[last]
		st := stack{label: s.Entity.Name, entity: s.Entity, year: y.Year, sum: i == 0,
			parts: y.Groups, whole: y.Total, wholeKey: "outcome.total"}
		if i > 0 {
			st.link = l.Entity(s.Entity)
		}
		stacks = append(stacks, st)
	}
	t := stackTable(partsName(o.Frame), parts, "总计", stacks, l)
	b, patches := stackParts(parts, stacks, t)
	return Chart{
		Name: "outcomes-parts", Title: itoa(o.Years[last]) + " 年各" + partsName(o.Frame) + "的办理结果有何不同？", Unit: "占办结总计的百分比；表格为件数",
		Definitions: lookup(keys...), Legend: stackLegend(parts), Table: t, Reading: sumNote(stacks),
	}.drawn(stackHeight(len(stacks)), b, patches...)
}
