package main

import (
	"context"

	"tongjian/data/warehouse"
)

// withSnapshot does a piece of reading on the newest snapshot.
func withSnapshot(ctx context.Context, dir string, read func(*warehouse.Lease) error) error {
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		return err
	}
	defer func() { _ = snapshots.Close() }()
	lease, err := snapshots.Acquire(ctx)
	if err != nil {
		return err
	}
	defer lease.Release()
	return read(lease)
}
