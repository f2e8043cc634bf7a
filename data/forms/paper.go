package forms

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"tongjian/data"
)

// Chapter is one of the six chapters of a report, in prose or around a statutory table, or a table that stands in none.
type Chapter struct {
	Number int    // 1 to 6; 0 outside the chapters
	Title  string // without its number
	Table  *Table // nil for a chapter of prose
}

// Heading is the chapter's heading as printed: 一、总体情况.
func (c Chapter) Heading() string {
	if c.Number == 0 {
		return c.Title
	}
	return ChineseNumber(string(rune('0'+c.Number))) + "、" + c.Title
}

// Title is what the form is called: 政府信息公开工作年度报告, or the name of its only table.
func (e Edition) Title() string {
	if t, ok := e.Table(Statistics); ok {
		return t.Title
	}
	return "政府信息公开工作年度报告"
}

// Chapters lists the six chapters of a report in reading order. Edition 2014 lays down a table and no chapters.
func (e Edition) Chapters() []Chapter {
	if t, ok := e.Table(Statistics); ok {
		return []Chapter{{Title: t.Title, Table: &t}}
	}
	chapters := []Chapter{
		{Number: 1, Title: "总体情况"},
		{Number: 2}, {Number: 3}, {Number: 4},
		{Number: 5, Title: "存在的主要问题及改进情况"},
		{Number: 6, Title: "其他需要报告的事项"},
	}
	for i, t := range e.Tables {
		n := int(t.ID[0] - '0')
		chapters[n-1] = Chapter{Number: n, Title: t.Title, Table: &e.Tables[i]}
	}
	return chapters
}

// Years names the report years the edition is in force for: 2021年及以后年度.
func (e Edition) Years() string {
	switch e.To {
	case 0:
		return fmt.Sprintf("%d年及以后年度", e.From)
	case e.From:
		return fmt.Sprintf("%d年度", e.From)
	}
	return fmt.Sprintf("%d至%d年度", e.From, e.To)
}

// Paper is the form as text for a terminal of 100 columns: the chapters in order, the tables drawn with lines.
func Paper(e Edition) string {
	var b strings.Builder
	b.WriteString(e.Title() + "（" + e.Document + "）\n")
	for _, c := range e.Chapters() {
		if c.Number > 0 {
			b.WriteString("\n" + c.Heading() + "\n")
		}
		if c.Table != nil {
			b.WriteString(c.Table.Paper(nil))
		}
	}
	return b.String()
}

// widestFigure is where a cell's text is taken for words and wrapped rather than given a broader column.
const widestFigure = 16

// Paper draws the table with lines, each figure's cell holding what value gives for it; nil leaves them empty.
func (t Table) Paper(value func(data.CellID) string) string {
	l := t.Layout()
	texts := make([]string, len(l.Cells))
	widest := 0
	for i, c := range l.Cells {
		texts[i] = c.Text
		if c.Cell != nil && value != nil {
			texts[i] = printable(value(c.Cell.CellID))
			// In a broad cell more fits than in one column, but a column broad enough for all is never too narrow for one.
			widest = max(widest, (textWidth(texts[i])+1)/c.ColSpan)
		}
	}
	p := paper{layout: l, widths: paperWidths(t, l, widest), texts: make([][]string, len(l.Cells))}
	for i, c := range l.Cells {
		p.texts[i] = wrap(texts[i], p.span(p.widths, c.Col, c.ColSpan), c.Head)
	}
	p.fitHeights()
	return p.draw()
}

// paperWidths gives the widths of the grid's columns, so that every empty table is at most 100 wide; figures that need more
// get it, because a figure is never broken over two lines. The innermost label column is the one with words.
func paperWidths(t Table, l Layout, widest int) []int {
	if t.Units() {
		return []int{72, 6, widestFigure}
	}
	labels := t.labelDepth()
	figure := map[int]int{1: 60/(l.Cols-labels) - 1, 3: 6, 0: 4}[labels]
	widths := slices.Repeat([]int{max(figure, min(widest, widestFigure))}, l.Cols)
	copy(widths, map[int][]int{1: {22}, 3: {2, 14, 30}}[labels])
	return widths
}

// paper is a table being drawn: the width of each grid column, the height of each grid row, the lines of text of each cell.
type paper struct {
	layout          Layout
	widths, heights []int
	texts           [][]string
}

