package workbook

import (
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongjian/dashboard/charts"
	"tongjian/data/metrics"
)

// Rows of a chart's sheet.
const (
	rowTitle = iota + 1
	rowUnit
	rowSource
	rowReading
	_
	rowHeads
	rowFirst
)

// tallTable is the number of rows from which a chart stands beside its table instead of below it, so that it is in view.
const tallTable = 20

// layout is where the parts of a chart's sheet stand.
type layout struct {
	sheet  string
	table  charts.Table
	widths []float64 // of columns, in characters, from column A
	rows   int       // last row used
	right  int       // last column used
	next   int       // the row the next block starts at
	drawAt int       // the row of the first native chart
	tops   []int     // the rows that rows of small charts begin at
	beside bool      // charts stand right of the table
}

func itoa(n int) string { return strconv.Itoa(n) }

// chartSheet writes a chart: what it is about, its table with flags and small counts in columns of their own, the native
// charts, and below them what they draw that is not in the table.
func (b *writer) chartSheet(sheet string, c Chart) error {
	if _, err := b.file.NewSheet(sheet); err != nil {
		return err
	}
	at := layout{sheet: sheet, table: c.Table}
	for _, line := range []struct {
		row  int
		text string
		look look
	}{
		{rowTitle, c.Title, look{size: 14, bold: true, ink: inkHead}},
		{rowUnit, "单位：" + c.Unit, look{ink: inkMuted}},
		{rowSource, c.Source, look{ink: inkMuted}},
		{rowReading, c.Reading, look{ink: inkMuted}},
	} {
		if err := b.set(sheet, 1, line.row, line.text, line.look); err != nil {
			return err
		}
	}
	if err := b.table(&at, c); err != nil {
		return err
	}
	if err := b.draw(&at, c); err != nil {
		return err
	}
	if err := b.freeze(sheet, 1, rowHeads); err != nil {
		return err
	}
	if err := b.plain(sheet); err != nil {
		return err
	}
	if err := b.paper(&at); err != nil {
		return err
	}
	const page = 40 // rows of a table that are on one page anyway
	if len(c.Table.Rows) > page {
		return b.area(sheet, at.right, at.rows, rowHeads)
	}
	return b.area(sheet, at.right, at.rows, 0)
}

// What an upright A4 page holds at full size, in pixels.
const (
	paperWidth  = 690
	paperHeight = 980
)

// paper lays the sheet out for print: on one page as long as it can be read there, else on pages that cut no chart.
func (b *writer) paper(at *layout) error {
	const readable = 84 // rows of an upright page that can still be read
	at.right = max(at.right, at.columnAt(chartWidth))
	width := 0
	for column := range at.right {
		width += at.pixelsOf(column)
	}
	switch {
	case at.rows > readable && len(at.tops) > 1:
		return b.pages(at, width)
	case at.rows > readable:
		return b.print(at.sheet, "landscape", 0)
	case at.rows*rowHeight > width:
		return b.print(at.sheet, "portrait", 1)
	}
	return b.print(at.sheet, "landscape", 1)
}

// pages prints many small charts upright, as wide as the paper, with breaks between rows of them. Excel minds breaks only
// where the scale is given.
func (b *writer) pages(at *layout, width int) error {
	if err := b.print(at.sheet, "portrait", 0); err != nil {
		return err
	}
	no, scale := false, uint(min(100, 100*paperWidth/width))
	if err := b.file.SetSheetProps(at.sheet, &excelize.SheetPropsOptions{FitToPage: &no}); err != nil {
		return err
	}
	if err := b.file.SetPageLayout(at.sheet, &excelize.PageLayoutOptions{AdjustTo: &scale}); err != nil {
		return err
	}
	rows := paperHeight * 100 / int(scale) / rowHeight
	begins := 1
	for i, top := range at.tops {
		end := at.rows
		if i+1 < len(at.tops) {
			end = at.tops[i+1] - 1
		}
		if end-begins < rows {
			continue
		}
		if err := b.file.InsertPageBreak(at.sheet, "A"+itoa(top)); err != nil {
			return err
		}
		begins = top
	}
	return nil
}

// plain hides the lines between cells: these sheets are read.
func (b *writer) plain(sheet string) error {
	no := false
	return b.file.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: &no})
}

