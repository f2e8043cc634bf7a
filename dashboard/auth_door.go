package dashboard

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"tongjian/data/office"
	"tongjian/queries"
)

// let gives the door of a route: it finds out who asks, holds the request against the route's declaration, and lets it in or says
// why not.
func (s *server) let(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.sameOrigin(r); err != nil {
			s.fail(w, r, err)
			return
		}
		if rt.within == ofAnybody {
			rt.handler.ServeHTTP(w, r)
			return
		}
		reader, err := s.identify(r)
		if err != nil {
			s.turnAway(w, r, err)
			return
		}
		r = r.WithContext(withReader(r.Context(), reader))
		if err := s.admits(r, rt, reader); err != nil {
			s.turnAway(w, r, err)
			return
		}
		if !rt.takesAway(r) {
			rt.handler.ServeHTTP(w, r)
			return
		}
		s.handOut(w, r, rt, reader)
	})
}

// sameOrigin refuses what changes something and was sent from another site's page. A program with a token has no page.
func (s *server) sameOrigin(r *http.Request) error {
	if r.Header.Get("Authorization") != "" {
		return nil
	}
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		return &problem{http.StatusForbidden, "这里不能写", "这次提交不是从本站的网页发出的，没有写入任何内容。", nil}
	}
	return nil
}

// What keeps somebody out.
var (
	errSignIn = errors.New("somebody has to sign in")
	errToken  = errors.New("the access token is not good, or good no more")
	errChange = errors.New("the password given has to be changed first")
)

// admits holds a reader against what a route takes.
func (s *server) admits(r *http.Request, rt route, reader Reader) error {
	switch {
	case reader.by == byNothing:
		return errSignIn
	case rt.within == ofReader && reader.by != bySession:
		return errSignIn
	case reader.Account.MustChange && rt.within != ofReader:
		return errChange
	case rt.within == ofReader:
		return nil
	}
	if !rt.suits(r, reader) {
		switch {
		case reader.by == byVisit:
			return &problem{http.StatusForbidden, "这里不能写", s.refusal(reader), nil}
		case !reader.SignedIn():
			return errSignIn
		}
		return forbidden(reader)
	}
	reached, err := s.reaches(r, rt.within, reader)
	if err == nil && !reached {
		return outOfReach(reader)
	}
	return err
}

// reaches reports whether what a request is about lies within what the reader reaches. What does not exist is left to the handler.
func (s *server) reaches(r *http.Request, in within, reader Reader) (bool, error) {
	if reader.Everywhere() {
		return true, nil
	}
	switch in {
	case withinRegion:
		// Any of several would be taken by somebody: all must be reached.
		for _, code := range r.URL.Query()[paramRegion] {
			if code != "" && !reader.Reaches(code) {
				return false, nil
			}
		}
		return true, nil
	case withinAgency, withinReport, withinFile:
		id, err := strconv.Atoi(mux.Vars(r)["id"])
		if err != nil {
			return reader.Agency() == 0, nil // no such page
		}
		return s.reachesAll(r, in, id, reader)
	}
	return true, nil
}

// reachesAll reports whether the reader reaches every agency an address is about.
func (s *server) reachesAll(r *http.Request, in within, id int, reader Reader) (bool, error) {
	ctx := r.Context()
	lease, err := s.acquire(r) // the snapshot that will answer: another may know other reports
	if err != nil {
		return false, err
	}
	defer lease.Release()
	var concerned []queries.Entity
	switch in {
	case withinAgency:
		concerned, err = queries.Entities(ctx, lease.DB(), []string{queries.AgencyEntity(id)})
	case withinReport:
		concerned, err = queries.ReportAgency(ctx, lease.DB(), id)
	case withinFile:
		concerned, err = queries.FileAgencies(ctx, lease.DB(), id)
	}
	if isNotFound(err) {
		return reader.Agency() == 0, nil
	}
	for _, e := range concerned {
		if !reader.ReachesAgency(e.Agency, e.Region) {
			return false, err
		}
	}
	return true, err
}

