package dashboard

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// focused names the element that has the focus and tells whether it can be seen to have it.
const focused = `(function () {
	var e = document.activeElement;
	if (!e || e === document.body) { return {Name: '', Ring: true, Shown: true}; }
	var style = getComputedStyle(e), box = e.getBoundingClientRect();
	return {Name: e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + ' ' + (e.getAttribute('aria-label') || e.textContent || e.name || '').trim().slice(0, 24),
		Place: Array.prototype.indexOf.call(document.querySelectorAll('*'), e), Ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1,
		Shown: box.width > 0 && box.height > 0 && box.right > 0 && style.visibility === 'visible'};
})()`

type stop struct {
	Name        string
	Place       int // in the document
	Ring, Shown bool
}

func press(keys string) chromedp.Action[chromedp.Void] { return chromedp.KeyEvent(keys) }

// walk presses the tab key until it has been around the page, and gives where it came by.
func (b *tab) walk(t *testing.T, most int) []stop {
	t.Helper()
	var list []stop
	for range most {
		b.do(t, press(kb.Tab))
		f := evaluate[stop](t, b, focused)
		if f.Name == "" {
			return list
		}
		list = append(list, f)
	}
	t.Fatalf("after %d steps the end of the page is not reached: %v", most, list[len(list)-5:])
	return nil
}

func worksByKeys(ctx context.Context, t *testing.T, _ http.Handler, base string) {
	b := open(ctx, t, base)
	b.do(t, chromedp.EmulateViewport(1366, 768), chromedp.Navigate(base+"/volumes?region="+city+"&from=2022"))
	b.settled(t)

	// From the first key on: past all that every page has, to what is its own.
	b.do(t, press(kb.Tab))
	if at := evaluate[stop](t, b, focused); at.Name != "a 跳到正文" || !at.Shown {
		t.Errorf("the first key leads to %+v", at)
	}
	b.do(t, press(kb.Enter), press(kb.Tab))
	if own := evaluate[bool](t, b, `document.getElementById('main').contains(document.activeElement)`); !own {
		t.Errorf("past the link to the text the next key leads to %+v", evaluate[stop](t, b, focused))
	}

	// Around the page: in the order of the page, everywhere seen, and out again.
	b.do(t, chromedp.Navigate(base+"/volumes?region="+city+"&from=2022"))
	b.settled(t)
	around := b.walk(t, 250)
	if !slices.IsSortedFunc(around, func(x, y stop) int { return x.Place - y.Place }) {
		t.Errorf("the keys jump about: %+v", around)
	}
	for _, f := range around {
		if !f.Ring || !f.Shown {
			t.Errorf("who is at %q does not see it: %+v", f.Name, f)
		}
	}
	charts := evaluate[int](t, b, `document.querySelectorAll('.figure .plot').length && document.querySelectorAll('.figure').length`)
	tables := len(slices.DeleteFunc(slices.Clone(around), func(f stop) bool { return f.Name != "summary 表格" }))
	if tables != charts || charts < 4 {
		t.Errorf("%d charts, and %d of their tables are come by", charts, tables)
	}

	// What is folded opens and closes, and its table is next.
	b.do(t, chromedp.Focus(chromedp.CSS("#d-volumes-trend summary")), press(kb.Enter), press(kb.Tab))
	if in := evaluate[bool](t, b, `document.activeElement.matches('#d-volumes-trend .scroll')`); !in {
		t.Errorf("after the table is opened the next key leads to %+v", evaluate[stop](t, b, focused))
	}
	b.do(t, chromedp.Focus(chromedp.CSS("#d-volumes-trend summary")), press(" "))
	if evaluate[bool](t, b, `document.getElementById('d-volumes-trend').open`) {
		t.Error("the table does not close")
	}
	// A legend entry switches its line.
	b.do(t, chromedp.Focus(chromedp.CSS("#volumes-trend .legend button")), press(" "))
	if on := evaluate[bool](t, b, `echarts.getInstanceByDom(document.querySelector('.plot')).getOption().legend[0].selected['本年新收'] !== false`); on {
		t.Error("the legend does not switch")
	}

	// In the filter each arrow is a choice; the page waits for the one that is wanted.
	before := evaluate[string](t, b, `location.href`)
	b.do(t, chromedp.Focus(chromedp.CSS("#f-from")), press(kb.ArrowUp+kb.ArrowUp))
	if now := evaluate[string](t, b, `document.getElementById('f-from').value + ' ' + location.href`); now != "2020 "+before {
		t.Errorf("two steps up from 2022: %s", now)
	}
	b.do(t, press(kb.Tab))
	if !evaluate[bool](t, b, `getComputedStyle(document.querySelector('.apply')).display !== 'none'`) {
		t.Error("nothing is there to apply the choice with")
	}
	if _, err := chromedp.RunResponse(b, chromedp.Focus(chromedp.CSS(".apply")), press(kb.Enter)); err != nil {
		t.Fatal(err)
	}
	if now := evaluate[string](t, b, `location.search`); !strings.Contains(now, "from=2020") {
		t.Errorf("applied: %s", now)
	}
	if len(b.problems) > 0 {
		t.Errorf("%q", b.problems)
	}
}

// What is compared is searched for, chosen and taken away again without a mouse.
func comparesByKeys(ctx context.Context, t *testing.T, _ http.Handler, base string) {
	b := open(ctx, t, base)
	b.do(t, chromedp.EmulateViewport(1366, 768), chromedp.Navigate(base+"/compare?region="+city+"&with=a:4&with=a:5"))
	b.settled(t)
	b.do(t, chromedp.Focus(chromedp.CSS("#picker > summary")), press(kb.Enter), press(kb.Tab))
	if at := evaluate[string](t, b, `document.activeElement.name`); at != "find" {
		t.Fatalf("the opened form begins with %q", at)
	}
	b.do(t, press("xhqjyj"))
	wait[bool](t, b, `!!document.querySelector('#found input[value="a:1"]')`)
	for range 3 { // the button of the search, the list, its first entry
		if evaluate[bool](t, b, `document.activeElement.matches('#found input[value="a:1"]')`) {
			break
		}
		b.do(t, press(kb.Tab))
	}
	b.do(t, press(" "))
	if !evaluate[bool](t, b, `document.querySelector('#found input[value="a:1"]').checked`) {
		t.Fatalf("what was found is not chosen at %+v", evaluate[stop](t, b, focused))
	}
	if _, err := chromedp.RunResponse(b, chromedp.Focus(chromedp.CSS(".picker .strong")), press(kb.Enter)); err != nil {
		t.Fatal(err)
	}
	b.settled(t)
	chips := `Array.prototype.map.call(document.querySelectorAll('.comparing .chip span'), function (s) { return s.textContent; }).join()`
	chosen := evaluate[string](t, b, chips)
	if !strings.Contains(chosen, "星湖区教育局") || strings.Count(chosen, ",") != 2 {
		t.Fatalf("compared are %s", chosen)
	}
	if _, err := chromedp.RunResponse(b, chromedp.Focus(chromedp.CSS(`.chip a[aria-label="去掉星湖区教育局"]`)), press(kb.Enter)); err != nil {
		t.Fatal(err)
	}
	b.settled(t)
	if left := evaluate[string](t, b, chips); strings.Contains(left, "星湖区教育局") || strings.Count(left, ",") != 1 {
		t.Errorf("left are %s", left)
	}
	if len(b.problems) > 0 {
		t.Errorf("%q", b.problems)
	}
}
