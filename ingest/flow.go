package ingest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// flow gathers what a web page or a Word document says, in the order it says it, and lays it out as the blocks of a Document.
// Readers tell it where tables, rows, cells and paragraphs begin and end; it knows which tables hold figures and which only
// arrange the page.
type flow struct {
	// boxes are what is open: the page at the bottom, then table cells and text boxes, each inside the one before.
	boxes []*flowBox
	// tables are the open tables, each inside the one before.
	tables []*flowTable

	// counted against the limits
	cells, rows, paragraphs, opened, bytes int
	err                                    error
}

// flowBox holds the paragraphs and tables of the page, of a cell, of a text box.
type flowBox struct {
	items []flowItem
	// text is the paragraph being written; linked and total count its visible characters inside links and all together.
	text          strings.Builder
	space         bool // a blank is due before the next character
	linked, total int
	keep          bool // the paragraph is a heading: it stays though it be a link
	// aside are the items of text boxes anchored in the paragraph being written; they follow it.
	aside []flowItem
	// floats is true for a text box.
	floats bool
}

// flowItem is a paragraph or a table.
type flowItem struct {
	text string
	// link is true for a paragraph that consists of links alone: navigation.
	link  bool
	table *flowTable
}

type flowTable struct {
	rows []*flowRow
	// row and cell are open, or nil.
	row  *flowRow
	cell *flowCell
	// box is the number of boxes open where the table stands.
	box int
	// newGroup is set when the next row starts a group.
	newGroup bool

	// Known once the table is closed: its cells that say something, whether any of them is more than links, and what the only
	// one says when there is one.
	filled int
	plain  bool
	lone   string
}

type flowRow struct {
	before      int
	startsGroup bool
	dropped     bool
	cells       []*flowCell
}

type flowCell struct {
	span
	items []flowItem

	// Known once the cell is closed. text is its paragraphs as lines. arranges is true when it holds a table of several filled
	// cells, and so arranges the page. plain is true when it says anything that is no link.
	text            string
	arranges, plain bool
}

func newFlow() *flow { return &flow{boxes: []*flowBox{{}}} }

func (f *flow) box() *flowBox { return f.boxes[len(f.boxes)-1] }

// table is the innermost open table, nil outside tables.
func (f *flow) table() *flowTable {
	if len(f.tables) == 0 {
		return nil
	}
	return f.tables[len(f.tables)-1]
}

// cell is the innermost open cell when nothing is open inside it; nil elsewhere.
func (f *flow) cell() *flowCell {
	if t := f.table(); t != nil {
		return t.cell
	}
	return nil
}

func (f *flow) fail(err error) {
	if f.err == nil {
		f.err = err
	}
}

// write adds text to the paragraph. Blanks, tabs and line ends count as one blank, as in HTML; verbatim keeps them.
func (f *flow) write(text string, inLink, verbatim bool) {
	if f.bytes += len(text); f.bytes > maxTextBytes {
		f.fail(fmt.Errorf("文字%w %d MB", errTooLarge, maxTextBytes>>20))
		return
	}
	b := f.box()
	for _, r := range text {
		if !verbatim && (r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f') {
			b.space = b.space || b.text.Len() > 0
			continue
		}
		if b.space {
			b.text.WriteByte(' ')
			b.space = false
		}
		b.text.WriteRune(r)
		if !unicode.IsSpace(r) {
			b.total++
			if inLink {
				b.linked++
			}
		}
	}
}

// separate makes sure that what follows is not read as one with what was written: 5 struck out before 6 is not 56.
func (f *flow) separate() {
	if b := f.box(); b.text.Len() > 0 {
		b.space = true
	}
}

// endParagraph ends the paragraph being written, or the line of it.
func (f *flow) endParagraph() {
	b := f.box()
	text := strings.TrimSpace(b.text.String())
	if text != "" {
		b.items = append(b.items, flowItem{text: text, link: b.linked == b.total && b.total > 0 && !b.keep})
		if f.paragraphs++; f.paragraphs > maxCells {
			f.fail(fmt.Errorf("段落数%w %d 段", errTooLarge, maxCells))
		}
	}
	b.items = append(b.items, b.aside...)
	*b = flowBox{items: b.items, floats: b.floats}
}

func (f *flow) openTable() {
	f.endParagraph()
	if f.opened++; f.opened > maxTables {
		f.fail(fmt.Errorf("表格数%w %d 个", errTooLarge, maxTables))
		return
	}
	if len(f.tables) == maxTableDepth {
		f.fail(fmt.Errorf("表格嵌套%w %d 层", errTooLarge, maxTableDepth))
		return
	}
	f.tables = append(f.tables, &flowTable{box: len(f.boxes)})
}

