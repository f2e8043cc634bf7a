package forms

// All lists the editions, newest first.
func All() []Edition { return []Edition{edition2021(), edition2019()} }

// Named gives an edition by its name.
func Named(name string) (Edition, bool) {
	for _, e := range All() {
		if e.Name == name {
			return e, true
		}
	}
	return Edition{}, false
}

// ForYear gives the edition in force for reports on a year.
func ForYear(year int) (Edition, bool) {
	for _, e := range All() {
		if e.InForce(year) {
			return e, true
		}
	}
	return Edition{}, false
}
