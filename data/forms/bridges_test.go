package forms

import (
	"testing"

	"tongjian/data"
)

// A bridge leads from cells an edition prints to a cell a later edition prints or sums up, all in one applicant column: what is
// counted by applicant there is the total here.
func TestBridgesLeadFromPrintedCellsToPresentMeasures(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range Bridges() {
		if seen[b.Edition+b.Measure] {
			t.Errorf("%s is bridged twice", b.Measure)
		}
		seen[b.Edition+b.Measure] = true
		m, ok := MeasureOf(b.Measure)
		if !ok || m.Table == Statistics || b.Note == "" {
			t.Errorf("%s: a measure of the present form %v, note %q", b.Measure, ok && m.Table != Statistics, b.Note)
		}
		e, ok := Named(b.Edition)
		if !ok {
			t.Fatalf("no edition %s", b.Edition)
		}
		column := ""
		if m.Table == "3" {
			column = Total
		}
		for _, part := range b.Parts {
			id := data.CellID{Key: part, Column: column}
			if !e.prints(id) {
				t.Errorf("%s: edition %s does not print %v", b.Measure, e.Name, id)
			}
			of, _ := MeasureOf(part)
			if of.Unit != m.Unit || of.Kind != m.Kind {
				t.Errorf("%s is made of %s, which is counted otherwise", b.Measure, part)
			}
		}
		if printed := e.prints(data.CellID{Key: b.Measure, Column: column}); printed != b.Direct() {
			t.Errorf("%s: edition %s prints it %v, direct %v", b.Measure, e.Name, printed, b.Direct())
		}
		if found, ok := BridgeOf(b.Edition, b.Measure); !ok || found.Note != b.Note {
			t.Errorf("%s: found %v", b.Measure, found)
		}
	}
	if _, ok := BridgeOf("2019", "outcome.granted"); ok {
		t.Error("edition 2019 prints 予以公开 and needs no bridge")
	}
}

func (e Edition) prints(id data.CellID) bool {
	for _, table := range e.Tables {
		if _, ok := table.Cell(id); ok {
			return true
		}
	}
	return false
}
