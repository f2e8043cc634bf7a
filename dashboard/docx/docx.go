package docx

import (
	"strings"
	"unicode"
)

// Style is how a paragraph is set. Its value is the style's id in the document.
type Style string

const (
	// Title is the document's, in the middle and large.
	Title Style = "Title"
	// Addressee stands at the left margin: who the letter is to.
	Addressee Style = "Addressee"
	// Heading opens a part: 一、需要更正的问题.
	Heading Style = "Heading1"
	// Text is a paragraph, its first line two characters in.
	Text Style = "BodyText"
	// Signed stands at the right: who writes, and when.
	Signed Style = "Signed"
	// SheetTitle is the title of such a sheet.
	SheetTitle Style = "SheetTitle"
	// Point is a numbered finding on a sheet that has to hold much.
	Point Style = "Point"
	// Small is a remark under a table.
	Small Style = "Remark"

	// head and cell are the styles of tables, gap of what stands between two.
	head Style = "TableHead"
	cell Style = "TableCell"
	gap  Style = "Gap"
	// chartRow is the style of a row of charts.
	chartRow Style = "ChartRow"
)

// Document is a document being written.
type Document struct {
	title string
	wide  bool
	tight bool
	body  []block
}

// block is a paragraph, a table, a grid, a row of charts or the end of a page.
type block struct {
	style Style
	text  string
	table *Table
	grid  *Grid
	page  bool // a new page begins
	// charts stand side by side
	charts []Chart
}

// ruled reports whether the block is a table of either kind.
func (b block) ruled() bool { return b.table != nil || b.grid != nil }

// Table is a table with a head that is repeated on every page. Rows are not broken across pages.
type Table struct {
	Columns []Column
	// Rows have a text for every column; a line feed in one begins a new line of the cell, and [Above] makes it one with the
	// cell above.
	Rows [][]string
}

// Above is the text of a cell that is one with the cell above it.
const Above = "\x00above"

// Column is a column of a table.
type Column struct {
	Head  string
	Width int // in millimetres; the widths of a table are stretched to fill the line
	// Left sets the text at the left, for sentences; else it stands in the middle.
	Left bool
}

// New begins a document on upright pages; title is what programs show for its file.
func New(title string) *Document { return &Document{title: title} }

// NewWide begins a document on pages laid across, for wide tables.
func NewWide(title string) *Document { return &Document{title: title, wide: true} }

// NewSheet begins a document of one upright page with narrow margins and no page number, for a brief.
func NewSheet(title string) *Document { return &Document{title: title, tight: true} }

// Add adds a paragraph; a line feed begins a new line of it.
func (d *Document) Add(style Style, text string) {
	d.body = append(d.body, block{style: style, text: text})
}

// Table adds a table.
func (d *Document) Table(t Table) { d.body = append(d.body, block{table: &t}) }

// printable marks what XML 1.0 cannot hold.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ' || r == unicode.ReplacementChar || r == 0xFFFE || r == 0xFFFF:
			return '□'
		}
		return r
	}, text)
}
