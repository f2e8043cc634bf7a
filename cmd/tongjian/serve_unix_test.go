//go:build unix

package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallSample is a directory of sample reports, 8 a year, and their roster.
func smallSample(t *testing.T, years string) (reports, roster string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "sample")
	if status, _, errs := runLine(t, "simulate", "--out", dir, "--regions", "1", "--agencies", "3", "--years", years); status != exitOK {
		t.Fatal(errs)
	}
	return filepath.Join(dir, "年度报告"), filepath.Join(dir, "roster.xlsx")
}

// must carries out a command line that has to succeed, and gives what it wrote.
func must(t *testing.T, args ...string) string {
	t.Helper()
	status, out, errs := runLine(t, args...)
	if status != exitOK {
		t.Fatalf("%v: exit %d\n%s%s", args, status, out, errs)
	}
	return out
}

// wantPage asks for a page and fails the test unless it comes with the status and a part of its text.
func wantPage(t *testing.T, address string, status int, part string) {
	t.Helper()
	got, body, err := get(t.Context(), address)
	if err != nil || got != status || !strings.Contains(body, part) {
		t.Errorf("%s: %d %v, want %d with %q", address, got, err, status, part)
	}
}

// A server starts before there is data, shows each snapshot once it is published, and ends when told to.
func TestServeFollowsSnapshots(t *testing.T) {
	t.Parallel()
	reports, roster := smallSample(t, "2023-2024")
	dir := t.TempDir()
	server, address := startServer(t, "serve", "--data", dir)
	wantPage(t, address, http.StatusServiceUnavailable, "tongjian ingest")
	wantPage(t, address+"healthz", http.StatusServiceUnavailable, "no snapshot")

	must(t, "agencies", "import", "--data", dir, roster)
	must(t, "ingest", "--data", dir, filepath.Join(reports, "星湖区"))
	wantPage(t, address+"healthz", http.StatusOK, "snapshot 2")
	for _, path := range []string{"", "overview", "volumes", "outcomes", "reviews", "proactive", "compare", "agencies", "findings", "sources"} {
		wantPage(t, address+path, http.StatusOK, "示例")
	}
	wantPage(t, address+"glossary", http.StatusOK, "</html>")
	wantPage(t, address+"agencies.json", http.StatusOK, "星湖区自然资源局")
	wantPage(t, address+"nothing", http.StatusNotFound, "")

	must(t, "ingest", "--data", dir, filepath.Join(reports, "示例市"))
	wantPage(t, address+"healthz", http.StatusOK, "snapshot 3")
	wantPage(t, address+"agencies.json", http.StatusOK, "示例市自然资源局")

	// The address of a server at work is refused to another, and to a demo before it has done anything.
	at := strings.TrimSuffix(strings.TrimPrefix(address, "http://"), "/")
	for _, command := range []string{"serve", "demo"} {
		other := startProcess(t, command, "--data", dir, "--addr", at)
		if status := other.wait(t); status != exitFailed || !strings.Contains(other.stderr.String(), at+" 已被占用") {
			t.Errorf("%s at the same address: %d\n%s", command, status, &other.stderr)
		}
	}
	stopWhileSending(t, server, address)
}

// stopWhileSending tells a server to end while it sends the chart library, which has to arrive whole.
func stopWhileSending(t *testing.T, server *process, address string) {
	t.Helper()
	_, page, err := get(t.Context(), address+"volumes")
	if err != nil {
		t.Fatal(err)
	}
	script := between(page, `src="`, `"`, "echarts")
	if script == "" {
		t.Fatalf("the page names no chart library:\n%s", page)
	}
	conn, err := net.Dial("tcp", strings.TrimSuffix(strings.TrimPrefix(address, "http://"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", script)
	r := bufio.NewReaderSize(conn, 16)
	if _, err := r.Peek(1); err != nil { // the answer has begun
		t.Fatal(err)
	}
	server.signal(t, syscall.SIGTERM)
	response, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	const least = 100_000
	n, err := io.Copy(io.Discard, response.Body)
	if err != nil || n < least || n != response.ContentLength {
		t.Errorf("%d of %d bytes came: %v", n, response.ContentLength, err)
	}
	if status := server.wait(t); status != exitOK {
		t.Errorf("told to end, the server ended with %d\n%s", status, &server.stderr)
	}
}

// between gives the first text between two marks that holds a word.
func between(s, before, after, word string) string {
	for _, part := range strings.Split(s, before)[1:] {
		if text, _, ok := strings.Cut(part, after); ok && strings.Contains(text, word) {
			return text
		}
	}
	return ""
}
