package pdf

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing/fstest"
	"unicode/utf16"
)

// standIn is the directory PDFium looks for fonts in. It holds a font in which every character is a square.
//
// PDFium measures a character by its outline. Chinese text whose font is not in the file has none, and of characters without an
// outline it drops those it takes for doubles of another: a figure would be missing without a word. The square gives them
// an extent; what a page holds then depends neither on the font nor on those installed on the machine.
func standIn() fstest.MapFS {
	return fstest.MapFS{"usr/share/fonts/standin.ttf": &fstest.MapFile{Data: squareFont("AR PL UMing CN Light")}}
}

// squareFont makes a TrueType font of that name with two characters, the outlines of a square and of half a square.
func squareFont(name string) []byte {
	const em, low, high = 1000, -120, 880
	outline := func(width int) []byte {
		const line = 40
		return words(2, 0, low, width, high, // two contours and their extent
			3, 7, 0, // the last point of each contour, no instructions
			0x0101, 0x0101, 0x0101, 0x0101, // eight points on the curve
			0, width, 0, -width, line, width-2*line, 0, 2*line-width, // x, the inner contour the other way round
			low, 0, em, 0, -line, 0, 2*line-em, 0) // y
	}
	square, half := outline(em), outline(em/2)
	glyphs := slices.Concat(square, square, half)
	tables := map[string][]byte{
		"head": words(1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 3, em, 0, 0, 0, 0, 0, 0, 0, 0, 0, low, em, high, 0, 8, 2, 0, 0),
		"hhea": words(1, 0, high, low, 0, em, 0, 0, em, 1, 0, 0, 0, 0, 0, 0, 0, 3),
		"maxp": words(1, 0, 3, 8, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
		"hmtx": words(em, 0, em, 0, em/2, 0),
		"loca": words(0, len(square)/2, len(square), len(glyphs)/2),
		"glyf": glyphs,
		"cmap": squareMap(),
		"name": nameTable(name),
		"OS/2": words(1, em, 400, 5, 0, 650, 700, 0, 140, 650, 700, 0, 480, 50, 258, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
			0, 0, 0x40, ' ', 0xffff, high, low, 0, high, -low, 0x001e, 0, 0, 0), // code pages of Chinese, Japanese, Korean
		"post": words(3, 0, 0, 0, -100, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
	}
	tags := []string{"OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"}
	font := words(1, 0, len(tags), 128, 3, len(tags)*16-128)
	offset := len(font) + 16*len(tags)
	var body []byte
	for _, tag := range tags {
		table := tables[tag]
		padded := append(slices.Clone(table), make([]byte, -len(table)&3)...)
		font = append(font, tag...)
		font = binary.BigEndian.AppendUint32(font, checksum(padded))
		font = binary.BigEndian.AppendUint32(font, uint32(offset+len(body)))
		font = binary.BigEndian.AppendUint32(font, uint32(len(table)))
		body = append(body, padded...)
	}
	return append(font, body...)
}

// squareMap gives the half square to the characters of ASCII and Latin-1, the square to all others up to U+FFFE, in blocks of 256
// that share one list.
func squareMap() []byte {
	const segments = 257 // the blocks, and the end of the list
	var ends, starts, deltas, offsets, glyphs []int
	for block := range 256 {
		ends, starts, deltas = append(ends, min(block<<8|0xff, 0xfffe)), append(starts, max(block<<8, 0x21)), append(deltas, 0)
		if block == 0 {
			deltas[block] = 1 // one further than the list says
		}
		offsets = append(offsets, 2*(segments-block))
	}
	ends, starts, deltas, offsets = append(ends, 0xffff), append(starts, 0xffff), append(deltas, 1), append(offsets, 0)
	for range 256 {
		glyphs = append(glyphs, 1)
	}
	sub := words(slices.Concat([]int{4, 0, 0, 2 * segments, 512, 8, 2*segments - 512}, ends, []int{0}, starts, deltas, offsets, glyphs)...)
	binary.BigEndian.PutUint16(sub[2:], uint16(len(sub)))
	return append(words(0, 1, 3, 1, 0, 12), sub...)
}

// nameTable names the font, for programs that read Macintosh and for those that read Windows names.
func nameTable(name string) []byte {
	var wide bytes.Buffer
	for _, u := range utf16.Encode([]rune(name)) {
		_ = binary.Write(&wide, binary.BigEndian, u)
	}
	records := []int{0, 4, 6 + 4*12}
	for _, id := range []int{1, 4} {
		records = append(records, 1, 0, 0, id, len(name), 0)
	}
	for _, id := range []int{1, 4} {
		records = append(records, 3, 1, 0x409, id, wide.Len(), len(name))
	}
	return slices.Concat(words(records...), []byte(name), wide.Bytes())
}

// words writes numbers as 16 bits each.
func words(values ...int) []byte {
	var b []byte
	for _, v := range values {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	return b
}

func checksum(b []byte) uint32 {
	var sum uint32
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	return sum
}
