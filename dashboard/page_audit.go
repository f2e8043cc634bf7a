package dashboard

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"tongjian/data/filing"
	"tongjian/data/office"
)

// AuditPage is 审计: who did what.
type AuditPage struct {
	Head
	Rows    []auditLine
	Chosen  auditChoice
	Actions []Option
	Next    string // older entries
	Newest  string // back to the newest; empty when they are shown
	Verify  string // address that goes through the whole log
	Chain   *office.Chain
	Broken  string // where the log is not what was written
}

// auditLine is an entry as the page shows it.
type auditLine struct {
	office.Entry
	What string
}

// auditChoice is what the address chooses.
type auditChoice struct {
	Name, Action, Subject, From, To string
}

const auditPerPage = 200

// auditPage shows the audit log, or hands it out whole.
func (s *server) auditPage(w http.ResponseWriter, r *http.Request) {
	err := s.audit(w, r)
	if err != nil {
		s.fail(w, r, err)
	}
}

func (s *server) audit(w http.ResponseWriter, r *http.Request) error {
	if s.office == nil {
		return &problem{http.StatusConflict, "没有审计日志", noOffice, nil}
	}
	values := r.URL.Query()
	filter, chosen, err := auditFilter(values)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	switch mux.Vars(r)["twin"] {
	case ".csv":
		return s.brokenOff(w, r, s.sendAuditCSV(w, r, filter))
	case ".json":
		return s.brokenOff(w, r, s.sendAuditJSON(w, r, filter))
	}
	p, err := s.newAudit(r.Context(), readerOf(r.Context()), values, filter, chosen)
	if err != nil {
		return err
	}
	return s.render(w, "audit", http.StatusOK, p)
}

// auditFilter reads what an address chooses.
func auditFilter(values url.Values) (office.AuditFilter, auditChoice, error) {
	c := auditChoice{Name: strings.TrimSpace(values.Get("name")), Action: values.Get("action"), Subject: strings.TrimSpace(values.Get("subject")),
		From: values.Get("since"), To: values.Get("until")}
	f := office.AuditFilter{Name: c.Name, Action: c.Action, Subject: c.Subject}
	for _, d := range []struct {
		text string
		to   *time.Time
		days int
	}{{c.From, &f.From, 0}, {c.To, &f.To, 1}} { // until the end of the day
		if d.text == "" {
			continue
		}
		at, err := filing.ParseDay(d.text)
		if err != nil {
			return f, c, badRequest("日期看不懂", err.Error())
		}
		*d.to = at.AddDate(0, 0, d.days)
	}
	before, _, err := number(values, "before")
	f.Before = int64(before)
	return f, c, err
}

func (s *server) newAudit(ctx context.Context, reader Reader, values url.Values, f office.AuditFilter, c auditChoice) (AuditPage, error) {
	p := AuditPage{Head: plainHead("审计"), Chosen: c}
	s.doors.dress(reader, &p.Head)
	p.Lede = "谁在什么时候做了什么。每一条带着前一条的校验值，改动、删去、插入都查得出来。"
	whole := with(values, "before", "", "verify", "")
	p.CSV, p.JSON, p.Self = address("/audit.csv", whole), address("/audit.json", whole), address("/audit", values)
	f.Limit = auditPerPage + 1
	err := s.office.Audit(ctx, f, func(e office.Entry) error {
		p.Rows = append(p.Rows, auditLine{e, e.Action.Label()})
		return nil
	})
	if err != nil {
		return p, err
	}
	if len(p.Rows) > auditPerPage {
		p.Rows = p.Rows[:auditPerPage]
		p.Next = address("/audit", with(whole, "before", strconv.FormatInt(p.Rows[auditPerPage-1].ID, 10)))
	}
	if f.Before > 0 {
		p.Newest = address("/audit", whole)
	}
	p.Actions = []Option{{"", "全部", c.Action == ""}}
	for _, a := range office.Actions() {
		p.Actions = append(p.Actions, Option{string(a), a.Label(), string(a) == c.Action})
	}
	p.Verify = address("/audit", with(values, "verify", "1"))
	if values.Get("verify") == "" {
		return p, nil
	}
	chain, err := s.office.VerifyAudit(ctx, office.Chain{})
	if broken, ok := errors.AsType[*office.ChainError](err); ok {
		p.Broken = broken.Error()
		return p, nil
	}
	p.Chain = &chain
	return p, err
}

// brokenOff ends an answer that could not be given whole: its reader must not take a part for all there is.
func (s *server) brokenOff(w http.ResponseWriter, r *http.Request, err error) error {
	if _, direct := w.(*exported); direct || err == nil {
		return err
	}
	s.log.ErrorContext(r.Context(), "audit export ended early", "err", err)
	panic(http.ErrAbortHandler)
}

// sendAuditCSV hands out every entry of a choice, one line each.
func (s *server) sendAuditCSV(w http.ResponseWriter, r *http.Request, f office.AuditFilter) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="tongjian-audit.csv"`)
	out := newStream(w)
	if _, err := out.Write([]byte("\ufeff")); err != nil {
		return err
	}
	c := csv.NewWriter(out)
	_ = c.Write([]string{"编号", "时间（UTC）", "账号编号", "经办人", "地址", "请求", "动作", "对象", "内容", "校验值"}) // an error is kept for Flush
	err := s.office.Audit(r.Context(), f, func(e office.Entry) error {
		line := []string{strconv.FormatInt(e.ID, 10), e.At.Format(time.RFC3339Nano), strconv.FormatInt(e.Account, 10)}
		for _, text := range []string{e.Name, e.Address, e.Request, string(e.Action), e.Subject, e.Detail, e.Hash} {
			line = append(line, guarded(text))
		}
		return c.Write(line)
	})
	c.Flush()
	return errors.Join(err, c.Error())
}

// sendAuditJSON hands out every entry of a choice as one list.
func (s *server) sendAuditJSON(w http.ResponseWriter, r *http.Request, f office.AuditFilter) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	out := newStream(w)
	e := json.NewEncoder(out)
	separator := "{\"entries\":[\n"
	err := s.office.Audit(r.Context(), f, func(entry office.Entry) error {
		if _, err := out.Write([]byte(separator)); err != nil {
			return err
		}
		separator = ","
		return e.Encode(entry)
	})
	if err != nil {
		return err
	}
	if separator == "," {
		separator = ""
	}
	_, err = out.Write([]byte(separator + "]}\n"))
	return err
}
