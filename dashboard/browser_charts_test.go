package dashboard

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	paging "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// compared draws every chart of a page in the browser, with the browser's own fonts, and fetches what the server has drawn
// of it: the same words in the same order, as many shapes, at about the same places.
const comparedPictures = `(function () {
	window.compared = null;
	function read(text) {
		text = text.replace(/<style[^]*?<\/style>/g, '').replace(/ style="/g, ' data-style="'); // refused by the policy
		var root = new DOMParser().parseFromString(text, 'image/svg+xml');
		var words = Array.prototype.map.call(root.querySelectorAll('text'), function (t) { return t.textContent; });
		return {words: words, shapes: root.querySelectorAll('path, rect, circle').length};
	}
	var style = getComputedStyle(document.documentElement);
	function colour(name) { return style.getPropertyValue(name).trim(); }
	fetch(location.href).then(function (r) { return r.text(); }).then(function (text) {
		var plots = new DOMParser().parseFromString(text, 'text/html').querySelectorAll('.plot');
		return Promise.all(Array.prototype.map.call(plots, function (plot) {
			var img = plot.querySelector('img'), src = img.getAttribute('src');
			var option = JSON.parse(document.getElementById(plot.getAttribute('data-option')).textContent);
			var width = Number(/[?&]width=(\d+)/.exec(src)[1]), height = Number(img.getAttribute('height'));
			var here = read(tongjian.svg(echarts, option, width, height, colour, getComputedStyle(document.body).fontFamily));
			return fetch(src).then(function (r) { return r.text(); }).then(function (text) {
				var there = read(text), a = here.words.join('|'), b = there.words.join('|');
				if (a === b && Math.abs(here.shapes - there.shapes) <= 1) { return ''; }
				return plot.getAttribute('data-option') + ': the browser draws ' + here.shapes + ' shapes and ' + a + '; the server ' + there.shapes + ' and ' + b;
			});
		}));
	}).then(function (list) { window.compared = {Charts: list.length, Differ: list.filter(Boolean)}; },
		function (err) { window.compared = {Charts: 0, Differ: [String(err)]}; });
})()`

func serverDrawsWhatTheBrowserDraws(ctx context.Context, t *testing.T, _ http.Handler, base string) {
	b := open(ctx, t, base)
	b.do(t, chromedp.EmulateViewport(1366, 768))
	for _, page := range chartPages() {
		b.do(t, chromedp.Navigate(base+page))
		b.settled(t)
		b.do(t, chromedp.Evaluate[chromedp.Void](comparedPictures))
		got := wait[struct {
			Charts int
			Differ []string
		}](t, b, `window.compared`)
		if got.Charts == 0 || len(got.Differ) > 0 {
			t.Errorf("%s: %d charts, differing: %.2000q", page, got.Charts, got.Differ)
		}
	}
	if len(b.problems) > 0 {
		t.Errorf("%q", b.problems)
	}
}

// The most a reader on a slow line waits for, compressed.
const (
	firstView   = 450 << 10 // the first page with all that makes it complete, pictures, scripts and style
	furtherPage = 60 << 10  // each page after it
	// mostMoved is how far what is being read may jump while the page completes itself, as browsers score it; 0.1 counts as good.
	mostMoved = 0.05
)

// movements keeps what has moved under the reader's eyes, and what it was.
const movements = `window.moved = {Sum: 0, What: []};
new PerformanceObserver(function (list) {
	list.getEntries().forEach(function (e) {
		if (e.hadRecentInput) { return; }
		window.moved.Sum += e.value;
		e.sources.forEach(function (s) { window.moved.What.push(s.node ? s.node.nodeName + '.' + s.node.className : '?'); });
	});
}).observe({type: 'layout-shift', buffered: true});`

