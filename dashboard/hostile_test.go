package dashboard

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// attack is a text that would do harm wherever it were taken for more than text: in an element, an attribute, a script, a data
// block, a comment, a formula, a path. It names the field it stands in, so that a page that shows it can be told.
func attack(field string) string {
	return `=xq7-` + field + `"'></script></style></title></textarea>]]>--><xq7 onxq7=1><img src=x onerror=xq7()>{{.}}&#x3c;../../../etc/passwd` + "\u202e"
}

// attacked are the fields of the hostile world that some page, twin or picture must show: were one not shown, what is
// not found of it would prove nothing.
var attacked = []string{"name", "alias", "title", "raw", "note", "message", "left", "right", "label", "cellraw",
	"quote", "rowlabel", "rowvalue", "paragraph", "cell", "file", "sheet", "reason", "author"}

// hostileReport has an attack in every field that words of a file get into.
func hostileReport(name, region string, year int) data.Report {
	r := reportOf(0, year)
	r.Agency, r.Region, r.Title = name, region, attack("title")
	for i := range r.Facts {
		r.Facts[i].At.Sheet = attack("sheet")
		if i%7 == 3 {
			r.Facts[i].State, r.Facts[i].Value, r.Facts[i].Raw, r.Facts[i].Note = data.StateText, nil, attack("raw"), attack("note")
		}
	}
	at := r.Facts[3].At
	cell := data.FindingCell{Table: "3", Key: "requests.received", Column: forms.Total, Label: attack("label"), Raw: attack("cellraw"), At: at}
	r.Findings = []data.Finding{
		{Check: "T3-BALANCE", Severity: data.SeverityError, Table: "3", Left: attack("left"), Right: attack("right"), Difference: attack("difference"),
			Message: attack("message"), Cells: []data.FindingCell{cell}},
		{Check: attack("check"), Severity: data.SeverityWarning, Message: attack("message")},
	}
	r.Claims = []data.Claim{{Key: "requests.received", Section: 1, Quote: attack("quote"), Words: attack("words"), Qualifier: attack("qualifier"), At: at}}
	r.Unmapped = []data.Unmapped{{Table: "2", Label: attack("rowlabel"), Row: attack("row"), Values: []string{attack("rowvalue")}, At: at}}
	return r
}

// hostileDocument is what was read of the report's file.
func hostileDocument(r data.Report) data.Document {
	d := document(r)
	at := func(line int) data.Position { return data.Position{Sheet: attack("sheet"), Line: line, Cell: 1} }
	grid := &data.Grid{Name: attack("sheet"), Rows: [][]data.DocCell{{{Text: attack("cell"), ColSpan: 1, RowSpan: 1, At: at(1)}}}}
	d.Blocks = append(d.Blocks, data.Block{Text: attack("paragraph"), At: at(2)}, data.Block{Grid: grid, At: at(1)})
	return d
}

