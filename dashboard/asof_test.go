package dashboard

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Every address of every page that looks back carries the snapshot along, in links, forms and the data of charts.
func TestLooksBackWhereverOneGoes(t *testing.T) {
	h := handler(t)
	for _, path := range []string{"/", "/volumes?region=" + city, "/compare?region=" + city, "/filing?region=" + city, "/agencies?region=" + city, "/agencies/1",
		"/findings?region=" + city, "/sources?region=" + city, "/glossary", reportPath(t, h, 1, 2023) + "?cell=requests.received:total"} {
		join := "?"
		if strings.Contains(path, "?") {
			join = "&"
		}
		body := get(t, h, path+join+"snapshot=1").Body.String()
		links := 0
		z, inData := html.NewTokenizer(strings.NewReader(body)), false
		for z.Next() != html.ErrorToken {
			e := z.Token()
			if e.Type == html.TextToken && inData {
				for text := range strings.SplitSeq(e.Data, `"`) {
					if strings.HasPrefix(text, "/") && !strings.Contains(text, "snapshot=1") {
						t.Errorf("%s: the chart leads to %s", path, text)
					}
				}
			}
			inData = e.Data == "script" && e.Type == html.StartTagToken && hasAttr(e, "type", "application/json")
			if e.Data == "form" && hasAttr(e, "method", "get") && e.Type == html.StartTagToken {
				z.Next()
				if field := z.Token(); field.Data != "input" || !hasAttr(field, "name", "snapshot") || !hasAttr(field, "value", "1") {
					t.Errorf("%s: a form loses the snapshot", path)
				}
			}
			for _, at := range e.Attr {
				u, err := url.Parse(at.Val)
				if !slices.Contains([]string{"href", "src", "srcset", "data-url"}, at.Key) || err != nil || !strings.HasPrefix(at.Val, "/") || strings.HasPrefix(at.Val, "/static/") {
					continue
				}
				if links++; u.Query().Get("snapshot") != "1" || len(u.Query()["snapshot"]) != 1 {
					t.Errorf("%s leads to %s", path, at.Val)
				}
			}
		}
		if links < 15 {
			t.Errorf("%s has only %d addresses", path, links)
		}
	}
	// Without it nothing is added, and the figures are the same.
	plain, pinned := get(t, h, "/volumes?region="+city).Body.String(), get(t, h, "/volumes?region="+city+"&snapshot=1").Body.String()
	if strings.Contains(plain, "snapshot=") {
		t.Error("a page of the newest names its snapshot in links")
	}
	if strings.Contains(pinned, `class="state"`) {
		t.Error("the newest snapshot, named in the address, is called an older one")
	}
	if a, b := get(t, h, "/volumes.csv?region="+city).Body.String(), get(t, h, "/volumes.csv?region="+city+"&snapshot=1").Body.String(); a != b {
		t.Error("the figures differ")
	}
}

func TestLooksBackAtNothing(t *testing.T) {
	h := handler(t)
	for text, status := range map[string]int{"7": http.StatusNotFound, "0": http.StatusNotFound, "x": http.StatusBadRequest, "-1": http.StatusBadRequest} {
		if w := recorder(h, http.MethodGet, "/volumes?snapshot="+text); w.Code != status || !strings.Contains(w.Body.String(), "</html>") {
			t.Errorf("snapshot %s: %d", text, w.Code)
		}
	}
}

func TestCarryAddress(t *testing.T) {
	for from, want := range map[string]string{
		"/":                        "/?snapshot=7",
		"/reports/1#c-a":           "/reports/1?snapshot=7#c-a",
		"/a?b=1&c=2#d":             "/a?b=1&c=2&snapshot=7#d",
		"/a?snapshot=3":            "/a?snapshot=3",
		"/a?b=1&snapshot=3#x":      "/a?b=1&snapshot=3#x",
		"//elsewhere/a":            "//elsewhere/a",
		"/static/app.css":          "/static/app.css",
		"https://elsewhere.test/a": "https://elsewhere.test/a",
		"#here":                    "#here",
		"":                         "",
		"/ 无、- 以外的文字":              "/ 无、- 以外的文字",
	} {
		if got := carryAddress(from, 7); got != want {
			t.Errorf("%q: %q, want %q", from, got, want)
		}
	}
}

// What pages say is not touched, whatever looks like an address in it.
func TestCarryLeavesTexts(t *testing.T) {
	const page = `<!DOCTYPE html><p title="空白，/ 也是">填的是 "/volumes" &amp; &lt;a href="/x"&gt;</p><form method="post" action="/signout"><b>x</b></form><a href="/y" data-newest>新</a>`
	if got := string(carry([]byte(page), 7)); got != page {
		t.Errorf("became\n%s", got)
	}
	const data = `<script type="application/json">{"link":"/a?b=1\u0026c=\"x","raw":"/","text":"<\/script>"}</script><script>"/a"</script>`
	got := string(carry([]byte(data), 7))
	if strings.Contains(got, `"raw":"/?`) || !strings.Contains(got, `<script>"/a"</script>`) {
		t.Errorf("became\n%s", got)
	}
	plain := `<script type="application/json">{"link":"/a?b=1\u0026c=2#d"}</script>`
	if got := string(carry([]byte(plain), 7)); got != strings.Replace(plain, "c=2#d", `c=2\u0026snapshot=`+strconv.Itoa(7)+"#d", 1) {
		t.Errorf("became\n%s", got)
	}
}
