package forms

import (
	"slices"
	"sync"
)

// All lists the editions, newest first. What the editions hold is shared and must not be changed.
func All() []Edition { return slices.Clone(editions()) }

var editions = sync.OnceValue(func() []Edition {
	all := []Edition{edition2021(), edition2019(), edition2014()}
	for _, e := range all {
		for i := range e.Tables {
			e.Tables[i].cells = e.Tables[i].gather()
		}
	}
	return all
})

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

// TableIDs lists the tables of all editions, those of the newest first, each once.
func TableIDs() []string {
	var ids []string
	for _, e := range editions() {
		for _, t := range e.Tables {
			if !slices.Contains(ids, t.ID) {
				ids = append(ids, t.ID)
			}
		}
	}
	return ids
}

// TablesOf lists the tables a report has or ought to have: all those of each edition that one of its tables is on. used gives the
// edition of each table it has, as in data.Report; when it has none, the newest edition's tables are meant.
func TablesOf(used map[string]string) []string {
	var ids []string
	add := func(e Edition) {
		for _, t := range e.Tables {
			if !slices.Contains(ids, t.ID) {
				ids = append(ids, t.ID)
			}
		}
	}
	for _, e := range editions() {
		for id, name := range used {
			if _, has := e.Table(id); has && name == e.Name {
				add(e)
				break
			}
		}
	}
	if ids == nil {
		add(editions()[0])
	}
	return ids
}

// Together reports whether two tables stand in one form: 表二 and 表三 do, 表三 and the 统计表 of 2014 do not.
func Together(a, b string) bool {
	return slices.ContainsFunc(editions(), func(e Edition) bool {
		_, hasA := e.Table(a)
		_, hasB := e.Table(b)
		return hasA && hasB
	})
}
