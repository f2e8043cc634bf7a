// Package warehousetest loads small worlds for tests, through real jobs and real snapshots. Only tests import it: none of it is in
// the program.
//
//	dir := warehousetest.Publish(t, at, roster, files)
//	lease := warehousetest.Newest(t, dir)
package warehousetest

import (
	"testing"
	"time"

	"tongjian/data/regions"
	"tongjian/data/warehouse"
)

// Publish loads files in one job, at a time, into a data directory of the test's own, publishes and gives the directory.
func Publish(t testing.TB, at time.Time, roster []regions.Agency, files []warehouse.Incoming) (dir string) {
	t.Helper()
	dir = t.TempDir()
	job, err := warehouse.Begin(t.Context(), dir, warehouse.Options{Command: "test", Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := job.ImportAgencies(t.Context(), roster); err != nil {
		t.Fatal(err)
	}
	var prepared []*warehouse.Prepared
	for _, in := range files {
		p, err := job.Prepare(in)
		if err != nil {
			t.Fatal(err)
		}
		prepared = append(prepared, p)
	}
	for _, result := range job.LoadBatch(t.Context(), prepared) {
		if result.Err != nil {
			t.Fatal(result.Err)
		}
	}
	if _, err := job.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := job.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Newest leases the newest snapshot of a data directory for the rest of the test.
func Newest(t testing.TB, dir string) *warehouse.Lease {
	t.Helper()
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		t.Fatal(err)
	}
	lease, err := snapshots.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		lease.Release()
		if err := snapshots.Close(); err != nil {
			t.Error(err)
		}
	})
	return lease
}
