package brief

import (
	"math"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data/metrics"
)

// leastParts is how many parts have to be comparable before one of them is said to stand apart.
const leastParts = 3

// apart finds the part whose rate is farthest from that of all others together.
func (r Rule) apart(in Input, m metrics.Metric) (Sentence, string) {
	var fit []Used
	for _, e := range in.Comparison.Frame.Parts {
		u := in.at(e, m.Key, in.Year)
		if u.Rankable() && u.Low != nil && u.Doubtful == 0 && !u.Partial() {
			fit = append(fit, u)
		}
	}
	if len(fit) < leastParts {
		return Sentence{}, "可比的" + in.PartsName + "不足 3 个（每个至少 30 件，没有未解决的错误）"
	}
	var (
		best     Used
		rest     metrics.Value
		distance float64
	)
	for i, u := range fit {
		others := pool(m, append(append([]Used{}, fit[:i]...), fit[i+1:]...))
		if overlap(u.Value, others) {
			continue
		}
		if d := math.Abs(u.Rate.Sub(*others.Rate).InexactFloat64()); d > distance {
			best, rest, distance = u, others, d
		}
	}
	if distance == 0 {
		return Sentence{}, "没有一个" + in.PartsName + "的 95% 区间与其余的不重叠"
	}
	words := r.More
	if best.Rate.LessThan(*rest.Rate) {
		words = r.Less
	}
	s := Sentence{Weight: r.Importance * strong(distance*2)}
	s.Text = fill(words, "{part}", shortName(best.Entity.Name), "{parts}", in.PartsName, "{metric}", m.Name, "{now}", best.Text(), "{counts}", best.Fraction(),
		"{rest}", rest.Text(), "{rest_counts}", rest.Fraction())
	s.Figures = append(s.Figures, best)
	for _, u := range fit {
		if u.Entity.ID != best.Entity.ID {
			s.Figures = append(s.Figures, u)
		}
	}
	if left := len(in.Comparison.Frame.Parts) - len(fit); left > 0 {
		s.Note = "另有 " + decimal.NewFromInt(int64(left)).String() + " 个" + in.PartsName + "件数太少、没有报告或有未解决的错误，没有参加比较"
	}
	return s, ""
}

// pool is a rate over several parts together: the ratio of their sums.
func pool(m metrics.Metric, parts []Used) metrics.Value {
	k, n := decimal.Zero, decimal.Zero
	for _, u := range parts {
		k, n = k.Add(*u.K), n.Add(*u.N)
	}
	of := metrics.Metric{Key: m.Key, Kind: m.Kind, Unit: m.Unit, Share: m.Share,
		Numerator: []metrics.Term{{Measure: "k", Sign: +1}}, Denominator: []metrics.Term{{Measure: "n", Sign: +1}}}
	return metrics.Evaluate(of, func(t metrics.Term) metrics.Operand {
		if t.Measure == "k" {
			return metrics.Operand{Value: &k}
		}
		return metrics.Operand{Value: &n}
	})
}

// shortName is a name that leaves room for the rest of its sentence, on one line.
func shortName(name string) string {
	const most = 30
	name = strings.Join(strings.Fields(name), " ")
	if r := []rune(name); len(r) > most {
		return string(r[:most]) + "…"
	}
	return name
}
