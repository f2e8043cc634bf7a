package xls

import (
	"bytes"
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// writer writes the records of a workbook's stream.
type writer struct{ bytes.Buffer }

// record writes a record of numbers (as many bytes as their type has), bytes and strings.
func (w *writer) record(kind recordKind, values ...any) {
	w.raw(kind, pack(values...))
}

func (w *writer) raw(kind recordKind, content []byte) {
	_ = binary.Write(w, binary.LittleEndian, []uint16{uint16(kind), uint16(len(content))})
	w.Write(content)
}

func pack(values ...any) []byte {
	var b bytes.Buffer
	for _, v := range values {
		if text, ok := v.(string); ok {
			b.WriteString(text)
			continue
		}
		if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
			panic(err)
		}
	}
	return b.Bytes()
}

// stringBody is a string's flags and characters, two bytes each where one does not do.
func stringBody(text string) []byte {
	units := utf16.Encode([]rune(text))
	for _, u := range units {
		if u > 0xff {
			return pack(uint8(wide), units)
		}
	}
	b := []byte{0}
	for _, u := range units {
		b = append(b, byte(u))
	}
	return b
}

func units(text string) uint16 { return uint16(len(utf16.Encode([]rune(text)))) }

// page is a sheet to be written: its name, whether it is hidden, and its records.
type page struct {
	name   string
	hidden bool
	write  func(*writer)
}

// stream writes a workbook: records before the list of sheets, the sheets, and the table of strings as a record made by the
// caller with whatever continues it.
func stream(strings func(*writer), pages ...page) []byte {
	globals := func(offsets []uint32) []byte {
		var w writer
		w.record(recBOF, uint16(0x0600), uint16(0x0005), make([]byte, 12))
		for i, p := range pages {
			state := uint8(0)
			if p.hidden {
				state = 1
			}
			w.record(recBoundSheet, offsets[i], state, uint8(0), uint8(units(p.name)), stringBody(p.name))
		}
		if strings != nil {
			strings(&w)
		}
		w.record(recEOF)
		return w.Bytes()
	}
	offsets := make([]uint32, len(pages))
	at := len(globals(offsets))
	var sheets bytes.Buffer
	for i, p := range pages {
		offsets[i] = uint32(at + sheets.Len())
		var w writer
		w.record(recBOF, uint16(0x0600), uint16(0x0010), make([]byte, 12))
		p.write(&w)
		w.record(recEOF)
		sheets.Write(w.Bytes())
	}
	return append(globals(offsets), sheets.Bytes()...)
}

// packRK packs a number into 32 bits where that loses nothing.
func packRK(v float64) (uint32, bool) {
	for _, hundred := range []float64{1, 100} {
		flag := uint32(0)
		if hundred == 100 {
			flag = 1
		}
		if n := v * hundred; n == math.Trunc(n) && math.Abs(n) < 1<<29 && n/hundred == v {
			return uint32(int32(n))<<2 | 2 | flag, true
		}
		if bits := math.Float64bits(v * hundred); bits&(1<<34-1) == 0 && v*hundred/hundred == v {
			return uint32(bits>>32) | flag, true
		}
	}
	return 0, false
}
