package forms

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongjian/data"
)

func TestPaperIsAsCommitted(t *testing.T) {
	for _, e := range All() {
		golden(t, "paper"+e.Name+".txt", Paper(e))
	}
}

func TestPaperFitsTheTerminal(t *testing.T) {
	for _, e := range All() {
		for line := range strings.SplitSeq(Paper(e), "\n") {
			if textWidth(line) > 100 {
				t.Errorf("%s: %d wide: %s", e.Name, textWidth(line), line)
			}
		}
		for _, table := range e.Tables {
			drawn := strings.Split(strings.TrimSuffix(table.Paper(nil), "\n"), "\n")
			for _, line := range drawn {
				if textWidth(line) != textWidth(drawn[0]) {
					t.Errorf("%s 表%s: lines of different width: %s", e.Name, table.ID, line)
				}
			}
		}
	}
}

func TestPaperShowsValuesUnbroken(t *testing.T) {
	for _, e := range All() {
		for _, table := range e.Tables {
			drawn := table.Paper(func(data.CellID) string { return "1234567.1234" })
			if got := strings.Count(drawn, "1234567.1234"); got != len(table.Cells()) {
				t.Errorf("%s 表%s: %d of %d values stand whole in their cells", e.Name, table.ID, got, len(table.Cells()))
			}
			hostile := table.Paper(func(data.CellID) string { return "1\n2\t\x1b[31m" })
			if strings.ContainsAny(hostile, "\x1b\t") {
				t.Errorf("%s 表%s: control characters reach the terminal", e.Name, table.ID)
			}
		}
	}
}

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// golden compares with a committed file; -update writes it instead, for a person to read and commit. Where nobody reads
// (CI is set) it refuses.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if os.Getenv("CI") != "" {
			t.Fatal("-update is for a person: it does not run in CI")
		}
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from what is drawn now:\n%s", path, got)
	}
}
