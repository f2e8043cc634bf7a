//go:build unix

package main

import (
	"database/sql"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// asPublishedBefore makes the first snapshot of a directory one that an older version of the program published.
func asPublishedBefore(t *testing.T, dir string) {
	t.Helper()
	db, err := sql.Open("duckdb", filepath.Join(dir, "snapshots", "000001.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `UPDATE snapshot_info SET schema_version = 3; ALTER TABLE finding DROP COLUMN agency`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// Commands say of a snapshot of an older version what to do; a server publishes it anew before it serves, and where it cannot
// says the same on its pages, until somebody does.
func TestOlderVersionsSnapshot(t *testing.T) {
	t.Parallel()
	reports, roster := smallSample(t, "2024-2024")
	dir := t.TempDir()
	must(t, "agencies", "import", "--data", dir, roster)
	asPublishedBefore(t, dir)
	for _, args := range [][]string{{"check"}, {"sql", "SELECT 1"}, {"export", "volumes"}, {"agencies", "list"}, {"ingest", "--dry-run", reports}} {
		status, out, errs := runLine(t, append(args, "--data", dir)...)
		if status != exitFailed || out != "" || !strings.Contains(errs, "请执行 tongjian publish") {
			t.Errorf("%s: exit %d\n%s%s", args[0], status, out, errs)
		}
	}
	func() { // a job is at work: the server cannot publish
		held, free := holdLock(t, dir)
		defer free()
		server, address := startServer(t, "serve", "--data", dir)
		wantPage(t, address, http.StatusServiceUnavailable, "请执行 tongjian publish")
		wantPage(t, address+"volumes.json", http.StatusServiceUnavailable, "请执行 tongjian publish")
		wantPage(t, address+"healthz", http.StatusServiceUnavailable, "no snapshot")
		if !strings.Contains(server.stderr.String(), held) {
			t.Errorf("the server does not say who is at work:\n%s", &server.stderr)
		}
		free()
		must(t, "publish", "--data", dir)
		wantPage(t, address+"healthz", http.StatusOK, "snapshot 2")
	}()

	other := t.TempDir()
	must(t, "agencies", "import", "--data", other, roster)
	asPublishedBefore(t, other)
	server, address := startServer(t, "serve", "--data", other)
	wantPage(t, address+"healthz", http.StatusOK, "snapshot 2")
	if !strings.Contains(server.stderr.String(), "已发布快照 000002") {
		t.Errorf("the server says\n%s", &server.stderr)
	}
	if out := must(t, "publish", "--data", other); !strings.Contains(out, "快照仍为 000002") {
		t.Errorf("publishing once more: %s", out)
	}
}
