package warehouse_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongjian/data"
	"tongjian/data/filing"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
)

func TestNewerWarehouseIsRefused(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	if _, err := j.DB().Exec(`INSERT INTO schema_version VALUES (1000, current_timestamp::TIMESTAMP)`); err != nil {
		t.Fatal(err)
	}
	end(t, j)
	_, err := warehouse.Begin(t.Context(), dir, warehouse.Options{})
	var newer *warehouse.SchemaError
	if !errors.As(err, &newer) || newer.Have != 1000 || !strings.Contains(err.Error(), "更新版本") {
		t.Errorf("a newer warehouse: %v", err)
	}
	// The refusal holds nothing: the lock and the database are free.
	if _, err := warehouse.Begin(t.Context(), dir, warehouse.Options{}); !errors.As(err, &newer) {
		t.Errorf("refused again: %v", err)
	}
}

// A snapshot has every column of the warehouse's tables, and text columns never hold NULL.
func TestSnapshotHoldsTheWholeWarehouse(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	const columns = `SELECT table_name, column_name, data_type FROM information_schema.columns
		WHERE table_name <> 'warehouse_state' ORDER BY ALL`
	want := rows(t, j.DB(), columns)
	r := report("2019", 2020, data.ScopeOwn, all("1"))
	r.Claims = []data.Claim{{}}
	r.Unmapped = []data.Unmapped{{}}
	r.Prose = []data.Line{{}}
	r.Certainty = map[string]float64{"2": 1}
	r.Findings = []data.Finding{{Cells: []data.FindingCell{{}}}}
	load(t, j, file("a", "甲局", "410202", r))
	if _, err := j.ImportAgencies(t.Context(), []regions.Agency{{Name: "乙局", Aliases: []string{"丙局"}}}); err != nil {
		t.Fatal(err)
	}
	day := filing.Deadline{Year: 2020, Scope: data.ScopeOwn, Region: "410202", Day: filing.Day(2021, time.February, 15)}
	if _, err := j.SetDeadline(t.Context(), day); err != nil {
		t.Fatal(err)
	}
	publish(t, j)
	end(t, j)
	db := newestDB(t, dir)
	have := map[string]bool{}
	for _, c := range rows(t, db, columns) {
		have[c] = true
	}
	for _, c := range want {
		if !have[c] {
			t.Errorf("the snapshot lacks %s", c)
		}
	}
	for c := range have {
		f := strings.Fields(c)
		if n := rows(t, db, `SELECT count(*) FROM `+f[0])[0]; n == "0" {
			t.Errorf("%s is empty: the test says nothing of it", f[0])
		}
		if f[2] == "VARCHAR" {
			if n := rows(t, db, `SELECT count(*) FROM `+f[0]+` WHERE `+f[1]+` IS NULL`)[0]; n != "0" {
				t.Errorf("%s.%s has %s NULLs", f[0], f[1], n)
			}
		}
	}
}

func TestDataDirectoryIsMade(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "数据 目录", "local's")
	j := begin(t, dir)
	publish(t, j)
	end(t, j)
	newestDB(t, dir)
}
