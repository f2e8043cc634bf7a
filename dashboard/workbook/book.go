package workbook

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"tongjian/dashboard/charts"
	"tongjian/data/parts"
)

// Book is a workbook: what a page shows.
type Book struct {
	Title string
	// Note stands under the title of the cover and at the foot of every printed sheet; empty for none.
	Note string
	// Made is written as the time of making: the snapshot's, so that the same figures give the same bytes.
	Made    time.Time
	Palette Palette
	Cover   []Section
	Charts  []Chart
	Lists   []List
}

// Section is a heading of the cover with lines under it.
type Section struct {
	Heading string
	Lines   []Line
}

// Line is a label with what is said of it; Link makes the text a link.
type Line struct{ Label, Text, Link string }

// Chart is a chart with the line about its sources.
type Chart struct {
	charts.Chart
	Source string
}

// List is a sheet of rows under headings, from the first row on, so that it can be filtered and read by programs.
type List struct {
	Name    string // of the sheet
	Columns []string
	// Rows hold string, int, bool, decimal.Decimal or nil.
	Rows [][]any
}

// writer is a book being written.
type writer struct {
	book   Book
	file   *excelize.File
	names  sheetNames
	styles map[look]int
}

// Write writes a book as an .xlsx file.
func Write(w io.Writer, book Book) error {
	b := &writer{book: book, file: excelize.NewFile(), names: sheetNames{}, styles: map[look]int{}}
	defer b.file.Close()
	if err := b.write(); err != nil {
		return fmt.Errorf("write workbook %.60q: %w", book.Title, err)
	}
	if err := parts.Write(w, b.file); err != nil {
		return fmt.Errorf("write workbook %.60q: %w", book.Title, err)
	}
	return nil
}

func (b *writer) write() error {
	if err := b.file.SetDefaultFont(songti); err != nil {
		return err
	}
	cover := b.names.name("封面")
	if err := b.file.SetSheetName("Sheet1", cover); err != nil {
		return err
	}
	contents := Section{Heading: "目录"}
	add := func(label, name, text string) {
		contents.Lines = append(contents.Lines, Line{Label: label, Text: text, Link: "#" + quoted(name) + "!A1"})
	}
	for i, c := range b.book.Charts {
		name := b.names.name(fmt.Sprintf("%d %s", i+1, strings.TrimRight(c.Title, "？?")))
		if err := b.chartSheet(name, c); err != nil {
			return fmt.Errorf("sheet %s: %w", name, err)
		}
		add(fmt.Sprintf("图表 %d", i+1), name, c.Title+"（单位："+c.Unit+"）")
	}
	for _, l := range b.book.Lists {
		for start, part := 0, 1; start < len(l.Rows) || part == 1; part++ {
			end := min(len(l.Rows), start+maxRows-1)
			name := b.names.name(l.Name)
			if err := b.listSheet(name, l.Columns, l.Rows[start:end]); err != nil {
				return fmt.Errorf("sheet %s: %w", name, err)
			}
			add("清单", name, fmt.Sprintf("%s（%d 行）", name, end-start))
			start = end
		}
	}
	if err := b.coverSheet(cover, contents); err != nil {
		return fmt.Errorf("sheet %s: %w", cover, err)
	}
	b.keepSchemas()
	b.file.SetActiveSheet(0)
	if err := b.file.SetAppProps(&excelize.AppProperties{Application: "通鉴"}); err != nil {
		return err
	}
	made := b.book.Made.UTC().Format(time.RFC3339)
	return b.file.SetDocProps(&excelize.DocProperties{Title: cut(b.book.Title, 255), Creator: "通鉴", Created: made, Modified: made, Language: "zh-CN"})
}

// print lays a sheet out for A4: as wide as the paper and so many pages high (0 is as many as it takes), with the title and
// the number of pages at the foot.
func (b *writer) print(sheet, orientation string, high int) error {
	yes, a4, wide := true, 9, 1
	if err := b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	if err := b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	left, right, top, bottom, foot := 0.5, 0.5, 0.6, 0.7, 0.3
	if err := b.file.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &left, Right: &right, Top: &top, Bottom: &bottom,
		Footer: &foot, Horizontally: &yes}); err != nil {
		return err
	}
	// & begins a code of the footer; doubled it is itself. The footer as a whole holds 255 characters.
	title := strings.ReplaceAll(cut(b.book.Title, 60), "&", "&&")
	note := strings.ReplaceAll(cut(b.book.Note, 60), "&", "&&")
	return b.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&L&9" + title + "&C&9" + note + "&R&9第 &P 页，共 &N 页"})
}

// area sets what is printed of a sheet, and the rows that head every page.
func (b *writer) area(sheet string, columns, rows, heads int) error {
	last, err := excelize.CoordinatesToCellName(columns, rows, true)
	if err != nil {
		return err
	}
	if err := b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: sheet, RefersTo: quoted(sheet) + "!$A$1:" + last}); err != nil {
		return err
	}
	if heads == 0 {
		return nil
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: sheet,
		RefersTo: fmt.Sprintf("%s!$%d:$%d", quoted(sheet), heads, heads)})
}

// freeze keeps the rows above and the columns left of a cell in view.
func (b *writer) freeze(sheet string, columns, rows int) error {
	corner, err := excelize.CoordinatesToCellName(columns+1, rows+1)
	if err != nil {
		return err
	}
	pane := "bottomRight"
	if columns == 0 {
		pane = "bottomLeft"
	}
	return b.file.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: columns, YSplit: rows, TopLeftCell: corner, ActivePane: pane})
}

// set writes a cell. A nil value is an empty cell with a look.
func (b *writer) set(sheet string, column, row int, value any, l look) error {
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return err
	}
	switch v := value.(type) {
	case nil:
	case string:
		err = b.file.SetCellStr(sheet, cell, cellText(v))
	default:
		err = b.file.SetCellValue(sheet, cell, v)
	}
	if err != nil {
		return err
	}
	id, err := b.style(l)
	if err != nil {
		return err
	}
	return b.file.SetCellStyle(sheet, cell, cell, id)
}

// width sets the width of a column in characters.
func (b *writer) width(sheet string, column int, chars float64) error {
	name, err := excelize.ColumnNumberToName(column)
	if err != nil {
		return err
	}
	return b.file.SetColWidth(sheet, name, name, chars)
}
