package dashboard

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	paging "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"tongjian/data/office"
)

// audited runs axe-core (testdata/axe, used by this test alone) and keeps what hinders people seriously.
const audited = `(function () {
	window.audit = null;
	axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}).then(function (r) {
		window.audit = {Run: true, Found: r.violations.filter(function (v) { return v.impact === 'serious' || v.impact === 'critical'; }).map(function (v) {
			return v.impact + ' ' + v.id + ': ' + v.help + ' (' + v.nodes.length + ') ' + v.nodes.slice(0, 3).map(function (n) { return n.target.join(' ') + ' ' + n.html.slice(0, 160) + ' ' + (n.any[0] ? n.any[0].message : ''); }).join(' / ');
		})};
	}, function (err) { window.audit = {Run: false, Found: [String(err)]}; });
})()`

// display is what a page is looked at on.
type display struct {
	name          string
	width, height int64
	scheme        string
}

// room is a site as one reader has it, with the addresses to look at.
type room struct {
	name   string
	site   http.Handler
	cookie []string // of the reader, as a header
	pages  []string
}

// Every page of the table of routes is looked at, on a site without accounts or, where pages are of the office's own work, signed in. Each is
// looked at once, on one display or the other; TONGJIAN_LONG looks at all of them in both ways on all displays.
func pagesAreAccessible(ctx context.Context, t *testing.T, _ http.Handler, _ string) {
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	long := os.Getenv("TONGJIAN_LONG") != ""
	displays := []display{{"office light", 1366, 768, "light"}, {"phone dark", 390, 844, "dark"}}
	if long {
		displays = append(displays, display{"office dark", 1366, 768, "dark"}, display{"phone light", 390, 844, "light"})
	}
	rooms := []room{withoutAccounts(t, long), signedIn(t, long)}
	for nth, screen := range displays {
		t.Run(screen.name, func(t *testing.T) {
			seen := map[string]bool{} // the same on every page is one thing to mend
			for _, r := range rooms {
				server := httptest.NewServer(r.site)
				b := look(ctx, t, server.URL, r, screen, string(axe))
				for i, at := range r.pages {
					if !long && i%len(displays) != nth {
						continue
					}
					b.do(t, chromedp.Navigate(server.URL+at))
					b.settled(t)
					if over := evaluate[int](t, b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
						t.Errorf("%s, %s: the page is %d pixels too wide", r.name, at, over)
					}
					b.do(t, chromedp.Evaluate[chromedp.Void](audited))
					got := wait[struct {
						Run   bool
						Found []string
					}](t, b, `window.audit`)
					if !got.Run {
						t.Errorf("%s, %s: the audit failed: %q", r.name, at, got.Found)
						continue
					}
					for _, found := range got.Found {
						id, _, _ := strings.Cut(found, " (")
						if !seen[id] {
							t.Errorf("%s, %s: %s", r.name, at, found)
						}
						seen[id] = true
					}
				}
				if err := chromedp.Cancel(b); err != nil { // a tab left open goes on working
					t.Error(err)
				}
				server.Close()
			}
		})
	}
}

// look opens a tab of the reader's on a display, with axe in every page: the policy of the site lets no page fetch it, the browser puts it
// there itself.
func look(ctx context.Context, t *testing.T, base string, r room, screen display, axe string) *tab {
	t.Helper()
	b := open(ctx, t, base)
	if _, err := chromedp.Call(b, paging.AddScriptToEvaluateOnNewDocument, paging.AddScriptToEvaluateOnNewDocumentParams{Source: axe}); err != nil {
		t.Fatal(err)
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: screen.scheme}}}
	if _, err := chromedp.Call(b, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	if len(r.cookie) > 0 {
		name, value, _ := strings.Cut(r.cookie[1], "=")
		if _, err := chromedp.Call(b, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: base}); err != nil {
			t.Fatal(err)
		}
	}
	b.do(t, chromedp.EmulateViewport(screen.width, screen.height))
	return b
}

