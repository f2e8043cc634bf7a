package dashboard

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"tongjian/data"
	"tongjian/data/regions"
)

// nineDistricts is a data directory with a report of one agency in each of the nine sample districts for every year from 2019 to 2025.
// Tests only read it, so it is published once.
func nineDistricts(t *testing.T) string {
	t.Helper()
	dir, err := districts()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

var districts = sync.OnceValues(func() (string, error) {
	var list []regions.Agency
	for _, district := range regions.Children(city) {
		list = append(list, regions.Agency{Name: district.Name + "教育局", Region: district.Code, Kind: "部门", Scope: data.ScopeOwn,
			ExpectedFrom: 2019, Sample: true})
	}
	if len(list) != 9 {
		return "", fmt.Errorf("%d sample districts", len(list))
	}
	return publish(list, func(load func(r data.Report, name string) error) error {
		for i, a := range list {
			for year := 2019; year <= 2025; year++ {
				if i == 3 && year == 2022 { // a gap
					continue
				}
				r := reportOf(i%3, year)
				r.Agency, r.Region, r.Scope, r.Title = a.Name, a.Region, data.ScopeOwn, fmt.Sprintf("%s%d年政府信息公开工作年度报告", a.Name, year)
				if err := load(r, fmt.Sprintf("%d-%d.xlsx", i, year)); err != nil {
					return err
				}
			}
		}
		return nil
	})
})

// picture is every canvas of the page as an image, and what stands above the charts.
const picture = `JSON.stringify([document.querySelector('h1').textContent, document.querySelector('.explain').textContent,
	Array.prototype.map.call(document.querySelectorAll('.plot canvas'), function (c) { return c.toDataURL(); })])`

// One page compares the nine sample districts over 2019–2025 with the break drawn; its link opened in another browser gives
// the same picture.
func TestNineDistrictsCompared(t *testing.T) {
	first, other := chromium.Window(t), chromium.Window(t)
	server := httptest.NewServer(handlerOf(t, nineDistricts(t)))
	t.Cleanup(server.Close)

	b := open(first, t, server.URL)
	b.do(t, chromedp.EmulateViewport(1366, 768), chromedp.Navigate(server.URL+"/?region="+city))
	b.settled(t)
	// From the overview it is one click: the districts of the region in view.
	if _, err := chromedp.RunResponse(b, chromedp.Click(chromedp.CSS(`.pages a[href^="/compare"]`))); err != nil {
		t.Fatal(err)
	}
	b.settled(t)
	if title := evaluate[string](t, b, `document.querySelector('h1').textContent`); title != "对比：星湖区等 9 个，2019–2025 年" {
		t.Fatalf("the page is %s", title)
	}
	if panels := evaluate[int](t, b, `document.querySelectorAll('#compare-review-total .plot').length`); panels != 9 {
		t.Errorf("%d panels", panels)
	}
	// 复议前置 stands between 2023 and 2024, in every panel on the same scale.
	drawn := evaluate[string](t, b, `Array.prototype.map.call(document.querySelectorAll('#compare-review-total .plot'), function (node) {
		var option = echarts.getInstanceByDom(node).getOption();
		var marks = option.series.filter(function (s) { return s.markLine && s.markLine.data.length; }).map(function (s) { return s.markLine.data[0].xAxis; });
		return marks.join() + ' ' + option.yAxis[0].max;
	}).filter(function (text, i, all) { return all.indexOf(text) === i; }).join(';')`)
	if !strings.HasPrefix(drawn, "4.5 ") || strings.Contains(drawn, ";") {
		t.Errorf("breaks and scales of the panels: %s", drawn)
	}
	if said := evaluate[string](t, b, `document.querySelector('.explain').textContent`); !strings.Contains(said, "2024 年起复议前置") || !strings.Contains(said, "应报未报") {
		t.Errorf("the page explains: %s", said)
	}
	want := evaluate[string](t, b, picture)
	link := evaluate[string](t, b, `document.querySelector('.twins a[data-copy]').href`)

	fresh := open(other, t, server.URL)
	fresh.do(t, chromedp.EmulateViewport(1366, 768), chromedp.Navigate(link))
	fresh.settled(t)
	if got := evaluate[string](t, fresh, picture); got != want {
		t.Errorf("%s gives another picture", link)
	}

	// The picker searches while one types, by initials.
	fresh.do(t, chromedp.Click(chromedp.CSS(`.picker summary`)), chromedp.SendKeys(chromedp.CSS(`.picker [name=find]`), "xhqjyj"))
	if _, err := chromedp.Run(fresh, chromedp.Poll[bool](`!!document.querySelector('#found input[value="a:1"]')`)); err != nil {
		t.Errorf("typing finds nothing: %v", err)
	}
	for name, tab := range map[string]*tab{"first": b, "fresh": fresh} {
		if len(tab.problems) > 0 {
			t.Errorf("%s: %q", name, tab.problems)
		}
	}
}
