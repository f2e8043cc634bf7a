package dashboard

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"tongjian/data/warehouse"
)

// paramAsOf names the snapshot a page is to show; without it, the newest.
const paramAsOf = "snapshot"

// acquire leases the snapshot a request is about.
func (s *server) acquire(r *http.Request) (*warehouse.Lease, error) {
	n, given, err := number(r.URL.Query(), paramAsOf)
	if err != nil {
		return nil, err
	}
	if !given {
		return s.snapshots.Acquire(r.Context())
	}
	lease, err := s.snapshots.AcquireNumber(r.Context(), n)
	if form, other := errors.AsType[*warehouse.FormError](err); errors.Is(err, warehouse.ErrNoSnapshot) || other && !form.Newest {
		detail := "它不在数据目录里：编号有误，或者已经清理。报告的每一版都还在，见各份报告的“版次”。"
		if other {
			detail = form.Error() + "。"
		}
		return nil, notFound("不能按第 "+strconv.Itoa(n)+" 号快照查看", detail, Link{Label: "看最新的数据", URL: "/"}, Link{Label: "变化", URL: "/changes"})
	}
	return lease, err
}

// memoOf is what is remembered of a snapshot: of the newest apart from that of older ones, so that who looks back does not slow
// down everybody else.
func (s *server) memoOf(lease *warehouse.Lease) *memo {
	m := s.memo
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.number <= lease.Info().Number {
		return m
	}
	if m.older == nil {
		m.older = &memo{}
	}
	return m.older
}

// paramBefore names the older of two snapshots that are compared.
const paramBefore = "before"

// state says on every page that it does not show the newest of the data: an older snapshot the address names, or one that
// everybody is shown again.
type state struct {
	Text         string
	Link, Change Link // to the newest, and to what has changed since; without a URL where there is nothing to go to
}

// state gives the line on top of a page; nil on pages of the newest data.
func (q query) state() *state {
	info := q.lease.Info()
	number := strconv.Itoa(info.Number)
	switch {
	case q.pinned > 0 && q.pinned < q.newest:
		return &state{
			Text:   "正在按较早的快照 " + number + "（" + clock(info.PublishedAt) + " 发布）查看，不是最新数据；除说明以外，全部内容都是那时的。",
			Link:   Link{Label: "看最新的数据", URL: address(q.path, with(q.values, paramAsOf, ""))},
			Change: Link{Label: "此后的变化", URL: address("/changes", url.Values{paramAsOf: {strconv.Itoa(q.newest)}, paramBefore: {number}})},
		}
	case info.Origin.Number > 0:
		text := "当前显示的是退回的数据：快照 " + strconv.Itoa(info.Origin.Number) + "（" + clock(info.Origin.PublishedAt) + " 发布）的内容，" +
			clock(info.PublishedAt) + " 退回"
		if info.Origin.Reason != "" {
			text += "，原因：" + info.Origin.Reason
		}
		return &state{Text: text + "。此后入库的数据没有丢失，下一次发布即恢复显示。"}
	}
	return nil
}

// carry adds the snapshot to every address of a page that leads to another of this site, so that who looks back goes on looking
// back wherever he goes. It is done to the finished page, once for all: a link that lost the snapshot would show other figures
// without saying so. Elements with data-newest lead out of it.
func carry(page []byte, number int) []byte {
	var out bytes.Buffer
	z := html.NewTokenizer(bytes.NewReader(page))
	inData := false // between <script type="application/json"> and its end
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.Bytes() // the end: a page of templates is whole
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := bytes.Clone(z.Raw())
			t := z.Token()
			inData = t.Data == "script" && hasAttr(t, "type", "application/json")
			out.Write(carryTag(raw, t, number))
		case html.TextToken:
			if inData {
				out.Write(carryData(z.Raw(), number))
				continue
			}
			out.Write(z.Raw())
		default:
			inData = false
			out.Write(z.Raw())
		}
	}
}

// carryTag is a start tag with the snapshot in its addresses. A form sends its fields in place of its address's parameters, so it
// gets a field.
func carryTag(raw []byte, t html.Token, number int) []byte {
	if hasAttr(t, "data-newest", "") {
		return raw
	}
	changed := false
	for i, a := range t.Attr {
		if to := carryAddress(a.Val, number); to != a.Val && !(t.Data == "form") {
			t.Attr[i].Val, changed = to, true
		}
	}
	if changed {
		raw = []byte(t.String())
	}
	if t.Data == "form" && !hasAttr(t, "method", "post") {
		raw = append(raw, `<input type="hidden" name="`+paramAsOf+`" value="`+strconv.Itoa(number)+`">`...)
	}
	return raw
}

func hasAttr(t html.Token, name, value string) bool {
	for _, a := range t.Attr {
		if a.Key == name && (value == "" || strings.EqualFold(a.Val, value)) {
			return true
		}
	}
	return false
}

// jsonAddress is a string of JSON that is an address of this site: with a parameter or a part after the page's name, as all that
// charts lead to have, and what agencies wrote has not.
var jsonAddress = regexp.MustCompile(`"\\?/(?:[a-z]+\\?[/?]|\?)[^"\\<>]*(?:\\u[0-9a-f]{4}[^"\\<>]*)*"`)

// carryData adds the snapshot to the addresses in a block of JSON. What it adds needs no escaping there but its ampersand.
func carryData(block []byte, number int) []byte {
	return jsonAddress.ReplaceAllFunc(block, func(text []byte) []byte {
		plain := strings.ReplaceAll(strings.ReplaceAll(string(text[1:len(text)-1]), `\u0026`, "&"), `\/`, "/")
		return []byte(`"` + strings.ReplaceAll(carryAddress(plain, number), "&", `\u0026`) + `"`)
	})
}

// carryAddress is an address of this site with the snapshot, unless it names one or is of no snapshot.
func carryAddress(to string, number int) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/static/") || strings.ContainsAny(to, " \t\n") {
		return to
	}
	path, fragment, marked := strings.Cut(to, "#")
	path, query, _ := strings.Cut(path, "?")
	if strings.HasPrefix(query, paramAsOf+"=") || strings.Contains(query, "&"+paramAsOf+"=") {
		return to
	}
	if query != "" {
		query += "&"
	}
	to = path + "?" + query + paramAsOf + "=" + strconv.Itoa(number)
	if marked {
		to += "#" + fragment
	}
	return to
}
