package forms

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"tongjian/data"
	"tongjian/data/parts"
)

// WorkbookOptions tell what a workbook holds beside the labels of the form. The zero value is an empty form on one sheet.
type WorkbookOptions struct {
	// Title is the title line; empty is the edition's: 政府信息公开工作年度报告.
	Title string
	// Note is a line of small print below the title.
	Note string
	// Opening are the paragraphs before chapter 一: who reports, on which period.
	Opening []string
	// Prose are the paragraphs of the chapters that have no table, by chapter number.
	Prose map[int][]string
	// Values gives the text of a cell; false leaves it empty. A plain number becomes a number cell, anything else a text cell.
	// nil leaves every cell empty.
	Values func(data.CellID) (string, bool)
	// Comments gives a remark on a cell, shown beside it on pointing; empty is none. nil leaves every cell without.
	Comments func(data.CellID) string
	// Formulas writes totals as formulas, with their values cached. A total that is not the sum of its parts stays a plain
	// figure: a workbook never says anything else than Values.
	Formulas bool
	// Texts writes figures as text cells, as programs that export tables often do.
	Texts bool
	// Split gives every chapter a sheet of its own instead of one sheet for the whole report.
	Split bool
	// TablesOnly leaves out the opening and the chapters of prose.
	TablesOnly bool
	// Top and Left are the numbers of empty rows and columns before the content of each sheet.
	Top, Left int

	// template makes the workbook one to be filled in: input cells for agency and year, validation, checks.
	template bool
	// agency and year are what a template already says; a template for anybody says neither.
	agency string
	year   int
}

// Places tells where a workbook has the cells of the form. A cell printed twice is listed where it stands first.
type Places map[data.CellID]data.Position

// WriteWorkbook writes a report on the form of an edition as an Excel workbook, laid out and printed like the official
// form on A4, and tells where its cells are. The same arguments give the same bytes. The tables need not all be of one
// edition: whatever the edition's Tables are is written.
func WriteWorkbook(w io.Writer, e Edition, o WorkbookOptions) (Places, error) {
	f := excelize.NewFile()
	defer f.Close()
	styles, err := newStyles(f)
	if err != nil {
		return nil, fmt.Errorf("write workbook of form %s: %w", e.Name, err)
	}
	b := workbook{file: f, edition: e, options: o, styles: styles, places: Places{}}
	if b.options.Title == "" {
		b.options.Title = e.Title()
	}
	if err := b.write(w); err != nil {
		return nil, fmt.Errorf("write workbook of form %s: %w", e.Name, err)
	}
	return b.places, nil
}

// workbook is a workbook being written, one sheet after another.
type workbook struct {
	file    *excelize.File
	edition Edition
	options WorkbookOptions
	styles  styles
	sheets  int
	places  Places
	results results
}

func (b *workbook) write(w io.Writer) error {
	if b.options.template {
		b.options.Formulas = true
	}
	groups := [][]Chapter{b.chapters()}
	names := []string{"年度报告"}
	if b.options.Split {
		groups, names = nil, nil
		for _, c := range b.chapters() {
			groups = append(groups, []Chapter{c})
			names = append(names, sheetName(c))
		}
	}
	for i, chapters := range groups {
		if err := b.writeSheet(names[i], chapters, i == 0); err != nil {
			return fmt.Errorf("sheet %s: %w", names[i], err)
		}
	}
	if err := b.properties(); err != nil {
		return err
	}
	return parts.Write(w, b.file)
}

// chapters are those the workbook holds.
func (b *workbook) chapters() []Chapter {
	var chapters []Chapter
	for _, c := range b.edition.Chapters() {
		if c.Table == nil && b.options.TablesOnly {
			continue
		}
		chapters = append(chapters, c)
	}
	return chapters
}

// sheetName is what an office calls the sheet of a chapter.
func sheetName(c Chapter) string {
	if c.Number == 0 {
		return c.Table.Name()
	}
	names := []string{"总体情况", "主动公开", "依申请公开", "复议诉讼", "问题及改进", "其他事项"}
	return ChineseNumber(string(rune('0'+c.Number))) + "、" + names[c.Number-1]
}

// writeSheet writes chapters below one another, with the title and the opening above the first.
func (b *workbook) writeSheet(name string, chapters []Chapter, first bool) error {
	s := newSheet(name, b.options.Top, b.options.Left)
	if b.options.Split {
		s.natural(chapters[0].Table)
	}
	if first {
		b.opening(s)
	}
	for _, c := range chapters {
		if b.beginsPage(c) && s.row > b.options.Top+1 {
			s.breaks = append(s.breaks, s.row+1)
		}
		begins := s.row
		if c.Number > 0 || b.options.Title != c.Title {
			s.heading(c.Heading(), b.styles.heading)
			begins = s.row - 1
		}
		if c.Table != nil {
			b.table(s, *c.Table)
			s.keep(begins, s.row-1)
			continue
		}
		body := s.row // the first paragraph
		if !b.options.template && len(b.options.Prose[c.Number]) == 0 {
			body++ // the next heading, on a form with nothing under this one
		}
		s.keep(begins, body)
		b.prose(s, b.options.Prose[c.Number])
	}
	if b.options.template {
		b.status(s, statusRow)
	}
	return b.flush(s)
}

// beginsPage tells the chapters that fit one page if they begin it: the one with the long table 三, and in a template, where
// the results of the checks stand above that table, the one after it.
func (b *workbook) beginsPage(c Chapter) bool {
	return c.Number == 3 || c.Number == 4 && b.options.template
}

// opening writes the title, the note and the paragraphs before the first chapter.
func (b *workbook) opening(s *sheet) {
	if b.options.template {
		b.templateOpening(s)
		return
	}
	s.line(b.options.Title, b.styles.title, 36)
	if b.options.Note != "" {
		s.line(b.options.Note, b.styles.note, 18)
	}
	if b.options.TablesOnly {
		return
	}
	for _, p := range b.options.Opening {
		s.paragraph(p, b.styles.text)
	}
}

// prose writes the paragraphs of a chapter; a template has room for them.
func (b *workbook) prose(s *sheet, paragraphs []string) {
	if b.options.template {
		s.prompt(cellName(s.left+1, s.row), "在此填写本章文字，可分段（Alt+回车换行）。")
		s.line("", b.styles.input, 72)
		return
	}
	for _, p := range paragraphs {
		s.paragraph(p, b.styles.text)
	}
}

// properties name the form the workbook is on, for programs, and ask office programs to compute the formulas on opening.
func (b *workbook) properties() error {
	yes := true
	if err := b.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &yes}); err != nil {
		return fmt.Errorf("set calculation: %w", err)
	}
	err := b.file.SetDocProps(&excelize.DocProperties{
		Title:    b.options.Title,
		Subject:  b.edition.Document,
		Category: b.options.Note,
		Keywords: "tongjian-form-" + b.edition.Name,
		Creator:  "通鉴",
		Created:  "2021-01-01T00:00:00Z",
		Modified: "2021-01-01T00:00:00Z",
		Language: "zh-CN",
	})
	if err != nil {
		return fmt.Errorf("set properties: %w", err)
	}
	return nil
}
