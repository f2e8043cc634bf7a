package dashboard

import (
	"bytes"
	"crypto/tls"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"tongjian/data/office"
)

func day2099(t testing.TB) time.Time {
	t.Helper()
	return time.Now().AddDate(0, 6, 0)
}

// withPassword gives somebody a password of their own.
func (g *gate) withPassword(t testing.TB, login, password string) {
	t.Helper()
	a := office.Account{Login: login, Role: office.RoleOffice, Region: lake}
	a, err := g.store.AddAccount(t.Context(), office.Actor{Name: "test"}, a, "first-password-of-all")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.store.ChangePassword(t.Context(), a.Actor("", ""), a, "first-password-of-all", password); err != nil {
		t.Fatal(err)
	}
}

const goodPassword = "correct horse battery"

// A session given to somebody beforehand is not the one they get, and one that has ended opens nothing.
func TestSessionsAreNeitherSlippedNorReplayed(t *testing.T) {
	g := newGate(t, nil)
	g.withPassword(t, "li", goodPassword)
	form := url.Values{"login": {"li"}, "password": {goodPassword}, "to": {"/volumes"}}
	slipped := g.as(t, "lake-viewer") // an attacker's own, put into the victim's browser
	w := ask(g.site, http.MethodPost, "/signin", form, slipped...)
	set := w.Header().Get("Set-Cookie")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/volumes" {
		t.Fatalf("%d %s", w.Code, w.Header().Get("Location"))
	}
	for _, want := range []string{"tongjian=", "HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(set, want) {
			t.Errorf("the cookie %q has no %s", set, want)
		}
	}
	cookie := strings.Split(set, ";")[0]
	if cookie == slipped[1] {
		t.Error("the session is the one slipped in")
	}
	if w := ask(g.site, http.MethodGet, "/volumes", nil, slipped...); w.Code != http.StatusUnauthorized {
		t.Errorf("the session of before goes on: %d", w.Code)
	}
	if w := ask(g.site, http.MethodPost, "/signout", nil, "Cookie", cookie); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("signing out: %d %s", w.Code, w.Header().Get("Set-Cookie"))
	}
	if w := ask(g.site, http.MethodGet, "/volumes", nil, "Cookie", cookie); w.Code != http.StatusUnauthorized {
		t.Errorf("replayed after signing out: %d", w.Code)
	}
	// Over TLS the cookie is held to the host, and the other name is not looked at.
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/signin", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.TLS = &tls.ConnectionState{}
	rec := httptest.NewRecorder()
	g.site.ServeHTTP(rec, r)
	if set := rec.Header().Get("Set-Cookie"); !strings.HasPrefix(set, "__Host-tongjian=") || !strings.Contains(set, "Secure") {
		t.Errorf("over TLS the cookie is %q", set)
	}
	r = httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/volumes", nil)
	r.TLS = &tls.ConnectionState{}
	r.Header.Set("Cookie", g.as(t, "root")[1])
	rec = httptest.NewRecorder()
	g.site.ServeHTTP(rec, r)
	if rec.Code != http.StatusUnauthorized {
		t.Errorf("over TLS a cookie any page of the domain could have set counts: %d", rec.Code)
	}
}

// Nothing changes but by a form of this site's own pages, or by a program with a token.
func TestForgedForms(t *testing.T) {
	g := newGate(t, nil)
	cookie := g.as(t, "root")
	form := url.Values{"login": {"mallory"}, "role": {"administrator"}, "region": {"000000"}}
	for _, headers := range [][]string{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "", "Origin", "http://evil.example"},
		{"Sec-Fetch-Site", "", "Origin", "null"}, {"Sec-Fetch-Site", "cross-site", "Origin", "http://example.com"},
	} {
		for _, target := range []string{"/accounts", "/signin", "/signout", "/account/password", "/findings/explain"} {
			if w := ask(g.site, http.MethodPost, target, form, append(append([]string{}, cookie...), headers...)...); w.Code != http.StatusForbidden {
				t.Errorf("%s with %q: %d", target, headers, w.Code)
			}
		}
	}
	if _, err := g.store.AccountByLogin(t.Context(), "mallory"); err == nil {
		t.Error("a forged form made an account")
	}
	// A token in a header that is no good does not let the cookie beside it do what a token may.
	if w := ask(g.site, http.MethodPost, "/accounts", form, append(append([]string{}, cookie...), "Sec-Fetch-Site", "cross-site", "Authorization", "Bearer x")...); w.Code != http.StatusUnauthorized {
		t.Errorf("a cookie counts beside a token: %d", w.Code)
	}
}

