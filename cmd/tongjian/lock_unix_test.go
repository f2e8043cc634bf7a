//go:build unix

package main

import (
	"sync"
	"testing"

	"tongjian/data/warehouse"
)

// holdLock is a job at work in a data directory until it is freed; command is what it calls itself.
func holdLock(t *testing.T, dir string) (command string, free func()) {
	t.Helper()
	command = "tongjian ingest（试）"
	job, err := warehouse.Begin(t.Context(), dir, warehouse.Options{Command: command})
	if err != nil {
		t.Fatal(err)
	}
	return command, sync.OnceFunc(func() {
		if err := job.Close(); err != nil {
			t.Error(err)
		}
	})
}
