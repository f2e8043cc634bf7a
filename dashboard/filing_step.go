package dashboard

import (
	"context"
	"slices"
	"strconv"
	"time"

	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/queries"
)

// filingStep (进度) is how far a report has come that was sent through the counter.
type filingStep struct {
	office.Status // of the submission it is in
	// Corrected is set where it was sent in place of one that had been returned.
	Corrected bool
	Day       string // since when
	Name      string // who took the last step that a person took; empty for readers who may not see it
	Due       string // the day a returned one is to be corrected by
	Overdue   bool   // that day has passed
	Link      string // the submission; empty for readers who may not see it
	Errors    int    // found in it; for those readers alone
	region    string
}

// Label is the step in Chinese.
func (s filingStep) Label() string {
	if s.Corrected && s.Open() && s.Status != office.StatusReturned {
		return "已更正，" + s.Status.Label()
	}
	return s.Status.Label()
}

// Code names the step in addresses and exports, apart from what filingStatus says of a report that is in.
func (s filingStep) Code() string {
	switch {
	case s.Corrected && s.Status == office.StatusSubmitted:
		return "resubmitted"
	case s.Status == office.StatusReceived:
		return "reading"
	}
	return string(s.Status)
}

// Letter is the letter it went back with; empty where it was not returned, or the reader may not see it.
func (s filingStep) Letter() string {
	if s.Link == "" || s.Status != office.StatusReturned {
		return ""
	}
	return s.Link + "/letter.docx"
}

// agencyYear is the report of an agency on a year.
type agencyYear struct{ agency, year int }

// filingSteps are the steps of reports of one scope, and what is known of no report.
type filingSteps struct {
	of map[agencyYear]*filingStep
	// unplaced is how many files have come in whose reports are not known, of those the reader receives.
	unplaced int
}

// knowsSteps reports whether the reader is told how far reports have come that are not in yet: who has an account is, and whoever sits
// at the machine. An older snapshot is looked at as of its day, when they stood elsewhere.
func (q query) knowsSteps() bool {
	return q.counter != nil && (q.reader.SignedIn() || q.reader.May(office.RightSend)) && (q.pinned == 0 || q.pinned == q.newest)
}

// steps gives how far the reports of a filter's basis and years have come.
func (q query) steps(ctx context.Context, f queries.Filter, now time.Time) (filingSteps, error) {
	s := filingSteps{of: map[agencyYear]*filingStep{}}
	if !q.knowsSteps() {
		return s, nil
	}
	last, err := q.counter.LastEvents(ctx)
	if err != nil {
		return s, err
	}
	var all []office.Submission
	err = q.counter.Submissions(ctx, office.SubmissionFilter{}, func(one office.Submission) bool {
		all = append(all, one)
		return true
	})
	if err != nil {
		return s, err
	}
	returned := map[int64]bool{} // those sent in place of one that had been returned
	for _, one := range slices.Backward(all) {
		if one.ReplacedBy != 0 {
			returned[one.ReplacedBy] = returned[one.ID] || one.Due != ""
		}
	}
	for _, one := range all { // the newest first: what was sent before is history
		if one.Status == office.StatusWithdrawn || one.Status == office.StatusCorrected {
			continue
		}
		sees := q.reader.May(office.RightSend) && one.SeenBy(q.reader.Account)
		if len(one.Reports) == 0 && sees && (one.Status == office.StatusUnplaced || one.Status == office.StatusUnreadable) {
			s.unplaced++
		}
		for _, r := range one.Reports {
			at := agencyYear{r.Agency, r.Year}
			if r.Agency == 0 || r.Scope != f.Basis.Scope() || r.Year < f.From || r.Year > f.To || s.of[at] != nil {
				continue
			}
			step := &filingStep{Status: one.Status, Corrected: returned[one.ID], Day: day(last[one.ID].At), region: r.Region}
			if one.Status == office.StatusReturned {
				step.Due, step.Overdue = one.Due, one.Due < day(now)
			}
			if sees {
				step.Name, step.Link, step.Errors = last[one.ID].Name, submissionPath(one.ID), r.Errors
			}
			s.of[at] = step
		}
	}
	return s, nil
}

// waiting is how many reports of a region on a year somebody has still to do something about.
func (s filingSteps) waiting(region string, year int) int {
	n := 0
	for at, step := range s.of {
		if at.year == year && step.Open() && regions.Within(step.region, region) {
			n++
		}
	}
	return n
}

// note is a number of things to do; empty where there are none.
func note(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// stepsShown names the state of all submissions and the day, for pages that show how far reports have come; it is part of what their
// answers depend on. Empty for all other pages.
func (s *server) stepsShown(ctx context.Context, page string) (string, error) {
	if page != "filing" || s.office == nil {
		return "", nil
	}
	last, err := s.office.LastStep(ctx)
	if err != nil || last == "" {
		return "", err
	}
	return last + " " + day(time.Now()), nil
}
