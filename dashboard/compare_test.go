package dashboard

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tongjian/data/metrics"

	"tongjian/dashboard/charts"
)

// manyEntities are parameters naming so many different agencies, known or not.
func manyEntities(n int) string {
	v := url.Values{}
	for i := range n {
		v.Add(paramWith, fmt.Sprintf("a:%d", i+1))
	}
	return v.Encode()
}

func manyMetrics(n int) []string {
	var keys []string
	for _, m := range metrics.Measures()[:n] {
		keys = append(keys, m.Key)
	}
	return keys
}

// Every view draws every kind of entity, and its address says all.
func TestEveryViewOfAComparison(t *testing.T) {
	h := handler(t)
	for _, v := range charts.Views() {
		for _, years := range []string{"", "&from=2024&to=2024", "&year=2020&year=2023"} {
			path := "/compare?region=" + city + "&with=" + lake + "&with=" + field + "&with=d:" + city + "&with=a:1&view=" + string(v.View) + years
			page := get(t, h, path)
			if page.Code != http.StatusOK {
				t.Fatalf("%s: status %d", path, page.Code)
			}
			body := page.Body.String()
			if !strings.Contains(body, `aria-current="true">`+v.Name+`</a>`) {
				t.Errorf("%s: the view is not marked", path)
			}
			if plots := strings.Count(body, `class="plot`); plots == 0 && !strings.Contains(body, `class="empty"`) {
				t.Errorf("%s: nothing is drawn and nothing says why", path)
			}
		}
	}
}

func TestAComparisonExplainsItself(t *testing.T) {
	h := handler(t)
	body := get(t, h, "/compare?region="+city+"&with=a:2&with="+lake+"&metric=requests.received&metric=release&metric=review.total&from=2020&to=2024&release=merits").Body.String()
	explained := find(t, body, `class="explain"`, "</section>")
	for _, want := range []string{"1 个单位、1 个县区", "2020–2024 年", "各单位本级报告合计", "公开率以实体答复为分母", "当年区划", "2024 年起复议前置", "缺的一律留空，不当作零", "应报未报 3 个"} {
		if !strings.Contains(explained, want) {
			t.Errorf("the explanation does not say %s: %s", want, explained)
		}
	}
	// 星湖区民政局 has no report on 2021.
	if gaps := find(t, body, `id="gaps"`, "</section>"); !strings.Contains(gaps, "应报未报：3 个") || !strings.Contains(gaps, "<b>星湖区民政局</b> 2021 年全部指标") {
		t.Errorf("the gaps are not listed: %s", gaps)
	}
	funnel := get(t, h, "/compare?with=a:1&with=a:2&view=funnel&metric=requests.received").Body.String()
	if !strings.Contains(funnel, "不是占比，没有控制限") {
		t.Error("the funnel does not say what it leaves out")
	}
}

// A rate follows the denominators chosen at the top; one named by its key does not.
func TestChosenDenominators(t *testing.T) {
	h := handler(t)
	for address, want := range map[string]string{
		"/compare.json?with=a:1&metric=release":                                "any_release",
		"/compare.json?with=a:1&metric=release&release=merits":                 "merits_release",
		"/compare.json?with=a:1&metric=any_release&release=merits":             "any_release",
		"/compare.json?with=a:1&metric=correction&correction=strict":           "correction_review_strict",
		"/compare.json?with=a:1&metric=correction.suit&correction=strict":      "correction_suit_strict",
		"/compare.json?with=a:1&view=stack&mix=reviews&metric=release&to=2024": "review.upheld",
	} {
		var answer struct{ Rows []map[string]any }
		decode(t, get(t, h, address).Body.Bytes(), &answer)
		if len(answer.Rows) == 0 || answer.Rows[0]["metric"] != want {
			t.Errorf("%s: %v, want %s", address, answer.Rows, want)
		}
	}
}

// The picker finds and lists without scripts, and its searching is no part of the links to the view.
func TestThePickerFinds(t *testing.T) {
	h := handler(t)
	body := get(t, h, "/compare?region="+city+"&with=a:1&find=xhqmzj&tree="+field+"&like=a:1").Body.String()
	for what, want := range map[string]string{
		"by initials":     `<input type="checkbox" name="with" value="a:2">星湖区民政局`,
		"in the tree":     `name="with" value="a:4"`,
		"the like":        "与星湖区教育局同级同类",
		"what is chosen":  `<input type="checkbox" name="with" value="a:1" checked>`,
		"up in the tree":  `name="tree" value="` + city + `"`,
		"open":            `id="picker" open`,
		"a metric to add": `name="metric" value="yoy"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%s: no %s", what, want)
		}
	}
	before, _, _ := strings.Cut(body, `" data-copy>链接`) // the first is the page's own
	self := before[strings.LastIndex(before, `href="`):]
	if strings.Contains(self, "find=") || strings.Contains(self, "tree=") || !strings.Contains(self, "with=a%3A1") {
		t.Errorf("the link to the view is %s", self)
	}
	if none := get(t, h, "/compare?find=qqqq&region="+city).Body.String(); !strings.Contains(none, "没有名称、拼音首字母或代码含“qqqq”的地区和单位") {
		t.Error("a search without result does not say so")
	}
}

// The export has every figure of the comparison, whatever the view shows of it; that of a chart has the chart's.
func TestExportsOfAComparison(t *testing.T) {
	h := handler(t)
	var all, one struct{ Rows []map[string]any }
	decode(t, get(t, h, "/compare.json?with=a:1&with=a:2&metric=requests.received&view=dumbbell&region="+city).Body.Bytes(), &all)
	decode(t, get(t, h, "/compare.json?with=a:1&with=a:2&metric=requests.received&view=dumbbell&chart=compare-requests-received&region="+city).Body.Bytes(), &one)
	if len(all.Rows) != 12 || len(one.Rows) != 4 {
		t.Errorf("%d rows of all, %d of the chart; want 2 × 6 and 2 × 2", len(all.Rows), len(one.Rows))
	}
	if got := get(t, h, "/compare.csv?"+manyEntities(5)+"&metric="+strings.Join(manyMetrics(40), "&metric=")); got.Code != http.StatusOK {
		t.Errorf("an export is bounded like a page: status %d", got.Code)
	}
}

// The README lists every view and what shares are of.
func TestTheReadmeListsTheViews(t *testing.T) {
	text := string(readFile(t, "../README.md"))
	for _, v := range charts.Views() {
		if !strings.Contains(text, "| `"+string(v.View)+"` | "+v.Name+" |") {
			t.Errorf("no line for %s %s", v.View, v.Name)
		}
	}
	for _, m := range charts.Mixes() {
		if !strings.Contains(text, "`"+m.Key+"`") {
			t.Errorf("nothing about mix=%s", m.Key)
		}
	}
}
