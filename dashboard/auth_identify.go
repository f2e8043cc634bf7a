package dashboard

import (
	"crypto/rand"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync/atomic"

	"tongjian/data/office"
	"tongjian/data/regions"
)

// entrance is how the site lets people in. Nothing in it changes but what is remembered of accounts.
type entrance struct {
	// accounts is set once somebody has an account: from then on nobody comes in without one.
	accounts atomic.Bool
	// open lets everybody see the pages, and nothing more.
	open bool
	user string // who runs the server
	// single is single sign-on; nil where there is none.
	single *single
}

// identify finds out who a request is from.
func (s *server) identify(r *http.Request) (Reader, error) {
	if reader := readerOf(r.Context()); reader.by != byNothing { // at the command line
		return reader, nil
	}
	reader, err := s.recognize(r)
	reader.Actor.Address, reader.Actor.Request = addressOf(r), requestID(r)
	return reader, err
}

func (s *server) recognize(r *http.Request) (Reader, error) {
	guarded, err := s.guarded(r)
	if err != nil {
		return Reader{}, err
	}
	if !guarded {
		return s.withoutAccounts(r)
	}
	if r.Header.Get("Authorization") != "" { // a program: whatever cookie comes with it does not count
		return s.byToken(r)
	}
	reader, err := s.bySession(r)
	if err == nil && reader.by == byNothing && s.entrance.open {
		return onLooking(byOpen, office.RightView), nil
	}
	return reader, err
}

// guarded reports whether one needs an account here. Once there have been accounts it stays so: taking the last away opens nothing.
func (s *server) guarded(r *http.Request) (bool, error) {
	if s.office == nil || s.entrance.accounts.Load() {
		return s.entrance.accounts.Load(), nil
	}
	has, err := s.office.HasAccounts(r.Context())
	if has {
		s.entrance.accounts.Store(true)
	}
	return has, err
}

// withoutAccounts is who asks where nobody has an account: the person at the machine, if the request comes from there and not
// through a name that another site could have led here. What only this machine reaches answers to no other name: a page of such a site
// would read it through a browser here.
func (s *server) withoutAccounts(r *http.Request) (Reader, error) {
	origin, forwarded := r.Header.Get("Origin"), r.Header.Get("X-Forwarded-For") != ""
	switch {
	case s.entrance.open && (!s.local || forwarded || !loopback(r.Host)):
		return onLooking(byOpen, office.RightView), nil
	case s.local && forwarded:
		// A proxy would hand what is meant for this machine to everybody.
		return Reader{}, &problem{http.StatusForbidden, "看板还没有账号", "没有账号的看板只供本机使用，这次访问是经反向代理来的。请管理员先用命令 tongjian user add 建账号。", nil}
	case s.local && !loopback(r.Host):
		return Reader{}, misdirected(r)
	case s.local && (origin == "" || loopbackOrigin(origin)):
		return atMachine(s.entrance.user), nil
	}
	return onLooking(byVisit, office.RightView, office.RightExport), nil
}

// misdirected says how to open a server that answers to the names of its own machine only.
func misdirected(r *http.Request) error {
	home := "http://127.0.0.1/"
	if at, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
		home = "http://" + at.String() + "/"
	}
	return &problem{http.StatusMisdirectedRequest, "看板不在这个名字下", "没有账号的看板只供本机使用，只答复用本机地址（127.0.0.1、::1 或 localhost）打开的网页，这次用的是“" + short(r.Host) +
		"”。请在这台机器上打开 " + home + " ；要用别的名字、从别的机器打开，请管理员先用命令 tongjian user add 建账号。", nil}
}

// bySession is who a browser's cookie belongs to; nobody without an error when it belongs to nobody.
func (s *server) bySession(r *http.Request) (Reader, error) {
	cookie, err := r.Cookie(cookieName(r))
	if err != nil || cookie.Value == "" {
		return Reader{}, nil
	}
	a, err := s.office.Session(r.Context(), cookie.Value)
	if errors.Is(err, office.ErrNoSession) {
		return Reader{}, nil
	}
	if err != nil {
		return Reader{}, err
	}
	return Reader{Account: a, Actor: a.Actor("", ""), by: bySession, session: cookie.Value}, nil
}

// byToken is who a program's token acts for.
func (s *server) byToken(r *http.Request) (Reader, error) {
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || s.office == nil {
		return Reader{}, errToken
	}
	a, t, err := s.office.TokenAccount(r.Context(), strings.TrimSpace(secret))
	if errors.Is(err, office.ErrNoToken) {
		return Reader{}, errToken
	}
	if err != nil {
		return Reader{}, err
	}
	rights := append([]office.Right{}, t.Rights...) // never nil: that would be all
	return Reader{Account: a, Actor: a.Actor("", ""), by: byToken, rights: rights}, nil
}

// encrypted reports whether a request came over TLS.
func encrypted(r *http.Request) bool { return r.TLS != nil }

// cookieName is the name of the session's cookie. Over TLS the browser holds it to this very host.
func cookieName(r *http.Request) string {
	if encrypted(r) {
		return "__Host-tongjian"
	}
	return "tongjian"
}

// keepSession gives the browser a session's secret; an empty one takes it away.
func keepSession(w http.ResponseWriter, r *http.Request, secret string) {
	c := http.Cookie{Name: cookieName(r), Value: secret, Path: "/", HttpOnly: true, Secure: encrypted(r), SameSite: http.SameSiteLaxMode}
	if secret == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, &c)
}

type requestKey struct{}

// requestID is the number of a request in the log; empty outside of the server.
func requestID(r *http.Request) string {
	id, _ := r.Context().Value(requestKey{}).(string)
	return id
}

// newRequestID makes the number of a request: short enough to be read out over the telephone.
func newRequestID() string { return strings.ToLower(rand.Text()[:10]) }

// regionName is a region as messages name it.
func regionName(code string) string {
	if r, ok := regions.ByCode(code); ok {
		return r.Name
	}
	return code
}
