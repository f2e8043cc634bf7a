package xlsx

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"tongjian/data/parts"
)

// Sheet is a sheet with one table.
type Sheet struct {
	Name    string // of the sheet, at most 31 characters and without []:*?/\
	Title   string
	Remarks []string // lines between the title and the table
	Columns []Column
	// Rows have a value for every column: string, int, bool, decimal.Decimal, or nil for an empty cell.
	Rows [][]any
	// Frozen is how many columns stay in view when the sheet is moved sideways.
	Frozen int
}

// Column is a column of a table.
type Column struct {
	Head  string
	Width float64 // in characters
	Left  bool    // text begins at the left, for sentences; else it stands in the middle
}

// maxUnits is how much text a cell can hold, in UTF-16 units.
const maxUnits = 32_767

// Write writes a workbook of sheets; title is what programs show for the file.
func Write(w io.Writer, title string, sheets ...Sheet) (err error) {
	f := excelize.NewFile()
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	styles, err := newStyles(f)
	if err != nil {
		return fmt.Errorf("styles: %w", err)
	}
	for i, s := range sheets {
		if i == 0 {
			err = f.SetSheetName("Sheet1", s.Name)
		} else {
			_, err = f.NewSheet(s.Name)
		}
		if err == nil {
			err = s.write(f, styles)
		}
		if err != nil {
			return fmt.Errorf("sheet %s: %w", s.Name, err)
		}
	}
	err = f.SetDocProps(&excelize.DocProperties{Title: Fit(title), Creator: "", LastModifiedBy: "", Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z"})
	if err != nil {
		return err
	}
	return parts.Write(w, f)
}

// write fills one sheet from the top.
func (s Sheet) write(f *excelize.File, st styles) error {
	last, err := excelize.ColumnNumberToName(len(s.Columns))
	if err != nil {
		return err
	}
	row := 1
	for i, text := range append([]string{s.Title}, s.Remarks...) {
		style, height := st.remark, 20.0
		if i == 0 {
			style, height = st.title, 34
		}
		if err := s.line(f, row, last, text, style, height); err != nil {
			return err
		}
		row++
	}
	head := row
	for i, c := range s.Columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := f.SetColWidth(s.Name, name, name, c.Width); err != nil {
			return err
		}
		if err := set(f, s.Name, i+1, head, c.Head, st.head); err != nil {
			return err
		}
	}
	if err := f.SetRowHeight(s.Name, head, 30); err != nil {
		return err
	}
	for _, values := range s.Rows {
		row++
		for i, v := range values {
			style := st.cell
			if s.Columns[i].Left {
				style = st.left
			}
			if err := set(f, s.Name, i+1, row, v, style); err != nil {
				return err
			}
		}
		if err := f.SetRowHeight(s.Name, row, s.height(values)); err != nil {
			return err
		}
	}
	return s.page(f, head, row, last)
}

// line writes a line across the table.
func (s Sheet) line(f *excelize.File, row int, last, text string, style int, height float64) error {
	at := fmt.Sprintf("A%d", row)
	if err := f.SetCellStr(s.Name, at, Fit(text)); err != nil {
		return err
	}
	if err := f.MergeCell(s.Name, at, fmt.Sprintf("%s%d", last, row)); err != nil {
		return err
	}
	if err := f.SetCellStyle(s.Name, at, fmt.Sprintf("%s%d", last, row), style); err != nil {
		return err
	}
	return f.SetRowHeight(s.Name, row, height)
}

// height is how high a row has to be, in points, for its longest text to be seen: programs do not all fit rows by themselves.
func (s Sheet) height(values []any) float64 {
	const line, most = 15, 400 // Excel's own limit is 409
	lines := 1
	for i, v := range values {
		text, ok := v.(string)
		if !ok {
			continue
		}
		n := 0
		for part := range strings.SplitSeq(text, "\n") {
			width := 0
			for _, r := range part {
				width++
				if r >= 0x1100 { // Chinese characters are twice as wide
					width++
				}
			}
			n += max(1, (width+int(s.Columns[i].Width)-2)/max(1, int(s.Columns[i].Width)-1))
		}
		lines = max(lines, n)
	}
	return min(most, float64(lines*line+6))
}

// page sets how the sheet is printed and what stays in view.
func (s Sheet) page(f *excelize.File, head, row int, last string) error {
	if row > head { // first, for it forgets what the sheet is fitted to
		if err := f.AutoFilter(s.Name, fmt.Sprintf("A%d:%s%d", head, last, row), nil); err != nil {
			return err
		}
	}
	orientation, size, fit, zero := "landscape", 9, 1, 0 // 9 is A4
	if err := f.SetPageLayout(s.Name, &excelize.PageLayoutOptions{Orientation: &orientation, Size: &size, FitToWidth: &fit, FitToHeight: &zero}); err != nil {
		return err
	}
	yes := true
	if err := f.SetSheetProps(s.Name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	side, top, foot := 0.5, 0.7, 0.35 // inches
	if err := f.SetPageMargins(s.Name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &foot, Footer: &foot, Horizontally: &yes}); err != nil {
		return err
	}
	if err := f.SetHeaderFooter(s.Name, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"}); err != nil {
		return err
	}
	quoted := "'" + strings.ReplaceAll(s.Name, "'", "''") + "'"
	for _, n := range []excelize.DefinedName{
		{Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("%s!$A$1:$%s$%d", quoted, last, row), Scope: s.Name},
		{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("%s!$%d:$%d", quoted, head, head), Scope: s.Name},
	} {
		if err := f.SetDefinedName(&n); err != nil {
			return err
		}
	}
	corner, err := excelize.CoordinatesToCellName(s.Frozen+1, head+1)
	if err != nil {
		return err
	}
	pane := "bottomLeft"
	if s.Frozen > 0 {
		pane = "bottomRight"
	}
	return f.SetPanes(s.Name, &excelize.Panes{Freeze: true, XSplit: s.Frozen, YSplit: head, TopLeftCell: corner, ActivePane: pane})
}

// set writes a value into a cell.
func set(f *excelize.File, sheet string, col, row int, v any, style int) error {
	at, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return err
	}
	switch v := v.(type) {
	case nil:
	case string:
		err = f.SetCellStr(sheet, at, Fit(v))
	case int:
		err = f.SetCellInt(sheet, at, int64(v))
	case bool:
		text := "否"
		if v {
			text = "是"
		}
		err = f.SetCellStr(sheet, at, text)
	case decimal.Decimal:
		const exact = 15 // digits a cell holds
		if v.NumDigits() > exact {
			err = f.SetCellStr(sheet, at, v.String())
		} else {
			err = f.SetCellValue(sheet, at, v.InexactFloat64())
		}
	default:
		return fmt.Errorf("cell %s: no way to write a %T", at, v)
	}
	if err != nil {
		return err
	}
	return f.SetCellStyle(sheet, at, at, style)
}

// Fit cuts a text that is longer than a cell can hold, and says so.
func Fit(text string) string {
	if len(text) <= maxUnits || len(utf16.Encode([]rune(text))) <= maxUnits {
		return text
	}
	note := fmt.Sprintf("……（原文共 %d 字，此处未列全）", utf8.RuneCountInString(text))
	units, room := 0, maxUnits-len(utf16.Encode([]rune(note)))
	for i, r := range text {
		if units += utf16.RuneLen(r); units > room {
			return text[:i] + note
		}
	}
	return text
}
