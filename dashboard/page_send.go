package dashboard

import (
	"context"
	"fmt"

	"tongjian/data/incoming"
	"tongjian/data/office"
)

// SendPage is 发送报告: the form files are sent with.
type SendPage struct {
	Head
	noRecords
	Tabs   []Link
	For    string          // the agency the reader sends for; empty for those of the office
	Limits incoming.Limits // the script holds them before anything is sent
	Drop   dropForm
	Recent []submissionLine
}

// dropForm is where files are chosen or dropped.
type dropForm struct {
	Many bool // files, rather than one
	Hint string
}

// formats says what a report can be sent in.
func (s Sending) formats() string {
	const read = "可以发 xlsx、xls、et、docx、doc、wps、pdf、ofd、html、txt、csv、md"
	if s.Converts {
		return read + "、rtf；"
	}
	return read + "（rtf 请先另存为 docx）；"
}

func newSend(ctx context.Context, v visit) (built, error) {
	p := SendPage{Head: v.frame("发送报告", "把年度报告发给政务公开办：收下后马上读取、核验，您看过结果再提交。"),
		Limits: v.sending.Desk.Limits}
	p.Drop = dropForm{Many: true, Hint: fmt.Sprintf("%s也可以发 zip 压缩包，里面的文件逐个收下。一次最多 %d 个文件、共 %s，每个不超过 %s。", v.sending.formats(), p.Limits.Files, limitText(p.Limits.Total), limitText(p.Limits.File))}
	var err error
	if p.Tabs, err = v.tabs(ctx, "/send"); err != nil {
		return nil, err
	}
	from, err := v.from(ctx)
	if err != nil {
		return nil, err
	}
	p.For = from.Name
	const recent = 5
	err = v.office.Submissions(ctx, v.own(), func(one office.Submission) bool {
		if v.sees(one) {
			p.Recent = append(p.Recent, v.line(one))
		}
		return len(p.Recent) < recent
	})
	return p, err
}

// limitText writes a limit on bytes, which is a round one.
func limitText(n int64) string {
	if n < 1<<20 {
		return byteSize(n)
	}
	return fmt.Sprintf("%d MB", n>>20)
}
