package pdf

import (
	"fmt"
	"math"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// pageObjects gathers what a page draws besides its characters.
type pageObjects struct {
	s    *session
	way  turn
	page *page
	// hidden is true when the page has invisible text.
	hidden bool
	// cut are the boxes of texts of which some is not shown.
	cut               []rect
	objects, segments int
	pictures          float64 // area of all images
}

// maxNested is how deep drawn objects may stand in one another.
const maxNested = 8

// objects adds the ruling lines of a page to p, and tells pictures and hidden text.
func (s *session) objects(reference references.FPDF_PAGE, way turn, p *page) (*pageObjects, error) {
	o := &pageObjects{s: s, way: way, page: p}
	self := requests.Page{ByReference: &reference}
	count, err := s.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: self})
	if err != nil {
		return nil, fmt.Errorf("drawn objects: %w", err)
	}
	for i := range min(count.Count, maxObjects+1) {
		object, err := s.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: self, Index: i})
		if err != nil {
			return nil, fmt.Errorf("drawn object %d: %w", i, err)
		}
		if err := o.add(object.PageObject, Identity(), 0); err != nil {
			return nil, err
		}
	}
	o.settle()
	return o, nil
}

// settle judges a page by all that is drawn on it.
func (o *pageObjects) settle() {
	const goodPart = 0.3
	o.page.picture = o.pictures > goodPart*o.page.bounds.width()*o.page.bounds.height()
	if o.tooMany() {
		o.page.rules = nil // a drawing or a map: no table has so many lines
		o.hidden = true    // perhaps, in what was not looked at
	}
}

func (o *pageObjects) tooMany() bool { return o.objects > maxObjects || o.segments > maxSegments }

func (o *pageObjects) add(object references.FPDF_PAGEOBJECT, outer Matrix, depth int) error {
	if o.objects++; o.tooMany() {
		return nil
	}
	kind, err := o.s.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object})
	if err != nil {
		return fmt.Errorf("kind of drawn object: %w", err)
	}
	switch kind.Type {
	case enums.FPDF_PAGEOBJ_TEXT:
		mode, err := o.s.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: object})
		o.hidden = o.hidden || err == nil && unseen(mode.TextRenderMode)
		if depth == 0 {
			o.note(object)
		}
		return nil
	case enums.FPDF_PAGEOBJ_PATH:
		return o.path(object, o.matrixOf(object).Then(outer))
	case enums.FPDF_PAGEOBJ_IMAGE:
		// An image fills the unit square of its own coordinates.
		m := o.matrixOf(object).Then(outer)
		if area := math.Abs(m.A*m.D - m.B*m.C); usable(area) {
			o.pictures += area
		}
		return nil
	case enums.FPDF_PAGEOBJ_FORM:
		if depth == maxNested {
			return nil
		}
		return o.nested(object, o.matrixOf(object).Then(outer), depth+1)
	}
	return nil
}

func (o *pageObjects) nested(form references.FPDF_PAGEOBJECT, m Matrix, depth int) error {
	count, err := o.s.FPDFFormObj_CountObjects(&requests.FPDFFormObj_CountObjects{PageObject: form})
	if err != nil {
		return fmt.Errorf("nested objects: %w", err)
	}
	for i := range count.Count {
		if o.tooMany() {
			return nil
		}
		object, err := o.s.FPDFFormObj_GetObject(&requests.FPDFFormObj_GetObject{PageObject: form, Index: uint64(i)})
		if err != nil {
			return fmt.Errorf("nested object %d: %w", i, err)
		}
		if err := o.add(object.PageObject, m, depth); err != nil {
			return err
		}
	}
	return nil
}

func (o *pageObjects) matrixOf(object references.FPDF_PAGEOBJECT) Matrix {
	m, err := o.s.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: object})
	if err != nil {
		return Identity()
	}
	return Matrix{float64(m.Matrix.A), float64(m.Matrix.B), float64(m.Matrix.C), float64(m.Matrix.D), float64(m.Matrix.E), float64(m.Matrix.F)}
}

// path adds the upright and level lines of a drawn path: those stroked, and filled areas so thin that they are lines.
func (o *pageObjects) path(object references.FPDF_PAGEOBJECT, m Matrix) error {
	mode, err := o.s.FPDFPath_GetDrawMode(&requests.FPDFPath_GetDrawMode{PageObject: object})
	if err != nil {
		return fmt.Errorf("draw mode: %w", err)
	}
	filled := mode.FillMode != enums.FPDF_FILLMODE_NONE
	if !filled && !mode.Stroke {
		return nil
	}
	count, err := o.s.FPDFPath_CountSegments(&requests.FPDFPath_CountSegments{PageObject: object})
	if err != nil {
		return fmt.Errorf("path: %w", err)
	}
	var shape []point // the corners of the part of the path now being drawn
	for i := range count.Count {
		if o.segments++; o.tooMany() {
			return nil
		}
		segment, err := o.s.FPDFPath_GetPathSegment(&requests.FPDFPath_GetPathSegment{PageObject: object, Index: i})
		if err != nil {
			return fmt.Errorf("path segment %d: %w", i, err)
		}
		kind, err := o.s.FPDFPathSegment_GetType(&requests.FPDFPathSegment_GetType{PathSegment: segment.PathSegment})
		if err != nil {
			return fmt.Errorf("path segment %d: %w", i, err)
		}
		at, err := o.s.FPDFPathSegment_GetPoint(&requests.FPDFPathSegment_GetPoint{PathSegment: segment.PathSegment})
		if err != nil {
			return fmt.Errorf("path segment %d: %w", i, err)
		}
		x, y := m.Apply(float64(at.X), float64(at.Y))
		if kind.Type == enums.FPDF_SEGMENT_MOVETO {
			o.shape(shape, filled, mode.Stroke)
			shape = nil
		}
		if !usable(x, y) {
			continue
		}
		p := o.way.point(x, y)
		if kind.Type == enums.FPDF_SEGMENT_LINETO && mode.Stroke && len(shape) > 0 {
			o.line(shape[len(shape)-1], p)
		}
		shape = append(shape, p)
		if closing, err := o.s.FPDFPathSegment_GetClose(&requests.FPDFPathSegment_GetClose{PathSegment: segment.PathSegment}); err == nil && closing.IsClose && mode.Stroke {
			o.line(p, shape[0])
		}
	}
	o.shape(shape, filled, mode.Stroke)
	return nil
}

// thin is how thick a filled area may be to count as a line, and how far from level a stroke may run.
const thin = 3.0

// shape adds a filled area that is thin enough to be a line, along its middle.
func (o *pageObjects) shape(corners []point, filled, stroked bool) {
	if !filled || stroked || len(corners) < 2 {
		return
	}
	r := spanning(corners[0], corners[0])
	for _, c := range corners[1:] {
		r = r.with(spanning(c, c))
	}
	middle := r.centre()
	switch {
	case r.height() <= thin && r.width() > r.height():
		o.line(point{r.left, middle.y}, point{r.right, middle.y})
	case r.width() <= thin:
		o.line(point{middle.x, r.top}, point{middle.x, r.bottom})
	}
}

// line adds a stroke that runs level or upright.
func (o *pageObjects) line(a, b point) {
	r := spanning(a, b)
	switch {
	case r.height() < thin/2 && r.width() > r.height():
		o.page.rules = append(o.page.rules, rule{level: true, at: (a.y + b.y) / 2, from: r.left, to: r.right})
	case r.width() < thin/2:
		o.page.rules = append(o.page.rules, rule{at: (a.x + b.x) / 2, from: r.top, to: r.bottom})
	}
}
