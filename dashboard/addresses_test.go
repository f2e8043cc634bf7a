package dashboard

import (
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// nasty are values no parameter was made for: other types, other alphabets, SQL, paths, headers, templates, too much of anything.
func nasty() []string {
	return []string{"", " ", "0", "-1", "1e9", "1.5", "+1", "00", "2147483648", "9223372036854775808", "99999999999999999999", "NaN", "１２", "二〇二四", "null", "true",
		"'", `"`, "''", "' OR '1'='1", "1 OR 1=1", "'; DROP TABLE report; --", "990100' UNION SELECT raw FROM fact --", "1); COPY report TO '/tmp/x'; --", "$1", "?", "%", "_", `\`,
		"%' ESCAPE '", "read_text('/etc/passwd')", "..", "../../etc/passwd", `..\..\x`, "/", "\x00", "a\x00b", "\xff\xfe", "\xed\xa0\x80", "\r\nSet-Cookie: a=b", "\u202e", "\ufeff",
		"{{.}}", "${jndi:ldap://x}", "<script>alert(1)</script>", attack("reflected"), "javascript:alert(1)", "a:", "a:0", "a:-1", "a:x", "a:1,a:2", "a:99999999999", "r:", "r:990100",
		"Sheet1!C7", "!", "A1:B2", "C99999999999", "第1页", "requests.received", "requests.received:total", ":", "::", "requests.received:", "applicant_mix.", "T3-BALANCE", "T3-",
		strings.Repeat("长", 1000), strings.Repeat("9", 3000), strings.Repeat("(", 2000), strings.Repeat("a:1,", 500)}
}

// proper are values that get past the first look at a parameter, to what follows.
func proper() map[string][]string {
	return map[string][]string{
		paramRegion: {city, lake, field, "990000", "000000"}, paramFrom: {"2019", "2024"}, paramTo: {"2019", "2024"}, paramBasis: {"own", "consolidated"},
		paramRelease: {"all", "merits"}, paramCorrection: {"decided", "strict"}, paramWith: {"a:1", "a:4", lake, field}, paramMetric: {"requests.received", "yoy", "any_release", "per_10k"},
		paramView: {"lines", "slope", "stack", "heat", "map"}, paramArea: {"reported", "today"}, paramFind: {"教育", "jyj", "a"}, paramTree: {city}, paramLike: {"a:1"}, paramYear: {"2023"},
		"chart": {"volumes-trend", "compare-table"}, "look": {"light", "dark", "print"}, "panel": {"0", "1"}, "width": {"300", "900"}, "cell": {"requests.received:total"}, "finding": {"1"},
		"check": {"T3-BALANCE"}, "severity": {"error"}, "agency": {"2"}, "kind": {"部门"}, "of": {"direct"}, "missing": {"2024"}, "offset": {"0", "50"}, "said": {"1"},
		"at": {"年度报告!A3", "page 1 line 2"}, "scope": {"own"}, "snapshot": {"1"}, "other": {"1"}, paramMix: {"outcomes"}, "state": {"open", "explained", "all"}, "date": {"2026-02-01"},
	}
}

// addressMaker makes addresses of one site at random.
type addressMaker struct {
	paths []string
	names []string
	*rand.Rand
}

var (
	pathVariable = regexp.MustCompile(`\{([a-z]+)(?::([^{}]|\{[^{}]*\})*)?\}`)
	givenName    = regexp.MustCompile(`[?&;]([a-z_]+)=`)
	fieldName    = regexp.MustCompile(`\sname="([a-z_]+)"`)
)

// makerOf knows every address of the table of routes, and every parameter that a link or a form of some page has.
func makerOf(t testing.TB, h http.Handler, seed uint64) addressMaker {
	t.Helper()
	m := addressMaker{Rand: rand.New(rand.NewPCG(seed, 1))}
	for _, rt := range (&server{}).table() {
		if rt.method == "" && rt.path != "/static/" {
			m.paths = append(m.paths, rt.path)
		}
	}
	names := map[string]bool{}
	for name := range proper() {
		names[name] = true
	}
	for _, page := range []string{"/", "/compare?with=a:1", "/findings", "/agencies", "/reports/1?cell=requests.received:total", "/filing?missing=2024", "/sources", "/continuity", "/agencies/1"} {
		body := get(t, h, page).Body.String()
		for _, found := range append(givenName.FindAllStringSubmatch(body, -1), fieldName.FindAllStringSubmatch(body, -1)...) {
			names[found[1]] = true
		}
	}
	m.names = slices.Sorted(maps.Keys(names))
	return m
}

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// address makes one: a few parameters, most of them proper so that the others are reached.
func (m addressMaker) address() string {
	path := pathVariable.ReplaceAllStringFunc(pick(m.Rand, m.paths), func(v string) string {
		name, pattern, _ := strings.Cut(strings.Trim(v, "{}"), ":")
		switch {
		case name == "twin":
			return pick(m.Rand, []string{"", "", ".json", ".csv", ".svg", ".xlsx"})
		case name == "ending":
			return pick(m.Rand, strings.Split(pattern, "|"))
		case m.IntN(4) > 0:
			return strconv.Itoa(1 + m.IntN(8))
		}
		return url.PathEscape(pick(m.Rand, nasty()))
	})
	values := url.Values{}
	for range m.IntN(6) {
		name := pick(m.Rand, m.names)
		if fitting := proper()[name]; fitting != nil && m.IntN(3) > 0 {
			values.Add(name, pick(m.Rand, fitting))
			continue
		}
		values.Add(name, pick(m.Rand, nasty()))
	}
	query := values.Encode()
	if m.IntN(50) == 0 {
		query += pick(m.Rand, []string{"&%zz", "&a;b", "&=", "&&&", "&%", "&region=%C0%AF"})
	}
	return path + "?" + query
}

// answered asks for an address and fails the test when the site does not know what to say to it, or says more than words.
func answered(t *testing.T, h http.Handler, address string) int {
	t.Helper()
	u, err := url.ParseRequestURI(address)
	if err != nil {
		return 0 // no server gets to see it
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	r.URL, r.RequestURI = u, address
	r.Header.Set("Accept", "text/html")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code >= http.StatusInternalServerError {
		t.Errorf("%s: status %d", address, w.Code)
	}
	kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
	if u.Path != "/favicon.ico" {
		inert(t, address, kind, w)
	}
	return w.Code
}

// No address makes the site fail, whatever its parameters are; none of them gets into the SQL, the page or a header as more than text; and
// nothing changes by asking. TONGJIAN_ADDRESSES=100000 asks for that many.
func TestNoAddressFails(t *testing.T) {
	count := 250
	if text := os.Getenv("TONGJIAN_ADDRESSES"); text != "" {
		var err error
		if count, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	h := handler(t)
	before := get(t, h, "/findings.json?region="+city).Body.String()
	m := makerOf(t, h, 2026)
	if len(m.paths) < 20 || len(m.names) < 25 {
		t.Fatalf("%d paths and %d parameters are too few", len(m.paths), len(m.names))
	}
	statuses := map[int]int{}
	for range count {
		statuses[answered(t, h, m.address())]++
	}
	for _, status := range []int{http.StatusOK, http.StatusBadRequest, http.StatusNotFound} {
		if statuses[status] < count/20 {
			t.Errorf("only %d of %d answers were %d: %v", statuses[status], count, status, statuses)
		}
	}
	if after := get(t, h, "/findings.json?region="+city).Body.String(); after != before {
		t.Error("asking has changed something")
	}
	t.Log(statuses)
}

// Each parameter by itself, on the page it belongs to, with every fourth value; with TONGJIAN_ADDRESSES set, with all of them.
func TestEachParameter(t *testing.T) {
	h := handler(t)
	home := map[string]string{paramWith: "/compare.json", paramMetric: "/compare.json", paramView: "/compare.json", paramArea: "/compare.json", paramMix: "/compare.json",
		paramYear: "/compare.json", paramFind: "/compare", paramTree: "/compare", paramLike: "/compare", "chart": "/volumes.csv", "look": "/volumes.svg?chart=volumes-trend", "panel": "/volumes.svg?chart=volumes-trend",
		"width": "/volumes.svg?chart=volumes-trend", "cell": "/reports/1", "finding": "/reports/1", "at": "/reports/1/place", "missing": "/filing", "kind": "/agencies", "of": "/sources", paramRegion: "/glossary",
		paramFrom: "/glossary", paramTo: "/glossary", paramBasis: "/glossary", "check": "/findings.json", "severity": "/findings.json", "agency": "/findings.json", "state": "/findings.json", "offset": "/agencies"}
	for name, page := range home {
		for i, value := range nasty() {
			if (i+len(name))%4 > 0 && os.Getenv("TONGJIAN_ADDRESSES") == "" {
				continue
			}
			join := "?"
			if strings.Contains(page, "?") {
				join = "&"
			}
			answered(t, h, page+join+url.Values{name: {value}}.Encode())
		}
	}
}

// FuzzAddress searches for an address that makes the site fail.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"/", "/volumes.csv?region=990100&chart=volumes-trend", "/compare.json?with=a:1&with=990101&metric=yoy&view=slope&year=2023", "/reports/1?cell=requests.received:total&finding=1",
		"/reports/1/place?at=C7", "/findings?check=T3-BALANCE&severity=error&agency=2&offset=50", "/filing/list.xlsx?missing=2024", "/volumes.svg?chart=volumes-trend&look=print&panel=0&width=300", "/letters.zip?region=990101"} {
		f.Add(seed)
	}
	h := handler(f)
	f.Fuzz(func(t *testing.T, address string) {
		if !strings.HasPrefix(address, "/") {
			t.Skip()
		}
		answered(t, h, address)
	})
}

// Forms are read as carefully as addresses.
func TestNoFormFails(t *testing.T) {
	h, _ := desk(t, true)
	r := rand.New(rand.NewPCG(7, 7))
	statuses := map[int]int{}
	for range 300 {
		form := url.Values{}
		for _, name := range []string{"finding", "snapshot", "explanation", "reason", "author", "back"} {
			switch r.IntN(3) {
			case 0:
				form.Set(name, pick(r, nasty()))
			case 1:
				form.Set(name, "1")
			}
		}
		path := pick(r, []string{"/findings/explain", "/findings/withdraw"})
		w := post(h, path, form, "Origin", "http://127.0.0.1:8080")
		statuses[w.Code]++
		if w.Code >= http.StatusInternalServerError {
			t.Errorf("%s %.300s: status %d", path, form.Encode(), w.Code)
		}
		kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
		inert(t, path, kind, w)
	}
	if statuses[http.StatusBadRequest] == 0 || statuses[http.StatusSeeOther]+statuses[http.StatusUnprocessableEntity] == 0 {
		t.Errorf("forms came no further than %v", statuses)
	}
}
