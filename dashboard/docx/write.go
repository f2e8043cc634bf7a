package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Sizes in twentieths of a point, as the format counts.
const (
	a4Width, a4Height = 11906, 16838
	// perMillimetre is how many there are in a millimetre, times a hundred.
	perMillimetre = 5669
)

func millimetres(n int) int { return n * perMillimetre / 100 }

// The margins of official papers, in millimetres: 天头 37, 订口 28; the 版心 is 156 by 225.
const marginTop, marginBottom, marginLeft, marginRight = 37, 35, 28, 26

// marginSheet is the margin of a brief, in millimetres.
const marginSheet = 15

// written is when every document says it was made: a document is a function of what it says.
func written() time.Time { return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) }

// Write writes the document.
func (d *Document) Write(w io.Writer) error {
	z := zip.NewWriter(w)
	type part struct {
		name string
		text []byte
	}
	types, relations, drawn := contentTypes, documentRelations, []part(nil)
	for i, c := range d.allCharts() {
		n := strconv.Itoa(i + 1)
		types = strings.Replace(types, `</Types>`, `<Override PartName="/word/charts/chart`+n+`.xml" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/></Types>`, 1)
		relations = strings.Replace(relations, `</Relationships>`, `<Relationship Id="chart`+n+`" Type="`+relation+`chart" Target="charts/chart`+n+`.xml"/></Relationships>`, 1)
		types = strings.Replace(types, `</Types>`, `<Override PartName="/word/drawings/drawing`+n+`.xml" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"/></Types>`, 1)
		drawn = append(drawn, part{"word/charts/chart" + n + ".xml", c.part()},
			part{"word/charts/_rels/chart" + n + ".xml.rels", marksRelations(n)}, part{"word/drawings/drawing" + n + ".xml", c.marks()})
	}
	for _, part := range append([]part{
		{"[Content_Types].xml", []byte(types)},
		{"_rels/.rels", []byte(packageRelations)},
		{"docProps/core.xml", d.properties()},
		{"word/_rels/document.xml.rels", []byte(relations)},
		{"word/document.xml", d.document()},
		{"word/fontTable.xml", []byte(fontTable)},
		{"word/footer1.xml", []byte(footer)},
		{"word/settings.xml", []byte(settings)},
		{"word/styles.xml", []byte(styles)},
	}, drawn...) {
		out, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: written()})
		if err != nil {
			return fmt.Errorf("docx %s: %w", part.name, err)
		}
		if _, err := out.Write(part.text); err != nil {
			return fmt.Errorf("docx %s: %w", part.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("docx: %w", err)
	}
	return nil
}

