package front

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestProxiesAreNamed(t *testing.T) {
	for _, bad := range []string{"", "proxy", "10.0.0.0/33", "0.0.0.0/0", "::/0", "10.0.0.1:80"} {
		if p, err := ParseProxies([]string{bad}); err == nil {
			t.Errorf("%q is taken for %v", bad, p)
		}
	}
}

func TestOnlyProxiesAreBelieved(t *testing.T) {
	proxies, err := ParseProxies([]string{"10.1.0.0/16", "192.0.2.9", "fd00::/8"})
	if err != nil {
		t.Fatal(err)
	}
	const client = "203.0.113.7"
	for _, tc := range []struct {
		name               string
		peer               string
		forwarded          []string
		proto, host        string
		wantAddr, wantHost string
		wantTLS            bool
	}{
		{"nobody's word", "203.0.113.5:99", []string{client}, "https", "evil.example", "203.0.113.5:99", "site.example", false},
		{"the proxy's word", "10.1.2.3:99", []string{client}, "https", "gov.example", client + ":0", "gov.example", true},
		{"as an IPv6 connection", "[::ffff:10.1.2.3]:99", []string{client}, "", "", client + ":0", "site.example", false},
		{"what the client invented before", "10.1.2.3:99", []string{"127.0.0.1, " + client}, "", "", client + ":0", "site.example", false},
		{"in a header of its own", "10.1.2.3:99", []string{"127.0.0.1", client}, "", "", client + ":0", "site.example", false},
		{"through two proxies", "10.1.2.3:99", []string{client + ", 192.0.2.9"}, "http", "", client + ":0", "site.example", false},
		{"with a port", "10.1.2.3:99", []string{client + ":4711"}, "", "", client + ":0", "site.example", false},
		{"IPv6", "[fd00::1]:99", []string{"[2001:db8::1]:80"}, "", "", "[2001:db8::1]:0", "site.example", false},
		{"no address at the end", "10.1.2.3:99", []string{client + ", unknown"}, "", "", "10.1.2.3:99", "site.example", false},
		{"nothing told", "10.1.2.3:99", nil, "", "", "10.1.2.3:99", "site.example", false},
		{"a host that is none", "10.1.2.3:99", nil, "", "a b/<c>", "10.1.2.3:99", "site.example", false},
		{"no such scheme", "10.1.2.3:99", nil, "javascript", "", "10.1.2.3:99", "site.example", false},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.RemoteAddr, r.Host = tc.peer, "site.example"
		r.Header["X-Forwarded-For"] = tc.forwarded
		r.Header.Set("X-Forwarded-Proto", tc.proto)
		r.Header.Set("X-Forwarded-Host", tc.host)
		proxies.Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if r.RemoteAddr != tc.wantAddr || r.Host != tc.wantHost || (r.TLS != nil) != tc.wantTLS {
				t.Errorf("%s: %s, %s, TLS %v", tc.name, r.RemoteAddr, r.Host, r.TLS != nil)
			}
		})).ServeHTTP(httptest.NewRecorder(), r)
	}
}

func FuzzForwarded(f *testing.F) {
	proxies, err := ParseProxies([]string{"10.0.0.0/8"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add("203.0.113.7, 10.0.0.2", "gov.example")
	f.Add("[::1]:80,,", "a\r\nb")
	f.Fuzz(func(t *testing.T, chain, host string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.RemoteAddr = "10.0.0.1:5"
		r.Header.Set("X-Forwarded-For", chain)
		r.Header.Set("X-Forwarded-Host", host)
		proxies.Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if addr, err := addressIn(r.RemoteAddr); err != nil || r.RemoteAddr != "10.0.0.1:5" && proxies.trust(addr) {
				t.Errorf("%q makes %q", chain, r.RemoteAddr)
			}
			if r.Host != "example.com" && r.Host != host || !isHost(r.Host) {
				t.Errorf("%q makes %q", host, r.Host)
			}
		})).ServeHTTP(httptest.NewRecorder(), r)
	})
}
