package brief

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data/metrics"
	"tongjian/queries"
)

// judge gives the sentence of a rule, or the reason why it cannot be said.
func (r Rule) judge(in Input) (Sentence, string) {
	m, ok := metrics.Lookup(in.metric(r.Metric))
	if !ok {
		return Sentence{}, "没有这一指标"
	}
	if r.Kind == Apart {
		return r.apart(in, m)
	}
	self := in.Comparison.Frame.Self
	now, before := in.at(self, m.Key, in.Year), in.at(self, m.Key, in.Year-1)
	if reason := r.passes(m, before.Figure, now.Figure); reason != "" {
		return Sentence{}, reason
	}
	way, strength, reason := r.compared(before.Value, now.Value)
	if reason != "" {
		return Sentence{}, reason
	}
	s := Sentence{Figures: []Used{now, before}, Weight: r.Importance * strength}
	if against := doubts(in, before, now); against != "" {
		note, reason := r.holds(in, m, way)
		if reason != "" {
			return Sentence{}, against + "，" + reason
		}
		s.Note = against + "；" + note
	}
	words := r.More
	if way < 0 {
		words = r.Less
	}
	s.Text = fill(words, "{year}", strconv.Itoa(in.Year), "{metric}", m.Name, "{now}", now.Text(), "{before}", before.Text(),
		"{counts}", now.Fraction(), "{counts_before}", before.Fraction(), "{growth}", growth(before.Value, now.Value))
	return s, ""
}

// passes holds the figures against the rules for small numbers and breaks.
func (r Rule) passes(m metrics.Metric, before, now queries.Figure) string {
	least := int64(metrics.MinCases)
	if r.Kind == Steady {
		least = metrics.MinRank
	}
	for _, f := range []struct {
		year string
		queries.Figure
	}{{"本年", now}, {"上年", before}} {
		if f.K == nil || m.Kind != metrics.KindCount && f.N == nil {
			return f.year + f.Absent.Label()
		}
		base := f.N
		if m.Kind == metrics.KindCount {
			if base = f.K; f.year == "本年" {
				continue // a fall to nearly nothing is a fall
			}
		}
		if base.LessThan(decimal.NewFromInt(least)) {
			return fmt.Sprintf("%s不足 %d 件", f.year, least)
		}
	}
	if now.Flags.Has(metrics.FlagBreak) {
		return "统计口径在这一年中断，前后不能比较"
	}
	return ""
}

// compared tells which way a figure went, +1 or -1, 0 for none, and how strongly, 1 to 2; or why that cannot be said.
func (r Rule) compared(before, now metrics.Value) (way int, strength float64, reason string) {
	if r.Kind == Growth {
		a, b := before.K.InexactFloat64(), now.K.InexactFloat64()
		z := (b - a) / math.Sqrt(max(a+b, 1))
		if math.Abs(z) <= metrics.Z95 {
			return 0, 0, "增减没有超出偶然波动"
		}
		return sign(z), strong(math.Abs(b-a) / a), ""
	}
	if before.Low == nil || now.Low == nil {
		return 0, 0, "分子不是分母的一部分，报告有误"
	}
	switch {
	case r.Kind == Steady && !overlap(before, now):
		return 0, 0, "两年有差别"
	case r.Kind == Steady:
		return +1, 1, ""
	case overlap(before, now):
		return 0, 0, "两年的 95% 区间重叠，差别可能只是偶然"
	}
	difference := now.Rate.Sub(*before.Rate).InexactFloat64()
	return sign(difference), strong(math.Abs(difference) * 5), ""
}

// overlap reports whether the intervals of two rates have anything in common.
func overlap(a, b metrics.Value) bool { return *a.Low <= *b.High && *b.Low <= *a.High }

// strong makes of a difference a strength between 1 and 2, the same whatever is compared.
func strong(difference float64) float64 { return 1 + math.Min(1, difference) }

func sign(f float64) int {
	if f < 0 {
		return -1
	}
	return 1
}

// doubts says what stands against a comparison of two years; empty when nothing does.
func doubts(in Input, before, now Used) string {
	var list []string
	if n := max(before.Doubtful, now.Doubtful); n > 0 {
		list = append(list, fmt.Sprintf("%d 份报告有未解决的错误", n))
	}
	for _, f := range []Used{before, now} {
		if f.Partial() {
			list = append(list, fmt.Sprintf("%d 年有 %d 份报告没有填", f.Year, f.Reports-f.Reported))
		}
	}
	for _, c := range in.Comparison.Frame.Coverage {
		if c.Missing() > 0 && (c.Year == before.Year || c.Year == now.Year) {
			list = append(list, fmt.Sprintf("%d 年缺 %d 份报告", c.Year, c.Missing()))
		}
	}
	if len(list) == 0 && before.Reports != now.Reports {
		list = append(list, fmt.Sprintf("两年的报告数不同（%d 份和 %d 份）", before.Reports, now.Reports))
	}
	return strings.Join(list, "、")
}

// holds asks whether the same can be said of the agencies that reported in both years without open errors.
func (r Rule) holds(in Input, m metrics.Metric, way int) (note, reason string) {
	const no = "只看两年都有报告、没有未解决错误的单位，得不出同样的结论"
	if in.Panel == nil {
		return "", no
	}
	before, now, agencies := in.Panel.Evaluate(m, in.Year-1, in.Year)
	if r.passes(m, queries.Figure{Value: before}, queries.Figure{Value: now}) != "" {
		return "", no
	}
	again, _, failed := r.compared(before, now)
	if failed != "" || again != way {
		return "", no
	}
	return fmt.Sprintf("只看两年都有报告、没有未解决错误的 %d 个单位，结论相同", agencies), ""
}

// growth is the change of a count in percent, without its sign.
func growth(before, now metrics.Value) string {
	if now.Kind != metrics.KindCount {
		return ""
	}
	change := now.K.Sub(*before.K).Abs()
	return change.Shift(2).DivRound(*before.K, 1).StringFixed(1) + "%"
}

// fill puts values in the place of fields: pairs of field and value.
func fill(words string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(words) }
