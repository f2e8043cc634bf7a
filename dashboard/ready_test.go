package dashboard

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"tongjian/data/office"
	"tongjian/data/warehouse"
)

func TestReadyWhilePagesCanBeMade(t *testing.T) {
	h, store := desk(t, false)
	if w := get(t, h, "/readyz"); w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	w := get(t, h, "/readyz")
	if w.Code != http.StatusServiceUnavailable || strings.TrimSpace(w.Body.String()) != "office is not ready" {
		t.Errorf("without a store: status %d: %s", w.Code, w.Body)
	}
	if w := get(t, handlerOf(t, t.TempDir()), "/readyz"); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "snapshot") {
		t.Errorf("without a snapshot: status %d: %s", w.Code, w.Body)
	}
}

func TestTLSIsKeptTo(t *testing.T) {
	h := handler(t)
	r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/glossary", nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if got := w.Header().Get("Strict-Transport-Security"); got != "" {
		t.Errorf("without TLS: %q", got)
	}
	r.TLS = &tls.ConnectionState{}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if got := w.Header().Get("Strict-Transport-Security"); got != "max-age=31536000" {
		t.Errorf("over TLS: %q", got)
	}
}

// Each line of the log about a request bears its number, which the answer tells; none bears what somebody searched for, wrote, or
// proved himself with.
func TestTheLogNamesRequestsAndNoSecrets(t *testing.T) {
	dir, err := published()
	if err != nil {
		t.Fatal(err)
	}
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer snapshots.Close()
	store, err := office.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	h, err := New(Config{Snapshots: snapshots, Files: warehouse.OpenFiles(dir), Log: slog.New(slog.NewJSONHandler(&log, nil)), Office: store, Local: true})
	if err != nil {
		t.Fatal(err)
	}
	const secret = "hunter2secret"
	answers := []*httptest.ResponseRecorder{
		get(t, h, "/agencies?find="+secret, "Cookie", "tongjian="+secret, "Authorization", "Bearer "+secret),
		post(h, "/findings/explain", url.Values{"reason": {secret}, "author": {secret}, "finding": {"1"}, "snapshot": {"1"}}, "Cookie", "tongjian="+secret),
		post(h, "/signin", url.Values{"login": {"li"}, "password": {secret}}),
	}
	if err := store.Close(); err != nil { // from here on nothing works
		t.Fatal(err)
	}
	failed := get(t, h, "/agencies?find="+secret)
	if failed.Code != http.StatusInternalServerError {
		t.Fatalf("without a store: status %d", failed.Code)
	}
	if id := failed.Header().Get("X-Request-Id"); id == "" || !strings.Contains(failed.Body.String(), id) {
		t.Error("the page does not tell its number")
	}
	if strings.Contains(log.String(), secret) {
		t.Errorf("a secret is in the log:\n%s", &log)
	}
	requests := map[string]int{}
	for line := range strings.Lines(log.String()) {
		var entry struct{ Request, Msg string }
		if err := json.Unmarshal([]byte(line), &entry); err != nil || entry.Request == "" {
			t.Errorf("%v: %s", err, line)
		}
		requests[entry.Request]++
	}
	for _, w := range append(answers, failed) {
		if requests[w.Header().Get("X-Request-Id")] == 0 {
			t.Errorf("no line about request %q", w.Header().Get("X-Request-Id"))
		}
	}
	if requests[failed.Header().Get("X-Request-Id")] < 2 {
		t.Error("what failed is not told with its number")
	}
}
