package pdf

import (
	"unicode"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// Spreadsheet programs cut a text off at the edge of its cell: the file holds all of it and says how far it is shown. What is not
// shown is no reason to take it for that of the next cell. The rest of a label helps to tell which it is; of a figure that is cut,
// nothing is read.

// maxClipCorners is how many corners a way to cut may have; a cell has five.
const maxClipCorners = 40

// clip gives the box outside which nothing of a text is shown, in the page's own coordinates. ok is false when there is none.
func (s *session) clip(object references.FPDF_PAGEOBJECT) (box rect, ok bool) {
	got, err := s.FPDFPageObj_GetClipPath(&requests.FPDFPageObj_GetClipPath{PageObject: object})
	if err != nil {
		return rect{}, false
	}
	paths, err := s.FPDFClipPath_CountPaths(&requests.FPDFClipPath_CountPaths{ClipPath: got.ClipPath})
	if err != nil {
		return rect{}, false
	}
	for n := range min(paths.Count, maxClipCorners) {
		corners, err := s.FPDFClipPath_CountPathSegments(&requests.FPDFClipPath_CountPathSegments{ClipPath: got.ClipPath, PathIndex: n})
		if err != nil || corners.Count < 2 || corners.Count > maxClipCorners {
			continue
		}
		var path rect
		for i := range corners.Count {
			segment, err := s.FPDFClipPath_GetPathSegment(&requests.FPDFClipPath_GetPathSegment{ClipPath: got.ClipPath, PathIndex: n, SegmentIndex: i})
			if err != nil {
				return rect{}, false
			}
			at, err := s.FPDFPathSegment_GetPoint(&requests.FPDFPathSegment_GetPoint{PathSegment: segment.PathSegment})
			if err != nil || !usable(float64(at.X), float64(at.Y)) {
				return rect{}, false
			}
			p := point{float64(at.X), float64(at.Y)}
			if i == 0 {
				path = spanning(p, p)
			}
			path = path.with(spanning(p, p))
		}
		if !ok {
			box, ok = path, true
			continue
		}
		box = rect{max(box.left, path.left), max(box.top, path.top), min(box.right, path.right), min(box.bottom, path.bottom)}
	}
	return box, ok && box.width() > 0 && box.height() > 0
}

// extent is the box of a drawn object, in the page's own coordinates.
func (s *session) extent(object references.FPDF_PAGEOBJECT) (rect, bool) {
	b, err := s.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: object})
	if err != nil || !usable(float64(b.Left), float64(b.Bottom), float64(b.Right), float64(b.Top)) {
		return rect{}, false
	}
	return spanning(point{float64(b.Left), float64(b.Bottom)}, point{float64(b.Right), float64(b.Top)}), true
}

// note remembers a text of which a part is not shown.
func (o *pageObjects) note(object references.FPDF_PAGEOBJECT) {
	box, ok := o.s.clip(object)
	if !ok {
		return
	}
	if text, ok := o.s.extent(object); ok && (text.left < box.left || text.right > box.right || text.top < box.top || text.bottom > box.bottom) {
		o.cut = append(o.cut, text)
	}
}

// cutOff finds, for a character that stands where texts are cut, the place nearest to it where its text is shown. ok is false when it
// is shown itself.
func (o *pageObjects) cutOff(text references.FPDF_TEXTPAGE, c character) (home point, ok bool) {
	middle := spanning(point{c.left, c.bottom}, point{c.right, c.top}).centre()
	reach := (c.top - c.bottom) / 2 // what is drawn of a character may be half of its width, and at one end
	for _, box := range o.cut {
		if !box.grown(reach).holds(middle) {
			continue
		}
		object, err := o.s.FPDFText_GetTextObject(&requests.FPDFText_GetTextObject{TextPage: text, Index: c.index})
		if err != nil {
			return point{}, false
		}
		own, found := o.s.extent(object.TextObject)
		shown, cut := o.s.clip(object.TextObject)
		if !found || !cut || !own.grown(reach).holds(middle) || shown.holds(middle) {
			return point{}, false
		}
		return point{min(max(middle.x, shown.left), shown.right), min(max(middle.y, shown.top), shown.bottom)}, true
	}
	return point{}, false
}

// grown is the box with a margin on all sides.
func (r rect) grown(by float64) rect {
	return rect{r.left - by, r.top - by, r.right + by, r.bottom + by}
}

// at is where a character counts as standing: of one that is not shown, where its text is.
func (g glyph) at() point {
	if g.cut {
		return g.home
	}
	return g.box.centre()
}

// shown gives the characters of a cell. A label has its rest; a figure of which some is not shown cannot be read.
func shown(glyphs []glyph) []glyph {
	var (
		whole    = true
		digits   bool // some digit is not shown
		seen     []glyph
		lettered bool
	)
	for _, g := range glyphs {
		if !g.cut {
			seen = append(seen, g)
			lettered = lettered || unicode.Is(unicode.Han, g.r)
			continue
		}
		whole = false
		digits = digits || unicode.IsDigit(g.r)
		lettered = lettered || unicode.Is(unicode.Han, g.r)
	}
	switch {
	case whole:
		return glyphs
	case len(seen) == 0 && !digits:
		return nil
	case !lettered || digits && !numbered.MatchString(textOf(glyphs)):
		// Something stands there, and what it is cannot be told.
		last := glyphs[0]
		if len(seen) > 0 {
			last = seen[len(seen)-1]
		}
		last.r = unicode.ReplacementChar
		return append(seen, last)
	}
	return glyphs
}

// textOf joins characters as they stand in lines.
func textOf(glyphs []glyph) string {
	text := ""
	for _, l := range linesOf(glyphs) {
		text += l.text()
	}
	return text
}

// legible gives the characters outside all tables with what is cut off taken away. A figure cut off is marked where it breaks off.
func legible(glyphs []glyph) []glyph {
	var out []glyph
	for i, g := range glyphs {
		if !g.cut {
			out = append(out, g)
			continue
		}
		for _, n := range []int{i - 1, i + 1} {
			if n < 0 || n >= len(glyphs) || glyphs[n].cut || !unicode.IsDigit(g.r) || !unicode.IsDigit(glyphs[n].r) {
				continue
			}
			mark := glyphs[n]
			mark.r = unicode.ReplacementChar
			out = append(out, mark)
		}
	}
	return out
}

// hidden reports whether nothing of what a cell holds is shown.
func (c *cell) hidden() bool {
	for _, l := range c.lines {
		for _, g := range l.glyphs {
			if !g.cut {
				return false
			}
		}
	}
	return true
}
