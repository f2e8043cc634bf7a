package ofd

import (
	"strings"

	"tongjian/ingest/pdf"
)

// pathObject is a drawn path (9.1, table 35).
type pathObject struct {
	placed
	Stroke string `xml:"Stroke,attr"` // true unless it says false
	Fill   string `xml:"Fill,attr"`   // false unless it says true
	Data   string `xml:"AbbreviatedData"`
}

// path places the corners of a path.
func (p *painter) path(o pathObject, outer pdf.Matrix) {
	drawn := pdf.Path{Stroked: o.Stroke != "false", Filled: o.Fill == "true"}
	if !o.seen() || !drawn.Stroked && !drawn.Filled {
		return
	}
	if drawn.Parts = parts(o.Data, o.on(outer)); len(drawn.Parts) > 0 {
		p.sheet.Paths = append(p.sheet.Paths, drawn)
	}
}

// operands are how many numbers follow each operator of a path (9.3, table 36); the last two are where it leads.
func operands(operator string) (count int, known bool) {
	switch operator {
	case "S", "M", "L":
		return 2, true
	case "Q":
		return 4, true
	case "B":
		return 6, true
	case "A":
		return 7, true
	case "C":
		return 0, true
	}
	return 0, false
}

// parts reads the operators of a path up to the first that is none.
func parts(text string, m pdf.Matrix) [][]pdf.Point {
	var (
		out    [][]pdf.Point
		part   []pdf.Point
		fields = strings.Fields(text)
	)
	finish := func() {
		if len(part) > 1 {
			out = append(out, part)
		}
		part = nil
	}
	for len(fields) > 0 {
		operator := fields[0]
		count, known := operands(operator)
		if !known || len(fields) < 1+count {
			break
		}
		given := fields[1 : 1+count]
		fields = fields[1+count:]
		if operator == "C" {
			if len(part) > 0 {
				part = append(part, pdf.Point{X: part[0].X, Y: part[0].Y})
			}
			continue
		}
		if operator == "S" || operator == "M" {
			finish()
		}
		to := point(m, number(given[count-2]), number(given[count-1]))
		to.Break = operator != "L"
		part = append(part, to)
	}
	finish()
	return out
}