// handOut answers a request for something to keep, and records that it was.
func (s *server) handOut(w http.ResponseWriter, r *http.Request, rt route, reader Reader) {
	out, direct := w.(*exported) // at the command line
	sw := &statusWriter{ResponseWriter: w}
	if direct {
		rt.handler.ServeHTTP(out, r)
		sw.status = out.status
		if out.problem != nil {
			return
		}
	} else {
		rt.handler.ServeHTTP(sw, r)
	}
	ok := sw.status == 0 || sw.status == http.StatusOK || sw.status == http.StatusPartialContent
	if s.office == nil || !ok || r.Method != http.MethodGet {
		return
	}
	detail, err := url.QueryUnescape(r.URL.RawQuery)
	if err != nil {
		detail = r.URL.RawQuery
	}
	// The figures are out: that is recorded though the reader has gone.
	if err := s.office.Record(context.WithoutCancel(r.Context()), reader.Actor, office.ActionExport, r.URL.Path, detail); err != nil {
		s.log.ErrorContext(r.Context(), "export not recorded", "path", r.URL.Path, "err", err)
	}
}

// turnAway says why somebody is not let in; who has only to sign in is led there.
func (s *server) turnAway(w http.ResponseWriter, r *http.Request, why error) {
	page := (r.Method == http.MethodGet || r.Method == http.MethodHead) && strings.Contains(r.Header.Get("Accept"), "text/html")
	switch {
	case errors.Is(why, errChange) && page:
		http.Redirect(w, r, "/account", http.StatusSeeOther)
	case errors.Is(why, errChange):
		s.fail(w, r, &problem{http.StatusForbidden, "请先修改密码", "现在的密码是别人给的，改成自己的以后才能使用。", []Link{{Label: "修改密码", URL: "/account"}}})
	case errors.Is(why, errSignIn) && page:
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, signInAddress(r), http.StatusSeeOther)
	case errors.Is(why, errSignIn):
		w.Header().Set("WWW-Authenticate", `Bearer realm="tongjian"`)
		s.fail(w, r, &problem{http.StatusUnauthorized, "请先登录", "登录后再试；程序请带访问令牌（Authorization: Bearer …）。", []Link{{Label: "登录", URL: "/signin"}}})
	case errors.Is(why, errToken):
		w.Header().Set("WWW-Authenticate", `Bearer realm="tongjian", error="invalid_token"`)
		s.fail(w, r, &problem{http.StatusUnauthorized, "访问令牌无效", "令牌写错了、已过期或已撤销，或者所属的账号已停用。请在“我的账号”里重新生成。", nil})
	case page && r.URL.Path == "/" && readerOf(r.Context()).Agency() != 0:
		// An agency's account begins with what it has sent: the first page of the site is about others.
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, "/mine", http.StatusSeeOther)
	default:
		s.fail(w, r, why)
	}
}

// signInAddress leads to where one signs in and then goes on to what a request asked for; to the first page where that would be an address
// nobody may ask for, as escaping makes it longer.
func signInAddress(r *http.Request) string {
	const room = 64 // for the address of single sign-on, which has a longer path
	to := address("/signin", url.Values{"to": {r.URL.RequestURI()}})
	if len(to)+room > longestAddress {
		return "/signin"
	}
	return to
}

// forbidden says that the account may not do such a thing at all.
func forbidden(reader Reader) error {
	text := "账号 " + reader.Account.Login + " 的角色是“" + reader.Account.Role.Label() + "”，不能使用这一页。需要的话，请管理员调整。"
	if reader.by == byToken {
		text = "这个访问令牌没有这项权限。"
	}
	return &problem{http.StatusForbidden, "没有这项权限", text, nil}
}

// outOfReach says that the account may do this, but not here.
func outOfReach(reader Reader) error {
	if id := reader.Agency(); id != 0 {
		return &problem{http.StatusForbidden, "这里超出了账号的范围", "报送单位的账号只能看本单位的报告。",
			[]Link{{Label: "看本单位", URL: "/agencies/" + strconv.Itoa(id)}}}
	}
	name := regionName(reader.Account.Region)
	return &problem{http.StatusForbidden, "这里超出了账号的范围", "账号 " + reader.Account.Login + " 能看的是" + name + "及其下级。",
		[]Link{{Label: "看" + name, URL: address("/", url.Values{paramRegion: {reader.Account.Region}})}}}
}

// addressOf is the network address a request came from, without its port.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
