//go:build linux

package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tongjian/dashboard"
)

// askedIn gives the program with a small data directory.
func askedIn(t *testing.T) queryProcess {
	t.Helper()
	program, err := exec.LookPath("tongjian")
	if err != nil {
		t.Fatal(err)
	}
	return queryProcess{program, "tongjian", publishedRoster(t)}
}

// A query of a page is answered in a process of its own, exactly, and whatever it does stays there.
func TestAskProcess(t *testing.T) {
	p := askedIn(t)
	result, err := p.ask(t.Context(), 1, "SELECT name, population, 12345678901234.5678 AS 额, [1] AS l, region_name FROM agencies ORDER BY agency")
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Columns) != 5 || len(result.Rows) != 2 || result.More {
		t.Fatalf("%+v", result)
	}
	if row := result.Rows[1]; row[0] != "a,\"b\"\n\x1b[31m" || row[1] != nil || row[2] != "12345678901234.5678" {
		t.Errorf("%q", row)
	}
	result, err = p.ask(t.Context(), 1, "SELECT * FROM range(1000000000)")
	if err != nil || len(result.Rows) != pageRows || !result.More {
		t.Errorf("a long answer: %d rows, more %t, %v", len(result.Rows), result.More, err)
	}
}

// What a query must not do: it ends in a sentence, quickly, and the server's own process has no part in it.
func TestAskProcessIsBounded(t *testing.T) {
	p := askedIn(t)
	secret, out := filepath.Join(t.TempDir(), "secret.csv"), t.TempDir()
	if err := os.WriteFile(secret, []byte("a,b\n1,2\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	cases := map[string]string{
		"SELECT sum(length(repeat('x', 1000000000 + CAST(i AS INT)))) FROM range(2048) t(i)": "已停止",
		"SELECT repeat('x', 4000000000)":             "内存",
		"SELECT range(1000000000)":                   "内存",
		"SELECT repeat('长', 10000) FROM range(9000)": "16 MB",
		"": "只能执行",
		"SELECT * FROM read_text('" + secret + "')":             "查询出错",
		"COPY (SELECT 1) TO '" + out + "/x.csv'":                "查询出错",
		"ATTACH '" + p.dir + "/warehouse.duckdb' AS w":          "",
		"CALL enable_logging(storage_path = '" + out + "/log')": "只能执行",
	}
	var wait sync.WaitGroup
	room := make(chan struct{}, 2)
	for query, want := range cases {
		wait.Go(func() {
			room <- struct{}{}
			defer func() { <-room }()
			result, err := p.ask(t.Context(), 1, query)
			var wrong dashboard.QueryError
			if !errors.As(err, &wrong) {
				t.Errorf("%s: %d rows, %v", query, len(result.Rows), err)
				return
			}
			if !strings.Contains(wrong.Text, want) || strings.Contains(wrong.Text, "goroutine") {
				t.Errorf("%s: %s", query, wrong.Text)
			}
		})
	}
	wait.Wait()
	if left, err := os.ReadDir(out); err != nil || len(left) > 0 {
		t.Errorf("files were written: %v %v", left, err)
	}
	if _, err := p.ask(t.Context(), 1, "SELECT 1"); err != nil {
		t.Errorf("after all this: %v", err)
	}
}

// A query that takes too long is stopped, and one whose reader is gone at once.
func TestQueriesEnd(t *testing.T) {
	p := askedIn(t)
	const endless = "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE (a.range * b.range) % 7 = 3"
	_, out, errs := runLine(t, "sql", "--data", p.dir, "--time", "300ms", endless)
	if out != "" || !strings.Contains(errs, "查询超过 0.3 秒，已停止") {
		t.Errorf("%q %q", out, errs)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.ask(ctx, 1, endless); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits: %v", err)
	}
}
