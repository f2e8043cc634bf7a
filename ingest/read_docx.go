package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"tongjian/data"
)

// Limits on Word documents. The text of a report is some hundred kilobytes of XML.
const (
	maxZipEntries = 20_000
	maxDOCXBytes  = 32 << 20 // of the part that holds the text, unpacked
	maxXMLDepth   = 2_000
)

var errXMLDepth = fmt.Errorf("元素嵌套%w %d 层", errTooLarge, maxXMLDepth)

// isDOCX looks for the text part's name in the directory of the archive. A workbook may have a document embedded, and a document a
// workbook, so the directory itself is asked.
func isDOCX(b []byte) bool {
	if !bytes.HasPrefix(b, zipMagic) || !bytes.Contains(b, []byte("word/")) {
		return false
	}
	z, err := openZip(b)
	if err != nil {
		// Too damaged to tell: what the entries are called in front of their content decides.
		return bytes.Contains(b, []byte("word/document")) && !isXLSX(b)
	}
	return documentPart(z) != nil
}

// openZip opens an archive after making sure that its directory has a sane size.
func openZip(b []byte) (*zip.Reader, error) {
	if n := bytes.Count(b, []byte("PK\x01\x02")); n > maxZipEntries {
		return nil, fmt.Errorf("压缩包里的文件数%w %d 个", errTooLarge, maxZipEntries)
	}
	return zip.NewReader(bytes.NewReader(b), int64(len(b)))
}

// documentPart finds the part that holds the text: word/document.xml, or word/document2.xml as some services name it.
func documentPart(z *zip.Reader) *zip.File {
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if ok, _ := path.Match("word/document*.xml", name); ok {
			return f
		}
	}
	return nil
}

// readDOCX reads the text of a Word document as it stands when all changes are accepted: tables as grids, the rest as paragraphs. Headers,
// footers, notes and comments are other parts and are not read.
func readDOCX(b []byte) (data.Document, error) {
	z, err := openZip(b)
	if err != nil {
		return data.Document{}, fmt.Errorf("Word 文档打不开，可能已损坏：%w", err)
	}
	part := documentPart(z)
	if part == nil {
		return data.Document{}, errNotReadable{"Word 文档里没有正文，可能已损坏"}
	}
	r, err := part.Open()
	if err != nil {
		return data.Document{}, fmt.Errorf("Word 文档的正文打不开，可能已损坏：%w", err)
	}
	defer r.Close()
	limited := &io.LimitedReader{R: r, N: maxDOCXBytes + 1}
	items, err := readWordXML(limited, readWordNumbers(z, part.Name))
	switch {
	case limited.N <= 0:
		return data.Document{}, fmt.Errorf("Word 文档的正文展开后%w %d MB", errTooLarge, maxDOCXBytes>>20)
	case err != nil:
		return data.Document{}, fmt.Errorf("Word 文档：%w", err)
	}
	var w blockWriter
	w.items(items)
	if len(w.lines.blocks) == 0 {
		return data.Document{}, errNotReadable{"Word 文档里没有文字：内容可能是图片"}
	}
	return data.Document{Blocks: w.lines.blocks}, nil
}

// readWordXML reads the document part.
func readWordXML(r io.Reader, numbers wordNumbers) ([]flowItem, error) {
	w := wordText{flow: newFlow(), xml: xml.NewDecoder(r), numbers: numbers}
	for {
		token, err := w.next()
		if errors.Is(err, io.EOF) {
			return w.flow.finish()
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = w.start(t)
		case xml.EndElement:
			w.end(t.Name.Local)
		case xml.CharData:
			if w.inText {
				w.character(string(t))
			}
		}
		if err = errors.Join(err, w.flow.err); err != nil {
			return nil, err
		}
	}
}

// wordText follows the elements of a Word document and feeds them to the flow.
type wordText struct {
	flow *flow
	xml  *xml.Decoder
	// open are the elements open, which must be closed in turn.
	open []xml.Name
	// inText is true inside the element that holds a run's characters.
	inText bool
	run    runProperties
	// numID and level are the list and the level in it of the paragraph begun last, number what Word shows before its text.
	inParagraphProperties bool
	numID                 string
	level                 int
	number                string
	numbers               wordNumbers
	// choices holds, for each open AlternateContent, whether one of its alternatives has been read.
	choices []bool
	// prompts holds, for each open content control, whether it shows a mere prompt to fill it in.
	prompts []bool
}

// runProperties is what matters of how a run of characters looks.
type runProperties struct {
	hidden bool
	// apart is true for what is struck out or raised: not to be read as one with what stands beside it.
	apart bool
}

// next gives the next token. Raw ones, without the bookkeeping of namespaces, take half the time: what prefix a producer chose does
// not matter here, local names tell the elements apart.
func (w *wordText) next() (xml.Token, error) {
	token, err := w.xml.RawToken()
	if errors.Is(err, io.EOF) && len(w.open) > 0 {
		err = io.ErrUnexpectedEOF
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("正文读取中断，可能已损坏：%w", err)
	}
	switch t := token.(type) {
	case xml.StartElement:
		if w.open = append(w.open, t.Name); len(w.open) > maxXMLDepth {
			return nil, errXMLDepth
		}
	case xml.EndElement:
		last := len(w.open) - 1
		if last < 0 || w.open[last] != t.Name {
			return nil, fmt.Errorf("正文读取中断，可能已损坏：多出 </%s>", t.Name.Local)
		}
		w.open = w.open[:last]
	}
	return token, err
}

