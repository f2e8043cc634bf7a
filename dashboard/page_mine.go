package dashboard

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"tongjian/data/filing"
	"tongjian/data/office"
)

// MinePage is 我的报送: what the reader, or the reader's agency, has sent, and what has become of it.
type MinePage struct {
	Head
	noRecords
	Tabs  []Link
	Job   *jobLine // the sending just made; nil in the list of all
	Lines []submissionLine
	More  string // the next page of the list
	// Ready are those that could be submitted at once.
	Ready int
	Just  bool // of one sending
	// Clean are those of it with no error that the reader can accept too: whoever sends for the agencies need not submit to himself.
	Clean []int64
	// Refused are the files of that sending that could not be taken, each with the reason.
	Refused []office.JobFile
}

// submissionLine is a submission in a list.
type submissionLine struct {
	office.Submission
	Link    string
	What    string // the reports in it, in words; empty while it is not known
	Errors  int
	Checks  string // what was found, in words
	Overdue bool   // it was returned, and the day to correct it by has passed
	Clean   bool   // nothing in it is wrong
}

const submissionsPerPage = 100

func submissionPath(id int64) string { return "/sent/" + strconv.FormatInt(id, 10) }

// line is a submission as lists show it.
func (v visit) line(one office.Submission) submissionLine {
	l := submissionLine{Submission: one, Link: submissionPath(one.ID)}
	var names []string
	errs, warnings := 0, 0
	for _, r := range one.Reports {
		names = append(names, r.AgencyName+" "+strconv.Itoa(r.Year)+" 年"+scopeNote(r))
		errs, warnings = errs+r.Errors, warnings+r.Warnings
	}
	const shown = 3
	if len(names) > shown {
		names = append(names[:shown], "等 "+strconv.Itoa(len(one.Reports))+" 份报告")
	}
	l.What, l.Errors = strings.Join(names, "、"), errs
	switch {
	case len(one.Reports) == 0:
	case errs+warnings == 0:
		l.Checks, l.Clean = "没有错误", true
	default:
		l.Checks = "错误 " + strconv.Itoa(errs) + "，提醒 " + strconv.Itoa(warnings)
		l.Clean = errs == 0
	}
	l.Overdue = one.Status == office.StatusReturned && one.Due < day(time.Now())
	return l
}

func scopeNote(r office.SentReport) string {
	if r.Scope == "consolidated" {
		return "（汇总）"
	}
	return ""
}

// own chooses what the reader has sent: all that came from the agency, for somebody of one; all, for whoever sits at the machine.
func (v visit) own() office.SubmissionFilter {
	if id := v.reader.Agency(); id != 0 {
		return office.SubmissionFilter{Agency: id}
	}
	return office.SubmissionFilter{Account: v.reader.Account.ID}
}

func newMine(ctx context.Context, v visit) (built, error) {
	p := MinePage{Head: v.frame("我的报送", "发出的每一份文件，读出了什么、走到了哪一步。")}
	var err error
	if p.Tabs, err = v.tabs(ctx, "/mine"); err != nil {
		return nil, err
	}
	f := v.own()
	job, given, err := number(v.values, "job")
	if err != nil {
		return nil, err
	}
	if given {
		f = office.SubmissionFilter{Job: int64(job)}
		p.Just = true
	}
	before, _, err := number(v.values, "before")
	if err != nil {
		return nil, err
	}
	f.Before = int64(before)
	err = v.office.Submissions(ctx, f, func(one office.Submission) bool {
		if !v.sees(one) {
			return true
		}
		if len(p.Lines) == submissionsPerPage && !given {
			p.More = address("/mine", with(v.values, "before", strconv.FormatInt(p.Lines[len(p.Lines)-1].ID, 10)))
			return false
		}
		p.Lines = append(p.Lines, v.line(one))
		return true
	})
	if err != nil {
		return nil, err
	}
	if given {
		if len(p.Lines) == 0 {
			return nil, notFound("没有这一次发送", "编号不对，或者不是这个账号发送的。", Link{Label: "我的报送", URL: "/mine"})
		}
		j, err := v.office.Job(ctx, int64(job))
		if err != nil {
			return nil, err
		}
		line := newJobLine(j)
		p.Job = &line
		slices.Reverse(p.Lines) // as they were sent
		if p.Refused, err = v.refused(ctx, j); err != nil {
			return nil, err
		}
	}
	for _, l := range p.Lines {
		if l.Status != office.StatusChecked {
			continue
		}
		p.Ready++
		if p.Just && l.Clean && v.receives(l.Submission) {
			p.Clean = append(p.Clean, l.ID)
		}
	}
	return p, nil
}

