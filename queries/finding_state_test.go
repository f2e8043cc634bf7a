package queries

import (
	"fmt"
	"strings"
	"testing"
)

const explainedWorld = `
report 星湖区财政局 990101 2021 own
  finding error T3-BALANCE requests.received:total outcome.total:total
  finding warning BLANK outcome.total:other
report 青禾区财政局 990102 2021 own
  finding error T3-BALANCE requests.received:total
  finding error T3-OUTCOMES outcome.total:total
  finding note N-ITEMS
`

// What an office has explained is told apart in the list, in every count and by agency.
func TestFindingsExplained(t *testing.T) {
	roster, files, err := parseWorld(explainedWorld)
	if err != nil {
		t.Fatal(err)
	}
	db := publish(t, roster, files)
	every, err := AllFindings(t.Context(), db, FindingQuery{})
	if err != nil || len(every) != 5 {
		t.Fatalf("%d findings, %v", len(every), err)
	}
	id := func(region, check string) int {
		for _, f := range every {
			if f.Region == region && f.Check == check {
				return f.ID
			}
		}
		t.Fatalf("no %s in %s", check, region)
		return 0
	}
	explained := NewExplained([]int{id("990101", "T3-BALANCE"), id("990102", "N-ITEMS")})
	for _, c := range []struct {
		q    FindingQuery
		want string
	}{
		{FindingQuery{}, "5: 3 1 1 in 2; 青禾区财政局 2 0 1, 星湖区财政局 1 1 0"},
		{FindingQuery{State: FindingExplained}, "0: 0 0 0 in 0; "},
		{FindingQuery{State: FindingOpen}, "5: 3 1 1 in 2; 青禾区财政局 2 0 1, 星湖区财政局 1 1 0"},
		{FindingQuery{State: FindingOpen, Explained: explained}, "3: 2 1 0 in 2; 青禾区财政局 2 0 0, 星湖区财政局 0 1 0"},
		{FindingQuery{State: FindingExplained, Explained: explained}, "2: 1 0 1 in 1; 星湖区财政局 1 0 0, 青禾区财政局 0 0 1"},
		{FindingQuery{State: FindingExplained, Explained: explained, Check: "T3-BALANCE"}, "1: 1 0 0 in 1; 星湖区财政局 1 0 0"},
		{FindingQuery{State: FindingOpen, Explained: explained, Severity: "warning"}, "1: 2 1 0 in 2; 星湖区财政局 0 1 0"},
		{FindingQuery{ID: id("990102", "N-ITEMS")}, "1: 0 0 1 in 0; 青禾区财政局 0 0 1"},
		{FindingQuery{Agencies: []int{every[len(every)-1].Agency}}, "3: 2 0 1 in 1; 青禾区财政局 2 0 1"},
	} {
		list, err := Findings(t.Context(), db, c.q)
		if err != nil {
			t.Fatal(err)
		}
		agencies, err := FindingAgencies(t.Context(), db, c.q)
		if err != nil {
			t.Fatal(err)
		}
		var by []string
		for _, a := range agencies {
			by = append(by, fmt.Sprint(a.AgencyName, " ", a.Errors, " ", a.Warnings, " ", a.Notes))
		}
		n := list.Counts
		got := fmt.Sprintf("%d: %d %d %d in %d; %s", list.Total, n.Errors, n.Warnings, n.Notes, n.Reports, strings.Join(by, ", "))
		if got != c.want || len(list.Rows) != list.Total {
			t.Errorf("%+v: %s (%d rows), want %s", c.q, got, len(list.Rows), c.want)
		}
	}
}

const doubtfulWorld = `
report 星湖区财政局 990101 2021 own
  requests.received 20
  outcome.total 20
  finding error T3-BALANCE requests.received:total outcome.total:total
report 青禾区财政局 990102 2021 own
  requests.received 40
  outcome.total 30
  finding error T3-BALANCE requests.received:total
  finding error T3-APPLICANTS requests.received:total
  finding error T3-OUTCOMES outcome.total:total
`

// A figure with an open error carries u; when every error on it is explained, e instead.
func TestFlagsOfExplainedErrors(t *testing.T) {
	roster, files, err := parseWorld(doubtfulWorld)
	if err != nil {
		t.Fatal(err)
	}
	db := publish(t, roster, files)
	every, err := AllFindings(t.Context(), db, FindingQuery{})
	if err != nil {
		t.Fatal(err)
	}
	explain := func(checks ...string) Explained {
		var ids []int
		for _, f := range every {
			for _, c := range checks {
				if c == f.Region+" "+f.Check {
					ids = append(ids, f.ID)
				}
			}
		}
		if len(ids) != len(checks) {
			t.Fatalf("%q are findings %v", checks, ids)
		}
		return NewExplained(ids)
	}
	for _, c := range []struct {
		explained          Explained
		lake, field, whole string // requests.received of the districts and of the city; flags, open, explained
	}{
		{"", "u 1 0", "u 1 0", "u 2 0"},
		{explain("990101 T3-BALANCE"), "e 0 1", "u 1 0", "u 1 1"},
		{explain("990102 T3-BALANCE"), "u 1 0", "u 1 1", "u 2 1"},
		{explain("990102 T3-BALANCE", "990102 T3-APPLICANTS"), "u 1 0", "e 0 1", "u 1 1"},
		{explain("990101 T3-BALANCE", "990102 T3-BALANCE", "990102 T3-APPLICANTS"), "e 0 1", "e 0 1", "e 0 2"},
	} {
		f := Filter{Region: "990100", From: 2021, To: 2021, Basis: BasisOwn, Explained: c.explained}
		districts, err := Districts(t.Context(), db, f, "requests.received", "completion")
		if err != nil {
			t.Fatal(err)
		}
		compared, err := Compare(t.Context(), db, CompareQuery{Entities: []string{"990102"}, Metrics: []string{"requests.received"}, From: 2021,
			To: 2021, Basis: BasisOwn, Explained: c.explained})
		if err != nil {
			t.Fatal(err)
		}
		show := func(f Figure) string { return fmt.Sprint(f.Flags, " ", f.Doubtful, " ", f.Explained) }
		for _, place := range []struct{ code, want string }{{"990101", c.lake}, {"990102", c.field}, {"990100", c.whole}} {
			p, ok := districts.At(place.code, "requests.received", 2021)
			if got := show(p.Figure); !ok || got != place.want {
				t.Errorf("explained %q: %s is %s, want %s", c.explained, place.code, got, place.want)
			}
		}
		if got := show(compared.Points[0].Figure); got != c.field {
			t.Errorf("explained %q: compared, 990102 is %s, want %s", c.explained, got, c.field)
		}
		// A rate whose other number has an open error stays in doubt.
		if p, ok := districts.At("990102", "completion", 2021); !ok || !p.Flags.Has("u") || p.Flags.Has("e") {
			t.Errorf("explained %q: the rate carries %s", c.explained, p.Flags)
		}
	}
}
