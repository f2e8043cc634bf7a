package ingest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"tongjian/data"
	"tongjian/data/forms"
)

var update = flag.Bool("update", false, "rewrite what the fixtures expect; refused where the number of findings changes")

// Each fixture is a txtar archive: a report, whose file name is its section's name, and "want", what reading it gives. The
// comment says what the fixture is about.
func TestFixtures(t *testing.T) {
	eachFixture(t, "testdata/*.txtar", func(_ *testing.T, name string, b []byte) string { return describe(name, b) })
}

// eachFixture compares what the file of each fixture gives with what the fixture wants; with -update, it is written there.
func eachFixture(t *testing.T, pattern string, describe func(t *testing.T, name string, b []byte) string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(archive.Files) != 2 || archive.Files[1].Name != "want" || strings.TrimSpace(string(archive.Comment)) == "" {
				t.Fatal("a fixture is a comment, a report and what it gives")
			}
			got, want := describe(t, archive.Files[0].Name, archive.Files[0].Data), string(archive.Files[1].Data)
			if got == want {
				return
			}
			if *update {
				if n, m := strings.Count(got, "\nfinding"), strings.Count(want, "\nfinding"); n != m && m > 0 {
					t.Fatalf("%d findings where %d were: edit the fixture by hand if that is right\n%s", n, m, got)
				}
				archive.Files[1].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			t.Error(cmp.Diff(want, got))
		})
	}
}

// describe writes what a file reads as: a line for who, one for each run of facts of a row, one for each unmapped row and
// finding.
func describe(name string, b []byte) string {
	_, reports, err := Read(name, b, Hints{})
	var out strings.Builder
	if err != nil {
		fmt.Fprintf(&out, "error %v\n", err)
	}
	for _, r := range reports {
		fmt.Fprintf(&out, "report %s %s %d %s", r.Agency, r.Region, r.Year, r.Scope)
		for _, id := range forms.TableIDs() {
			if e := r.Editions[id]; e != "" {
				fmt.Fprintf(&out, " %s=%s", id, e)
			}
		}
		out.WriteByte('\n')
		last := ""
		for _, f := range r.Facts {
			row := f.Table + " " + f.Key
			if f.Column == "" {
				row = f.Table + " " + strings.SplitN(f.Key, ".", 2)[0]
			}
			if row != last {
				if last != "" {
					out.WriteByte('\n')
				}
				out.WriteString(row)
				last = row
			}
			fmt.Fprintf(&out, " %s@%s", value(f), f.At)
		}
		if last != "" {
			out.WriteByte('\n')
		}
		for _, u := range r.Unmapped {
			fmt.Fprintf(&out, "unmapped %s %q %q @%s\n", u.Table, u.Label, u.Values, u.At)
		}
		for _, f := range r.Findings {
			fmt.Fprintf(&out, "finding %s %s %s\n", f.Check, f.Severity, f.Message)
		}
	}
	return out.String()
}

// value writes a fact's reading; anything but a number keeps its raw text in quotes.
func value(f data.Fact) string {
	if f.State != data.StateNumber {
		return fmt.Sprintf("%s%q", f.State, f.Raw)
	}
	if f.Note != "" {
		return fmt.Sprintf("%s(%s)", f.Value, f.Note)
	}
	return f.Value.String()
}
