package warehouse_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongjian/data"
	"tongjian/data/warehouse"
)

// threeSnapshots is a directory with a report that was corrected twice, published each time.
func threeSnapshots(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	j := begin(t, dir)
	for _, value := range []string{"1", "2", "3"} {
		load(t, j, file(value, "甲局", "410202", report("2021", 2023, data.ScopeOwn, all(value))))
		publish(t, j)
	}
	end(t, j)
	return dir
}

func hold(t *testing.T, dir string) *warehouse.Hold {
	t.Helper()
	h, err := warehouse.HoldDir(t.Context(), dir, warehouse.Options{Command: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func letGo(t *testing.T, h *warehouse.Hold) {
	t.Helper()
	if err := h.Release(); err != nil {
		t.Error(err)
	}
}

// verify checks a directory and gives what is wrong.
func verify(t *testing.T, dir string) *warehouse.Verified {
	t.Helper()
	h := hold(t, dir)
	defer letGo(t, h)
	v, err := h.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const received = `SELECT CAST(value AS VARCHAR) FROM rollup WHERE region = '410202' AND measure = 'requests.received' AND applicant = 'total'`

// An older snapshot is shown again under a new number and says so; nothing is lost, and the next publication ends it.
func TestRollback(t *testing.T) {
	dir := threeSnapshots(t)
	h := hold(t, dir)
	later := testTime.Add(time.Hour)
	s, err := h.Rollback(t.Context(), 1, "更正有误", later)
	if err != nil {
		t.Fatal(err)
	}
	want := warehouse.Origin{Number: 1, PublishedAt: testTime.UTC().Truncate(time.Microsecond), Reason: "更正有误"}
	if s.Number != 4 || !s.PublishedAt.Equal(later) {
		t.Errorf("published %+v", s.SnapshotInfo)
	}
	if _, err := h.Rollback(t.Context(), 9, "", later); !errors.Is(err, warehouse.ErrNoSnapshot) {
		t.Errorf("of no snapshot: %v", err)
	}
	// Again, of the copy: it is a copy of the first.
	again, err := h.Rollback(t.Context(), 4, "", later)
	if err != nil || again.Number != 5 || again.Origin.Number != 1 {
		t.Errorf("a copy of a copy: %+v %v", again.SnapshotInfo, err)
	}
	letGo(t, h)

	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		t.Fatal(err)
	}
	lease, err := snapshots.AcquireNumber(t.Context(), 4)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, lease.Info().Origin); diff != "" {
		t.Errorf("origin (-want +got):\n%s", diff)
	}
	if got := rows(t, lease.DB(), received); !cmp.Equal(got, []string{"1.0000"}) {
		t.Errorf("it shows %v", got)
	}
	if got := rows(t, lease.DB(), `SELECT number FROM publication ORDER BY 1`); !cmp.Equal(got, []string{"1", "2", "3", "4"}) {
		t.Errorf("its history is %v", got)
	}
	lease.Release()
	if err := snapshots.Close(); err != nil {
		t.Error(err)
	}
	if v := verify(t, dir); len(v.Problems) > 0 || len(v.Notes) != 1 || !strings.Contains(v.Notes[0], "退回到快照 000001") {
		t.Errorf("verified: %+v", v)
	}

	j := begin(t, dir)
	if s := publish(t, j); s.Number != 6 || s.Origin.Number != 0 {
		t.Errorf("the next publication is %+v", s.SnapshotInfo)
	}
	end(t, j)
	if got := rows(t, newestDB(t, dir), received); !cmp.Equal(got, []string{"3.0000"}) {
		t.Errorf("after publishing it shows %v", got)
	}
}

// The oldest snapshots go, never the newest and never one that is being read.
func TestPrune(t *testing.T) {
	dir := threeSnapshots(t)
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		t.Fatal(err)
	}
	lease, err := snapshots.AcquireNumber(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	j := begin(t, dir)
	prune := func(keep int, want ...int) {
		t.Helper()
		removed, err := j.Prune(keep)
		if err != nil || !cmp.Equal(removed, want) {
			t.Errorf("keeping %d removed %v, %v; want %v", keep, removed, err, want)
		}
	}
	prune(warehouse.KeptSnapshots)
	prune(3)
	prune(0, 2) // 1 is being read, 3 is the newest
	if got := rows(t, lease.DB(), received); !cmp.Equal(got, []string{"1.0000"}) {
		t.Errorf("the one that is read shows %v", got)
	}
	lease.Release()
	prune(1, 1)
	prune(1)
	end(t, j)
	if _, err := snapshots.AcquireNumber(t.Context(), 2); !errors.Is(err, warehouse.ErrNoSnapshot) {
		t.Errorf("of a removed snapshot: %v", err)
	}
	if err := snapshots.Close(); err != nil {
		t.Error(err)
	}
	if v := verify(t, dir); len(v.Problems)+len(v.Notes) > 0 || v.Readable != 1 {
		t.Errorf("verified: %+v", v)
	}
}

// Whatever is damaged is found, and named.
func TestVerifyFindsDamage(t *testing.T) {
	overwrite := func(t *testing.T, path string, b []byte) {
		t.Helper()
		if err := errors.Join(os.Remove(path), os.WriteFile(path, b, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	someFile := func(t *testing.T, dir string) string {
		t.Helper()
		files, err := filepath.Glob(filepath.Join(dir, "files", "*"))
		if err != nil || len(files) == 0 {
			t.Fatal(err)
		}
		return files[0]
	}
	whole := threeSnapshots(t)
	for name, tc := range map[string]struct {
		damage func(t *testing.T, dir string)
		want   string
	}{
		"nothing":        {func(*testing.T, string) {}, ""},
		"a file changed": {func(t *testing.T, dir string) { overwrite(t, someFile(t, dir), []byte("x")) }, "的内容变了"},
		"a file gone":    {func(t *testing.T, dir string) { _ = os.Remove(someFile(t, dir)) }, "缺少 files/"},
		"a snapshot cut short": {func(t *testing.T, dir string) {
			_ = os.Truncate(filepath.Join(dir, "snapshots", "000002.duckdb"), 5000)
		}, "快照 000002 打不开"},
		"the newest emptied": {func(t *testing.T, dir string) { overwrite(t, filepath.Join(dir, "snapshots", "000003.duckdb"), nil) }, "快照 000003 打不开"},
		"a figure changed": {func(t *testing.T, dir string) {
			alter(t, dir, "000003.duckdb", `UPDATE fact SET value = value + 1 WHERE measure = 'requests.received' AND applicant = 'total'`)
		}, "表 fact 与最新的快照有"},
		"a sum changed": {func(t *testing.T, dir string) {
			alter(t, dir, "000003.duckdb", `UPDATE rollup SET value = 7 WHERE region = '410200' AND measure = 'requests.received'`)
		}, "个合计不等于各份报告之和"},
		"an operand changed": {func(t *testing.T, dir string) {
			alter(t, dir, "000003.duckdb", `INSERT INTO complete SELECT region, year, 'any_release', measure, applicant, value + 1, reported FROM rollup
				WHERE basis = 'own' AND measure = 'outcome.total' AND value IS NOT NULL`)
		}, "个比率的分子或分母与合计矛盾"},
		"a number lost":         {func(t *testing.T, dir string) { alter(t, dir, "000003.duckdb", `UPDATE observation SET value = NULL`) }, "个图表所用的数与报告的单元格不符"},
		"another number":        {func(t *testing.T, dir string) { alter(t, dir, "000002.duckdb", `UPDATE snapshot_info SET number = 9`) }, "写的是第 9 号"},
		"no warehouse":          {func(t *testing.T, dir string) { _ = os.Remove(filepath.Join(dir, "warehouse.duckdb")) }, "缺少 warehouse.duckdb"},
		"a warehouse cut short": {func(t *testing.T, dir string) { _ = os.Truncate(filepath.Join(dir, "warehouse.duckdb"), 9000) }, "warehouse.duckdb"},
		"two live revisions":    {func(t *testing.T, dir string) { alter(t, dir, "000003.duckdb", `UPDATE report SET live = true`) }, "两份现行报告"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			tc.damage(t, dir)
			v := verify(t, dir)
			var all []string
			for _, p := range v.Problems {
				if p.Advice == "" {
					t.Errorf("no advice about %s", p.What)
				}
				all = append(all, p.What)
			}
			if text := strings.Join(all, "\n"); (tc.want == "") != (text == "") || !strings.Contains(text, tc.want) {
				t.Errorf("found %q, want %q", text, tc.want)
			}
			if tc.want == "" && (v.Readable != 3 || v.Files != 6 || len(v.Notes) > 0) {
				t.Errorf("verified: %+v", v)
			}
		})
	}
}
