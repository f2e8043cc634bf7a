package metrics

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"tongjian/data/forms"
)

// longting is the total column of the report of 龙亭区政府办公室 on 2021: twenty requests from natural persons, one granted,
// two in part, seventeen for information not held; a review upheld, and no suits.
var longting = map[string]string{
	"requests.received": "20", "requests.received:natural_person": "20", "requests.carried_in": "0",
	"outcome.granted": "1", "outcome.partial": "2", "outcome.refused": "0", "outcome.unavailable.not_held": "17",
	"outcome.unavailable": "17", "outcome.not_processed": "0", "outcome.other": "0", "outcome.total": "20",
	"requests.carried_out": "0", "normative.in_force": "4", "outcome.refused.state_secret": "0",
}

// figures gives operands from a table of numbers; what is not in it was not filled. Last year's keys begin with "last ".
func figures(table map[string]string) func(Term) Operand {
	return func(t Term) Operand {
		key := t.Measure
		if t.Applicant != "" && t.Applicant != forms.Total {
			key += ":" + t.Applicant
		}
		if t.Lag > 0 {
			key = "last " + key
		}
		text, ok := table[key]
		if !ok {
			return Operand{Absent: ReasonNotFilled}
		}
		d := decimal.RequireFromString(text)
		return Operand{Value: &d}
	}
}

func evaluate(t *testing.T, key string, table map[string]string) Value {
	t.Helper()
	m, ok := Lookup(key)
	if !ok {
		t.Fatalf("no metric %s", key)
	}
	return Evaluate(m, figures(table))
}

func TestLongting2021(t *testing.T) {
	for _, tc := range []struct{ key, text, fraction, interval string }{
		{"workload", "20", "—", ""},
		{"completion", "100.0%", "20/20", "83.9%–100.0%"},
		{"clearance", "1.00", "20/20", ""},
		{"pending_ratio", "0.0%", "0/20", "0.0%–16.1%"},
		{"any_release", "15.0%", "3/20", "5.2%–36.0%"},
		{"full_release", "5.0%", "1/20", "0.9%–23.6%"},
		{"merits_release", "3/3", "3/3", "43.9%–100.0%"},
		{"refusal", "0.0%", "0/20", "0.0%–16.1%"},
		{"not_held", "85.0%", "17/20", "64.0%–94.8%"},
		{"not_processed", "0.0%", "0/20", "0.0%–16.1%"},
		{"refusal_reasons.state_secret", "0/0", "0/0", ""},
		{"applicant_mix.natural_person", "100.0%", "20/20", "83.9%–100.0%"},
		{"org_share", "0.0%", "0/20", "0.0%–16.1%"},
		{"normative_stock", "4", "—", ""},
		{"requests.received", "20", "—", ""},
		{"requests.received:natural_person", "20", "—", ""},
	} {
		v := evaluate(t, tc.key, longting)
		if v.Text() != tc.text || v.Fraction() != tc.fraction || v.Interval() != tc.interval {
			t.Errorf("%s: %s, %s, %q; want %s, %s, %q", tc.key, v.Text(), v.Fraction(), v.Interval(), tc.text, tc.fraction, tc.interval)
		}
	}
}

func TestRules(t *testing.T) {
	for _, tc := range []struct {
		name, key string
		table     map[string]string
		text      string
		absent    Reason
		flags     Flags
		rankable  bool
	}{
		{"nine cases give no percentage", "any_release",
			map[string]string{"outcome.granted": "3", "outcome.partial": "0", "outcome.total": "9"}, "3/9", ReasonFewCases, "u", false},
		{"ten cases do", "any_release",
			map[string]string{"outcome.granted": "3", "outcome.partial": "0", "outcome.total": "10"}, "30.0%", "", "", false},
		{"thirty cases may be ranked", "any_release",
			map[string]string{"outcome.granted": "10", "outcome.partial": "0", "outcome.total": "30"}, "33.3%", "", "", true},
		{"no cases", "any_release",
			map[string]string{"outcome.granted": "0", "outcome.partial": "0", "outcome.total": "0"}, "0/0", ReasonNoCases, "", false},
		{"a missing operand is not zero", "any_release",
			map[string]string{"outcome.granted": "3", "outcome.total": "10"}, "—", ReasonNotFilled, "x", false},
		{"growth", "yoy", map[string]string{"requests.received": "25", "last requests.received": "20"}, "+25.0%", "", "", false},
		{"decline", "yoy", map[string]string{"requests.received": "5", "last requests.received": "40"}, "−87.5%", "", "", true},
		{"no change", "yoy", map[string]string{"requests.received": "40", "last requests.received": "40"}, "0.0%", "", "", true},
		{"growth from nine", "yoy", map[string]string{"requests.received": "25", "last requests.received": "9"}, "—", ReasonSmallBase, "u", false},
		{"growth from nothing", "yoy", map[string]string{"requests.received": "25", "last requests.received": "0"}, "—", ReasonSmallBase, "u", false},
		{"growth of a sum", "yoy.workload", map[string]string{"requests.received": "25", "requests.carried_in": "5",
			"last requests.received": "10", "last requests.carried_in": "10"}, "+50.0%", "", "", false},
		{"more disputes than decisions", "dispute",
			map[string]string{"review.total": "20", "suit.total": "10", "outcome.total": "20"}, "150.0", "", "", false},
		{"for ten thousand", "per_10k", map[string]string{"requests.received": "500", Population: "240000"}, "20.83", "", "", true},
		{"organisations", "org_share",
			map[string]string{"requests.received": "40", "requests.received:natural_person": "30"}, "25.0%", "", "", true},
		{"corrected of decided cases", "correction_review", map[string]string{"review.upheld": "6", "review.corrected": "3",
			"review.other": "3", "review.pending": "50"}, "25.0%", "", "", false},
		{"corrected or upheld", "correction_review_strict", map[string]string{"review.upheld": "9", "review.corrected": "3"}, "25.0%", "", "", false},
		{"a faulty report has more released than closed", "any_release",
			map[string]string{"outcome.granted": "30", "outcome.partial": "0", "outcome.total": "20"}, "150.0%", "", "", false},
		{"a composition has no value", "applicant_mix", longting, "—", ReasonInParts, "", false},
	} {
		v := evaluate(t, tc.key, tc.table)
		if v.Text() != tc.text || v.Absent != tc.absent || v.Flags != tc.flags || v.Rankable() != tc.rankable {
			t.Errorf("%s: %s absent %q flags %q rankable %v; want %s, %q, %q, %v",
				tc.name, v.Text(), v.Absent, v.Flags, v.Rankable(), tc.text, tc.absent, tc.flags, tc.rankable)
		}
		if v.Absent != "" && (v.Rate != nil || v.Absent.Label() == string(v.Absent)) {
			t.Errorf("%s: rate %v beside the reason %q", tc.name, v.Rate, v.Absent.Label())
		}
	}
}

