package forms

import (
	"fmt"
	"math"
	"slices"

	"github.com/xuri/excelize/v2"
)

const (
	// units is the number of columns of a sheet that holds the whole report: as many as table 四 has. The other tables merge
	// several of them into one of theirs, so that all three share one page width.
	units = 15
	// unitWidth is a column's width in digits; fifteen of them fill the width of an A4 page.
	unitWidth = 5.4
	// maxHeight is the most a row can be high in a workbook, in points.
	maxHeight = 400
)

// sheet is a sheet being laid out, kept until it is whole because rows are written in order. Rows and columns count from 1.
type sheet struct {
	name    string
	left    int // empty columns before the content
	widths  []float64
	row     int // the next to be written
	frozen  int // rows that stay in sight
	rows    map[int][]any
	heights map[int]float64
	merges  []span
	rules   []rule
	inputs  []*excelize.DataValidation
	breaks  []int  // rows that begin a page
	kept    []span // rows that stand on one page: a heading and what follows it
}

// span is a rectangle of cells, both corners included.
type span struct{ row, col, lastRow, lastCol int }

// rule turns cells red while a formula is true.
type rule struct{ cells, formula string }

func newSheet(name string, top, left int) *sheet {
	return &sheet{
		name: name, left: left, row: top + 1,
		widths: slices.Repeat([]float64{unitWidth}, units),
		rows:   map[int][]any{}, heights: map[int]float64{},
	}
}

// natural gives the sheet the columns of one table, for a sheet that holds nothing else: one column a column of the form.
func (s *sheet) natural(t *Table) {
	if t == nil {
		return
	}
	s.widths = nil
	for _, n := range tableUnits(*t) {
		s.widths = append(s.widths, unitWidth*float64(n))
	}
}

// tableUnits gives the number of sheet columns that each grid column of the table takes; together they are units.
func tableUnits(t Table) []int {
	labels := map[int][]int{0: nil, 1: {3}, 3: {1, 2, 5}}[t.labelDepth()]
	if t.Units() {
		labels = []int{11, 1}
	}
	left := units
	for _, n := range labels {
		left -= n
	}
	figures := t.figureWidth()
	return append(slices.Clone(labels), slices.Repeat([]int{left / figures}, figures)...)
}

// put places a value over a rectangle of cells, merged when it is more than one.
func (s *sheet) put(at span, value excelize.Cell) {
	for row := at.row; row <= at.lastRow; row++ {
		for len(s.rows[row]) < at.lastCol {
			s.rows[row] = append(s.rows[row], nil)
		}
		for col := at.col; col <= at.lastCol; col++ {
			s.rows[row][col-1] = excelize.Cell{StyleID: value.StyleID}
		}
	}
	s.rows[at.row][at.col-1] = value
	if at.row != at.lastRow || at.col != at.lastCol {
		s.merges = append(s.merges, at)
	}
}

// across is the whole width of a row.
func (s *sheet) across(row int) span {
	return span{row, s.left + 1, row, s.left + len(s.widths)}
}

// line writes one row as one merged cell and goes to the next.
func (s *sheet) line(text string, style int, height float64) {
	s.formula(excelize.Cell{Value: text, StyleID: style}, height)
}

// formula is line for a cell that may hold a formula.
func (s *sheet) formula(cell excelize.Cell, height float64) {
	if cell.Value == "" && cell.Formula == "" {
		cell.Value = nil
	}
	s.put(s.across(s.row), cell)
	s.heights[s.row] = height
	s.row++
}

// heading writes a chapter's heading after an empty row.
func (s *sheet) heading(text string, style int) {
	if len(s.rows) > 0 {
		s.row++
	}
	s.line(text, style, 26)
}

// paragraph writes prose with the two blanks Chinese paragraphs begin with, in a row high enough for it.
func (s *sheet) paragraph(text string, style int) {
	text = "　　" + text
	lines := math.Ceil(float64(textWidth(text)) / (s.places(s.across(s.row), 7) - 2))
	s.line(text, style, min(maxHeight, 18*lines+4))
}

