package dashboard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"tongjian/data/warehouse"
)

// Site is the handler of the whole site.
type Site struct {
	http.Handler
	server *server
}

const (
	// newestEvery is how often a new snapshot is looked for, and how long a server that has just begun is left to its first visitors.
	newestEvery = 2 * time.Second
	// quietEvery is how often warming looks whether visitors have what they asked for.
	quietEvery = 50 * time.Millisecond
	// warmBelow is for how many of the regions directly below the first the overview is asked ahead.
	warmBelow = 16
)

// KeepWarm asks, until ctx ends, of each new snapshot what its first visitors would otherwise wait for: the pages everybody starts
// from, one after the other, and only while nobody else is waiting for a page. What the questions of pages have in common is remembered
// from then on, whoever asks, for whatever years (queries.Shared). Nothing waits for it: a page that has not been warmed is made when
// it is asked for.
func (s *Site) KeepWarm(ctx context.Context) {
	warmed := 0
	tick := time.NewTicker(newestEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if n, err := s.server.snapshots.Newest(); err == nil && n != warmed {
			start := time.Now()
			pages, err := s.server.warm(ctx)
			switch {
			case err == nil:
				warmed = n
				s.server.log.InfoContext(ctx, "warmed", "snapshot", n, "pages", pages, "duration", time.Since(start).Round(time.Millisecond))
			case ctx.Err() == nil && !errors.Is(err, warehouse.ErrNoSnapshot):
				warmed = n // visitors are told what is wrong with it
				s.server.log.WarnContext(ctx, "warm", "snapshot", n, "err", err)
			}
		}
	}
}

// warm makes the pages everybody starts from, as somebody would see them who reaches everything, and throws them away. It tells how
// many, and stops at the first that fails.
func (s *server) warm(ctx context.Context) (int, error) {
	lease, err := s.snapshots.Acquire(ctx)
	if err != nil {
		return 0, err
	}
	defer lease.Release()
	list, err := s.startingPages(ctx, lease)
	if err != nil {
		return 0, err
	}
	ctx, routes := withReader(ctx, atMachine(s.entrance.user)), s.recovered(s.routes())
	for i, page := range list {
		if err := s.quiet(ctx); err != nil {
			return i, err
		}
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, page, nil)
		if err != nil {
			return i, fmt.Errorf("address %q: %w", page, err)
		}
		out := &exported{header: http.Header{}, to: io.Discard}
		routes.ServeHTTP(out, r)
		if out.problem != nil && out.problem.status >= http.StatusInternalServerError {
			return i, fmt.Errorf("warm %s: %w", page, out.problem)
		}
	}
	return len(list), nil
}

// startingPages are those of the region where readers start who have chosen nothing, then the overview of each region below.
func (s *server) startingPages(ctx context.Context, lease *warehouse.Lease) ([]string, error) {
	memo := s.memoOf(lease)
	start, err := memo.defaultRegion(ctx, lease)
	if err != nil {
		return nil, err
	}
	nav, err := memo.navigate(ctx, lease, start)
	if err != nil || nav.Reports == 0 {
		return nil, err
	}
	list := []string{"/", "/volumes", "/outcomes", "/reviews", "/proactive", "/compare", "/continuity", "/filing", "/findings", "/brief"}
	for _, c := range nav.Children[:min(len(nav.Children), warmBelow)] {
		if c.Reports > 0 {
			list = append(list, address("/", url.Values{paramRegion: {c.Code}}))
		}
	}
	return list, nil
}

// quiet waits until no page is being made.
func (s *server) quiet(ctx context.Context) error {
	tick := time.NewTicker(quietEvery)
	defer tick.Stop()
	for s.making.Load() > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
	return ctx.Err()
}
