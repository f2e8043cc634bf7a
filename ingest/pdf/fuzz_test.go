package pdf

import (
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"tongjian/data"
)

// holds checks what must be true of whatever is read.
func holds(t *testing.T, doc data.Document) {
	t.Helper()
	places := map[data.Position]bool{}
	once := func(at data.Position) {
		if at.Page < 1 || at.Line < 1 || places[at] {
			t.Fatalf("place %s is none, or named twice", at)
		}
		places[at] = true
	}
	for _, b := range doc.Blocks {
		if b.Grid == nil {
			once(b.At)
			if b.Text == "" || !utf8.ValidString(b.Text) {
				t.Fatalf("paragraph %q", b.Text)
			}
			continue
		}
		taken := map[[2]int]bool{}
		for r, row := range b.Grid.Rows {
			for _, c := range row {
				once(c.At)
				if !utf8.ValidString(c.Text) || c.ColSpan < 1 || c.RowSpan < 1 || r+c.RowSpan > len(b.Grid.Rows) {
					t.Fatalf("cell %+v", c)
				}
				if taken[[2]int{r, c.Col}] {
					t.Fatalf("two cells begin in row %d column %d", r, c.Col)
				}
				taken[[2]int{r, c.Col}] = true
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	table := newSheet()
	lattice(table, 72, 700, 60, 20, []string{"规章", "0", "12"}, []string{"行政许可", "7730.28", "/"})
	table.text(72, 750, 12, "二、主动公开政府信息情况")
	table.notes = []string{"550"}
	turned := newSheet()
	turned.turned = 90
	turned.upwards(300, 300, 10, "向上12")
	loose := newSheet()
	loose.text(72, 700, 10, "规章")
	loose.text(200, 700, 10, "0")
	loose.text(300, 700, 10, "12")
	loose.text(72, 680, 10, "许可 97")
	loose.hidden(72, 660, 10, "看不见")
	f.Add(document(table, turned))
	f.Add(document(loose, scan()))
	f.Add(document(newSheet())[:300])
	encrypted, err := os.ReadFile("testdata/encrypted.pdf")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(encrypted)
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, err := read(b, 10*time.Second)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Fatalf("more than a sentence: %v", err)
			}
			return
		}
		holds(t, doc)
	})
}

// The reader takes whatever coordinates a file gives; this draws pages of arbitrary lines and characters.
func FuzzLayOut(f *testing.F) {
	f.Add([]byte{0, 10, 10, 90, 0, 1, 10, 10, 90, 0, 0, 90, 10, 90, 0, 1, 90, 10, 90, 0, 2, 50, 50, 9, '7'})
	f.Add([]byte{2, 10, 10, 9, '7', 2, 60, 10, 9, '8', 2, 10, 30, 9, '9', 2, 60, 30, 9, '1'})
	f.Fuzz(func(t *testing.T, b []byte) {
		var pages []layout
		for len(b) >= 5 {
			p := page{number: len(pages) + 1, bounds: rect{0, 0, 255, 255}}
			for ; len(b) >= 5 && b[0] != 255; b = b[5:] {
				x, y, n := float64(b[1]), float64(b[2]), float64(b[3])
				switch b[0] % 3 {
				case 0:
					p.rules = append(p.rules, rule{level: true, at: y, from: x, to: x + n})
				case 1:
					p.rules = append(p.rules, rule{at: x, from: y, to: y + n})
				case 2:
					size := n/4 + 1
					p.glyphs = append(p.glyphs, glyph{r: rune(b[4])%96 + ' ' + 1, box: rect{x, y - size, x + size/2, y}, base: y})
				}
			}
			if len(b) > 0 {
				b = b[1:]
			}
			pages = append(pages, layOut(p))
		}
		doc, err := assemble(kindPDF, pages)
		if err != nil {
			return
		}
		holds(t, doc)
	})
}
