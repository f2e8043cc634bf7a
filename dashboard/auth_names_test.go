package dashboard

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tongjian/data/office"
	"tongjian/data/regions"
)

// A site that makes its name point to this machine has a browser here ask for pages under that name. Without accounts nothing is
// answered to it, whatever is asked for; what is, is told how to open it instead. With accounts the name does not matter.
func TestOtherNamesOfTheMachineAreNotAnswered(t *testing.T) {
	h, store := desk(t, true)
	at := func(host, target string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
		r.Host = host
		r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, net.Addr(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8123})))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for _, host := range []string{"127.0.0.1:8080", "127.0.0.1", "localhost:8080", "[::1]:8080", "127.9.9.9"} {
		if w := at(host, "/volumes.json?region="+city); w.Code != http.StatusOK {
			t.Errorf("%s: %d", host, w.Code)
		}
	}
	for _, host := range []string{"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.7:8080", "0.0.0.0:8080", ""} {
		for _, target := range []string{"/", "/volumes.json?region=" + city, "/reports/1/original", "/api/v1/facts", "/agencies/1", "/audit.csv", "/filing/list.xlsx", "/nowhere"} {
			w := at(host, target)
			if body := w.Body.String(); w.Code != http.StatusMisdirectedRequest && target != "/nowhere" || w.Code == http.StatusOK || strings.Contains(body, "星湖区") {
				t.Errorf("%q is answered %s: %d %.200s", host, target, w.Code, body)
			}
		}
	}
	if body := at("evil.example", "/").Body.String(); !strings.Contains(body, "http://127.0.0.1:8123/") || !strings.Contains(body, "tongjian user add") || !strings.Contains(body, "evil.example") {
		t.Errorf("what to do is not said: %.600s", body)
	}
	if w := post(h, "/findings/explain", url.Values{}, "Host", "evil.example", "Origin", "http://evil.example"); w.Code != http.StatusMisdirectedRequest && w.Code != http.StatusForbidden {
		t.Errorf("a form under another name: %d", w.Code)
	}
	admin := office.Account{Login: "wang", Role: office.RoleAdministrator, Region: regions.Country, Identity: "wang"}
	a, err := store.AddAccount(t.Context(), office.Actor{Name: "test"}, admin, "")
	if err != nil {
		t.Fatal(err)
	}
	secret, _, err := store.AddToken(t.Context(), office.Actor{}, a, "test", []office.Right{office.RightView}, time.Now().AddDate(1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	if w := get(t, h, "http://tongjian.example/volumes?region="+city, "Authorization", "Bearer "+secret); w.Code != http.StatusOK {
		t.Errorf("with an account, under the name of the office: %d", w.Code)
	}
}

// Where viewing is open to all, another name is answered as anybody is.
func TestOtherNamesSeeWhatIsOpenToAll(t *testing.T) {
	g := newGate(t, func(c *Config) { c.PublicView, c.Local = true, true })
	s := g.server
	s.office, s.entrance.open = nil, true // no accounts
	for target, want := range map[string]int{"/volumes?region=" + city: http.StatusOK, "/volumes.csv?region=" + city: http.StatusUnauthorized, "/accounts": http.StatusUnauthorized} {
		if w := get(t, s.routes(), "http://tongjian.example"+target); w.Code != want {
			t.Errorf("%s: %d, want %d", target, w.Code, want)
		}
	}
}
