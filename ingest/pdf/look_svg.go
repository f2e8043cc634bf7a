package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
)

// svg writes the page as its characters and the lines of its tables, with a place marked. Coordinates are points.
func (l *layout) svg(mark rect) []byte {
	var b bytes.Buffer
	page := l.bounds
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="%.1f %.1f %.1f %.1f" width="%.0f" height="%.0f" font-family="SimSun,'Noto Serif CJK SC',serif">`,
		page.left, page.top, page.width(), page.height(), page.width()*lookDPI/72, page.height()*lookDPI/72)
	box(&b, page, ` fill="#fff"`)
	box(&b, mark, fmt.Sprintf(` fill="#ffd54f" fill-opacity=".4" stroke=%q stroke-width="2"`, hexOf(markColour)))
	for _, it := range l.items {
		if it.row != nil {
			for _, s := range it.row.segments {
				writeLine(&b, s)
			}
			continue
		}
		for _, c := range it.table.cells {
			box(&b, c.rect, ` fill="none" stroke="#555" stroke-width=".6"`)
			for _, line := range c.lines {
				writeLine(&b, line)
			}
		}
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func box(b *bytes.Buffer, r rect, look string) {
	fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f"%s/>`, r.left, r.top, r.width(), r.height(), look)
}

// writeLine writes a line of characters as wide as it is in the file, whatever font shows it.
func writeLine(b *bytes.Buffer, l line) {
	if len(l.glyphs) == 0 {
		return
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" font-size="%.1f" textLength="%.1f" lengthAdjust="spacingAndGlyphs">`, l.left, l.base, l.size*0.85, max(l.width(), 1))
	_ = xml.EscapeText(b, []byte(l.text()))
	b.WriteString("</text>")
}
