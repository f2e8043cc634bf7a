package dashboard

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// chartPages are the pages that draw.
func chartPages() []string {
	return []string{"/?region=" + city, "/volumes?region=" + city, "/outcomes?region=" + lake, "/reviews?region=" + city, "/proactive?region=" + city,
		"/compare?region=" + city + "&with=a:1&with=a:4&with=a:5", "/agencies/1", "/agencies/4", "/continuity?region=" + city}
}

// elements lists those below a node that match.
func elements(n *html.Node, match func(*html.Node) bool) []*html.Node {
	var list []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && match(d) {
			list = append(list, d)
		}
	}
	return list
}

func named(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return n.Data == name }
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// writing lists the text elements of a picture.
func writing(t testing.TB, drawing []byte) []string {
	t.Helper()
	var list []string
	dec := xml.NewDecoder(bytes.NewReader(drawing))
	inside := false
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatalf("a picture is not XML: %v", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if inside = e.Name.Local == "text"; inside {
				list = append(list, "")
			}
		case xml.EndElement:
			inside = false
		case xml.CharData:
			if inside {
				list[len(list)-1] += string(e)
			}
		}
	}
}

// TestPicturesSayWhatTheirTablesSay asks for every picture of every page, for all screens: it is there, and what it writes
// stands in the table beside it, is a number of an axis, or is said elsewhere in the figure.
func TestPicturesSayWhatTheirTablesSay(t *testing.T) {
	h := handler(t)
	for _, page := range chartPages() {
		root, err := html.Parse(get(t, h, page).Body)
		if err != nil {
			t.Fatal(err)
		}
		figures := elements(root, func(n *html.Node) bool { return n.Data == "section" && attr(n, "class") == "figure" })
		drawn := 0
		for _, f := range figures {
			id := attr(f, "id")
			var table []string
			for _, c := range elements(f, func(n *html.Node) bool { return n.Data == "th" || n.Data == "td" }) {
				table = append(table, words(c))
			}
			said := words(f)
			for i, img := range elements(f, named("img")) {
				drawn++
				alt, src := attr(img, "alt"), attr(img, "src")
				if alt == "" || attr(img, "height") == "" || !strings.Contains(said, "表格") {
					t.Errorf("%s #%s: a picture without words or size: %q", page, id, alt)
				}
				w := get(t, h, src)
				if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/svg+xml" ||
					!strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") || w.Header().Get("ETag") == "" {
					t.Fatalf("%s #%s: %s: %d %v", page, id, src, w.Code, w.Header())
				}
				for _, text := range writing(t, w.Body.Bytes()) {
					start := strings.TrimSuffix(text, "...")
					axis := strings.Trim(text, "0123456789,.%-−") == ""
					inTable := slices.ContainsFunc(table, func(c string) bool { return strings.Contains(c, start) })
					if !axis && !inTable && !strings.Contains(said, start) && !lawful(text, table) {
						t.Errorf("%s #%s: the picture says %q, and the figure nowhere", page, id, text)
					}
				}
				if i > 0 { // the panels of a chart are alike
					break
				}
			}
			// Fields of figures are written in the picture as in the table.
			if id == "parts-heat" || id == "outcomes-reasons" {
				all := strings.Join(writing(t, get(t, h, attr(elements(f, named("img"))[0], "src")).Body.Bytes()), "\n")
				for _, td := range elements(f, named("td")) {
					figure := ""
					for n := range td.Descendants() { // the first text; flags and intervals follow
						if n.Type == html.TextNode {
							figure = strings.TrimSpace(n.Data)
							break
						}
					}
					if !strings.Contains(all, figure) {
						t.Errorf("%s #%s: the picture does not say %q", page, id, figure)
					}
				}
			}
		}
		if drawn == 0 {
			t.Errorf("%s has no picture", page)
		}
	}
}

// lawful allows what a chart composes of its table: a name and a figure, several breaks in one mark, why a bar is missing,
// the part of a name that is not the region's.
func lawful(text string, table []string) bool {
	for _, mark := range []string{"　", " · ", "版式", "复议前置", "区划调整", "件", "受理总量", "报告", "填"} {
		if strings.Contains(text, mark) {
			return true
		}
	}
	return strings.Contains(strings.Join(table, ""), text)
}

func TestPictureAddresses(t *testing.T) {
	h := handler(t)
	const chart = "/volumes.svg?region=" + city + "&chart=volumes-trend"
	for _, tc := range []struct {
		path string
		code int
		says string
	}{
		{chart, http.StatusOK, "收到和办结的申请逐年怎样变化？"},
		{chart + "&look=dark&width=640&panel=0", http.StatusOK, "2024"},
		{chart + "&look=print", http.StatusOK, "来源：快照"},
		{chart + "&look=pink", http.StatusBadRequest, "pink"},
		{chart + "&width=641", http.StatusBadRequest, "640"},
		{chart + "&width=640&panel=1", http.StatusNotFound, "第 1 幅"},
		{chart + "&width=640&panel=-1", http.StatusBadRequest, "panel"},
		{"/volumes.svg?region=" + city, http.StatusBadRequest, "volumes-flow"},
		{"/volumes.svg?region=" + city + "&chart=nothing", http.StatusNotFound, "volumes-flow"},
		{"/proactive.svg?region=" + city + "&chart=proactive-all", http.StatusNotFound, "表格"},
		{"/glossary.svg", http.StatusNotFound, "没有图"},
		{"/volumes.svg?region=123&chart=volumes-trend", http.StatusNotFound, "123"},
	} {
		w := get(t, h, tc.path)
		if w.Code != tc.code || !strings.Contains(w.Body.String(), tc.says) {
			t.Errorf("%s: %d, want %d with %q: %.300s", tc.path, w.Code, tc.code, tc.says, w.Body)
		}
	}
	if got := get(t, h, chart).Header().Get("Content-Disposition"); got != `attachment; filename="tongjian-volumes-990100-2019-2024-snapshot1-volumes-trend.svg"` {
		t.Errorf("the file is called %s", got)
	}
}

// TestKeptAnswersAreTheSame asks twice, with and without compression.
func TestKeptAnswersAreTheSame(t *testing.T) {
	h := handler(t)
	for _, path := range []string{"/volumes?region=" + city, "/volumes.csv?region=" + city, "/volumes.json?region=" + city,
		"/volumes.svg?region=" + city + "&chart=volumes-trend"} {
		first, second := get(t, h, path), get(t, h, path)
		if first.Code != http.StatusOK || first.Body.String() != second.Body.String() || first.Header().Get("Content-Type") != second.Header().Get("Content-Type") ||
			first.Header().Get("Content-Disposition") != second.Header().Get("Content-Disposition") {
			t.Errorf("%s: the second answer differs", path)
		}
		packed := get(t, h, path, "Accept-Encoding", "gzip")
		if packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.Len() >= first.Body.Len() {
			t.Errorf("%s: not compressed: %v", path, packed.Header())
		}
	}
}
