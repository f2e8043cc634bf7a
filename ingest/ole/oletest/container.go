// Package oletest makes compound files, the containers of Office documents before 2007, for tests.
package oletest

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
	"unicode/utf16"
)

// Container puts streams into a compound file. Each is padded to 4096 bytes: smaller ones would be kept elsewhere.
func Container(streams map[string][]byte) []byte {
	const sector, end, free, table = 512, 0xfffffffe, 0xffffffff, 0xfffffffd
	names := append([]string{"Root Entry"}, slices.Sorted(maps.Keys(streams))...)
	var body bytes.Buffer // of the sectors
	var fat []uint32
	chain := func(n int) int { // links the next n sectors
		first := len(fat)
		for i := range n {
			if next := uint32(first + i + 1); i < n-1 {
				fat = append(fat, next)
			} else {
				fat = append(fat, end)
			}
		}
		return first
	}
	var directory bytes.Buffer
	for i, name := range names {
		entry := make([]byte, 128)
		for j, u := range utf16.Encode([]rune(name)) {
			binary.LittleEndian.PutUint16(entry[2*j:], u)
		}
		binary.LittleEndian.PutUint16(entry[64:], uint16(2*len(name)+2))
		left, right, child := uint32(free), uint32(free), uint32(free)
		if i == 0 {
			entry[66], child = 5, 1
			binary.LittleEndian.PutUint32(entry[116:], end)
		} else {
			content := streams[name]
			content = append(bytes.Clone(content), make([]byte, max(0, 4096-len(content)))...)
			entry[66] = 2
			if i+1 < len(names) {
				right = uint32(i + 1)
			}
			binary.LittleEndian.PutUint32(entry[116:], uint32(chain((len(content)+sector-1)/sector)))
			binary.LittleEndian.PutUint32(entry[120:], uint32(len(content)))
			body.Write(content)
			body.Write(make([]byte, -len(content)&(sector-1)))
		}
		binary.LittleEndian.PutUint32(entry[68:], left)
		binary.LittleEndian.PutUint32(entry[72:], right)
		binary.LittleEndian.PutUint32(entry[76:], child)
		directory.Write(entry)
	}
	directory.Write(make([]byte, -directory.Len()&(sector-1)))
	directoryAt := chain(directory.Len() / sector)
	body.Write(directory.Bytes())
	tables := 1
	for (len(fat)+tables)*4 > tables*sector {
		tables++
	}
	tableAt := len(fat)
	for range tables {
		fat = append(fat, table)
	}
	for len(fat)*4 < tables*sector {
		fat = append(fat, free)
	}
	_ = binary.Write(&body, binary.LittleEndian, fat)
	head := make([]byte, sector)
	copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for at, v := range map[int]uint16{24: 0x3e, 26: 3, 28: 0xfffe, 30: 9, 32: 6} {
		binary.LittleEndian.PutUint16(head[at:], v)
	}
	for at, v := range map[int]uint32{44: uint32(tables), 48: uint32(directoryAt), 56: 4096, 60: end, 68: end} {
		binary.LittleEndian.PutUint32(head[at:], v)
	}
	for i := range 109 {
		v := uint32(free)
		if i < tables {
			v = uint32(tableAt + i)
		}
		binary.LittleEndian.PutUint32(head[76+4*i:], v)
	}
	return append(head, body.Bytes()...)
}
