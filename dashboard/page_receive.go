package dashboard

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"tongjian/data"
	"tongjian/data/office"
	"tongjian/queries"
)

// ReceivePage is 收件: what waits for the office, what was returned, and who has sent nothing.
type ReceivePage struct {
	Head
	noRecords
	Tabs    []Link
	Choices []Link // by status
	Lines   []receiveLine
	Nothing string // what is said where no line is
	More    string
	// Accepts is set where some of those listed can be accepted.
	Accepts bool
	Ticked  int // of these, those chosen to begin with
	Due     *dueList
	Job     *jobLine // loading what has just been accepted
}

// receiveLine is a submission the office decides about.
type receiveLine struct {
	submissionLine
	// Accepts is set where it can be accepted. Ticked are those with no error that have been submitted, or that the reader sent.
	Accepts, Ticked bool
	Letter          string // that goes back with a returned one
}

func (v visit) receiveLine(one office.Submission) receiveLine {
	l := receiveLine{submissionLine: v.line(one), Accepts: one.Status.Can(office.StatusAccepted)}
	own := one.Account == v.reader.Account.ID
	l.Ticked = l.Accepts && l.Clean && (own || one.Status != office.StatusChecked)
	l.Letter = v.returnLetterOf(one)
	return l
}

// returnLetterOf is the address of the letter that goes back with a returned submission, without its ending; empty for others.
func (v visit) returnLetterOf(one office.Submission) string {
	if one.Status != office.StatusReturned || len(one.Reports) == 0 {
		return ""
	}
	return submissionPath(one.ID) + "/letter"
}

// dueList is who has to report on the year that is due, and has sent nothing.
type dueList struct {
	Year    int
	Day     string
	Overdue int
	Silent  int       // who has sent nothing at all
	Missing []dueLine // those first
	All     string    // the list of them in 报送
	Papers  []Link    // the letters to all of them, and lists
}

type dueLine struct {
	queries.MissingAgency
	Link         string
	Letter, Form string // a reminder, and the form to report on that goes with it; empty while it is not due
	Overdue      bool
	// Under is what it has sent and nobody can accept yet; nil where it has sent nothing.
	Under *submissionLine
}

// receiveViews are the lists of 收件.
func receiveViews() []struct {
	name, label, nothing string
	statuses             []office.Status
} {
	return []struct {
		name, label, nothing string
		statuses             []office.Status
	}{
		{"", "待接收", "没有等待接收的报告。报送单位提交的，和放进收件文件夹 inbox 的，都先列在这里。", []office.Status{office.StatusSubmitted, office.StatusNotLoaded}},
		{"returned", "已退回", "没有退回后等待更正的报告。", []office.Status{office.StatusReturned}},
		{"unplaced", "待归属、读不出", "没有待归属的和读不出的文件。", []office.Status{office.StatusUnplaced, office.StatusUnreadable}},
		{"checked", "尚未提交", "没有发来后尚未提交的报告。", []office.Status{office.StatusReceived, office.StatusChecked}},
		{"accepted", "已接收", "还没有接收过报告。", []office.Status{office.StatusAccepted, office.StatusLoaded}},
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
		if current {
			p.Nothing = view.nothing
		}
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
				p.Lines = append(p.Lines, v.receiveLine(one))
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
	for _, l := range p.Lines {
		p.Accepts = p.Accepts || l.Accepts
		if l.Ticked {
			p.Ticked++
		}
	}
	if job, given, err := number(v.values, "job"); err != nil {
		return nil, err
	} else if given {
		v.id = int64(job)
		j, err := v.job(ctx)
		if err != nil {
			return nil, err
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
	d.Papers = v.papers(f.Region, d.Year)
	sent, err := v.sentOn(ctx, d.Year, f.Basis.Scope())
	if err != nil {
		return nil, err
	}
	for _, m := range missing {
		one, has := sent[m.ID]
		if has && !slices.Contains([]office.Status{office.StatusChecked, office.StatusReturned}, one.Status) {
			continue // it is the office's turn
		}
		line := dueLine{MissingAgency: m, Link: "/agencies/" + strconv.Itoa(m.ID), Overdue: calendar.Overdue(m.Scope, m.Year, m.Region, now)}
		if line.Overdue {
			d.Overdue++
			line.Letter, line.Form = letterLink(m.ID, m.Year, string(m.Scope), "docx"), letterLink(m.ID, m.Year, string(m.Scope), "xlsx")
		}
		if has {
			under := v.line(one)
			line.Under = &under
		} else {
			d.Silent++
		}
		d.Missing = append(d.Missing, line)
	}
	slices.SortStableFunc(d.Missing, dueLine.compare)
	return d, nil
}

// compare puts those who have sent nothing first.
func (l dueLine) compare(other dueLine) int {
	switch {
	case l.Under == nil && other.Under != nil:
		return -1
	case l.Under != nil && other.Under == nil:
		return 1
	}
	return 0
}

// sentOn gives, by agency, the submission of a report on a year that has come farthest.
func (v visit) sentOn(ctx context.Context, year int, scope data.Scope) (map[int]office.Submission, error) {
	steps := []office.Status{office.StatusChecked, office.StatusReturned, office.StatusNotLoaded, office.StatusSubmitted, office.StatusAccepted, office.StatusLoaded}
	sent := map[int]office.Submission{}
	err := v.office.Submissions(ctx, office.SubmissionFilter{Year: year, Statuses: steps}, func(one office.Submission) bool {
		for _, r := range one.Reports {
			if r.Year != year || r.Scope != scope {
				continue
			}
			if before, has := sent[r.Agency]; !has || slices.Index(steps, before.Status) < slices.Index(steps, one.Status) {
				sent[r.Agency] = one
			}
		}
		return true
	})
	return sent, err
}

// nextWaiting leads to another submission that waits to be accepted: the one before, else the newest; empty when none waits.
func (v visit) nextWaiting(ctx context.Context, one office.Submission) (Link, error) {
	var next, newest int64
	waiting := 0
	err := v.office.Submissions(ctx, office.SubmissionFilter{Statuses: []office.Status{office.StatusSubmitted, office.StatusNotLoaded}}, func(other office.Submission) bool {
		if other.ID == one.ID || !v.receives(other) {
			return true
		}
		waiting++
		if newest == 0 {
			newest = other.ID
		}
		if next == 0 && other.ID < one.ID {
			next = other.ID
		}
		return true
	})
	if err != nil || waiting == 0 {
		return Link{}, err
	}
	if next == 0 {
		next = newest
	}
	return Link{Label: "下一件待接收", URL: submissionPath(next), Note: strconv.Itoa(waiting)}, nil
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
