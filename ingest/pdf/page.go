package pdf

import (
	"fmt"
	"math"
	"unicode"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// glyph is a visible character.
type glyph struct {
	r rune
	// box reaches over the character's full width and the height of its font, whatever its shape.
	box rect
	// base is how far down its baseline stands.
	base float64
}

// page is what can be seen on a page.
type page struct {
	number int // from 1
	bounds rect
	glyphs []glyph
	rules  []rule
	// picture is true when an image covers a good part of the page.
	picture bool
}

// readPage lists the characters, ruling lines and images of a page, numbered from 1.
func (s *session) readPage(number int) (page, error) {
	reference, err := s.loadPage(number)
	if err != nil {
		return page{}, err
	}
	defer func() { _, _ = s.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: reference}) }()
	self := requests.Page{ByReference: &reference}
	rotation, err := s.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: self})
	if err != nil {
		return page{}, fmt.Errorf("rotation of page %d: %w", number, err)
	}
	text, err := s.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: self})
	if err != nil {
		return page{}, fmt.Errorf("text of page %d: %w", number, err)
	}
	defer func() { _, _ = s.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage}) }()
	count, err := s.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return page{}, fmt.Errorf("text of page %d: %w", number, err)
	}
	if count.Count > maxGlyphs {
		return page{}, fmt.Errorf("第 %d 页有 %d 个字，%w %d 个", number, count.Count, ErrTooLarge, maxGlyphs)
	}
	way := turn(rotation.PageRotation)
	sideways, err := s.sideways(text.TextPage, count.Count)
	if err != nil {
		return page{}, err
	}
	way += sideways
	p := page{number: number, bounds: rect{-1e6, -1e6, 1e6, 1e6}}
	if box, err := s.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: self}); err == nil {
		b := way.rect(float64(box.Rect.Left), float64(box.Rect.Top), float64(box.Rect.Right), float64(box.Rect.Bottom))
		if usable(b.left, b.top, b.right, b.bottom) && b.width() > 0 && b.height() > 0 {
			p.bounds = b
		}
	}
	objects, err := s.objects(reference, way, &p)
	if err != nil {
		return page{}, fmt.Errorf("page %d: %w", number, err)
	}
	if p.glyphs, err = s.glyphs(text.TextPage, count.Count, way, objects.hidden, p.bounds); err != nil {
		return page{}, fmt.Errorf("text of page %d: %w", number, err)
	}
	return p, nil
}

// loadPage opens a page. Where notes, stamps or filled-in fields lie on it, they are made part of it first, as printing does.
func (s *session) loadPage(number int) (references.FPDF_PAGE, error) {
	load := &requests.FPDF_LoadPage{Document: s.document, Index: number - 1}
	loaded, err := s.FPDF_LoadPage(load)
	if err != nil {
		return "", fmt.Errorf("page %d: %w", number, err)
	}
	self := requests.Page{ByReference: &loaded.Page}
	notes, err := s.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: self})
	if err != nil || notes.Count == 0 {
		return loaded.Page, nil
	}
	// A page that cannot be flattened is read as it is.
	_, _ = s.FPDFPage_Flatten(&requests.FPDFPage_Flatten{Page: self, Usage: requests.FPDFPage_FlattenUsagePrint})
	if _, err := s.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page}); err != nil {
		return "", fmt.Errorf("page %d: %w", number, err)
	}
	if loaded, err = s.FPDF_LoadPage(load); err != nil {
		return "", fmt.Errorf("page %d: %w", number, err)
	}
	return loaded.Page, nil
}

