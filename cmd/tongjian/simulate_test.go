package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSimulate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "样例")
	args := []string{"simulate", "--out", dir, "--regions", "1", "--agencies", "2", "--years", "2021-2022", "--error-rate", "1", "--seed", "5"}
	status, out, errs := runLine(t, args...)
	if status != exitOK || !strings.Contains(out, "1 个区，6 个应报机关，2021-2022 年度），种子 5") || !strings.Contains(errs, "已写入 ") {
		t.Fatalf("simulate: %d\n%s%s", status, out, errs)
	}
	for _, name := range []string{"roster.xlsx", "truth.jsonl", "missing.jsonl", "年度报告/星湖区/2022年度"} {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			t.Errorf("%s was not written: %v", name, err)
		}
	}
	truth, err := os.ReadFile(filepath.Join(dir, "truth.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if planted, lines := strings.Count(string(truth), `"planted":`), strings.Count(string(truth), "\n"); planted != lines || lines == 0 {
		t.Errorf("%d of %d reports have a mistake, want all", planted, lines)
	}
	status, _, errs = runLine(t, args...)
	if status != exitFailed || !strings.Contains(errs, "不是空的") {
		t.Errorf("into the same directory: %d\n%s", status, errs)
	}
}

func TestSimulateUsage(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "样例")
	for _, args := range [][]string{
		{"simulate"},
		{"simulate", "--out", dir, "--years", "二〇二一"},
		{"simulate", "--out", dir, "--years", "2021-"},
		{"simulate", "--out", dir, "--years", "2018-2021"},
		{"simulate", "--out", dir, "--regions", "10"},
		{"simulate", "--out", dir, "--error-rate", "2"},
	} {
		if status, _, errs := runLine(t, args...); status != exitUsage || errs == "" {
			t.Errorf("%v: exit %d, %q", args, status, errs)
		}
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("a refused command made its directory (%v)", err)
	}
}
