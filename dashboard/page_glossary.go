package dashboard

import (
	"context"
	"strconv"
	"strings"

	"tongjian/data"
	"tongjian/data/checks"
	"tongjian/data/forms"
	"tongjian/data/metrics"
)

// Glossary is 口径: every measure, metric, check, break and flag in one place.
type Glossary struct {
	Head
	Metrics  []metrics.Metric
	Tables   []glossaryTable
	Editions []forms.Edition
	Checks   []checks.Check
	Breaks   []metrics.Break
	Flags    []metrics.FlagMeaning
	States   []data.State
	MinCases int
	MinRank  int
}

// glossaryTable lists the measures of a statutory table.
type glossaryTable struct {
	ID, Name string
	Measures []glossaryMeasure
}

type glossaryMeasure struct {
	forms.Measure
	Editions string // that ask it
	Formula  string // of a sum that is not printed, or not on every edition
}

func newGlossary(_ context.Context, q query) (Glossary, error) {
	p := Glossary{Metrics: metrics.All(), Editions: forms.All(), Checks: checks.All(), Breaks: metrics.Breaks(),
		Flags: metrics.FlagMeanings(), MinCases: metrics.MinCases, MinRank: metrics.MinRank,
		States: []data.State{data.StateNumber, data.StateBlank, data.StateDash, data.StateSlash, data.StateText, data.StateUnreadable}}
	for _, id := range forms.TableIDs() {
		t := glossaryTable{ID: id, Name: forms.TableName(id)}
		for _, m := range forms.Measures() {
			if m.Table != id {
				continue
			}
			t.Measures = append(t.Measures, describeMeasure(m))
		}
		p.Tables = append(p.Tables, t)
	}
	p.Head = q.bareHead("glossary", "口径", "每个指标怎样算、每一项核验比什么、哪一年统计内容变了。页面、图表和导出都从这里取。")
	return p, nil
}

// describeMeasure says which editions ask a measure and how its figure is made where none prints it.
func describeMeasure(m forms.Measure) glossaryMeasure {
	g := glossaryMeasure{Measure: m}
	var editions, formulas []string
	if metric, ok := metrics.Lookup(m.Key); ok && len(m.Sum) > 0 {
		formulas = append(formulas, metric.Formula)
	}
	for _, e := range forms.All() {
		b, near := forms.BridgeOf(e.Name, m.Key)
		switch {
		case near:
			editions = append(editions, e.Name+"（近似）")
			formulas = append(formulas, e.Name+" 版式："+strings.Join(measureNames(b.Parts), " + ")+"（"+b.Note+"）")
		case metrics.AskedBy(m.Key, e.Name):
			editions = append(editions, e.Name)
		}
	}
	g.Editions, g.Formula = strings.Join(editions, "、"), strings.Join(formulas, "；")
	return g
}

func measureNames(keys []string) []string {
	var names []string
	for _, key := range keys {
		m, _ := forms.MeasureOf(key)
		names = append(names, m.Name)
	}
	return names
}

func (p Glossary) records() records {
	r := records{columns: []column{{"kind", "类别"}, {"key", "代码"}, {"name", "名称"}, {"unit", "单位"}, {"formula", "公式"}, {"note", "说明"}}}
	for _, m := range p.Metrics {
		r.rows = append(r.rows, []any{"计算指标", m.Key, m.Name, m.Unit, m.Formula, m.Note})
	}
	for _, t := range p.Tables {
		for _, m := range t.Measures {
			r.rows = append(r.rows, []any{t.Name, m.Key, m.Name, m.Unit, m.Formula, "版式 " + m.Editions})
		}
	}
	for _, c := range p.Checks {
		r.rows = append(r.rows, []any{"核验", c.ID, c.Name, "", c.Formula, c.Note})
	}
	for _, b := range p.Breaks {
		r.rows = append(r.rows, []any{"口径中断", b.ID, strconv.Itoa(b.Year) + " " + b.Name, "", "", b.Note})
	}
	for _, f := range p.Flags {
		r.rows = append(r.rows, []any{"标记", string(f.Flag), f.Name, "", "", f.Label})
	}
	return r
}
