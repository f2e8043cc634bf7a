package metrics

import (
	"slices"
	"strings"
	"testing"

	"tongjian/data/forms"
)

func TestRegistryIsWhole(t *testing.T) {
	want := []string{"workload", "completion", "clearance", "pending_ratio", "any_release", "full_release", "merits_release",
		"refusal", "not_held", "not_processed", "refusal_reasons", "applicant_mix", "org_share", "dispute", "correction_review",
		"correction_suit", "correction_strict", "correction_review_strict", "correction_suit_strict", "suit_after_review_share",
		"per_10k", "normative_stock", "yoy"}
	var got []string
	for _, m := range All() {
		got = append(got, m.Key)
	}
	if !slices.Equal(got, want) {
		t.Errorf("registry:\n%v, want\n%v", got, want)
	}
}

func TestEveryMetricIsComplete(t *testing.T) {
	list := append(All(), Measures()...)
	for _, m := range All() {
		for _, key := range m.Parts {
			part, ok := Lookup(key)
			if !ok {
				t.Errorf("%s has the part %s, which is no metric", m.Key, key)
			}
			list = append(list, part)
		}
	}
	for _, m := range list {
		found, ok := Lookup(m.Key)
		if !ok || found.Key != m.Key || found.Formula != m.Formula {
			t.Errorf("%s is looked up as %q", m.Key, found.Key)
		}
		if m.Name == "" || m.Formula == "" || m.Kind == "" {
			t.Errorf("%s: name %q, formula %q, kind %q", m.Key, m.Name, m.Formula, m.Kind)
		}
		if counts := m.Kind == KindCount; counts != (len(m.Denominator) == 0) {
			t.Errorf("%s is a %s over %v", m.Key, m.Kind, m.Denominator)
		}
		if m.Share && (m.Kind != KindRatio || m.Unit != "%") {
			t.Errorf("%s is a share of kind %s in %q", m.Key, m.Kind, m.Unit)
		}
		if (m.Kind == KindComposition) != (len(m.Parts) > 0) {
			t.Errorf("%s is a %s with %d parts", m.Key, m.Kind, len(m.Parts))
		}
		for _, term := range m.Terms() {
			checkTerm(t, m, term)
		}
	}
}

// checkTerm: a term names a measure, and a column exactly when the measure stands in table 三.
func checkTerm(t *testing.T, m Metric, term Term) {
	t.Helper()
	measure, ok := forms.MeasureOf(term.Measure)
	switch {
	case term.Measure == Population:
	case !ok:
		t.Errorf("%s needs %s, which is no measure", m.Key, term.Measure)
	case (forms.ColumnOf(measure.Key) != "") != (term.Applicant != ""):
		t.Errorf("%s needs %s of table %s in the column %q", m.Key, term.Measure, measure.Table, term.Applicant)
	}
	if term.Sign != 1 && term.Sign != -1 {
		t.Errorf("%s: sign %d", m.Key, term.Sign)
	}
}

// A share's numerator is made of its denominator's measures or of rows of them: else it could exceed it.
func TestSharesAreParts(t *testing.T) {
	for _, m := range append(All(), compositionParts()...) {
		if !m.Share || m.Key == "completion" || m.Key == "pending_ratio" {
			continue // these are parts by the balance the form states: received + carried in = total + carried out
		}
		for _, term := range m.Numerator {
			part := slices.ContainsFunc(m.Denominator, func(d Term) bool {
				total := strings.TrimSuffix(d.Measure, ".total")
				return d.Measure == term.Measure || total != d.Measure && strings.HasPrefix(term.Measure, total+".") ||
					total != d.Measure && term.Measure == total || strings.HasPrefix(term.Measure, d.Measure+".")
			})
			if !part {
				t.Errorf("%s: %s is no part of %v", m.Key, term.Measure, m.Denominator)
			}
		}
	}
}

func TestFormulasNameTheirMeasures(t *testing.T) {
	for key, want := range map[string]string{
		"any_release":       "（予以公开 + 部分公开）÷ 办结总计",
		"merits_release":    "（予以公开 + 部分公开）÷（予以公开 + 部分公开 + 不予公开）",
		"correction_review": "结果纠正 ÷（结果维持 + 结果纠正 + 其他结果），行政复议",
		"correction_strict": "结果纠正 ÷（结果维持 + 结果纠正），行政复议与行政诉讼两种情形",
		"yoy":               "（本年数 − 上年数）÷ 上年数：本年新收申请",
		"outcome.other":     "其他处理：逾期不补正 + 其他处理：逾期未缴费 + 其他处理：其他",
	} {
		m, ok := Lookup(key)
		if !ok || m.Formula != want {
			t.Errorf("%s: %s, want %s", key, m.Formula, want)
		}
	}
}

