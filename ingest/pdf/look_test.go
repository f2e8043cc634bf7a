package pdf

import (
	"bytes"
	"image/png"
	"os"
	"strings"
	"testing"

	"tongjian/data"
)

// laidOut lays out the pages of a file.
func laidOut(t *testing.T, file []byte) []layout {
	t.Helper()
	s, err := open(file, maxTime)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	pages, err := s.layouts()
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// Every cell and line of a document is found again on the page it names.
func TestEveryPlaceIsFound(t *testing.T) {
	b, err := os.ReadFile("../testdata/office2021.pdf")
	if err != nil {
		t.Fatal(err)
	}
	pages := laidOut(t, b)
	doc, err := assemble(kindPDF, pages)
	if err != nil {
		t.Fatal(err)
	}
	w := write(pages)
	places := 0
	look := func(at data.Position, text string) {
		r, ok := w.find(pages, at)
		if !ok || r.width() <= 0 || r.height() <= 0 {
			t.Errorf("%s %q: no place (%v)", at, text, r)
		}
		places++
	}
	for _, block := range doc.Blocks {
		if block.Grid == nil {
			look(block.At, block.Text)
			continue
		}
		for _, row := range block.Grid.Rows {
			for _, c := range row {
				look(c.At, c.Text)
			}
		}
	}
	if places < 200 {
		t.Errorf("%d places", places)
	}
	for _, at := range []data.Position{{Page: 99, Line: 1}, {Page: 1, Grid: 77, Line: 1, Cell: 1}, {Page: 1, Line: 5000}, {}} {
		if _, err := DrawPlace(b, at); err == nil {
			t.Errorf("%v was found", at)
		}
	}
}

func TestDrawPlace(t *testing.T) {
	b, err := os.ReadFile("../testdata/office2021.pdf")
	if err != nil {
		t.Fatal(err)
	}
	at := data.Position{Page: 1, Grid: 1, Line: 3, Cell: 2}
	got, err := DrawPlace(b, at)
	if err != nil || got.Type != "image/png" {
		t.Fatalf("%s %v", got.Type, err)
	}
	picture, err := png.Decode(bytes.NewReader(got.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	marked := 0
	for y := range picture.Bounds().Dy() {
		for x := range picture.Bounds().Dx() {
			if picture.At(x, y) == picture.ColorModel().Convert(markColour) {
				marked++
			}
		}
	}
	if marked < 100 {
		t.Errorf("%d points of the mark", marked)
	}
	s := newSheet()
	s.text(72, 700, 12, "规章<&")
	got, err = DrawPlace(document(s), data.Position{Page: 1, Line: 1})
	if err != nil || got.Type != "image/svg+xml" || !strings.Contains(string(got.Bytes), "规章&lt;&amp;") || !strings.Contains(string(got.Bytes), hexOf(markColour)) {
		t.Errorf("%s %v %s", got.Type, err, got.Bytes)
	}
}
