package metrics

import "github.com/shopspring/decimal"

// Rules for showing. They are constants of the product, printed in the glossary.
const (
	// MinCases is the least denominator a rate is shown for; below it the figure is "k / n".
	MinCases = 10
	// MinRank is the least denominator that takes part in a ranking.
	MinRank = 30
	// RateDigits is how many decimals a stored rate has. What is displayed is rounded once, from K and N.
	RateDigits = 6
)

// Value is one evaluated metric: exact counts, the rate derived from them, and why something is missing.
type Value struct {
	Metric string `json:"metric"`
	Kind   Kind   `json:"kind"`
	Unit   string `json:"unit"`
	// K is the numerator, or the count itself; nil when absent.
	K *decimal.Decimal `json:"k"`
	// N is the denominator; nil for counts.
	N *decimal.Decimal `json:"n,omitempty"`
	// Rate is K / N as a plain ratio (0.15 for 15 %). It is nil below [MinCases], so that no chart draws it by mistake.
	Rate *decimal.Decimal `json:"rate,omitempty"`
	// Low and High are the Wilson 95 % interval of the rate, between 0 and 1; nil unless the metric is a share and N > 0.
	Low   *float64 `json:"low,omitempty"`
	High  *float64 `json:"high,omitempty"`
	Flags Flags    `json:"flags,omitempty"`
	// Absent tells why there is no value, or no rate; empty when the value is shown as it is.
	Absent Reason `json:"absent,omitempty"`
}

// Operand is the figure a term stands for in one place and year.
type Operand struct {
	Value  *decimal.Decimal // nil when absent
	Absent Reason           // why; empty when Value is set
	Flags  Flags            // of the figure itself
}

// Evaluate computes a metric from its operands. A missing operand makes the value absent with that operand's reason:
// nothing missing is ever taken for zero. A composition has no value of its own.
func Evaluate(m Metric, operand func(Term) Operand) Value {
	v := Value{Metric: m.Key, Kind: m.Kind, Unit: m.Unit}
	if m.Kind == KindComposition {
		v.Absent = ReasonInParts
		return v
	}
	k := v.add(m.Numerator, operand)
	if m.Kind == KindCount {
		v.K = k
		return v.flagged()
	}
	n := v.add(m.Denominator, operand)
	v.K, v.N = k, n
	if k == nil || n == nil {
		return v.flagged()
	}
	if m.Share {
		v.Low, v.High = interval(*k, *n)
	}
	switch {
	case n.LessThan(decimal.NewFromInt(MinCases)) && m.Kind == KindGrowth:
		v.Absent = ReasonSmallBase
	case n.Sign() == 0:
		v.Absent = ReasonNoCases
	case n.LessThan(decimal.NewFromInt(MinCases)):
		v.Absent = ReasonFewCases
	default:
		rate := k.DivRound(*n, RateDigits)
		v.Rate = &rate
	}
	return v.flagged()
}

// add sums terms up; nil, with the reason noted, as soon as one is missing.
func (v *Value) add(terms []Term, operand func(Term) Operand) *decimal.Decimal {
	total := decimal.Zero
	missing := false
	for _, t := range terms {
		o := operand(t)
		v.Flags = v.Flags.With(o.Flags)
		if o.Value == nil {
			missing = true
			if v.Absent == "" {
				v.Absent = o.Absent
			}
			continue
		}
		total = total.Add(o.Value.Mul(decimal.NewFromInt(int64(t.Sign))))
	}
	if missing {
		return nil
	}
	return &total
}

// flagged adds the letter of the reason.
func (v Value) flagged() Value {
	v.Flags = v.Flags.With(v.Absent.Flag())
	return v
}

// Shown reports whether the value has the number its metric promises: the count of a count, the rate of a rate.
func (v Value) Shown() bool {
	if v.Kind == KindCount {
		return v.K != nil
	}
	return v.Rate != nil
}

// Rankable reports whether the value may stand in a ranking: a count, or a rate over at least [MinRank] cases.
func (v Value) Rankable() bool {
	if !v.Shown() {
		return false
	}
	return v.Kind == KindCount || v.N.GreaterThanOrEqual(decimal.NewFromInt(MinRank))
}

// Scaled is the number in the metric's unit (15 for 15 %), exact for counts, to [RateDigits] decimals of the ratio for
// rates; nil when it is not shown.
func (v Value) Scaled() *decimal.Decimal {
	if !v.Shown() {
		return nil
	}
	if v.Kind == KindCount {
		return v.K
	}
	scaled := v.Rate.Mul(scale(v.Kind, v.Unit))
	return &scaled
}

// Float is Scaled for drawing; ok is false where a chart must leave a gap.
func (v Value) Float() (f float64, ok bool) {
	d := v.Scaled()
	if d == nil {
		return 0, false
	}
	return d.InexactFloat64(), true
}

// scale is what a plain ratio is multiplied by to be in its unit.
func scale(kind Kind, unit string) decimal.Decimal {
	switch {
	case kind == KindPer10k:
		return decimal.NewFromInt(10_000)
	case unit == "%" || unit == unitPerHundred:
		return decimal.NewFromInt(100)
	}
	return decimal.NewFromInt(1)
}
