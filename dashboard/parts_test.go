package dashboard

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/jba/templatecheck"

	"tongjian/data/warehouse"
)

func recorder(h http.Handler, method, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(context.Background(), method, target, nil))
	return w
}

func TestTemplatesFitTheirPages(t *testing.T) {
	s, err := newServer(Config{})
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]any{
		"overview": Overview{}, "volumes": ChartPage{}, "outcomes": ChartPage{}, "reviews": ChartPage{}, "proactive": ChartPage{},
		"compare": Compare{}, "continuity": ChartPage{}, "agencies": Agencies{}, "agency": AgencyPage{}, "report": ReportPage{}, "sources": Sources{},
		"findings": FindingsPage{}, "filing": FilingPage{}, "brief": Brief{}, "consolidated": ConsolidatedPage{}, "glossary": Glossary{}, "data": DataPage{}, "sql": SQLPage{}, "problem": problemPage{}, "changes": ChangesPage{}, "report_changes": ReportChangesPage{},
		"signin": SignInPage{}, "account": AccountPage{}, "accounts": AccountsPage{}, "audit": AuditPage{},
		"send": SendPage{}, "mine": MinePage{}, "submission": SubmissionPage{}, "receive": ReceivePage{}, "jobs": JobsPage{}, "job": JobPage{},
	}
	for _, name := range pageTemplates() {
		value, ok := values[name]
		if !ok {
			t.Errorf("template %s is not checked", name)
			continue
		}
		if err := templatecheck.CheckHTML(s.templates[name].Lookup("base"), value); err != nil {
			t.Errorf("%s with %v: %v", name, reflect.TypeOf(value), err)
		}
	}
}

func TestReportShowsTheCellAndItsPlace(t *testing.T) {
	h := handler(t)
	path := reportPath(t, h, 1, 2023)
	body := get(t, h, path+"?cell=requests.received:total").Body.String()
	for _, want := range []string{
		`id="c-requests.received-total" colspan="1" class="has-error here"`, // marked in the form, with its finding
		"“42”", "工作表“年度报告”B",
		"第一项加第二项不等于第三项加第四项", // the finding beside it
		`id="c-requests.carried_in-business" colspan="1" class="unfilled"`,
		"空白：没有填写，不是零",
		`id="c-outcome.partial-research" colspan="1" class="state"`,
		"&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;",
		"行政检查", "全年收到申请17件",
		"1 个工作表与这份报告无关",
		`class="here" title="工作表“年度报告”B17"`,
		"‹ 上一年", "下一年 ›",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(body, "不相干") {
		t.Error("a sheet of another agency is shown")
	}
	// Every cell of the printed form has its anchor, once.
	ids := regexp.MustCompile(`<td id="(c-[^"]+)"`).FindAllStringSubmatch(body, -1)
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id[1]] {
			t.Errorf("anchor %s stands twice", id[1])
		}
		seen[id[1]] = true
	}
	if len(seen) != 10+25*7+15 {
		t.Errorf("%d cells, want those of edition 2021: 200", len(seen))
	}
}

// A document that is gone or cannot be read takes nothing from the rest of the page.
func TestReportWithoutItsDocument(t *testing.T) {
	dir, err := published()
	if err != nil {
		t.Fatal(err)
	}
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer snapshots.Close()
	h, err := New(Config{Snapshots: snapshots, Files: warehouse.OpenFiles(t.TempDir())})
	if err != nil {
		t.Fatal(err)
	}
	w := get(t, h, "/reports/1?cell=requests.received:total")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "没有保存在这台机器") || !strings.Contains(w.Body.String(), `id="c-requests.received-total"`) {
		t.Errorf("status %d", w.Code)
	}
	if w := get(t, h, "/reports/1/original"); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "原件不在这台机器上") {
		t.Errorf("the original: status %d", w.Code)
	}
}

func TestRevisionsLeadToEachOther(t *testing.T) {
	h := handler(t)
	body := get(t, h, reportPath(t, h, 0, 2022)).Body.String()
	if !strings.Contains(body, "第 2 版（现行）") || !strings.Contains(body, "第 1 版") {
		t.Fatal("the report does not name its revisions")
	}
	first := find(t, body, `第 2 版（现行）　<a href="`, `"`)
	if old := get(t, h, first).Body.String(); !strings.Contains(old, "已被更正") || !strings.Contains(old, "第 2 版（现行）</a>") {
		t.Error("the superseded revision does not lead to the live one")
	}
}