func TestFaultyShareHasNoInterval(t *testing.T) {
	v := evaluate(t, "any_release", map[string]string{"outcome.granted": "30", "outcome.partial": "0", "outcome.total": "20"})
	if v.Low != nil || v.High != nil {
		t.Errorf("30 of 20 has the interval %s", v.Interval())
	}
}

func TestOperandFlagsTravel(t *testing.T) {
	m, _ := Lookup("any_release")
	ten := decimal.NewFromInt(10)
	v := Evaluate(m, func(t Term) Operand {
		if t.Measure == "outcome.total" {
			return Operand{Value: &ten, Flags: FlagUnreliable}
		}
		return Operand{Absent: ReasonNotAsked}
	})
	if v.Flags != "uz" || v.K != nil || v.N == nil {
		t.Errorf("flags %q, k %v, n %v; want uz, none, 10", v.Flags, v.K, v.N)
	}
}

// A percentage is rounded once, from the counts: 12345 of 100000 is 12.345 %, so 12.3 %. Rounded to 12.35 % first, it would
// become 12.4 %.
func TestRoundingIsOfTheCounts(t *testing.T) {
	for _, tc := range []struct{ k, n, text string }{
		{"1", "3", "1/3"}, {"10", "30", "33.3%"}, {"20", "30", "66.7%"}, {"1045", "20000", "5.2%"}, {"1", "800", "0.1%"}, {"1", "2000", "0.1%"},
		{"49", "100000", "0.0%"}, {"12345", "100000", "12.3%"}, {"1249999", "10000000", "12.5%"}, {"1244999", "10000000", "12.4%"},
	} {
		text := evaluate(t, "full_release", map[string]string{"outcome.granted": tc.k, "outcome.total": tc.n}).Text()
		if text != tc.text {
			t.Errorf("%s of %s: %s, want %s", tc.k, tc.n, text, tc.text)
		}
	}
}

func TestScaled(t *testing.T) {
	v := evaluate(t, "any_release", longting)
	if got := v.Scaled(); got == nil || got.String() != "15" {
		t.Errorf("15 %% is drawn at %v", got)
	}
	if f, ok := evaluate(t, "merits_release", longting).Float(); ok {
		t.Errorf("3 of 3 is drawn at %v, want a gap", f)
	}
	if f, ok := evaluate(t, "workload", longting).Float(); !ok || f != 20 {
		t.Errorf("a count of 20 is drawn at %v, %v", f, ok)
	}
}

func TestJSONKeepsGapsAndExactness(t *testing.T) {
	b, err := json.Marshal(evaluate(t, "merits_release", longting))
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for _, want := range []string{`"k":"3"`, `"n":"3"`, `"absent":"few_cases"`, `"flags":"u"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s lacks %s", text, want)
		}
	}
	if strings.Contains(text, `"rate"`) {
		t.Errorf("%s has a rate", text)
	}
}

func TestFormatNumber(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "7": "7", "999": "999", "1000": "1,000", "1234567": "1,234,567", "-1942": "−1,942", "7730.28": "7,730.28",
		"52.1500": "52.15", "3.0000": "3", "-0.5": "−0.5", "11398889": "11,398,889", "100": "100", "1000000.0001": "1,000,000.0001",
	} {
		if got := FormatNumber(decimal.RequireFromString(in)); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestFormatNumberLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := decimal.New(rapid.Int64Range(-1e17, 1e17).Draw(t, "digits"), -rapid.Int32Range(0, 4).Draw(t, "decimals"))
		text := strings.NewReplacer(",", "", "−", "-").Replace(FormatNumber(d))
		if back := decimal.RequireFromString(text); !back.Equal(d) {
			t.Fatalf("%s is written %s", d, FormatNumber(d))
		}
	})
}
