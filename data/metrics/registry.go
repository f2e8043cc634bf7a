package metrics

import (
	"slices"
	"strings"
	"sync"

	"tongjian/data"
	"tongjian/data/forms"
)

const (
	unitPercent    = "%"
	unitPerHundred = "件/百件"
	unitPer10k     = "件/万人"
)

// yoyPrefix makes the growth of any count a metric: yoy.outcome.total.
const yoyPrefix = "yoy."

// All lists the metrics of the registry in glossary order. Measures as reported are not in it; [Lookup] knows them too.
func All() []Metric { return slices.Clone(registry().list) }

// Lookup gives the metric of a key: a metric of the registry, a part of a composition (refusal_reasons.state_secret), a
// measure as reported (requests.received, in the total column of table 三), one applicant column of it
// (requests.received:natural_person), or the growth of any count (yoy.outcome.total).
func Lookup(key string) (Metric, bool) {
	m, ok := registry().byKey[key]
	if ok {
		return m, true
	}
	if of, found := strings.CutPrefix(key, yoyPrefix); found {
		m, ok := registry().byKey[of]
		if !ok || m.Kind != KindCount {
			return Metric{}, false
		}
		return growth(key, m.Name+"同比", m), true
	}
	measure, applicant, found := strings.Cut(key, ":")
	if !found {
		return Metric{}, false
	}
	return applicantMetric(key, measure, applicant)
}

// Measures lists every measure of the form as a metric, in form order.
func Measures() []Metric {
	var list []Metric
	for _, m := range forms.Measures() {
		list = append(list, registry().byKey[m.Key])
	}
	return list
}

type index struct {
	list  []Metric
	byKey map[string]Metric
}

// registry is built once: the forms it derives from never change while the program runs.
var registry = sync.OnceValue(func() index {
	x := index{byKey: map[string]Metric{}}
	for _, m := range forms.Measures() {
		x.byKey[m.Key] = measureMetric(m)
	}
	x.list = declared(x.byKey)
	for i, m := range x.list {
		x.list[i].Breaks = unionBreaks(m.Terms())
		x.byKey[m.Key] = x.list[i]
	}
	for _, m := range compositionParts() {
		m.Breaks = unionBreaks(m.Terms())
		x.byKey[m.Key] = m
	}
	return x
})

// measureMetric is a measure seen as a metric.
func measureMetric(m forms.Measure) Metric {
	out := Metric{
		Key: m.Key, Name: m.Name, Formula: m.Name, Kind: KindCount, Unit: m.Unit, Table: m.Table,
		Numerator: sum(m.Key), Breaks: breaksOf(m.Key),
	}
	if len(m.Sum) > 0 {
		var names []string
		for _, key := range m.Sum {
			part, _ := forms.MeasureOf(key)
			names = append(names, part.Name)
		}
		out.Formula = strings.Join(names, " + ")
		out.Note = "各行之和，表上不印这一数"
		if e := printedBy(m.Key); e != "" {
			out.Note = e + " 版式直接填写这一数，其他版式为各行之和"
		}
	}
	for _, b := range forms.Bridges() {
		if b.Measure == m.Key {
			out.Note = strings.TrimPrefix(out.Note+"；"+b.Edition+" 版式为近似值："+b.Note, "；")
		}
	}
	return out
}

// printedBy names the editions that print a sum.
func printedBy(key string) string {
	var names []string
	for _, e := range forms.All() {
		for _, t := range e.Tables {
			if _, ok := t.Cell(data.CellID{Key: key, Column: forms.ColumnOf(key)}); ok {
				names = append(names, e.Name)
			}
		}
	}
	return strings.Join(names, "、")
}

// applicantMetric is one applicant column of a measure of table 三.
func applicantMetric(key, measure, applicant string) (Metric, bool) {
	m, ok := registry().byKey[measure]
	if !ok || m.Table != "3" {
		return Metric{}, false
	}
	for _, a := range forms.Applicants() {
		if a.Key == applicant {
			m.Key, m.Name, m.Formula = key, m.Name+"·"+a.Label, m.Formula+"（"+a.Label+"）"
			m.Numerator = []Term{{Measure: measure, Applicant: applicant, Sign: +1}}
			return m, true
		}
	}
	return Metric{}, false
}

// growth is the change of a count from the year before.
func growth(key, name string, of Metric) Metric {
	m := Metric{
		Key: key, Name: name, Kind: KindGrowth, Unit: unitPercent,
		Formula: "（本年数 − 上年数）÷ 上年数：" + of.Name,
		Note:    "上年不足 10 时不计算",
	}
	for _, t := range of.Numerator {
		last := t
		last.Lag++
		m.Denominator = append(m.Denominator, last)
		m.Numerator = append(m.Numerator, t)
		last.Sign = -last.Sign
		m.Numerator = append(m.Numerator, last)
	}
	m.Breaks = unionBreaks(m.Terms())
	return m
}
