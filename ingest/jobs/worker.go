package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"tongjian/data/disk"
	"tongjian/data/incoming"
	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/ingest"
)

// Worker does jobs of one data directory. Its fields are set before [Worker.Run] and not changed after.
type Worker struct {
	Dir   string
	Store *office.Store
	Desk  *incoming.Desk
	Log   *slog.Logger
	// Roster gives the agencies of the newest snapshot; nil when there is none.
	Roster func(context.Context) (*regions.Roster, error)
	// Agency gives the number of an agency of a region in the newest snapshot; 0 when it does not know it.
	Agency func(ctx context.Context, name, region string) (int, error)
	// Publish checks what a job has loaded and publishes it.
	Publish func(context.Context, *warehouse.Job) (warehouse.Snapshot, error)
	// Converter turns old Word documents into readable ones; nil leaves them unread.
	Converter *ingest.Converter
	// Inbox is a folder files are taken from; empty none is.
	Inbox string
	// Now is the clock; nil is time.Now.
	Now func() time.Time

	once sync.Once
	wake chan struct{}
}

const (
	// glance is how often the worker looks for jobs that other processes have queued.
	glance = 2 * time.Second
	// round is how often it looks for processes that died.
	round = 15 * time.Second
)

// Wake tells the worker that something has been queued; without it the worker finds out within two seconds. It never blocks.
func (w *Worker) Wake() {
	select {
	case w.signal() <- struct{}{}:
	default:
	}
}

func (w *Worker) signal() chan struct{} {
	w.once.Do(func() { w.wake = make(chan struct{}, 1) })
	return w.wake
}

// Run does jobs until the context ends. What keeps it from something is told in the log and tried again, and keeps it from nothing else.
// What it was at work on is left to be done by whoever comes next.
func (w *Worker) Run(ctx context.Context) error {
	w.sweep(ctx)
	w.clear(ctx)
	loading := make(chan struct{}, 1)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return w.loop(ctx, w.signal(), loading, office.JobRead, w.read) })
	group.Go(func() error { return w.loop(ctx, loading, nil, office.JobLoad, w.load) })
	group.Go(func() error {
		rounds, hours := time.NewTicker(round), time.NewTicker(tidy)
		defer rounds.Stop()
		defer hours.Stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-hours.C:
				w.clear(ctx)
				continue
			case <-rounds.C:
			}
			w.sweep(ctx)
		}
	})
	if w.Inbox != "" {
		group.Go(func() error { return w.watch(ctx) })
	}
	return group.Wait()
}

// sweep gives jobs of processes that died back. A failure is told and stops nothing.
func (w *Worker) sweep(ctx context.Context) {
	err := w.Desk.Sweep(func(worker string) error { return w.Store.Requeue(ctx, worker) })
	if err != nil && ctx.Err() == nil {
		w.Log.ErrorContext(ctx, "looking for dead workers", "err", err)
	}
}

// loop does jobs of a kind, one after the other. A call is passed on.
func (w *Worker) loop(ctx context.Context, call <-chan struct{}, next chan<- struct{}, kind office.JobKind, do func(context.Context, office.Job) error) error {
	glances := time.NewTicker(glance)
	defer glances.Stop()
	for {
		for ctx.Err() == nil {
			job, ok, err := w.Store.ClaimJob(ctx, w.Desk.Worker(), kind)
			if err != nil && ctx.Err() == nil {
				w.Log.ErrorContext(ctx, "claiming a job", "err", err)
			}
			if err != nil || !ok {
				break
			}
			w.do(ctx, job, do)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-call:
			if next != nil {
				select {
				case next <- struct{}{}:
				default:
				}
			}
		case <-glances.C:
		}
	}
}

// errStopped ends a job somebody has cancelled.
var errStopped = errors.New("the job has been cancelled")

// do does one job and ends it.
func (w *Worker) do(ctx context.Context, job office.Job, do func(context.Context, office.Job) error) {
	log := w.Log.With("job", job.ID, "kind", string(job.Kind))
	log.InfoContext(ctx, "job begins", "files", job.Files)
	started := time.Now()
	working, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go w.heed(working, job, stop)
	err := do(working, job)
	for disk.TroubleOf(err) == disk.Full && job.Kind == office.JobRead && w.later(working, log, err) {
		err = do(working, job) // nothing is wrong with what was sent: it is read when there is room
	}
	if cause := context.Cause(working); err != nil && errors.Is(cause, errStopped) {
		err = errStopped
	}
	// How a job ended is written down even when the program is being stopped.
	last := context.WithoutCancel(ctx)
	switch {
	case err == nil:
		log.InfoContext(ctx, "job done", "took", time.Since(started).Round(time.Millisecond))
		return
	case errors.Is(err, office.ErrNotAtWork):
		log.WarnContext(ctx, "job was taken over by another process")
		return
	case errors.Is(err, errStopped):
		log.InfoContext(ctx, "job cancelled")
		err = w.Store.EndJob(last, job, w.Desk.Worker(), office.JobCancelled, "")
	case ctx.Err() != nil:
		err = w.Store.Requeue(last, w.Desk.Worker())
	default:
		log.ErrorContext(ctx, "job failed", "err", err)
		why := reason(err)
		err = w.Store.EndJob(last, job, w.Desk.Worker(), office.JobFailed, why)
		for err != nil && !errors.Is(err, office.ErrNotAtWork) && w.later(ctx, log, err) {
			err = w.Store.EndJob(last, job, w.Desk.Worker(), office.JobFailed, why)
		}
	}
	if err != nil {
		log.ErrorContext(ctx, "ending a job", "err", err)
	}
}

// retry is how long the worker waits before it tries again what the disk kept it from.
const retry = 2 * time.Second

// later waits for a time to try again; false when there will be none.
func (w *Worker) later(ctx context.Context, log *slog.Logger, err error) bool {
	log.ErrorContext(ctx, "the disk keeps the job from going on; it is tried again", "err", err)
	select {
	case <-ctx.Done():
		return false
	case <-time.After(retry):
		return true
	}
}

// reason says why a job failed, on the page of jobs.
func reason(err error) string {
	if trouble := disk.TroubleOf(err); trouble != disk.None {
		return "服务器" + trouble.String() + "：请管理员处理后重新接收。" + err.Error()
	}
	return err.Error()
}

// heed watches whether somebody cancels a job.
func (w *Worker) heed(ctx context.Context, job office.Job, stop context.CancelCauseFunc) {
	look := time.NewTicker(time.Second)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		stopped, err := w.Store.Stopped(ctx, job.ID, w.Desk.Worker())
		switch {
		case errors.Is(err, office.ErrNotAtWork):
			return // it has just ended
		case err == nil && stopped:
			stop(errStopped)
			return
		}
	}
}