// places is the number of half-width characters that fit side by side into a rectangle, each being pixels broad.
func (s *sheet) places(at span, pixels float64) float64 {
	total := -6.0
	for col := at.col; col <= at.lastCol; col++ {
		total += s.widths[col-s.left-1]*7 + 5
	}
	return total / pixels
}

// flush writes the sheet into the workbook. What concerns the sheet as a whole comes before its rows.
func (b *workbook) flush(s *sheet) error {
	s.paginate()
	if err := b.newSheet(s); err != nil {
		return err
	}
	if err := b.pageSetup(s); err != nil {
		return fmt.Errorf("page setup: %w", err)
	}
	for _, r := range s.rules {
		err := b.file.SetConditionalFormat(s.name, r.cells, []excelize.ConditionalFormatOptions{
			{Type: "formula", Criteria: r.formula, Format: &b.styles.wrong},
		})
		if err != nil {
			return fmt.Errorf("conditional format of %s: %w", r.cells, err)
		}
	}
	for _, v := range s.inputs {
		if err := b.file.AddDataValidation(s.name, v); err != nil {
			return fmt.Errorf("validation of %s: %w", v.Sqref, err)
		}
	}
	if err := b.comment(s); err != nil {
		return err
	}
	out, err := b.file.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	if s.frozen > 0 {
		below := cellName(1, s.frozen+1)
		panes := excelize.Panes{Freeze: true, YSplit: s.frozen, TopLeftCell: below, ActivePane: "bottomLeft"}
		if err := out.SetPanes(&panes); err != nil {
			return fmt.Errorf("freeze rows: %w", err)
		}
	}
	for i, w := range s.widths {
		if err := out.SetColWidth(s.left+i+1, s.left+i+1, w); err != nil {
			return err
		}
	}
	for row := 1; row < s.row; row++ {
		if len(s.rows[row]) == 0 {
			continue
		}
		if err := out.SetRow(cellName(1, row), s.rows[row], excelize.RowOpts{Height: s.heights[row]}); err != nil {
			return fmt.Errorf("row %d: %w", row, err)
		}
	}
	for _, m := range s.merges {
		if err := out.MergeCell(cellName(m.col, m.row), cellName(m.lastCol, m.lastRow)); err != nil {
			return err
		}
	}
	return out.Flush()
}

// newSheet adds the sheet to the workbook; the first takes the place of the one a new workbook has.
func (b *workbook) newSheet(s *sheet) error {
	b.sheets++
	if b.sheets == 1 {
		return b.file.SetSheetName("Sheet1", s.name)
	}
	_, err := b.file.NewSheet(s.name)
	return err
}

// pageSetup prints the sheet on A4 upright, as broad as the page, with page numbers.
func (b *workbook) pageSetup(s *sheet) error {
	const a4 = 9
	size, wide, high, upright, yes := a4, 1, 0, "portrait", true
	side, end := 0.59, 0.5 // inches; the page number stands in the lower one
	no := false
	if err := b.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	if err := b.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &upright, FitToWidth: &wide, FitToHeight: &high,
	}); err != nil {
		return err
	}
	if err := b.file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &end, Bottom: &end, Horizontally: &yes,
	}); err != nil {
		return err
	}
	if err := b.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"}); err != nil {
		return err
	}
	for _, row := range s.breaks {
		if err := b.file.InsertPageBreak(s.name, cellName(1, row)); err != nil {
			return err
		}
	}
	return b.file.SetSheetView(s.name, 0, &excelize.ViewOptions{ShowGridLines: &no})
}

// cellName is a cell as a spreadsheet names it: C7. Rows and columns here are always positive.
func cellName(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		panic(fmt.Sprintf("cell %d,%d: %v", col, row, err))
	}
	return name
}