// table writes the chart's table.
func (b *writer) table(at *layout, c Chart) error {
	t := c.Table
	heads := []string{t.Corner}
	for j, name := range t.Columns {
		if unit := t.Unit(j); unit != "" {
			name += "\n" + unit
		}
		heads = append(heads, name)
	}
	flags, small := anyCell(t, hasFlags), anyCell(t, isSmall)
	if flags {
		heads = append(heads, "标记")
	}
	if small {
		heads = append(heads, "不足 10 件（k/n）")
	}
	at.widths = make([]float64, len(heads))
	tallest := 1
	for i, name := range heads {
		align := "right"
		if i == 0 || i > len(t.Columns) {
			align = "left"
		}
		if err := b.set(at.sheet, i+1, rowHeads, name, look{heads: true, align: align, indent: i > len(t.Columns)}); err != nil {
			return err
		}
		at.widths[i] = min(max(9, textWidth(name)+2), 16)
		tallest = max(tallest, lines(name, at.widths[i]-1))
	}
	if err := b.file.SetRowHeight(at.sheet, rowHeads, 6+13.5*float64(tallest)); err != nil {
		return err
	}
	fills := map[[2]int][2]string{}
	if len(c.Panels) == 1 {
		fills = shades(c.Panels[0])
	}
	for i, r := range t.Rows {
		if err := b.row(at, i, r, fills, flags, small); err != nil {
			return err
		}
	}
	at.widths[0] = min(max(at.widths[0], 12), 36)
	for i, w := range at.widths {
		if err := b.width(at.sheet, i+1, w); err != nil {
			return err
		}
	}
	at.rows, at.right = rowHeads+len(t.Rows), len(heads)
	at.next = at.rows + 2
	return nil
}

// row writes a row of the table.
func (b *writer) row(at *layout, i int, r charts.Row, fills map[[2]int][2]string, flags, small bool) error {
	row := rowFirst + i
	if err := b.set(at.sheet, 1, row, r.Label, look{rule: true, bold: r.Sum}); err != nil {
		return err
	}
	at.widths[0] = max(at.widths[0], textWidth(r.Label)+2)
	for j, c := range r.Cells {
		value, format := figureValue(c)
		l := look{rule: true, bold: r.Sum, format: format, align: "right"}
		if shade, ok := fills[[2]int{j, i}]; ok && value != nil {
			l.fill, l.ink = b.book.Palette.color(shade[0]), b.book.Palette.color(shade[1])
		}
		if err := b.set(at.sheet, 2+j, row, value, l); err != nil {
			return err
		}
		at.widths[1+j] = max(at.widths[1+j], min(18, float64(len(c.Text()))+2))
	}
	column := 2 + len(r.Cells)
	for _, text := range []struct {
		there    bool
		of       func(charts.Cell) string
		together bool
	}{{flags, func(c charts.Cell) string { return string(c.Flags) }, true}, {small, smallCounts, false}} {
		if !text.there {
			continue
		}
		said := eachCell(at.table.Columns, r.Cells, text.of, text.together)
		if err := b.set(at.sheet, column, row, said, look{rule: true, ink: inkMuted, align: "left", indent: true}); err != nil {
			return err
		}
		at.widths[column-1] = max(at.widths[column-1], min(60, textWidth(said)+4))
		column++
	}
	return nil
}

// smallCounts is k/n of a rate that is not shown because of too few cases; empty for all others.
func smallCounts(c charts.Cell) string {
	if c.Kind == metrics.KindCount || c.Shown() || c.K == nil || c.N == nil {
		return ""
	}
	return c.Fraction()
}

func hasFlags(c charts.Cell) bool { return c.Flags != "" }
func isSmall(c charts.Cell) bool  { return smallCounts(c) != "" }

func anyCell(t charts.Table, is func(charts.Cell) bool) bool {
	return slices.ContainsFunc(t.Rows, func(r charts.Row) bool { return slices.ContainsFunc(r.Cells, is) })
}

// follows reports whether a column is that of the year after another's.
func follows(before, name string) bool {
	a, err := strconv.Atoi(before)
	b, other := strconv.Atoi(name)
	return err == nil && other == nil && b == a+1
}

// eachCell says something of each cell of a row by the name of its column; once, where all columns say the same, and once
// for years on end where these may be taken together.
func eachCell(names []string, cells []charts.Cell, of func(charts.Cell) string, together bool) string {
	var said []string
	same := true
	var first, last, before string // the years on end that say the same, and what they say
	for j, c := range cells {
		text := of(c)
		same = same && text == of(cells[0])
		if text == "" || j >= len(names) {
			before = ""
			continue
		}
		if together && text == before && follows(last, names[j]) {
			last = names[j]
			said[len(said)-1] = first + "–" + last + " " + text
			continue
		}
		first, last, before = names[j], names[j], text
		said = append(said, names[j]+" "+text)
	}
	switch {
	case len(cells) == 1:
		return of(cells[0])
	case same && (len(said) > 1 || together && len(said) == 1):
		return "各列 " + of(cells[0])
	}
	return strings.Join(said, "；")
}