// Who cannot sign in is not told why, whatever they try; guessing has to wait.
func TestGuessing(t *testing.T) {
	var log bytes.Buffer
	g := newGate(t, func(c *Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	g.withPassword(t, "li", goodPassword)
	site := logged(slog.New(slog.NewTextHandler(&log, nil)), g.site)
	try := func(login, password string) *httptest.ResponseRecorder {
		return ask(site, http.MethodPost, "/signin", url.Values{"login": {login}, "password": {password}})
	}
	known, unknown := try("li", "wrong password here"), try("nobody", "wrong password here")
	told := func(w *httptest.ResponseRecorder, login string) string {
		return strings.ReplaceAll(w.Body.String(), `value="`+login+`"`, "")
	}
	if known.Code != http.StatusUnauthorized || known.Code != unknown.Code || told(known, "li") != told(unknown, "nobody") {
		t.Error("the answer tells whether there is such an account")
	}
	for range 6 {
		try("li", "wrong password again")
	}
	if w := try("li", goodPassword); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("guessing goes on: %d", w.Code)
	}
	for _, secret := range []string{goodPassword, "wrong password"} {
		if strings.Contains(log.String(), secret) {
			t.Error("a password is in the log")
		}
	}
	// Tokens: none, one that is no token, one taken back.
	for _, header := range []string{"Bearer", "Bearer ", "Bearer tongjian_x", "Basic bGk6eA==", "tongjian_x"} {
		if w := ask(site, http.MethodGet, "/volumes.json", nil, "Authorization", header); w.Code != http.StatusUnauthorized || w.Header().Get("WWW-Authenticate") == "" {
			t.Errorf("%q: %d", header, w.Code)
		}
	}
}

// One is led on to this site only, wherever a link says.
func TestLocalPath(t *testing.T) {
	for to, want := range map[string]string{
		"": "/", "/volumes?to=2022": "/volumes?to=2022", "//evil.example": "/", "https://evil.example/": "/", "/\\evil.example": "/", "\\\\evil": "/", "javascript:alert(1)": "/",
		"/%2f/evil.example": "/", "/signin?to=/": "/", "/a\r\nSet-Cookie: x": "/", "/volumes#x": "/volumes", " /volumes": "/", "/%zz": "/",
	} {
		if got := localPath(to); got != want {
			t.Errorf("%q leads to %q, want %q", to, got, want)
		}
	}
}

func FuzzLocalPath(f *testing.F) {
	for _, seed := range []string{"/", "/volumes?to=2022", "//evil.example", "/\\evil", "https://e", "/\t/evil.example", "/%2e%2e//evil", "/a?b=//c"} {
		f.Add(seed)
	}
	base, err := url.Parse("https://tongjian.example/signin")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, to string) {
		got := localPath(to)
		at, err := base.Parse(got)
		if err != nil || at.Host != base.Host || at.Scheme != base.Scheme || !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") || strings.ContainsAny(got, "\\\r\n\t") {
			t.Errorf("%q leads to %q", to, got)
		}
	})
}

// An administrator of a district hands out nothing beyond it, and does not touch those who reach further.
func TestAdministratorsOfADistrict(t *testing.T) {
	g := newGate(t, nil)
	cookie := g.as(t, "lake-admin")
	page := ask(g.site, http.MethodGet, "/accounts", nil, cookie...).Body.String()
	if strings.Contains(page, "/accounts/root") || strings.Contains(page, "city-office") || !strings.Contains(page, "/accounts/lake-office") || strings.Contains(page, "青禾") {
		t.Error("the list has others than those of the district")
	}
	if !strings.Contains(page, `<option value="星湖区教育局">`) || strings.Contains(page, `<option value="示例市财政局">`) {
		t.Error("the form does not suggest the agencies of the district, and them alone")
	}
	for name, form := range map[string]url.Values{
		"the country":            {"login": {"x1"}, "role": {"viewer"}, "region": {"000000"}},
		"the city":               {"login": {"x2"}, "role": {"viewer"}, "region": {city}},
		"another district":       {"login": {"x3"}, "role": {"administrator"}, "region": {field}},
		"an agency of the city":  {"login": {"x4"}, "role": {"agency"}, "region": {lake}, "agency": {"示例市财政局"}},
		"no such region":         {"login": {"x5"}, "role": {"viewer"}, "region": {"123456"}},
		"no role there is":       {"login": {"x6"}, "role": {"emperor"}, "region": {lake}},
		"an agency nobody knows": {"login": {"x7"}, "role": {"agency"}, "agency": {"没有这个局"}},
		"several agencies":       {"login": {"x8"}, "role": {"agency"}, "agency": {"局"}},
	} {
		if w := ask(g.site, http.MethodPost, "/accounts", form, cookie...); w.Code != http.StatusUnprocessableEntity || strings.Contains(w.Body.String(), "财政局</") {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	for _, target := range []string{"/accounts/root", "/accounts/root/reset", "/accounts/city-office"} {
		if w := ask(g.site, http.MethodPost, target, url.Values{"role": {"viewer"}, "region": {lake}}, cookie...); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
	if w := ask(g.site, http.MethodPost, "/accounts/lake-viewer", url.Values{"role": {"viewer"}, "region": {city}}, cookie...); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a viewer's reach is widened beyond the administrator's: %d", w.Code)
	}
	viewer := g.as(t, "lake-viewer")
	w := ask(g.site, http.MethodPost, "/accounts", url.Values{"login": {"school"}, "role": {"agency"}, "agency": {"教育局"}}, cookie...)
	if a, err := g.store.AccountByLogin(t.Context(), "school"); w.Code != http.StatusOK || err != nil || a.Agency != g.ids["星湖区教育局"] || a.Region != lake {
		t.Errorf("%d, %+v, %v", w.Code, a, err)
	}
	if list := ask(g.site, http.MethodGet, "/accounts", nil, cookie...).Body.String(); !strings.Contains(list, ">星湖区教育局</td>") || strings.Contains(list, "编号 ") {
		t.Error("the list of accounts does not name the agency an account is for")
	}
	w = ask(g.site, http.MethodPost, "/accounts/lake-viewer", url.Values{"name": {"v"}, "role": {"viewer"}, "region": {lake}, "disabled": {"1"}}, cookie...)
	if w.Code != http.StatusSeeOther {
		t.Errorf("disabling: %d", w.Code)
	}
	if w := ask(g.site, http.MethodGet, "/", nil, viewer...); w.Code != http.StatusUnauthorized {
		t.Errorf("somebody disabled goes on: %d", w.Code)
	}
}

// An explanation is signed by the account, whatever the form says, and cannot be written or taken back beyond its reach.
func TestExplanationsAreSigned(t *testing.T) {
	g := newGate(t, nil)
	var answer struct {
		Snapshot struct{ Number int }
		Rows     []struct {
			Finding int
			Agency  int
		}
	}
	decode(t, ask(g.site, http.MethodGet, "/findings.json?check=T3-BALANCE&state=all", nil, g.as(t, "root")...).Body.Bytes(), &answer)
	if len(answer.Rows) != 1 {
		t.Fatalf("%d findings", len(answer.Rows))
	}
	if _, err := g.store.AddAccount(t.Context(), office.Actor{}, office.Account{Login: "field-office", Role: office.RoleOffice, Region: field, Identity: "field-office"}, ""); err != nil {
		t.Fatal(err)
	}
	form := url.Values{"finding": {strconv.Itoa(answer.Rows[0].Finding)}, "snapshot": {strconv.Itoa(answer.Snapshot.Number)}, "reason": {"有一件并案办理。"}, "author": {"冒名"}}
	if w := ask(g.site, http.MethodPost, "/findings/explain", form, g.as(t, "field-office")...); w.Code != http.StatusForbidden {
		t.Errorf("an office explains another district's finding: %d", w.Code)
	}
	if w := ask(g.site, http.MethodPost, "/findings/explain", form, g.as(t, "lake-viewer")...); w.Code != http.StatusForbidden {
		t.Errorf("a viewer explains: %d", w.Code)
	}
	if w := ask(g.site, http.MethodPost, "/findings/explain", form, g.as(t, "lake-office")...); w.Code != http.StatusSeeOther {
		t.Fatalf("%d: %.200s", w.Code, w.Body)
	}
	said, err := g.store.Explanations(t.Context())
	if err != nil || len(said) != 1 || said[0].Author != "lake-office" {
		t.Fatalf("%+v, %v", said, err)
	}
	back := url.Values{"explanation": {strconv.Itoa(int(said[0].ID))}, "author": {"冒名"}}
	if w := ask(g.site, http.MethodPost, "/findings/withdraw", back, g.as(t, "field-office")...); w.Code != http.StatusForbidden {
		t.Errorf("an office takes back another's: %d", w.Code)
	}
	if w := ask(g.site, http.MethodPost, "/findings/withdraw", back, g.as(t, "city-office")...); w.Code != http.StatusSeeOther {
		t.Errorf("the city takes back: %d", w.Code)
	}
	var log []string
	if err := g.store.Audit(t.Context(), office.AuditFilter{Action: "finding"}, func(e office.Entry) error {
		log = append(log, e.Name+" "+string(e.Action))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if strings.Join(log, "; ") != "city-office finding.withdraw; lake-office finding.explain" {
		t.Errorf("recorded %q", log)
	}
}