func TestLookupRefuses(t *testing.T) {
	for _, key := range []string{"", "speed", "yoy.any_release", "yoy.", "yoy.yoy", "requests.received:nobody", "review.total:total",
		"any_release:total", "outcome", "population"} {
		if m, ok := Lookup(key); ok {
			t.Errorf("%q is taken for %s", key, m.Name)
		}
	}
}

func TestBreaksOfMeasures(t *testing.T) {
	for key, want := range map[string][]int{
		"requests.received":       {2019},
		"permits.decided":         {2019},
		"normative.in_force":      {2019, 2021},
		"normative.made":          {2019, 2021},
		"fees.amount":             {2019, 2021},
		"outcome.other":           {2019},
		"outcome.other.rest":      {2019, 2021},
		"outcome.refused":         {2019},
		"channel.letter":          {2019},
		"review.total":            {2019, 2024},
		"suit.total":              {2019, 2024},
		"normative_stock":         {2019, 2021},
		"any_release":             {2019},
		"suit_after_review_share": {2019, 2024},
		"dispute":                 {2019, 2024},
		"yoy.normative.in_force":  {2019, 2021},
	} {
		m, ok := Lookup(key)
		if !ok {
			t.Fatalf("no metric %s", key)
		}
		var got []int
		for _, b := range m.Breaks {
			got = append(got, b.Year)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s breaks in %v, want %v", key, got, want)
		}
	}
}

func TestAskedBy(t *testing.T) {
	for _, tc := range []struct {
		measure, edition string
		want             bool
	}{
		{"outcome.other", "2019", true}, {"outcome.other", "2021", true}, {"outcome.other.rest", "2019", false},
		{"outcome.refused", "2019", true}, {"suit.total", "2021", true}, {"normative.made", "2021", false},
		{"normative.in_force", "2019", false}, {"requests.received", "2014", true}, {"requests.carried_in", "2014", false},
		{"outcome.refused", "2014", true}, {"outcome.granted", "2014", false}, {"suit.total", "2014", true}, {"suit.pending", "2014", false},
		{"outcome.total", "2012", false},
	} {
		if got := AskedBy(tc.measure, tc.edition); got != tc.want {
			t.Errorf("edition %s asks %s: %v, want %v", tc.edition, tc.measure, got, tc.want)
		}
	}
}

func TestRank(t *testing.T) {
	value := func(k, n string) Value {
		return evaluate(t, "full_release", map[string]string{"outcome.granted": k, "outcome.total": n})
	}
	values := []Value{value("15", "30"), value("29", "29"), value("20", "40"), value("31", "60"), value("0", "100"), value("2", "3")}
	var got [][2]int
	for _, r := range Rank(values) {
		got = append(got, [2]int{r.Index, r.Place})
	}
	want := [][2]int{{3, 1}, {0, 2}, {2, 2}, {4, 4}, {1, 0}, {5, 0}}
	if !slices.Equal(got, want) {
		t.Errorf("index and place: %v, want %v", got, want)
	}
}

func TestFlags(t *testing.T) {
	f := FlagUnreliable.With(FlagBreak).With(FlagUnreliable).With("")
	if f != "bu" || !f.Has(FlagBreak) || f.Has(FlagRevised) || !f.Has("") {
		t.Errorf("flags %q", f)
	}
	if got := f.Labels(); !slices.Equal(got, []string{"口径中断", "可靠性低"}) {
		t.Errorf("labels %v", got)
	}
	all := Flags("")
	for _, m := range FlagMeanings() {
		all = all.With(m.Flag)
	}
	if all != "beruxz" {
		t.Errorf("the flags explained are %q, want berxuz in order", all)
	}
}

func TestEveryReasonIsExplained(t *testing.T) {
	for _, r := range []Reason{ReasonNoReport, ReasonOtherBasis, ReasonNotFilled, ReasonNotAsked, ReasonNoPopulation, ReasonNoCases,
		ReasonNoCommonUnit, ReasonSmallBase, ReasonFewCases, ReasonInParts} {
		if r.Label() == string(r) || r.Label() == "" {
			t.Errorf("%s has no label", r)
		}
	}
	if Reason("").Label() != "" || Reason("").Flag() != "" {
		t.Error("no reason has a label or a flag")
	}
}
