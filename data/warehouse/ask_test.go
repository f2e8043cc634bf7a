package warehouse_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongjian/data"
	"tongjian/data/warehouse"
	"tongjian/data/warehouse/warehousetest"
)

// oneSnapshot gives a lease of a snapshot with one report.
func oneSnapshot(t *testing.T, dir string) *warehouse.Lease {
	t.Helper()
	j := begin(t, dir)
	load(t, j, file("a", "甲局", "410202", report("2021", 2023, data.ScopeOwn, all("1"))))
	publish(t, j)
	end(t, j)
	return warehousetest.Newest(t, dir)
}

func TestAskGivesExactValues(t *testing.T) {
	lease := oneSnapshot(t, t.TempDir())
	const query = `SELECT 12345678901234.5678::DECIMAL(18, 4) AS d, 170141183460469231731687303715884105727::HUGEINT AS h, 0.1::DOUBLE AS f,
		'nan'::DOUBLE AS n, NULL AS nothing, true AS b, '文' AS s, DATE '2024-01-31' AS day, TIMESTAMP '2024-01-31 08:00:00.5' AS at_time,
		TIME '08:00:00' AS hour, [1, 2] AS list, {'a': 1.50} AS struct, '\xAA'::BLOB AS bytes, 7::UTINYINT AS small`
	answer, err := lease.Ask(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Close()
	var got [][]any
	if err := answer.Each(func(row []any) error {
		got = append(got, row)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	want := [][]any{{"12345678901234.5678", json.Number("170141183460469231731687303715884105727"), json.Number("0.1"), "NaN", nil, true, "文",
		"2024-01-31", "2024-01-31 08:00:00.5", "08:00:00", []any{json.Number("1"), json.Number("2")}, map[string]any{"a": "1.5"}, "aa", json.Number("7")}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	var numeric []string
	for _, c := range answer.Columns {
		if c.Numeric() {
			numeric = append(numeric, c.Name)
		}
	}
	if diff := cmp.Diff([]string{"d", "h", "f", "n", "nothing", "small"}, numeric); diff != "" {
		t.Errorf("numeric columns (-want +got):\n%s", diff)
	}
}

// What a user's query must not be able to do: neither as a statement of its own, refused before it runs, nor through the
// database as pages use it, which is locked down in itself.
func TestLockDown(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(secret, []byte("a,b\n1,2\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	lease := oneSnapshot(t, dir)
	original := lease.Info()
	for _, query := range []string{
		"SELECT * FROM read_csv('" + secret + "')",
		"SELECT * FROM read_text('" + secret + "')",
		"SELECT * FROM read_blob('" + secret + "')",
		"SELECT * FROM sniff_csv('" + secret + "')",
		"SELECT * FROM '" + secret + "'",
		"SELECT * FROM glob('/*')",
		"SELECT * FROM read_parquet('http://127.0.0.1:1/x')",
		"SELECT * FROM duckdb_secrets()",
		"COPY (SELECT 1) TO '" + out + "/copy.csv'",
		"EXPORT DATABASE '" + out + "/export'",
		"ATTACH '" + out + "/new.duckdb' AS new",
		"ATTACH '" + filepath.Join(dir, "warehouse.duckdb") + "' AS w",
		"ATTACH ':memory:' AS m",
		"INSTALL httpfs", "LOAD httpfs", "LOAD '" + secret + "'",
		"SET enable_external_access = true", "SET lock_configuration = false", "SET memory_limit = '1TB'", "SET threads = 100",
		"SET temp_directory = '" + out + "'", "RESET threads", "PRAGMA temp_directory = '" + out + "'",
		"PRAGMA profiling_output = '" + out + "/profile.json'",
		"CREATE TABLE mine (a INTEGER)", "INSERT INTO report SELECT * FROM report", "UPDATE report SET live = false", "DELETE FROM fact",
		"DROP TABLE fact", "ALTER TABLE fact ADD COLUMN x INTEGER", "CREATE MACRO f() AS 1", "CREATE SECRET s (TYPE S3)",
	} {
		if answer, err := lease.Ask(t.Context(), query); err == nil {
			t.Errorf("asked: %s", query)
			_ = answer.Close()
		}
		result, err := lease.DB().QueryContext(t.Context(), query)
		if err == nil {
			for result.Next() {
			}
			if result.Err() == nil {
				t.Errorf("run: %s", query)
			}
			_ = result.Close()
		}
	}
	// Nothing that is no query is even tried; several statements are not one.
	for _, query := range []string{
		"", " ", "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE fact", "CREATE TEMP TABLE t AS SELECT 1", "SET VARIABLE x = 1", "BEGIN",
		"CHECKPOINT", "CALL enable_logging(storage = 'file', storage_path = '" + out + "')", "PREPARE p AS SELECT 1", "USE main", "VACUUM",
	} {
		if answer, err := lease.Ask(t.Context(), query); !errors.Is(err, warehouse.ErrNotQuery) {
			t.Errorf("%q: %v", query, err)
			if err == nil {
				_ = answer.Close()
			}
		}
	}
	for _, query := range []string{"SELECT 1", "WITH x AS (SELECT 1 AS a) SELECT a FROM x", "FROM report", "SHOW TABLES", "DESCRIBE fact",
		"SUMMARIZE coverage", "EXPLAIN SELECT 1", "SELECT 1; -- done", "VALUES (1)"} {
		answer, err := lease.Ask(t.Context(), query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		n := 0
		if err := answer.Each(func([]any) error { n++; return nil }); err != nil || n == 0 {
			t.Errorf("%s: %d rows, %v", query, n, err)
		}
		if err := answer.Close(); err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
	if left, err := os.ReadDir(out); err != nil || len(left) > 0 {
		t.Errorf("files were written: %v %v", left, err)
	}
	if _, err := lease.Ask(t.Context(), "SELEC 1"); err == nil || !strings.Contains(err.Error(), "syntax error") {
		t.Errorf("a slip of the pen: %v", err)
	}
	again := rows(t, lease.DB(), `SELECT i.number, (SELECT count(*) FROM fact), (SELECT count(*) FROM report WHERE live) FROM snapshot_info i`)
	if diff := cmp.Diff([]string{"1 200 1"}, again); diff != "" || original.Number != 1 {
		t.Errorf("the snapshot after all this (-want +got):\n%s", diff)
	}
}