// span is the inner size of n adjacent columns or rows, the lines between them included.
func (p *paper) span(sizes []int, from, n int) int {
	total := n - 1
	for _, s := range sizes[from : from+n] {
		total += s
	}
	return total
}

// fitHeights makes every row high enough for its own cells, then for those that span several.
func (p *paper) fitHeights() {
	p.heights = slices.Repeat([]int{1}, p.layout.Rows)
	for rows := 1; rows <= p.layout.Rows; rows++ {
		for i, c := range p.layout.Cells {
			if c.RowSpan != rows {
				continue
			}
			if missing := len(p.texts[i]) - p.span(p.heights, c.Row, rows); missing > 0 {
				p.heights[c.Row+rows-1] += missing
			}
		}
	}
}

// Strokes leaving a point of the drawing.
const (
	up = 1 << iota
	down
	left
	right
)

// strokes has the line character for each combination.
var strokes = [16]rune{
	0: ' ', up | down: '│', left | right: '─',
	down | right: '┌', down | left: '┐', up | right: '└', up | left: '┘',
	up | down | right: '├', up | down | left: '┤', left | right | down: '┬', left | right | up: '┴',
	up | down | left | right: '┼',
}

// draw puts the outlines of all cells on a canvas, then the texts. A wide character takes two places of the canvas; the
// second is 0.
func (p *paper) draw() string {
	lefts, tops := offsets(p.widths), offsets(p.heights)
	wide, high := lefts[len(lefts)-1]+1, tops[len(tops)-1]+1
	lines := make([]int, wide*high)
	for _, c := range p.layout.Cells {
		x0, x1 := lefts[c.Col], lefts[c.Col+c.ColSpan]
		y0, y1 := tops[c.Row], tops[c.Row+c.RowSpan]
		for x := x0; x < x1; x++ {
			for _, y := range []int{y0, y1} {
				lines[y*wide+x] |= right
				lines[y*wide+x+1] |= left
			}
		}
		for y := y0; y < y1; y++ {
			for _, x := range []int{x0, x1} {
				lines[y*wide+x] |= down
				lines[(y+1)*wide+x] |= up
			}
		}
	}
	canvas := make([]rune, len(lines))
	for i, s := range lines {
		canvas[i] = strokes[s]
	}
	for i, c := range p.layout.Cells {
		inner := p.span(p.widths, c.Col, c.ColSpan)
		y := tops[c.Row] + 1 + (p.span(p.heights, c.Row, c.RowSpan)-len(p.texts[i]))/2
		for n, line := range p.texts[i] {
			x := lefts[c.Col] + 1
			if c.Head || c.Unit || c.Cell != nil || c.RowSpan > 1 {
				x += (inner - textWidth(line)) / 2
			}
			at := (y+n)*wide + x
			for _, r := range line {
				canvas[at] = r
				if runeWidth(r) == 2 {
					canvas[at+1] = 0
				}
				at += runeWidth(r)
			}
		}
	}
	var b strings.Builder
	for y := range high {
		for _, r := range canvas[y*wide : (y+1)*wide] {
			if r != 0 {
				b.WriteRune(r)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// offsets gives the place of each line between sizes, the outer ones included.
func offsets(sizes []int) []int {
	out := []int{0}
	for _, s := range sizes {
		out = append(out, out[len(out)-1]+s+1)
	}
	return out
}

// wrap breaks text into lines of at most limit places. A heading that does not fit breaks between pairs of characters, as
// Chinese headings in narrow columns do: 社会/公益/组织.
func wrap(text string, limit int, heading bool) []string {
	if text == "" {
		return nil
	}
	if heading && limit < 12 && textWidth(text) > limit {
		limit -= limit % 4
	}
	var lines []string
	var line strings.Builder
	used := 0
	for _, r := range text {
		if w := runeWidth(r); used+w > limit && used > 0 {
			lines = append(lines, line.String())
			line.Reset()
			used = 0
		}
		line.WriteRune(r)
		used += runeWidth(r)
	}
	return append(lines, line.String())
}

// printable is text with line breaks and control characters made blanks, so that it cannot break the drawing.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) {
			return r
		}
		return ' '
	}, strings.TrimSpace(s))
}

func textWidth(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// runeWidth is the number of places a character takes on a terminal.
func runeWidth(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