// closeTable ends the innermost table and puts it where it stands.
func (f *flow) closeTable() {
	t := f.table()
	if t == nil {
		return
	}
	f.closeRow()
	f.endParagraph()
	f.tables = f.tables[:len(f.tables)-1]
	if err := t.close(); err != nil {
		f.fail(err)
	}
	b := f.box()
	b.items = append(b.items, flowItem{table: t})
}

// close places the cells and sums up what the table holds.
func (t *flowTable) close() error {
	spans := make([]spanRow, len(t.rows))
	for i, r := range t.rows {
		spans[i] = spanRow{before: r.before, startsGroup: r.startsGroup}
		for _, c := range r.cells {
			spans[i].cells = append(spans[i].cells, &c.span)
		}
	}
	if err := resolveSpans(spans); err != nil {
		return err
	}
	for _, r := range t.rows {
		for _, c := range r.cells {
			if c.covered || c.text == "" && !c.arranges {
				continue
			}
			t.filled++
			t.plain = t.plain || c.plain
			t.lone = c.text
		}
	}
	return nil
}

// newGroup ends the row and with it the rows that belong together; cells do not reach over it.
func (f *flow) newGroup() {
	f.closeRow()
	if t := f.table(); t != nil {
		t.newGroup = true
	}
}

func (f *flow) openRow() *flowRow {
	t := f.table()
	if t == nil {
		return nil
	}
	f.closeRow()
	t.row = &flowRow{startsGroup: t.newGroup}
	t.newGroup = false
	t.rows = append(t.rows, t.row)
	if f.rows++; f.rows > maxLines || len(t.rows) > maxGridRows {
		f.fail(fmt.Errorf("表格行数%w %d 行", errTooLarge, maxGridRows))
	}
	return t.row
}

func (f *flow) closeRow() {
	t := f.table()
	if t == nil || t.row == nil {
		return
	}
	f.closeCell()
	if t.row.dropped {
		t.rows = t.rows[:len(t.rows)-1]
	}
	t.row = nil
}

// openCell begins a cell, in a row of its own where none is open.
func (f *flow) openCell(s span) *flowCell {
	t := f.table()
	if t == nil {
		return nil
	}
	f.closeCell()
	if t.row == nil {
		f.openRow()
	}
	f.endParagraph()
	t.cell = &flowCell{span: s}
	t.row.cells = append(t.row.cells, t.cell)
	if f.cells++; f.cells > maxCells {
		f.fail(fmt.Errorf("单元格数%w %d 个", errTooLarge, maxCells))
	}
	f.boxes = append(f.boxes, &flowBox{})
	return t.cell
}

func (f *flow) closeCell() {
	t := f.table()
	if t == nil || t.cell == nil {
		return
	}
	f.endParagraph()
	t.cell.items = f.box().items
	if err := t.cell.close(); err != nil {
		f.fail(err)
	}
	f.boxes = f.boxes[:t.box]
	t.cell = nil
}

// close sums up what the cell says. A table inside it that has one filled cell only is a way of writing that cell's text.
func (c *flowCell) close() error {
	var lines []string
	for _, item := range c.items {
		text := item.text
		if t := item.table; t != nil {
			if t.filled > 1 {
				c.arranges, c.plain = true, c.plain || t.plain
				continue
			}
			text = t.lone
			c.plain = c.plain || t.plain
		} else if !item.link {
			c.plain = true
		}
		if text != "" {
			lines = append(lines, text)
		}
	}
	c.text = strings.Join(lines, "\n")
	if len(c.text) > maxCellRunes && !c.arranges && utf8.RuneCountInString(c.text) > maxCellRunes {
		return fmt.Errorf("单元格的文字%w %d 字", errTooLarge, maxCellRunes)
	}
	return nil
}

// openBox begins a text box, whose content follows the paragraph it is anchored in.
func (f *flow) openBox() { f.boxes = append(f.boxes, &flowBox{floats: true}) }

func (f *flow) closeBox() {
	if !f.box().floats {
		return // a damaged document ended it already
	}
	f.endParagraph()
	items := f.box().items
	f.boxes = f.boxes[:len(f.boxes)-1]
	f.box().aside = append(f.box().aside, items...)
}

// finish closes what is open and gives what the page holds.
func (f *flow) finish() ([]flowItem, error) {
	for len(f.tables) > 0 {
		f.closeTable()
	}
	f.endParagraph()
	return f.boxes[0].items, f.err
}
