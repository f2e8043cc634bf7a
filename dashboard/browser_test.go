package dashboard

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"tongjian/dashboard/browsertest"
)

// chromium is the browser of these tests, ended by TestMain.
var chromium browsertest.Browser

// tab is a page of the browser and what went wrong in it.
type tab struct {
	context.Context
	mu       sync.Mutex
	problems []string
}

func (b *tab) note(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.problems = append(b.problems, fmt.Sprintf(format, args...))
}

// tabPatience is how long a tab may take for all it is asked, on a machine with other things to do.
const tabPatience = 5 * time.Minute

// open opens a tab that notes every error on the console, every violation of the policy, and every request that is not to
// the site itself.
func open(parent context.Context, t *testing.T, site string) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(parent)
	t.Cleanup(cancel)
	ctx, stop := context.WithTimeout(ctx, tabPatience)
	t.Cleanup(stop)
	b := &tab{Context: ctx}
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventConsoleAPICalled:
			b.note("console %s: %s", e.Type, e.Args[0].Value)
		case *runtime.EventExceptionThrown:
			b.note("exception: %s", e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			b.note("log %s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL)
		case *network.EventRequestWillBeSent:
			if u, err := url.Parse(e.Request.URL); err != nil || u.Scheme != "data" && u.Scheme+"://"+u.Host != site {
				b.note("request to another place: %.100s", e.Request.URL)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, enable := range []cdp.Command[cdp.Empty, cdp.Empty]{log.Enable} {
		if _, err := chromedp.Call(ctx, enable, cdp.Empty{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *tab) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b, steps...); err != nil {
		t.Fatalf("%v; noted: %q", err, b.problems)
	}
}

func evaluate[T any](t *testing.T, b *tab, script string) T {
	t.Helper()
	v, err := chromedp.Run(b, chromedp.Evaluate[T](script))
	if err != nil {
		t.Fatalf("%.80s: %v; noted: %q", script, err, b.problems)
	}
	return v
}

// wait gives the value of a script as soon as it is one.
func wait[T any](t *testing.T, b *tab, script string) T {
	t.Helper()
	v, err := chromedp.Run(b, chromedp.Poll[T](script))
	if err != nil {
		t.Fatalf("%.80s: %v; noted: %q", script, err, b.problems)
	}
	return v
}

// settled waits until the scripts have placed the page's charts.
func (b *tab) settled(t *testing.T) {
	t.Helper()
	_, err := chromedp.Run(b, chromedp.Poll[bool](`document.readyState === 'complete' &&
		(!document.querySelector('.plot[data-option]') || document.documentElement.hasAttribute('data-charts'))`))
	if err != nil {
		t.Fatalf("%v; noted: %q", err, b.problems)
	}
}

// TestBrowser looks at the site as people do: at a machine of their own, with everything the program can be asked there. All parts share the
// site, so that each picture is drawn once.
func TestBrowser(t *testing.T) {
	ctx := chromium.Window(t)
	site := ownMachine(t)
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	type part struct {
		name string
		run  func(context.Context, *testing.T, http.Handler, string)
	}
	// While the page of one is made, that of another is looked at.
	t.Run("side by side", func(t *testing.T) {
		for _, p := range []part{
			{"pages are drawn and accessible", pagesAreDrawnAndAccessible},
			{"server draws what the browser draws", serverDrawsWhatTheBrowserDraws},
			{"prints sharp", printsSharp},
			{"fits on paper", fitsOnPaper},
		} {
			t.Run(p.name, func(t *testing.T) {
				t.Parallel()
				p.run(chromium.Window(t), t, site, server.URL)
			})
		}
	})
	// What has the keys, or is weighed, is alone.
	for _, p := range []part{
		{"filter changes address and charts", filterChangesAddressAndCharts},
		{"click leads to the cell", clickLeadsToTheCell},
		{"without scripts it is complete", withoutScriptsItIsComplete},
		{"follows the dark of the system", followsTheDarkOfTheSystem},
		{"pages are light", pagesAreLight},
		{"works by keys", worksByKeys},
		{"compares by keys", comparesByKeys},
	} {
		t.Run(p.name, func(t *testing.T) { p.run(ctx, t, site, server.URL) })
	}
}

// plots are the charts of a page a script draws: all but those of a page that has pictures only.
const plots = `Array.prototype.filter.call(document.querySelectorAll('.plot'), function (plot) { return !plot.closest('.pictures'); })`

// blank lists the plots on which nothing has been drawn: no pixel of any of their layers differs from the first.
const blank = plots + `.filter(function (plot) {
	return !Array.prototype.some.call(plot.querySelectorAll('canvas'), function (c) {
		var p = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);
		for (var i = 1; i < p.length; i++) { if (p[i] !== p[0]) { return true; } }
		return false;
	});
}).map(function (plot) { return plot.getAttribute('data-option'); })`

func filterChangesAddressAndCharts(ctx context.Context, t *testing.T, _ http.Handler, base string) {
	b := open(ctx, t, base)
	b.do(t, chromedp.Navigate(base+"/volumes?region="+city))
	b.settled(t)
	first := `echarts.getInstanceByDom(document.querySelector('.plot')).getOption().xAxis[0].data.join()`
	if got := evaluate[string](t, b, first); got != "2019,2020,2021,2022,2023,2024" {
		t.Fatalf("years %s", got)
	}
	_, err := chromedp.RunResponse(b, chromedp.Evaluate[chromedp.Void](
		`(function () { var f = document.getElementById('f-from'); f.value = '2022'; f.dispatchEvent(new Event('change', {bubbles: true})); })()`))
	if err != nil {
		t.Fatal(err)
	}
	b.settled(t)
	if at := evaluate[string](t, b, `location.pathname + location.search`); !strings.HasPrefix(at, "/volumes?region=990100&from=2022&to=2024") {
		t.Errorf("the address is %s", at)
	}
	if got := evaluate[string](t, b, first); got != "2022,2023,2024" {
		t.Errorf("years %s", got)
	}
	// A legend entry switches its line off.
	b.do(t, chromedp.Click(chromedp.CSS(`#volumes-trend .legend button`)))
	if on := evaluate[bool](t, b, `echarts.getInstanceByDom(document.querySelector('.plot')).getOption().legend[0].selected['本年新收'] !== false`); on {
		t.Error("the legend does not switch")
	}
}

func clickLeadsToTheCell(ctx context.Context, t *testing.T, _ http.Handler, base string) {
	b := open(ctx, t, base)
	b.do(t, chromedp.EmulateViewport(1366, 768), chromedp.Navigate(base+"/agencies/1"))
	b.settled(t)
	// The last point of the agency's requests received, in pixels of the window.
	at := evaluate[[]float64](t, b, `(function () {
		var node = document.querySelector('#compare-requests-received .plot');
		node.scrollIntoView({block: 'center'});
		var chart = echarts.getInstanceByDom(node), series = chart.getOption().series, i = 0;
		while (series[i].type !== 'line' || !series[i].data.length) { i++; }
		var data = series[i].data, last = data.length - 1;
		var p = chart.convertToPixel({seriesIndex: i}, [last, data[last].value]), box = node.getBoundingClientRect();
		return [box.left + p[0], box.top + p[1]];
	})()`)
	if _, err := chromedp.RunResponse(b, chromedp.MouseClickXY(at[0], at[1])); err != nil {
		t.Fatal(err)
	}
	b.settled(t)
	address := evaluate[string](t, b, `location.pathname + location.search + location.hash`)
	if !strings.HasPrefix(address, "/reports/") || !strings.HasSuffix(address, "?cell=requests.received%3Atotal#c-requests.received-total") {
		t.Fatalf("the click led to %s", address)
	}
	want := fmt.Sprint(received(0, lastYear))
	if got := evaluate[string](t, b, `document.querySelector('.form td.here').textContent`); got != want {
		t.Errorf("the cell marked in the form says %s, want %s", got, want)
	}
	if got := evaluate[string](t, b, `document.querySelector('.document td.here').textContent`); got != want {
		t.Errorf("the cell marked in the document says %s, want %s", got, want)
	}
	// Both are in view.
	for _, mark := range []string{".form td.here", ".document td.here"} {
		if !evaluate[bool](t, b, `(function () { var r = document.querySelector('`+mark+`').getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; })()`) {
			t.Errorf("%s is out of view", mark)
		}
	}
}

func withoutScriptsItIsComplete(ctx context.Context, t *testing.T, _ http.Handler, base string) {
	b := open(ctx, t, base)
	if _, err := chromedp.Call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	b.do(t, chromedp.Navigate(base+"/volumes?region="+city), chromedp.WaitVisible(chromedp.CSS(".apply")))
	// Every chart is there as a picture the server has drawn, in the room its canvas would take.
	pictures := wait[[]struct {
		Drawn, Height, Room int
		Alt                 string
	}](t, b, `(function () {
		var all = Array.prototype.slice.call(document.querySelectorAll('.plot picture img'));
		return all.every(function (i) { return i.complete; }) && all.map(function (i) {
			return {Drawn: i.naturalWidth, Height: i.clientHeight, Room: Number(i.closest('.plot').getAttribute('data-height')), Alt: i.alt};
		});
	})()`)
	for _, picture := range pictures {
		if picture.Drawn == 0 || picture.Height != picture.Room {
			t.Errorf("%q is %d pixels wide, and %d high where %d are free", picture.Alt, picture.Drawn, picture.Height, picture.Room)
		}
		if !strings.Contains(picture.Alt, "见表格") {
			t.Errorf("a picture says of itself %q", picture.Alt)
		}
	}
	if len(pictures) < 6 {
		t.Errorf("%d pictures", len(pictures))
	}
	b.do(t, chromedp.Click(chromedp.CSS("#d-volumes-trend summary")), chromedp.WaitVisible(chromedp.CSS("#d-volumes-trend table")))
	if len(b.problems) > 0 {
		t.Errorf("%q", b.problems)
	}
}

func followsTheDarkOfTheSystem(ctx context.Context, t *testing.T, _ http.Handler, base string) {
	b := open(ctx, t, base)
	axis := `echarts.getInstanceByDom(document.querySelector('.plot')).getOption().xAxis[0].axisLabel.color`
	b.do(t, chromedp.Navigate(base+"/volumes?region="+city))
	b.settled(t)
	light := evaluate[string](t, b, axis)
	dark := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}}
	if _, err := chromedp.Call(b, emulation.SetEmulatedMedia, dark); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(b, chromedp.Poll[bool](axis+` !== '`+light+`'`)); err != nil {
		t.Errorf("the charts stay %s in the dark: %v", light, err)
	}
}
