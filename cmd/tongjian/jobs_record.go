package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tongjian/data/incoming"
	"tongjian/data/office"
	"tongjian/ingest"
)

// recorded is a run at the command line as the page of jobs shows it: who loads what, and what becomes of each file.
type recorded struct {
	store    *office.Store
	desk     *incoming.Desk
	job      office.Job
	pending  []office.JobFile
	files    int
	written  time.Time
	snapshot int
}

// errCancelled ends a run somebody has cancelled from elsewhere.
var errCancelled = errors.New("任务已被取消；已读入的文件在下一次入库时发布")

// withRecord records a run at the command line, and ends it when somebody cancels it.
func withRecord(ctx context.Context, dir string, run func(context.Context, *recorded) error) error {
	desk, err := incoming.Open(dir)
	if err != nil {
		return err
	}
	r := &recorded{desk: desk}
	err = withOffice(ctx, dir, func(store *office.Store) (failed error) {
		r.store = store
		if r.job, failed = store.BeginCommand(ctx, operator(), desk.Worker()); failed != nil {
			return failed
		}
		working, stop := context.WithCancelCause(ctx)
		defer stop(nil)
		go r.heed(working, stop)
		failed = run(working, r)
		if errors.Is(context.Cause(working), errCancelled) {
			failed = errCancelled
		}
		return errors.Join(failed, r.end(context.WithoutCancel(ctx), failed))
	})
	return errors.Join(err, desk.Close())
}

// heed watches whether somebody cancels the job.
func (r *recorded) heed(ctx context.Context, stop context.CancelCauseFunc) {
	look := time.NewTicker(settleEvery)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		if stopped, err := r.store.Stopped(ctx, r.job.ID, r.desk.Worker()); err == nil && stopped {
			stop(errCancelled)
			return
		}
	}
}

// file notes what became of a file. It is written down with others, about once a second.
func (r *recorded) file(ctx context.Context, f ingest.FileResult) error {
	r.pending = append(r.pending, office.JobFile{Ord: r.files, Name: tidyPath(f.Path), Outcome: string(f.Outcome), Reason: f.Reason})
	r.files++
	if time.Since(r.written) < settleEvery {
		return nil
	}
	return r.settle(ctx)
}

func (r *recorded) settle(ctx context.Context) error {
	r.written = time.Now()
	files := r.pending
	r.pending = nil
	if len(files) == 0 {
		return nil
	}
	return r.store.CommandFiles(ctx, r.job, r.desk.Worker(), files)
}

// end writes down how the run ended.
func (r *recorded) end(ctx context.Context, failed error) error {
	if err := r.settle(ctx); err != nil {
		return err
	}
	state, reason := office.JobDone, ""
	switch {
	case errors.Is(failed, errCancelled), errors.Is(failed, context.Canceled):
		state = office.JobCancelled
	case failed != nil && !errors.Is(failed, errReported):
		state, reason = office.JobFailed, failed.Error()
	}
	if err := r.store.EndCommand(ctx, r.job, r.desk.Worker(), state, reason, r.snapshot); err != nil {
		return fmt.Errorf("end the record of this run: %w", err)
	}
	return nil
}
