package consolidated_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/data/warehouse/warehousetest"
	"tongjian/queries"

	"tongjian/dashboard/consolidated"
)

// published loads three own reports, one of them on the form of 2019 and one with blanks, beside a consolidated one.
func published(t *testing.T) *warehouse.Lease {
	t.Helper()
	at := time.Date(2026, 1, 20, 1, 0, 0, 0, time.UTC)
	var files []warehouse.Incoming
	load := func(name, region, edition string, scope data.Scope, n int64, blank string) {
		e, _ := forms.Named(edition)
		r := data.Report{Agency: name, Region: region, Year: 2024, Scope: scope, Confidence: 1, Editions: map[string]string{}}
		for _, table := range e.Tables {
			r.Editions[table.ID] = edition
			for i, c := range table.Cells() {
				f := data.Fact{Table: table.ID, Key: c.CellID.Key, Column: c.CellID.Column, State: data.StateBlank, At: data.Position{Sheet: "表", Line: i + 1, Cell: 1}}
				if c.CellID.Key != blank {
					d := decimal.New(n*int64(i+1), -2)
					f.Value, f.State, f.Raw = &d, data.StateNumber, d.String()
				}
				r.Facts = append(r.Facts, f)
			}
		}
		files = append(files, warehouse.Incoming{Path: name, Name: name, Format: "xlsx", Reader: "1", Bytes: []byte(name), ReceivedAt: at,
			Document: data.Document{Format: "xlsx"}, Reports: []warehouse.PlacedReport{{AgencyName: name, Region: region, Report: r}}})
	}
	load("星湖区教育局", "990101", "2021", data.ScopeOwn, 100, "")
	load("星湖区民政局", "990101", "2021", data.ScopeOwn, 701, "review.upheld")
	load("星湖区司法局", "990101", "2019", data.ScopeOwn, 300, "")
	load("青禾区教育局", "990102", "2021", data.ScopeOwn, 5000, "")
	load("星湖区人民政府", "990101", "2021", data.ScopeConsolidated, 900, "")
	roster := []regions.Agency{{Name: "星湖区统计局", Region: "990101", Kind: "部门", Scope: data.ScopeOwn, ExpectedFrom: 2019, Sample: true}}
	return warehousetest.Newest(t, warehousetest.Publish(t, at, roster, files))
}

// The sums are those of the warehouse's rollup, cell by cell, with as many reports in each.
func TestSumsEqualTheRollup(t *testing.T) {
	lease, ctx := published(t), context.Background()
	for _, region := range []string{"990101", "990102", "990100"} {
		c, err := queries.ConsolidationOf(ctx, lease.DB(), queries.Filter{Region: region, To: 2024})
		if err != nil {
			t.Fatal(err)
		}
		r, err := consolidated.Add(c)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := lease.DB().QueryContext(ctx, `SELECT measure, applicant, coalesce(CAST(value AS VARCHAR), ''), reported FROM rollup WHERE region = $1 AND year = 2024 AND basis = 'own'`, region)
		if err != nil {
			t.Fatal(err)
		}
		compared := 0
		for rows.Next() {
			var (
				id       data.CellID
				value    string
				reported int
			)
			if err := rows.Scan(&id.Key, &id.Column, &value, &reported); err != nil {
				t.Fatal(err)
			}
			s, ok := r.Sums[id]
			if !ok {
				continue
			}
			compared++
			if s.Given != reported || (s.Value == nil) != (value == "") || s.Value != nil && !s.Value.Equal(decimal.RequireFromString(value)) {
				t.Errorf("%s %v: %v of %d, the rollup says %q of %d", region, id, s.Value, s.Given, value, reported)
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		if compared != len(r.Sums) {
			t.Errorf("%s: %d of %d cells are in the rollup", region, compared, len(r.Sums))
		}
		for i, write := range []func(*bytes.Buffer) error{func(b *bytes.Buffer) error { return r.WriteXLSX(b) },
			func(b *bytes.Buffer) error { return r.WriteDocx(b) }, func(b *bytes.Buffer) error { return r.WriteSheets(b) }} {
			var one, two bytes.Buffer
			if err := write(&one); err != nil {
				t.Fatal(err)
			}
			if err := write(&two); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
				t.Errorf("file %d differs from itself, %v", i, err)
			}
		}
	}
}

func TestWhoIsInAndWhoIsMissing(t *testing.T) {
	lease := published(t)
	c, err := queries.ConsolidationOf(context.Background(), lease.DB(), queries.Filter{Region: "990101", To: 2024})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, p := range c.Parts {
		got += p.Name + fmt.Sprint(p.Editions["3"], p.Roster) + " "
	}
	if want := "星湖区教育局2021false 星湖区民政局2021false 星湖区司法局2019false "; got != want {
		t.Errorf("in: %s, want %s", got, want)
	}
	if len(c.Missing) != 1 || c.Missing[0].Name != "星湖区统计局" {
		t.Errorf("missing: %+v", c.Missing)
	}
}