// withoutAccounts is the site at a machine of one's own: all pages but those of the counter, or all.
func withoutAccounts(t *testing.T, all bool) room {
	c := newCounter(t, answering)
	h, _ := desk(t, true, answering, func(config *Config) { config.Sending = Sending{Desk: c.desk} })
	pages := chartPages()
	known := len(pages)
	for _, rt := range c.server.table() {
		if ofCounter(rt) && (strings.Contains(rt.path, "{") || !all && rt.path != "/account" && rt.path != "/accounts") {
			continue // there is no submission, no job and no account
		}
		path, _, _ := strings.Cut(rt.path, "{")
		if slices.ContainsFunc(pages[:known], func(at string) bool { return strings.HasPrefix(at, path+"?") }) {
			continue
		}
		if at := c.page(t, h, rt, nil, city); at != "" {
			pages = append(pages, at)
		}
	}
	pages = append(pages, "/filing?missing=2025&region="+city, reportPath(t, h, 1, 2023)+"?cell=requests.received:total", "/nowhere")
	return room{"without accounts", h, nil, pages}
}

// signedIn is the site as the administrator has it: the pages of the counter, with something sent back and a job done, or all pages.
func signedIn(t *testing.T, all bool) room {
	c := newCounter(t, answering)
	one, root := c.returned(t), c.as(t, "root")
	pages := []string{"/receive?state=returned"}
	for _, rt := range c.server.table() {
		at := c.page(t, c.site, rt, root, lake)
		if at != "" && (all || ofCounter(rt)) {
			pages = append(pages, at)
		}
	}
	for _, want := range []string{"/sent/" + strconv.FormatInt(one.ID, 10), "/jobs/1", "/send", "/mine", "/receive", "/jobs", "/account", "/accounts", "/accounts/lake-viewer", "/audit"} {
		if !slices.ContainsFunc(pages, func(at string) bool { return strings.HasPrefix(at, want+"?") }) {
			t.Errorf("%s is no page", want)
		}
	}
	return room{"signed in", c.site, root, pages}
}

// answering lets a site answer questions in SQL; none is asked.
func answering(c *Config) { c.SQL = &SQL{} }

// ofCounter reports whether an address is of the office's own work, and not of the figures.
func ofCounter(rt route) bool {
	work := []office.Right{office.RightSend, office.RightReceive, office.RightJobs, office.RightAccounts, office.RightAudit}
	return rt.within == ofReader || slices.Contains(work, rt.right)
}

// page gives an address of a route that answers with a page, or nothing where it answers with another thing. What answers with an error is no
// example of anything: it has to be said here what the page needs.
func (c *counter) page(t *testing.T, site http.Handler, rt route, headers []string, region string) string {
	t.Helper()
	if rt.method != "" || rt.path == "/static/" {
		return ""
	}
	id := "1" // of a submission and of a job
	switch rt.within {
	case withinAgency:
		id = strconv.Itoa(c.ids["星湖区民政局"])
	case withinReport, withinFile:
		id = strconv.Itoa(c.ids["星湖区教育局 report"])
	}
	at := addressesOf(rt, id)[0] + "?region=" + region
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1:8080"+at, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	switch {
	case !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html"):
		return ""
	case w.Code != http.StatusOK && !noPage(rt.path):
		t.Errorf("%s is no page to look at: %d", at, w.Code)
		return ""
	case w.Code != http.StatusOK:
		return ""
	}
	return at
}

// noPage reports whether a route that has answered with a page of words has no other: it leads on, hands out a file, or its answer is not for
// people at this site, without single sign-on and pages of PDFs, or with a reader who has signed in already.
func noPage(path string) bool {
	return slices.Contains([]string{"/signin", "/signin/single", "/signin/single/back", "/account", "/favicon.ico", "/reports/{id:[^/.]+}/place"}, path) ||
		strings.Contains(path, "{ending")
}
