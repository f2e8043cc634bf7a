package metrics

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The first four are the intervals for single proportions published by Newcombe (1998), table I, method 3 (score, without
// continuity correction). The last is Longting's 3 of 20, computed by hand from the formula.
func TestWilsonPublished(t *testing.T) {
	for _, tc := range []struct {
		k, n      float64
		low, high float64
	}{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0.0000, 0.1611},
		{1, 29, 0.0061, 0.1718},
		{3, 20, 0.0524, 0.3604},
	} {
		low, high := Wilson(tc.k, tc.n, Z95)
		if math.Abs(low-tc.low) > 0.00005 || math.Abs(high-tc.high) > 0.00005 {
			t.Errorf("%v of %v: %.4f to %.4f, want %.4f to %.4f", tc.k, tc.n, low, high, tc.low, tc.high)
		}
	}
}

func TestWilsonWithoutCases(t *testing.T) {
	if low, high := Wilson(0, 0, Z95); low != 0 || high != 1 {
		t.Errorf("0 of 0: %v to %v, want everything from 0 to 1", low, high)
	}
}

func TestWilsonProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := float64(rapid.IntRange(1, 1_000_000).Draw(t, "n"))
		k := float64(rapid.IntRange(0, int(n)).Draw(t, "k"))
		low, high := Wilson(k, n, Z95)
		if low < 0 || high > 1 || low > k/n || high < k/n {
			t.Fatalf("%v of %v: %v to %v does not hold %v", k, n, low, high, k/n)
		}
		wider, wide := Wilson(k, n, Z998)
		if wider > low || wide < high {
			t.Fatalf("%v of %v: 99.8 %% limits %v to %v lie within the 95 %% ones %v to %v", k, n, wider, wide, low, high)
		}
		mirrored, other := Wilson(n-k, n, Z95)
		if math.Abs(mirrored-(1-high)) > 1e-9 || math.Abs(other-(1-low)) > 1e-9 {
			t.Fatalf("%v of %v is not the mirror of the rest", k, n)
		}
	})
}
