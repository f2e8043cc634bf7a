package xlsx

import (
	"fmt"
	"io"
	"math"
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
	titled, err := excelize.ColumnNumberToName(s.titled())
	if err != nil {
		return err
	}
	row := 1
	for i, text := range append([]string{s.Title}, s.Remarks...) {
		over := width(s.Columns[:s.titled()])
		style, height := st.remark, high(wrapped(text, over))
		if i == 0 {
			style, height = st.title, tall(wrapped(text, over*11/18), 34, 0) // in larger type than the table
		}
		if err := s.line(f, row, titled, text, style, height); err != nil {
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
	lines := 1
	for i, v := range values {
		if text, ok := v.(string); ok {
			lines = max(lines, wrapped(text, s.Columns[i].Width))
		}
	}
	return high(lines)
}

// high is how high a row of so many lines of the table is, in points.
func high(lines int) float64 { return tall(lines, 15, 6) }

// tall is how high a row is with lines of a height and what is left above and below them, in points; Excel's own limit is 409.
func tall(lines, each, around int) float64 { return min(400, float64(lines*each+around)) }

// wrapped is on how many lines a text stands that is given a width in characters.
func wrapped(text string, width float64) int {
	lines := 0
	for part := range strings.SplitSeq(text, "\n") {
		long := 0
		for _, r := range part {
			long++
			if r >= 0x1100 { // Chinese characters are twice as wide
				long++
			}
		}
		lines += max(1, (long+int(width)-2)/max(1, int(width)-1))
	}
	return lines
}

// readable is how many characters side by side can be read on A4 laid across.
const readable = 240

// width is how broad columns are together, in characters.
func width(columns []Column) float64 {
	total := 0.0
	for _, c := range columns {
		total += c.Width
	}
	return total
}

// pagesWide is on how many pages side by side the sheet is printed; on each the frozen columns stand again.
func (s Sheet) pagesWide() int {
	frozen, all := width(s.Columns[:s.Frozen]), width(s.Columns)
	if all <= readable || frozen == 0 || frozen > readable/2 {
		return 1
	}
	return int(math.Ceil((all - frozen) / (readable - frozen)))
}

// titled is the last of the columns the title stands over: on a sheet printed on several pages those that stand on each.
func (s Sheet) titled() int {
	if s.pagesWide() > 1 {
		return s.Frozen
	}
	return len(s.Columns)
}

// page sets how the sheet is printed and what stays in view.
func (s Sheet) page(f *excelize.File, head, row int, last string) error {
	if row > head { // first, for it forgets what the sheet is fitted to
		if err := f.AutoFilter(s.Name, fmt.Sprintf("A%d:%s%d", head, last, row), nil); err != nil {
			return err
		}
	}
	orientation, size, fit, zero := "landscape", 9, s.pagesWide(), 0 // 9 is A4
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
	titles := fmt.Sprintf("%s!$%d:$%d", quoted, head, head)
	if s.pagesWide() > 1 {
		name, err := excelize.ColumnNumberToName(s.Frozen)
		if err != nil {
			return err
		}
		titles = fmt.Sprintf("%s!$A:$%s,%s", quoted, name, titles)
	}
	for _, n := range []excelize.DefinedName{
		{Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("%s!$A$1:$%s$%d", quoted, last, row), Scope: s.Name},
		{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: s.Name},
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
