package dashboard

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"tongjian/data/incoming"
	"tongjian/data/office"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// Sending is what a server needs to take reports in. A server without it only shows what there is.
type Sending struct {
	Desk *incoming.Desk // where files go that come in
	// Wake is called when something has been queued for the worker.
	Wake func()
	// Converts is set where rich text is converted and read.
	Converts bool
	// Ending is closed when the server is told to stop: streams end then.
	Ending <-chan struct{}
}

// sendingTemplates are the pages of sending; each has the parts of sending.html beside those all pages have.
func sendingTemplates() []string {
	return []string{"send", "mine", "submission", "receive", "jobs", "job"}
}

// sendingRoutes are the addresses of sending, accepting and jobs. Which submissions a reader reaches, each handler asks: a file that
// has not been read is of no region yet.
func (s *server) sendingRoutes() []route {
	const one = "/sent/{id:[0-9]+}"
	return []route{
		opening("/send", office.RightSend, withinNothing, s.deskPage("send", newSend)),
		acting("/send", office.RightSend, withinForm, http.HandlerFunc(s.upload)),
		opening("/mine", office.RightSend, withinNothing, s.deskPage("mine", newMine)),
		acting("/mine/submit", office.RightSend, withinForm, s.form(s.submitMany)),
		opening(one, office.RightSend, withinForm, s.deskPage("submission", newSubmission)),
		handing(one+"/original", office.RightSend, withinForm, s.sentOriginal),
		handing(one+"/letter.{ending:docx|xlsx}", office.RightSend, withinForm, s.attach(s.returnLetter)),
		acting(one+"/submit", office.RightSend, withinForm, s.form(s.submit)),
		acting(one+"/withdraw", office.RightSend, withinForm, s.form(s.takeBack)),
		acting(one+"/place", office.RightSend, withinForm, s.form(s.placeSent)),
		acting(one+"/return", office.RightReceive, withinForm, s.form(s.sendBack)),
		opening("/receive", office.RightReceive, withinNothing, s.deskPage("receive", newReceive)),
		acting("/receive", office.RightReceive, withinForm, s.form(s.accept)),
		opening("/jobs", office.RightJobs, withinNothing, s.deskPage("jobs", newJobs)),
		opening("/jobs/{id:[0-9]+}", office.RightJobs, withinForm, s.deskPage("job", newJob)),
		opening("/jobs/{id:[0-9]+}/progress", office.RightSend, withinForm, http.HandlerFunc(s.progress)),
		acting("/jobs/{id:[0-9]+}/cancel", office.RightJobs, withinForm, s.form(s.cancelJob)),
	}
}

// visit is one request for a page of sending: who asks, and the newest snapshot, if there is one.
type visit struct {
	*server
	reader Reader
	query
	// lease is nil where nothing has been published.
	lease  *warehouse.Lease
	values url.Values
	id     int64 // the {id} of the path; 0 none
}

// deskPage makes a handler of a function that builds a page of sending. Nothing of these pages is kept: they change with every step
// of anybody.
func (s *server) deskPage(name string, build func(context.Context, visit) (built, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := s.visit(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		defer v.leave()
		p, err := build(r.Context(), v)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		if err := s.render(w, name, http.StatusOK, p); err != nil {
			s.fail(w, r, err)
		}
	})
}

// visit finds out what a request is about.
func (s *server) visit(r *http.Request) (visit, error) {
	v := visit{server: s, reader: readerOf(r.Context()), values: r.URL.Query()}
	if s.office == nil || s.sending.Desk == nil {
		return v, &problem{http.StatusForbidden, "这里不能报送", noOffice, nil}
	}
	if id := mux.Vars(r)["id"]; id != "" {
		n, err := strconv.ParseInt(id, 10, 63)
		if err != nil || n <= 0 {
			return v, notFound("没有这一件", "编号“"+short(id)+"”不对。")
		}
		v.id = n
	}
	lease, err := s.snapshots.Acquire(r.Context())
	if errors.Is(err, warehouse.ErrNoSnapshot) {
		return v, nil // reports can be sent before there are any
	}
	if err != nil {
		return v, err
	}
	v.lease = lease
	if v.query, err = s.newQuery(r, lease, url.Values{}); err != nil {
		lease.Release()
		return v, err
	}
	return v, nil
}

// leave ends a visit.
func (v visit) leave() {
	if v.lease != nil {
		v.lease.Release()
	}
}