// sideways tells how the page must be turned for most of its text to run from left to right: a wide table is often set on an
// upright page with its head to the left.
func (s *session) sideways(text references.FPDF_TEXTPAGE, count int) (turn, error) {
	var votes [4]int
	for i := range count {
		angle, err := s.FPDFText_GetCharAngle(&requests.FPDFText_GetCharAngle{TextPage: text, Index: i})
		if err != nil {
			if s.late.Load() {
				return 0, fmt.Errorf("direction of text: %w", err)
			}
			continue // a character that pdfium put in itself has none
		}
		quarter := float64(angle.CharAngle) / (math.Pi / 2)
		if whole := math.Round(quarter); usable(quarter) && math.Abs(quarter-whole) < 0.1 {
			votes[int(whole)&3]++
		}
	}
	for quarter, n := range votes {
		if n*2 > count && quarter > 0 {
			return turn(4 - quarter), nil
		}
	}
	return 0, nil
}

// glyphs lists the visible characters. Blanks are left out: how far apart characters stand says more.
func (s *session) glyphs(text references.FPDF_TEXTPAGE, count int, way turn, hidden bool, bounds rect) ([]glyph, error) {
	var out []glyph
	for i := range count {
		code, err := s.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i})
		if err != nil {
			return nil, err
		}
		g := glyph{r: s.character(text, i, rune(code.Unicode))}
		if unicode.IsSpace(g.r) || unicode.Is(unicode.Cf, g.r) {
			continue
		}
		box, err := s.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: i})
		if err != nil {
			return nil, err
		}
		origin, err := s.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: text, Index: i})
		if err != nil {
			return nil, err
		}
		ink, err := s.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text, Index: i})
		if err != nil {
			return nil, err
		}
		b := box.Rect
		if !usable(float64(b.Left), float64(b.Top), float64(b.Right), float64(b.Bottom), origin.X, origin.Y, ink.Left, ink.Top, ink.Right, ink.Bottom) {
			continue
		}
		g.box = way.rect(float64(b.Left), float64(b.Top), float64(b.Right), float64(b.Bottom))
		g.base = way.point(origin.X, origin.Y).y
		if inked := way.rect(ink.Left, ink.Top, ink.Right, ink.Bottom); g.misplaced(inked) {
			g.box, g.base = inked, inked.bottom
		}
		if !bounds.holds(g.box.centre()) || g.box.height() <= 0 || hidden && s.invisible(text, i) {
			continue
		}
		out = append(out, g)
	}
	return out, nil
}

// misplaced reports whether the box of a character cannot be that of its ink: PDFium gives boxes twenty times too large for fonts
// that are written downwards.
func (g glyph) misplaced(ink rect) bool {
	const times = 12
	size := max(ink.width(), ink.height())
	return size > 0 && g.box.width() > times*size && g.box.height() > times*size
}

// character gives what a code stands for. A hyphen at the end of a line arrives as a control character; a code the file gives
// no meaning for becomes U+FFFD, so that it can be seen that something stands there.
func (s *session) character(text references.FPDF_TEXTPAGE, index int, code rune) rune {
	const hyphen = 2
	switch {
	case code == hyphen:
		return '-'
	case code == '\t', code == '\n', code == '\r':
		return ' '
	case code < ' ', code > unicode.MaxRune, code >= 0xd800 && code < 0xe000, code == 0xfffe, code == 0xffff:
		return unicode.ReplacementChar
	}
	if bad, err := s.FPDFText_HasUnicodeMapError(&requests.FPDFText_HasUnicodeMapError{TextPage: text, Index: index}); err == nil && bad.HasUnicodeMapError {
		return unicode.ReplacementChar
	}
	return code
}

// invisible reports whether a character is drawn in no colour, as recognition programs lay text under a scanned page.
func (s *session) invisible(text references.FPDF_TEXTPAGE, index int) bool {
	object, err := s.FPDFText_GetTextObject(&requests.FPDFText_GetTextObject{TextPage: text, Index: index})
	if err != nil {
		return false
	}
	mode, err := s.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: object.TextObject})
	return err == nil && (mode.TextRenderMode == enums.FPDF_TEXTRENDERMODE_INVISIBLE || mode.TextRenderMode == enums.FPDF_TEXTRENDERMODE_CLIP)
}
