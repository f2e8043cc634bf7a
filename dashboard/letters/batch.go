package letters

import (
	"fmt"
	"io"
	"time"

	"tongjian/dashboard/docx"
	"tongjian/dashboard/xlsx"
	"tongjian/data/filing"
	"tongjian/queries"
)

// Batch is the letters of a region about a year, and of whom nothing is asked.
type Batch struct {
	Letters []Letter // those to be sent
	Quiet   []Letter // about reports in which nothing has to be corrected or explained
	// Waiting counts reports that have not come and on the day of the letters need not have.
	Waiting int
	date    time.Time
}

// NewBatch makes letters of what [queries.Letters] found.
func NewBatch(list []queries.Letter, o Options) Batch {
	if o.Reply.IsZero() {
		o.Reply = o.Date.AddDate(0, 0, ReplyDays)
	}
	b := Batch{date: o.Date}
	for _, q := range list {
		switch l := newLetter(q, o); {
		case l.Missing() && !o.Date.After(l.Due):
			b.Waiting++
		case l.Asks():
			b.Letters = append(b.Letters, l)
		default:
			b.Quiet = append(b.Quiet, l)
		}
	}
	return b
}

// Missing is how many of the letters are reminders.
func (b Batch) Missing() int {
	n := 0
	for _, l := range b.Letters {
		if l.Missing() {
			n++
		}
	}
	return n
}

// title heads the covering list.
func (b Batch) title(region string, year int) string {
	return fmt.Sprintf("%s%d年政府信息公开工作年度报告整改、催报清单", clean(region), year)
}

// remarks tell how many are in the list and who is not.
func (b Batch) remarks() []string {
	waiting := ""
	if b.Waiting > 0 {
		waiting = fmt.Sprintf("，%d 份报告尚未到期", b.Waiting)
	}
	return []string{fmt.Sprintf("%s。发出 %d 件，其中催报 %d 件；另有 %d 份报告无需更正或说明%s，未列入。", chineseDay(b.date), len(b.Letters), b.Missing(), len(b.Quiet), waiting),
		"“读取存疑”是本程序没有把握的地方，未写入通知，请先对照原件。"}
}

// WriteXLSX writes the covering list, with columns to note answers in.
func (b Batch) WriteXLSX(w io.Writer, region string, year int) error {
	title := b.title(region, year)
	s := xlsx.Sheet{Name: "清单", Title: title, Remarks: b.remarks(), Frozen: 3, Columns: []xlsx.Column{
		{Head: "序号", Width: 6}, {Head: "地区", Width: 12}, {Head: "单位", Width: 28, Left: true}, {Head: "口径", Width: 7}, {Head: "情形", Width: 8},
		{Head: "错误", Width: 6}, {Head: "提醒", Width: 6}, {Head: "已说明", Width: 7}, {Head: "读取存疑", Width: 9}, {Head: "收到日期", Width: 12},
		{Head: "截止日期", Width: 12}, {Head: "回复期限", Width: 12}, {Head: "文件", Width: 42, Left: true}, {Head: "回复日期", Width: 12}, {Head: "备注", Width: 16, Left: true}}}
	for i, l := range b.Letters {
		row := []any{i + 1, clean(l.RegionName), clean(l.Name), l.Scope.Label(), l.state(), len(l.Wrong), len(l.Ask), len(l.Explained), l.Doubts,
			isoDay(l.ReceivedAt), isoDay(l.Due), isoDay(l.Reply), l.FileName() + ".docx", nil, nil}
		if l.Missing() { // nothing was checked: no count is 0
			row[5], row[6], row[7], row[8] = nil, nil, nil, nil
		}
		s.Rows = append(s.Rows, row)
	}
	return xlsx.Write(w, title, s)
}

// WriteDocx writes the covering list to be circulated.
func (b Batch) WriteDocx(w io.Writer, region string, year int) error {
	title := b.title(region, year)
	d := docx.NewWide(title)
	d.Add(docx.Title, title)
	for _, text := range b.remarks() {
		d.Add(docx.Small, text)
	}
	t := docx.Table{Columns: []docx.Column{{Head: "序号", Width: 12}, {Head: "地区", Width: 24}, {Head: "单位", Width: 62, Left: true}, {Head: "口径", Width: 14},
		{Head: "情形", Width: 16}, {Head: "错误", Width: 13}, {Head: "提醒", Width: 13}, {Head: "已说明", Width: 16}, {Head: "读取存疑", Width: 18},
		{Head: "收到日期", Width: 25}, {Head: "回复期限", Width: 25}, {Head: "回复情况", Width: 24}}}
	for i, l := range b.Letters {
		count := func(n int) string {
			if l.Missing() {
				return "——"
			}
			return fmt.Sprint(n)
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), clean(l.RegionName), clean(l.Name), l.Scope.Label(), l.state(), count(len(l.Wrong)),
			count(len(l.Ask)), count(len(l.Explained)), count(l.Doubts), dayOr(l.ReceivedAt, "未报"), dayOr(l.Reply, ""), ""})
	}
	d.Table(t)
	return d.Write(w)
}

// state is what is asked of the agency.
func (l Letter) state() string {
	switch {
	case l.Missing():
		return "催报"
	case len(l.Wrong) > 0:
		return "更正"
	}
	return "说明"
}

// isoDay is a date for a cell of a workbook, nil when there is none.
func isoDay(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.In(filing.Beijing()).Format(time.DateOnly)
}

func dayOr(t time.Time, none string) string {
	if t.IsZero() {
		return none
	}
	return t.In(filing.Beijing()).Format(time.DateOnly)
}
