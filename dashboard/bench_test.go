package dashboard

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"tongjian/data/warehouse"
	"tongjian/queries"
)

// dataEnv names a data directory to measure pages on; without it the tests' own small snapshot is used. The demo's is made by
// tongjian demo --no-serve --data DIR.
const dataEnv = "TONGJIAN_BENCH_DATA"

// benchServer is a server over the data to measure on. It keeps nothing: every page is made anew.
func benchServer(b *testing.B) *server {
	b.Helper()
	dir := os.Getenv(dataEnv)
	if dir == "" {
		var err error
		if dir, err = published(); err != nil {
			b.Fatal(err)
		}
	}
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := snapshots.Close(); err != nil {
			b.Error(err)
		}
	})
	s, err := newServer(Config{Snapshots: snapshots, Files: warehouse.OpenFiles(dir), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	s.sent, s.drawables = newCache(0, (*sent).size), newCache(0, (*drawable).size)
	return s
}

// BenchmarkPage renders each page whole: its questions, its charts, its tables. Nothing is kept from one to the next.
func BenchmarkPage(b *testing.B) {
	h := benchServer(b).routes()
	for _, page := range allPages(b, h) {
		b.Run(benchName(page), func(b *testing.B) {
			size := 0
			for b.Loop() {
				w := get(b, h, page)
				if w.Code != http.StatusOK {
					b.Fatalf("%s: %d", page, w.Code)
				}
				size = w.Body.Len()
			}
			b.ReportMetric(float64(size)/1024, "KB/page")
		})
	}
}

// BenchmarkKeptPage asks for pages that have been asked for before.
func BenchmarkKeptPage(b *testing.B) {
	h := handler(b)
	if dir := os.Getenv(dataEnv); dir != "" {
		h = handlerOf(b, dir)
	}
	for _, page := range allPages(b, h) {
		get(b, h, page)
		b.Run(benchName(page), func(b *testing.B) {
			for b.Loop() {
				get(b, h, page, "Accept-Encoding", "gzip")
			}
		})
	}
}

func benchName(page string) string {
	return strings.TrimSpace(strings.NewReplacer("/", " ", "?", " ", "&", " ").Replace(page))
}

// BenchmarkAgainstQuestions compares each page of charts with the slowest of the questions it asks, asked alone: times-slowest
// is how many times as long the page takes when nothing of it is kept but what its questions share with other pages
// (queries.Shared); first-times is the same for the first page of a snapshot, when nothing at all is known. Medians, because
// other programs on the machine disturb both.
func BenchmarkAgainstQuestions(b *testing.B) {
	s := benchServer(b)
	h := s.routes()
	lease, err := s.snapshots.Acquire(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer lease.Release()
	info, err := s.memo.snapshot(b.Context(), lease)
	if err != nil {
		b.Fatal(err)
	}
	c, err := parseChoice(b.Context(), s.memo, lease, info, atMachine("test"), url.Values{})
	if err != nil {
		b.Fatal(err)
	}
	f := c.Filter
	type question = func(context.Context, *sql.DB) error
	volumes := func(ctx context.Context, db *sql.DB) error { _, err := queries.Volumes(ctx, db, f); return err }
	outcomes := func(ctx context.Context, db *sql.DB) error { _, err := queries.Outcomes(ctx, db, f); return err }
	districts := func(keys ...string) question {
		return func(ctx context.Context, db *sql.DB) error {
			_, err := queries.Districts(ctx, db, f, keys...)
			return err
		}
	}
	for _, page := range []struct {
		path string
		asks []question
	}{
		{"/", []question{volumes, outcomes, districts("requests.received", "completion", "any_release", "refusal", "correction_review"),
			func(ctx context.Context, db *sql.DB) error { _, err := queries.OverviewOf(ctx, db, f); return err },
			func(ctx context.Context, db *sql.DB) error {
				_, err := queries.Findings(ctx, db, queries.FindingQuery{Region: f.Region, From: f.To, To: f.To, Limit: overviewFindings})
				return err
			}}},
		{"/volumes", []question{volumes, func(ctx context.Context, db *sql.DB) error { _, err := queries.Flow(ctx, db, f); return err }}},
		{"/outcomes", []question{outcomes, districts("any_release", "merits_release", "full_release", "refusal")}},
		{"/reviews", []question{districts("correction_review", "correction_suit"),
			func(ctx context.Context, db *sql.DB) error { _, err := queries.Reviews(ctx, db, f); return err },
			func(ctx context.Context, db *sql.DB) error {
				_, err := queries.Funnel(ctx, db, f, "correction_review")
				return err
			}}},
		{"/proactive", []question{func(ctx context.Context, db *sql.DB) error { _, err := queries.Proactive(ctx, db, f); return err }}},
	} {
		b.Run(benchName(page.path), func(b *testing.B) {
			times := make([][]time.Duration, len(page.asks)+2)
			whole := func() error {
				if w := get(b, h, page.path); w.Code != http.StatusOK {
					return fmt.Errorf("%s: %d", page.path, w.Code)
				}
				return nil
			}
			measure := func(i int, do func() error) {
				start := time.Now()
				if err := do(); err != nil {
					b.Fatal(err)
				}
				times[i] = append(times[i], time.Since(start))
			}
			for b.Loop() {
				for i, ask := range page.asks {
					measure(i, func() error { return ask(b.Context(), lease.DB()) })
				}
				*s.memo = memo{}
				measure(len(page.asks)+1, whole)
				measure(len(page.asks), whole)
			}
			slowest := time.Duration(0)
			for i := range page.asks {
				slowest = max(slowest, median(times[i]))
			}
			again, first := median(times[len(page.asks)]), median(times[len(page.asks)+1])
			b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-ms")
			b.ReportMetric(float64(again.Microseconds())/1000, "page-ms")
			b.ReportMetric(float64(again)/float64(slowest), "times-slowest")
			b.ReportMetric(float64(first)/float64(slowest), "first-times")
		})
	}
}

func median(list []time.Duration) time.Duration {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}
