package dashboard

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tongjian/data/metrics"
	"tongjian/data/regions"
	"tongjian/queries"

	"tongjian/dashboard/charts"
)

// Explanation says what a comparison shows: what is compared, on what basis, what is left out and why.
type Explanation struct {
	Lines []ExplainedLine
	// Figures is how many numbers are asked for, Missing how many of them cannot be drawn.
	Figures, Missing int
	Gaps             []GapGroup
}

// ExplainedLine is one thing said, under a heading.
type ExplainedLine struct {
	Label string
	Texts []string
}

// GapGroup is everything missing for one reason.
type GapGroup struct {
	Label string
	Count int
	Lines []GapLine
}

// GapLine is what is missing of one entity.
type GapLine struct{ Entity, What string }

// explain makes the explanation of a comparison.
func explain(ctx context.Context, q query, chosen comparing, c *queries.Comparison) (Explanation, error) {
	e := Explanation{Figures: len(c.Points)}
	add := func(label string, texts ...string) {
		if len(texts) > 0 {
			e.Lines = append(e.Lines, ExplainedLine{label, texts})
		}
	}
	add("对象", entitiesText(chosen, c))
	add("年份", yearsText(chosen, q))
	add("口径", basisText(c.Frame.Basis))
	if chosen.rates {
		add("分母", ratesText(q.choice))
	}
	add("区划", areaTexts(c)...)
	add("断点", breakTexts(c.Frame.Breaks)...)
	add("没有画的", leftOut(chosen, c)...)
	gaps, err := queries.Gaps(ctx, q.lease.DB(), c)
	if err != nil {
		return Explanation{}, err
	}
	e.Missing, e.Gaps = len(gaps), gapGroups(gaps, c)
	return e, nil
}

// entitiesText names what is compared: how many of what, and their names as long as they fit a line.
func entitiesText(chosen comparing, c *queries.Comparison) string {
	counts, order := map[string]int{}, []string{}
	var names []string
	for _, e := range c.Entities {
		kind := kindName(e)
		if counts[kind]++; counts[kind] == 1 {
			order = append(order, kind)
		}
		names = append(names, e.Name)
	}
	var kinds []string
	for _, kind := range order {
		kinds = append(kinds, strconv.Itoa(counts[kind])+" 个"+kind)
	}
	const most = 12
	text := strings.Join(kinds, "、") + "：" + strings.Join(names[:min(most, len(names))], "、")
	if len(names) > most {
		text += "等"
	}
	if chosen.left > 0 {
		text += fmt.Sprintf("。没有指定时取前 %d 个，另有 %d 个没有列入", len(names), chosen.left)
	}
	return text
}

func kindName(e queries.Entity) string {
	switch e.Kind {
	case queries.EntityAgency:
		return "单位"
	case queries.EntityDirect:
		return "本级"
	}
	switch regions.Level(e.Level) {
	case regions.LevelProvince:
		return "省"
	case regions.LevelPrefecture:
		return "市州"
	case regions.LevelCounty:
		return "县区"
	case regions.LevelTownship:
		return "乡镇街道"
	}
	return "地区"
}

func yearsText(chosen comparing, q query) string {
	if len(chosen.years) > 0 {
		var list []string
		for _, y := range chosen.years {
			list = append(list, strconv.Itoa(y))
		}
		return "只看 " + strings.Join(list, "、") + " 年"
	}
	if q.choice.From == q.choice.To {
		return strconv.Itoa(q.choice.To) + " 年"
	}
	return fmt.Sprintf("%d–%d 年", q.choice.From, q.choice.To)
}

func basisText(b queries.Basis) string {
	if b == queries.BasisConsolidated {
		return b.Label() + "：取各级政府自己的汇总报告，不与单位报告相加"
	}
	return b.Label() + "：地区的数字是其下各单位报告之和，不含政府汇总报告；比率是和之比"
}

// ratesText names the denominators that follow the choice at the top.
func ratesText(c choice) string {
	name := func(list []option, value string) string {
		return list[slices.IndexFunc(list, func(o option) bool { return o.value == value })].label
	}
	return "公开率以" + name(releases(), c.Release) + "为分母，纠错率以" + name(corrections(), c.Correction) + "为分母，可在页面上方改换"
}

