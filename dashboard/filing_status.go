package dashboard

import (
	"strconv"
	"strings"
	"time"

	"tongjian/data/filing"
	"tongjian/queries"
)

// filingStatus is what has become of an agency's report on a year.
type filingStatus string

const (
	filingReceived   filingStatus = "received"
	filingLate       filingStatus = "late"
	filingUnexpected filingStatus = "unexpected" // received, and the roster does not expect it
	filingMissing    filingStatus = "missing"
	filingPending    filingStatus = "pending" // not received, and the deadline had not passed
	filingNone       filingStatus = "not_expected"
)

// Label is the status in Chinese.
func (s filingStatus) Label() string {
	switch s {
	case filingReceived:
		return "已报"
	case filingLate:
		return "迟报"
	case filingUnexpected:
		return "册外"
	case filingMissing:
		return "缺报"
	case filingPending:
		return "待报"
	}
	return "—"
}

// statusOf judges an agency's year; overdue tells whether the deadline had passed when the snapshot was published.
func statusOf(c queries.FilingCell, overdue bool) filingStatus {
	switch {
	case c.Report > 0 && !c.Expected:
		return filingUnexpected
	case c.Report > 0 && c.Timing == filing.Late:
		return filingLate
	case c.Report > 0:
		return filingReceived
	case !c.Expected:
		return filingNone
	case overdue:
		return filingMissing
	}
	return filingPending
}

// deadlineWords says when the reports of a region's agencies are due: by the law, and where an office has set another day.
func deadlineWords(c filing.Calendar, b queries.Basis, region string, years []int) string {
	words, others := "次年 1 月 31 日", ""
	if b == queries.BasisConsolidated {
		words = "次年 3 月 31 日"
	}
	for _, year := range years {
		if d, ok := c.Changed(b.Scope(), year, region); ok {
			others += "，" + strconv.Itoa(year) + " 年度为 " + d.Day.Format(time.DateOnly)
		}
	}
	if others != "" {
		words += "（另定：" + strings.TrimPrefix(others, "，") + "）"
	}
	return words
}

// records has a row an agency and year, whether or not there is a report; of the list of the missing, a row each of them.
func (p FilingPage) records() records {
	r := records{columns: []column{{"agency", "单位编号"}, {"name", "单位"}, {"region", "区划代码"}, {"region_name", "区划"}, {"kind", "类别"},
		{"on_roster", "在名录上"}, {"year", "年份"}, {"scope", "口径"}, {"expected", "应报"}, {"status", "状态代码"}, {"status_name", "状态"},
		{"deadline", "截止日期"}, {"report", "报告编号"}, {"revision", "第几版"}, {"received", "收到日期"}, {"timing", "收到早晚"},
		{"errors", "错误"}, {"warnings", "提醒"}, {"last_year", "最近一次报送年份"}, {"step", "进度代码"}, {"step_name", "进度"}, {"step_day", "到这一步的日期"},
		{"step_by", "经办人"}, {"correct_by", "更正期限"}, {"step_errors", "报送件的错误"}}}
	for _, list := range [][]filingLine{p.Listed.Lines, p.Others.Lines} {
		for _, a := range list {
			for _, c := range a.Cells {
				r.rows = append(r.rows, a.record(p.Basis, c))
			}
		}
	}
	if p.Progress != nil {
		for _, l := range p.Progress.Lines {
			r.rows = append(r.rows, filingLine{FilingRow: queries.FilingRow{Agency: l.Agency, Roster: l.Roster}}.record(p.Basis, l.filingMark))
		}
	}
	for _, m := range p.Absent {
		status := m.status()
		r.rows = append(r.rows, append([]any{m.ID, m.Name, m.Region, m.RegionName, m.Kind, true, m.Year, string(m.Scope), true, string(status),
			status.Label(), day(m.Due), nil, nil, nil, nil, nil, nil, positive(m.Last)}, m.Step.record()...))
	}
	return r
}

// record is an agency's year as exported.
func (a filingLine) record(b queries.Basis, c filingMark) []any {
	g := a.Agency
	row := []any{g.ID, g.Name, g.Region, g.RegionName, g.Kind, a.Roster, c.Year, string(b.Scope()), c.Expected, string(c.Status),
		c.Status.Label(), day(c.Due)}
	if c.Report == 0 {
		row = append(row, nil, nil, nil, nil, nil, nil, nil)
	} else {
		row = append(row, c.Report, c.Revision, c.Day, c.Timing.Label(), c.Errors, c.Warnings, nil)
	}
	return append(row, c.Step.record()...)
}

// record is a step as exported; nothing where nothing was sent through the counter or the reader is not told.
func (s *filingStep) record() []any {
	if s == nil {
		return []any{nil, nil, nil, nil, nil, nil}
	}
	row := []any{s.Code(), s.Label(), s.Day, written(s.Name), written(s.Due), nil}
	if s.Link != "" {
		row[5] = s.Errors
	}
	return row
}

// written leaves a text out that is not there.
func written(text string) any {
	if text == "" {
		return nil
	}
	return text
}
