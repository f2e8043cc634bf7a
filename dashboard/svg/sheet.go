package svg

import (
	"fmt"
	"strconv"
	"strings"
)

// Sheet is a whole chart as one picture to take away: title, unit, legend, panels, how to read it, and where it comes from.
type Sheet struct {
	Title, Unit, Reading, Source string
	Legend                       []Key
	Panels                       []Panel
	Width                        int
	Look                         Look
}

// Key is an entry of a legend; Class names its colour and form as the style sheet does: granted, line-series-2. Decal is the
// pattern over it: rising, falling, dots, hatch.
type Key struct{ Label, Class, Decal string }

// Panel is a picture drawn before, as [Drawer.Draw] gives it.
type Panel struct {
	Title, Note   string
	Width, Height int
	Drawing       []byte
}

// Margin is what a sheet leaves free at its sides.
const Margin = 16

const gutter = 16 // between panels

// PanelWidth is how wide a panel is when so many stand side by side.
func (s Sheet) PanelWidth(columns int) int {
	return (s.Width - 2*Margin - (columns-1)*gutter) / columns
}

// Draw sets the sheet with so many panels side by side.
func (s Sheet) Draw(columns int) ([]byte, error) {
	w := &page{look: s.Look, y: Margin}
	for _, line := range wrap(s.Title, 17, s.Width-2*Margin) {
		w.text(Margin, 17, "--ink", "700", line)
	}
	w.text(Margin, 12, "--ink-3", "", s.Unit)
	for _, line := range wrap(s.Reading, 12.5, s.Width-2*Margin) {
		w.text(Margin, 12.5, "--ink-2", "", line)
	}
	w.legend(s.Legend, s.Width)
	for i := 0; i < len(s.Panels); i += columns {
		if err := w.row(s.Panels[i:min(i+columns, len(s.Panels))], i); err != nil {
			return nil, err
		}
	}
	w.y += 4
	for _, line := range wrap(s.Source, 12, s.Width-2*Margin) {
		w.text(Margin, 12, "--ink-3", "", line)
	}
	var b strings.Builder
	height := strconv.Itoa(int(w.y) + Margin/2)
	width := strconv.Itoa(s.Width)
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="` + width + `" height="` + height + `" viewBox="0 0 ` + width + " " + height + `"><title>`)
	escape(&b, characters(s.Title))
	b.WriteString(`</title><rect width="` + width + `" height="` + height + `"`)
	attribute(&b, "fill", s.Look.Colors["--ground"])
	b.WriteString("/>" + w.b.String() + "</svg>")
	return []byte(b.String()), nil
}

// page is a sheet being set from the top down.
type page struct {
	b    strings.Builder
	look Look
	y    float64
}

// at writes one piece of text; y is its middle.
func (w *page) at(x, y, size float64, color, weight, anchor, text string) {
	w.b.WriteString(`<text dy="0.36em"`)
	attribute(&w.b, "x", short(x))
	attribute(&w.b, "y", short(y))
	attribute(&w.b, "font-size", short(size)+"px")
	attribute(&w.b, "font-family", strings.ReplaceAll(w.look.Font, `"`, "'"))
	attribute(&w.b, "fill", w.look.Colors[color])
	if weight != "" {
		attribute(&w.b, "font-weight", weight)
	}
	if anchor != "" {
		attribute(&w.b, "text-anchor", anchor)
	}
	w.b.WriteString(">")
	escape(&w.b, characters(text))
	w.b.WriteString("</text>")
}

// text writes a line and goes on to the next.
func (w *page) text(x, size float64, color, weight, text string) {
	height := size * 1.55
	w.at(x, w.y+height/2, size, color, weight, "", text)
	w.y += height
}

// legend writes the entries side by side, in as many lines as they need.
func (w *page) legend(keys []Key, width int) {
	if len(keys) == 0 {
		return
	}
	const line, size = 20.0, 12.5
	x := float64(Margin)
	for _, k := range keys {
		needs := 20 + textWidth(k.Label, "12.5px") + 16
		if x > Margin && x+needs > float64(width-Margin) {
			x = Margin
			w.y += line
		}
		w.swatch(x, w.y+line/2, k.Class)
		w.decal(x, w.y+line/2, k.Decal)
		w.at(x+20, w.y+line/2, size, "--ink-2", "", "", k.Label)
		x += needs
	}
	w.y += line + 4
}

