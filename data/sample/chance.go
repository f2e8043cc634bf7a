package sample

import (
	"math"
	"math/rand/v2"
)

// poisson draws a count with the given mean.
func poisson(r *rand.Rand, mean float64) int64 {
	if mean <= 0 {
		return 0
	}
	if mean > 50 {
		return max(0, int64(math.Round(mean+math.Sqrt(mean)*r.NormFloat64())))
	}
	limit, product, n := math.Exp(-mean), r.Float64(), int64(0)
	for product > limit {
		product *= r.Float64()
		n++
	}
	return n
}

// binomial draws how many of n happen, each with probability p.
func binomial(r *rand.Rand, n int64, p float64) int64 {
	hits := int64(0)
	for range n {
		if r.Float64() < p {
			hits++
		}
	}
	return hits
}

// distribute draws where each of n goes, by weight.
func distribute(r *rand.Rand, n int64, weights []float64) []int64 {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	out := make([]int64, len(weights))
	for range n {
		out[choose(r, weights, total)]++
	}
	return out
}

func choose(r *rand.Rand, weights []float64, total float64) int {
	x := r.Float64() * total
	for i, w := range weights {
		if x -= w; x < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// spread is a factor around 1, seldom far from it; sigma is how far.
func spread(r *rand.Rand, sigma float64) float64 { return math.Exp(sigma * r.NormFloat64()) }

// pick draws one of several.
func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }
