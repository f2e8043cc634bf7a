package dashboard

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/oauth2-proxy/mockoidc"

	"tongjian/data/office"
)

// provider runs an OpenID Connect provider on this machine.
func provider(t *testing.T) *mockoidc.MockOIDC {
	t.Helper()
	p, err := mockoidc.Run()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Shutdown(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// single sets a site up that a provider vouches for people at.
func singleOf(p *mockoidc.MockOIDC, claim string) func(*Config) {
	c := p.Config()
	return func(config *Config) {
		config.SingleSignOn = &SingleSignOn{Issuer: c.Issuer, ClientID: c.ClientID, ClientSecret: c.ClientSecret, Claim: claim, Site: "http://example.com/"}
	}
}

// begin starts signing in, and gives what the browser keeps and where the provider sends it back to.
func begin(t *testing.T, site http.Handler, to string) (cookie string, back *url.URL) {
	t.Helper()
	w := ask(site, http.MethodGet, "/signin/single?to="+url.QueryEscape(to), nil)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %.300s", w.Code, w.Body)
	}
	set := w.Header().Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/signin/single", "Max-Age=600"} {
		if !strings.Contains(set, want) {
			t.Errorf("the cookie %q has no %s", set, want)
		}
	}
	asked, err := url.Parse(w.Header().Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"state", "nonce", "code_challenge"} {
		if asked.Query().Get(want) == "" {
			t.Errorf("the provider is asked without %s", want)
		}
	}
	if asked.Query().Get("code_challenge_method") != "S256" || strings.Contains(asked.RawQuery, "secret") {
		t.Errorf("the provider is asked %s", asked)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, asked.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	back, err = url.Parse(answer.Header.Get("Location"))
	if err != nil || back.Path != "/signin/single/back" || back.Query().Get("code") == "" {
		t.Fatalf("the provider sends back to %q: %v", answer.Header.Get("Location"), err)
	}
	return strings.Split(set, ";")[0], back
}

// finish comes back from the provider.
func finish(site http.Handler, back *url.URL, cookie string) *httptest.ResponseRecorder {
	var headers []string
	if cookie != "" {
		headers = []string{"Cookie", cookie}
	}
	return ask(site, http.MethodGet, back.RequestURI(), nil, headers...)
}

// sessionOf is the session a browser was given; empty when none was.
func sessionOf(w *httptest.ResponseRecorder) string {
	for _, c := range w.Result().Cookies() {
		if c.Name == "tongjian" && c.Value != "" {
			return "tongjian=" + c.Value
		}
	}
	return ""
}

func TestSingleSignOn(t *testing.T) {
	p := provider(t)
	g := newGate(t, singleOf(p, "email"))
	if _, err := g.store.AddAccount(t.Context(), office.Actor{}, office.Account{Login: "jane", Role: office.RoleViewer, Region: lake, Identity: "jane@example.com"}, ""); err != nil {
		t.Fatal(err)
	}
	user := func(mail string, verified bool) {
		p.QueueUser(&mockoidc.MockUser{Subject: "17", Email: mail, EmailVerified: verified})
	}

	if page := ask(g.site, http.MethodGet, "/signin?to=/volumes", nil).Body.String(); !strings.Contains(page, `href="/signin/single?to=%2Fvolumes"`) {
		t.Error("the page does not offer it")
	}
	user("jane@example.com", true)
	cookie, back := begin(t, g.site, "/volumes?to=2022")
	w := finish(g.site, back, cookie)
	session := sessionOf(w)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/volumes?to=2022" || session == "" {
		t.Fatalf("%d %s %.300s", w.Code, w.Header().Get("Location"), w.Body)
	}
	if w := ask(g.site, http.MethodGet, "/", nil, "Cookie", session); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<h1>星湖区") {
		t.Errorf("signed in: %d", w.Code)
	}

	// Who comes from an address longer than a browser keeps signs in all the same.
	user("jane@example.com", true)
	long, longBack := begin(t, g.site, "/volumes?q="+strings.Repeat("%E9%95%BF", 300))
	if len(long) > 4096-100 { // with its attributes
		t.Errorf("no browser keeps a cookie of %d bytes", len(long))
	}
	if w := finish(g.site, longBack, long); w.Header().Get("Location") != "/" || sessionOf(w) == "" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}

	// Neither the answer nor what the browser kept serves anybody else, or twice, or turned against another sign-in.
	user("jane@example.com", true)
	other, otherBack := begin(t, g.site, "//evil.example")
	changed := *otherBack
	v := changed.Query()
	v.Set("code", back.Query().Get("code"))
	changed.RawQuery = v.Encode()
	for name, w := range map[string]*httptest.ResponseRecorder{
		"a browser that began nothing": finish(g.site, otherBack, ""),
		"another browser":              finish(g.site, otherBack, cookie),
		"the answer of before":         finish(g.site, back, cookie),
		"a code used before":           finish(g.site, &changed, other),
		"a cookie of no sense":         finish(g.site, otherBack, startedCookie+"=%%%"),
		"refused":                      ask(g.site, http.MethodGet, "/signin/single/back?error=access_denied&state="+otherBack.Query().Get("state"), nil, "Cookie", other),
		"no state at all":              ask(g.site, http.MethodGet, "/signin/single/back?code=x&state=", nil, "Cookie", startedCookie+"=state="),
	} {
		if w.Code < http.StatusBadRequest || sessionOf(w) != "" {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if w := finish(g.site, otherBack, other); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
		t.Errorf("led elsewhere: %d %s", w.Code, w.Header().Get("Location"))
	}

	// An ID token that answers another sign-in is refused, though its code is good.
	user("jane@example.com", true)
	kept, again := begin(t, g.site, "/")
	name, value, _ := strings.Cut(kept, "=")
	wrong, err := url.ParseQuery(value)
	if err != nil {
		t.Fatal(err)
	}
	wrong.Set("nonce", "another")
	if w := finish(g.site, again, name+"="+wrong.Encode()); w.Code != http.StatusBadGateway || sessionOf(w) != "" {
		t.Errorf("another nonce: %d", w.Code)
	}
	user("jane@example.com", true)
	kept, again = begin(t, g.site, "/")
	name, value, _ = strings.Cut(kept, "=")
	if wrong, err = url.ParseQuery(value); err != nil {
		t.Fatal(err)
	}
	wrong.Set("verifier", "another-verifier-that-is-long-enough-to-be-one-at-all")
	if w := finish(g.site, again, name+"="+wrong.Encode()); w.Code != http.StatusBadGateway || sessionOf(w) != "" {
		t.Errorf("another verifier: %d", w.Code)
	}

	// Whom nobody here knows, and whose address is not theirs for certain.
	for mail, status := range map[string]int{"nobody@example.com": http.StatusForbidden, "": http.StatusBadGateway} {
		user(mail, true)
		cookie, back := begin(t, g.site, "/")
		if w := finish(g.site, back, cookie); w.Code != status || sessionOf(w) != "" {
			t.Errorf("%q: %d", mail, w.Code)
		}
	}
}

