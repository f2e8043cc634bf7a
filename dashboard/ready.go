package dashboard

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
)

// ready answers 200 while pages can be made: the newest snapshot answers a question, and so does the office's store. A balancer sends
// readers elsewhere otherwise. It says what is wrong in the log, and only that something is to whoever asks.
func (s *server) ready(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	for _, part := range []struct {
		name string
		ask  func(context.Context) error
	}{{"snapshot", s.askSnapshot}, {"office", s.askOffice}} {
		if err := part.ask(r.Context()); err != nil {
			s.log.ErrorContext(r.Context(), "not ready", "part", part.name, "err", err)
			http.Error(w, part.name+" is not ready", http.StatusServiceUnavailable)
			return
		}
	}
	fmt.Fprintln(w, "ready")
}

func (s *server) askSnapshot(ctx context.Context) error {
	lease, err := s.snapshots.Acquire(ctx)
	if err != nil {
		return err
	}
	defer lease.Release()
	_, err = s.memo.snapshot(ctx, lease)
	return err
}

func (s *server) askOffice(ctx context.Context) error {
	if s.office == nil {
		return nil
	}
	_, err := s.office.Version(ctx)
	return err
}

// requestLog adds to each line of a log the number of the request it is about.
type requestLog struct{ slog.Handler }

// Handle writes the line with the number.
func (l requestLog) Handle(ctx context.Context, line slog.Record) error {
	if id, ok := ctx.Value(requestKey{}).(string); ok {
		line.AddAttrs(slog.String("request", id))
	}
	return l.Handler.Handle(ctx, line)
}

// WithAttrs keeps the number on lines of a log with attributes of its own.
func (l requestLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestLog{l.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the number on lines of a log with a group.
func (l requestLog) WithGroup(name string) slog.Handler { return requestLog{l.Handler.WithGroup(name)} }
