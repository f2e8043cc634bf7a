package pdf

import (
	"fmt"
	"math"
	"unicode"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// character is a visible character in the page's own coordinates, y upwards.
type character struct {
	index                    int // in the text of the page
	r                        rune
	left, top, right, bottom float64
	// x and y are where its baseline begins, along is the direction that runs in.
	x, y  float64
	along float64
}

// characters lists the characters of a page. Blanks are left out: how far apart characters stand says more.
func (s *session) characters(text references.FPDF_TEXTPAGE, number int) ([]character, error) {
	count, err := s.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text})
	if err != nil {
		return nil, err
	}
	if count.Count > maxGlyphs {
		return nil, exceeds(fmt.Sprintf("PDF 第 %d 页的字数", number), maxGlyphs, "个")
	}
	var out []character
	for i := range count.Count {
		code, err := s.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i})
		if err != nil {
			return nil, err
		}
		c := character{index: i, r: s.meaning(text, i, rune(code.Unicode))}
		if unicode.IsSpace(c.r) || unicode.Is(unicode.Cf, c.r) {
			continue
		}
		if err := s.measure(text, &c); err != nil {
			return nil, err
		}
		if usable(c.left, c.top, c.right, c.bottom, c.x, c.y, c.along) {
			out = append(out, c)
		}
	}
	return out, nil
}

// measure finds where a character stands.
func (s *session) measure(text references.FPDF_TEXTPAGE, c *character) error {
	m, err := s.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: text, Index: c.index})
	if err != nil {
		return err
	}
	c.x, c.y = float64(m.Matrix.E), float64(m.Matrix.F)
	c.along = math.Atan2(float64(m.Matrix.B), float64(m.Matrix.A))
	box, err := s.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: c.index})
	if err != nil {
		return err
	}
	c.left, c.top, c.right, c.bottom = float64(box.Rect.Left), float64(box.Rect.Top), float64(box.Rect.Right), float64(box.Rect.Bottom)
	const large = 48 // points; a title has 22
	if c.right-c.left < large || c.top-c.bottom < large {
		return nil
	}
	ink, err := s.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text, Index: c.index})
	if err != nil {
		return err
	}
	// PDFium gives boxes twenty times too large for fonts that are written downwards.
	const times = 12
	if size := max(ink.Right-ink.Left, ink.Top-ink.Bottom); size > 0 && c.right-c.left > times*size && c.top-c.bottom > times*size {
		c.left, c.top, c.right, c.bottom = ink.Left, ink.Top, ink.Right, ink.Bottom
		c.x, c.y = ink.Left, ink.Bottom
	}
	return nil
}

// meaning gives what a code stands for. A hyphen at the end of a line arrives as a control character; a code the file gives no
// meaning for becomes U+FFFD, so that it can be seen that something stands there.
func (s *session) meaning(text references.FPDF_TEXTPAGE, index int, code rune) rune {
	if bad, err := s.FPDFText_HasUnicodeMapError(&requests.FPDFText_HasUnicodeMapError{TextPage: text, Index: index}); err == nil && bad.HasUnicodeMapError {
		return unicode.ReplacementChar // the code may look like any of those below
	}
	const hyphen = 2
	switch {
	case code == hyphen:
		return '-'
	case code == '\t', code == '\n', code == '\r':
		return ' '
	case code < ' ', code > unicode.MaxRune, code >= 0xd800 && code < 0xe000, code == 0xfffe, code == 0xffff:
		return unicode.ReplacementChar
	}
	return code
}

// direction tells how the page must be turned for most of its text to run from left to right. The page's own rotation only
// decides where text does not: a wide table is often set sideways on an upright page.
func direction(characters []character, rotation turn) turn {
	var votes [4]int
	for _, c := range characters {
		quarters := c.along / (math.Pi / 2)
		if whole := math.Round(quarters); math.Abs(quarters-whole) < 0.1 {
			votes[int(whole)&3]++
		}
	}
	for quarters, n := range votes {
		if n*2 > len(characters) {
			return turn(quarters)
		}
	}
	return rotation
}

// glyph turns a character the way its page is read.
func (c character) glyph(way turn) glyph {
	return glyph{r: c.r, box: way.rect(c.left, c.top, c.right, c.bottom), base: way.point(c.x, c.y).y}
}
