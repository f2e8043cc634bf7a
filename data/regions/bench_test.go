package regions

import (
	"fmt"
	"testing"
)

// countryRoster is a roster of the size of the country's: 60 agencies in each county.
func countryRoster() []Agency {
	var agencies []Agency
	for _, r := range All() {
		if r.Level != LevelCounty || r.To != 0 {
			continue
		}
		for i := range 60 {
			agencies = append(agencies, Agency{Name: fmt.Sprintf("%s第%d局", r.Name, i), Region: r.Code})
		}
	}
	return agencies
}

func BenchmarkNewRoster(b *testing.B) {
	agencies := countryRoster()
	for b.Loop() {
		NewRoster(agencies)
	}
}

func BenchmarkRosterMatch(b *testing.B) {
	roster := NewRoster(countryRoster())
	for b.Loop() {
		if _, ok := roster.Match("开封市龙亭区第7局", ""); !ok {
			b.Fatal("not found")
		}
	}
}
