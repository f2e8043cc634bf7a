package jobs

import (
	"context"
	"time"

	"tongjian/data/incoming"
	"tongjian/data/office"
	"tongjian/data/warehouse"
)

// tidy is how often the worker looks for files nobody needs, beside doing so when it begins and after each job of loading.
const tidy = time.Hour

// clear removes from the desk what nobody needs any more: files the warehouse has, what was taken back or corrected so long ago, and
// what was never written down because its sender had gone. A failure is told and stops nothing.
func (w *Worker) clear(ctx context.Context) {
	removed, err := w.Desk.Clear(func(files []string) (incoming.Needed, error) { return w.needed(ctx, files) })
	switch {
	case err != nil && ctx.Err() == nil:
		w.Log.ErrorContext(ctx, "clearing away files nobody needs", "err", err)
	case removed > 0:
		w.Log.InfoContext(ctx, "cleared away what nobody needs", "files", removed)
	}
}

// needed tells what of the desk somebody needs, of the files there are.
func (w *Worker) needed(ctx context.Context, files []string) (incoming.Needed, error) {
	need := incoming.Needed{Files: map[string]bool{}, Readings: map[int64]bool{}}
	held, err := w.Store.Held(ctx)
	if err != nil {
		return need, err
	}
	there := map[string]bool{}
	for _, sha := range files {
		there[sha] = true
	}
	oldest := w.now().Add(-incoming.Retention)
	originals := warehouse.OpenFiles(w.Dir)
	for _, h := range held {
		recent := h.Status.Open() || h.Since.After(oldest)
		if recent {
			need.Readings[h.Submission] = true
		}
		if !there[h.SHA256] || need.Files[h.SHA256] {
			continue
		}
		if h.Status != office.StatusLoaded {
			need.Files[h.SHA256] = recent
			continue
		}
		// It was published with its original certain to survive a power cut; that is looked at, not believed.
		if _, err := originals.Read(h.SHA256); err != nil {
			w.Log.WarnContext(ctx, "a loaded file is kept where it came in: its original cannot be read", "submission", h.Submission, "err", err)
			need.Files[h.SHA256] = true
		}
	}
	return need, nil
}

func (w *Worker) now() time.Time {
	if w.Now != nil {
		return w.Now()
	}
	return time.Now()
}
