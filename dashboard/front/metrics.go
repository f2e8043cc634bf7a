package front

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics counts requests for Prometheus. Series are told apart by the pattern of the address, the method and the class of the status,
// of all of which there are few whatever the data are; nothing says who asked or for what.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	underWay prometheus.Gauge
}

// NewMetrics gives counters at zero, with those of the process and of Go.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "tongjian_requests_total",
			Help: "Requests answered, by pattern of the address, method and class of the status."}, []string{"route", "method", "class"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "tongjian_request_seconds", Help: "Time to answer, by pattern of the address.",
			Buckets: []float64{.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60}}, []string{"route"}),
		underWay: prometheus.NewGauge(prometheus.GaugeOpts{Name: "tongjian_requests_under_way", Help: "Requests being answered."}),
	}
	m.registry.MustRegister(m.requests, m.took, m.underWay, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Gauge adds a number that is asked for whenever the metrics are.
func (m *Metrics) Gauge(name, help string, ask func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, ask))
}

// ServeHTTP answers with all metrics in Prometheus's text format.
func (m *Metrics) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}).ServeHTTP(w, r)
}

type nameKey struct{}

// Named tells the metrics the pattern of the address a request asks for.
func Named(r *http.Request, pattern string) {
	if name, ok := r.Context().Value(nameKey{}).(*string); ok {
		*name = pattern
	}
}

// Wrap counts what a handler answers. What no route was named for counts as other.
func (m *Metrics) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, start, answer := "other", time.Now(), &answer{ResponseWriter: w}
		m.underWay.Inc()
		defer func() { // though the handler panics: what a reader who went away left unfinished was asked for all the same
			m.underWay.Dec()
			m.requests.WithLabelValues(name, method(r.Method), answer.class()).Inc()
			m.took.WithLabelValues(name).Observe(time.Since(start).Seconds())
		}()
		next.ServeHTTP(answer, r.WithContext(context.WithValue(r.Context(), nameKey{}, &name)))
	})
}

// method keeps what somebody made up from becoming a series.
func method(name string) string {
	switch name {
	case http.MethodGet, http.MethodHead, http.MethodPost:
		return name
	}
	return "other"
}

// answer remembers the status.
type answer struct {
	http.ResponseWriter
	status int
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK { // one before is informational
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

func (a *answer) class() string {
	if a.status == 0 {
		return "2xx"
	}
	return strconv.Itoa(a.status/100) + "xx"
}
