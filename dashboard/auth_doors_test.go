package dashboard

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"tongjian/data/office"
)

// No page leads its reader to a door that is closed to him: not the public to exports, letters and originals, nor who may take nothing
// away. Who may is led there.
func TestLinksLeadToOpenDoorsOnly(t *testing.T) {
	g := newGate(t, func(c *Config) { c.PublicView = true })
	table := g.server.table()
	for i := range table { // what is behind the doors is not asked
		table[i].handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	}
	entrances := g.server.handle(table)
	report := "/reports/" + strconv.Itoa(g.ids["星湖区民政局 report"])
	pages := []string{"/", "/volumes", "/compare?with=a:1&with=a:2", "/filing", "/filing?missing=2024", "/filing?progress=2024", "/brief", "/consolidated?to=2022", "/agencies", "/changes",
		"/agencies/" + strconv.Itoa(g.ids["星湖区民政局"]), report, "/sources?metric=requests.received", "/findings", "/findings?agency=" + strconv.Itoa(g.ids["星湖区民政局"]), "/glossary", "/nowhere"}
	secret, _, err := g.store.AddToken(t.Context(), office.Actor{}, mustAccount(t, g, "lake-office"), "looks", []office.Right{office.RightView}, day2099(t))
	if err != nil {
		t.Fatal(err)
	}
	taking := []string{".csv", ".xlsx", ".docx", ".zip", "/original", "/data"}
	for name, headers := range map[string][]string{"the public": nil, "a token to look": {"Authorization", "Bearer " + secret}, "lake-viewer": g.as(t, "lake-viewer")} {
		pages := pages
		asked, takes := map[string]bool{}, 0
		if name != "the public" {
			pages = []string{"/brief", "/filing?missing=2024", report, "/consolidated?to=2022"}
		}
		for _, page := range pages {
			w := ask(g.site, http.MethodGet, page, nil, append([]string{"Accept", "text/html"}, headers...)...)
			body := w.Body.String()
			for _, m := range address1.FindAllStringSubmatch(body, -1) {
				to, _, _ := strings.Cut(strings.ReplaceAll(m[2], "&amp;", "&"), "#")
				if m[1] == "action" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "/static/") || asked[to] {
					continue
				}
				asked[to] = true
				for _, end := range taking {
					if path, _, _ := strings.Cut(to, "?"); strings.HasSuffix(path, end) {
						takes++
					}
				}
				if code := ask(entrances, http.MethodGet, to, nil, headers...).Code; code != http.StatusTeapot {
					t.Errorf("%s is led from %s to %s, which is closed: %d", name, page, to, code)
				}
			}
		}
		if may := name == "lake-viewer"; (takes > 15) != may || !may && takes > 0 || len(asked) < 50 {
			t.Errorf("%s: %d links, %d to take things away", name, len(asked), takes)
		}
	}
}

func mustAccount(t *testing.T, g *gate, login string) office.Account {
	t.Helper()
	a, err := g.store.AccountByLogin(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
