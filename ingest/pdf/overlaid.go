package pdf

import (
	"math"
	"slices"
)

// What lies over or under the text of a page: marks in large or slanted letters, and the same text drawn again a little aside to make
// it look bold or raised. Neither is part of a table.

const (
	// slanted is how far, in radians, text may run from level or upright before it is a mark laid over the page.
	slanted = 0.1
	// larger is how many times as high as most characters those of a mark are.
	larger = 1.6
	// aside is how far, in heights of a character, the second drawing of a text stands from the first.
	aside = 0.2
	// maxOverlaid bounds the comparing of characters that stand at one place.
	maxOverlaid = 200
)

// level reports whether a character's baseline runs level or upright.
func (c character) level() bool {
	quarters := c.along / (math.Pi / 2)
	return math.Abs(quarters-math.Round(quarters))*math.Pi/2 <= slanted
}

// withoutSlanted leaves out the marks across a page whose text is otherwise set straight.
func withoutSlanted(characters []character) []character {
	straight := 0
	for _, c := range characters {
		if c.level() {
			straight++
		}
	}
	if straight*2 <= len(characters) {
		return characters
	}
	return slices.DeleteFunc(characters, func(c character) bool { return !c.level() })
}

// withoutMarks leaves out large letters that other text, or an upright ruling line, runs through, with what stands in one line with
// them; and characters drawn a second time.
func withoutMarks(glyphs []glyph, rules []rule) []glyph {
	if len(glyphs) == 0 {
		return glyphs
	}
	heights := make([]float64, len(glyphs))
	for i, g := range glyphs {
		heights[i] = g.box.height()
	}
	slices.Sort(heights)
	usual := heights[len(heights)/2]
	squares := newSquares(glyphs, usual)
	marks := map[float64]bool{} // baselines
	for _, g := range glyphs {
		if g.box.height() < larger*usual || marks[g.base] {
			continue
		}
		through := slices.ContainsFunc(rules, func(r rule) bool {
			return !r.level && r.from < g.base && r.to > g.box.top && r.at > g.box.left+g.box.width()/4 && r.at < g.box.right-g.box.width()/4
		})
		marks[g.base] = through || squares.anyIn(g.box, func(o glyph) bool {
			return o.box.height()*larger <= g.box.height() && g.box.holds(o.box.centre())
		})
	}
	out := make([]glyph, 0, len(glyphs))
	seen := newSquares(nil, usual)
	for _, g := range glyphs {
		if marks[g.base] && g.box.height() >= larger*usual {
			continue
		}
		near := aside * g.box.height()
		again := seen.anyIn(g.box, func(o glyph) bool {
			return o.r == g.r && math.Abs(o.box.left-g.box.left) <= near && math.Abs(o.base-g.base) <= near &&
				math.Abs(o.box.height()-g.box.height()) <= near
		})
		if again {
			continue
		}
		seen.add(g)
		out = append(out, g)
	}
	return out
}

// squares finds characters by where their middle stands.
type squares struct {
	size float64
	in   map[[2]int][]glyph
}

func newSquares(glyphs []glyph, size float64) squares {
	s := squares{size: max(1, 2*size), in: map[[2]int][]glyph{}}
	for _, g := range glyphs {
		s.add(g)
	}
	return s
}

func (s squares) square(p point) [2]int {
	return [2]int{int(math.Floor(p.x / s.size)), int(math.Floor(p.y / s.size))}
}

func (s squares) add(g glyph) {
	at := s.square(g.box.centre())
	if len(s.in[at]) < maxOverlaid {
		s.in[at] = append(s.in[at], g)
	}
}

// anyIn reports whether some character in a box, or a little beyond, is of a kind.
func (s squares) anyIn(box rect, kind func(glyph) bool) bool {
	const most = 40 // squares a side
	box = box.grown(s.size / 2)
	from, to := s.square(point{box.left, box.top}), s.square(point{box.right, box.bottom})
	for x := from[0]; x <= min(to[0], from[0]+most); x++ {
		for y := from[1]; y <= min(to[1], from[1]+most); y++ {
			if slices.ContainsFunc(s.in[[2]int{x, y}], kind) {
				return true
			}
		}
	}
	return false
}

// unclear marks figures over which other characters are drawn: what stands there cannot be told.
func unclear(glyphs []glyph) []glyph {
	const most = 60 // characters of a cell of figures
	if len(glyphs) > most {
		return glyphs
	}
	for i, g := range glyphs {
		for _, o := range glyphs[:i] {
			if !g.cut && !o.cut && latin(g.r) && latin(o.r) && math.Abs(g.box.centre().x-o.box.centre().x) < aside*g.box.height() &&
				math.Abs(g.box.centre().y-o.box.centre().y) < 2*aside*g.box.height() {
				glyphs[i].r = '\ufffd'
			}
		}
	}
	return glyphs
}

// setApart measures how far apart the Chinese characters of a table are set, for letters and digits are set so too.
func (t *table) setApart() {
	const enough = 20 // gaps that must be alike
	var gaps []float64
	for _, c := range t.cells {
		for _, l := range c.lines {
			for i, g := range l.glyphs[1:] {
				if before := l.glyphs[i]; !latin(g.r) && !latin(before.r) && !g.cut && !before.cut {
					gaps = append(gaps, g.box.left-before.box.right)
				}
			}
		}
	}
	if len(gaps) < enough {
		return
	}
	slices.Sort(gaps)
	usual := gaps[len(gaps)/2]
	for _, c := range t.cells {
		for i := range c.lines {
			if l := &c.lines[i]; usual > runGap*l.size && usual < l.size {
				l.spacing = usual
			}
		}
	}
}
