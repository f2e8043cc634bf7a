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
	For    string // the agency the reader sends for; empty for those of the office
	Limits sendLimits
	Drop   dropForm
	Recent []submissionLine
}

// dropForm is where files are chosen or dropped.
type dropForm struct {
	Many bool // files, rather than one
	Hint string
}

// formats are those a report can be sent in, in words.
const formats = "可以发 xlsx、xls、docx、pdf、html、txt、csv、md；"

// sendLimits are those the form tells, and the script holds before anything is sent.
type sendLimits struct{ Files, FileMB, TotalMB int }

func limits() sendLimits {
	return sendLimits{incoming.MaxFiles, incoming.MaxFile >> 20, incoming.MaxTotal >> 20}
}

func newSend(ctx context.Context, v visit) (built, error) {
	p := SendPage{Head: v.frame("发送报告", "把年度报告发给政务公开办：收下后马上读取、核验，您看过结果再提交。"),
		Limits: limits()}
	p.Drop = dropForm{Many: true, Hint: fmt.Sprintf("%s一次最多 %d 个文件、共 %d MB，每个不超过 %d MB。", formats, p.Limits.Files, p.Limits.TotalMB, p.Limits.FileMB)}
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
