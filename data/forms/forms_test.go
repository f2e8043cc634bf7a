package forms

import (
	"slices"
	"strings"
	"testing"

	"tongjian/data"
)

func TestEveryCellHasAMeasureAndEveryKeyStandsOnce(t *testing.T) {
	for _, e := range All() {
		seen := map[data.CellID]bool{}
		for _, table := range e.Tables {
			for _, b := range table.Blocks {
				for _, r := range b.Rows {
					if len(r.Cells) != len(b.Columns) {
						t.Errorf("%s 表%s row %q: %d cells under %d columns", e.Name, table.ID, r.Label, len(r.Cells), len(b.Columns))
					}
				}
			}
			for _, c := range table.Cells() {
				if seen[c.CellID] {
					t.Errorf("%s: %v stands twice", e.Name, c.CellID)
				}
				seen[c.CellID] = true
				m, ok := MeasureOf(c.Key)
				if !ok {
					t.Errorf("%s: %s has no measure", e.Name, c.Key)
				}
				if stood, ok := newestTable(c.Key); !ok || m.Table != stood {
					t.Errorf("%s: %s is declared in table %s and stands in %s", e.Name, c.Key, m.Table, stood)
				}
			}
			for _, id := range table.Identities {
				for _, cell := range append(id.Left, id.Right...) {
					if _, ok := table.Cell(cell); !ok {
						t.Errorf("%s %s %s: %v is no cell of table %s", e.Name, id.Check, id.Where, cell, table.ID)
					}
				}
			}
		}
	}
}

// newestTable is the table of the newest edition that prints a measure or, for a sum, its parts.
func newestTable(key string) (string, bool) {
	m, _ := MeasureOf(key)
	for _, e := range All() {
		for _, table := range e.Tables {
			for _, c := range table.Cells() {
				if c.Key == key || slices.Contains(m.Sum, c.Key) {
					return table.ID, true
				}
			}
		}
	}
	return "", false
}

func TestTablesOfReports(t *testing.T) {
	for _, tc := range []struct {
		used map[string]string
		want string
	}{
		{map[string]string{"1": "2014"}, "1"},
		{map[string]string{"3": "2021"}, "2 3 4"},
		{map[string]string{"2": "2019", "4": "2021"}, "2 3 4"},
		{map[string]string{"1": "2014", "3": "2019"}, "2 3 4 1"},
		{map[string]string{"1": "", "3": "2019"}, "2 3 4"},
		{map[string]string{"1": "2021"}, "2 3 4"}, // no edition of that name has it
		{nil, "2 3 4"},
	} {
		if got := strings.Join(TablesOf(tc.used), " "); got != tc.want {
			t.Errorf("%v: tables %q, want %q", tc.used, got, tc.want)
		}
	}
	if got := strings.Join(TableIDs(), " "); got != "2 3 4 1" {
		t.Errorf("all tables are %q", got)
	}
	if got := TableName("1") + TableName("3"); got != "统计表表三" {
		t.Errorf("tables are called %q", got)
	}
}

func TestCellsOfEditions(t *testing.T) {
	for _, tc := range []struct {
		edition, table    string
		cells, identities int
	}{
		{"2021", "2", 10, 0}, {"2021", "3", 25 * 7, 7 + 7 + 25}, {"2021", "4", 15, 3},
		{"2014", "1", 58, 6},
		{"2019", "2", 22, 0}, {"2019", "3", 23 * 7, 7 + 7 + 23}, {"2019", "4", 15, 3},
	} {
		e, ok := Named(tc.edition)
		if !ok {
			t.Fatalf("no edition %s", tc.edition)
		}
		table, ok := e.Table(tc.table)
		if !ok {
			t.Fatalf("%s: no table %s", tc.edition, tc.table)
		}
		if got := len(table.Cells()); got != tc.cells {
			t.Errorf("%s 表%s: %d cells, want %d", tc.edition, tc.table, got, tc.cells)
		}
		if got := len(table.Identities); got != tc.identities {
			t.Errorf("%s 表%s: %d identities, want %d", tc.edition, tc.table, got, tc.identities)
		}
	}
}

func TestSumsAreMadeOfMeasures(t *testing.T) {
	for _, m := range Measures() {
		if m.Name == "" || m.Table == "" {
			t.Errorf("%s: name %q, table %q", m.Key, m.Name, m.Table)
		}
		for _, part := range m.Sum {
			if _, ok := MeasureOf(part); !ok {
				t.Errorf("%s is the sum of %s, which is no measure", m.Key, part)
			}
		}
	}
	refused, _ := MeasureOf("outcome.refused")
	if len(refused.Sum) != 8 {
		t.Errorf("不予公开 is the sum of %d rows, want 8", len(refused.Sum))
	}
}

func TestLabelsTellCellsApart(t *testing.T) {
	for _, e := range All() {
		for _, table := range e.Tables {
			seen := map[string]data.CellID{}
			for _, c := range table.Cells() {
				if other, ok := seen[c.Label()]; ok {
					t.Errorf("%s 表%s: %q names %v and %v", e.Name, table.ID, c.Label(), other, c.CellID)
				}
				seen[c.Label()] = c.CellID
			}
		}
	}
}
