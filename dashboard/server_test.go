package dashboard

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// allPages are addresses that between them execute every template and every branch that data decides.
func allPages(t testing.TB, h http.Handler) []string {
	t.Helper()
	spoilt := reportPath(t, h, 1, 2023)
	return []string{
		"/", "/overview", "/volumes", "/outcomes", "/reviews", "/proactive", "/compare", "/continuity", "/filing", "/brief", "/consolidated", "/agencies", "/findings", "/glossary", "/sources",
		"/?region=" + lake, "/?region=" + lake + "&basis=consolidated", "/?region=990000&from=2020&to=2020",
		"/volumes?from=2024&to=2024&region=" + field, "/outcomes?release=merits", "/reviews?correction=strict&region=" + lake,
		"/compare?with=" + lake + "&with=a:1&metric=requests.received&metric=yoy&metric=applicant_mix.business&find=%E6%95%99%E8%82%B2",
		"/agencies?find=%E6%95%99%E8%82%B2&kind=%E9%83%A8%E9%97%A8", "/filing?missing=2024&region=" + lake, "/filing?missing=2025", "/filing?progress=2024&region=" + lake, "/filing?basis=consolidated&from=2020&to=2021", "/agencies?find=zzz",
		"/agencies/1", "/agencies/3", "/agencies/4", spoilt, spoilt + "?cell=requests.received:total", spoilt + "?cell=outcome.partial:research",
		"/sources?metric=any_release&to=2024", "/sources?metric=requests.received&of=direct", "/sources?metric=per_10k",
		"/changes", "/changes?snapshot=1", spoilt + "/changes",
		"/findings?check=T3-BALANCE&severity=error", "/findings?agency=2", "/findings?severity=note",
	}
}

// reportPath is the address of an agency's live report on a year.
func reportPath(t testing.TB, h http.Handler, agency, year int) string {
	t.Helper()
	var answer struct {
		Rows []struct {
			Name string
			ID   int `json:"agency"`
		}
	}
	decode(t, get(t, h, "/agencies.json?region="+city).Body.Bytes(), &answer)
	for _, row := range answer.Rows {
		if row.Name == roster()[agency].Name {
			page := get(t, h, "/agencies/"+strconv.Itoa(row.ID)).Body.String()
			return "/reports/" + find(t, regexp.MustCompile(`<a href="/reports/\d+">`+strconv.Itoa(year)+` 年`).FindString(page), "/reports/", `"`)
		}
	}
	t.Fatalf("no agency %s", roster()[agency].Name)
	return ""
}

func decode(t testing.TB, body []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatalf("%v in %.200s", err, body)
	}
}

// twinOf is the address of a page's twin.
func twinOf(page, ending string) string {
	path, query, _ := strings.Cut(page, "?")
	if path == "/" {
		path = "/overview"
	}
	if query != "" {
		query = "?" + query
	}
	return path + ending + query
}

func TestEveryPageAndItsTwins(t *testing.T) {
	h := handler(t)
	for _, page := range allPages(t, h) {
		t.Run(page, func(t *testing.T) {
			w := get(t, h, page)
			if w.Code != http.StatusOK {
				t.Fatalf("status %d: %.300s", w.Code, w.Body)
			}
			if got := w.Header().Get("Content-Type"); got != "text/html; charset=utf-8" {
				t.Errorf("Content-Type %q", got)
			}
			if strings.Contains(w.Body.String(), "<no value>") || strings.Contains(w.Body.String(), "ZgotmplZ") {
				t.Error("a template printed something it should not have")
			}
			var answer struct {
				Title    string
				Snapshot struct{ Number int }
				Rows     []map[string]any
			}
			j := get(t, h, twinOf(page, ".json"))
			if got := j.Header().Get("Content-Type"); got != "application/json; charset=utf-8" {
				t.Errorf("json: Content-Type %q", got)
			}
			decode(t, j.Body.Bytes(), &answer)
			c := get(t, h, twinOf(page, ".csv"))
			body, marked := bytes.CutPrefix(c.Body.Bytes(), []byte("\ufeff"))
			if !marked {
				t.Error("csv: no byte order mark, so that a spreadsheet would guess the encoding")
			}
			rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
			if err != nil {
				t.Fatalf("csv: %v", err)
			}
			if len(rows)-1 != len(answer.Rows) {
				t.Errorf("csv has %d rows, json %d", len(rows)-1, len(answer.Rows))
			}
			for _, row := range rows[1:] {
				for _, field := range row {
					if _, err := strconv.ParseFloat(field, 64); err == nil || field == "" {
						continue
					}
					if strings.ContainsAny(field[:1], "=+-@\t\r") {
						t.Errorf("csv: %.40q would be taken for a formula", field)
					}
				}
			}
			if disposition := c.Header().Get("Content-Disposition"); !strings.HasPrefix(disposition, `attachment; filename="tongjian-`) {
				t.Errorf("csv: Content-Disposition %q", disposition)
			}
		})
	}
}