// areaTexts tells whose territory past figures are of.
func areaTexts(c *queries.Comparison) []string {
	if c.Area != queries.BoundariesToday {
		return []string{"当年区划：各地区取当年自己所报，区划调整处断开"}
	}
	out := []string{"今日区划：并入、更名前的数字加到今天的地区；本级和单位按当年所报"}
	for _, change := range c.Changes {
		switch {
		case change.Into == "":
			out = append(out, fmt.Sprintf("原%s %d 年分属几个地区，所报数字无法划分，不计入", change.Name, change.Last))
			continue
		case change.Chosen:
			out = append(out, fmt.Sprintf("原%s（%s）%d 年并入或更名为%s，以后者列出", change.Name, change.Region, change.Last, change.IntoName))
		case len(change.Reported) > 0:
			out = append(out, fmt.Sprintf("%s计入原%s（%s）%s 年所报", change.IntoName, change.Name, change.Region, yearSpans(change.Reported)))
		}
		if len(change.Lacking) > 0 {
			out = append(out, fmt.Sprintf("%s缺原%s（%s）%s 年的报告，这些年只是一部分，标 u", change.IntoName, change.Name, change.Region, yearSpans(change.Lacking)))
		}
	}
	return out
}

func breakTexts(breaks []metrics.Break) []string {
	var out []string
	for _, b := range breaks {
		if text := strconv.Itoa(b.Year) + " 年起" + b.Name + "：" + b.Note; !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// leftOut tells what the view does not draw.
func leftOut(chosen comparing, c *queries.Comparison) []string {
	var out []string
	if chosen.view == charts.ViewFunnel {
		var names []string
		for _, m := range c.Metrics {
			if !m.Share {
				names = append(names, m.Name)
			}
		}
		if len(names) > 0 {
			out = append(out, strings.Join(names, "、")+"不是占比，没有控制限，不画漏斗图；数字见比较表")
		}
	}
	years := c.Frame.Years
	one := strconv.Itoa(years[len(years)-1])
	switch chosen.view {
	case charts.ViewRank, charts.ViewFunnel:
		if len(years) > 1 {
			out = append(out, "图中只有 "+one+" 年，其余年份见比较表")
		}
	case charts.ViewDumbbell, charts.ViewSlope:
		if len(years) > 2 {
			out = append(out, fmt.Sprintf("图中只有首末两年（%d、%s），中间各年见比较表", years[0], one))
		}
	}
	return out
}

// gapGroups sorts what is missing by reason and entity.
func gapGroups(gaps []queries.Gap, c *queries.Comparison) []GapGroup {
	var out []GapGroup
	for _, reason := range queries.GapReasons() {
		g := GapGroup{Label: reason.Label()}
		for _, e := range c.Entities {
			years := map[string][]int{} // by metric
			for _, gap := range gaps {
				if gap.Reason == reason && gap.Entity.ID == e.ID {
					years[gap.Metric.Key] = append(years[gap.Metric.Key], gap.Year)
					g.Count++
				}
			}
			if len(years) > 0 {
				g.Lines = append(g.Lines, GapLine{e.Name, gapText(years, c.Metrics)})
			}
		}
		if g.Count > 0 {
			out = append(out, g)
		}
	}
	return out
}

// gapText names metrics with the years they are missing, those of the same years together.
func gapText(years map[string][]int, of []metrics.Metric) string {
	var spans []string
	names := map[string][]string{}
	for _, m := range of {
		if len(years[m.Key]) == 0 {
			continue
		}
		span := yearSpans(years[m.Key])
		if !slices.Contains(spans, span) {
			spans = append(spans, span)
		}
		names[span] = append(names[span], m.Name)
	}
	var parts []string
	for _, span := range spans {
		what := strings.Join(names[span], "、")
		if len(names[span]) == len(of) && len(of) > 1 {
			what = "全部指标"
		}
		parts = append(parts, span+" 年"+what)
	}
	return strings.Join(parts, "；")
}

// yearSpans writes ascending years in runs: 2019–2021、2023.
func yearSpans(years []int) string {
	var out []string
	for i := 0; i < len(years); {
		j := i
		for j+1 < len(years) && years[j+1] == years[j]+1 {
			j++
		}
		text := strconv.Itoa(years[i])
		if j > i {
			text += "–" + strconv.Itoa(years[j])
		}
		out = append(out, text)
		i = j + 1
	}
	return strings.Join(out, "、")
}
