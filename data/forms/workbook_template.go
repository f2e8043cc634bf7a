package forms

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongjian/data"
)

// WriteTemplate writes the form of an edition as a workbook for an office to fill in: input cells take only what the
// measure allows, totals compute themselves, and cells that do not add up turn red with a line above the table saying in
// words what fails. All of it comes from the table's declared measures and identities. Unfilled, every figure is blank.
func WriteTemplate(e Edition, w io.Writer) error {
	_, err := WriteWorkbook(w, e, WorkbookOptions{template: true})
	return err
}

// WriteTemplateFor writes the template with the agency that is to report and the year already filled in.
func WriteTemplateFor(e Edition, agency string, year int, w io.Writer) error {
	_, err := WriteWorkbook(w, e, WorkbookOptions{template: true, agency: agency, year: year})
	return err
}

// TemplatePlaces tells where the template of an edition has the cells of the form.
func TemplatePlaces(e Edition) (Places, error) {
	return WriteWorkbook(io.Discard, e, WorkbookOptions{template: true})
}

// statusRow is the row of a template that sums the checks up; it and those above it, with title, agency and year, stay in
// sight when the sheet is scrolled.
const statusRow = 3

// templateOpening asks for the agency and the year once; title and period statement follow from them.
func (b *workbook) templateOpening(s *sheet) {
	const year, agency = 13, 4 // the first unit of each input
	inputs := s.row + 1
	agencyCell, yearCell := cellName(s.left+agency, inputs), cellName(s.left+year, inputs)
	var agencyGiven, yearGiven any
	title, period := b.edition.Title(), ""
	if o := b.options; o.agency != "" && o.year != 0 {
		agencyGiven, yearGiven = o.agency, o.year
		title = fmt.Sprintf("%s%d年%s", o.agency, o.year, title)
		period = fmt.Sprintf("　　本报告所列数据的统计期限自%[1]d年1月1日起至%[1]d年12月31日止。", o.year)
	}
	s.formula(excelize.Cell{
		Formula: fmt.Sprintf(`IF(OR(%[1]s="",%[2]s=""),"%[3]s",%[1]s&%[2]s&"年%[3]s")`, agencyCell, yearCell, b.edition.Title()),
		Value:   title, StyleID: b.styles.title,
	}, 36)
	at := func(from, to int) span { return span{inputs, s.left + from, inputs, s.left + to} }
	s.put(at(1, agency-1), excelize.Cell{Value: "填报机关", StyleID: b.styles.caption})
	s.put(at(agency, year-3), excelize.Cell{StyleID: b.styles.answer, Value: agencyGiven})
	s.put(at(year-2, year-1), excelize.Cell{Value: "年度", StyleID: b.styles.caption})
	s.put(at(year, units), excelize.Cell{StyleID: b.styles.answer, Value: yearGiven})
	s.heights[inputs] = 22
	s.prompt(agencyCell, "填写机关全称，如：××区教育局")
	last := b.edition.To
	if last == 0 {
		last = 2099
	}
	v := excelize.NewDataValidation(true)
	v.Sqref, v.Type, v.Operator = yearCell, "whole", "between"
	v.Formula1, v.Formula2 = fmt.Sprint(b.edition.From), fmt.Sprint(last)
	v.SetError(excelize.DataValidationErrorStyleStop, "年度", fmt.Sprintf("请填写报告所属年度的四位数字。本表适用于%s。", b.edition.Years()))
	v.SetInput("年度", "报告所属年度，如："+fmt.Sprint(b.edition.From))
	s.inputs = append(s.inputs, v)
	s.row = statusRow + 1
	s.frozen = statusRow
	s.line("白格填数，没有的填 0；灰格自动合计；变红的格子勾稽关系不成立，原因写在各表上方。", b.styles.note, 18)
	s.formula(excelize.Cell{
		Formula: fmt.Sprintf(`IF(%[1]s="","","　　本报告所列数据的统计期限自"&%[1]s&"年1月1日起至"&%[1]s&"年12月31日止。")`, yearCell),
		Value:   period, StyleID: b.styles.text,
	}, 20)
}

// prompt shows a hint while a cell is selected.
func (s *sheet) prompt(cell, text string) {
	v := excelize.NewDataValidation(true)
	v.Sqref, v.Type = cell, "none"
	v.SetInput("填写说明", text)
	s.inputs = append(s.inputs, v)
}

// inputs lets each cell to be filled in take only what its measure allows.
func (b *workbook) inputs(s *sheet, g *placed) {
	cells := map[Kind][]data.CellID{}
	for _, c := range g.Cells() {
		if _, computed := g.totals[c.CellID]; computed {
			continue
		}
		m, _ := MeasureOf(c.Key)
		cells[m.Kind] = append(cells[m.Kind], c.CellID)
	}
	for _, kind := range []Kind{Count, SignedCount, Amount} {
		if len(cells[kind]) == 0 {
			continue
		}
		v := excelize.NewDataValidation(true)
		v.Sqref = strings.ReplaceAll(g.references(cells[kind]), ",", " ")
		first := g.references(cells[kind][:1])
		switch kind {
		case Count:
			v.Type, v.Operator, v.Formula1 = "whole", "greaterThanOrEqual", "0"
			v.SetError(excelize.DataValidationErrorStyleStop, "请填写整数", "此格只能填不小于 0 的整数；没有的填 0。")
		case SignedCount:
			v.Type, v.Operator, v.Formula1, v.Formula2 = "whole", "between", "-999999999", "999999999"
			v.SetError(excelize.DataValidationErrorStyleStop, "请填写整数", "此格填整数：增加填正数，减少填负数（如 -3），没有变化填 0。")
		case Amount:
			v.Type = "custom"
			v.Formula1 = fmt.Sprintf("AND(ISNUMBER(%[1]s),%[1]s>=0,ROUND(%[1]s,4)=%[1]s)", first)
			v.SetError(excelize.DataValidationErrorStyleStop, "请填写金额", "此格填不小于 0 的金额，单位万元，小数不超过 4 位；没有的填 0。")
		}
		s.inputs = append(s.inputs, v)
	}
}