// swatch draws the mark of a legend entry, 14 by 11 pixels as on the pages.
func (w *page) swatch(x, y float64, class string) {
	color := func(prefix string) string { return w.look.Colors["--"+strings.TrimPrefix(class, prefix)] }
	switch {
	case class == "hollow":
		fmt.Fprintf(&w.b, `<circle cx="%s" cy="%s" r="4" fill="%s" stroke="%s" stroke-width="2"/>`, short(x+7), short(y),
			w.look.Colors["--ground"], w.look.Colors["--series"])
	case class == "missing":
		fmt.Fprintf(&w.b, `<rect x="%s" y="%s" width="14" height="11" fill="none" stroke="%s"/><path d="M%s %sl9 -9M%s %sl9 -9" stroke="%s"/>`,
			short(x), short(y-5.5), w.look.Colors["--rule"], short(x+1), short(y+4.5), short(x+5), short(y+4.5), w.look.Colors["--axis"])
	case strings.HasPrefix(class, "dot-dash-"):
		w.stroke(x, y, color("dot-dash-"), "1.5 2")
	case strings.HasPrefix(class, "dash-"):
		w.stroke(x, y, color("dash-"), "4 2")
	case strings.HasPrefix(class, "line-"):
		w.stroke(x, y, color("line-"), "")
	case strings.HasPrefix(class, "dot-"):
		fmt.Fprintf(&w.b, `<circle cx="%s" cy="%s" r="4" fill="%s"/>`, short(x+7), short(y), color("dot-"))
	default:
		fmt.Fprintf(&w.b, `<rect x="%s" y="%s" width="14" height="11" fill="%s"/>`, short(x), short(y-5.5), color(""))
	}
}

// decal draws the pattern of a legend entry over its colour.
func (w *page) decal(x, y float64, name string) {
	color := "rgba(255,255,255,0.5)"
	var lines string
	switch name {
	case "hatch":
		color, lines = w.look.Colors["--axis"], "M1 10l9 -9M6 10l7 -7"
	case "rising":
		lines = "M1 10l9 -9M6 10l7 -7"
	case "falling":
		lines = "M13 10l-9 -9M8 10l-7 -7"
	case "dots":
		lines = "M2 3h1M6 3h1M10 3h1M4 7h1M8 7h1M12 7h1"
	default:
		return
	}
	fmt.Fprintf(&w.b, `<path transform="translate(%s %s)" d="%s" fill="none" stroke="%s" stroke-width="1.2"/>`, short(x), short(y-5.5), lines, color)
}

func (w *page) stroke(x, y float64, color, dash string) {
	fmt.Fprintf(&w.b, `<path d="M%s %sh14" fill="none" stroke="%s" stroke-width="2.2" stroke-dasharray="%s"/>`, short(x), short(y), color, dash)
}

// row sets panels side by side; first numbers them, so that what they name inside them stays their own.
func (w *page) row(panels []Panel, first int) error {
	x, tallest, titled := float64(Margin), 0, 0.0
	for i, p := range panels {
		if p.Title != "" {
			titled = 22
			w.at(x, w.y+11, 13, "--ink", "700", "", fit(p.Title, 13, float64(p.Width)-textWidth(p.Note, "13px")-12))
			w.at(x+float64(p.Width), w.y+11, 13, "--ink-3", "", "end", p.Note)
		}
		fmt.Fprintf(&w.b, `<g transform="translate(%s %s)">`, short(x), short(w.y+titled))
		if err := rewrite(&w.b, string(p.Drawing), "p"+strconv.Itoa(first+i)+"-", false); err != nil {
			return err
		}
		w.b.WriteString("</g>")
		x += float64(p.Width) + gutter
		tallest = max(tallest, p.Height)
	}
	w.y += titled + float64(tallest) + 8
	return nil
}

// wrap breaks text into lines no wider than room; Chinese may break anywhere. Text beyond some lines is cut.
func wrap(text string, size float64, room int) []string {
	const most = 6
	var lines []string
	line, used := "", 0.0
	for _, r := range text {
		w := runeWidth(r) * size
		if used+w > float64(room) && line != "" {
			if len(lines) == most-1 {
				return append(lines, line+"…")
			}
			lines, line, used = append(lines, line), "", 0
		}
		line += string(r)
		used += w
	}
	if line == "" {
		return lines
	}
	return append(lines, line)
}

// fit cuts text that is wider than room.
func fit(text string, size, room float64) string {
	used := 0.0
	for i, r := range text {
		if used += runeWidth(r) * size; used > room-size {
			return text[:i] + "…"
		}
	}
	return text
}

func short(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
