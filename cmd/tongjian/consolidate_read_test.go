package main

import (
	"bytes"
	"io"
	"testing"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/ingest"
	"tongjian/queries"

	"tongjian/dashboard/consolidated"
)

// What consolidate writes is a report like those agencies send: the program's own readers find the same figures in it.
func TestConsolidatedReportsCanBeReadBack(t *testing.T) {
	for _, year := range []int{2024, 2020, 2016} {
		edition, _ := forms.ForYear(year)
		c := &queries.Consolidation{Region: queries.Region{Code: "990101", Name: "星湖区"}, Year: year}
		for part := range 2 {
			p := queries.ConsolidationPart{Agency: queries.Agency{ID: part + 1, Name: "星湖区教育局", RegionName: "星湖区"}, Report: part + 1, Editions: map[string]string{}}
			for _, table := range edition.Tables {
				p.Editions[table.ID] = edition.Name
				for i, cell := range table.Cells() {
					one := queries.PartCell{Report: part + 1, CellID: cell.CellID, State: data.StateDash}
					if i != 4 || part > 0 { // a cell one part has no number in
						d := decimal.NewFromInt(int64(i*7 + part*1000))
						one.Value, one.State = &d, data.StateNumber
					}
					c.Cells = append(c.Cells, one)
				}
			}
			c.Parts = append(c.Parts, p)
		}
		r, err := consolidated.Add(c)
		if err != nil {
			t.Fatal(err)
		}
		for ending, write := range map[string]func(io.Writer) error{".xlsx": r.WriteXLSX, ".docx": r.WriteDocx} {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			_, found, err := ingest.Read(r.FileName()+ending, b.Bytes(), ingest.Hints{})
			if err != nil || len(found) != 1 {
				t.Fatalf("%d%s: %d reports, %v", year, ending, len(found), err)
			}
			if found[0].Year != year || found[0].Scope != data.ScopeConsolidated {
				t.Errorf("%d%s: read as %d, %s", year, ending, found[0].Year, found[0].Scope)
			}
			read := map[data.CellID]string{}
			for _, f := range found[0].Facts {
				if f.Value != nil {
					read[f.Cell()] = f.Value.String()
				}
			}
			for id, s := range r.Sums {
				want := ""
				if s.Value != nil {
					want = s.Value.String()
				}
				if read[id] != want {
					t.Errorf("%d%s: %v is read as %q, written was %q", year, ending, id, read[id], want)
				}
			}
		}
	}
}
