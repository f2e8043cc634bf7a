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

// cutOff finds, for a character that stands where texts are cut, the box its text is shown in. ok is false when it is shown whole.
func (o *pageObjects) cutOff(text references.FPDF_TEXTPAGE, c character) (box rect, ok bool) {
	middle := spanning(point{c.left, c.bottom}, point{c.right, c.top}).centre()
	reach := (c.top - c.bottom) / 2 // what is drawn of a character may be half of its width, and at one end
	for _, box := range o.cut {
		if !box.grown(reach).holds(middle) {
			continue
		}
		object, err := o.s.FPDFText_GetTextObject(&requests.FPDFText_GetTextObject{TextPage: text, Index: c.index})
		if err != nil {
			return rect{}, false
		}
		own, found := o.s.extent(object.TextObject)
		shown, cut := o.s.clip(object.TextObject)
		return shown, found && cut && own.grown(reach).holds(middle)
	}
	return rect{}, false
}

// within tells what of a character is seen of whose text only what lies in a box is.
func (g glyph) within(shown rect) glyph {
	middle := g.box.centre()
	if !shown.holds(middle) {
		g.cut, g.home = true, point{min(max(middle.x, shown.left), shown.right), min(max(middle.y, shown.top), shown.bottom)}
		return g
	}
	const some = 0.1 // heights of a character
	g.edge = g.box.right-shown.right > some*g.box.height()
	g.box.left, g.box.right = max(g.box.left, shown.left), min(g.box.right, shown.right)
	return g
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

// legible gives the characters outside all tables. What is cut off a label's end takes no room there, so that it does not reach over
// the next; a figure cut off is marked where it breaks off.
func legible(glyphs []glyph) []glyph {
	out := make([]glyph, 0, len(glyphs))
	for i, g := range glyphs {
		switch {
		case !g.cut:
			if unicode.IsDigit(g.r) && (i > 0 && glyphs[i-1].cutDigit() || i+1 < len(glyphs) && glyphs[i+1].cutDigit()) {
				g.r = unicode.ReplacementChar
			}
			out = append(out, g)
		case !unicode.IsDigit(g.r) && g.home.y == g.box.centre().y && g.home.x < g.box.centre().x:
			// The rest of a text none of which is shown here belongs to another page.
			if n := len(out); n > 0 && out[n-1].base == g.base && out[n-1].box.right <= g.home.x+g.box.height() {
				g.box.left, g.box.right = out[n-1].box.right, out[n-1].box.right
				out = append(out, g)
			}
		}
	}
	return out
}

func (g glyph) cutDigit() bool { return g.cut && unicode.IsDigit(g.r) }

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
