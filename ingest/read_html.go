package ingest

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"tongjian/data"
)

var (
	// pageStart: what a web page begins with, after blanks and comments.
	pageStart = regexp.MustCompile(`(?is)^\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|title|body|table|div|p|h[1-6]|center|font|span|b|strong|a|ul|ol|form|nav|header|main|section|article|style|link|script)\b`)
	// tableInText: a table in HTML inside other text, as some converters to Markdown write it.
	tableInText = regexp.MustCompile(`(?is)<table\b[^<>]*>.*?<t[dh]\b`)
)

// maxPageBytes bounds one page with all its tags.
const maxPageBytes = 32 << 20

// isHTML recognises web pages and parts of them, whatever the file is called: many systems export "Excel" files that are one
// HTML table.
func isHTML(b []byte) bool {
	head, ok := textHead(b)
	return ok && (pageStart.MatchString(head) || tableInText.MatchString(head))
}

// readHTML reads a web page: its tables as grids, everything else as paragraphs. What the page hides and what leads to other pages
// is left out.
func readHTML(b []byte) (data.Document, error) {
	return readPages(page{b, ""})
}

// page is the text of a web page as received. contentType is what came with it, which may name an encoding.
type page struct {
	content     []byte
	contentType string
}

// readPages reads pages that belong together as one document.
func readPages(pages ...page) (data.Document, error) {
	var all blockWriter
	for _, p := range pages {
		text, err := decodeText(p.content, declaredEncoding(p.content, p.contentType))
		if err != nil {
			return data.Document{}, err
		}
		if len(text) > maxPageBytes {
			return data.Document{}, fmt.Errorf("网页 %d MB，%w %d MB", len(text)>>20, errTooLarge, maxPageBytes>>20)
		}
		w := webPage{flow: newFlow(), lines: !pageStart.MatchString(text[:min(len(text), sniffBytes)])}
		if err := w.read(text); err != nil {
			return data.Document{}, err
		}
		items, err := w.flow.finish()
		if err != nil {
			return data.Document{}, fmt.Errorf("网页：%w", err)
		}
		before := all.lines.blocks
		all.lines = textLines{}
		all.items(items)
		all.lines.blocks = append(before, w.titled(all.lines.blocks)...)
	}
	doc := data.Document{Blocks: all.lines.blocks}
	if len(doc.Blocks) == 0 {
		return data.Document{}, errNotReadable{"网页里没有文字：内容可能是图片，或要打开网页后由程序另外加载"}
	}
	return doc, nil
}

// webPage reads one page. It follows the tags as they come and does not build a tree: damaged and hostile pages, which a tree may
// multiply, then cost no more than their length.
type webPage struct {
	flow *flow
	// lines is true when line ends count, in text that is no page but holds tables.
	lines bool
	// title is the page's, article the article's, both as the head says.
	title, article string

	inTitle, inLink bool
	pre             int
	hidden          hidden
	aside           aside
}

// read feeds the page to the flow.
func (w *webPage) read(text string) error {
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return fmt.Errorf("网页读取中断：%w", err)
			}
			return nil
		case html.TextToken:
			w.text(z)
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			t := readTag(z, kind)
			if w.hidden.hides(t) {
				w.apart(t)
				continue
			}
			if w.aside.edge(t) {
				w.flow.separate()
			}
			if t.end {
				w.endTag(t)
			} else {
				w.startTag(t)
			}
		}
		if w.flow.err != nil {
			return nil // told by finish
		}
	}
}

func (w *webPage) text(z *html.Tokenizer) {
	switch {
	case w.inTitle:
		w.title += string(z.Text())
	case w.hidden.name != "":
	case (w.pre > 0 || w.lines) && w.flow.cell() == nil:
		for i, line := range strings.Split(string(z.Text()), "\n") {
			if i > 0 {
				w.flow.endParagraph()
			}
			w.flow.write(strings.TrimRight(line, "\r"), w.inLink, true)
		}
	default:
		w.flow.write(string(z.Text()), w.inLink, false)
	}
}

