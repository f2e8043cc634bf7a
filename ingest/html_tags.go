package ingest

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// tag is a start or end tag of a web page.
type tag struct {
	name string
	end  bool
	// closed is true for a start tag that ends its element at once, or of an element that has no content.
	closed bool
	attrs  []html.Attribute
}

// readTag reads the tag the tokenizer stands at, with the attributes that matter here.
func readTag(z *html.Tokenizer, kind html.TokenType) tag {
	name, more := z.TagName()
	t := tag{name: string(name), end: kind == html.EndTagToken}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "colspan", "rowspan", "href", "style", "hidden", "role", "type", "value", "name", "content", "class":
			t.attrs = append(t.attrs, html.Attribute{Key: string(key), Val: string(value)})
		}
	}
	switch t.name {
	case "br", "hr", "img", "input", "meta", "link", "col", "base", "area", "embed", "wbr", "param", "source", "track", "basefont", "bgsound", "frame", "keygen":
		t.closed = true
	default:
		// Only foreign elements may end themselves in HTML; Word writes <o:p/>.
		t.closed = kind == html.SelfClosingTagToken && strings.Contains(t.name, ":")
	}
	return t
}

func (t tag) attr(key string) string {
	for _, a := range t.attrs {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func (t tag) has(key string) bool {
	return slices.ContainsFunc(t.attrs, func(a html.Attribute) bool { return a.Key == key })
}

// hidesContent reports whether what an element holds is not shown, or leads about the site rather than saying something.
func (t tag) hidesContent() bool {
	switch t.name {
	case "script", "style", "template", "noscript", "iframe", "noembed", "noframes", "object", "svg", "canvas", "audio", "video",
		"select", "datalist", "button", "nav", "aside", "footer", "xml", "del", "rt", "rp", "map":
		return true
	}
	if t.has("hidden") {
		return true
	}
	switch t.attr("role") {
	case "navigation", "search", "contentinfo", "banner", "complementary":
		return true
	}
	if style := t.attr("style"); style != "" {
		style = strings.ToLower(strings.Join(strings.Fields(style), ""))
		return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
	}
	return false
}

// standsAside reports whether what an element holds is set apart from the text around it: raised, lowered, struck out, or the number of a
// note. 5 with a raised 1 behind it is not 51.
func (t tag) standsAside() bool {
	switch t.name {
	case "sup", "sub", "s", "strike":
		return true
	case "a":
		href := strings.ToLower(t.attr("href"))
		return strings.HasPrefix(href, "#_ftn") || strings.HasPrefix(href, "#_edn")
	}
	if class := t.attr("class"); class == "MsoFootnoteReference" || class == "MsoEndnoteReference" {
		return true
	}
	style := strings.ToLower(strings.Join(strings.Fields(t.attr("style")), ""))
	return strings.Contains(style, "vertical-align:super") || strings.Contains(style, "vertical-align:sub") || strings.Contains(style, "line-through")
}

// aside follows an element that stands aside to its end. The zero value is outside of any.
type aside struct {
	name  string // of the element; empty outside
	depth int    // elements of that name inside it
}

// edge takes the next tag and reports whether such an element begins or ends there.
func (a *aside) edge(t tag) bool {
	switch {
	case a.name == "" && !t.end && !t.closed && t.standsAside():
		a.name = t.name
		return true
	case a.name == "" || t.name != a.name:
		return !t.end && t.standsAside()
	case !t.end && !t.closed:
		a.depth++
	case t.end && a.depth > 0:
		a.depth--
	case t.end:
		*a = aside{}
		return true
	}
	return false
}

// hidden follows an element whose content is not shown to its end. The zero value is outside of any.
type hidden struct {
	name string // of the element; empty outside
	// depth counts elements of that name inside it, tables the tables inside it.
	depth, tables int
}

// hides takes the next tag and reports whether it is hidden, or begins or ends what is.
func (h *hidden) hides(t tag) bool {
	if h.name == "" {
		if t.end || t.closed || !t.hidesContent() {
			return !t.end && t.closed && t.hidesContent()
		}
		*h = hidden{name: t.name}
		return true
	}
	if h.tables == 0 && h.endsBefore(t) {
		*h = hidden{}
		return h.hides(t)
	}
	switch {
	case t.end && t.name == h.name && h.depth == 0:
		*h = hidden{}
		return true
	case t.end && t.name == h.name:
		h.depth--
	case t.name == h.name && !t.closed:
		h.depth++
	}
	if t.name == "table" && h.name != "table" {
		if t.end {
			h.tables = max(0, h.tables-1)
		} else {
			h.tables++
		}
	}
	return true
}

// endsBefore reports whether a tag ends the hidden element without being its end tag: rows end with the next row, everything ends
// with the cell around it, so that one end tag forgotten does not hide the rest of the page.
func (h *hidden) endsBefore(t tag) bool {
	switch h.name {
	case "table":
		return false
	case "tr", "thead", "tbody", "tfoot":
		switch t.name {
		case "tr":
			return h.name == "tr" && !t.end
		case "thead", "tbody", "tfoot":
			return t.name != h.name || !t.end
		}
		return t.name == "table" && t.end
	case "td", "th":
		switch t.name {
		case "td", "th":
			return !t.end
		case "tr", "thead", "tbody", "tfoot":
			return true
		}
		return t.name == "table" && t.end
	}
	switch t.name {
	case "td", "th", "tr", "thead", "tbody", "tfoot":
		return true
	case "table":
		return t.end
	}
	return h.name == "p" && !t.end && isBlockElement(t.name)
}

// isBlockElement lists the elements that begin and end on lines of their own.
func isBlockElement(name string) bool {
	switch name {
	case "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "center", "address",
		"article", "section", "main", "header", "form", "fieldset", "legend", "figure", "figcaption", "details", "summary", "body",
		"html", "caption", "option", "pre", "hr", "textarea":
		return true
	}
	return false
}

func isHeading(name string) bool {
	return len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6'
}

// leadingInt reads the number a text begins with, as HTML reads spans; otherwise it gives the default.
func leadingInt(s string, otherwise int) int {
	s = strings.TrimSpace(s)
	n, digits := 0, 0
	for _, r := range s {
		if r < '0' || r > '9' || digits == 7 {
			break
		}
		n = n*10 + int(r-'0')
		digits++
	}
	if digits == 0 {
		return otherwise
	}
	return n
}