func TestHeadersOnEveryAnswer(t *testing.T) {
	h := handler(t)
	paths := append(allPages(t, h)[:14], "/volumes.csv", "/volumes.json", "/nowhere", "/?region=1", "/static/x/app.css", "/healthz", "/favicon.ico",
		reportPath(t, h, 0, 2022)+"/original", "/"+strings.Repeat("a", 9000))
	for _, path := range paths {
		header := get(t, h, path).Header()
		for name, want := range map[string]string{
			"Content-Security-Policy":    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
			"X-Content-Type-Options":     "nosniff",
			"Referrer-Policy":            "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := header.Get(name); !strings.HasPrefix(got, want) {
				t.Errorf("%.60s: %s is %q", path, name, got)
			}
		}
	}
}

var (
	inlineStyle  = regexp.MustCompile(`(?i)<[^>]+\s(style|on[a-z]+)\s*=`)
	inlineScript = regexp.MustCompile(`(?is)<script([^>]*)>(.*?)</script>`)
	address1     = regexp.MustCompile(`(?i)\s(href|src|action)="([^"]*)"`)
)

func TestPagesKeepToThemselves(t *testing.T) {
	h := handler(t)
	for _, page := range append(allPages(t, h), "/nowhere") {
		body := get(t, h, page).Body.String()
		if found := inlineStyle.FindString(body); found != "" {
			t.Errorf("%s: %.80s", page, found)
		}
		for _, m := range inlineScript.FindAllStringSubmatch(body, -1) {
			if m[2] != "" && !strings.Contains(m[1], `type="application/json"`) {
				t.Errorf("%s: inline script %.60s", page, m[2])
			}
			if m[2] != "" && !json.Valid([]byte(m[2])) {
				t.Errorf("%s: a data block is not JSON: %.80s", page, m[2])
			}
		}
		for _, m := range address1.FindAllStringSubmatch(body, -1) {
			if !strings.HasPrefix(m[2], "/") && !strings.HasPrefix(m[2], "#") || strings.HasPrefix(m[2], "//") {
				t.Errorf("%s leads to %.80s", page, m[0])
			}
		}
	}
}

// A figure is the same number in the table, in the chart, in JSON and in CSV, and it is the sum of what was reported.
func TestAFigureIsTheSameEverywhere(t *testing.T) {
	h := handler(t)
	want := int64(0)
	for agency, a := range roster() {
		if agency != 2 && a.Scope == "own" {
			want += received(agency, lastYear)
		}
	}
	page := get(t, h, "/volumes?region="+city).Body.String()
	option := find(t, page, `id="o-volumes-trend-0">`, "</script>")
	if !strings.Contains(option, fmt.Sprintf(`"t":"%d 件"`, want)) || !strings.Contains(option, fmt.Sprintf(`"value":%d`, want)) {
		t.Errorf("the chart has no %d: %s", want, option)
	}
	if table := find(t, page, `id="d-volumes-trend"`, "</table>"); !strings.Contains(table, fmt.Sprintf(">%d</a>", want)) {
		t.Errorf("the table has no %d", want)
	}
	var answer struct{ Rows []map[string]any }
	decode(t, get(t, h, "/volumes.json?chart=volumes-trend&region="+city).Body.Bytes(), &answer)
	found := false
	for _, row := range answer.Rows {
		if row["metric"] == "requests.received" && row["year"] == float64(lastYear) {
			found = true
			if row["value"] != float64(want) || row["reports"] != float64(5) || row["basis"] != "own" {
				t.Errorf("json: %v, want %d from 5 reports", row, want)
			}
		}
	}
	if !found {
		t.Error("json has no row for the year")
	}
}

