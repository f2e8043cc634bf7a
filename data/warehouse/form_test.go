package warehouse_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"tongjian/data"
	"tongjian/data/warehouse"
)

// alter runs statements on a published snapshot, as another version of the program would have written it.
func alter(t *testing.T, dir, name, statements string) {
	t.Helper()
	db, err := sql.Open("duckdb", filepath.Join(dir, "snapshots", name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), statements); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// A snapshot of another version of the program is told from one of this version, and publishing makes one that can be read.
func TestSnapshotsOfOtherVersions(t *testing.T) {
	for name, tc := range map[string]struct {
		statements string
		want       string // part of what is said; empty: it can be read
	}{
		"older schema":                 {`UPDATE snapshot_info SET schema_version = 3`, "请执行 tongjian publish"},
		"newer schema":                 {`UPDATE snapshot_info SET schema_version = 1000`, "请使用新版本的 tongjian"},
		"a column less":                {`ALTER TABLE form_cell DROP bridged; UPDATE snapshot_info SET definitions = 'older'`, "缺少 form_cell.bridged"},
		"a table less":                 {`DROP TABLE coverage; UPDATE snapshot_info SET definitions = 'older'`, "缺少 coverage.expected"},
		"other regions, the same form": {`UPDATE snapshot_info SET definitions = 'older'`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			j := begin(t, dir)
			load(t, j, file("1", "甲局", "410202", report("2021", 2023, data.ScopeOwn, all("1"))))
			publish(t, j)
			end(t, j)
			alter(t, dir, "000001.duckdb", tc.statements)
			err := acquire(t, dir, 0)
			if tc.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			form, ok := errors.AsType[*warehouse.FormError](err)
			if !ok || !form.Newest || !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("the error is %v, want %q", err, tc.want)
			}
			j = begin(t, dir)
			if s := publish(t, j); !s.New || s.Number != 2 {
				t.Errorf("published %+v", s)
			}
			end(t, j)
			if err := acquire(t, dir, 0); err != nil {
				t.Errorf("after publishing anew: %v", err)
			}
			if form, ok := errors.AsType[*warehouse.FormError](acquire(t, dir, 1)); !ok || form.Newest {
				t.Errorf("the older one: %v", form)
			}
		})
	}
}

// acquire leases the newest snapshot, or that of a number, and gives it back.
func acquire(t *testing.T, dir string, number int) error {
	t.Helper()
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := snapshots.Close(); err != nil {
			t.Error(err)
		}
	}()
	lease, err := snapshots.Acquire(t.Context())
	if number > 0 {
		if err == nil {
			lease.Release()
		}
		lease, err = snapshots.AcquireNumber(t.Context(), number)
	}
	if err == nil {
		lease.Release()
	}
	return err
}
