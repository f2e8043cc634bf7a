package letters

import (
	"fmt"
	"io"
	"strings"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/queries"

	"tongjian/dashboard/xlsx"
)

// WriteXLSX writes what goes with the letter: with one about findings all of them, a line a cell, with a column to answer in;
// with a reminder the form of the year to report on, agency and year filled in.
func (l Letter) WriteXLSX(w io.Writer) error {
	if l.Missing() {
		e, ok := forms.ForYear(l.Year)
		if !ok {
			return fmt.Errorf("form to report on %d: none was in force", l.Year)
		}
		return forms.WriteTemplateFor(e, clean(l.Name), l.Year, w)
	}
	s := xlsx.Sheet{Name: "问题清单", Title: l.title(), Frozen: 2, Columns: []xlsx.Column{
		{Head: "序号", Width: 6}, {Head: "程度", Width: 7}, {Head: "核验项目", Width: 16, Left: true}, {Head: "不相符之处", Width: 38, Left: true},
		{Head: "左边", Width: 9}, {Head: "右边", Width: 9}, {Head: "差", Width: 9}, {Head: "单元格", Width: 30, Left: true}, {Head: "位置", Width: 20, Left: true},
		{Head: "本年所填", Width: 12}, {Head: "上年所填", Width: 12}, {Head: "更正为／说明", Width: 24, Left: true}}}
	s.Remarks = []string{fmt.Sprintf("请于%s前回复：在最后一栏填写更正后的数字，或者确认无误的理由。", chineseDay(l.Reply))}
	number := 0
	for _, f := range l.Wrong {
		number++
		s.Rows = append(s.Rows, l.rows(number, f, nil)...)
	}
	for _, f := range l.Ask {
		number++
		s.Rows = append(s.Rows, l.rows(number, f, nil)...)
	}
	for _, f := range l.Explained {
		number++
		s.Rows = append(s.Rows, l.rows(number, f.LetterFinding, "已说明："+clean(f.Reason))...)
	}
	return xlsx.Write(w, l.title(), s)
}

// rows are the lines of a finding: one a cell, or one alone.
func (l Letter) rows(number int, f queries.LetterFinding, answer any) [][]any {
	line := func(cell, at, now, last any) []any {
		return []any{number, f.Severity.Label(), checkName(f.Check), clean(f.Message), orNil(f.Left), orNil(f.Right), orNil(f.Difference),
			cell, at, now, last, answer}
	}
	if len(f.Cells) == 0 {
		return [][]any{line(nil, nil, nil, nil)}
	}
	rows := make([][]any, len(f.Cells))
	for i, c := range f.Cells {
		now, last := l.years(f, i)
		rows[i] = line(cellName(c), orNil(c.At.Label()), now, last)
	}
	return rows
}

// orNil leaves a cell empty where there is nothing to write.
func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// FileName names the letter, without an ending: 990101-0007-星湖区教育局-2024-更正. It holds nothing a path is made of.
func (l Letter) FileName() string { return l.fileName(l.state()) }

// WorkbookName names what goes with the letter: as the letter, and with a reminder 990101-0007-星湖区教育局-2024-填报表.
func (l Letter) WorkbookName() string {
	if l.Missing() {
		return l.fileName("填报表")
	}
	return l.FileName()
}

func (l Letter) fileName(what string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|'&;=%`, r) {
			return '_'
		}
		return r
	}, clean(l.Name))
	const longest = 40
	if runes := []rune(name); len(runes) > longest {
		name = string(runes[:longest])
	}
	name = strings.Trim(name, ". _-")
	suffix := ""
	if l.Scope == data.ScopeConsolidated {
		suffix = "-汇总"
	}
	return fmt.Sprintf("%s-%04d-%s-%d%s-%s", l.Region, l.ID, name, l.Year, suffix, what)
}
