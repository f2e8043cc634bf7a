package warehouse_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongjian/data"
	"tongjian/data/warehouse"
)

func TestFilesAreKeptAndChecked(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	in := file("a", "甲局", "410202", report("2021", 2023, data.ScopeOwn, all("1")))
	in.Bytes = []byte("the original\x00bytes")
	in.Document.Blocks = append(in.Document.Blocks, data.Block{Grid: &data.Grid{Name: "Sheet1", Rows: [][]data.DocCell{{
		{Text: "一、本年新收", Col: 0, ColSpan: 2, RowSpan: 1, At: data.Position{Sheet: "Sheet1", Line: 1, Cell: 1}}}}}})
	sha := load(t, j, in).SHA256
	var document string
	if err := j.DB().QueryRow(`SELECT document_sha FROM source WHERE sha256 = ?`, sha).Scan(&document); err != nil {
		t.Fatal(err)
	}
	if err := j.Failed(t.Context(), "坏", []byte("broken"), "打不开"); err != nil {
		t.Fatal(err)
	}
	failed := rows(t, j.DB(), `SELECT sha256 FROM file_outcome WHERE outcome = 'failed'`)[0]
	end(t, j)

	files := warehouse.OpenFiles(dir)
	if got, err := files.Read(sha); err != nil || string(got) != string(in.Bytes) {
		t.Errorf("original: %q, %v", got, err)
	}
	if got, err := files.Read(failed); err != nil || string(got) != "broken" {
		t.Errorf("of a file that failed: %q, %v", got, err)
	}
	doc, err := files.ReadDocument(document)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(in.Document, doc); diff != "" {
		t.Errorf("document (-stored +read):\n%s", diff)
	}
	if _, err := files.ReadDocument(sha); err == nil {
		t.Error("an original was read as a document")
	}

	for _, name := range []string{"", "..", "../lock", strings.Repeat("a", 63), strings.Repeat("A", 64), strings.Repeat("/", 64),
		"../" + strings.Repeat("a", 61), strings.Repeat("0", 64)} {
		if _, err := files.Read(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("read %q: %v", name, err)
		}
	}

	path := filepath.Join(dir, "files", sha)
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("the original\x00byteS"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := files.Read(sha); err == nil || errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a damaged file: %v", err)
	}
}

// The same document always has the same name, whoever stores it and when.
func TestDocumentsAreStoredOnce(t *testing.T) {
	var names []string
	for range 2 {
		dir := t.TempDir()
		j := begin(t, dir)
		load(t, j, file("a", "甲局", "410202", report("2021", 2023, data.ScopeOwn, all("1"))))
		end(t, j)
		entries, err := os.ReadDir(filepath.Join(dir, "files"))
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, e := range entries {
			list = append(list, e.Name())
		}
		names = append(names, strings.Join(list, " "))
	}
	if names[0] != names[1] || len(strings.Fields(names[0])) != 2 {
		t.Errorf("files of two directories:\n%s\n%s", names[0], names[1])
	}
}