// refused gives the files of a sending that could not be taken; none to readers whose job it is not, who may see other files of it.
func (v visit) refused(ctx context.Context, j office.Job) ([]office.JobFile, error) {
	if !v.owns(j) {
		return nil, nil
	}
	files, err := v.office.JobFiles(ctx, j.ID)
	return slices.DeleteFunc(files, func(f office.JobFile) bool { return f.Submission != 0 }), err
}

// submitMany submits all that was sent together and is ready.
func (s *server) submitMany(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	defer v.leave()
	ids, err := v.chosen(r, func(one office.Submission) bool { return v.sees(one) && one.Status == office.StatusChecked })
	if err != nil {
		return err
	}
	if err := s.office.Submit(r.Context(), v.reader.Actor, ids); err != nil {
		return conflict(err, Link{Label: "我的报送", URL: "/mine"})
	}
	http.Redirect(w, r, "/mine", http.StatusSeeOther)
	return nil
}

// chosen reads the submissions a form names, of which every one must be fit.
func (v visit) chosen(r *http.Request, fit func(office.Submission) bool) ([]int64, error) {
	var ids []int64
	for _, text := range r.PostForm["sent"] {
		id, err := strconv.ParseInt(text, 10, 63)
		if err != nil {
			return nil, badRequest("没有改动", "报送件的编号“"+short(text)+"”不对。")
		}
		v.id = id
		one, err := v.submission(r.Context())
		if err != nil {
			return nil, err
		}
		if !fit(one) {
			return nil, &problem{http.StatusConflict, "没有改动", "报送件 " + text + "（" + one.Name + "）现在是“" + one.Status.Label() + "”，或者不由这个账号处理：请刷新页面再选。", nil}
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil, badRequest("没有选择报送件", "请先勾选要处理的报送件。用浏览器的“后退”可以回到列表。")
	}
	return ids, nil
}

// submit hands one submission to the office.
func (s *server) submit(w http.ResponseWriter, r *http.Request) error {
	return s.step(w, r, func(ctx context.Context, v visit, one office.Submission) error {
		return s.office.Submit(ctx, v.reader.Actor, []int64{one.ID})
	})
}

// takeBack withdraws a submission.
func (s *server) takeBack(w http.ResponseWriter, r *http.Request) error {
	return s.step(w, r, func(ctx context.Context, v visit, one office.Submission) error {
		return s.office.WithdrawSubmission(ctx, v.reader.Actor, one.ID)
	})
}

// sendBack returns a submission to its sender.
func (s *server) sendBack(w http.ResponseWriter, r *http.Request) error {
	return s.step(w, r, func(ctx context.Context, v visit, one office.Submission) error {
		if !v.receives(one) {
			return outOfReach(v.reader)
		}
		due, err := filing.ParseDay(r.PostForm.Get("due"))
		if err != nil {
			return badRequest("没有退回", err.Error()+"。")
		}
		if day(due) < day(time.Now()) {
			return badRequest("没有退回", "更正的期限 "+day(due)+" 已经过去了。")
		}
		return s.office.Return(ctx, v.reader.Actor, one.ID, r.PostForm.Get("reason"), due)
	})
}

// placeSent says whose report a file is.
func (s *server) placeSent(w http.ResponseWriter, r *http.Request) error {
	return s.step(w, r, func(ctx context.Context, v visit, one office.Submission) error {
		hint, err := v.hint(ctx, r)
		if err != nil {
			return err
		}
		_, err = s.office.Place(ctx, v.reader.Actor, one.ID, hint)
		s.wake()
		return err
	})
}

// step carries out one step of a submission by somebody who sees it, and leads back to it.
func (s *server) step(w http.ResponseWriter, r *http.Request, do func(context.Context, visit, office.Submission) error) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	defer v.leave()
	one, err := v.submission(r.Context())
	if err != nil {
		return err
	}
	back := Link{Label: "看这一件", URL: submissionPath(one.ID)}
	if err := do(r.Context(), v, one); err != nil {
		return conflict(err, back)
	}
	http.Redirect(w, r, back.URL, http.StatusSeeOther)
	return nil
}
