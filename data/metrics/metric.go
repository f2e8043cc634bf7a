package metrics

import (
	"slices"

	"tongjian/data/forms"
)

// Kind tells what a metric is and so how it is shown.
type Kind string

const (
	// KindCount is a number of things: a measure as reported, or a sum of measures.
	KindCount Kind = "count"
	// KindRatio is one count over another.
	KindRatio Kind = "ratio"
	// KindPer10k is a count for every ten thousand inhabitants.
	KindPer10k Kind = "per10k"
	// KindGrowth is the change from the year before over the year before.
	KindGrowth Kind = "growth"
	// KindComposition is a whole divided into parts; each of Parts is a metric of its own, the composition has no value.
	KindComposition Kind = "composition"
)

// Direction tells whether more of a metric is better. Most metrics describe and do not judge.
type Direction int

const (
	Neither      Direction = iota // neither more nor less is better
	HigherBetter                  // more is better
	LowerBetter                   // less is better
)

// Population is the pseudo-measure of a denominator that no form asks: the inhabitants the roster gives.
const Population = "population"

// Term is a measure that takes part in a numerator or denominator.
type Term struct {
	Measure string `json:"measure"`
	// Applicant is the column of table 三; empty for what counts no requests and for the population.
	Applicant string `json:"applicant,omitempty"`
	// Sign is +1 or −1.
	Sign int `json:"sign"`
	// Lag is how many years before the year shown the measure is taken from: 0 or 1.
	Lag int `json:"lag,omitempty"`
}

// Metric is a figure derived from measures, or a measure itself seen as a metric.
type Metric struct {
	Key     string `json:"key"`
	Name    string `json:"name"`
	Formula string `json:"formula"` // in Chinese, with the names of the measures
	Kind    Kind   `json:"kind"`
	Unit    string `json:"unit"` // %, 件, 万元, 件/百件, 件/万人; empty for a plain multiple
	// Numerator and Denominator are what the formula is computed from. A count has no denominator.
	Numerator   []Term `json:"numerator,omitempty"`
	Denominator []Term `json:"denominator,omitempty"`
	// Share is true when the numerator is part of the denominator: only then the rate is a proportion between 0 and 1 and
	// has a Wilson interval.
	Share  bool      `json:"share"`
	Better Direction `json:"better"`
	// Parts are the keys of a composition's parts, in form order.
	Parts []string `json:"parts,omitempty"`
	Note  string   `json:"note,omitempty"`
	// Breaks are the years at which what the metric counts changed.
	Breaks []Break `json:"breaks,omitempty"`
	// Table is the statutory table of a metric that is a measure as reported; empty for derived metrics.
	Table string `json:"table,omitempty"`
}

// IsMeasure reports whether the metric is a measure as reported.
func (m Metric) IsMeasure() bool { return m.Table != "" }

// Terms lists numerator and denominator together.
func (m Metric) Terms() []Term { return append(slices.Clone(m.Numerator), m.Denominator...) }

// Operands lists the terms that come from reports, each measure and applicant once; the population does not.
func (m Metric) Operands() []Term {
	var out []Term
	for _, t := range m.Terms() {
		same := func(o Term) bool { return o.Measure == t.Measure && o.Applicant == t.Applicant }
		if t.Measure != Population && !slices.ContainsFunc(out, same) {
			out = append(out, t)
		}
	}
	return out
}

// Lagged reports whether the metric needs the year before.
func (m Metric) Lagged() bool {
	return slices.ContainsFunc(m.Terms(), func(t Term) bool { return t.Lag > 0 })
}

// term is a measure with its sign; what is counted by applicant is taken in the total column.
func term(sign int, key string) Term {
	return Term{Measure: key, Applicant: forms.ColumnOf(key), Sign: sign}
}

// sum adds measures up.
func sum(keys ...string) []Term {
	var terms []Term
	for _, key := range keys {
		terms = append(terms, term(+1, key))
	}
	return terms
}
