package queries

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"tongjian/data/regions"
	"tongjian/data/warehouse"
)

// testTime is when everything in the tests happens.
var testTime = time.Date(2026, 1, 20, 9, 0, 0, 0, time.UTC)

// publish loads reports through a real job into a data directory of their own and gives the snapshot published.
func publish(t testing.TB, roster []regions.Agency, files []warehouse.Incoming) *sql.DB {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	job, err := warehouse.Begin(ctx, dir, warehouse.Options{Command: "test", Now: func() time.Time { return testTime }})
	if err != nil {
		t.Fatal(err)
	}
	if err := load(ctx, job, roster, files); err != nil {
		t.Fatal(err)
	}
	if err := job.Close(); err != nil {
		t.Fatal(err)
	}
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		t.Fatal(err)
	}
	lease, err := snapshots.Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		lease.Release()
		if err := snapshots.Close(); err != nil {
			t.Error(err)
		}
	})
	return lease.DB()
}

func load(ctx context.Context, job *warehouse.Job, roster []regions.Agency, files []warehouse.Incoming) error {
	if _, err := job.ImportAgencies(ctx, roster); err != nil {
		return err
	}
	var prepared []*warehouse.Prepared
	for _, in := range files {
		p, err := job.Prepare(in)
		if err != nil {
			return err
		}
		prepared = append(prepared, p)
	}
	for _, result := range job.LoadBatch(ctx, prepared) {
		if result.Err != nil {
			return result.Err
		}
	}
	_, err := job.Publish(ctx)
	return err
}
