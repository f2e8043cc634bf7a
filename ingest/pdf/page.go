package pdf

import (
	"fmt"

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
	// cut is true when it is not shown because its text is cut off; home is then the nearest place where that is shown.
	cut  bool
	home point
	// edge is true of the last that is shown of such a text, less than half of which is cut off.
	edge bool
}

// page is what can be seen on a page.
type page struct {
	number int // from 1
	bounds rect
	glyphs []glyph
	rules  []rule
	// picture is true when an image covers a good part of the page.
	picture bool
	// turned is how the page as it is shown must be turned to be read.
	turned turn
}

// readPage lists the characters, ruling lines and images of a page, numbered from 1.
func (s *session) readPage(number int) (page, error) {
	reference, err := s.loadPage(number)
	if err != nil {
		return page{}, fmt.Errorf("page %d: %w", number, err)
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
	characters, err := s.characters(text.TextPage, number)
	if err != nil {
		return page{}, fmt.Errorf("text of page %d: %w", number, err)
	}
	characters = withoutSlanted(characters)
	way := direction(characters, turn(rotation.PageRotation))
	p := page{number: number, bounds: rect{-1e6, -1e6, 1e6, 1e6}, turned: (way - turn(rotation.PageRotation)) & 3}
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
	for _, c := range characters {
		g := c.glyph(way)
		if shown, cut := objects.cutOff(text.TextPage, c); cut {
			g = g.within(way.rect(shown.left, shown.top, shown.right, shown.bottom))
		}
		if p.bounds.holds(g.at()) && g.box.height() > 0 && !(objects.hidden && s.invisible(text.TextPage, c.index)) {
			p.glyphs = append(p.glyphs, g)
		}
	}
	p.glyphs = withoutMarks(p.glyphs, p.rules)
	return p, nil
}

// loadPage opens a page. Where notes, stamps or filled-in fields lie on it, they are made part of it first, as printing does.
func (s *session) loadPage(number int) (references.FPDF_PAGE, error) {
	load := &requests.FPDF_LoadPage{Document: s.document, Index: number - 1}
	loaded, err := s.FPDF_LoadPage(load)
	if err != nil {
		return "", err
	}
	self := requests.Page{ByReference: &loaded.Page}
	notes, err := s.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: self})
	if err != nil || notes.Count == 0 {
		return loaded.Page, nil
	}
	// A page that cannot be flattened is read as it is.
	_, _ = s.FPDFPage_Flatten(&requests.FPDFPage_Flatten{Page: self, Usage: requests.FPDFPage_FlattenUsagePrint})
	if _, err := s.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page}); err != nil {
		return "", err
	}
	if loaded, err = s.FPDF_LoadPage(load); err != nil {
		return "", err
	}
	return loaded.Page, nil
}

// invisible reports whether a character is drawn in no colour, as recognition programs lay text under a scanned page.
func (s *session) invisible(text references.FPDF_TEXTPAGE, index int) bool {
	object, err := s.FPDFText_GetTextObject(&requests.FPDFText_GetTextObject{TextPage: text, Index: index})
	if err != nil {
		return false
	}
	mode, err := s.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: object.TextObject})
	return err == nil && unseen(mode.TextRenderMode)
}

func unseen(mode enums.FPDF_TEXT_RENDERMODE) bool {
	return mode == enums.FPDF_TEXTRENDERMODE_INVISIBLE || mode == enums.FPDF_TEXTRENDERMODE_CLIP
}
