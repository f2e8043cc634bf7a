package dashboard

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"tongjian/data/office"
)

// In a browser: from 核验 to the marked cells and back, explaining the finding, and finding the explanation in the export; with
// scripts and without.
func TestBrowserExplains(t *testing.T) {
	parent := chromium.Window(t)
	h, store := desk(t, true)
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	b := open(parent, t, server.URL)
	b.do(t, chromedp.EmulateViewport(1366, 768), chromedp.Navigate(server.URL+"/findings?region="+city))
	b.follow(t, `.marked-in a`)
	if n := evaluate[int](t, b, `document.querySelectorAll('.form td.here').length`); n != 2 {
		t.Errorf("%d cells are marked in the tables, want 2", n)
	}
	if n := evaluate[int](t, b, `document.querySelectorAll('.document td.here').length`); n != 2 {
		t.Errorf("%d cells are marked in the document, want 2", n)
	}
	seen := `(function () { var cell = document.querySelector('.document td.here').getBoundingClientRect(),
		pane = document.querySelector('.document').getBoundingClientRect(); return cell.top >= pane.top && cell.bottom <= pane.bottom; })()`
	if !evaluate[bool](t, b, seen) {
		t.Error("the document does not open at the marked cell")
	}
	b.follow(t, `#the-finding a[href^="/findings"]`)
	b.do(t, chromedp.Click(chromedp.CSS(`.answer > summary`)), chromedp.SendKeys(chromedp.CSS(`.answer textarea`), "有一件并案办理。"),
		chromedp.SendKeys(chromedp.CSS(`.answer input[name=author]`), "王"))
	b.follow(t, `.answer button`)
	if text := evaluate[string](t, b, `document.querySelector('#said').textContent`); !containsAll(text, "已记下说明", "有一件并案办理。", "王") {
		t.Errorf("the page after says %q", text)
	}
	if csv := evaluate[string](t, b, `(function () { var r = new XMLHttpRequest(); r.open('GET', '/findings.csv?state=explained&region=`+city+`', false); r.send(); return r.responseText; })()`); !containsAll(csv, "有一件并案办理。", "王") {
		t.Errorf("the export says %q", csv)
	}
	if over := evaluate[int](t, b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		t.Errorf("the page is %d pixels too wide", over)
	}
	said, err := store.Explanations(context.Background())
	if err != nil || len(said) != 1 || said[0].Author != "王" {
		t.Fatalf("%+v, %v", said, err)
	}
	if len(b.problems) > 0 {
		t.Errorf("%q", b.problems)
	}
	withdrawsWithoutScripts(parent, t, server.URL, store)
}

func withdrawsWithoutScripts(parent context.Context, t *testing.T, site string, store *office.Store) {
	b := open(parent, t, site)
	if _, err := chromedp.Call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	b.do(t, chromedp.EmulateViewport(390, 844), chromedp.Navigate(site+"/findings?state=explained&region="+city))
	b.do(t, chromedp.Click(chromedp.CSS(`.answer + .answer > summary`)), chromedp.SendKeys(chromedp.CSS(`.answer + .answer input[name=author]`), "李"))
	b.follow(t, `.answer + .answer button`)
	said, err := store.Explanations(context.Background())
	if err != nil || len(said) != 1 || said[0].Withdrawn == nil || said[0].Withdrawn.Author != "李" {
		t.Errorf("%+v, %v", said, err)
	}
}

// follow clicks what leads to another page and waits for it.
func (b *tab) follow(t *testing.T, selector string) {
	t.Helper()
	if _, err := chromedp.RunResponse(b, chromedp.Click(chromedp.CSS(selector))); err != nil {
		t.Fatalf("%s: %v; noted: %q", selector, err, b.problems)
	}
	wait[bool](t, b, `document.readyState === 'complete'`)
}

func containsAll(text string, parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
