package ingest

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"tongjian/data"
	"tongjian/data/forms"
)

// holds checks what must be true of any reading, whatever was read.
func holds(t *testing.T, doc data.Document, reports []data.Report) {
	t.Helper()
	texts := map[data.Position]string{}
	for _, b := range doc.Blocks {
		if b.Grid == nil {
			continue
		}
		for _, row := range b.Grid.Rows {
			for _, c := range row {
				texts[c.At] = c.Text
			}
		}
	}
	for _, r := range reports {
		seen := map[data.CellID]bool{}
		for _, f := range r.Facts {
			if (f.Value != nil) != (f.State == data.StateNumber) {
				t.Fatalf("%v: state %s with value %v", f.Cell(), f.State, f.Value)
			}
			if text, ok := texts[f.At]; ok && text != f.Raw {
				t.Fatalf("%v: raw %q, but %s holds %q", f.Cell(), f.Raw, f.At, text)
			}
			if seen[f.Cell()] {
				t.Fatalf("%v read twice", f.Cell())
			}
			seen[f.Cell()] = true
			if _, ok := forms.Find(r.Editions[f.Table], f.Cell()); !ok {
				t.Fatalf("%v is no cell of the form", f.Cell())
			}
		}
		if r.Confidence < 0 || r.Confidence > 1 {
			t.Fatalf("confidence %v", r.Confidence)
		}
	}
}

func FuzzReadText(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data)
	}
	f.Add([]byte("\xff\xfe\x00"))
	f.Add([]byte("规章|||||||\n|\n||\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, reports, err := Read("龙亭区财政局2022.txt", b, Hints{})
		if err != nil {
			return
		}
		holds(t, doc, reports)
	})
}

func FuzzReadWorkbook(f *testing.F) {
	f.Add(officialWorkbook(f, 1))
	f.Add([]byte("PK\x03\x04xl/workbook.xml"))
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, reports, err := Read("a.xlsx", b, Hints{})
		if err != nil {
			return
		}
		holds(t, doc, reports)
	})
}

// A label is found under every spelling that differs only in blanks, width and punctuation.
func FuzzNormalize(f *testing.F) {
	for _, s := range []string{"（一） 予以公开", "(一)予以公開", "⼀、本年新收政府信息公开申请数量", "3.危及“三安全一稳定”", "本年增\\减", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := forms.Normalize(s)
		if again := forms.Normalize(n); again != n {
			t.Fatalf("%q normalises to %q and that to %q", s, n, again)
		}
		if spaced := forms.Normalize(" " + strings.ReplaceAll(s, "，", " ") + "　"); !strings.ContainsRune(s, '，') && spaced != n {
			t.Fatalf("%q: blanks change %q to %q", s, n, spaced)
		}
	})
}
