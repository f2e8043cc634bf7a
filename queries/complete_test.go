package queries

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongjian/data/metrics"
)

// TestCompleteCasesReadyMade sums up every declared metric of several regions by the statement, and looks it up.
func TestCompleteCasesReadyMade(t *testing.T) {
	db := synthetic(t, 40, 3)
	atlas, err := LoadAtlas(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	var keys, terms []string
	for _, m := range metrics.All() {
		if atlas.completes(m) {
			keys, terms = append(keys, m.Key), append(terms, termList(m)...)
		}
	}
	if !slices.Contains(keys, "any_release") || !slices.Contains(keys, "correction_review") {
		t.Fatalf("ready-made are %s", keys)
	}
	list := "990100,990101,000000"
	summed, err := ask(t.Context(), db, []string{placedOwn, "complete.sql"}, scanComplete, list, 2019, 2020, string(BasisOwn), strings.Join(terms, ","))
	if err != nil {
		t.Fatal(err)
	}
	ready, err := ask(t.Context(), db, []string{"completed.sql"}, scanComplete, list, 2019, 2020, strings.Join(keys, ","))
	if err != nil {
		t.Fatal(err)
	}
	if len(summed) == 0 {
		t.Fatal("nothing is complete")
	}
	byKey := func(rows []completeRow) map[completeKey]string {
		out := map[completeKey]string{}
		for _, r := range rows {
			out[r.key] = r.cell.value.String() + " of " + strings.Repeat("+", r.cell.reported)
		}
		return out
	}
	if diff := cmp.Diff(byKey(summed), byKey(ready), cmp.AllowUnexported(completeKey{}, cellKey{}, entityYear{})); diff != "" {
		t.Errorf("summed up and ready-made differ (-summed +ready):\n%s", diff)
	}
}

// TestOtherOperandsAreNotReadyMade asks an atlas about metrics as a newer program may declare them.
func TestOtherOperandsAreNotReadyMade(t *testing.T) {
	m, _ := metrics.Lookup("any_release")
	atlas := &Atlas{operands: map[string][]metrics.Term{m.Key: m.Operands()}}
	if !atlas.completes(m) {
		t.Fatal("the very metric is not found")
	}
	fewer, others, unknown := m, m, m
	fewer.Numerator = m.Numerator[1:]
	others.Numerator = append(slices.Clone(m.Numerator[1:]), metrics.Term{Measure: "outcome.refused", Applicant: "total", Sign: 1})
	unknown.Key = "newer"
	for _, m := range []metrics.Metric{fewer, others, unknown} {
		if atlas.completes(m) {
			t.Errorf("%s of %v is said to be ready-made as %v", m.Key, m.Terms(), atlas.operands)
		}
	}
}