// properties is what file managers show of the document.
func (d *Document) properties() []byte {
	var b writer
	b.raw(xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>`)
	b.escape(d.title)
	b.raw(`</dc:title></cp:coreProperties>`)
	return b.Bytes()
}

// writer gathers XML. Writing to memory does not fail.
type writer struct{ bytes.Buffer }

func (b *writer) raw(text string) { b.WriteString(text) }

func (b *writer) escape(text string) { _ = xml.EscapeText(&b.Buffer, []byte(printable(text))) }

// document is the text itself.
func (d *Document) document() []byte {
	var b writer
	b.raw(xmlHead + `<w:document xmlns:w="` + namespace + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>`)
	charts := 0
	for i, block := range d.body {
		switch {
		case block.page:
			b.raw(`<w:p><w:pPr><w:pStyle w:val="` + string(gap) + `"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>`)
			continue
		case len(block.charts) > 0:
			b.charts(block.charts, charts+1, d.lineWidth())
			charts += len(block.charts)
			continue
		case block.grid != nil:
			b.grid(*block.grid, d.lineWidth())
		case block.table != nil:
			b.table(*block.table, d.lineWidth(), d.signedAfter(i))
		default:
			b.paragraph(block.style, block.text, d.signedAfter(i))
			continue
		}
		// Tables that touch grow together, and the last thing in a document is a paragraph.
		if i+1 == len(d.body) || d.body[i+1].ruled() {
			b.paragraph(gap, "", false)
		}
	}
	width, height, orient := a4Width, a4Height, ""
	top, right, bottom, left := marginTop, marginRight, marginBottom, marginLeft
	if d.wide {
		width, height, orient = height, width, ` w:orient="landscape"`
		top, right, bottom, left = marginLeft, marginBottom/2, marginRight, marginBottom/2
	}
	numbered := `<w:footerReference w:type="default" r:id="rId4"/>`
	if d.tight {
		numbered, top, right, bottom, left = "", marginSheet, marginSheet, marginSheet, marginSheet
	}
	fmt.Fprintf(&b, `<w:sectPr>`+numbered+`<w:pgSz w:w="%d" w:h="%d"%s/>`+
		`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="851" w:footer="%d" w:gutter="0"/></w:sectPr>`,
		width, height, orient, millimetres(top), millimetres(right), millimetres(bottom), millimetres(left), millimetres(bottom-10))
	b.raw(`</w:body></w:document>`)
	return b.Bytes()
}

// lineWidth is how wide a line is.
func (d *Document) lineWidth() int {
	if d.tight {
		return a4Width - 2*millimetres(marginSheet)
	}
	if d.wide {
		return a4Height - 2*millimetres(marginBottom/2)
	}
	return a4Width - millimetres(marginLeft) - millimetres(marginRight)
}

// signedAfter reports whether the signature follows a block. It never stands alone on a page: the end of what comes before goes with it.
func (d *Document) signedAfter(i int) bool { return i+1 < len(d.body) && d.body[i+1].style == Signed }

// withNext keeps a paragraph on the page of the next.
func withNext(keep bool) string {
	if keep {
		return `<w:keepNext/>`
	}
	return ""
}

// paragraph writes one; keep has it stay with the next.
func (b *writer) paragraph(style Style, text string, keep bool) {
	b.raw(`<w:p><w:pPr><w:pStyle w:val="` + string(style) + `"/>` + withNext(keep) + `</w:pPr>`)
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.raw(`<w:r><w:br/></w:r>`)
		}
		if line == "" {
			continue
		}
		b.raw(`<w:r><w:t xml:space="preserve">`)
		b.escape(line)
		b.raw(`</w:t></w:r>`)
	}
	b.raw(`</w:p>`)
}

// table writes a table as wide as a line; keep has its last row stay with what follows.
func (b *writer) table(t Table, line int, keep bool) {
	total := 0
	for _, c := range t.Columns {
		total += c.Width
	}
	widths := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		widths[i] = strconv.Itoa(line * c.Width / max(total, 1))
	}
	b.raw(`<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/><w:tblW w:w="` + strconv.Itoa(line) + `" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		b.raw(`<w:gridCol w:w="` + w + `"/>`)
	}
	b.raw(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range t.Columns {
		b.cell(widths[i], "", head, "center", c.Head, false)
	}
	b.raw(`</w:tr>`)
	for n, row := range t.Rows {
		b.raw(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, c := range t.Columns {
			align := "center"
			if c.Left {
				align = "left"
			}
			merge, text := "", row[i]
			switch {
			case text == Above:
				merge, text = `<w:vMerge/>`, ""
			case n+1 < len(t.Rows) && t.Rows[n+1][i] == Above:
				merge = `<w:vMerge w:val="restart"/>`
			}
			b.cell(widths[i], merge, cell, align, text, keep && n+1 == len(t.Rows))
		}
		b.raw(`</w:tr>`)
	}
	b.raw(`</w:tbl>`)
}

func (b *writer) cell(width, merge string, style Style, align, text string, keep bool) {
	vertical := "center"
	if merge != "" { // the middle of a cell that runs over pages is on none of them
		vertical = "top"
	}
	b.raw(`<w:tc><w:tcPr><w:tcW w:w="` + width + `" w:type="dxa"/>` + merge + `<w:vAlign w:val="` + vertical + `"/></w:tcPr>` +
		`<w:p><w:pPr><w:pStyle w:val="` + string(style) + `"/>` + withNext(keep) + `<w:jc w:val="` + align + `"/></w:pPr>`)
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.raw(`<w:r><w:br/></w:r>`)
		}
		b.raw(`<w:r><w:t xml:space="preserve">`)
		b.escape(line)
		b.raw(`</w:t></w:r>`)
	}
	b.raw(`</w:p></w:tc>`)
}
