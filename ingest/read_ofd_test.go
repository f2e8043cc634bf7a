package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tongjian/data"
	"tongjian/data/forms"
)

// ofdPaper writes a report as an OFD in one of the ways office programs, converters and printers do: each table on a page of its own.
type ofdPaper struct {
	t     *rapid.T
	parts map[string]string
	page  strings.Builder
	// pieces is how a line of text is cut into objects, matrix how its coordinates are counted, border how cells are drawn.
	pieces, matrix, border string
	prefix                 string // of the names of elements
	id                     int
	width, height          float64 // of the page, in millimetres
}

const ofdFont = 3.0 // millimetres

func writeOFD(t *rapid.T, r *printedReport) ([]byte, map[data.CellID]data.Position) {
	p := &ofdPaper{t: t, parts: map[string]string{}, prefix: rapid.SampledFrom([]string{"ofd:", "", "o:"}).Draw(t, "prefix"),
		pieces: rapid.SampledFrom([]string{"lines", "characters", "runs"}).Draw(t, "pieces"),
		matrix: rapid.SampledFrom([]string{"none", "scaled", "shifted"}).Draw(t, "matrix"),
		border: rapid.SampledFrom([]string{"rectangles", "lines", "bars"}).Draw(t, "border")}
	folder := rapid.SampledFrom([]string{"/Doc_0/", "Doc_0/", `Doc_0\`}).Draw(t, "folder")
	places := map[data.CellID]data.Position{}
	var pages strings.Builder
	for n, table := range r.tables {
		p.page.Reset()
		p.width, p.height = 290, 30
		y := 20.0
		if n == 0 {
			p.text(100, y, r.title)
			y += 8
		}
		for _, text := range r.before[n] {
			p.text(20, y, text)
			y += 8
		}
		y = p.table(table, 15, y)
		if n == len(r.tables)-1 {
			for _, text := range r.after {
				y += 8
				p.text(20, y, text)
			}
		}
		p.height = y + 20
		rows, columns := table.edges()
		for _, c := range table.cells {
			if c.id != nil {
				places[*c.id] = data.Position{Page: n + 1, Grid: 1, Line: rows[c.row], Cell: columns[c.col]}
			}
		}
		p.parts[fmt.Sprintf("Doc_0/Pages/Page_%d/Content.xml", n)] = p.element("Page", p.element("Area", p.element("PhysicalBox", fmt.Sprintf("0 0 %g %g", p.width, p.height)))+
			p.element("Content", p.element("Layer", p.page.String(), "ID", "2")))
		pages.WriteString(p.element("Page", "", "ID", fmt.Sprint(n+1), "BaseLoc", fmt.Sprintf("Pages/Page_%d/Content.xml", n)))
	}
	p.parts["OFD.xml"] = p.element("OFD", p.element("DocBody", p.element("DocRoot", folder+"Document.xml")))
	p.parts["Doc_0/Document.xml"] = p.element("Document", p.element("CommonData", p.element("PageArea", p.element("PhysicalBox", "0 0 210 297")))+p.element("Pages", pages.String()))
	return packOFD(t, p.parts), places
}

// edges numbers the rows and columns that some cell begins at: no other can be seen on paper.
func (p *printedTable) edges() (rows, columns map[int]int) {
	rows, columns = map[int]int{}, map[int]int{}
	for _, c := range p.cells {
		rows[c.row], columns[c.col] = 0, 0
	}
	for _, seen := range []map[int]int{rows, columns} {
		for i, edge := range slices.Sorted(maps.Keys(seen)) {
			seen[edge] = i + 1
		}
	}
	return rows, columns
}

func packOFD(t interface{ Fatal(...any) }, parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// element writes an element with its attributes, in pairs.
func (p *ofdPaper) element(name, inside string, attributes ...string) string {
	var b strings.Builder
	b.WriteString("<" + p.prefix + name)
	if name == "OFD" || name == "Document" || name == "Page" {
		fmt.Fprintf(&b, ` xmlns%s="http://www.ofdspec.org/2016"`, strings.TrimSuffix(":"+p.prefix, ":"))
	}
	for i := 0; i < len(attributes); i += 2 {
		fmt.Fprintf(&b, ` %s=%q`, attributes[i], attributes[i+1])
	}
	b.WriteString(">" + inside + "</" + p.prefix + name + ">")
	return b.String()
}

func (p *ofdPaper) number() string {
	p.id++
	return fmt.Sprint(p.id)
}

// emOf is how wide a character is.
func emOf(r rune) float64 {
	if r < 0x80 {
		return ofdFont / 2
	}
	return ofdFont
}

func ofdWidth(text string) (width float64) {
	for _, r := range text {
		width += emOf(r)
	}
	return width
}

// text writes a line whose baseline begins at a place.
func (p *ofdPaper) text(x, y float64, text string) {
	pieces := []string{text}
	switch p.pieces {
	case "characters":
		pieces = strings.Split(text, "")
	case "runs":
		pieces = breaksAt(p.t, text)
	}
	for _, piece := range pieces {
		p.object(x, y, piece)
		x += ofdWidth(piece)
	}
}

func (p *ofdPaper) object(x, y float64, text string) {
	scale, shift, ctm := 1.0, 0.0, ""
	switch p.matrix {
	case "scaled": // a font of one, made large
		scale, ctm = ofdFont, fmt.Sprintf("%g 0 0 %g 0 0", ofdFont, ofdFont)
	case "shifted": // the object's box is not where its text is
		shift, ctm = 7, "1 0 0 1 -7 -7"
	}
	var steps []string
	runes := []rune(text)
	for _, r := range runes[:max(0, len(runes)-1)] {
		steps = append(steps, fmt.Sprintf("%g", emOf(r)/scale))
	}
	deltas := strings.Join(steps, " ")
	if len(steps) > 1 && strings.Count(deltas, steps[0]) == len(steps) {
		deltas = fmt.Sprintf("g %d %s", len(steps), steps[0])
	}
	var escaped bytes.Buffer
	_ = xml.EscapeText(&escaped, []byte(text)) // into memory
	code := p.element("TextCode", escaped.String(), "X", fmt.Sprint(shift/scale), "Y", fmt.Sprint((shift+ofdFont)/scale), "DeltaX", deltas)
	p.page.WriteString(p.element("TextObject", p.element("FillColor", "", "Value", "0 0 0")+code, "ID", p.number(), "CTM", ctm,
		"Boundary", fmt.Sprintf("%g %g %g %g", x, y-ofdFont, ofdWidth(text), ofdFont*1.2), "Font", "3", "Size", fmt.Sprintf("%g", ofdFont/scale)))
}

// table draws a table and gives where it ends.
func (p *ofdPaper) table(table *printedTable, left, top float64) (bottom float64) {
	const margin = 1.0
	wide := (p.width - 2*left) / float64(table.cols)
	heights := make([]float64, table.rows)
	for i := range heights {
		heights[i] = ofdFont * 1.6
	}
	broken := make([][]string, len(table.cells))
	for i, c := range table.cells {
		broken[i] = ofdLines(c.text, wide*float64(c.cols)-2*margin)
		need, has := float64(len(broken[i]))*ofdFont*1.25+ofdFont*0.5, 0.0
		for row := c.row; row < c.row+c.rows; row++ {
			has += heights[row]
		}
		heights[c.row+c.rows-1] += max(0, need-has)
	}
	tops := []float64{top}
	for _, h := range heights {
		tops = append(tops, tops[len(tops)-1]+h)
	}
	for i, c := range table.cells {
		x, y := left+wide*float64(c.col), tops[c.row]
		width, height := wide*float64(c.cols), tops[c.row+c.rows]-y
		p.cell(x, y, width, height)
		base := y + (height-float64(len(broken[i]))*ofdFont*1.25)/2 + ofdFont
		for _, line := range broken[i] {
			if line != "" {
				p.text(x+(width-ofdWidth(line))/2, base, line)
			}
			base += ofdFont * 1.25
		}
	}
	return tops[len(tops)-1]
}

// ofdLines breaks a text to a width.
func ofdLines(text string, width float64) []string {
	lines := []string{""}
	for _, r := range text {
		if last := lines[len(lines)-1]; last != "" && ofdWidth(last)+emOf(r) > width {
			lines = append(lines, "")
		}
		lines[len(lines)-1] += string(r)
	}
	return lines
}

// cell draws the lines around a cell.
func (p *ofdPaper) cell(x, y, width, height float64) {
	path := func(x, y, width, height float64, how, data string) {
		attributes := []string{"ID", p.number(), "Boundary", fmt.Sprintf("%g %g %g %g", x, y, width, height), "LineWidth", "0.25"}
		if how == "fill" {
			attributes = append(attributes, "Stroke", "false", "Fill", "true")
		}
		p.page.WriteString(p.element("PathObject", p.element("AbbreviatedData", data), attributes...))
	}
	switch p.border {
	case "rectangles":
		path(x, y, width, height, "", fmt.Sprintf("M 0 0 L %[1]g 0 L %[1]g %[2]g L 0 %[2]g C", width, height))
	case "lines":
		path(x, y, width, height, "", fmt.Sprintf("S 0 0 L %[1]g 0 M 0 0 L 0 %[2]g M %[1]g 0 L %[1]g %[2]g M 0 %[2]g L %[1]g %[2]g", width, height))
	case "bars":
		const thick = 0.2
		for _, bar := range [][4]float64{{x, y, width, thick}, {x, y + height, width, thick}, {x, y, thick, height}, {x + width, y, thick, height}} {
			path(bar[0], bar[1], bar[2], bar[3], "fill", fmt.Sprintf("M 0 0 L %[1]g 0 L %[1]g %[2]g L 0 %[2]g L 0 0", bar[2], bar[3]))
		}
	}
}

// A report written as an OFD is read back: every cell, with its text and its place.
func TestOFDReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawReport(t, rapid.SampledFrom(forms.All()).Draw(t, "edition"))
		b, places := writeOFD(t, r)
		r.readsBack(t, "龙亭区政府办公室2023年.ofd", b, places)
	})
}
