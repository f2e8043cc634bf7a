package queries

import (
	"fmt"

	"tongjian/data"
)

// Basis (口径) tells which reports a region's figures come from. The two are never mixed.
type Basis string

const (
	// BasisOwn sums the own reports (本级) of all agencies in the region.
	BasisOwn Basis = "own"
	// BasisConsolidated takes the consolidated report (汇总) of the region's government.
	BasisConsolidated Basis = "consolidated"
)

// Label is the basis in Chinese, as pages name it.
func (b Basis) Label() string {
	if b == BasisConsolidated {
		return "政府汇总报告"
	}
	return "各单位本级报告合计"
}

// Scope is the scope of the reports the basis is made of.
func (b Basis) Scope() data.Scope { return data.Scope(b) }

// Filter is what the top of every page chooses: region, years and basis.
type Filter struct {
	Region string // code of data/regions; 000000 is the country
	From   int    // first year shown
	To     int    // last year shown, and the year of a page that shows one
	Basis  Basis
	// Explained are the findings an office has explained, in the snapshot asked: a figure whose errors all are carries e, not u.
	Explained Explained
}

// maxYears bounds what one answer may cover.
const maxYears = 50

// Years lists the years from From to To.
func (f Filter) Years() []int {
	var years []int
	for y := f.From; y <= f.To; y++ {
		years = append(years, y)
	}
	return years
}

// check refuses what no snapshot can answer.
func (f Filter) check() error {
	switch {
	case f.Basis != BasisOwn && f.Basis != BasisConsolidated:
		return fmt.Errorf("basis %q: want own or consolidated", f.Basis)
	case f.From > f.To || f.To-f.From >= maxYears:
		return fmt.Errorf("years %d to %d: want at most %d in order", f.From, f.To, maxYears)
	}
	return nil
}