// hostileWorld gives the site of an office all of whose agencies mean harm, as the person at the machine sees it.
func hostileWorld(t *testing.T) http.Handler {
	t.Helper()
	dir := t.TempDir()
	at := time.Date(2026, 1, 20, 1, 30, 0, 0, time.UTC)
	job, err := warehouse.Begin(t.Context(), dir, warehouse.Options{Command: attack("command"), Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	names := []string{attack("name"), longName(), attack("name") + "人民政府"}
	var agencies []regions.Agency
	for i, name := range names {
		agencies = append(agencies, regions.Agency{Name: name, Region: []string{lake, field, city}[i], Aliases: []string{attack("alias") + strconv.Itoa(i)},
			Kind: regions.KindDepartment, CreditCode: attack("code"), Scope: data.ScopeOwn, ExpectedFrom: firstYear, Sample: true})
	}
	if _, err := job.ImportAgencies(t.Context(), agencies); err != nil {
		t.Fatal(err)
	}
	for _, a := range agencies {
		for year := lastYear - 2; year <= lastYear; year++ {
			r := hostileReport(a.Name, a.Region, year)
			_, err := job.Load(t.Context(), warehouse.Incoming{Path: "../../" + attack("path"), Name: attack("file") + ".xlsx", Format: "xlsx", Reader: "1",
				Bytes: []byte(a.Name + strconv.Itoa(year)), Document: hostileDocument(r), ReceivedAt: at,
				Reports: []warehouse.PlacedReport{{AgencyName: a.Name, Region: a.Region, Report: r}}})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := job.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := job.Close(); err != nil {
		t.Fatal(err)
	}
	return explainedWorld(t, dir)
}

// explainedWorld is the site of a directory, where something hostile has been said of a finding.
func explainedWorld(t *testing.T, dir string) http.Handler {
	t.Helper()
	store, err := office.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { snapshots.Close() })
	lease, err := snapshots.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer lease.Release()
	found, err := queries.AllFindings(t.Context(), lease.DB(), queries.FindingQuery{Check: "T3-BALANCE"})
	if err != nil || len(found) == 0 {
		t.Fatalf("%d findings, %v", len(found), err)
	}
	said := func(field string) string { return strings.TrimSuffix(attack(field), "\u202e") } // what cannot be seen is refused there
	if _, err := store.Explain(t.Context(), found[0].Answer(said("reason"), `=xq7-author"<xq7 onxq7=1>`)); err != nil {
		t.Fatal(err)
	}
	h, err := New(Config{Snapshots: snapshots, Files: warehouse.OpenFiles(dir), Log: slog.New(slog.DiscardHandler), Office: store})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Whatever an agency writes in its name, its file and its report, or somebody in an explanation, it is text and nothing else on every
// page that links lead to, in its twins, its pictures and its letters. Four views of each page and one of each twin are looked at; with TONGJIAN_ADDRESSES
// set, as for [TestNoAddressFails], all 3,200.
func TestHostileWorld(t *testing.T) {
	h := hostileWorld(t)
	waiting := []string{"/", "/findings?state=explained", "/agencies?region=" + city, "/reports/1", "/sources?metric=requests.received", "/compare?with=a:1&with=a:2", "/filing?missing=2021"}
	for _, region := range []string{city, lake, field} {
		for _, page := range []string{"/", "/volumes", "/outcomes", "/reviews", "/proactive", "/continuity", "/filing", "/findings", "/compare"} {
			waiting = append(waiting, page+"?region="+region)
		}
	}
	const most = 4 // of the views of one page; of its twins one
	everything := os.Getenv("TONGJIAN_ADDRESSES") != ""
	shapes, pages, seen, kinds := map[string]int{}, map[string]int{}, map[string]bool{}, map[string]int{}
	values := regexp.MustCompile(`=[^&]*|\d+`)
	for len(waiting) > 0 {
		link := waiting[0]
		waiting = waiting[1:]
		u, err := url.Parse(link)
		if err != nil {
			t.Errorf("a link that is none: %.200q", link)
			continue
		}
		shape, page := values.ReplaceAllString(u.Path+"?"+u.RawQuery, ""), values.ReplaceAllString(u.Path, "")
		if shapes[shape]++; shapes[shape] > 2 || strings.HasPrefix(u.Path, "/static/") {
			continue
		}
		if pages[page]++; (pages[page] > most || pages[page] > 1 && path.Ext(page) != "") && !everything {
			continue
		}
		w := get(t, h, u.RequestURI(), "Accept", "text/html")
		if w.Code >= http.StatusInternalServerError {
			t.Errorf("%.200s: status %d", link, w.Code)
			continue
		}
		kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
		kinds[kind]++
		text, links := inert(t, link, kind, w)
		waiting = append(waiting, links...)
		for _, field := range attacked {
			if strings.Contains(text, "xq7-"+field+`"`) || strings.Contains(text, "xq7-"+field+`&#34;`) || strings.Contains(text, "xq7-"+field+`\"`) {
				seen[field] = true
			}
		}
	}
	for _, field := range attacked {
		if !seen[field] {
			t.Errorf("the attack in the field %s was shown nowhere", field)
		}
	}
	for _, kind := range []string{"text/html", "application/json", "text/csv", "image/svg+xml"} {
		if kinds[kind] < 5 {
			t.Errorf("only %d answers were %s: %v", kinds[kind], kind, kinds)
		}
	}
	t.Logf("%d pages, %v", len(pages), kinds)
}

// inert fails the test when an answer holds anything that would act, and gives its text and where it leads.
func inert(t *testing.T, link, kind string, w *httptest.ResponseRecorder) (text string, links []string) {
	t.Helper()
	for name, header := range w.Header() {
		for _, v := range header {
			if strings.ContainsAny(v, "\r\n\x00") {
				t.Errorf("%.200s: the header %s is %q", link, name, v)
			}
		}
	}
	body := w.Body.Bytes()
	switch kind {
	case "": // a redirect
		if w.Code/100 != 3 || !strings.HasPrefix(w.Header().Get("Location"), "/") || strings.HasPrefix(w.Header().Get("Location"), "//") {
			t.Errorf("%.200s: status %d to %.80q", link, w.Code, w.Header().Get("Location"))
		}
	case "text/html":
		return inertPage(t, link, body)
	case "application/json":
		if !json.Valid(body) {
			t.Errorf("%.200s: no JSON", link)
		}
	case "text/csv":
		inertTable(t, link, body)
		return strings.ReplaceAll(string(body), `""`, `"`), nil
	case "image/svg+xml":
		inertMarkup(t, link, body)
	case "application/problem+json", "application/x-ndjson":
		for line := range bytes.Lines(body) {
			if !json.Valid(line) {
				t.Errorf("%.200s: no JSON: %.200q", link, line)
			}
		}
	case "application/vnd.apache.parquet":
		if !bytes.HasPrefix(body, []byte("PAR1")) {
			t.Errorf("%.200s: no Parquet", link)
		}
		return "", nil
	case "text/plain", "application/octet-stream":
	default: // workbooks and letters are archives of XML
		inertArchive(t, link, body)
		return "", nil
	}
	return string(body), nil
}

func inertPage(t *testing.T, link string, body []byte) (text string, links []string) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode || n.Type == html.CommentNode {
			b.WriteString(n.Data + "\n")
		}
		if n.Type == html.TextNode && n.Parent.Data == "script" && !json.Valid([]byte(n.Data)) {
			t.Errorf("%.200s: a script element holds no JSON: %.100q", link, n.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "xq7" || slices.Contains([]string{"iframe", "object", "embed", "base"}, n.Data) {
			t.Errorf("%.200s: an element <%s>", link, n.Data)
		}
		for _, a := range n.Attr {
			b.WriteString(a.Val + "\n")
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc":
				t.Errorf("%.200s: <%s %s=%.80q>", link, n.Data, a.Key, a.Val)
			case a.Key == "href" || a.Key == "src" || a.Key == "action" || a.Key == "formaction":
				if !strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "#") || strings.HasPrefix(a.Val, "//") {
					t.Errorf("%.200s: <%s %s=%.80q> leads away", link, n.Data, a.Key, a.Val)
				}
				if a.Key == "href" && strings.HasPrefix(a.Val, "/") {
					links = append(links, a.Val)
				}
			}
		}
	}
	return b.String(), links
}

func inertTable(t *testing.T, link string, body []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Errorf("%.200s: %v", link, err)
	}
	for _, row := range rows {
		for _, field := range row {
			if _, err := strconv.ParseFloat(field, 64); err == nil || field == "" {
				continue
			}
			if strings.ContainsAny(field[:1], "=+-@\t\r") {
				t.Errorf("%.200s: %.60q would be taken for a formula", link, field)
			}
		}
	}
}

// inertMarkup holds XML against what must not be in it: elements and attributes that act.
func inertMarkup(t *testing.T, link string, body []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = true
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%.200s: %v", link, err)
			return
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if slices.Contains([]string{"xq7", "img", "script", "foreignObject", "iframe"}, e.Name.Local) {
			t.Errorf("%.200s: an element <%s>", link, e.Name.Local)
		}
		for _, a := range e.Attr {
			if strings.HasPrefix(strings.ToLower(a.Name.Local), "onxq7") || strings.HasPrefix(a.Name.Local, "onerror") {
				t.Errorf("%.200s: %s=%.80q", link, a.Name.Local, a.Value)
			}
		}
	}
}

