package ofd

import (
	"math"
	"strconv"
	"strings"

	"tongjian/ingest/pdf"
)

// points is how many points a millimetre has, the unit of the format.
const points = 72 / 25.4

// matrix converts the coordinates of an object to those of the page, in millimetres: x' = a·x + c·y + e, y' = b·x + d·y + f.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// then is m followed by n.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

// point converts to the page's points.
func (m matrix) point(x, y float64) pdf.Point {
	x, y = m.apply(x, y)
	return pdf.Point{X: x * points, Y: y * points}
}

// along is the direction of the object's x axis on the page, counterclockwise from the right, and how long its two units come out.
func (m matrix) along() (angle, x, y float64) {
	return math.Atan2(-m.b, m.a), math.Hypot(m.a, m.b), math.Hypot(m.c, m.d)
}

// placed are the attributes that say where an object stands (8.5, table 13).
type placed struct {
	Boundary string `xml:"Boundary,attr"` // x, y, width, height in the coordinates of what it is part of
	CTM      string `xml:"CTM,attr"`
	Visible  string `xml:"Visible,attr"`
	Alpha    string `xml:"Alpha,attr"` // 0 lets everything through
}

// seen reports whether the object shows.
func (p placed) seen() bool { return p.Visible != "false" && p.Alpha != "0" }

// on gives the object's coordinates on the page, where outer are those of what it is part of.
func (p placed) on(outer matrix) matrix {
	own := identity
	if m := numbers(p.CTM); len(m) == 6 {
		own = matrix{m[0], m[1], m[2], m[3], m[4], m[5]}
	}
	if box := numbers(p.Boundary); len(box) == 4 {
		own.e += box[0]
		own.f += box[1]
	}
	return own.then(outer)
}

// numbers reads a list of numbers; what is none counts as zero.
func numbers(text string) []float64 {
	var out []float64
	for _, field := range strings.Fields(text) {
		out = append(out, number(field))
	}
	return out
}

func number(text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > 1e6 {
		return 0
	}
	return v
}
