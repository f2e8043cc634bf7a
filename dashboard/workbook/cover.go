package workbook

import "strings"

// Widths of the cover's columns, in characters; together they fill an upright A4 page.
const (
	coverLabel = 22.0
	coverText  = 82.0
)

// coverSheet writes the cover: the title, the contents, then what the page says of its figures.
func (b *writer) coverSheet(sheet string, contents Section) error {
	if err := b.width(sheet, 1, coverLabel); err != nil {
		return err
	}
	if err := b.width(sheet, 2, coverText); err != nil {
		return err
	}
	if err := b.set(sheet, 1, 1, b.book.Title, look{size: 18, bold: true, ink: inkHead}); err != nil {
		return err
	}
	if err := b.file.SetRowHeight(sheet, 1, 34); err != nil {
		return err
	}
	row := 2
	if b.book.Note != "" {
		if err := b.set(sheet, 1, row, b.book.Note, look{bold: true, ink: "8A5A00"}); err != nil {
			return err
		}
		row++
	}
	sections := b.book.Cover
	if len(sections) > 0 { // the contents stand after what the workbook is about
		sections = append([]Section{sections[0], contents}, sections[1:]...)
	}
	for _, s := range sections {
		row++
		var err error
		if row, err = b.coverSection(sheet, row, s); err != nil {
			return err
		}
	}
	if err := b.plain(sheet); err != nil {
		return err
	}
	if err := b.print(sheet, "portrait", 0); err != nil {
		return err
	}
	return b.area(sheet, 2, row-1, 0)
}

// coverSection writes a section and gives the row after it.
func (b *writer) coverSection(sheet string, row int, s Section) (int, error) {
	for column := 1; column <= 2; column++ {
		text := s.Heading
		if column == 2 {
			text = ""
		}
		if err := b.set(sheet, column, row, text, look{heads: true}); err != nil {
			return 0, err
		}
	}
	row++
	for _, l := range s.Lines {
		if err := b.set(sheet, 1, row, l.Label, look{rule: true, wrap: true, ink: inkMuted}); err != nil {
			return 0, err
		}
		if err := b.set(sheet, 2, row, l.Text, look{rule: true, wrap: true, link: l.Link != ""}); err != nil {
			return 0, err
		}
		if err := b.link(sheet, row, l.Link); err != nil {
			return 0, err
		}
		n := max(lines(l.Label, coverLabel), lines(l.Text, coverText))
		if err := b.file.SetRowHeight(sheet, row, min(409, 4+13.5*float64(n))); err != nil {
			return 0, err
		}
		row++
	}
	return row, nil
}

// link makes the text of a line a link: #… within the workbook, else to another place. Longer ones than Excel takes stay text.
func (b *writer) link(sheet string, row int, target string) error {
	const longest = 2000
	if target == "" || len(target) > longest {
		return nil
	}
	cell := "B" + itoa(row)
	if at, ok := strings.CutPrefix(target, "#"); ok {
		return b.file.SetCellHyperLink(sheet, cell, at, "Location")
	}
	return b.file.SetCellHyperLink(sheet, cell, target, "External")
}
