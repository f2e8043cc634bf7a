package metrics

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestFunnelNarrows(t *testing.T) {
	previous := 1.1
	for _, n := range []float64{1, 5, 20, 100, 1000} {
		low, high := FunnelLimits(0.25, n, Z95)
		if high-low >= previous {
			t.Errorf("limits over %v cases are %v wide, not narrower than %v", n, high-low, previous)
		}
		previous = high - low
	}
}

// Of few cases none at all is no surprise, and of many it is: the limits are those of counts.
func TestFunnelOfFewCases(t *testing.T) {
	for _, tc := range []struct {
		p, n, z float64
		k       float64
		inside  bool
	}{
		{0.123, 10, Z998, 0, true}, // happens once in four
		{0.123, 10, Z95, 0, true},
		{0.123, 28, Z95, 0, true},   // once in 39
		{0.123, 30, Z95, 0, false},  // once in 51
		{0.123, 52, Z998, 0, true},  // once in 920
		{0.123, 54, Z998, 0, false}, // once in 1,197
		{0.123, 10, Z998, 5, true},  // 5 or more: once in 240
		{0.123, 10, Z998, 6, false}, // 6 or more: once in 2,100
		{0.99, 1, Z95, 1, true},
		{0.5, 20, Z95, 6, true},
		{0.5, 20, Z95, 5, false}, // 5 or fewer: 2.07 %
		{0.5, 20, Z95, 15, false},
	} {
		low, high := FunnelLimits(tc.p, tc.n, tc.z)
		if got := tc.k/tc.n >= low && tc.k/tc.n <= high; got != tc.inside {
			t.Errorf("%v of %v around %v: limits %.4f to %.4f", tc.k, tc.n, tc.p, low, high)
		}
	}
}

// A count outside the limits has at most the chance of the tail: added up term by term here.
func TestFunnelLimitsHoldWhatChanceDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := float64(rapid.IntRange(1, 400).Draw(t, "n"))
		p := rapid.Float64Range(0.01, 0.99).Draw(t, "p")
		z := rapid.SampledFrom([]float64{Z95, Z998}).Draw(t, "z")
		low, high := FunnelLimits(p, n, z)
		if low < 0 || high > 1 || low > p || high < p {
			t.Fatalf("limits %v to %v do not hold %v", low, high, p)
		}
		tail := math.Erfc(z/math.Sqrt2) / 2
		under, over := 0.0, 0.0
		for k := 0.0; k <= n; k++ {
			a, _ := math.Lgamma(n + 1)
			b, _ := math.Lgamma(k + 1)
			c, _ := math.Lgamma(n - k + 1)
			chance := math.Exp(a - b - c + k*math.Log(p) + (n-k)*math.Log(1-p))
			if k/n < low-1e-12 {
				under += chance
			}
			if k/n > high+1e-12 {
				over += chance
			}
		}
		if under > tail+1e-9 || over > tail+1e-9 {
			t.Fatalf("chance below %v, above %v, allowed %v", under, over, tail)
		}
	})
}
