package warehouse_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongjian/data/warehouse"
)

func TestSecondJobIsToldWhoWorks(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	_, err := warehouse.Begin(t.Context(), dir, warehouse.Options{Command: "second"})
	var locked *warehouse.LockedError
	if !errors.As(err, &locked) {
		t.Fatalf("second job: %v", err)
	}
	h := locked.Holder
	if h.PID != os.Getpid() || h.Command != "test" || !h.Since.Equal(testTime) || h.Host == "" {
		t.Errorf("holder: %+v", h)
	}
	if msg := err.Error(); !strings.Contains(msg, "正被 test（主机 ") || !strings.Contains(msg, dir) {
		t.Errorf("message: %s", msg)
	}
	end(t, j)
	if _, err := os.Stat(filepath.Join(dir, "lock.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("lock.json is left: %v", err)
	}
	end(t, begin(t, dir))
}

func TestSecondJobWaits(t *testing.T) {
	dir := t.TempDir()
	first := begin(t, dir)
	noticed := make(chan warehouse.Holder, 1)
	begun := make(chan error, 1)
	go func() {
		second, err := warehouse.Begin(t.Context(), dir, warehouse.Options{Command: "second", Wait: true,
			Notice: func(h warehouse.Holder) { noticed <- h }})
		if err == nil {
			err = second.Close()
		}
		begun <- err
	}()
	if h := <-noticed; h.Command != "test" {
		t.Errorf("waiting for %+v", h)
	}
	select {
	case err := <-begun:
		t.Fatalf("the second job did not wait: %v", err)
	default:
	}
	end(t, first)
	if err := <-begun; err != nil {
		t.Errorf("the second job: %v", err)
	}
}

func TestWaitingCanBeGivenUp(t *testing.T) {
	dir := t.TempDir()
	first := begin(t, dir)
	defer end(t, first)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := warehouse.Begin(ctx, dir, warehouse.Options{Wait: true, Notice: func(warehouse.Holder) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}

// A process that died leaves its note; the lock itself is gone with it.
func TestStaleNote(t *testing.T) {
	dir := t.TempDir()
	note := `{"pid": 999999, "host": "elsewhere", "since": "2024-01-01T00:00:00Z", "command": "dead"}`
	if err := os.WriteFile(filepath.Join(dir, "lock.json"), []byte(note), 0o644); err != nil {
		t.Fatal(err)
	}
	end(t, begin(t, dir))
}

func TestHolderUnknown(t *testing.T) {
	err := &warehouse.LockedError{Dir: "d"}
	if want := "数据目录 d 正被 另一个任务 使用：请等它结束后再试"; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
	named := warehouse.Holder{PID: 7, Host: "h", Command: "c", Since: time.Date(2024, 1, 2, 3, 4, 5, 0, time.Local)}
	if want := "c（主机 h，进程号 7，始于 2024-01-02 03:04:05）"; named.String() != want {
		t.Errorf("%q, want %q", named, want)
	}
}
