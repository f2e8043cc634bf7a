package xls

import (
	"testing"
	"unicode/utf8"

	"tongjian/data"
	"tongjian/ingest/ole/oletest"
)

// holds checks what must be true of whatever is read.
func holds(t *testing.T, doc data.Document) {
	t.Helper()
	for _, b := range doc.Blocks {
		for r, row := range b.Grid.Rows {
			next := 0
			for _, c := range row {
				if !utf8.ValidString(c.Text) || c.Col < next || c.ColSpan < 1 || c.RowSpan < 1 || r+c.RowSpan > len(b.Grid.Rows) {
					t.Fatalf("cell %+v of row %d", c, r)
				}
				if c.At.Line != r+1 || c.At.Cell != c.Col+1 {
					t.Fatalf("cell %+v of row %d", c, r)
				}
				next = c.Col + 1
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	strings := func(w *writer) {
		w.record(recSST, uint32(2), uint32(2), units("规章"), stringBody("规章"), units("N/A"), uint8(rich), uint16(1), "N/A", uint32(0))
	}
	f.Add(workbookFile(strings, page{name: "表", write: func(w *writer) {
		w.record(recLabelSST, at(0, 0), uint32(0))
		w.record(recRK, at(0, 1), uint32(4119<<2|2))
		w.record(recMulRK, uint16(1), uint16(1), format, uint32(7<<2|2), format, uint32(2), uint16(2))
		w.record(recFormula, at(2, 0), []byte{0, 0, 0, 0, 0, 0, 0xff, 0xff}, make([]byte, 8))
		w.record(recString, units("一致"), stringBody("一致"))
		w.record(recMergedCells, uint16(1), uint16(0), uint16(1), uint16(0), uint16(0))
	}}))
	f.Add(oletest.Container(map[string][]byte{"Book": nil}))
	f.Fuzz(func(t *testing.T, b []byte) {
		if doc, err := Read(b); err == nil {
			holds(t, doc)
		}
	})
}

// The records alone, without the container that hides them from the fuzzer.
func FuzzRecords(f *testing.F) {
	f.Add([]byte("\x85\x00\x09\x00\x00\x00\x00\x00\x00\x00\x01\x00a\x0a\x00\x00\x00"), []byte("\x03\x02\x0e\x00\x00\x00\x00\x00\x0f\x00\x00\x00\x00\x00\x00\x00\x35\x40"))
	f.Add([]byte("\xfc\x00\x0e\x00\x01\x00\x00\x00\x01\x00\x00\x00\x03\x00\x00N/A"), []byte("\xfd\x00\x0a\x00\x00\x00\x00\x00\x0f\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, strings, cells []byte) {
		b := stream(func(w *writer) { w.Write(strings) }, page{name: "表", write: func(w *writer) { w.Write(cells) }})
		w, err := openWorkbook(b)
		if err != nil {
			return
		}
		for _, entry := range w.sheets {
			s, err := w.readSheet(entry)
			if err != nil {
				return
			}
			grid, err := w.grid(s)
			if err != nil || grid == nil {
				return
			}
			holds(t, data.Document{Blocks: []data.Block{{Grid: grid}}})
		}
	})
}
