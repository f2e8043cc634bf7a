//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// keptDirs are what the tests of looking after a data directory start from.
type keptDirs struct {
	base   string // the newest of its snapshots shows the first again: there is something to publish
	backup string // of base
}

// TestKeptThroughKills kills commands that look after a data directory at moments chosen by chance: one of each in every run, and
// with -kills so many more of each. What there was is whole every time, and the command can be given again.
//
//	go test ./cmd/tongjian -run TestKeptThroughKills -timeout 2h -kills 100
func TestKeptThroughKills(t *testing.T) {
	t.Parallel()
	reports, roster := smallSample(t, "2024-2024")
	d := keptDirs{base: filepath.Join(t.TempDir(), "base"), backup: filepath.Join(t.TempDir(), "b.zip")}
	must(t, "agencies", "import", "--data", d.base, roster)
	must(t, "ingest", "--data", d.base, reports)
	must(t, "explain", "list", "--data", d.base) // makes the office's store
	must(t, "rollback", "--data", d.base, "1")
	must(t, "backup", "--data", d.base, d.backup)
	for _, command := range []string{"backup", "restore", "publish", "rollback"} {
		begun := time.Now()
		args, after := d.prepare(t, command)
		must(t, args...)
		took := time.Since(begun)
		after(t, true)
		for i := range 1 + *kills {
			t.Run(fmt.Sprintf("%s %d", command, i), func(t *testing.T) {
				t.Parallel()
				args, after := d.prepare(t, command)
				p := startProcess(t, args...)
				moment := time.NewTimer(rand.N(took))
				defer moment.Stop()
				select {
				case <-moment.C:
				case <-p.ended:
				}
				_ = p.cmd.Process.Kill() // an error says that it has ended
				status := p.wait(t)
				after(t, status == exitOK)
				if status != exitOK {
					if status, out, errs := runLine(t, args...); status != exitOK && !strings.Contains(errs, "已经存在") && !strings.Contains(errs, "已有内容") {
						t.Errorf("given again: exit %d\n%s%s", status, out, errs)
					}
				}
				after(t, true)
			})
		}
	}
}

// prepare copies what a command works on, and gives its arguments and what must be so when it has ended; done when it said so.
func (d keptDirs) prepare(t *testing.T, command string) (args []string, after func(t *testing.T, done bool)) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if command != "restore" {
		if err := os.CopyFS(dir, os.DirFS(d.base)); err != nil {
			t.Fatal(err)
		}
	}
	sound := func(t *testing.T) {
		t.Helper()
		must(t, "verify", "--data", dir)
	}
	switch command {
	case "backup":
		file := dir + ".zip"
		return []string{"backup", "--data", dir, file}, func(t *testing.T, done bool) {
			t.Helper()
			if _, err := os.Stat(file); err == nil {
				must(t, "restore", "--check", file)
			} else if done {
				t.Error("there is no backup")
			}
			sound(t)
		}
	case "restore":
		return []string{"restore", "--data", dir, d.backup}, func(t *testing.T, done bool) {
			t.Helper()
			if _, err := os.Stat(dir); err == nil || done {
				sound(t)
			}
		}
	case "rollback":
		return []string{"rollback", "--data", dir, "2"}, func(t *testing.T, _ bool) {
			t.Helper()
			sound(t)
		}
	}
	return []string{"publish", "--data", dir}, func(t *testing.T, done bool) {
		t.Helper()
		sound(t)
		if out := must(t, "sql", "--data", dir, "--format", "csv", "SELECT reports FROM snapshot_info"); done && out == "reports\n0\n" {
			t.Error("published, and the newest snapshot shows the older state")
		}
	}
}
