package metrics

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Text is the value as people read it: 1,234; 15.0%; 3/7 where there are too few cases for a percentage; — where nothing
// was reported. The reason is in Absent, the unit of a count in Unit: Text repeats neither.
func (v Value) Text() string {
	switch {
	case v.K == nil:
		return Gap
	case v.Kind == KindCount:
		return FormatNumber(*v.K)
	case v.N == nil:
		return Gap
	case v.Rate == nil && v.Kind == KindGrowth, v.Rate == nil && v.Kind == KindPer10k:
		return Gap
	case v.Rate == nil:
		return v.Fraction()
	}
	// Rounded once, from the exact counts: rounding the stored rate again could differ in the last digit.
	scaled := v.K.Mul(scale(v.Kind, v.Unit))
	switch {
	case v.Kind == KindGrowth:
		text := scaled.DivRound(*v.N, 1).StringFixed(1) + "%"
		if v.K.Sign() > 0 {
			text = "+" + text
		}
		return strings.Replace(text, "-", "−", 1)
	case v.Unit == "%":
		return scaled.DivRound(*v.N, 1).StringFixed(1) + "%"
	case v.Unit == unitPerHundred:
		return scaled.DivRound(*v.N, 1).StringFixed(1)
	}
	return scaled.DivRound(*v.N, 2).StringFixed(2)
}

// Gap is what stands where there is no figure. It is never a zero.
const Gap = "—"

// Fraction is the value as counts, k/n; the gap when either is missing.
func (v Value) Fraction() string {
	if v.K == nil || v.N == nil {
		return Gap
	}
	return FormatNumber(*v.K) + "/" + FormatNumber(*v.N)
}

// Interval is the 95 % interval as text, 5.2%–36.0%; empty when there is none.
func (v Value) Interval() string {
	if v.Low == nil || v.High == nil {
		return ""
	}
	return percent(*v.Low) + "–" + percent(*v.High)
}

func percent(share float64) string {
	return decimal.NewFromFloat(share).Shift(2).StringFixed(1) + "%"
}

// FormatNumber writes a number with thousands separators and all its decimals, trailing zeros left out: 1,234.5.
func FormatNumber(d decimal.Decimal) string {
	text := d.String()
	sign := ""
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		sign, text = "−", rest
	}
	whole, fraction, _ := strings.Cut(text, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if fraction = strings.TrimRight(fraction, "0"); fraction != "" {
		b.WriteString("." + fraction)
	}
	return b.String()
}
