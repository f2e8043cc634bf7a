package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Every thread of a long command stands behind other processes; those of a server do not.
func TestLongWorkGivesWay(t *testing.T) {
	if behind(os.Getpid()) {
		t.Skip("all of this runs in the background")
	}
	long := startProcess(t, "simulate", "--out", t.TempDir(), "--agencies", "36")
	for !behind(long.cmd.Process.Pid) {
		if !long.running() {
			t.Fatalf("it came to its end and never stood behind\n%s", &long.stderr)
		}
	}
	if err := long.cmd.Process.Kill(); err != nil {
		t.Fatalf("it came to its end too soon to be long work: %v\n%s", err, &long.stderr)
	}
	server, _ := startServer(t, "serve", "--data", t.TempDir())
	if behind(server.cmd.Process.Pid) {
		t.Error("the server stands behind")
	}
	server.stop(t)
}

// behind reports whether all threads of a process have their place in the background.
func behind(pid int) bool {
	threads, err := filepath.Glob(filepath.Join("/proc", strconv.Itoa(pid), "task", "*", "stat"))
	if err != nil {
		return false
	}
	seen := false
	for _, thread := range threads {
		b, err := os.ReadFile(thread)
		if err != nil {
			continue // it has ended
		}
		// The name, which may hold anything, is in brackets; the nice value is the 19th of all fields (proc(5)).
		_, rest, _ := strings.Cut(string(b), ") ")
		fields := strings.Fields(rest)
		if len(fields) < 17 {
			return false
		}
		if place, err := strconv.Atoi(fields[16]); err != nil || place < background {
			return false
		}
		seen = true
	}
	return seen
}
