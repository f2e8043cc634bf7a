package metrics

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// FunnelLimits gives the limits a proportion of n cases stays within when its true value is p: chance takes it beyond either of them no
// more often than beyond the normal quantile z. They are those of counts, exact binomial quantiles, drawn as a curve between the last
// count outside and the first inside (after Spiegelhalter 2005, Funnel plots for comparing institutional performance, Statistics in
// Medicine 24). Where even no case at all is no surprise, the lower limit is 0. Without cases there are no limits: 0, 1.
func FunnelLimits(p, n, z float64) (low, high float64) {
	n = math.Round(n)
	if n < 1 {
		return 0, 1
	}
	if p <= 0 || p >= 1 {
		return p, p
	}
	tail := math.Erfc(z/math.Sqrt2) / 2
	return lowerLimit(p, n, tail), 1 - lowerLimit(1-p, n, tail)
}

// lowerLimit is the limit that chance takes a proportion of n cases below no more often than tail.
func lowerLimit(p, n, tail float64) float64 {
	upTo := func(k float64) float64 { // the chance of k cases or fewer
		switch {
		case k < 0:
			return 0
		case k >= n:
			return 1
		}
		return mathext.RegIncBeta(n-k, k+1, 1-p)
	}
	inside, most := 0.0, n
	for inside < most {
		if middle := math.Floor((inside + most) / 2); upTo(middle) < tail {
			inside = middle + 1
		} else {
			most = middle
		}
	}
	part := (upTo(inside) - tail) / (upTo(inside) - upTo(inside-1)) // of the way back to the last count outside
	return max((inside-part)/n, 0)
}
