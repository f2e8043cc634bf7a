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

// display is what a page is looked at on, and the colours it is audited in there.
type display struct {
	name          string
	width, height int64
	schemes       []string
}

// room is a site as one reader has it, with the addresses to look at.
type room struct {
	name   string
	base   string   // where the site is; it makes its pages once for each address it is reached at
	cookie []string // of the reader, as a header
	pages  []string // each audited on one of the displays
	drawn  []string // looked at on all displays
}

// nowhere is no address of the site: the browser notes that it is not found.
const nowhere = "/nowhere"

// sight is a page to look at on a display.
type sight struct {
	at      string
	audited bool
}

// sights gives what is looked at on one of the displays, each page once; with all, all are audited on each.
func (r room) sights(nth, displays int, all bool) (list []sight) {
	for i, at := range r.pages {
		if audited := all || i%displays == nth; audited || slices.Contains(r.drawn, at) {
			list = append(list, sight{at, audited})
		}
	}
	for _, at := range r.drawn {
		if !slices.Contains(r.pages, at) {
			list = append(list, sight{at, false})
		}
	}
	return list
}

// Every page of the table of routes is looked at, on a site without accounts or, where pages are of the office's own work, signed in: its
// charts are drawn, it is no wider than the display, and nothing goes wrong in it. Those with much to draw are looked at on all displays. Each
// page is audited once, on one display or the other; TONGJIAN_LONG audits all of them in both colours on all displays.
func pagesAreDrawnAndAccessible(_ context.Context, t *testing.T, site http.Handler, base string) {
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	long := os.Getenv("TONGJIAN_LONG") != ""
	displays := []display{{"office", 1366, 768, []string{"light"}}, {"phone", 390, 844, []string{"dark"}}}
	if long {
		for i := range displays {
			displays[i].schemes = []string{"light", "dark"}
		}
	}
	rooms := []room{withoutAccounts(t, site, base, long), signedIn(t, long)}
	for nth, screen := range displays {
		t.Run(screen.name, func(t *testing.T) {
			t.Parallel()
			ctx := chromium.Window(t)
			seen := map[string]bool{} // the same on every page is one thing to mend
			for _, r := range rooms {
				b := look(ctx, t, r, screen, string(axe))
				b.coloured(t, "light")
				for _, v := range r.sights(nth, len(displays), long) {
					where := r.name + ", " + v.at
					b.problems = nil
					b.do(t, chromedp.Navigate(r.base+v.at))
					b.settled(t)
					b.drawn(t, where)
					for _, scheme := range screen.schemes {
						if !v.audited {
							break
						}
						b.coloured(t, scheme)
						b.audit(t, where+", "+scheme, seen)
						b.coloured(t, "light")
					}
					if len(b.problems) > 0 && v.at != nowhere {
						t.Errorf("%s: %q", where, b.problems)
					}
				}
				if err := chromedp.Cancel(b); err != nil { // a tab left open goes on working
					t.Error(err)
				}
			}
		})
	}
}

