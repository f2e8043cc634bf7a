package dashboard

import (
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Offices still use browsers of 2020. What came later is read past there without a word: boxes stand without space between them.
func TestStyleIsForOldBrowsers(t *testing.T) {
	text, err := os.ReadFile("static/app.css")
	if err != nil {
		t.Fatal(err)
	}
	later := regexp.MustCompile(`(^|[\s;{])gap\s*:|:(is|has|where)\(|\binset\s*:|aspect-ratio`)
	for n, line := range strings.Split(string(text), "\n") {
		if found := later.FindString(line); found != "" && !strings.HasPrefix(strings.TrimSpace(line), "Nothing here") {
			t.Errorf("app.css:%d: %q is not known to Chromium 81", n+1, strings.TrimSpace(found))
		}
	}
}

// cut lists what is longer than its box shows.
func cut(selector string) string {
	return `Array.prototype.filter.call(document.querySelectorAll('` + selector + `'), function (e) { return e.scrollWidth > e.clientWidth + 1; })
		.map(function (e) { return e.textContent; })`
}

// torn lists what should stand on one line and does not.
const torn = `Array.prototype.filter.call(document.querySelectorAll('.also .number'), function (e) { return e.getClientRects().length !== 1; })
	.map(function (e) { return e.textContent; })`

// uneven counts rows of tiles whose first does not begin where the title above them does.
const uneven = `(function () {
	var edge = document.querySelector('h1').getBoundingClientRect().left, rows = {};
	Array.prototype.forEach.call(document.querySelectorAll('.tile dt'), function (e) {
		var box = e.getBoundingClientRect();
		rows[Math.round(box.top)] = Math.min(box.left, rows[Math.round(box.top)] || 1e9);
	});
	return Object.keys(rows).filter(function (top) { return rows[top] < edge - 1 || rows[top] > edge + 5; }).length;
})()`

// On a phone nothing that names a figure is cut, and tables of years open at the newest.
func TestOnAPhone(t *testing.T) {
	ctx := chromium.Window(t)
	server := httptest.NewServer(handlerOf(t, nineDistricts(t)))
	t.Cleanup(server.Close)
	b := open(ctx, t, server.URL)
	show := func(at string) {
		b.do(t, chromedp.EmulateViewport(390, 844), chromedp.Navigate(server.URL+at))
		b.settled(t)
	}

	show("/compare?region=" + city + "&with=a:1&with=a:2&with=a:3&with=a:4&metric=requests.received&metric=any_release")
	b.do(t, chromedp.Evaluate[chromedp.Void](`document.querySelector('.panel h3 a').textContent = '示例市人力资源和社会保障局'`))
	if got := evaluate[[]string](t, b, cut(".panel h3 a, .panel h3 b")); len(got) > 0 {
		t.Errorf("names of panels are cut: %q", got)
	}
	show("/filing?region=" + city)
	inSight := `(function () {
		var heads = document.querySelectorAll('#filing-matrix thead th'), last = heads[heads.length - 1], room = last.closest('.scroll');
		return [room.scrollWidth > room.clientWidth, last.getBoundingClientRect().right <= room.getBoundingClientRect().right + 1];
	})()`
	if got := evaluate[[]bool](t, b, inSight); !got[0] || !got[1] {
		t.Errorf("the table is wider than the screen: %t; its newest year is in sight: %t", got[0], got[1])
	}
	show("/?region=" + city)
	if n := evaluate[int](t, b, uneven); n > 0 {
		t.Errorf("%d rows of tiles do not begin at the edge of the page", n)
	}
	if got := evaluate[[]string](t, b, torn); len(got) > 0 {
		t.Errorf("intervals are torn: %q", got)
	}
	// What opens at a touch has room there too.
	h, _ := desk(t, true)
	second := httptest.NewServer(h)
	t.Cleanup(second.Close)
	other := open(ctx, t, second.URL)
	other.do(t, chromedp.EmulateViewport(390, 844), chromedp.Navigate(second.URL+"/findings?region="+city))
	other.settled(t)
	opened := `(function () {
		var answers = document.querySelectorAll('details.answer');
		answers.forEach(function (d) { d.open = true; });
		return [answers.length, document.documentElement.scrollWidth - document.documentElement.clientWidth];
	})()`
	if got := evaluate[[]int](t, other, opened); got[0] == 0 || got[1] > 0 {
		t.Errorf("%d explanations are opened, and the page is %d pixels too wide", got[0], got[1])
	}
	if len(b.problems)+len(other.problems) > 0 {
		t.Errorf("%q, %q", b.problems, other.problems)
	}
}

// On a phone the fields of the filter stand behind one line that says what they are set to; it opens by key and touch, and without a
// script. Where there is room for them, they are there and the line is not. The newest year is in sight without a script too.
func TestTheFilterIsFoldedOnAPhone(t *testing.T) {
	ctx := chromium.Window(t)
	server := httptest.NewServer(handlerOf(t, nineDistricts(t)))
	t.Cleanup(server.Close)
	seen := `(function () {
		function high(s) { return Math.round(document.querySelector(s).getBoundingClientRect().height); }
		return [high('.fold'), high('.fields'), Math.round(document.querySelector('h1').getBoundingClientRect().top + window.scrollY)];
	})()`
	for _, scripts := range []bool{true, false} {
		b := open(ctx, t, server.URL)
		if _, err := chromedp.Call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts}); err != nil {
			t.Fatal(err)
		}
		for _, at := range []string{"/?region=" + city, "/filing?region=" + city + "&from=2020&to=2024&release=merits"} {
			b.do(t, chromedp.EmulateViewport(1366, 768), chromedp.Navigate(server.URL+at), chromedp.WaitVisible(chromedp.CSS(".fields")))
			if wide := evaluate[[]int](t, b, seen); wide[0] != 0 || wide[1] == 0 {
				t.Errorf("%s, scripts %v: with room for it, the filter is %v high", at, scripts, wide)
			}
			b.do(t, chromedp.EmulateViewport(390, 844), chromedp.Navigate(server.URL+at), chromedp.WaitVisible(chromedp.CSS(".fold")))
			if folded := evaluate[[]int](t, b, seen); folded[0] < 32 || folded[0] > 48 || folded[1] != 0 || folded[2] > 240 {
				t.Errorf("%s, scripts %v: folded, the filter is %v high, and the title comes after %d", at, scripts, folded[:2], folded[2])
			}
			b.do(t, chromedp.Focus(chromedp.CSS(".fold > summary")), press(kb.Enter), chromedp.WaitVisible(chromedp.CSS("#f-region")), press(kb.Tab))
			if at := evaluate[string](t, b, `document.activeElement.id`); at != "f-region" {
				t.Errorf("scripts %v: after the filter is opened the next key leads to %q", scripts, at)
			}
			if unfolded := evaluate[[]int](t, b, seen); unfolded[1] < 60 {
				t.Errorf("%s, scripts %v: unfolded, the filter is %v high", at, scripts, unfolded)
			}
		}
		if said := evaluate[string](t, b, `document.querySelector('.fold').textContent`); said != "2020–2024 年 · 各单位本级报告合计 · 公开率：实体答复" {
			t.Errorf("the line says %q", said)
		}
		for _, width := range []int64{390, 760, 390} { // turned there and back
			b.do(t, chromedp.EmulateViewport(width, 844))
		}
		newest := `Array.prototype.map.call(document.querySelectorAll('.newest'), function (room) {
			var heads = room.querySelectorAll('thead th'), first = heads[0].getBoundingClientRect(), last = heads[heads.length - 1].getBoundingClientRect();
			var box = room.getBoundingClientRect();
			var halves = Array.prototype.slice.call(heads, 1).map(function (e) { return e.getBoundingClientRect(); }).filter(function (e) {
				return e.left < first.right - 1 && e.right > first.right + 1;
			});
			return halves.length === 0 && room.scrollWidth > room.clientWidth && first.left >= box.left - 1 && last.left >= first.right && last.right <= box.right + 1;
		})`
		if got := evaluate[[]bool](t, b, newest); len(got) < 2 || slices.Contains(got, false) {
			t.Errorf("scripts %v: tables with the newest year and the names in sight: %v", scripts, got)
		}
		b.do(t, chromedp.Navigate(server.URL+"/filing?region="+city+"&missing=2019"), chromedp.WaitVisible(chromedp.CSS(".pill")))
		pills := `(function () {
			var row = document.querySelector('nav.controls'), box = row.getBoundingClientRect(), now = row.querySelector('[aria-current]').getBoundingClientRect();
			return [Math.round(box.height), document.documentElement.scrollWidth - document.documentElement.clientWidth, now.left >= box.left && now.right <= box.right + 1 ? 1 : 0];
		})()`
		if got := evaluate[[]int](t, b, pills); got[0] > 60 || got[1] > 0 || scripts && got[2] == 0 {
			t.Errorf("scripts %v: choices are a row %d high, the page is %d too wide, the one chosen is in sight: %d", scripts, got[0], got[1], got[2])
		}
		if len(b.problems) > 0 {
			t.Errorf("%q", b.problems)
		}
	}
}

