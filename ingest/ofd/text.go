package ofd

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"tongjian/ingest/pdf"
)

// textObject is a run of text in one font (11.2, table 45).
type textObject struct {
	placed
	Size   string `xml:"Size,attr"`   // of the font, in millimetres before the matrix
	HScale string `xml:"HScale,attr"` // how wide characters are made
	Fill   string `xml:"Fill,attr"`   // true unless it says false
	Stroke string `xml:"Stroke,attr"` // false unless it says true
	Colour struct {
		Alpha string `xml:"Alpha,attr"`
	} `xml:"FillColor"`
	Codes []textCode `xml:"TextCode"`
}

// textCode is a piece of text with the place of each character (11.3, table 46).
type textCode struct {
	X      *string `xml:"X,attr"` // where the first stands; without it, where the piece before began
	Y      *string `xml:"Y,attr"`
	DeltaX string  `xml:"DeltaX,attr"` // how far the next stands from each
	DeltaY string  `xml:"DeltaY,attr"`
	Text   string  `xml:",chardata"`
}

// text places the characters of a text.
func (p *painter) text(t textObject, outer pdf.Matrix) error {
	if !t.seen() || t.Colour.Alpha == "0" || t.Fill == "false" && t.Stroke != "true" {
		return nil
	}
	m := t.on(outer)
	angle, unitX, unitY := along(m)
	size, wide := number(t.Size), 1.0
	if s := number(t.HScale); s > 0 {
		wide = s
	}
	var x, y float64
	for _, code := range t.Codes {
		if code.X != nil {
			x = number(*code.X)
		}
		if code.Y != nil {
			y = number(*code.Y)
		}
		text := []rune(ownText(code.Text))
		if len(p.sheet.Letters)+len(text) > maxLetters {
			return ErrTooLarge
		}
		right, down := deltas(code.DeltaX, len(text)), deltas(code.DeltaY, len(text))
		atX, atY := x, y
		for i, r := range text {
			em := size * wide * share(r)
			step, goes := stepAfter(right, i)
			if !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) && size > 0 {
				place := point(m, atX, atY)
				takes := em
				if goes && step > 0 {
					takes = min(em, step)
				}
				p.sheet.Letters = append(p.sheet.Letters, pdf.Letter{Rune: meaning(r), X: place.X, Y: place.Y,
					Size: size * unitY * points, Wide: takes * unitX * points, Along: angle})
			}
			if fall, falls := stepAfter(down, i); falls {
				atY += fall
			} else if !goes {
				step = em
			}
			atX += step
		}
	}
	return nil
}

// ownText takes the line breaks off that programs put around a text to make the XML look tidy.
func ownText(text string) string {
	if strings.ContainsAny(text, "\r\n") {
		return strings.TrimSpace(text)
	}
	return text
}

// deltas reads how far characters stand apart: "g 3 5.6" is 5.6 three times (11.3). No more are made than there are characters.
func deltas(text string, most int) []float64 {
	fields := strings.Fields(text)
	var out []float64
	for i := 0; i < len(fields) && len(out) < most; i++ {
		if fields[i] != "g" {
			out = append(out, number(fields[i]))
			continue
		}
		if i+2 >= len(fields) {
			break
		}
		for n := number(fields[i+1]); n > 0 && len(out) < most; n-- {
			out = append(out, number(fields[i+2]))
		}
		i += 2
	}
	return out
}

// stepAfter gives the step after a character: the last there is goes on.
func stepAfter(steps []float64, i int) (float64, bool) {
	if len(steps) == 0 {
		return 0, false
	}
	return steps[min(i, len(steps)-1)], true
}

// share is how much of its height a character is wide in the usual Chinese fonts.
func share(r rune) float64 {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianNarrow, width.EastAsianHalfwidth, width.Neutral:
		return 0.5
	}
	return 1
}

// meaning gives what a character stands for: codes of a font's own mean nothing outside it, and that something stands there is kept.
func meaning(r rune) rune {
	if unicode.Is(unicode.Co, r) || unicode.IsControl(r) {
		return unicode.ReplacementChar
	}
	return r
}
