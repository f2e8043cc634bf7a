package metrics

import (
	"math"

	"github.com/shopspring/decimal"
)

// Z95 and Z998 are the normal quantiles of two-sided 95 % and 99.8 % limits, the pair funnel plots are drawn with.
const (
	Z95  = 1.959963984540054
	Z998 = 3.090232306167813
)

// Wilson gives the score interval of a proportion of k in n (Wilson 1927), at the normal quantile z. Unlike the textbook
// interval it stays within 0 and 1 and does not collapse when k is 0 or n. Without cases there is no interval: 0, 1.
func Wilson(k, n, z float64) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	p := k / n
	centre := p + z*z/(2*n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	whole := 1 + z*z/n
	low, high = (centre-half)/whole, (centre+half)/whole
	// At the ends the formula gives exactly 0 and 1; floating point only nearly.
	if k <= 0 {
		low = 0
	}
	if k >= n {
		high = 1
	}
	return low, high
}

// interval is the 95 % interval of k in n; none when k is not a part of n, which a faulty report can bring about.
func interval(k, n decimal.Decimal) (low, high *float64) {
	if n.Sign() <= 0 || k.Sign() < 0 || k.GreaterThan(n) {
		return nil, nil
	}
	l, h := Wilson(k.InexactFloat64(), n.InexactFloat64(), Z95)
	return &l, &h
}