// However narrow the columns of a document as it was received are, no figure is broken over two lines, and no text is wider than its room
// can be scrolled.
func TestFiguresStandOnOneLine(t *testing.T) {
	ctx := chromium.Window(t)
	server := httptest.NewServer(handlerOf(t, nineDistricts(t)))
	t.Cleanup(server.Close)
	b := open(ctx, t, server.URL)
	for _, width := range []int64{1366, 390} {
		b.do(t, chromedp.EmulateViewport(width, 768), chromedp.Navigate(server.URL+"/reports/1"))
		b.settled(t)
		broken := `(function () {
			var cells = Array.from(document.querySelectorAll('#document td')).filter(function (td) { return /^\d+$/.test(td.textContent.trim()); });
			document.querySelector('#document .document').style.width = '300px';
			cells.forEach(function (td) { td.textContent = '1234567'; });
			var texts = cells.filter(function (td) {
				var range = document.createRange();
				range.selectNodeContents(td);
				return range.getClientRects().length > 1;
			});
			return [cells.length, texts.length, document.documentElement.scrollWidth - document.documentElement.clientWidth];
		})()`
		if got := evaluate[[]int](t, b, broken); got[0] < 100 || got[1] > 0 || got[2] > 0 {
			t.Errorf("at %d: of %d figures %d are broken, the page is %d pixels too wide", width, got[0], got[1], got[2])
		}
	}
}