// A provider that is down keeps nobody from the server, nor from their password.
func TestSingleSignOnIsDown(t *testing.T) {
	g := newGate(t, func(c *Config) {
		c.SingleSignOn = &SingleSignOn{Issuer: "http://127.0.0.1:1/oidc", ClientID: "c", Site: "http://example.com"}
	})
	if w := ask(g.site, http.MethodGet, "/signin/single", nil); w.Code != http.StatusBadGateway || !strings.Contains(w.Body.String(), "联系不上") {
		t.Errorf("%d", w.Code)
	}
	if w := ask(g.site, http.MethodGet, "/signin", nil); w.Code != http.StatusOK {
		t.Errorf("signing in by password: %d", w.Code)
	}
	// Once it is there again it is asked again.
	p := provider(t)
	g.server.entrance.single.Issuer = p.Issuer()
	if _, err := g.server.entrance.single.provider(context.Background()); err != nil {
		t.Error(err)
	}
	without := newServerSite(t)
	if w := ask(without, http.MethodGet, "/signin/single", nil); w.Code != http.StatusNotFound {
		t.Errorf("where there is none: %d", w.Code)
	}
}

// newServerSite is the site without anything it can do without.
func newServerSite(t *testing.T) http.Handler {
	t.Helper()
	s, err := newServer(Config{})
	if err != nil {
		t.Fatal(err)
	}
	return s.routes()
}
