package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"tongjian/data/office"
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
	reports, roster := smallSample(t, "2023-2024")
	dir := filepath.Join(disk, "data")
	must(t, "agencies", "import", "--data", dir, roster)
	must(t, "ingest", "--data", dir, filepath.Join(reports, "星湖区"))
	more := filepath.Join(reports, "示例市", "2024年度")
	server, address := startServer(t, "serve", "--data", dir)
	backup := filepath.Join(t.TempDir(), "b.zip")
	must(t, "backup", "--data", dir, backup)
	files, err := filepath.Glob(filepath.Join(reports, "示例市", "2023年度", "*.xlsx"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	empty := fill(t, disk, 64<<10)
	for _, args := range [][]string{
		{"ingest", "--data", dir, more},
		{"rollback", "--data", dir, "1"},
		{"publish", "--data", dir},
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
	// Nor does it take in what people send, and says so.
	answer := post(t, address, "", files)
	if b, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != http.StatusInsufficientStorage || !strings.Contains(string(b), "服务器磁盘已满") {
		t.Errorf("sent: %d, %v\n%s", answer.StatusCode, err, b)
	}
	answer.Body.Close()
	for _, left := range []string{"b.zip", ".tmp-*", "restored", "data/snapshots/.tmp-*", "data/incoming/part-*"} {
		if found, err := filepath.Glob(filepath.Join(disk, left)); err != nil || len(found) > 0 {
			t.Errorf("left: %v %v", found, err)
		}
	}
	empty()
	must(t, "verify", "--data", dir)
	must(t, "ingest", "--data", dir, more)
	must(t, "verify", "--data", dir)
	wantPage(t, address+"healthz", http.StatusOK, "snapshot 3")

	// A job that finds the disk full when it loads leaves what it was to load to be accepted again.
	store, err := office.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	d := desk{dir: dir, store: store}
	upload(t, address, "", files)
	d.settled(t)
	empty = fill(t, disk, 512<<10)
	press(t, address+"receive", d.numbers(t, office.StatusChecked))
	until(t, "the server to tell that the disk is full", func() bool {
		told := server.stderr.String()
		return strings.Contains(told, "job failed") || strings.Contains(told, "kind=load took=")
	})
	wantPage(t, address, http.StatusOK, "</html>")
	empty()
	d.settled(t)
	wantPage(t, address+"jobs", http.StatusOK, "失败")
	press(t, address+"receive", d.numbers(t, office.StatusSubmitted))
	d.settled(t)
	for name, s := range d.submissions(t) {
		if s.Status != office.StatusLoaded {
			t.Errorf("%s: %s %s", name, s.Status, s.Reason)
		}
	}
	must(t, "verify", "--data", dir)
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
	answer := post(t, address, "", []string{filepath.Join(dir, "warehouse.duckdb")})
	if b, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != http.StatusForbidden || !strings.Contains(string(b), "数据目录不能写入") {
		t.Errorf("sent: %d, %v\n%s", answer.StatusCode, err, b)
	}
	answer.Body.Close()
	server.stop(t)
}
