package main

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certificate writes a certificate of this machine and its key.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// Over TLS the pages come by HTTP/2, keep browsers to it, and are counted at an address of its own that shows nothing else.
func TestServeOverTLSAndCount(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	way := web{format: "json", metrics: "127.0.0.1:0"}
	way.cert, way.key = certificate(t)
	listener, err := listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at, err := way.open(ctx, listener, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	pages := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.TLS == nil || r.ProtoMajor != 2 {
			t.Errorf("asked by %s, TLS %v", r.Proto, r.TLS != nil)
		}
	})
	ended := make(chan error, 1)
	go func() { ended <- at.serve(ctx, pages) }()
	client := http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	defer client.CloseIdleConnections()
	ask := func(address string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(body)
	}
	if status, _ := ask(at.scheme() + "://" + listener.Addr().String() + "/"); status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	counted := "http://" + at.counted.Addr().String()
	if status, body := ask(counted + "/metrics"); status != http.StatusOK || !strings.Contains(body, `tongjian_requests_total{class="2xx",method="GET",route="other"} 1`) {
		t.Errorf("status %d: %s", status, body)
	}
	if status, _ := ask(counted + "/"); status != http.StatusNotFound {
		t.Errorf("beside the metrics: status %d", status)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func TestServeRefusesHalfAWeb(t *testing.T) {
	for _, way := range []web{{cert: "cert.pem"}, {key: "key.pem"}, {proxies: []string{"nginx"}}, {proxies: []string{"0.0.0.0/0"}}, {format: "xml"}, {metrics: "9090"}} {
		if err := way.check(); !errors.As(err, new(usageError)) {
			t.Errorf("%+v: %v, want wrong usage", way, err)
		}
	}
	listener, err := listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	way := web{cert: "nowhere.pem", key: "nowhere.pem"}
	if _, err := way.open(t.Context(), listener, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "--tls-cert") {
		t.Errorf("without a certificate: %v", err)
	}
}

// A client that sends its request byte by byte is cut off, whatever it says it will send, and keeps nobody else from being answered.
func TestSlowClientsAreCutOff(t *testing.T) {
	listener, err := listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := &site{log: slog.New(slog.DiscardHandler)}
	server := at.server(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			w.WriteHeader(http.StatusRequestTimeout)
		}
	}))
	if server.ReadHeaderTimeout <= 0 || server.ReadTimeout <= 0 || server.WriteTimeout <= 0 || server.IdleTimeout <= 0 || server.MaxHeaderBytes <= 0 {
		t.Fatalf("a phase has no limit: %+v", server)
	}
	server.ReadHeaderTimeout, server.ReadTimeout = 50*time.Millisecond, 100*time.Millisecond // the same, sooner
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	for name, sent := range map[string]string{
		"no end of the headers": "GET / HTTP/1.1\r\nHost: a\r\nX-A: ",
		"nothing":               "",
		"no end of the body":    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nx",
	} {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(conn, sent); err != nil {
			t.Fatal(err)
		}
		answer, err := io.ReadAll(bufio.NewReader(conn)) // until the server ends it
		if err != nil && !errors.Is(err, net.ErrClosed) || strings.Contains(string(answer), " 200 ") {
			t.Errorf("%s: %v, %.60q", name, err, answer)
		}
		conn.Close()
	}
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\nX-A: "+strings.Repeat("a", 2*maxHeaderBytes)+"\r\n\r\n"); err != nil {
		return // ended before all was sent
	}
	if answer, _ := io.ReadAll(conn); !strings.Contains(string(answer), " 431 ") {
		t.Errorf("headers without end: %.60q", answer)
	}
}

func TestLogFormats(t *testing.T) {
	var b strings.Builder
	(&web{format: "json"}).log(&b).Info("x", "a", 1)
	if !json.Valid([]byte(b.String())) {
		t.Errorf("no JSON: %s", b.String())
	}
}
