package dashboard

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"tongjian/data/office"
)

// SignInPage is 登录.
type SignInPage struct {
	Head
	Login string
	To    string // where to go afterwards
	Wrong string // why it did not work
	// None is set while nobody has an account: there is nothing to sign in to.
	None bool
	// Single is the address of single sign-on; empty where there is none.
	Single string
	// Open is set where one may look around without an account.
	Open bool
}

// signInPage shows the form; who has signed in goes on.
func (s *server) signInPage(w http.ResponseWriter, r *http.Request) {
	reader, err := s.identify(r)
	if err != nil {
		s.turnAway(w, r, err)
		return
	}
	to := localPath(r.URL.Query().Get("to"))
	if reader.by == bySession {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	s.showSignIn(w, r, http.StatusOK, SignInPage{To: to, None: reader.by == byMachine || reader.by == byVisit, Open: s.entrance.open})
}

func (s *server) showSignIn(w http.ResponseWriter, r *http.Request, status int, p SignInPage) {
	p.Head = Head{Title: "登录", Home: "/"}
	if s.entrance.single != nil {
		p.Single = address("/signin/single", url.Values{"to": {p.To}})
	}
	w.Header().Set("Cache-Control", "no-store")
	if err := s.render(w, "signin", status, p); err != nil {
		s.fail(w, r, err)
	}
}

// signIn opens a session for who gives a login with its password.
func (s *server) signIn(w http.ResponseWriter, r *http.Request) error {
	p := SignInPage{Login: r.PostForm.Get("login"), To: localPath(r.PostForm.Get("to")), Open: s.entrance.open}
	secret, a, err := s.office.SignIn(r.Context(), p.Login, r.PostForm.Get("password"), addressOf(r), requestID(r))
	locked, wait := errors.AsType[*office.LockedError](err)
	switch {
	case wait:
		w.Header().Set("Retry-After", fmt.Sprint(int(time.Until(locked.Until).Seconds())+1))
		p.Wrong = locked.Error()
		s.showSignIn(w, r, http.StatusTooManyRequests, p)
		return nil
	case errors.Is(err, office.ErrSignIn):
		p.Wrong = "登录名或密码不对，或者账号已停用"
		s.showSignIn(w, r, http.StatusUnauthorized, p)
		return nil
	case err != nil:
		return err
	}
	s.enter(w, r, secret, a, p.To)
	return nil
}

// enter gives the browser its new session and leads on. The one it had ends: nobody goes on under another's name.
func (s *server) enter(w http.ResponseWriter, r *http.Request, secret string, a office.Account, to string) {
	if before, err := s.bySession(r); err == nil && before.by == bySession {
		before.Actor.Address, before.Actor.Request = addressOf(r), requestID(r)
		if err := s.office.SignOut(r.Context(), before.Actor, before.session); err != nil {
			s.log.ErrorContext(r.Context(), "session not ended", "err", err)
		}
	}
	keepSession(w, r, secret)
	if a.MustChange {
		to = "/account"
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// signOut ends the session; what the browser has kept of it goes too.
func (s *server) signOut(w http.ResponseWriter, r *http.Request) error {
	reader := readerOf(r.Context())
	if err := s.office.SignOut(r.Context(), reader.Actor, reader.session); err != nil {
		return err
	}
	keepSession(w, r, "")
	w.Header().Set("Clear-Site-Data", `"cache"`)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/signin", http.StatusSeeOther)
	return nil
}

// localPath gives an address of this site, the first page where another is asked for: nobody is led elsewhere from here.
func localPath(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") ||
		strings.ContainsAny(to, "\\\r\n\t") || strings.HasPrefix(u.Path, "/signin") || strings.HasPrefix(u.Path, "//") {
		return "/"
	}
	return u.RequestURI()
}