func pagesAreLight(ctx context.Context, t *testing.T, _ http.Handler, base string) {
	b := open(ctx, t, base)
	b.do(t, chromedp.EmulateViewport(1366, 768))
	if _, err := chromedp.Call(b, network.ClearBrowserCache, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(b, paging.AddScriptToEvaluateOnNewDocument, paging.AddScriptToEvaluateOnNewDocumentParams{Source: movements}); err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	err := chromedp.Listen(b, func(event any) {
		if e, ok := event.(*network.EventLoadingFinished); ok {
			b.mu.Lock()
			sum += e.EncodedDataLength
			b.mu.Unlock()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, page := range chartPages() {
		b.mu.Lock()
		sum = 0
		b.mu.Unlock()
		b.do(t, chromedp.Navigate(base+page))
		b.settled(t)
		// Pictures a script has taken away may still be on their way.
		deadline := time.Now().Add(5 * time.Second)
		for evaluate[bool](t, b, `performance.getEntriesByType('resource').some(function (r) { return r.responseEnd === 0; })`) && time.Now().Before(deadline) {
			continue
		}
		b.mu.Lock()
		got, most := sum, float64(furtherPage)
		b.mu.Unlock()
		if i == 0 {
			most = firstView
		}
		moved := evaluate[struct {
			Sum  float64
			What []string
		}](t, b, `window.moved`)
		if moved.Sum > mostMoved {
			t.Errorf("%s: while it completes itself it moves by %.3f: %.500q", page, moved.Sum, moved.What)
		}
		t.Logf("%s: %.1f KB, moves by %.4f", page, got/1024, moved.Sum)
		if got > most || got == 0 {
			t.Errorf("%s: %.0f bytes, %.0f allowed", page, got, most)
		}
	}
}

// printsSharp prints pages as a reader does: charts are lines and letters, at the width of the paper, in the light.
func printsSharp(ctx context.Context, t *testing.T, _ http.Handler, base string) {
	b := open(ctx, t, base)
	dark := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}}
	if _, err := chromedp.Call(b, emulation.SetEmulatedMedia, dark); err != nil {
		t.Fatal(err)
	}
	b.do(t, chromedp.EmulateViewport(1366, 768), chromedp.Navigate(base+"/outcomes?region="+city))
	b.settled(t)
	// What the print shows is there between these two events only.
	b.do(t, chromedp.Evaluate[chromedp.Void](`window.papers = []; window.addEventListener('beforeprint', function () {
		window.papers = Array.prototype.map.call(document.querySelectorAll('.plot'), function (plot) {
			var svg = plot.querySelector('svg.paper');
			return svg ? svg.querySelectorAll('text').length + ' ' + Array.prototype.map.call(svg.querySelectorAll('text'), function (t) { return t.getAttribute('fill'); })[0] : '';
		});
	})`))
	if _, err := chromedp.Call(b, paging.PrintToPDF, paging.PrintToPDFParams{}); err != nil {
		t.Fatal(err)
	}
	papers := wait[[]string](t, b, `window.papers.length && window.papers`)
	for _, p := range papers {
		if p == "" || strings.HasPrefix(p, "0") || strings.Contains(p, "#b7c1cb") {
			t.Errorf("on paper the charts are %q", papers)
		}
	}
	if left := evaluate[int](t, b, `document.querySelectorAll('.paper').length`); left > 0 {
		t.Errorf("after printing %d sheets are left", left)
	}
	if len(b.problems) > 0 {
		t.Errorf("%q", b.problems)
	}
}

// beyond lists what sticks out of a sheet of paper: folded parts stay folded there, and pictures are as wide as their frames.
const beyond = `(function () {
	var wide = document.documentElement.clientWidth + 1;
	return Array.prototype.filter.call(document.querySelectorAll('main *'), function (e) {
		return e.getBoundingClientRect().right > wide && !e.closest('svg') && !e.closest('details:not([open])');
	}).map(function (e) { return e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 20); }).slice(0, 3);
})()`

// fitsOnPaper looks at pages with wide tables at the width of A4 between its margins, in the style of print.
func fitsOnPaper(ctx context.Context, t *testing.T, site http.Handler, base string) {
	const a4 = 703 // 186 mm
	b := open(ctx, t, base)
	if _, err := chromedp.Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
	b.do(t, chromedp.EmulateViewport(a4, 1000))
	for _, at := range []string{"/outcomes?region=" + city, "/compare?region=" + city + "&with=a:1&with=a:4&with=a:5", "/filing?region=" + field, "/findings?region=" + city, "/agencies?region=" + field,
		"/consolidated?to=2023&region=" + lake, reportPath(t, site, 1, 2023), "/glossary", "/data"} {
		b.do(t, chromedp.Navigate(base+at))
		b.settled(t)
		b.do(t, chromedp.Evaluate[chromedp.Void](`window.dispatchEvent(new Event('beforeprint'))`))
		if out := evaluate[[]string](t, b, beyond); len(out) > 0 {
			t.Errorf("%s: sticking out of the paper: %q", at, out)
		}
		if hidden := evaluate[int](t, b, `Array.prototype.filter.call(document.querySelectorAll('.legend .key'), function (k) { return !k.offsetWidth; }).length`); hidden > 0 {
			t.Errorf("%s: on paper %d entries of legends are not there", at, hidden)
		}
		if folded := evaluate[int](t, b, `document.querySelectorAll('.dictionary:not([open])').length`); folded > 0 {
			t.Errorf("%s: on paper %d parts are folded", at, folded)
		}
		b.do(t, chromedp.Evaluate[chromedp.Void](`window.dispatchEvent(new Event('afterprint'))`))
		if left := evaluate[int](t, b, `document.querySelectorAll('.dictionary[open]').length`); left > 0 {
			t.Errorf("%s: after printing %d parts stay open", at, left)
		}
	}
	if len(b.problems) > 0 {
		t.Errorf("%q", b.problems)
	}
}
