package xls

import (
	"fmt"

	"tongjian/data"
)

// workbook is what the first part of the stream says.
type workbook struct {
	stream  []byte
	sheets  []sheetEntry
	strings []string
	cells   int // of all sheets so far
	text    int // bytes of text in them
}

// sheetEntry is a sheet as listed: its name and where in the stream it begins.
type sheetEntry struct {
	name   string
	offset uint32
}

// Read reads the visible worksheets of a workbook, each into a ruled grid with its merged cells. Cells hold the stored value and
// not its display, numbers with the fifteen digits the program itself keeps; formulas hold the value last computed. The
// error is a Chinese sentence.
func Read(b []byte) (data.Document, error) {
	stream, err := workbookStream(b)
	if err != nil {
		return data.Document{}, err
	}
	w, err := openWorkbook(stream)
	if err != nil {
		return data.Document{}, err
	}
	var doc data.Document
	for _, entry := range w.sheets {
		s, err := w.readSheet(entry)
		if err != nil {
			return data.Document{}, fmt.Errorf("工作表“%s”：%w", entry.name, err)
		}
		grid, err := w.grid(s)
		if err != nil {
			return data.Document{}, fmt.Errorf("工作表“%s”：%w", entry.name, err)
		}
		if grid != nil {
			doc.Blocks = append(doc.Blocks, data.Block{Grid: grid, At: data.Position{Sheet: s.name, Line: 1, Cell: 1}})
		}
	}
	if len(doc.Blocks) == 0 {
		return data.Document{}, ErrEmpty
	}
	return doc, nil
}

// openWorkbook reads the first part of the stream, up to its end.
func openWorkbook(stream []byte) (*workbook, error) {
	const biff8 = 0x0600
	r := from(stream, 0)
	head, ok := r.next()
	switch {
	case !ok || head.kind != recBOF || len(head.first()) < 4:
		return nil, ErrDamaged
	case u16(head.first()) != biff8:
		return nil, ErrOld
	}
	w := &workbook{stream: stream}
	for {
		rec, ok := r.next()
		if !ok {
			return nil, ErrDamaged
		}
		switch rec.kind {
		case recFilePass:
			return nil, ErrEncrypted
		case recBoundSheet:
			w.addSheet(rec)
		case recSST:
			if err := w.addStrings(rec); err != nil {
				return nil, err
			}
		case recEOF:
			return w, nil
		}
	}
}

// addSheet notes a sheet, when it is one of cells and not hidden.
func (w *workbook) addSheet(rec record) {
	const maxSheets = 1_000
	c := rec.cursor()
	offset, state, kind := c.u32(), c.u8(), c.u8()
	name := c.text(c.u8())
	const hidden = 3
	if !c.short && state&hidden == 0 && kind == 0 && len(w.sheets) < maxSheets {
		w.sheets = append(w.sheets, sheetEntry{name, offset})
	}
}

func (w *workbook) addStrings(rec record) error {
	c := rec.cursor()
	c.skip(4)
	count := c.u32()
	if count > maxStrings {
		return fmt.Errorf("文字条数%w %d 条", ErrTooLarge, maxStrings)
	}
	for range count {
		if c.end() {
			break // some programs count more than they write
		}
		text := c.text(c.u16())
		if c.short {
			return ErrDamaged
		}
		w.strings = append(w.strings, text)
	}
	return nil
}
