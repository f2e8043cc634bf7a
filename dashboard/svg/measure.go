package svg

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// textWidth is how wide text is in a CSS font like "bold 12px sans-serif", in pixels: what the fonts of the style sheet
// measure, to a few percent. Chinese characters are as wide as the font is high; Latin letters and figures by class.
func textWidth(text, font string) float64 {
	size := fontSize(font)
	var em float64
	for _, r := range text {
		em += runeWidth(r)
	}
	if strings.Contains(font, "bold") || strings.Contains(font, "700") {
		em *= 1.04
	}
	return em * size
}

// fontSize reads the pixels of a CSS font; 12 where there are none.
func fontSize(font string) float64 {
	for _, word := range strings.Fields(font) {
		if digits, ok := strings.CutSuffix(word, "px"); ok {
			if size, err := strconv.ParseFloat(digits, 64); err == nil && size > 0 {
				return size
			}
		}
	}
	return 12
}

// runeWidth is the width of a character in em.
func runeWidth(r rune) float64 {
	switch {
	case r >= '0' && r <= '9':
		return 0.555 // tabular figures
	case strings.ContainsRune("ijlI'|.,:;!", r):
		return 0.28
	case strings.ContainsRune("frt()[]{}/\\-` \"*", r):
		return 0.35
	case strings.ContainsRune("mwMW@%", r):
		return 0.9
	case r >= 'A' && r <= 'Z', r == '&', r == '#', r == '+', r == '<', r == '=', r == '>', r == '~':
		return 0.64
	case r < 0x80:
		return 0.56
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
		return 1
	case width.EastAsianHalfwidth:
		return 0.5
	}
	return 0.6
}
