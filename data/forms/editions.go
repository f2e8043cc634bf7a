package forms

import (
	"slices"
	"sync"
)

// All lists the editions, newest first. What the editions hold is shared and must not be changed.
func All() []Edition { return slices.Clone(editions()) }

var editions = sync.OnceValue(func() []Edition { return []Edition{edition2021(), edition2019()} })

// Named gives an edition by its name.
func Named(name string) (Edition, bool) {
	for _, e := range editions() {
		if e.Name == name {
			return e, true
		}
	}
	return Edition{}, false
}

// ForYear gives the edition in force for reports on a year.
func ForYear(year int) (Edition, bool) {
	for _, e := range editions() {
		if e.InForce(year) {
			return e, true
		}
	}
	return Edition{}, false
}
