package dashboard

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"tongjian/data/office"
	"tongjian/queries"
)

// ReceivePage is 收件: what waits for the office, what was returned, and who has sent nothing.
type ReceivePage struct {
	Head
	noRecords
	Tabs    []Link
	Choices []Link // by status
	Lines   []submissionLine
	More    string
	// Accepts is set where those listed can be accepted.
	Accepts bool
	Clean   int
	Due     *dueList
	Job     *jobLine // loading what has just been accepted
}

// dueList is who has to report on the year that is due, and has sent nothing.
type dueList struct {
	Year    int
	Day     string
	Overdue int
	Missing []dueLine
	All     string // the list of them in 报送
}

type dueLine struct {
	queries.MissingAgency
	Link, Letter string
	Overdue      bool
}

// receiveViews are the lists of 收件.
func receiveViews() []struct {
	name, label string
	statuses    []office.Status
} {
	return []struct {
		name, label string
		statuses    []office.Status
	}{
		{"", "待接收", []office.Status{office.StatusSubmitted, office.StatusNotLoaded}},
		{"returned", "已退回", []office.Status{office.StatusReturned}},
		{"unplaced", "待归属、读不出", []office.Status{office.StatusUnplaced, office.StatusUnreadable}},
		{"checked", "尚未提交", []office.Status{office.StatusReceived, office.StatusChecked}},
		{"accepted", "已接收", []office.Status{office.StatusAccepted, office.StatusLoaded}},
	}
}

func newReceive(ctx context.Context, v visit) (built, error) {
	p := ReceivePage{Head: v.frame("收件", "报送单位提交的报告在这里接收或退回；接收以后入库，各页随即显示。")}
	var err error
	if p.Tabs, err = v.tabs(ctx, "/receive"); err != nil {
		return nil, err
	}
	before, _, err := number(v.values, "before")
	if err != nil {
		return nil, err
	}
	chosen := v.values.Get("state")
	known := false
	for _, view := range receiveViews() {
		count := 0
		current := view.name == chosen
		known = known || current
		err := v.office.Submissions(ctx, office.SubmissionFilter{Statuses: view.statuses}, func(one office.Submission) bool {
			if !v.receives(one) {
				return true
			}
			count++
			if !current || before > 0 && one.ID >= int64(before) {
				return true
			}
			if len(p.Lines) == submissionsPerPage {
				p.More = address("/receive", with(v.values, "before", strconv.FormatInt(p.Lines[len(p.Lines)-1].ID, 10)))
				return true
			}
			if len(p.Lines) < submissionsPerPage {
				p.Lines = append(p.Lines, v.line(one))
			}
			return true
		})
		if err != nil {
			return nil, err
		}
		l := Link{Label: view.label, URL: "/receive", Current: current, Note: strconv.Itoa(count)}
		if view.name != "" {
			l.URL += "?state=" + view.name
		}
		p.Choices = append(p.Choices, l)
	}
	if !known {
		return nil, notFound("没有这一种状态", "“"+short(chosen)+"”不是收件的状态。", Link{Label: "收件", URL: "/receive"})
	}
	p.Accepts = chosen == ""
	for _, l := range p.Lines {
		if l.Clean {
			p.Clean++
		}
	}
	if job, given, err := number(v.values, "job"); err != nil {
		return nil, err
	} else if given {
		j, err := v.office.Job(ctx, int64(job))
		if err != nil {
			return nil, jobError(err, int64(job))
		}
		line := newJobLine(j)
		p.Job = &line
	}
	p.Due, err = v.due(ctx)
	return p, err
}

// due lists who has to report on the year that is due now, and has sent nothing that could be accepted.
func (v visit) due(ctx context.Context) (*dueList, error) {
	if !v.snapshotKnown() {
		return nil, nil
	}
	now := time.Now()
	d := &dueList{Year: reportYear(now)}
	f := v.choice.Filter
	f.From, f.To = d.Year, d.Year
	f.Basis = queries.BasisOwn
	missing, err := queries.Missing(ctx, v.query.lease.DB(), f)
	if err != nil {
		return nil, err
	}
	calendar, err := queries.Deadlines(ctx, v.query.lease.DB())
	if err != nil {
		return nil, err
	}
	d.Day = day(calendar.Due(f.Basis.Scope(), d.Year, f.Region))
	d.All = address("/filing", with(nil, paramRegion, f.Region, paramMissing, strconv.Itoa(d.Year)))
	sent := map[int]bool{}
	under := []office.Status{office.StatusSubmitted, office.StatusAccepted, office.StatusLoaded, office.StatusNotLoaded}
	err = v.office.Submissions(ctx, office.SubmissionFilter{Year: d.Year, Statuses: under}, func(one office.Submission) bool {
		for _, r := range one.Reports {
			if r.Year == d.Year && r.Scope == f.Basis.Scope() {
				sent[r.Agency] = true
			}
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	for _, m := range missing {
		if sent[m.ID] {
			continue
		}
		line := dueLine{MissingAgency: m, Link: "/agencies/" + strconv.Itoa(m.ID), Overdue: calendar.Overdue(m.Scope, m.Year, m.Region, now)}
		if line.Overdue {
			d.Overdue++
			line.Letter = letterLink(m.ID, m.Year, string(m.Scope), "docx")
		}
		d.Missing = append(d.Missing, line)
	}
	return d, nil
}

// accept accepts the submissions a form names, and queues loading them.
func (s *server) accept(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	defer v.leave()
	ids, err := v.chosen(r, func(one office.Submission) bool { return v.receives(one) && one.Status.Can(office.StatusAccepted) })
	if err != nil {
		return err
	}
	job, err := s.office.Accept(r.Context(), v.reader.Actor, ids)
	if err != nil {
		return conflict(err, Link{Label: "收件", URL: "/receive"})
	}
	s.wake()
	to := "/receive?job=" + strconv.FormatInt(job.ID, 10)
	if len(ids) == 1 && r.PostForm.Get("back") == "one" {
		to = submissionPath(ids[0]) + "?job=" + strconv.FormatInt(job.ID, 10)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
