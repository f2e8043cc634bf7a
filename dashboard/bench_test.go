package dashboard

import (
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"

	"tongjian/data/warehouse"
)

// dataEnv names a data directory to measure pages on; without it the tests' own small snapshot is used. The demo's is made by
// tongjian demo --no-serve --data DIR.
const dataEnv = "TONGJIAN_BENCH_DATA"

// benchServer is a server over the data to measure on. It keeps nothing: every page is made anew.
func benchServer(b *testing.B) *server {
	b.Helper()
	EaseHeap()
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
				w := get(b, h, page, "Accept-Encoding", "gzip")
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