// inertArchive reads the parts of a workbook, a letter, or an archive of letters.
func inertArchive(t *testing.T, link string, body []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Errorf("%.200s: %v", link, err)
		return
	}
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "/") || strings.Contains(f.Name, "..") || strings.ContainsAny(f.Name, "\\\x00<>\"") {
			t.Errorf("%.200s: a part is named %.200q", link, f.Name)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, ".rels"):
			inertMarkup(t, link+" "+f.Name, part)
			if bytes.Contains(part, []byte("<f>=xq7")) || bytes.Contains(part, []byte("<f>xq7")) || bytes.Contains(part, []byte(`TargetMode="External" Target="=xq7`)) {
				t.Errorf("%.200s %s: a formula or a link to elsewhere", link, f.Name)
			}
		case strings.HasSuffix(f.Name, "x"):
			inertArchive(t, link+" "+short(f.Name), part)
		}
	}
}

// A name of a host that somebody chose leads nowhere, and CR and LF end no header.
func TestHostAndHeaderTricks(t *testing.T) {
	h := handler(t)
	for _, header := range [][2]string{{"Host", "evil.example"}, {"X-Forwarded-Host", "evil.example"}, {"X-Forwarded-Proto", "javascript"},
		{"X-Original-URL", "/audit"}, {"X-Rewrite-URL", "/audit"}, {"Referer", "http://evil.example/"}, {"X-HTTP-Method-Override", "DELETE"}} {
		r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/agencies?region="+city, nil)
		if header[0] == "Host" {
			r.Host = header[1]
		} else {
			r.Header.Set(header[0], header[1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "evil.example") || strings.Contains(fmt.Sprint(w.Header()), "evil.example") {
			t.Errorf("%s: status %d, or the name comes back", header, w.Code)
		}
	}
}
