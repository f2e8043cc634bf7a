package dashboard

import (
	"net/http/httptest"
	"regexp"
	"testing"

	paging "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// The sheet for leaders is one sheet of paper, whatever agencies are called; on screens nothing sticks out and its pictures are there.
func TestBriefInTheBrowser(t *testing.T) {
	ctx := chromium.Window(t)
	server := httptest.NewServer(handler(t))
	t.Cleanup(server.Close)
	b := open(ctx, t, server.URL)
	page := regexp.MustCompile(`/Type\s*/Page[^s]`)
	for _, at := range []string{"/brief?to=2024&region=" + field, "/consolidated?to=2023&region=" + lake} {
		for _, width := range []int64{1366, 390} {
			b.problems = nil
			b.do(t, chromedp.EmulateViewport(width, 800), chromedp.Navigate(server.URL+at))
			wait[bool](t, b, `document.readyState === 'complete'`)
			if over := evaluate[int](t, b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				t.Errorf("%s: the page is %d pixels too wide at %d", at, over, width)
			}
			if empty := evaluate[int](t, b, `Array.prototype.filter.call(document.images, function (i) { return i.complete && !i.naturalWidth; }).length`); empty > 0 {
				t.Errorf("%s: %d pictures are not there", at, empty)
			}
			if len(b.problems) > 0 {
				t.Errorf("%s: %q", at, b.problems)
			}
		}
		if at[:6] != "/brief" {
			continue
		}
		if n := evaluate[int](t, b, `document.querySelectorAll('.brief .plot').length`); n != 4 {
			t.Errorf("%s: %d pictures", at, n)
		}
		printed, err := chromedp.Call(b, paging.PrintToPDF, paging.PrintToPDFParams{PreferCSSPageSize: new(true)})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(page.FindAll(printed.Data, -1)); n != 1 {
			t.Errorf("%s: printed on %d pages", at, n)
		}
	}
}
