package jobs

import (
	"context"
	"fmt"
	"time"

	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/ingest"
)

// loading is a submission on its way into the warehouse.
type loading struct {
	file   office.JobFile
	one    office.Submission
	result ingest.FileResult
}

// load loads the accepted submissions of a job and publishes them. Only then are they said to be loaded.
func (w *Worker) load(ctx context.Context, job office.Job) error {
	list, err := w.accepted(ctx, job)
	if err != nil {
		return err
	}
	wh, err := warehouse.Begin(ctx, w.Dir, warehouse.Options{Command: fmt.Sprintf("tongjian serve（任务 %d）", job.ID), Wait: true})
	if err != nil {
		return fmt.Errorf("open the warehouse: %w", err)
	}
	snapshot, err := w.loadAll(ctx, wh, list)
	if closing := wh.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	// It is published: that is written down though somebody cancels the job now, or stops the program.
	if err := w.Store.LoadedFiles(context.WithoutCancel(ctx), job, w.Desk.Worker(), snapshot.Number, outcomes(list)); err != nil {
		return err
	}
	w.clear(context.WithoutCancel(ctx)) // short; what it left would wait for the next server
	return nil
}

// accepted gives the submissions of a job that are to be loaded.
func (w *Worker) accepted(ctx context.Context, job office.Job) ([]*loading, error) {
	files, err := w.Store.JobFiles(ctx, job.ID)
	if err != nil {
		return nil, err
	}
	var list []*loading
	for _, f := range files {
		if f.Outcome != "" {
			continue
		}
		one, err := w.Store.Submission(ctx, f.Submission)
		if err != nil {
			return nil, err
		}
		list = append(list, &loading{file: f, one: one})
	}
	return list, nil
}

// together is what submissions must share to be loaded in one go.
type together struct {
	hints ingest.Hints
	sent  time.Time
}

// loadAll loads submissions, those with the same hints and time in one go, and publishes.
func (w *Worker) loadAll(ctx context.Context, wh *warehouse.Job, list []*loading) (warehouse.Snapshot, error) {
	roster := regions.NewRoster(wh.Agencies())
	for len(list) > 0 {
		kind, n := w.kind(list[0].one), 1
		for n < len(list) && w.kind(list[n].one) == kind {
			n++
		}
		batch := list[:n]
		list = list[n:]
		var given []ingest.Given
		for _, l := range batch {
			given = append(given, ingest.Given{Path: l.one.Name, Contents: func() ([]byte, error) { return w.contents(l.one) }})
		}
		done := 0
		_, err := ingest.RunGiven(ctx, wh, given, ingest.Options{Hints: kind.hints, Roster: roster, Converter: w.Converter, Received: kind.sent,
			// What was read before is asked for again: then the answer tells which report it is.
			Reread: true,
			Each: func(r ingest.FileResult) {
				batch[done].result = r
				done++
			}})
		if err != nil {
			return warehouse.Snapshot{}, err
		}
	}
	if err := context.Cause(ctx); err != nil {
		return warehouse.Snapshot{}, err
	}
	return w.Publish(ctx, wh)
}

// kind is how a submission is to be loaded: as it was read for those who looked at it.
func (w *Worker) kind(one office.Submission) together { return together{hintsOf(one), one.Sent} }

func outcomes(list []*loading) []office.LoadedFile {
	var out []office.LoadedFile
	for _, l := range list {
		f := office.LoadedFile{JobFile: l.file}
		f.Outcome, f.Reason = string(l.result.Outcome), plain(l.result.Reason)
		for _, r := range l.result.Loaded {
			f.Reports = append(f.Reports, r.Report)
		}
		out = append(out, f)
	}
	return out
}
