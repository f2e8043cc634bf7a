package dashboard

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tongjian/data"
	"tongjian/data/filing"
	"tongjian/data/incoming"
	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/queries"
)

// SubmissionPage is one 报送件: what was read from it, what is wrong with it, and what can be done now.
type SubmissionPage struct {
	Head
	noRecords
	Tabs   []Link
	Sent   submissionLine
	Region string
	Steps  []stepLine
	// Reading is set while the file is read: the page looks again by itself.
	Reading bool
	// Loading is where to ask how far loading it has come; empty where it is not being loaded.
	Loading  string
	Report   *previewReport // the one shown; nil when nothing could be read
	Others   []Link         // the reports of a file that has several
	Can      submissionActs
	Limits   incoming.Limits
	Drop     dropForm
	Place    *placeForm
	Original string
	Returned string // what was asked for when it was returned
	Replaced string // where the file sent in its place is
	Next     Link   // another that waits, for who receives
	Loaded   string // where pages show it
}

// submissionActs are what the reader can do with a submission now.
type submissionActs struct {
	Submit, Withdraw, Replace, Accept, Return bool
	Letter                                    string // address of the letter that goes back, without its ending
	Listed                                    bool   // there is something for the list that goes with the letter
	Due                                       string // the day offered for a correction
	LongestReason                             int
}

// stepLine is something that happened to it.
type stepLine struct {
	office.Event
	When string
}

// placeForm says whose report it is.
type placeForm struct {
	Agency, Region, Scope string
	Year                  int
	Fixed                 string // the only agency the reader can name; empty for any
	Names                 []string
}

func newSubmission(ctx context.Context, v visit) (built, error) {
	one, err := v.submission(ctx)
	if err != nil {
		return nil, err
	}
	p := SubmissionPage{Sent: v.line(one), Original: submissionPath(one.ID) + "/original", Reading: one.Status == office.StatusReceived}
	p.Limits = v.sending.Desk.Limits
	p.Drop = dropForm{Hint: v.sending.formats() + "不超过 " + limitText(p.Limits.File) + "。"}
	p.Head = v.frame(one.Name, "")
	if len(one.Reports) == 1 {
		p.Head = v.frame(p.Sent.What, "文件："+one.Name)
	}
	if p.Tabs, err = v.tabs(ctx, ""); err != nil {
		return nil, err
	}
	events, err := v.office.Events(ctx, one.ID)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		p.Steps = append(p.Steps, stepLine{e, clock(e.At)})
		if e.Status == office.StatusReturned && one.Status == office.StatusReturned {
			p.Returned = e.Note
		}
	}
	p.Can = v.acts(one)
	if v.receives(one) {
		if p.Next, err = v.nextWaiting(ctx, one); err != nil {
			return nil, err
		}
	}
	if job, given, err := number(v.values, "job"); err != nil {
		return nil, err
	} else if given && one.Status == office.StatusAccepted {
		p.Loading = "/jobs/" + strconv.Itoa(job) + "/progress"
	}
	if one.ReplacedBy != 0 {
		p.Replaced = submissionPath(one.ReplacedBy)
	}
	if err := v.preview(ctx, one, &p); err != nil {
		return nil, err
	}
	if one.Status == office.StatusUnplaced {
		if p.Place, err = v.placeForm(ctx, one); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// acts are what the reader can do with a submission now.
func (v visit) acts(one office.Submission) submissionActs {
	can := one.Status.Can
	receives := v.receives(one)
	a := submissionActs{Submit: can(office.StatusSubmitted) && one.Status == office.StatusChecked, Withdraw: can(office.StatusWithdrawn),
		Replace: can(office.StatusCorrected), Accept: receives && can(office.StatusAccepted), Return: receives && can(office.StatusReturned),
		Due: soon(time.Now()), LongestReason: office.LongestReason}
	a.Letter = v.returnLetterOf(one)
	a.Listed = len(one.Reports) > 0 && one.Reports[0].Errors+one.Reports[0].Warnings > 0
	return a
}

// placeForm offers to say whose report a file is.
func (v visit) placeForm(ctx context.Context, one office.Submission) (*placeForm, error) {
	form := &placeForm{Agency: one.Hint.Agency, Region: one.Hint.Region, Year: one.Hint.Year, Scope: string(one.Hint.Scope)}
	if reading, err := v.sending.Desk.Reading(one.ID); err == nil && len(reading.Reports) == 1 {
		r := reading.Reports[0]
		if form.Agency == "" {
			form.Agency, form.Region = r.Agency, r.Region
		}
		if form.Year == 0 {
			form.Year = r.Year
		}
	}
	if form.Year == 0 {
		form.Year = reportYear(time.Now())
	}
	from, err := v.from(ctx)
	if err != nil {
		return nil, err
	}
	if form.Fixed = from.Name; form.Fixed != "" || !v.snapshotKnown() {
		return form, nil
	}
	roster, err := queries.Roster(ctx, v.lease.DB())
	if err != nil {
		return nil, err
	}
	const most = 400
	for _, a := range roster {
		if v.reader.Reaches(a.Region) && len(form.Names) < most {
			form.Names = append(form.Names, a.Name)
		}
	}
	return form, nil
}

// hint reads what somebody says about a file. Somebody of an agency can only say that it is the agency's own.
func (v visit) hint(ctx context.Context, r *http.Request) (office.Hint, error) {
	form := r.PostForm
	h := office.Hint{Agency: strings.TrimSpace(form.Get("agency")), Region: strings.TrimSpace(form.Get("region")), Scope: data.Scope(form.Get("scope"))}
	var err error
	if h.Year, _, err = number(form, "year"); err != nil {
		return h, err
	}
	from, err := v.from(ctx)
	if err != nil {
		return h, err
	}
	if from.Agency != 0 {
		h.Agency, h.Region = from.Name, from.Region
	}
	if h.Scope != "" && h.Scope != data.ScopeOwn && h.Scope != data.ScopeConsolidated {
		return h, badRequest("没有改动", "口径只能是本级或汇总。")
	}
	if h.Region != "" {
		if _, ok := regions.ByCode(h.Region); !ok {
			return h, badRequest("没有改动", "没有区划代码“"+short(h.Region)+"”：应是六位数字。")
		}
		if from.Agency == 0 && !v.reader.Reaches(h.Region) {
			return h, outOfReach(v.reader)
		}
	}
	if h.Agency == "" && h.Year == 0 {
		return h, badRequest("没有改动", "请写明单位或年度。")
	}
	if len([]rune(h.Agency)) > 200 {
		return h, badRequest("没有改动", "单位名称太长。")
	}
	return h, nil
}

// sentOriginal hands out the bytes of a submission.
func (s *server) sentOriginal(w http.ResponseWriter, r *http.Request) {
	v, err := s.visit(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer v.leave()
	one, err := v.submission(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	body, err := s.sending.Desk.Read(one.SHA256)
	if errors.Is(err, fs.ErrNotExist) {
		body, err = s.files.Read(one.SHA256)
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = notFound("原件不在这台机器上", fmt.Sprintf("撤回或更正的文件只保留 %d 天；没有撤回或更正的，请管理员执行 tongjian verify 查看数据目录。", int(incoming.Retention.Hours()/24)))
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	sendAsReceived(w, r, one.Name[strings.LastIndex(one.Name, "/")+1:], body)
}

// beijingDay is a day of the store as a moment.
func beijingDay(text string) time.Time {
	t, err := filing.ParseDay(text)
	if err != nil {
		return time.Time{}
	}
	return t
}