func TestOriginalsAreOnlySaved(t *testing.T) {
	h := handler(t)
	w := get(t, h, reportPath(t, h, 0, 2022)+"/original")
	if w.Body.String() != `原件 0-2022"更正.xlsx` {
		t.Errorf("bytes %q", w.Body)
	}
	if got := w.Header().Get("Content-Type"); got != "application/octet-stream" {
		t.Errorf("Content-Type %q", got)
	}
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename*=utf-8''0-2022_%E6%9B%B4%E6%AD%A3.xlsx` {
		t.Errorf("Content-Disposition %q", got)
	}
	if got := w.Header().Get("Content-Security-Policy"); !strings.HasSuffix(got, "; sandbox") {
		t.Errorf("Content-Security-Policy %q", got)
	}
	for name, want := range map[string]string{"../../etc/passwd": "_.._etc_passwd", "": "report", "a\r\nb": "a__b", "...": "report"} {
		if got := saveName(name); got != want {
			t.Errorf("saveName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestPagesAreKeptUntilTheNextSnapshot(t *testing.T) {
	h := handler(t)
	first := get(t, h, "/volumes")
	tag := first.Header().Get("ETag")
	if tag == "" || first.Header().Get("Cache-Control") != "private, no-cache" {
		t.Fatalf("ETag %q, Cache-Control %q", tag, first.Header().Get("Cache-Control"))
	}
	if again := get(t, h, "/volumes", "If-None-Match", tag); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("the same page again: status %d, %d bytes", again.Code, again.Body.Len())
	}
	if other := get(t, h, "/volumes", "If-None-Match", `"0-old"`); other.Code != http.StatusOK {
		t.Errorf("after a change: status %d", other.Code)
	}
}

func TestStaticFiles(t *testing.T) {
	h := handler(t)
	link := find(t, get(t, h, "/").Body.String(), `<link rel="stylesheet" href="`, `"`)
	plain := get(t, h, link)
	if plain.Code != http.StatusOK || plain.Header().Get("Content-Encoding") != "" {
		t.Fatalf("status %d, encoding %q", plain.Code, plain.Header().Get("Content-Encoding"))
	}
	packed := get(t, h, link, "Accept-Encoding", "br, gzip")
	if got := packed.Header().Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
		t.Errorf("Cache-Control %q", got)
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(z)
	if err != nil || string(unpacked) != plain.Body.String() {
		t.Errorf("gzip does not give the same file: %v", err)
	}
	if refused := get(t, h, link, "Accept-Encoding", "gzip;q=0"); refused.Header().Get("Content-Encoding") != "" {
		t.Error("gzip was sent to somebody who refuses it")
	}
	for _, path := range []string{"/static/", "/static/app.css", "/static/000000000000/app.css", "/static/../server.go"} {
		if w := get(t, h, path); w.Code == http.StatusOK {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

// The limits are those a slow office line was promised: what the first view and any further page may weigh, compressed.
func TestPageWeights(t *testing.T) {
	h := handler(t)
	weigh := func(path string) int { return get(t, h, path, "Accept-Encoding", "gzip").Body.Len() }
	first := weigh("/")
	for _, m := range address1.FindAllStringSubmatch(get(t, h, "/").Body.String(), -1) {
		if strings.HasPrefix(m[2], "/static/") {
			first += weigh(m[2])
		}
	}
	if first > 450<<10 {
		t.Errorf("the first view weighs %d KB", first>>10)
	}
	for _, page := range append(allPages(t, h)[:12], "/agencies/1", reportPath(t, h, 1, 2023)+"?cell=requests.received:total") {
		if n := weigh(page); n > 60<<10 {
			t.Errorf("%s weighs %d KB", page, n>>10)
		}
	}
}

func TestWithoutASnapshot(t *testing.T) {
	w := get(t, handlerOf(t, t.TempDir()), "/")
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "tongjian ingest") {
		t.Errorf("status %d: %.200s", w.Code, w.Body)
	}
	if w := get(t, handlerOf(t, t.TempDir()), "/healthz"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("healthz: status %d", w.Code)
	}
	if w := get(t, handler(t), "/healthz"); w.Code != http.StatusOK || w.Body.String() != "ok snapshot 1\n" {
		t.Errorf("healthz: status %d, %q", w.Code, w.Body)
	}
}

func TestAPanicIsAPage(t *testing.T) {
	dir, err := published()
	if err != nil {
		t.Fatal(err)
	}
	s, err := newServer(Config{Files: warehouse.OpenFiles(dir)})
	if err != nil {
		t.Fatal(err)
	}
	w := recorder(s.recovered(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("秘密") })), http.MethodGet, "/")
	if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "这一页出错了") || strings.Contains(w.Body.String(), "秘密") {
		t.Errorf("status %d: %.300s", w.Code, w.Body)
	}
}

func TestSparkLeavesGaps(t *testing.T) {
	s := sparkOf([]float64{1, 2, 0, 4}, []bool{true, true, false, true})
	if s.Path != "M3.0 25.0h0L34.3 17.7M97.0 3.0h0" {
		t.Errorf("path %q", s.Path)
	}
	if s := sparkOf([]float64{0, 0}, []bool{false, false}); s.Path != "" {
		t.Errorf("nothing reported is drawn: %q", s.Path)
	}
}