// frame is the frame of a page of sending.
func (v visit) frame(title, lede string) Head {
	if v.lease == nil {
		h := plainHead(title)
		h.Lede = lede
		v.server.doors.dress(v.reader, &h)
		return h
	}
	h := v.bareHead("sending", title, lede)
	h.JSON, h.CSV, h.XLSX = "", "", ""
	return h
}

// snapshotKnown reports whether anything has been published.
func (v visit) snapshotKnown() bool { return v.lease != nil }

// submission gives the submission of the address, to those who may see it. What one may not see is not there.
func (v visit) submission(ctx context.Context) (office.Submission, error) {
	one, err := v.office.Submission(ctx, v.id)
	if errors.Is(err, office.ErrNoSubmission) || err == nil && !v.sees(one) {
		return one, notFound("没有这一件报送", "编号 "+strconv.FormatInt(v.id, 10)+" 的报送件不存在，或者不是这个账号能看的。", Link{Label: "我的报送", URL: "/mine"})
	}
	return one, err
}

// sees reports whether the reader may see a submission. Whoever sits at the machine may where nobody has an account.
func (v visit) sees(one office.Submission) bool {
	return v.reader.May(office.RightSend) && one.SeenBy(v.reader.Account)
}

// receives reports whether the reader may accept or return a submission.
func (v visit) receives(one office.Submission) bool {
	return v.reader.May(office.RightReceive) && one.ReceivedBy(v.reader.Account)
}

// sender is what the reader is called as a sender.
func (v visit) sender() string {
	if v.reader.Account.Name != "" {
		return v.reader.Account.Name
	}
	return v.reader.Actor.Name
}

// from is the agency the reader sends for; nobody's for those of the office.
func (v visit) from(ctx context.Context) (office.From, error) {
	id := v.reader.Agency()
	if id == 0 || !v.snapshotKnown() {
		return office.From{}, nil
	}
	found, err := queries.Entities(ctx, v.lease.DB(), []string{queries.AgencyEntity(id)})
	if isNotFound(err) {
		return office.From{}, &problem{http.StatusForbidden, "账号所属的机关不在名录上", "请管理员核对这个账号属于哪个机关。", nil}
	}
	if err != nil {
		return office.From{}, err
	}
	return office.From{Agency: id, Name: found[0].Name, Region: found[0].Region}, nil
}

// tabs lead from one page of sending to the others the reader may see.
func (v visit) tabs(ctx context.Context, current string) ([]Link, error) {
	links := []Link{{Label: "发送报告", URL: "/send"}, {Label: "我的报送", URL: "/mine"}}
	if v.reader.May(office.RightReceive) {
		waiting := 0
		err := v.office.Submissions(ctx, office.SubmissionFilter{Statuses: []office.Status{office.StatusSubmitted, office.StatusNotLoaded}},
			func(one office.Submission) bool {
				if v.receives(one) {
					waiting++
				}
				return true
			})
		if err != nil {
			return nil, err
		}
		l := Link{Label: "收件", URL: "/receive"}
		if waiting > 0 {
			l.Note = strconv.Itoa(waiting)
		}
		links = append(links, l)
	}
	if v.reader.May(office.RightJobs) {
		links = append(links, Link{Label: "任务", URL: "/jobs"})
	}
	for i := range links {
		links[i].Current = links[i].URL == current
	}
	return links, nil
}

// wake tells the worker that something has been queued.
func (s *server) wake() {
	if s.sending.Wake != nil {
		s.sending.Wake()
	}
}

// conflict turns a step that came too late into words for who took it.
func conflict(err error, back Link) error {
	if e, ok := errors.AsType[*office.StatusError](err); ok {
		return &problem{http.StatusConflict, "没有改动", e.Error() + "。", []Link{back}}
	}
	if e, ok := errors.AsType[*office.TextError](err); ok {
		return badRequest("没有改动", e.Advice+"。用浏览器的“后退”可以回到刚才填写的内容。")
	}
	return err
}

// noRecords is for pages whose lists are not exported.
type noRecords struct{}

func (noRecords) records() records { return records{} }

// replyDays is how long an agency has to correct a report where the office sets no day.
const replyDays = 10

// soon is the day the office offers for a correction.
func soon(now time.Time) string { return day(now.AddDate(0, 0, replyDays)) }

// sendingLink leads those who receive reports to what waits for them, and those who send to what they have sent.
func (r Reader) sendingLink() Link {
	if r.May(office.RightReceive) {
		return Link{Label: "收件", URL: "/receive"}
	}
	return Link{Label: "我的报送", URL: "/mine"}
}
