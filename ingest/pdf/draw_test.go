package pdf

import (
	"bytes"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// sheet is a page being drawn, in points from its lower left corner, as PDF counts.
type sheet struct {
	width, height float64
	turned        int // /Rotate
	ops           bytes.Buffer
	notes         []string // texts laid over the page, from y 700 downwards
}

func newSheet() *sheet { return &sheet{width: 595, height: 842} }

func (s *sheet) op(format string, args ...any) { fmt.Fprintf(&s.ops, format+"\n", args...) }

// text writes a text whose baseline begins at a place, in a font that is not embedded: half a size wide for ASCII, a size for
// all else.
func (s *sheet) text(x, y, size float64, text string) {
	s.op("BT /F1 %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET", size, x, y, hex(text))
}

// upwards writes a text that runs from the bottom up.
func (s *sheet) upwards(x, y, size float64, text string) {
	s.op("BT /F1 %g Tf 0 1 -1 0 %g %g Tm <%s> Tj ET", size, x, y, hex(text))
}

// hidden writes a text in no colour.
func (s *sheet) hidden(x, y, size float64, text string) {
	s.op("BT 3 Tr /F1 %g Tf 1 0 0 1 %g %g Tm <%s> Tj 0 Tr ET", size, x, y, hex(text))
}

// stroke draws a line of a width.
func (s *sheet) stroke(x0, y0, x1, y1, width float64) {
	s.op("%g w %g %g m %g %g l S", width, x0, y0, x1, y1)
}

// bar fills an upright area.
func (s *sheet) bar(x, y, width, height float64) { s.op("%g %g %g %g re f", x, y, width, height) }

func hex(text string) string {
	var b bytes.Buffer
	for _, u := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, "%04x", u)
	}
	return b.String()
}

// textWidth is how wide text of a size comes out.
func textWidth(text string, size float64) float64 {
	ascii := 0
	for _, r := range text {
		if r < 0x80 {
			ascii++
		}
	}
	return size * (float64(utf8.RuneCountInString(text)) - float64(ascii)/2)
}

// document puts the pages into a file.
func document(sheets ...*sheet) []byte {
	const first = 5 // the objects before the pages: catalogue, list of pages, font and its descendant
	var kids bytes.Buffer
	for i := range sheets {
		fmt.Fprintf(&kids, "%d 0 R ", first+2*i)
	}
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), len(sheets)),
		"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [4 0 R] >>",
		"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500 814 939 500]" +
			" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>" +
			" /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0" +
			" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>",
	}
	var drawn []string
	for i, s := range sheets {
		var notes bytes.Buffer
		for n, text := range s.notes {
			fmt.Fprintf(&notes, "<< /Type /Annot /Subtype /FreeText /F 4 /Rect [200 %d 400 %d] /DA (/F1 10 Tf) /AP << /N %d 0 R >> >>",
				695-20*n, 715-20*n, first+2*len(sheets)+len(drawn))
			drawn = append(drawn, stream("/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 3 0 R >> >>",
				fmt.Sprintf("BT /F1 10 Tf 0 5 Td <%s> Tj ET", hex(text))))
		}
		objects = append(objects, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Rotate %d /Contents %d 0 R"+
			" /Resources << /Font << /F1 3 0 R >> >> /Annots [%s] >>", s.width, s.height, s.turned, first+2*i+1, notes.String()))
		objects = append(objects, stream("", s.ops.String()))
	}
	return file(append(objects, drawn...))
}

func stream(dictionary, content string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dictionary, len(content), content)
}

// file numbers the objects from 1; the first is the catalogue.
func file(objects []string) []byte {
	var b, table bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	for i, o := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, table.String(), len(objects)+1, b.Len())
	return b.Bytes()
}