// coloured sets the colours the system asks for, and waits until the page has them.
func (b *tab) coloured(t *testing.T, scheme string) {
	t.Helper()
	asked := `matchMedia('(prefers-color-scheme: ` + scheme + `)').matches`
	if evaluate[bool](t, b, asked) {
		return
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(b, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	b.do(t, chromedp.Evaluate[chromedp.Void](`window.followed = false; requestAnimationFrame(function () { requestAnimationFrame(function () { window.followed = true; }); })`))
	wait[bool](t, b, `window.followed && `+asked)
}

// drawn looks at a page: every chart is placed and drawn, and nothing is out of sight at the side.
func (b *tab) drawn(t *testing.T, where string) {
	t.Helper()
	count := evaluate[int](t, b, plots+`.length`)
	placed := evaluate[int](t, b, `Number(document.documentElement.getAttribute('data-charts') || 0)`)
	if count != placed {
		t.Errorf("%s: %d of %d charts are placed", where, placed, count)
	}
	if empty := evaluate[[]string](t, b, blank); len(empty) > 0 {
		t.Errorf("%s: nothing is drawn in %q", where, empty)
	}
	if over := evaluate[int](t, b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		t.Errorf("%s: the page is %d pixels too wide", where, over)
	}
}

// audit has axe look at the page there is, for what has not been seen before.
func (b *tab) audit(t *testing.T, where string, seen map[string]bool) {
	t.Helper()
	b.do(t, chromedp.Evaluate[chromedp.Void](audited))
	got := wait[struct {
		Run   bool
		Found []string
	}](t, b, `window.audit`)
	if !got.Run {
		t.Errorf("%s: the audit failed: %q", where, got.Found)
	}
	for _, found := range got.Found {
		id, _, _ := strings.Cut(found, " (")
		if got.Run && !seen[id] {
			t.Errorf("%s: %s", where, found)
		}
		seen[id] = true
	}
}

// look opens a tab of the reader's on a display, with axe in every page: the policy of the site lets no page fetch it, the browser puts it
// there itself.
func look(ctx context.Context, t *testing.T, r room, screen display, axe string) *tab {
	t.Helper()
	b := open(ctx, t, r.base)
	if _, err := chromedp.Call(b, paging.AddScriptToEvaluateOnNewDocument, paging.AddScriptToEvaluateOnNewDocumentParams{Source: axe}); err != nil {
		t.Fatal(err)
	}
	if len(r.cookie) > 0 {
		name, value, _ := strings.Cut(r.cookie[1], "=")
		if _, err := chromedp.Call(b, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: r.base}); err != nil {
			t.Fatal(err)
		}
	}
	b.do(t, chromedp.EmulateViewport(screen.width, screen.height))
	return b
}

// ownMachine is the site at a machine of one's own, without accounts, to which files can be sent.
func ownMachine(t *testing.T) http.Handler {
	c := newCounter(t)
	h, _ := desk(t, true, answering, func(config *Config) { config.Sending = Sending{Desk: c.desk} })
	return h
}

// withoutAccounts is such a site: all pages but those of the counter, or all.
func withoutAccounts(t *testing.T, site http.Handler, base string, all bool) room {
	c := newCounter(t, answering)
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
		if at := c.page(t, site, base, rt, nil, city); at != "" {
			pages = append(pages, at)
		}
	}
	spoilt := reportPath(t, site, 1, 2023) + "?cell=requests.received:total"
	pages = append(pages, "/filing?missing=2025&region="+city, spoilt, nowhere)
	drawn := append(chartPages(), "/compare?region="+city+"&view=stack", "/compare?region="+city+"&view=heat", "/compare?region="+city+"&view=slope",
		"/compare?region="+city+"&view=rank&with=a:1&with=a:4&with=a:5", "/compare?region="+city+"&view=funnel",
		"/compare?region="+city+"&view=dumbbell&find=jyj&like=a:1", "/agencies?region="+city, "/findings?region="+city, "/glossary",
		"/filing?region="+city, "/filing?missing=2025&region="+city, "/sources?region="+city, spoilt, "/volumes?region="+field)
	return room{"without accounts", base, nil, pages, drawn}
}

// signedIn is the site as the administrator has it: the pages of the counter, with something sent back and a job done, or all pages.
func signedIn(t *testing.T, all bool) room {
	c := newCounter(t, answering)
	one, root := c.returned(t), c.as(t, "root")
	server := httptest.NewServer(c.site)
	t.Cleanup(server.Close)
	pages := []string{"/receive?state=returned"}
	for _, rt := range c.server.table() {
		at := c.page(t, c.site, server.URL, rt, root, lake)
		if at != "" && (all || ofCounter(rt)) {
			pages = append(pages, at)
		}
	}
	for _, want := range []string{"/sent/" + strconv.FormatInt(one.ID, 10), "/jobs/1", "/send", "/mine", "/receive", "/jobs", "/account", "/accounts", "/accounts/lake-viewer", "/audit"} {
		if !slices.ContainsFunc(pages, func(at string) bool { return strings.HasPrefix(at, want+"?") }) {
			t.Errorf("%s is no page", want)
		}
	}
	return room{"signed in", server.URL, root, pages, nil}
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
func (c *counter) page(t *testing.T, site http.Handler, base string, rt route, headers []string, region string) string {
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
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, base+at, nil)
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
