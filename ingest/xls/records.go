package xls

import "encoding/binary"

// recordKind says what a record is about.
type recordKind uint16

// The records that are read; the names are those of the format's documentation.
const (
	recFormula     recordKind = 0x0006
	recEOF         recordKind = 0x000a
	recFilePass    recordKind = 0x002f
	recContinue    recordKind = 0x003c
	recBoundSheet  recordKind = 0x0085
	recMulRK       recordKind = 0x00bd
	recMulBlank    recordKind = 0x00be
	recRString     recordKind = 0x00d6
	recMergedCells recordKind = 0x00e5
	recSST         recordKind = 0x00fc
	recLabelSST    recordKind = 0x00fd
	recBlank       recordKind = 0x0201
	recNumber      recordKind = 0x0203
	recLabel       recordKind = 0x0204
	recBoolErr     recordKind = 0x0205
	recString      recordKind = 0x0207
	recRK          recordKind = 0x027e
	recBOF         recordKind = 0x0809
)

// record is a record with its contents: one part, and one more for each record that continues it.
type record struct {
	kind  recordKind
	parts [][]byte
}

// records goes through a stream.
type records struct {
	rest []byte
}

// from begins at a place in a stream.
func from(stream []byte, offset uint32) records {
	if uint64(offset) >= uint64(len(stream)) {
		return records{}
	}
	return records{stream[offset:]}
}

// next gives the next record; ok is false at the end of the stream and where it breaks off.
func (r *records) next() (rec record, ok bool) {
	kind, content, ok := r.take()
	if !ok {
		return record{}, false
	}
	rec = record{kind: kind, parts: [][]byte{content}}
	for len(r.rest) >= 4 && recordKind(binary.LittleEndian.Uint16(r.rest)) == recContinue {
		_, content, ok := r.take()
		if !ok {
			break
		}
		rec.parts = append(rec.parts, content)
	}
	return rec, true
}

func (r *records) take() (kind recordKind, content []byte, ok bool) {
	if len(r.rest) < 4 {
		return 0, nil, false
	}
	kind = recordKind(binary.LittleEndian.Uint16(r.rest))
	length := int(binary.LittleEndian.Uint16(r.rest[2:]))
	if len(r.rest)-4 < length {
		r.rest = nil
		return 0, nil, false
	}
	content, r.rest = r.rest[4:4+length], r.rest[4+length:]
	return kind, content, true
}

// first is the record's own content, without what continues it.
func (r record) first() []byte { return r.parts[0] }

func u16(b []byte) int    { return int(binary.LittleEndian.Uint16(b)) }
func u32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }
