package warehouse_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tongjian/data"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
)

func TestImportAgencies(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	// Known from a report before it is on the roster: it keeps its id.
	load(t, j, file("a", "财政局", "410202", report("2021", 2023, data.ScopeOwn, all("1"))))
	roster := []regions.Agency{
		{Name: "教育局", Region: "410202", Aliases: []string{"教体局", "教育体育局", "教体局", "教育局"}, Kind: regions.KindDepartment, CreditCode: "11410202",
			Scope: data.ScopeOwn, ExpectedFrom: 2019, ExpectedTo: 2023},
		{Name: "财政局", Region: "410202", Kind: regions.KindDepartment, Scope: data.ScopeOwn},
		{Name: "财政局", Region: "410203", Scope: data.ScopeOwn, Population: 12345, Sample: true},
	}
	importing := func(want warehouse.Imported) {
		t.Helper()
		got, err := j.ImportAgencies(t.Context(), roster)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("import (-want +got):\n%s", diff)
		}
	}
	importing(warehouse.Imported{Added: 2, Updated: 1})
	publish(t, j)
	importing(warehouse.Imported{Unchanged: 3})
	if s := publish(t, j); s.New {
		t.Error("importing the same roster was published anew")
	}
	end(t, j)

	j = begin(t, dir)
	defer end(t, j)
	want := []regions.Agency{
		{Name: "教育局", Region: "410202", Aliases: []string{"教体局", "教育体育局"}, Kind: regions.KindDepartment, CreditCode: "11410202",
			Scope: data.ScopeOwn, ExpectedFrom: 2019, ExpectedTo: 2023},
		roster[1], roster[2],
	}
	if diff := cmp.Diff(want, j.Agencies(), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("roster read back (-want +got):\n%s", diff)
	}
	importing(warehouse.Imported{Unchanged: 3})
	roster[0].Aliases = []string{"教育和体育局"}
	roster[2].Population = 0
	roster = append(roster, regions.Agency{Name: "财政局", Region: "410202", Kind: regions.KindDepartment, Scope: data.ScopeOwn, ExpectedTo: 2024})
	importing(warehouse.Imported{Updated: 3}) // of an agency that is listed twice, the later line counts
	wantRows := []string{"1 财政局 410202 部门 2024 NULL roster NULL", "2 教育局 410202 部门 2023 NULL roster 教育和体育局", "3 财政局 410203  0 NULL roster NULL"}
	got := rows(t, j.DB(), `SELECT a.id, a.name, a.region, a.kind, a.expected_to, a.population, a.origin, l.alias
		FROM agency a LEFT JOIN agency_alias l ON l.agency = a.id ORDER BY a.id`)
	if diff := cmp.Diff(wantRows, got); diff != "" {
		t.Errorf("agencies (-want +got):\n%s", diff)
	}

	// A report placed by an alias is the agency's; the former alias is nobody's.
	result := load(t, j, file("b", "教育和体育局", "410202", report("2021", 2023, data.ScopeOwn, all("1"))))
	if r := result.Reports[0]; r.Agency != 2 || r.NewAgency {
		t.Errorf("placed by an alias: %+v", r)
	}
	result = load(t, j, file("c", "教体局", "410202", report("2021", 2023, data.ScopeOwn, all("1"))))
	if r := result.Reports[0]; r.Agency != 4 || !r.NewAgency {
		t.Errorf("placed by a former alias: %+v", r)
	}
	if _, err := j.ImportAgencies(t.Context(), []regions.Agency{{Region: "410202"}}); err == nil {
		t.Error("an agency without a name was imported")
	}
}
