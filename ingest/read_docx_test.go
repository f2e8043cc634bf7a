package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tongjian/data/forms"
)

const wordHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:body>`

const wordTail = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`

// wordNumbering defines lists as the form's labels number them: 1 is 一、 and below it （一）, 2 is 1. and 3 the same begun anew.
const wordNumbering = `<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="9"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="9"/></w:num></w:numbering>`

// packWord packs the body of a document as Word does.
func packWord(tb interface{ Fatal(...any) }, body string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"word/header1.xml", wordHead + `<w:p><w:r><w:t>页眉里的2019年年报</w:t></w:r></w:p>` + wordTail},
		{"word/numbering.xml", wordNumbering},
		{"word/document.xml", wordHead + body + wordTail},
	} {
		w, err := z.Create(part.name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := w.Write([]byte(part.text)); err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func escapeXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}

// wordPaper writes a report as the body of a Word document.
type wordPaper struct {
	t *rapid.T
	b strings.Builder
	// tracked leaves tracked changes in; controls puts content controls around things; depth is how many tables are around it all.
	tracked, controls bool
	depth             int
}

func writeWord(t *rapid.T, r *printedReport) string {
	w := &wordPaper{t: t, tracked: rapid.Bool().Draw(t, "tracked changes"), controls: rapid.Bool().Draw(t, "content controls"), depth: rapid.IntRange(0, 2).Draw(t, "tables around")}
	for range w.depth {
		w.b.WriteString(`<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr><w:tcW w:w="9000"/></w:tcPr>`)
	}
	w.paragraph(r.title)
	for i, p := range r.tables {
		for _, text := range r.before[i] {
			w.paragraph(text)
		}
		w.table(p)
	}
	for _, text := range r.after {
		w.paragraph(text)
	}
	for range w.depth {
		w.b.WriteString(`</w:tc></w:tr></w:tbl>`)
	}
	return w.b.String()
}

func (w *wordPaper) paragraph(text string) {
	w.b.WriteString(`<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs><w:rPr><w:b/></w:rPr></w:pPr>`)
	w.runs(text)
	w.b.WriteString("</w:p>\n")
}

func (w *wordPaper) runs(text string) {
	for _, part := range breaksAt(w.t, text) {
		if w.tracked {
			w.b.WriteString(`<w:del w:id="1"><w:r><w:delText>7</w:delText></w:r></w:del><w:moveFrom w:id="3"><w:r><w:t>8</w:t></w:r></w:moveFrom><w:ins w:id="2">`)
		}
		fmt.Fprintf(&w.b, `<w:r><w:rPr><w:sz w:val="21"/><w:strike w:val="0"/></w:rPr><w:t xml:space="preserve">%s</w:t></w:r>`, escapeXML(part))
		if w.tracked {
			w.b.WriteString(`</w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>`)
		}
		w.b.WriteString(`<w:proofErr w:type="spellStart"/>`)
	}
}

func (w *wordPaper) table(p *printedTable) {
	w.b.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="0"/></w:tblPr><w:tblGrid/>`)
	for row, line := range wordLines(p) {
		if w.controls {
			w.b.WriteString(`<w:sdt><w:sdtPr><w:tag w:val="row"/></w:sdtPr><w:sdtContent>`)
		}
		w.b.WriteString(`<w:tr><w:trPr><w:trHeight w:val="300"/></w:trPr>`)
		for _, c := range line {
			w.b.WriteString(`<w:tc><w:tcPr>`)
			if c.cols > 1 {
				fmt.Fprintf(&w.b, `<w:gridSpan w:val="%d"/>`, c.cols)
			}
			switch {
			case c.rows > 1 && c.row == row:
				w.b.WriteString(`<w:vMerge w:val="restart"/>`)
			case c.rows > 1:
				w.b.WriteString(`<w:vMerge/></w:tcPr><w:p/></w:tc>`)
				continue
			}
			w.b.WriteString(`<w:tcPrChange w:id="9"><w:tcPr><w:gridSpan w:val="3"/></w:tcPr></w:tcPrChange></w:tcPr>`)
			if w.controls && c.text == "" {
				w.b.WriteString(`<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>单击此处输入文字。</w:t></w:r></w:p></w:sdtContent></w:sdt>`)
			}
			w.paragraph(c.text)
			w.b.WriteString(`</w:tc>`)
		}
		w.b.WriteString(`</w:tr>`)
		if w.controls {
			w.b.WriteString(`</w:sdtContent></w:sdt>`)
		}
		if w.tracked && row == 0 {
			w.b.WriteString(`<w:tr><w:trPr><w:del w:id="4"/></w:trPr><w:tc><w:tcPr/><w:p><w:r><w:t>删去的行</w:t></w:r></w:p></w:tc></w:tr>`)
		}
	}
	w.b.WriteString("</w:tbl>\n")
}

// wordLines gives, for each row, every cell that covers a place of it: Word writes a merged cell again in each row.
func wordLines(p *printedTable) [][]printedCell {
	lines := make([][]printedCell, p.rows)
	for row := range lines {
		for _, c := range p.cells {
			if c.row <= row && row < c.row+c.rows {
				lines[row] = append(lines[row], c)
			}
		}
		sortByColumn(lines[row])
	}
	return lines
}

// A report written as a Word document is read back cell by cell, with changes accepted and what is hidden left out.
func TestDOCXReadsBack(t *testing.T) {
	eachEdition(t, func(t *rapid.T, e forms.Edition) {
		r := drawReport(t, e)
		r.readsBack(t, "龙亭区政府办公室2023年.docx", packWord(t, writeWord(t, r)), r.places())
	})
}
