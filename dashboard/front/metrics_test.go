package front

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Whatever addresses and methods are asked for, series do not grow, and none names what was asked for.
func TestMetricsStayFew(t *testing.T) {
	m := NewMetrics()
	m.Gauge("tongjian_snapshot", "Number of the newest snapshot.", func() float64 { return 7 })
	h := m.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/reports/") {
			Named(r, "/reports/{id}")
		}
		if r.URL.Path == "/reports/13" {
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	for i := range 100 {
		method := http.MethodGet
		if i%2 == 1 {
			method = fmt.Sprintf("SECRET%d", i)
		}
		for _, path := range []string{"/reports/", "/secret"} {
			r := httptest.NewRequestWithContext(t.Context(), method, fmt.Sprintf("%s%d?find=secret", path, i), nil)
			h.ServeHTTP(httptest.NewRecorder(), r)
		}
	}
	w := httptest.NewRecorder()
	m.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	body := w.Body.String()
	for _, want := range []string{
		`tongjian_requests_total{class="2xx",method="GET",route="/reports/{id}"} 50`,
		`tongjian_requests_total{class="4xx",method="other",route="/reports/{id}"} 1`,
		`tongjian_requests_total{class="2xx",method="other",route="other"} 50`,
		`tongjian_request_seconds_count{route="/reports/{id}"} 100`,
		"tongjian_requests_under_way 0", "tongjian_snapshot 7", "go_goroutines ",
	} {
		if !strings.Contains(body, want+"\n") && !strings.Contains(body, "\n"+want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(strings.ToLower(body), "secret") {
		t.Error("the metrics name what was asked for")
	}
	if n := strings.Count(body, "\ntongjian_requests_total{"); n != 5 {
		t.Errorf("%d series of requests, want 5:\n%s", n, body)
	}
}

func TestMetricsCountWhatPanics(t *testing.T) {
	m := NewMetrics()
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is swallowed")
			}
		}()
		m.Wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })).
			ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	}()
	w := httptest.NewRecorder()
	m.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	if !strings.Contains(w.Body.String(), "tongjian_requests_under_way 0\n") {
		t.Error("a request that panicked is still under way")
	}
}
