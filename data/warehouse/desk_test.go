package warehouse_test

import (
	"os"
	"path/filepath"
	"testing"

	"tongjian/data/warehouse"
)

// What cannot be done at a desk, neither as a question nor as a statement of its connection.
func TestDeskIsLockedDown(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	secret := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(secret, []byte("a,b\n1,2\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	lease := oneSnapshot(t, dir)
	for _, scratch := range []bool{false, true} {
		desk, err := lease.Desk(t.Context(), warehouse.DeskOptions{Memory: "200MB", Threads: 1, Scratch: scratch})
		if err != nil {
			t.Fatal(err)
		}
		for _, query := range []string{
			"SELECT * FROM read_csv('" + secret + "')", "SELECT * FROM read_text('" + secret + "')", "SELECT * FROM read_blob('" + secret + "')",
			"SELECT * FROM sniff_csv('" + secret + "')", "SELECT * FROM '" + secret + "'", "SELECT * FROM glob('/*')", "SELECT getenv('HOME')",
			"SELECT * FROM read_parquet('http://127.0.0.1:1/x')", "SELECT * FROM duckdb_secrets()",
			"COPY (SELECT 1) TO '" + out + "/x.csv'", "COPY (SELECT 1) TO '" + desk.Dir() + "/../x.csv'", "EXPORT DATABASE '" + out + "/x'",
			"ATTACH '" + out + "/x.duckdb' AS x", "ATTACH '" + dir + "/warehouse.duckdb' AS w",
			"INSTALL httpfs", "LOAD httpfs", "LOAD '" + secret + "'", "SET enable_external_access = true", "SET lock_configuration = false",
			"SET allowed_directories = ['/']", "SET memory_limit = '1TB'", "SET threads = 100", "RESET memory_limit", "SET temp_directory = '" + out + "'",
			"PRAGMA temp_directory = '" + out + "'", "PRAGMA profiling_output = '" + out + "/p.json'",
			"CREATE SECRET s (TYPE S3)", "INSERT INTO snapshot.report SELECT * FROM snapshot.report", "UPDATE snapshot.report SET live = false",
			"DELETE FROM snapshot.fact", "DROP TABLE snapshot.fact", "CREATE TABLE snapshot.x (a INTEGER)",
		} {
			if answer, err := desk.Ask(t.Context(), query, 0); err == nil {
				t.Errorf("asked: %s", query)
				_ = answer.Close()
			}
			if _, err := desk.Conn().ExecContext(t.Context(), query); err == nil {
				t.Errorf("run: %s", query)
			}
		}
		// These would change only the desk itself; as questions they are not taken.
		for _, query := range []string{
			"", " ", "SELECT 1; SELECT 2", "SELECT 1); DROP TABLE fact; --", "CREATE TABLE x (a INTEGER)", "CREATE TEMP TABLE x AS SELECT 1", "CREATE MACRO f() AS 1",
			"ATTACH ':memory:' AS x", "DETACH snapshot", "USE snapshot", "SET search_path = 'system.main'", "BEGIN", "CHECKPOINT", "VACUUM", "PREPARE p AS SELECT 1", "SET VARIABLE x = 1",
			"CALL enable_logging(storage = 'file', storage_path = '" + out + "')",
		} {
			if answer, err := desk.Ask(t.Context(), query, 10); err == nil {
				t.Errorf("asked: %s", query)
				_ = answer.Close()
			}
		}
		for query, want := range map[string]int{
			"SELECT * FROM range(1000)": 10, "SELECT 1; -- done": 1, "SELECT 1 -- done": 1, "SHOW TABLES": 10, "FROM report": 1, "VALUES (1), (2)": 2,
			"DESCRIBE snapshot.report": 10, "EXPLAIN SELECT 1": 1, "SELECT * FROM range(1000) ORDER BY range DESC": 10, "SELECT 1 AS a, 2 AS a": 1,
		} {
			answer, err := desk.Ask(t.Context(), query, 10)
			if err != nil {
				t.Errorf("%s: %v", query, err)
				continue
			}
			n, first := 0, ""
			err = answer.Each(func(row []any) error {
				if n == 0 {
					first = toText(row[0])
				}
				n++
				return nil
			})
			if err != nil || n != want || answer.More != (want == 10) || (want == 10 && query[:6] == "SELECT" && len(query) > 30 && first != "999") {
				t.Errorf("%s: %d rows from %s, more %t, %v", query, n, first, answer.More, err)
			}
			if err := answer.Close(); err != nil {
				t.Errorf("%s: %v", query, err)
			}
		}
		own := desk.Dir()
		if scratch {
			if _, err := desk.Conn().ExecContext(t.Context(), "COPY (SELECT 1) TO '"+own+"/x.parquet' (FORMAT parquet)"); err != nil {
				t.Errorf("the desk cannot write to its own directory: %v", err)
			}
		}
		if err := desk.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(own); scratch && !os.IsNotExist(err) {
			t.Errorf("the desk's directory is left: %v", err)
		}
	}
	if left, err := os.ReadDir(out); err != nil || len(left) > 0 {
		t.Errorf("files were written: %v %v", left, err)
	}
}

func toText(v any) string {
	type named interface{ String() string }
	if n, ok := v.(named); ok {
		return n.String()
	}
	return ""
}
