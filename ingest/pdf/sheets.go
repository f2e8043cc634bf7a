package pdf

import (
	"fmt"
	"math"

	"tongjian/data"
)

// Sheet is a page of a document of fixed layout that is not a PDF: all that is visible on it. Coordinates are points (1/72 inch) from
// the upper left corner, y downwards.
type Sheet struct {
	Width, Height float64
	Letters       []Letter
	Paths         []Path
	// Pictures is the area of all images.
	Pictures float64
}

// Letter is a character.
type Letter struct {
	Rune rune
	X, Y float64 // where its baseline begins
	// Size is the height of its font, Wide how much of the line it takes.
	Size, Wide float64
	// Along is the direction its line runs in, in radians from the right, counterclockwise as on the page.
	Along float64
}

// Path is a drawn path: its parts, each a row of corners. Curves are their ends.
type Path struct {
	Parts [][]Point
	// Stroked paths show their outline, filled ones their area.
	Stroked, Filled bool
}

// Point is a corner of a path. Break says that no straight line leads to it.
type Point struct {
	X, Y  float64
	Break bool
}

// How far the box of a character reaches above and below its baseline, in heights of its font: that of the usual Chinese fonts.
const ascent, descent = 0.88, 0.12

// ReadSheets finds the tables and lines of a document of fixed layout, as [Read] does those of a PDF. sheet gives the pages, numbered from 1
// to count. kind names the format for people. The error is a Chinese sentence.
func ReadSheets(kind string, count int, sheet func(number int) (Sheet, error)) (data.Document, error) {
	pages, err := layoutsOf(kind, count, sheet)
	if err != nil {
		return data.Document{}, err
	}
	return assemble(kind, pages)
}

// LookSheets draws the page a place of [ReadSheets] stands on as its characters and lines, with the place marked.
func LookSheets(kind string, count int, sheet func(number int) (Sheet, error), at data.Position) (Picture, error) {
	pages, err := layoutsOf(kind, count, sheet)
	if err != nil {
		return Picture{}, err
	}
	mark, ok := placed(pages, at)
	if !ok {
		return Picture{}, noPlace(kind)
	}
	return Picture{Type: "image/svg+xml", Bytes: pages[at.Page-1].svg(mark)}, nil
}

func layoutsOf(kind string, count int, sheet func(number int) (Sheet, error)) ([]layout, error) {
	return layouts(kind, count, func(number int) (page, error) {
		s, err := sheet(number)
		if err != nil {
			return page{}, err
		}
		if len(s.Letters) > maxGlyphs {
			return page{}, exceeds(fmt.Sprintf("%s 第 %d 页的字数", kind, number), maxGlyphs, "个")
		}
		return s.page(number), nil
	})
}

// page turns a sheet the way it is read.
func (s *Sheet) page(number int) page {
	var characters []character
	for _, l := range s.Letters {
		if c := l.character(); usable(c.left, c.top, c.right, c.bottom, c.x, c.y, c.along) {
			characters = append(characters, c)
		}
	}
	way := direction(characters, 0)
	p := page{number: number, bounds: way.rect(0, 0, s.Width, -s.Height), turned: way}
	for _, c := range characters {
		if g := c.glyph(way); p.bounds.holds(g.box.centre()) && g.box.height() > 0 {
			p.glyphs = append(p.glyphs, g)
		}
	}
	o := &pageObjects{way: way, page: &p, pictures: s.Pictures}
	for _, path := range s.Paths {
		o.sheetPath(path)
	}
	o.settle()
	return p
}

// character gives a letter in the coordinates PDF counts in, y upwards.
func (l Letter) character() character {
	c := character{r: l.Rune, x: l.X, y: -l.Y, along: l.Along}
	sin, cos := math.Sincos(l.Along)
	c.left, c.right, c.top, c.bottom = math.Inf(1), math.Inf(-1), math.Inf(-1), math.Inf(1)
	for _, corner := range [][2]float64{{0, -descent * l.Size}, {0, ascent * l.Size}, {l.Wide, -descent * l.Size}, {l.Wide, ascent * l.Size}} {
		x, y := c.x+corner[0]*cos-corner[1]*sin, c.y+corner[0]*sin+corner[1]*cos
		c.left, c.right, c.top, c.bottom = min(c.left, x), max(c.right, x), max(c.top, y), min(c.bottom, y)
	}
	return c
}

// sheetPath adds the lines of a path.
func (o *pageObjects) sheetPath(path Path) {
	o.objects++
	for _, part := range path.Parts {
		var shape []point
		for _, corner := range part {
			if o.segments++; o.tooMany() {
				return
			}
			if !usable(corner.X, corner.Y) {
				continue
			}
			p := o.way.point(corner.X, -corner.Y)
			if path.Stroked && !corner.Break && len(shape) > 0 {
				o.line(shape[len(shape)-1], p)
			}
			shape = append(shape, p)
		}
		o.shape(shape, path.Filled, path.Stroked)
	}
}
