package dashboard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tongjian/data/office"
	"tongjian/data/warehouse"
)

// JobsPage is 任务: what has been read and loaded, by whom, and what is at work.
type JobsPage struct {
	Head
	noRecords
	Tabs  []Link
	Lines []jobLine
	More  string
	Busy  bool // something is at work or waits
}

// JobPage is one job with its files.
type JobPage struct {
	Head
	noRecords
	Tabs  []Link
	Job   jobLine
	Files []jobFileLine
}

// jobLine is a job as pages show it.
type jobLine struct {
	office.Job
	Link, Progress string
	When, Took     string
	Can            bool // it can be cancelled
}

type jobFileLine struct {
	office.JobFile
	Label, Link string
}

const jobsPerPage = 100

func newJobLine(j office.Job) jobLine {
	id := strconv.FormatInt(j.ID, 10)
	l := jobLine{Job: j, Link: "/jobs/" + id, Progress: "/jobs/" + id + "/progress", When: clock(j.Queued), Can: !j.State.Ended() && !j.Cancelled}
	if !j.Started.IsZero() && !j.Ended.IsZero() {
		l.Took = fmt.Sprintf("%.1f 秒", j.Ended.Sub(j.Started).Seconds())
	}
	return l
}

func newJobs(ctx context.Context, v visit) (built, error) {
	p := JobsPage{Head: v.frame("任务", "读取和入库的每一次任务：谁发起、什么时候、每个文件的结果。")}
	var err error
	if p.Tabs, err = v.tabs(ctx, "/jobs"); err != nil {
		return nil, err
	}
	before, _, err := number(v.values, "before")
	if err != nil {
		return nil, err
	}
	f := office.JobFilter{Before: int64(before), Limit: jobsPerPage + 1}
	if !v.reader.Everywhere() {
		f.Account = v.reader.Account.ID
	}
	list, err := v.office.Jobs(ctx, f)
	if err != nil {
		return nil, err
	}
	if len(list) > jobsPerPage {
		list = list[:jobsPerPage]
		p.More = "/jobs?before=" + strconv.FormatInt(list[len(list)-1].ID, 10)
	}
	for _, j := range list {
		p.Lines = append(p.Lines, newJobLine(j))
		p.Busy = p.Busy || !j.State.Ended()
	}
	return p, nil
}

func newJob(ctx context.Context, v visit) (built, error) {
	j, err := v.job(ctx)
	if err != nil {
		return nil, err
	}
	p := JobPage{Head: v.frame("任务 "+strconv.FormatInt(j.ID, 10)+"："+j.Kind.Label(), ""), Job: newJobLine(j)}
	if p.Tabs, err = v.tabs(ctx, ""); err != nil {
		return nil, err
	}
	files, err := v.office.JobFiles(ctx, j.ID)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		line := jobFileLine{JobFile: f, Label: FileOutcome(f.Outcome)}
		if f.Submission != 0 {
			line.Link = submissionPath(f.Submission)
		}
		p.Files = append(p.Files, line)
	}
	return p, nil
}

// job gives the job of the address: any, to those who reach everything, else the reader's own. Its files may be of any region.
func (v visit) job(ctx context.Context) (office.Job, error) {
	j, err := v.office.Job(ctx, v.id)
	if err == nil && !v.owns(j) {
		err = office.ErrNoJob
	}
	return j, jobError(err, v.id)
}

// owns reports whether a job is the reader's own, or the reader looks after everything.
func (v visit) owns(j office.Job) bool {
	return v.reader.Everywhere() || j.Account == v.reader.Account.ID
}

// FileOutcome is what became of a file of a job ([office.JobFile]) in Chinese.
func FileOutcome(outcome string) string {
	switch outcome {
	case "":
		return "等待"
	case office.OutcomeChecked:
		return "已核验"
	case office.OutcomeCancelled:
		return "未处理"
	case string(office.StatusUnreadable):
		return "读不出"
	}
	return warehouse.Outcome(outcome).Label()
}

func jobError(err error, id int64) error {
	if errors.Is(err, office.ErrNoJob) {
		return notFound("没有这个任务", "编号 "+strconv.FormatInt(id, 10)+" 不存在。", Link{Label: "任务", URL: "/jobs"})
	}
	return err
}

// cancelJob asks a job to stop.
func (s *server) cancelJob(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	defer v.leave()
	if _, err := v.job(r.Context()); err != nil {
		return err
	}
	if err := s.office.CancelJob(r.Context(), v.reader.Actor, v.id); err != nil {
		return err
	}
	http.Redirect(w, r, "/jobs/"+strconv.FormatInt(v.id, 10), http.StatusSeeOther)
	return nil
}

// jobProgress is how far a job has come, as scripts read it.
type jobProgress struct {
	State    office.JobState `json:"state"`
	Label    string          `json:"label"`
	Files    int             `json:"files"`
	Finished int             `json:"finished"`
	Failed   int             `json:"failed"`
	Ended    bool            `json:"ended"`
}

const (
	// streaming is how long a stream of progress lasts at most; the browser asks for another.
	streaming = time.Minute
	// lookEvery is how often it is looked for news.
	lookEvery = 400 * time.Millisecond
)

// progress tells how far a job has come: once, or as a stream of events where the browser asks for one.
func (s *server) progress(w http.ResponseWriter, r *http.Request) {
	v, err := s.visit(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v.leave() // it needs no snapshot, and may last
	if err := v.concerned(r.Context()); err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	if !strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
		p, err := s.progressOf(r.Context(), v.id)
		if err != nil {
			s.fail(w, r, jobError(err, v.id))
			return
		}
		h.Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(p) // fails when the reader has gone
		return
	}
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	s.tell(w, r, v.id)
}

// tell sends an event whenever a job has come further, until it ends.
func (s *server) tell(w http.ResponseWriter, r *http.Request, id int64) {
	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Now().Add(streaming + lastAnswer)) // a connection without deadlines needs none moved
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	var said jobProgress
	for end := time.Now().Add(streaming); time.Now().Before(end); {
		p, err := s.progressOf(r.Context(), id)
		if err != nil {
			return
		}
		if p != said {
			said = p
			b, err := json.Marshal(p)
			if err != nil {
				return
			}
			if _, err := fmt.Fprintf(w, "data: %s\n\n", b); err != nil || out.Flush() != nil || p.Ended {
				return
			}
		}
		select {
		case <-look.C:
		case <-r.Context().Done():
			return
		case <-s.sending.Ending:
			return
		}
	}
}

func (s *server) progressOf(ctx context.Context, id int64) (jobProgress, error) {
	j, err := s.office.Job(ctx, id)
	return jobProgress{j.State, j.State.Label(), j.Files, j.Finished, j.Failed, j.State.Ended()}, err
}

// concerned refuses those a job is no business of.
func (v visit) concerned(ctx context.Context) error {
	if _, err := v.job(ctx); err == nil && v.reader.May(office.RightJobs) {
		return nil
	}
	sees := false
	err := v.office.Submissions(ctx, office.SubmissionFilter{Job: v.id}, func(one office.Submission) bool {
		sees = v.sees(one)
		return false
	})
	if err == nil && !sees {
		err = jobError(office.ErrNoJob, v.id)
	}
	return err
}
