package xls

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
)

// sheet is a worksheet's cells as read, in no order.
type sheet struct {
	name string
	// cells are those that hold something.
	cells map[place]string
	// reach is how many cells a row has, empty ones that are only formatted among them.
	reach  map[int]int
	merged []merged
}

// place is a cell's row and column, from 0.
type place struct{ row, column int }

// merged is a range of cells made one, its ends included.
type merged struct{ top, bottom, left, right int }

// readSheet reads the cells of a sheet.
func (w *workbook) readSheet(entry sheetEntry) (*sheet, error) {
	r := from(w.stream, entry.offset)
	if head, ok := r.next(); !ok || head.kind != recBOF {
		return nil, ErrDamaged
	}
	s := &sheet{name: entry.name, cells: map[place]string{}, reach: map[int]int{}}
	var pending *place // of the formula whose text comes in a record of its own
	for depth := 1; depth > 0; {
		rec, ok := r.next()
		if !ok {
			return nil, ErrDamaged
		}
		switch {
		case rec.kind == recBOF:
			depth++ // a chart on the sheet, with cells of its own
			continue
		case rec.kind == recEOF:
			depth--
			continue
		case depth > 1:
			continue
		}
		if err := w.cell(s, rec, &pending); err != nil {
			return nil, err
		}
		if len(s.cells) > maxCells {
			return nil, fmt.Errorf("单元格数%w %d 个", ErrTooLarge, maxCells)
		}
	}
	return s, nil
}

// set notes what stands in a cell.
func (s *sheet) set(p place, text string) {
	s.reach[p.row] = max(s.reach[p.row], p.column+1)
	if text == "" {
		delete(s.cells, p)
		return
	}
	s.cells[p] = text
}

// cell reads a record that says what stands in one cell or several.
func (w *workbook) cell(s *sheet, rec record, pending **place) error {
	c := rec.cursor()
	at := func() place {
		p := place{c.u16(), c.u16()}
		c.skip(2) // format
		return p
	}
	switch rec.kind {
	case recLabelSST:
		p, index := at(), c.u32()
		if c.short || uint64(index) >= uint64(len(w.strings)) {
			return ErrDamaged
		}
		s.set(p, w.strings[index])
	case recLabel, recRString:
		p := at()
		s.set(p, c.text(c.u16()))
	case recNumber:
		p := at()
		s.set(p, number(math.Float64frombits(binary.LittleEndian.Uint64(c.bytes(8)))))
	case recRK:
		p := at()
		s.set(p, number(rk(c.u32())))
	case recMulRK, recMulBlank:
		w.several(s, rec.kind, c)
	case recBlank:
		s.set(at(), "")
	case recBoolErr:
		p := at()
		value, isError := c.u8(), c.u8()
		s.set(p, boolOrError(value, isError != 0))
	case recFormula:
		p := at()
		text, isText := result(c.bytes(8))
		s.set(p, text)
		if *pending = nil; isText {
			*pending = &p
		}
	case recString:
		if *pending != nil {
			s.set(**pending, c.text(c.u16()))
			*pending = nil
		}
	case recMergedCells:
		s.merge(c)
	}
	if c.short {
		return ErrDamaged
	}
	return nil
}

// several reads a run of cells in one row: numbers, or blanks.
func (w *workbook) several(s *sheet, kind recordKind, c *cursor) {
	row, column := c.u16(), c.u16()
	const lastColumn, blank, filled = 2, 2, 6
	size := filled
	if kind == recMulBlank {
		size = blank
	}
	for n := (c.left() - lastColumn) / size; n > 0 && !c.short; n-- {
		text := ""
		c.skip(2) // format
		if kind == recMulRK {
			text = number(rk(c.u32()))
		}
		s.set(place{row, column}, text)
		column++
	}
}

// merge notes merged ranges; those with their ends the wrong way round say nothing.
func (s *sheet) merge(c *cursor) {
	for range c.u16() {
		m := merged{c.u16(), c.u16(), c.u16(), c.u16()}
		if c.short {
			return
		}
		if m.top <= m.bottom && m.left <= m.right && len(s.merged) < maxMerged {
			s.merged = append(s.merged, m)
		}
	}
}

// rk unpacks a number kept in 32 bits: the upper part of a double or a whole number, either of them perhaps times a hundred.
func rk(packed uint32) float64 {
	const hundredfold, whole = 1, 2
	var v float64
	if packed&whole != 0 {
		v = float64(int32(packed) >> 2)
	} else {
		v = math.Float64frombits(uint64(packed&^3) << 32)
	}
	if packed&hundredfold != 0 {
		v /= 100
	}
	return v
}

// result is the value a formula last had; isText says that it comes in a record of its own.
func result(b []byte) (text string, isText bool) {
	if u16(b[6:]) != 0xffff {
		return number(math.Float64frombits(binary.LittleEndian.Uint64(b))), false
	}
	const ofText, ofBool, ofError = 0, 1, 2
	switch b[0] {
	case ofText:
		return "", true
	case ofBool, ofError:
		return boolOrError(int(b[2]), b[0] == ofError), false
	}
	return "", false // an empty text
}

// boolOrError writes a truth value or an error the way a sheet shows it.
func boolOrError(value int, isError bool) string {
	if !isError {
		if value != 0 {
			return "TRUE"
		}
		return "FALSE"
	}
	names := map[int]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0f: "#VALUE!", 0x17: "#REF!", 0x1d: "#NAME?", 0x24: "#NUM!", 0x2a: "#N/A"}
	if name, ok := names[value]; ok {
		return name
	}
	return "#ERROR!"
}

// number writes a number the way a sheet shows it: fifteen significant digits, no exponent. Files keep doubles, so 26.55 may
// stand there as 26.550000000000001.
func number(v float64) string {
	short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || math.Abs(v) >= 1e30 || v != 0 && math.Abs(v) < 1e-30 {
		return strconv.FormatFloat(v, 'g', 15, 64) // no figure of any report
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}