// On a phone tables 三 and 四 are whole, every column of figures in sight on one line each, and tables to be read are as wide as the screen.
func TestFormsAndListsFitAPhone(t *testing.T) {
	ctx := chromium.Window(t)
	server := httptest.NewServer(handlerOf(t, nineDistricts(t)))
	t.Cleanup(server.Close)
	b := open(ctx, t, server.URL)
	for at, tables := range map[string]string{"/reports/1": ".form-3, .form-4", "/consolidated?region=" + city: ".form-3, .form-4",
		"/agencies?region=" + city: ".stacked", "/agencies/1": ".stacked", "/glossary": ".stacked", "/data": ".stacked"} {
		b.do(t, chromedp.EmulateViewport(390, 844), chromedp.Navigate(server.URL+at))
		b.settled(t)
		beyond := `(function () {
			var tables = Array.from(document.querySelectorAll('` + tables + `')), tall = 0;
			tables.forEach(function (table) {
				Array.from(table.querySelectorAll('td > a')).forEach(function (a) { if (table.classList.contains('form') && a.getClientRects().length > 1) { tall++; } });
			});
			return [tables.length, tables.filter(function (table) { return table.parentNode.scrollWidth > table.parentNode.clientWidth + 1; }).length, tall];
		})()`
		if got := evaluate[[]int](t, b, beyond); got[0] == 0 || got[1] > 0 || got[2] > 0 {
			t.Errorf("%s: of %d tables %d are wider than the screen; %d figures are broken", at, got[0], got[1], got[2])
		}
	}
	b.do(t, chromedp.EmulateViewport(390, 844), chromedp.Navigate(server.URL+"/compare?region="+city))
	b.settled(t)
	newest := `(function () {
		var room = document.querySelector('#compare-table .scroll').getBoundingClientRect();
		var years = Array.from(document.querySelectorAll('#compare-table thead th')).filter(function (th) { return /^\d{4}$/.test(th.textContent); });
		var whole = years.filter(function (th) { var box = th.getBoundingClientRect(); return box.left > room.left + 80 && box.right <= room.right + 1; });
		return [whole.length, whole.indexOf(years[years.length - 1]) >= 0 ? 1 : 0, document.querySelector('#compare-table tbody th small').offsetHeight];
	})()`
	if got := evaluate[[]int](t, b, newest); got[0] < 3 || got[1] == 0 || got[2] == 0 {
		t.Errorf("of a comparison %d years are in sight, the newest %d; what they count is %d high", got[0], got[1], got[2])
	}
}

