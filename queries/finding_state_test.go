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
