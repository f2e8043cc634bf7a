package warehouse_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"tongjian/data"
	"tongjian/data/warehouse"
)

func TestNoSnapshotYet(t *testing.T) {
	dir := t.TempDir()
	snapshots, err := warehouse.OpenSnapshots(filepath.Join(dir, "nothing", "here"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := snapshots.Acquire(t.Context()); !errors.Is(err, warehouse.ErrNoSnapshot) {
		t.Errorf("acquire without a directory: %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("reading made %v %v", entries, err)
	}
	if _, err := warehouse.OpenSnapshots(filepath.Join(dir, "a?access_mode=READ_WRITE")); err == nil {
		t.Error("a path DuckDB would take for options was accepted")
	}
}

// openFiles lists the descriptors of this process that are of files under dir.
func openFiles(t *testing.T, dir string) []string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("needs /proc")
	}
	links, err := filepath.Glob("/proc/self/fd/*")
	if err != nil {
		t.Fatal(err)
	}
	var open []string
	for _, l := range links {
		if target, err := os.Readlink(l); err == nil && strings.HasPrefix(target, dir) {
			open = append(open, filepath.Base(target))
		}
	}
	// Once for what is read from it and once for the lock that keeps it from being removed meanwhile.
	slices.Sort(open)
	return slices.Compact(open)
}

func TestLeasesFollowPublication(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	load(t, j, file("a", "甲局", "410202", report("2021", 2023, data.ScopeOwn, all("1"))))
	publish(t, j)
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		t.Fatal(err)
	}
	acquire := func() *warehouse.Lease {
		t.Helper()
		l, err := snapshots.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	count := func(l *warehouse.Lease) string { return rows(t, l.DB(), `SELECT count(*) FROM report`)[0] }
	old := acquire()
	load(t, j, file("b", "乙局", "410202", report("2021", 2023, data.ScopeOwn, all("1"))))
	publish(t, j)
	end(t, j)

	young := acquire()
	if old.Info().Number != 1 || young.Info().Number != 2 || count(old) != "1" || count(young) != "2" {
		t.Errorf("leases: %d with %s reports, %d with %s reports", old.Info().Number, count(old), young.Info().Number, count(young))
	}
	if got := old.Info(); got.PublishedAt != testTime || got.Reports != 1 || got.FirstYear != 2023 {
		t.Errorf("info: %+v", got)
	}
	old.Release()
	old.Release()
	if open := openFiles(t, dir); len(open) != 1 || open[0] != "000002.duckdb" {
		t.Errorf("open after releasing the old lease: %v", open)
	}
	// As of: an earlier snapshot is open while somebody reads it.
	asOf, err := snapshots.AcquireNumber(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := count(asOf); got != "1" {
		t.Errorf("as of snapshot 1: %s reports", got)
	}
	asOf.Release()
	young.Release()
	if open := openFiles(t, dir); len(open) != 1 || open[0] != "000002.duckdb" {
		t.Errorf("open with no lease: %v; the newest stays open for the next request", open)
	}
	if _, err := snapshots.AcquireNumber(t.Context(), 9); !errors.Is(err, warehouse.ErrNoSnapshot) || !strings.Contains(err.Error(), "第 9 号") {
		t.Errorf("a snapshot that is not there: %v", err)
	}
	// One that nobody reads is closed as soon as the next is read.
	j = begin(t, dir)
	load(t, j, file("c", "丙局", "410202", report("2021", 2023, data.ScopeOwn, all("1"))))
	publish(t, j)
	end(t, j)
	last := acquire()
	if open := openFiles(t, dir); len(open) != 1 || open[0] != "000003.duckdb" {
		t.Errorf("open while the next is read: %v", open)
	}
	if err := snapshots.Close(); err != nil {
		t.Fatal(err)
	}
	if got := count(last); got != "3" {
		t.Errorf("a lease outlives Close: %s reports", got)
	}
	last.Release()
	if open := openFiles(t, dir); len(open) != 0 {
		t.Errorf("open after Close: %v", open)
	}
	if _, err := snapshots.Acquire(t.Context()); err == nil {
		t.Error("a lease was given after Close")
	}
}

// Requests come while jobs publish: each sees one whole state, and never an older one than before.
func TestReadersWhilePublishing(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	load(t, j, file("0", "甲局", "410202", report("2021", 2000, data.ScopeOwn, all("1"))))
	publish(t, j)
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			before := 0
			for {
				l, err := snapshots.Acquire(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				var number, reports, facts int
				err = l.DB().QueryRow(`SELECT i.number, i.reports, (SELECT count(*) FROM fact) FROM snapshot_info i`).Scan(&number, &reports, &facts)
				if err != nil || number != l.Info().Number || number < before || reports != number || facts != 200*reports {
					t.Errorf("snapshot %d after %d: says %d, %d reports, %d facts, %v", l.Info().Number, before, number, reports, facts, err)
				}
				before = number
				l.Release()
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for i := 1; i < 4; i++ {
		load(t, j, file(strings.Repeat("x", i), "甲局", "410202", report("2021", 2000+i, data.ScopeOwn, all("1"))))
		publish(t, j)
	}
	close(stop)
	readers.Wait()
	end(t, j)
	if err := snapshots.Close(); err != nil {
		t.Error(err)
	}
	if open := openFiles(t, dir); len(open) != 0 {
		t.Errorf("open at the end: %v", open)
	}
}

// Two parts of a program that open one snapshot at a time get it, each locked down.
func TestSnapshotOpenedTwiceInAProcess(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	load(t, j, file("a", "甲局", "410202", report("2021", 2023, data.ScopeOwn, all("1"))))
	publish(t, j)
	end(t, j)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			snapshots, err := warehouse.OpenSnapshots(dir)
			if err != nil {
				t.Error(err)
				return
			}
			lease, err := snapshots.Acquire(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			defer lease.Release()
			var n int
			if err := lease.DB().QueryRowContext(t.Context(), `SELECT count(*) FROM report`).Scan(&n); err != nil || n != 1 {
				t.Errorf("%d reports, %v", n, err)
			}
			if _, err := lease.DB().ExecContext(t.Context(), `SET temp_directory = '/tmp'`); err == nil {
				t.Error("the configuration is not locked")
			}
		})
	}
	wg.Wait()
}