// A printed sheet says what its figures are, and shows by the pattern of a legend which bar it means.
func TestOnPaper(t *testing.T) {
	ctx := chromium.Window(t)
	server := httptest.NewServer(handler(t))
	t.Cleanup(server.Close)
	b := open(ctx, t, server.URL)
	if _, err := chromedp.Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"/brief?to=2023&region=" + city, "/?region=" + city} {
		b.do(t, chromedp.EmulateViewport(703, 1000), chromedp.Navigate(server.URL+at))
		b.settled(t)
		if got := evaluate[[]string](t, b, cut(".tile dt, .tile .value, .tile .also")); len(got) > 0 {
			t.Errorf("%s: names of figures are cut: %q", at, got)
		}
		if n := evaluate[int](t, b, uneven); n > 0 {
			t.Errorf("%s: %d rows of tiles do not begin at the edge of the paper", at, n)
		}
	}
	plain := `Array.prototype.map.call(document.querySelectorAll('#outcomes-years .swatch'), function (e) {
		var over = e.querySelector('rect + rect');
		return over ? over.getAttribute('fill') : '';
	}).join()`
	if got := evaluate[string](t, b, plain); got != ",,url(#rising),url(#dots),url(#falling)," {
		t.Errorf("patterns of the legend: %s", got)
	}
	b.do(t, chromedp.Navigate(server.URL+"/filing?region="+city))
	b.settled(t)
	if at := evaluate[string](t, b, `[getComputedStyle(document.querySelector('.newest')).direction, getComputedStyle(document.querySelector('.fold')).display].join()`); at != "ltr,none" {
		t.Errorf("tables of years begin at, and the line of the filter is: %s", at)
	}
	b.do(t, chromedp.Navigate(server.URL+"/proactive?region="+city))
	b.settled(t)
	parted := `['#proactive-all', '#proactive-stock'].map(function (id) { return getComputedStyle(document.querySelector(id)).breakInside; }).join()`
	if got := evaluate[string](t, b, parted); got != "auto,avoid" {
		t.Errorf("a table of a page and a chart are parted between sheets: %s", got)
	}
	b.do(t, chromedp.Navigate(server.URL+"/?region="+city))
	b.settled(t)
	missing := `Array.prototype.filter.call(document.querySelectorAll('.swatch [fill]'), function (e) {
		return !document.getElementById(e.getAttribute('fill').slice(5, -1));
	}).length`
	if n := evaluate[int](t, b, missing); n > 0 {
		t.Errorf("%d patterns are not there", n)
	}
	if len(b.problems) > 0 {
		t.Errorf("%q", b.problems)
	}
}

// Where one is by keys is seen all round, in rows that scroll too.
func TestFocusIsSeen(t *testing.T) {
	ctx := chromium.Window(t)
	server := httptest.NewServer(handler(t))
	t.Cleanup(server.Close)
	b := open(ctx, t, server.URL)
	b.do(t, chromedp.EmulateViewport(1366, 768), chromedp.Navigate(server.URL+"/?region="+city))
	b.settled(t)
	hidden := `(function () {
		var link = document.querySelectorAll('.pages a')[1];
		link.focus({focusVisible: true});
		var style = getComputedStyle(link), room = link.parentNode.getBoundingClientRect(), box = link.getBoundingClientRect();
		var reach = parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth);
		return style.outlineStyle === 'none' || box.top - reach < room.top || box.bottom + reach > room.bottom;
	})()`
	if evaluate[bool](t, b, hidden) {
		t.Error("the outline of a page's name is cut")
	}
	if len(b.problems) > 0 {
		t.Errorf("%q", b.problems)
	}
}
