package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"tongjian/dashboard"
	"tongjian/data/incoming"
	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/ingest"
	atwork "tongjian/ingest/jobs"
	"tongjian/queries"
)

// inboxDir is the folder of a data directory that files are taken from.
const inboxDir = "inbox"

// work is what a server does beside serving pages: the jobs people queue there.
type work struct {
	desk   *incoming.Desk
	worker *atwork.Worker
	end    context.CancelFunc
	ended  chan error
}

// startWork begins to do the jobs of a data directory; nil where it cannot be written, or has no store.
func startWork(ctx context.Context, dir string, store *office.Store, snapshots *warehouse.Snapshots, log *slog.Logger, converter *ingest.Converter) (*work, error) {
	if store == nil {
		return nil, nil
	}
	desk, err := incoming.Open(dir)
	if unwritable(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	inbox := filepath.Join(dir, inboxDir)
	if err := os.MkdirAll(inbox, 0o755); err != nil {
		return nil, errors.Join(fmt.Errorf("make the inbox: %w", err), desk.Close())
	}
	w := &work{desk: desk, worker: newWorker(dir, store, desk, snapshots, log), ended: make(chan error, 1)}
	w.worker.Inbox, w.worker.Converter = inbox, converter
	// What is at work when the server is told to stop is put back by the worker itself, after the last request.
	working, end := context.WithCancel(context.WithoutCancel(ctx))
	w.end = end
	go func() { w.ended <- w.worker.Run(working) }()
	return w, nil
}

// newWorker makes the worker of a data directory.
func newWorker(dir string, store *office.Store, desk *incoming.Desk, snapshots *warehouse.Snapshots, log *slog.Logger) *atwork.Worker {
	return &atwork.Worker{Dir: dir, Store: store, Desk: desk, Log: log,
		Roster: func(ctx context.Context) (*regions.Roster, error) {
			var roster *regions.Roster
			err := leased(ctx, snapshots, func(lease *warehouse.Lease) error {
				agencies, err := queries.Roster(ctx, lease.DB())
				roster = regions.NewRoster(agencies)
				return err
			})
			return roster, err
		},
		Agency: func(ctx context.Context, name, region string) (id int, err error) {
			err = leased(ctx, snapshots, func(lease *warehouse.Lease) error {
				id, err = queries.AgencyNumber(ctx, lease.DB(), name, region)
				return err
			})
			return id, err
		},
		Publish: func(ctx context.Context, job *warehouse.Job) (warehouse.Snapshot, error) {
			p, err := publish(ctx, job)
			return p.Snapshot, err
		},
	}
}

// leased does something with the newest snapshot, or nothing when there is none.
func leased(ctx context.Context, snapshots *warehouse.Snapshots, do func(*warehouse.Lease) error) error {
	lease, err := snapshots.Acquire(ctx)
	if errors.Is(err, warehouse.ErrNoSnapshot) {
		return nil
	}
	if err != nil {
		return err
	}
	defer lease.Release()
	return do(lease)
}

// sending is what the pages need to take reports in.
func (w *work) sending(ending <-chan struct{}) dashboard.Sending {
	if w == nil {
		return dashboard.Sending{}
	}
	return dashboard.Sending{Desk: w.desk, Wake: w.worker.Wake, Converts: w.worker.Converter != nil, Ending: ending}
}

// stop ends the work and waits for it. What has not been finished is queued for whoever comes next.
func (w *work) stop() error {
	if w == nil {
		return nil
	}
	w.end()
	return errors.Join(<-w.ended, w.desk.Close())
}