// What is missing is a gap in the chart, a dash in the table, nothing in CSV; never a zero.
func TestAGapIsNeverAZero(t *testing.T) {
	h := handler(t)
	// 星湖区民政局 has no report on 2021.
	path := "/compare?metric=requests.received&from=2021&to=2021&with=a:2&region=" + lake
	page := get(t, h, path).Body.String()
	if !strings.Contains(page, `class="absent"`) || strings.Contains(find(t, page, `id="compare-table"`, "</section>"), ">0<") {
		t.Error("the table does not show the gap")
	}
	var answer struct{ Rows []map[string]any }
	decode(t, get(t, h, twinOf(path, ".json")).Body.Bytes(), &answer)
	if len(answer.Rows) != 1 || answer.Rows[0]["value"] != nil || answer.Rows[0]["flags"] != "x" || answer.Rows[0]["absent"] != "没有报告" {
		t.Errorf("json: %v", answer.Rows)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(get(t, h, twinOf(path, ".csv")).Body.String(), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range rows[0] {
		if want, ok := map[string]string{"数值": "", "标记": "x"}[name]; ok && rows[1][i] != want {
			t.Errorf("csv: %s is %q, want %q", name, rows[1][i], want)
		}
	}
}

func TestWhatIsNotKnownIsSaid(t *testing.T) {
	h := handler(t)
	for _, tc := range []struct {
		path   string
		status int
		says   string
	}{
		{"/nowhere", 404, "没有这一页"},
		{"/volumes.exe", 404, "没有这一页"},
		{"/?region=123456", 404, "没有区划“123456”"},
		{"/?region=" + strings.Repeat("9", 300), 404, "没有区划“999"},
		{"/?region=%3Cscript%3E", 404, "没有区划“&lt;script&gt;”"},
		{"/?from=1999", 404, "没有 1999 年的报告"},
		{"/?from=1999", 404, "2019–2024"},
		{"/?to=soon", 400, "“to”应为数字"},
		{"/?to=-1", 400, "“to”应为数字"},
		{"/?basis=both", 400, "口径没有“both”"},
		{"/?basis=both", 400, "政府汇总报告"},
		{"/?release=x", 400, "公开率分母没有“x”"},
		{"/?a=%zz", 400, "参数写法有误"},
		{"/volumes.csv?chart=none", 404, "没有图表“none”"},
		{"/compare?metric=happiness", 404, "没有指标“happiness”"},
		{"/compare?with=a:99999", 404, "不认识的代码"},
		{"/compare?with=a:x", 404, "不认识的代码"},
		{"/compare?" + manyEntities(61), 400, "一次最多比较 60 个，收到 61 个"},
		{"/compare?" + manyEntities(61), 400, "下载全部（CSV）"},
		{"/compare?with=a:1&metric=" + strings.Join(manyMetrics(13), "&metric="), 400, "一次最多比较 12 项，收到 13 项"},
		{"/compare?view=pie", 400, "图没有“pie”"},
		{"/compare?area=old", 400, "区划没有“old”"},
		{"/compare?view=stack&mix=x", 400, "构成没有“x”"},
		{"/compare?year=soon", 400, "“year”应为数字"},
		{"/compare?tree=123456", 404, "没有区划“123456”"},
		{"/compare?like=a:99999", 404, "没有代码为“a:99999”的地区或单位"},
		{"/filing?region=123456", 404, "没有区划“123456”"},
		{"/filing?to=2030", 404, "没有 2030 年的报告"},
		{"/filing?missing=2018", 404, "没有 2018 年的缺报一览"},
		{"/filing?missing=2026", 404, "2019–2025 年"},
		{"/filing.csv?missing=2026", 404, "没有 2026 年的缺报一览"},
		{"/filing?missing=soon", 400, "“missing”应为数字"},
		{"/agencies/0", 404, "没有编号为“0”的单位"},
		{"/agencies/x", 404, "没有编号为“x”的单位"},
		{"/agencies?offset=-5", 400, "“offset”应为数字"},
		{"/reports/99999", 404, "没有编号为“99999”的报告"},
		{"/reports/99999/original", 404, "没有编号为“99999”的报告"},
		{"/reports/1?cell=outcome.happy:total", 404, "表上没有“outcome.happy:total”这一格"},
		{"/sources?metric=happiness", 404, "没有指标“happiness”"},
		{"/findings?check=NO-SUCH", 404, "没有核验项目“NO-SUCH”"},
		{"/findings?severity=fatal", 400, "程度没有“fatal”"},
		{"/findings?agency=99999", 404, "没有编号为“99999”的单位"},
	} {
		w := get(t, h, tc.path)
		if w.Code != tc.status || !strings.Contains(w.Body.String(), tc.says) {
			t.Errorf("%.80s: status %d, want %d with %q: %.200s", tc.path, w.Code, tc.status, tc.says, find(t, w.Body.String(), "<main", "</main>"))
		}
		if w.Header().Get("ETag") != "" {
			t.Errorf("%.80s: an error page has an ETag", tc.path)
		}
	}
}

// A program that asks for JSON is told in JSON.
func TestJSONErrorsAreJSON(t *testing.T) {
	w := get(t, handler(t), "/volumes.json?region=123456")
	var answer struct{ Error, Detail string }
	decode(t, w.Body.Bytes(), &answer)
	if w.Code != http.StatusNotFound || answer.Error != "没有区划“123456”" || w.Header().Get("Content-Type") != "application/json; charset=utf-8" {
		t.Errorf("status %d, %+v", w.Code, answer)
	}
}

func TestTheChoiceIsCarriedThrough(t *testing.T) {
	h := handler(t)
	page := get(t, h, "/volumes?region="+city+"&from=2020&to=2023&release=merits").Body.String()
	for _, want := range []string{
		`href="/outcomes?region=990100&amp;from=2020&amp;to=2023&amp;release=merits"`, // another page
		`href="/volumes?region=990101&amp;from=2020&amp;to=2023&amp;release=merits"`,  // down to a district, on this page
		`<option value="2020" selected>2020</option>`,
		`<option value="merits" selected>`,
		`href="/volumes.csv?region=990100&amp;from=2020&amp;to=2023&amp;basis=own&amp;release=merits&amp;correction=decided"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	// Years the wrong way round are turned, not refused: a form can send them so.
	if turned := get(t, h, "/volumes?region="+city+"&from=2023&to=2020").Body.String(); !strings.Contains(turned, "2020–2023 年") {
		t.Error("a range the wrong way round is not turned")
	}
}

func TestSampleRegionsAreMarked(t *testing.T) {
	h := handler(t)
	for _, path := range []string{"/", "/volumes", "/compare", "/filing", "/agencies", "/agencies/1", "/findings", "/sources", "/reports/1"} {
		if !strings.Contains(get(t, h, path).Body.String(), "示例数据") {
			t.Errorf("%s shows invented regions and does not say so", path)
		}
	}
}

// A page of a list is a page; its export is the whole list, whatever page the reader is on.
func TestExportsOfListsAreWhole(t *testing.T) {
	h := handler(t)
	for _, path := range []string{"/filing", "/agencies", "/findings", "/sources"} {
		var all, far struct{ Rows []map[string]any }
		decode(t, get(t, h, path+".json?region="+city+"&to=2023").Body.Bytes(), &all)
		decode(t, get(t, h, path+".json?region="+city+"&to=2023&offset=500").Body.Bytes(), &far)
		if len(all.Rows) == 0 || len(far.Rows) != len(all.Rows) {
			t.Errorf("%s: %d rows, %d from a later page", path, len(all.Rows), len(far.Rows))
		}
	}
}

func TestHostileWordsStayWords(t *testing.T) {
	h := handler(t)
	for _, path := range []string{"/volumes?region=" + field, "/agencies?region=" + city, "/agencies/4", "/reports/1", "/outcomes?region=" + field,
		reportPath(t, h, 1, 2023), reportPath(t, h, 3, 2024) + "?cell=requests.received:total", "/findings", "/filing?region=" + field, "/compare?with=a:4&with=a:5"} {
		body := get(t, h, path).Body.String()
		for _, bad := range []string{"<script>alert", "</script><script>", "<img src=x"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s: %s got into the page", path, bad)
			}
		}
	}
	if !strings.Contains(get(t, h, "/agencies/4").Body.String(), "=cmd|&#39; /C calc&#39;!A0&lt;/script&gt;") {
		t.Error("the name is not shown as it is")
	}
	if csv := get(t, h, "/agencies.csv?region="+city).Body.String(); !strings.Contains(csv, `"'=cmd|' /C calc'!A0`) {
		t.Error("csv: the name can be taken for a formula")
	}
}

func TestNothingButReading(t *testing.T) {
	h := handler(t)
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		w := recorder(h, method, "/volumes")
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: status %d", method, w.Code)
		}
	}
	if w := get(t, h, "/?find="+strings.Repeat("x", 10_000)); w.Code != http.StatusRequestURITooLong {
		t.Errorf("a long address: status %d", w.Code)
	}
}

func TestLinksOnAPageLeadSomewhere(t *testing.T) {
	h := handler(t)
	// Links of one shape, the same path and parameters with other values, are followed twice.
	shapes := map[string]int{}
	values := regexp.MustCompile(`=[^&]*|\d+`)
	for _, page := range []string{"/", "/volumes", "/reviews", "/compare", "/filing", "/filing?missing=2024", "/findings", "/agencies", "/reports/1?cell=requests.received:total", "/agencies/2"} {
		for _, m := range address1.FindAllStringSubmatch(get(t, h, page).Body.String(), -1) {
			link := strings.ReplaceAll(m[2], "&amp;", "&")
			link = strings.ReplaceAll(link, "&#43;", "+")
			u, err := url.Parse(link)
			if err != nil || strings.HasPrefix(link, "#") {
				continue
			}
			shape := values.ReplaceAllString(u.RequestURI(), "")
			if shapes[shape]++; shapes[shape] > 2 {
				continue
			}
			if w := get(t, h, u.RequestURI()); w.Code != http.StatusOK {
				t.Errorf("%s links to %s: status %d", page, link, w.Code)
			}
		}
	}
	if len(shapes) < 30 {
		t.Errorf("only %d shapes of links were followed", len(shapes))
	}
}
