package dashboard

import (
	"context"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	paging "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
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

func pagesAreAccessible(ctx context.Context, t *testing.T, site http.Handler, base string) {
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	pages := append(chartPages(), "/agencies?region="+city, "/findings?region="+city, "/glossary", "/filing?region="+city,
		"/filing?missing=2025&region="+city, "/sources?region="+city, reportPath(t, site, 1, 2023)+"?cell=requests.received:total", "/nowhere")
	type display struct {
		name          string
		width, height int64
		scheme        string
	}
	displays := []display{{"office light", 1366, 768, "light"}, {"phone dark", 390, 844, "dark"}}
	// Every page is looked at once, on one display or the other; all of them on all displays takes four times as long.
	all := os.Getenv("TONGJIAN_AXE") == "all"
	if all {
		displays = append(displays, display{"office dark", 1366, 768, "dark"}, display{"phone light", 390, 844, "light"})
	}
	for nth, screen := range displays {
		t.Run(screen.name, func(t *testing.T) {
			b := open(ctx, t, base)
			// The policy of the site lets no page fetch the tool; the browser puts it into each page itself.
			if _, err := chromedp.Call(b, paging.AddScriptToEvaluateOnNewDocument, paging.AddScriptToEvaluateOnNewDocumentParams{Source: string(axe)}); err != nil {
				t.Fatal(err)
			}
			media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: screen.scheme}}}
			if _, err := chromedp.Call(b, emulation.SetEmulatedMedia, media); err != nil {
				t.Fatal(err)
			}
			b.do(t, chromedp.EmulateViewport(screen.width, screen.height))
			seen := map[string]bool{}
			for i, at := range pages {
				if !all && i%len(displays) != nth {
					continue
				}
				b.do(t, chromedp.Navigate(base+at))
				b.settled(t)
				b.do(t, chromedp.Evaluate[chromedp.Void](audited))
				got := wait[struct {
					Run   bool
					Found []string
				}](t, b, `window.audit`)
				if !got.Run {
					t.Fatalf("%s: the audit failed: %q", at, got.Found)
				}
				for _, found := range got.Found {
					id, _, _ := strings.Cut(found, " (")
					if !seen[id] { // the same on every page is one thing to mend
						t.Errorf("%s: %s", at, found)
					}
					seen[id] = true
				}
			}
		})
	}
}
