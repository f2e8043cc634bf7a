package pdf

import "math"

// point is a place on a page in points (1/72 inch), x to the right and y downwards, the page turned as it is read.
type point struct{ x, y float64 }

// rect is an upright box on a page.
type rect struct{ left, top, right, bottom float64 }

func (r rect) width() float64  { return r.right - r.left }
func (r rect) height() float64 { return r.bottom - r.top }

func (r rect) centre() point { return point{(r.left + r.right) / 2, (r.top + r.bottom) / 2} }

func (r rect) holds(p point) bool {
	return p.x >= r.left && p.x <= r.right && p.y >= r.top && p.y <= r.bottom
}

// with grows the box to hold another.
func (r rect) with(o rect) rect {
	return rect{min(r.left, o.left), min(r.top, o.top), max(r.right, o.right), max(r.bottom, o.bottom)}
}

// moved is the box so far to the right and down.
func (r rect) moved(right, down float64) rect {
	return rect{r.left + right, r.top + down, r.right + right, r.bottom + down}
}

// spanning is the upright box with two corners.
func spanning(a, b point) rect {
	return rect{min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y)}
}

// turn is by how many right angles clockwise a page is turned for reading.
type turn int

// point converts from the page's own coordinates, y upwards.
func (t turn) point(x, y float64) point {
	switch t & 3 {
	case 1:
		return point{y, x}
	case 2:
		return point{-x, y}
	case 3:
		return point{-y, -x}
	}
	return point{x, -y}
}

func (t turn) rect(left, top, right, bottom float64) rect {
	return spanning(t.point(left, top), t.point(right, bottom))
}

// usable reports whether a coordinate is a number a page can have; files hold others.
func usable(values ...float64) bool {
	for _, v := range values {
		if math.IsNaN(v) || math.Abs(v) > 1e6 {
			return false
		}
	}
	return true
}

// Matrix converts the coordinates of a drawn object to those of what it is part of: x' = A·x + C·y + E, y' = B·x + D·y + F.
type Matrix struct{ A, B, C, D, E, F float64 }

// Identity leaves coordinates as they are.
func Identity() Matrix { return Matrix{A: 1, D: 1} }

// Apply converts a place.
func (m Matrix) Apply(x, y float64) (float64, float64) {
	return m.A*x + m.C*y + m.E, m.B*x + m.D*y + m.F
}

// Then is m followed by n.
func (m Matrix) Then(n Matrix) Matrix {
	return Matrix{
		m.A*n.A + m.B*n.C, m.A*n.B + m.B*n.D,
		m.C*n.A + m.D*n.C, m.C*n.B + m.D*n.D,
		m.E*n.A + m.F*n.C + n.E, m.E*n.B + m.F*n.D + n.F,
	}
}
