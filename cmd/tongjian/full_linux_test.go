package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// smallDisk is a file system of so many bytes; the test is skipped where it may not mount one.
func smallDisk(t *testing.T, bytes string) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size="+bytes); err != nil {
		t.Skipf("cannot mount a small disk here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fill leaves so many bytes free, and gives back the rest.
func fill(t *testing.T, dir string, free int64) (empty func()) {
	t.Helper()
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "filling")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := unix.Fallocate(int(f.Fd()), 0, 0, int64(s.Bavail)*s.Bsize-free); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Error(err)
		}
	}
}

// On a full disk every command that writes fails with a sentence about it, the server goes on serving what is published, nothing
// is damaged, and with room again the commands succeed.
func TestFullDisk(t *testing.T) {
	disk := smallDisk(t, "96m")
	reports, roster := smallSample(t, "2024-2024")
	dir := filepath.Join(disk, "data")
	must(t, "agencies", "import", "--data", dir, roster)
	must(t, "ingest", "--data", dir, filepath.Join(reports, "星湖区"))
	server, address := startServer(t, "serve", "--data", dir)
	backup := filepath.Join(t.TempDir(), "b.zip")
	must(t, "backup", "--data", dir, backup)
	empty := fill(t, disk, 64<<10)
	for _, args := range [][]string{
		{"ingest", "--data", dir, reports},
		{"rollback", "--data", dir, "1"},
		{"backup", "--data", dir, filepath.Join(disk, "b.zip")},
		{"restore", "--data", filepath.Join(disk, "restored"), backup},
		{"export", "agencies", "--data", dir, "--format", "xlsx", "--out", filepath.Join(disk, "a.xlsx")},
	} {
		status, _, errs := runLine(t, args...)
		if args[0] == "export" && status == exitOK {
			continue // a small workbook fits into what is left
		}
		if status != exitFailed || !strings.Contains(errs, "磁盘已满") {
			t.Errorf("%s: exit %d\n%s", args[0], status, errs)
		}
		wantPage(t, address, http.StatusOK, "</html>")
	}
	for _, left := range []string{"b.zip", ".tmp-*", "restored", "data/snapshots/.tmp-*"} {
		if found, err := filepath.Glob(filepath.Join(disk, left)); err != nil || len(found) > 0 {
			t.Errorf("left: %v %v", found, err)
		}
	}
	empty()
	must(t, "verify", "--data", dir)
	must(t, "ingest", "--data", dir, reports)
	must(t, "verify", "--data", dir)
	wantPage(t, address+"healthz", http.StatusOK, "snapshot 3")
	server.stop(t)
}

// A directory that cannot be written is served and read, and what would write says that it cannot.
func TestReadOnlyDisk(t *testing.T) {
	disk := smallDisk(t, "96m")
	reports, roster := smallSample(t, "2024-2024")
	dir := filepath.Join(disk, "data")
	must(t, "agencies", "import", "--data", dir, roster)
	must(t, "ingest", "--data", dir, filepath.Join(reports, "星湖区"))
	if err := unix.Mount("tmpfs", disk, "tmpfs", unix.MS_REMOUNT|unix.MS_RDONLY, "size=96m"); err != nil {
		t.Skipf("cannot make a disk read-only here: %v", err)
	}
	for _, args := range [][]string{{"ingest", "--data", dir, reports}, {"publish", "--data", dir}, {"rollback", "--data", dir, "1"},
		{"backup", "--data", dir, filepath.Join(disk, "b.zip")}, {"restore", "--data", filepath.Join(disk, "r"), filepath.Join(disk, "b.zip")}} {
		if status, _, errs := runLine(t, args...); status != exitFailed || !strings.Contains(errs, "只读") {
			t.Errorf("%s: exit %d\n%s", args[0], status, errs)
		}
	}
	must(t, "check", "--data", dir)
	server, address := startServer(t, "serve", "--data", dir)
	wantPage(t, address, http.StatusOK, "</html>")
	wantPage(t, address+"agencies.json", http.StatusOK, "星湖区自然资源局")
	server.stop(t)
}
