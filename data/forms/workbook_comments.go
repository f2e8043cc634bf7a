package forms

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// comment puts the remarks on the cells of the form that stand on a sheet, in form order. They come before the sheet's rows:
// a sheet already streamed does not take them in.
func (b *workbook) comment(s *sheet) error {
	if b.options.Comments == nil {
		return nil
	}
	for _, t := range b.edition.Tables {
		for _, c := range t.Cells() {
			text := b.options.Comments(c.CellID)
			at, placed := b.places[c.CellID]
			if text == "" || !placed || at.Sheet != s.name {
				continue
			}
			remark := excelize.Comment{Cell: cellName(at.Cell, at.Line), Author: "通鉴", Width: 260, Height: 90,
				Paragraph: []excelize.RichTextRun{{Text: text}}}
			if err := b.file.AddComment(at.Sheet, remark); err != nil {
				return fmt.Errorf("remark on %s: %w", at, err)
			}
		}
	}
	return nil
}
