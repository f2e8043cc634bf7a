package dashboard

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"tongjian/dashboard/xlsx"
)

// filingList writes the page of filing as lists to print and work through: of a year, who has not reported; else the matrix
// and the sums.
func filingList(ctx context.Context, q query, a *attachment) error {
	q.whole = true
	p, err := newFiling(ctx, q)
	if err != nil {
		return err
	}
	a.name = p.Title
	return xlsx.Write(&a.body, p.Title, p.sheets(q)...)
}

// sheets are the lists of the page.
func (p FilingPage) sheets(q query) []xlsx.Sheet {
	source := fmt.Sprintf("口径：%s。取自快照 %d（%s）。", p.Basis.Label(), q.snapshot.Number, clock(q.snapshot.PublishedAt))
	if p.Sample {
		source += "含虚构的示例单位。"
	}
	switch {
	case p.Missing > 0:
		return []xlsx.Sheet{p.missingSheet(source)}
	case p.Progress != nil:
		return []xlsx.Sheet{p.progressSheet(source)}
	}
	matrix := xlsx.Sheet{Name: "报送情况", Title: p.Title, Frozen: 3, Remarks: []string{source,
		"已报：期限之内收到，或补录不判早晚；迟报：收到晚于期限；缺报：期限已过而没有报告；待报：期限未到；册外：有报告而名录不要求；空格：不要求，也没有。"},
		Columns: []xlsx.Column{{Head: "序号", Width: 6}, {Head: "地区", Width: 12}, {Head: "单位", Width: 30, Left: true}}}
	sums := xlsx.Sheet{Name: "各地区", Title: p.Title + "：各地区", Frozen: 1, Remarks: []string{source, "收到／应报；缺：应报而没有报告；另：名录不要求、但收到了的报告。"},
		Columns: []xlsx.Column{{Head: "地区", Width: 18, Left: true}}}
	for _, y := range p.Years {
		matrix.Columns = append(matrix.Columns, xlsx.Column{Head: strconv.Itoa(y), Width: 12})
		sums.Columns = append(sums.Columns, xlsx.Column{Head: strconv.Itoa(y), Width: 14})
	}
	for _, list := range [][]filingLine{p.Listed.Lines, p.Others.Lines} {
		for _, l := range list {
			row := []any{len(matrix.Rows) + 1, l.Agency.RegionName, l.Agency.Name}
			for _, c := range l.Cells {
				row = append(row, c.words())
			}
			matrix.Rows = append(matrix.Rows, row)
		}
	}
	for _, s := range p.Sums {
		row := []any{s.Name}
		for _, c := range s.Years {
			row = append(row, c.words())
		}
		sums.Rows = append(sums.Rows, row)
	}
	return []xlsx.Sheet{matrix, sums}
}

// progressSheet is how far the reports on a year have come, with a column to note calls in.
func (p FilingPage) progressSheet(source string) xlsx.Sheet {
	s := xlsx.Sheet{Name: "报送进度", Title: p.Title, Remarks: []string{fmt.Sprintf("共 %d 个单位，报送截止 %s。%s", len(p.Progress.Lines), p.Due, source)}, Frozen: 3,
		Columns: []xlsx.Column{{Head: "序号", Width: 6}, {Head: "地区", Width: 12}, {Head: "单位", Width: 32, Left: true}, {Head: "类别", Width: 10}, {Head: "状态", Width: 14},
			{Head: "到这一步", Width: 12}, {Head: "经办人", Width: 12}, {Head: "期限", Width: 12}, {Head: "备注", Width: 22, Left: true}}}
	for i, l := range p.Progress.Lines {
		s.Rows = append(s.Rows, []any{i + 1, l.Agency.RegionName, l.Agency.Name, l.Agency.Kind, l.State(), written(l.Since()), written(l.By()), written(l.Until()), nil})
	}
	return s
}

// missingSheet is who has not reported on a year, with columns to note calls in.
func (p FilingPage) missingSheet(source string) xlsx.Sheet {
	s := xlsx.Sheet{Name: "缺报一览", Title: p.Title, Remarks: []string{fmt.Sprintf("共 %d 个单位，报送截止 %s。%s", len(p.Absent), p.Due, source)}, Frozen: 3,
		Columns: []xlsx.Column{{Head: "序号", Width: 6}, {Head: "地区", Width: 12}, {Head: "单位", Width: 32, Left: true}, {Head: "类别", Width: 10}, {Head: "口径", Width: 7},
			{Head: "截止日期", Width: 12}, {Head: "状态", Width: 8}, {Head: "最近一次报送年份", Width: 12}, {Head: "进度", Width: 12}, {Head: "联系情况", Width: 22, Left: true}, {Head: "备注", Width: 16, Left: true}}}
	for i, m := range p.Absent {
		s.Rows = append(s.Rows, []any{i + 1, m.RegionName, m.Name, m.Kind, m.Scope.Label(), day(m.Due), m.status().Label(), positive(m.Last), m.Step.words(), nil, nil})
	}
	return s
}

// status is missing once the deadline has passed.
func (m missingLine) status() filingStatus {
	if m.Overdue {
		return filingMissing
	}
	return filingPending
}

// words are what a mark of the matrix says, line by line; nil where nothing is asked and nothing came.
func (c filingMark) words() any {
	if c.Status == filingNone {
		return c.Step.words()
	}
	text := c.Status.Label()
	if c.Report > 0 {
		text += "\n" + c.Day
	}
	if c.Revision > 1 {
		text += fmt.Sprintf("\n第 %d 版", c.Revision)
	}
	if c.Errors > 0 {
		text += fmt.Sprintf("\n错 %d", c.Errors)
	}
	if step, ok := c.Step.words().(string); ok {
		text += "\n" + step
	}
	return text
}

// words are what lists say of a report on its way; nil where none is.
func (s *filingStep) words() any {
	if s == nil || !s.Open() {
		return nil
	}
	return s.Label()
}

// words are what the table of sums says of a district and year; nil where nothing is expected and nothing came.
func (c filingCount) words() any {
	text := ""
	if c.Expected > 0 {
		text = fmt.Sprintf("%d／%d", c.Received, c.Expected)
	}
	if c.Missing() > 0 {
		name := "缺"
		if !c.Overdue {
			name = "待"
		}
		text += fmt.Sprintf(" %s %d", name, c.Missing())
	}
	if c.Extra > 0 {
		text += fmt.Sprintf(" 另 %d", c.Extra)
	}
	if text == "" {
		return nil
	}
	return text
}

// papers are the files the office sends or prints, about a region and a year, for readers who may have them.
func (q query) papers(region string, year int) []Link {
	about := url.Values{paramRegion: {region}, "year": {strconv.Itoa(year)}}
	return q.doors.only(q.reader, []Link{{Label: "全部通知（.zip）", URL: address("/letters.zip", about)}, {Label: "总清单 Word", URL: address("/letters.docx", about)},
		{Label: "总清单 Excel", URL: address("/letters.xlsx", about)}})
}

// mayWrite reports whether the reader may have letters to agencies.
func (q query) mayWrite() bool { return q.may("/agencies/1/letter.docx") != "" }

// letterLink is the letter to an agency about its report on a year.
func letterLink(agency, year int, scope, ending string) string {
	return address("/agencies/"+strconv.Itoa(agency)+"/letter."+ending, url.Values{"year": {strconv.Itoa(year)}, "scope": {scope}})
}
