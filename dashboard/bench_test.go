package dashboard

import (
	"net/http"
	"os"
	"strings"
	"testing"
)

// dataEnv names a data directory to measure pages on; without it the tests' own small snapshot is used. The demo's is made by
// tongjian demo --no-serve --data DIR.
const dataEnv = "TONGJIAN_BENCH_DATA"

// BenchmarkPage renders each page whole: its questions, its charts, its tables.
func BenchmarkPage(b *testing.B) {
	h := handler(b)
	if dir := os.Getenv(dataEnv); dir != "" {
		h = handlerOf(b, dir)
	}
	for _, page := range allPages(b, h) {
		name := strings.NewReplacer("/", " ", "?", " ", "&", " ").Replace(page)
		b.Run(strings.TrimSpace(name), func(b *testing.B) {
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
