package ofd

import (
	"math"
	"strconv"
	"strings"

	"tongjian/ingest/pdf"
)

// points is how many points a millimetre has, the unit of the format.
const points = 72 / 25.4

// point converts to the page's points.
func point(m pdf.Matrix, x, y float64) pdf.Point {
	x, y = m.Apply(x, y)
	return pdf.Point{X: x * points, Y: y * points}
}

// along is the direction of an object's x axis on the page, counterclockwise from the right, and how long its two units come out.
func along(m pdf.Matrix) (angle, x, y float64) {
	return math.Atan2(-m.B, m.A), math.Hypot(m.A, m.B), math.Hypot(m.C, m.D)
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
func (p placed) on(outer pdf.Matrix) pdf.Matrix {
	own := pdf.Identity()
	if m := numbers(p.CTM); len(m) == 6 {
		own = pdf.Matrix{A: m[0], B: m[1], C: m[2], D: m[3], E: m[4], F: m[5]}
	}
	if box := numbers(p.Boundary); len(box) == 4 {
		own.E += box[0]
		own.F += box[1]
	}
	return own.Then(outer)
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
