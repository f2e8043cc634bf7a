package queries

import (
	"bytes"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the answers in testdata; refused where their number of lines changes")

// TestFixtures runs testdata/*.txtar: a file "world" in the notation of notation_test.go, then files named
// "QUESTION argument=value…" holding the answer, one line a row.
func TestFixtures(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			runFixture(t, path)
		})
	}
}

func runFixture(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(archive.Files) < 2 || archive.Files[0].Name != "world" {
		t.Fatal("want a file world and at least one question")
	}
	roster, files, err := parseWorld(string(archive.Files[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	db := publish(t, roster, files)
	for i, f := range archive.Files[1:] {
		got, err := answer(db, f.Name)
		if err != nil {
			t.Errorf("%s: %v", f.Name, err)
			continue
		}
		if got == string(f.Data) {
			continue
		}
		if *update && (len(f.Data) == 0 || strings.Count(got, "\n") == bytes.Count(f.Data, []byte("\n"))) {
			archive.Files[i+1].Data = []byte(got)
			continue
		}
		t.Errorf("%s (-want +got):\n%s", f.Name, cmp.Diff(string(f.Data), got))
	}
	if *update {
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// arguments are the words after a question's name.
type arguments map[string]string

func (a arguments) number(key string) int {
	n, _ := strconv.Atoi(a[key])
	return n
}

func (a arguments) list(key string) []string {
	if a[key] == "" {
		return nil
	}
	return strings.Split(a[key], ",")
}

func (a arguments) filter() Filter {
	f := Filter{Region: a["region"], From: a.number("from"), To: a.number("to"), Basis: Basis(a["basis"])}
	if f.Basis == "" {
		f.Basis = BasisOwn
	}
	return f
}

// answer asks one question and writes the answer down.
func answer(db *sql.DB, line string) (string, error) {
	words := strings.Fields(line)
	args := arguments{}
	for _, word := range words[1:] {
		key, value, ok := strings.Cut(word, "=")
		if !ok {
			return "", fmt.Errorf("argument %q: want key=value", word)
		}
		args[key] = value
	}
	q, ok := questions()[words[0]]
	if !ok {
		return "", fmt.Errorf("no question %q", words[0])
	}
	var p page
	if err := q(context.Background(), db, args, &p); err != nil {
		return "error: " + err.Error() + "\n", nil
	}
	return p.String(), nil
}