func (w *webPage) startTag(t tag) {
	f := w.flow
	switch t.name {
	case "title":
		w.inTitle = w.title == ""
	case "meta":
		if strings.EqualFold(t.attr("name"), "ArticleTitle") {
			w.article = t.attr("content")
		}
	case "table":
		if open := f.table(); open != nil && open.cell == nil {
			f.closeTable() // a table directly inside a table ends the one before, in browsers too
		}
		f.openTable()
	case "thead", "tbody", "tfoot":
		f.newGroup()
	case "tr":
		f.openRow()
	case "td", "th":
		w.inLink, w.aside = false, aside{}
		f.openCell(span{cols: leadingInt(t.attr("colspan"), 1), rows: leadingInt(t.attr("rowspan"), 1)})
	case "a":
		w.inLink = t.attr("href") != ""
	case "br", "hr":
		f.endParagraph()
	case "input":
		switch strings.ToLower(t.attr("type")) {
		case "", "text", "number", "tel":
			f.separate()
			f.write(t.attr("value"), false, false)
			f.separate()
		}
	case "sup", "sub", "s", "strike":
		f.separate()
	case "pre":
		w.pre++
		f.endParagraph()
	default:
		w.edge(t.name)
		if isHeading(t.name) {
			f.box().keep = true
		}
	}
}

func (w *webPage) endTag(t tag) {
	f := w.flow
	switch t.name {
	case "title":
		w.inTitle = false
	case "table":
		f.closeTable()
	case "thead", "tbody", "tfoot":
		f.newGroup()
	case "tr":
		f.closeRow()
	case "td", "th":
		f.closeCell()
		w.aside = aside{}
	case "a":
		w.inLink = false
	case "sup", "sub", "s", "strike":
		f.separate()
	case "pre":
		w.pre = max(0, w.pre-1)
		f.endParagraph()
	default:
		w.edge(t.name)
	}
}

// apart keeps what stands before a hidden element from being read as one with what follows, unless they are shown as one.
func (w *webPage) apart(t tag) {
	switch {
	case isBlockElement(t.name), t.name == "table":
		w.flow.endParagraph()
	case t.name != "span" && t.name != "font":
		w.flow.separate()
	}
}

// edge ends the paragraph where an element begins or ends that stands on lines of its own. No link reaches over it: one that was
// never closed would make navigation of all that follows.
func (w *webPage) edge(name string) {
	if isBlockElement(name) {
		w.flow.endParagraph()
		w.inLink = false
	}
}

// titled begins the page with the report's title. Menus and the like that stand before the title are dropped. Where the page does
// not show it, what the head says the article is called is put first.
func (w *webPage) titled(blocks []data.Block) []data.Block {
	const most, least = 200, 8 // characters: a longer one is a broken page, a shorter one may stand in any menu
	title := strings.Join(strings.Fields(w.article), "")
	if title == "" {
		title = strings.Join(strings.Fields(w.title), "")
	}
	if n := utf8.RuneCountInString(title); n < least || n > most || !titlePattern.MatchString(title) {
		return blocks
	}
	lines, named, tables := 0, false, false
	for i, b := range blocks {
		if b.Grid != nil {
			tables = tables || b.Grid.Ruled
			lines += len(b.Grid.Rows)
			continue
		}
		text := strings.Join(strings.Fields(b.Text), "")
		if titlePattern.MatchString(text) {
			if utf8.RuneCountInString(text) >= least && strings.Contains(title, text) {
				if !tables {
					return blocks[i:]
				}
				return slices.Insert(blocks, 0, b)
			}
			named = named || lines < headLines
		}
		lines++
	}
	if named {
		return blocks
	}
	return slices.Insert(blocks, 0, data.Block{Text: title})
}