func (w *wordText) start(t xml.StartElement) error {
	f := w.flow
	switch t.Name.Local {
	case "del", "moveFrom", "instrText", "delText", "delInstrText", "tabs", "pPrChange", "sectPr", "tblPr", "tblGrid", "tblPrEx", "rt", "binData":
		return w.skip()
	case "tbl":
		f.openTable()
	case "tr":
		f.openRow()
	case "tc":
		f.openCell(span{cols: 1, rows: 1})
	case "trPr":
		return w.rowProperties()
	case "tcPr":
		return w.cellProperties()
	case "p":
		f.endParagraph()
		w.numID, w.level, w.number = "", 0, ""
	case "pPr":
		w.inParagraphProperties = true
	case "numId":
		w.numID = attr(t, "val")
	case "ilvl":
		w.level = leadingInt(attr(t, "val"), 0)
	case "r":
		w.run = runProperties{}
	case "rPr":
		if w.inParagraphProperties {
			return w.skip() // of the mark that ends the paragraph
		}
		return w.runProperties()
	case "t":
		w.inText = true
	case "tab", "ptab":
		w.character("\t")
	case "br", "cr":
		f.endParagraph()
	case "noBreakHyphen":
		w.character("-")
	case "sym":
		w.character(string(rune(hexAttr(t, "char"))))
	case "txbxContent":
		f.openBox()
	case "AlternateContent":
		w.choices = append(w.choices, false)
	case "Choice", "Fallback":
		if n := len(w.choices); n > 0 {
			if w.choices[n-1] {
				return w.skip()
			}
			w.choices[n-1] = true
		}
	case "sdt":
		w.prompts = append(w.prompts, false)
	case "sdtPr":
		return w.controlProperties()
	case "sdtContent":
		if n := len(w.prompts); n > 0 && w.prompts[n-1] {
			return w.skip()
		}
	}
	return nil
}

func (w *wordText) end(name string) {
	f := w.flow
	switch name {
	case "tbl":
		f.closeTable()
	case "tr":
		f.closeRow()
	case "tc":
		f.closeCell()
	case "p":
		f.endParagraph()
	case "pPr":
		w.inParagraphProperties = false
		if w.numID != "" {
			w.number = w.numbers.next(w.numID, w.level)
		}
	case "r":
		if w.run.apart {
			f.separate()
		}
		w.run = runProperties{}
	case "t":
		w.inText = false
	case "txbxContent":
		f.closeBox()
	case "AlternateContent":
		w.choices = w.choices[:len(w.choices)-1]
	case "sdt":
		w.prompts = w.prompts[:len(w.prompts)-1]
	}
}

// character writes characters of a run, the paragraph's number before the first of them. The number of a paragraph that says nothing
// is no figure in its cell; it is left out.
func (w *wordText) character(s string) {
	if w.run.hidden {
		return
	}
	if w.number != "" && strings.TrimSpace(s) != "" {
		w.flow.write(w.number, false, true)
		w.flow.separate()
		w.number = ""
	}
	w.flow.write(s, false, true)
}

// skip passes over the element just begun.
func (w *wordText) skip() error { return w.each(func(string, xml.StartElement) {}) }

// each calls do for every element directly inside the one just begun, and passes over all of it.
func (w *wordText) each(do func(name string, t xml.StartElement)) error {
	depth := len(w.open)
	for {
		token, err := w.next()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if len(w.open) == depth+1 {
				do(t.Name.Local, t)
			}
		case xml.EndElement:
			if len(w.open) < depth {
				return nil
			}
		}
	}
}

func (w *wordText) rowProperties() error {
	row := &flowRow{}
	if t := w.flow.table(); t != nil && t.row != nil {
		row = t.row
	}
	return w.each(func(name string, t xml.StartElement) {
		switch name {
		case "gridBefore":
			row.before = leadingInt(attr(t, "val"), 0)
		case "del":
			row.dropped = true
		case "hidden":
			row.dropped = row.dropped || on(t)
		}
	})
}

func (w *wordText) cellProperties() error {
	cell := w.flow.cell()
	if cell == nil {
		cell = &flowCell{}
	}
	return w.each(func(name string, t xml.StartElement) {
		restart := attr(t, "val") == "restart"
		switch name {
		case "gridSpan":
			cell.cols = leadingInt(attr(t, "val"), 1)
		case "vMerge":
			cell.startsDown, cell.joinsUp = restart, !restart
		case "hMerge":
			cell.joinsLeft = !restart
		}
	})
}

func (w *wordText) runProperties() error {
	err := w.each(func(name string, t xml.StartElement) {
		switch name {
		case "vanish":
			w.run.hidden = on(t)
		case "strike", "dstrike":
			w.run.apart = w.run.apart || on(t)
		case "vertAlign":
			w.run.apart = w.run.apart || attr(t, "val") != "baseline"
		case "position":
			w.run.apart = w.run.apart || leadingInt(strings.TrimPrefix(attr(t, "val"), "-"), 0) != 0
		}
	})
	if w.run.apart {
		w.flow.separate()
	}
	return err
}

func (w *wordText) controlProperties() error {
	return w.each(func(name string, t xml.StartElement) {
		if n := len(w.prompts); n > 0 && name == "showingPlcHdr" {
			w.prompts[n-1] = on(t)
		}
	})
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on reads a property that is set by being there, unless its value says otherwise.
func on(t xml.StartElement) bool {
	switch attr(t, "val") {
	case "0", "false", "off":
		return false
	}
	return true
}

// hexAttr reads a character's number; what is none is the replacement character.
func hexAttr(t xml.StartElement, name string) int {
	n := 0
	text := attr(t, name)
	if text == "" || len(text) > 5 {
		return 0xfffd
	}
	if _, err := fmt.Sscanf(text, "%x", &n); err != nil {
		return 0xfffd
	}
	return n
}
