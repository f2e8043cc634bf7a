package charts

import (
	"strings"

	"tongjian/data/forms"
	"tongjian/data/metrics"
	"tongjian/queries"
)

// Mix is a whole with the parts it consists of, as the view of shares offers it.
type Mix struct {
	Key, Name string
	whole     string
	parts     []part
}

// Mixes lists what can be divided, the outcomes first.
func Mixes() []Mix {
	return []Mix{
		{"outcomes", "办理结果", "outcome.total", outcomeMix()},
		{"reasons", "不予公开理由", "outcome.refused", reasonMix()},
		{"applicants", "申请人", "requests.received", applicantParts()},
		{"reviews", "复议结果", "review.total", resultParts("review")},
		{"suits", "诉讼结果", "suit.total", resultParts("suit")},
	}
}

// Metrics are the keys of the parts and, last, of the whole.
func (m Mix) Metrics() []string {
	var keys []string
	for _, p := range m.parts {
		keys = append(keys, p.key)
	}
	return append(keys, m.whole)
}

func outcomeMix() []part {
	var parts []part
	for _, key := range []string{"outcome.granted", "outcome.partial", "outcome.refused", "outcome.unavailable", "outcome.not_processed", "outcome.other"} {
		m, _ := forms.MeasureOf(key)
		parts = append(parts, part{key, m.Name, outcomePaint(key)})
	}
	return parts
}

// reasonMix tells the reasons of 不予公开 apart by colour and pattern; there are more of them than colours.
func reasonMix() []part {
	refused, _ := forms.MeasureOf("outcome.refused")
	decals := []*decal{nil, stripes(white, -quarter), dots(white)}
	var parts []part
	for i, key := range refused.Sum {
		m, _ := forms.MeasureOf(key)
		p := seriesPaint(i)
		p.decal = decals[i/6%len(decals)]
		parts = append(parts, part{key, m.Name, p})
	}
	return parts
}

// compareStack: what do wholes consist of? A panel an entity with a bar a year, or a bar an entity when there is one year.
func compareStack(c Comparing, l Links) (Chart, error) {
	whole := lookup(c.Mix.whole)
	chart := Chart{Name: "compare-" + c.Mix.Key, Title: c.Mix.Name + "的构成有何不同？", Unit: "占" + whole[0].Name + "的百分比；表格为件数",
		Definitions: whole, Legend: stackLegend(c.Mix.parts)}
	stacks := map[string][]stack{}
	var all []stack
	for _, e := range c.Entities {
		for _, year := range c.Frame.Years {
			s := c.stack(e, year)
			s.link = l.Entity(e)
			if len(c.Frame.Years) > 1 {
				s.label += "　" + itoa(year)
			}
			stacks[e.ID] = append(stacks[e.ID], s)
			all = append(all, s)
		}
	}
	chart.Table = stackTable("比较对象", c.Mix.parts, "总计", all, l)
	chart.Reading = c.reading(metrics.Metric{Key: c.Mix.whole}, "不足 10 件的不画构成，件数见表格；没有数字的写明原因")
	if !anyShown(chart.Table.Rows) {
		chart.Empty = nothing
		return chart, nil
	}
	if len(c.Frame.Years) == 1 {
		chart.Title = itoa(c.Last()) + " 年" + chart.Title
		b, patches := stackParts(c.Mix.parts, all, chart.Table)
		return chart.drawn(stackHeight(len(all)), b, patches...)
	}
	chart.Small, chart.Unit = true, chart.Unit+"，各图同一刻度"
	breaks := breaksOf(c.Frame, c.Mix.Metrics()...)
	for i, e := range c.Entities {
		own := stacks[e.ID]
		rows := chart.Table.Rows[i*len(own) : (i+1)*len(own)]
		b, patches := stackYears(c.Frame.Years, c.Mix.parts, own, Table{Columns: chart.Table.Columns, Rows: rows}, breaks)
		patches = append(patches, bare, uprightNotes, axisKey("yAxis", "interval", 50), axisKey("yAxis", "axisLabel", map[string]any{"fontSize": 11, "formatter": "{value}%"}),
			axisKey("xAxis", "axisLabel", map[string]any{"hideOverlap": true, "fontSize": 11}))
		option, err := encode(b, patches...)
		if err != nil {
			return Chart{}, err
		}
		last := own[len(own)-1].whole
		chart.Panels = append(chart.Panels, Panel{Title: e.Name, Link: own[0].link, Note: "共 " + Text(last.Value), Height: 150, Option: option})
	}
	return chart, nil
}

// stack is what the whole of an entity and year consists of.
func (c Comparing) stack(e queries.Entity, year int) stack {
	at := func(key string) queries.Figure {
		p, _ := c.At(e.ID, key, year)
		return p.Figure
	}
	s := stack{label: e.Name, entity: e, year: year, whole: at(c.Mix.whole), wholeKey: c.Mix.whole}
	for _, p := range c.Mix.parts {
		s.parts = append(s.parts, at(p.key))
	}
	return s
}

// bare takes the names off the marks of breaks, for which a small panel has no room; the sentence above it names them.
func bare(option map[string]any) {
	for _, s := range seriesOf(option) {
		if mark, ok := s["markLine"].(map[string]any); ok {
			if label, ok := mark["label"].(map[string]any); ok {
				label["show"] = false
			}
		}
	}
	if grids, ok := option["grid"].([]any); ok {
		g, _ := grids[0].(map[string]any)
		g["top"], g["right"] = "8", "8"
	}
}

// uprightNotes turns what stands in place of a bar, so that it fits the bar's room.
func uprightNotes(option map[string]any) {
	for _, s := range seriesOf(option) {
		if label, ok := s["label"].(map[string]any); ok && s["type"] == "scatter" {
			label["rotate"], label["fontSize"] = 90, 10.5
			delete(label, "width")
			delete(label, "overflow")
			notes, _ := s["data"].([]item)
			for i := range notes {
				notes[i].Name = shortNote(notes[i].Name)
			}
		}
	}
}

// shortNote is a note up to its first comma: 共 2 件，不足 10 件，不画构成.
func shortNote(name string) string {
	short, _, _ := strings.Cut(name, "，")
	return short
}

func seriesOf(option map[string]any) []map[string]any {
	var out []map[string]any
	list, _ := option["series"].([]any)
	for _, s := range list {
		if m, ok := s.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}
