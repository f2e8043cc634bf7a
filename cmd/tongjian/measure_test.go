package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongjian/data/checks"
	"tongjian/data/sample"
)

// Every check finds every mistake of its kind, and nothing else, in a sample where each kind is made at least once.
func TestMeasure(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "样例")
	status, _, errs := runLine(t, "simulate", "--out", dir, "--regions", "2", "--agencies", "7", "--years", "2019-2023", "--error-rate", "0.5")
	if status != exitOK {
		t.Fatalf("simulate: %d\n%s", status, errs)
	}
	status, out, errs := runLine(t, "measure", "--details", dir)
	if status != exitOK {
		t.Errorf("measure: exit %d\n%s", status, errs)
	}
	lines := map[string][]string{}
	for line := range strings.Lines(out) {
		if fields := strings.Fields(line); len(fields) == 9 {
			lines[fields[0]] = fields
		}
	}
	for _, c := range checks.All() {
		f := lines[c.ID]
		switch {
		case f == nil:
			t.Errorf("%s: no line in\n%s", c.ID, out)
		case c.ID == "S14-SUM": // of reports on 2014 to 2018, which the sample does not have
		case f[1] == "0" || f[3] != "0" || f[4] != "0" || f[5] != "100.0%" || f[6] != "100.0%" || f[8] != "0":
			t.Errorf("%s: planted %s, found %s, missed %s, extra %s, precision %s, recall %s, %s of %s traps flagged\n%s", c.ID,
				f[1], f[2], f[3], f[4], f[5], f[6], f[8], f[7], out)
		}
	}
}

// What is wrong with the findings shows, and ends the command with a failure.
func TestMeasureTellsWhatIsWrong(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "样例")
	if status, _, errs := runLine(t, "simulate", "--out", dir, "--regions", "1", "--agencies", "1", "--years", "2023", "--error-rate", "1"); status != exitOK {
		t.Fatalf("simulate: %d\n%s", status, errs)
	}
	truth := filepath.Join(dir, sample.TruthFile)
	b, err := os.ReadFile(truth)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(b), `"findings":[{"check":"`, `"findings":[{"check":"X-`, 1)
	if changed == string(b) {
		t.Fatalf("the sample has no finding to change:\n%s", b)
	}
	if err := os.WriteFile(truth, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	status, out, _ := runLine(t, "measure", "--details", dir)
	if status != exitFailed || !strings.Contains(out, "    漏 ") || !strings.Contains(out, "    多 ") {
		t.Errorf("exit %d\n%s", status, out)
	}
}

func TestMeasureUsage(t *testing.T) {
	for _, args := range [][]string{{"measure", t.TempDir()}, {"measure", "a", "b"}} {
		if status, _, errs := runLine(t, args...); status != exitUsage || errs == "" {
			t.Errorf("%v: exit %d, %q", args, status, errs)
		}
	}
}
