package sample

import (
	"math/rand/v2"

	"tongjian/data/forms"
)

// reviewFirst is the year from which the amended 行政复议法 sends most refusals to review before they can go to court.
const reviewFirst = 2024

// reviews lives through a year of reviews and lawsuits. pending are the undecided cases of each route, which the next
// year's totals include.
func reviews(r *rand.Rand, m member, year int, pending []int64, f figures) {
	load := float64(f.count("requests.received", forms.Total) + f.count("requests.carried_in", forms.Total))
	rates := []float64{0.055, 0.024, 0.012} // review, suit_direct, suit_after_review
	if year >= reviewFirst {
		rates = []float64{0.082, 0.006, 0.020}
	}
	corrected := m.character.corrected
	for i, route := range forms.Routes() {
		share := corrected
		if route.Key != "review" {
			share = 0.06 + 0.25*corrected
		}
		total := poisson(r, load*rates[i]) + pending[i]
		results := distribute(r, total, []float64{0.68 - share, share, 0.2, 0.12})
		pending[i] = results[3]
		for j, result := range forms.Results()[:4] {
			f.set(route.Key+"."+result.Key, "", results[j])
		}
		f.set(route.Key+"."+forms.Total, "", total)
	}
}
