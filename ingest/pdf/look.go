package pdf

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"slices"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"

	"tongjian/data"
)

// Picture is a page as a reader sees it, with the place asked for marked on it.
type Picture struct {
	// Type is the media type: image/png, or image/svg+xml where the page's fonts are not in the file.
	Type  string
	Bytes []byte
}

// noPlace says that a place is on no page of the file.
func noPlace(kind string) error { return errors.New(kind + " 里没有这个位置") }

// lookDPI is how fine pages are drawn: small print stays legible, and a page is some 150 kB.
const lookDPI = 110

// DrawPlace draws the page a place of [Read] stands on, turned as it is read, with the cell or line marked. A page whose fonts are not
// in the file would be drawn as squares; its characters and lines are then written as SVG, and the reader's own fonts show them. The
// error is a Chinese sentence.
func DrawPlace(b []byte, at data.Position) (Picture, error) {
	s, err := open(b, maxTime)
	if err != nil {
		return Picture{}, err
	}
	defer s.close()
	pages, err := s.layouts()
	if err != nil {
		return Picture{}, s.explain(err)
	}
	mark, ok := placed(pages, at)
	if !ok {
		return Picture{}, noPlace(kindPDF)
	}
	l := &pages[at.Page-1]
	if !s.fontsInside(at.Page) {
		return Picture{Type: "image/svg+xml", Bytes: l.svg(mark)}, nil
	}
	drawn, err := s.render(at.Page, lookDPI)
	if err != nil {
		return Picture{}, err
	}
	turned := turnPicture(drawn, l.turned)
	markPicture(turned, l.bounds, mark)
	out, err := encode(turned)
	return Picture{Type: "image/png", Bytes: out}, err
}

// placed tells where on its page a place of the document made of some pages stands.
func placed(pages []layout, at data.Position) (rect, bool) {
	if at.Page < 1 || at.Page > len(pages) {
		return rect{}, false
	}
	return write(pages).find(pages, at)
}

// find tells where on its page a place stands.
func (w *writer) find(pages []layout, at data.Position) (rect, bool) {
	for _, g := range w.grids {
		for _, p := range g.parts {
			for _, c := range p.table.cells {
				if c.place != (place{at.Page, at.Grid, at.Line}) {
					continue
				}
				if from, to := g.span(p, c); from <= at.Cell-1 && at.Cell-1 < to {
					return c.rect, true
				}
			}
		}
	}
	if at.Grid > 0 {
		return rect{}, false
	}
	l := &pages[at.Page-1]
	for _, it := range slices.Concat(l.items, l.moved) {
		if it.row == nil || it.row.page != at.Page || it.row.number != at.Line {
			continue
		}
		if cells := w.cellsOf(at); at.Cell > 0 && at.Cell <= len(cells) && cells[at.Cell-1].Text != "" {
			text := cells[at.Cell-1].Text
			same := slices.DeleteFunc(slices.Clone(it.row.segments), func(s line) bool { return s.text() != text })
			if n := at.Cell - 1; len(cells) == len(it.row.segments) && it.row.segments[n].text() == text {
				return it.row.segments[n].rect, true
			}
			if len(same) == 1 {
				return same[0].rect, true
			}
		}
		return it.row.line.rect, true
	}
	return rect{}, false
}

// cellsOf gives the cells of the row of text outside all tables a place is of; none where it is a paragraph.
func (w *writer) cellsOf(at data.Position) []data.DocCell {
	for _, b := range w.blocks {
		if b.Grid == nil || b.At.Grid > 0 {
			continue
		}
		for _, row := range b.Grid.Rows {
			if len(row) > 0 && row[0].At.Page == at.Page && row[0].At.Line == at.Line && len(row) >= at.Cell {
				return row
			}
		}
	}
	return nil
}

// fontsInside reports whether the fonts of a page's texts are in the file, as far as the first thousand of them tell.
func (s *session) fontsInside(number int) bool {
	const most = 1000
	reference, err := s.loadPage(number)
	if err != nil {
		return false
	}
	defer func() { _, _ = s.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: reference}) }()
	self := requests.Page{ByReference: &reference}
	count, err := s.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: self})
	if err != nil {
		return false
	}
	for i := range min(count.Count, most) {
		object, err := s.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: self, Index: i})
		if err != nil {
			return false
		}
		kind, err := s.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
		if err != nil || kind.Type != enums.FPDF_PAGEOBJ_TEXT {
			continue
		}
		font, err := s.FPDFTextObj_GetFont(&requests.FPDFTextObj_GetFont{PageObject: object.PageObject})
		if err != nil {
			continue
		}
		if inside, err := s.FPDFFont_GetIsEmbedded(&requests.FPDFFont_GetIsEmbedded{Font: font.Font}); err == nil && !inside.IsEmbedded {
			return false
		}
	}
	return true
}

// turnPicture turns a picture clockwise.
func turnPicture(from *image.RGBA, by turn) *image.RGBA {
	width, height := from.Bounds().Dx(), from.Bounds().Dy()
	switch by & 3 {
	case 0:
		return from
	case 2:
		to := image.NewRGBA(image.Rect(0, 0, width, height))
		for y := range height {
			for x := range width {
				to.SetRGBA(width-1-x, height-1-y, from.RGBAAt(x, y))
			}
		}
		return to
	}
	to := image.NewRGBA(image.Rect(0, 0, height, width))
	for y := range height {
		for x := range width {
			if by&3 == 1 {
				to.SetRGBA(height-1-y, x, from.RGBAAt(x, y))
			} else {
				to.SetRGBA(y, width-1-x, from.RGBAAt(x, y))
			}
		}
	}
	return to
}

// markColour is that of the marks of the report page.
var markColour = color.RGBA{0xb3, 0x26, 0x1e, 0xff}

// markPicture frames a place on a picture of the page and tints it.
func markPicture(picture *image.RGBA, page, at rect) {
	if page.width() <= 0 || page.height() <= 0 {
		return
	}
	fx, fy := float64(picture.Bounds().Dx())/page.width(), float64(picture.Bounds().Dy())/page.height()
	const line = 3
	box := image.Rect(int((at.left-page.left)*fx), int((at.top-page.top)*fy), int((at.right-page.left)*fx)+1, int((at.bottom-page.top)*fy)+1).Inset(-line)
	tint := image.NewUniform(color.NRGBA{0xff, 0xd5, 0x4f, 0x60})
	draw.Draw(picture, box, tint, image.Point{}, draw.Over)
	frame := image.NewUniform(markColour)
	for _, edge := range []image.Rectangle{
		{box.Min, image.Pt(box.Max.X, box.Min.Y+line)}, {image.Pt(box.Min.X, box.Max.Y-line), box.Max},
		{box.Min, image.Pt(box.Min.X+line, box.Max.Y)}, {image.Pt(box.Max.X-line, box.Min.Y), box.Max},
	} {
		draw.Draw(picture, edge, frame, image.Point{}, draw.Src)
	}
}

// hexOf writes a colour as SVG does.
func hexOf(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
