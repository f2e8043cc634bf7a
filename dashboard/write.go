package dashboard

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"tongjian/data/office"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// longestForm bounds what a form may send: a reason of a thousand characters with everything around it.
const longestForm = 64 << 10

// form makes a handler of a function that carries out what a form asks. What is written is in the office's store, never in a snapshot.
func (s *server) form(write func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.admit(w, r); err != nil {
			s.fail(w, r, err)
			return
		}
		if err := write(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// admit reads a form; who may send it, the route has said.
func (s *server) admit(w http.ResponseWriter, r *http.Request) error {
	if s.office == nil {
		return &problem{http.StatusForbidden, "这里不能写", noOffice, nil}
	}
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if err := r.ParseForm(); err != nil {
		return badRequest("提交的内容无法读取", "内容过长，或者不是网页表单发出的。没有写入任何内容。")
	}
	return nil
}

func loopbackOrigin(origin string) bool {
	u, err := url.Parse(origin)
	return err == nil && loopback(u.Host)
}

// back is the view of 核验 a form was sent from, as its parameters.
func back(r *http.Request) url.Values {
	values, err := url.ParseQuery(r.PostForm.Get("back"))
	if err != nil {
		return url.Values{}
	}
	return values
}

// draft is what somebody wrote that could not be kept, to be shown again with what is wrong with it.
type draft struct {
	Finding               int
	Reason, Author, Wrong string
}

// explain writes down why a finding is right as it stands.
func (s *server) explain(w http.ResponseWriter, r *http.Request) error {
	f, err := s.findingSent(r)
	if err != nil {
		return err
	}
	reader := readerOf(r.Context())
	if !reader.ReachesAgency(f.Agency, f.Region) {
		return outOfReach(reader)
	}
	reason, author := r.PostForm.Get("reason"), reader.author(r)
	answer := f.Answer(reason, author)
	answer.By = reader.Actor
	_, err = s.office.Explain(r.Context(), answer)
	if text, ok := errors.AsType[*office.TextError](err); ok {
		return s.again(w, r, draft{f.ID, reason, author, text.Advice})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, address("/findings", with(back(r), "said", strconv.Itoa(f.ID)))+"#said", http.StatusSeeOther)
	return nil
}

// findingSent gives the finding a form is about, as it was on the page the form was sent from: its id is of that snapshot.
func (s *server) findingSent(r *http.Request) (queries.Finding, error) {
	id, _, err := number(r.PostForm, "finding")
	if err != nil {
		return queries.Finding{}, err
	}
	snapshot, _, err := number(r.PostForm, "snapshot")
	if err != nil {
		return queries.Finding{}, err
	}
	lost := badRequest("找不到这项核验问题", "数据已经更新，请回到核验页重新找到它再写。没有写入任何内容。", Link{Label: "核验", URL: address("/findings", back(r))})
	lease, err := s.snapshots.AcquireNumber(r.Context(), snapshot)
	if errors.Is(err, warehouse.ErrNoSnapshot) {
		return queries.Finding{}, lost
	}
	if err != nil {
		return queries.Finding{}, err
	}
	defer lease.Release()
	if id == 0 {
		return queries.Finding{}, lost
	}
	found, err := queries.AllFindings(r.Context(), lease.DB(), queries.FindingQuery{ID: id})
	if err != nil {
		return queries.Finding{}, err
	}
	if len(found) == 0 {
		return queries.Finding{}, lost
	}
	return found[0], nil
}

// again shows 核验 with what was written, and what is wrong with it.
func (s *server) again(w http.ResponseWriter, r *http.Request, d draft) error {
	ctx := context.WithoutCancel(r.Context())
	lease, err := s.snapshots.Acquire(ctx)
	if err != nil {
		return err
	}
	defer lease.Release()
	page := r.Clone(ctx)
	page.URL = &url.URL{Path: "/findings"}
	q, err := s.newQuery(page, lease, back(r))
	if err != nil {
		return err
	}
	q.draft = &d
	p, err := newFindings(ctx, q)
	if err != nil {
		return err
	}
	return s.render(w, "findings", http.StatusUnprocessableEntity, p)
}

// withdraw takes an explanation back.
func (s *server) withdraw(w http.ResponseWriter, r *http.Request) error {
	id, _, err := number(r.PostForm, "explanation")
	if err != nil {
		return err
	}
	reader := readerOf(r.Context())
	if err := s.reachesExplanation(r.Context(), reader, int64(id)); err != nil {
		return err
	}
	err = s.office.Withdraw(r.Context(), reader.Actor, int64(id), reader.author(r), r.PostForm.Get("reason"))
	text, bad := errors.AsType[*office.TextError](err)
	switch {
	case bad:
		return badRequest("没有撤回", text.Advice+"。用浏览器的“后退”可以回到刚才填写的内容。")
	case errors.Is(err, office.ErrNoExplanation):
		return notFound("没有这条说明", "没有写入任何内容。")
	case errors.Is(err, office.ErrWithdrawn): // sent twice, or by two people: it is withdrawn all the same
	case err != nil:
		return err
	}
	http.Redirect(w, r, address("/findings", back(r)), http.StatusSeeOther)
	return nil
}

// author is who says what a form says: the account that is signed in, or at the machine whoever the form names.
func (r Reader) author(form *http.Request) string {
	if r.SignedIn() {
		return r.Account.Name
	}
	return form.PostForm.Get("author")
}

// reachesExplanation refuses to let a reader touch what was said about an agency he does not reach.
func (s *server) reachesExplanation(ctx context.Context, reader Reader, id int64) error {
	if reader.Everywhere() {
		return nil
	}
	said, err := s.office.Explanations(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(said, func(e office.Explanation) bool { return e.ID == id })
	if i < 0 {
		return nil // the store says so
	}
	lease, err := s.snapshots.Acquire(ctx)
	if err != nil {
		return err
	}
	defer lease.Release()
	of, err := queries.Entities(ctx, lease.DB(), []string{queries.AgencyEntity(said[i].Agency)})
	if isNotFound(err) || err == nil && !reader.reachesEntities(of) {
		return outOfReach(reader)
	}
	return err
}
