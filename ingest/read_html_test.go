package ingest

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"tongjian/data/forms"
)

// htmlPaper writes a report as a web page in one of the many ways people and programs do.
type htmlPaper struct {
	t *rapid.T
	b strings.Builder
	// unclosed leaves out the end tags browsers do without; wordy writes as Word does; depth is how many tables are around it all.
	unclosed, wordy bool
	depth           int
	blank           string
}

func writeHTML(t *rapid.T, r *printedReport) string {
	w := &htmlPaper{t: t, unclosed: rapid.Bool().Draw(t, "unclosed"), wordy: rapid.Bool().Draw(t, "wordy"),
		depth: rapid.IntRange(0, 3).Draw(t, "layout tables"), blank: rapid.SampledFrom([]string{"", " ", "&nbsp;", "<p>&nbsp;</p>", "<o:p></o:p>"}).Draw(t, "blank")}
	for range w.depth {
		w.b.WriteString(`<table width=980><tr><td colspan=2><a href="/">首页</a><a href="/zwgk/">政务公开</a></td></tr><tr><td><ul><li><a href="/2022">2022年年报</a></ul></td><td>`)
	}
	w.paragraph("h1", r.title)
	for i, p := range r.tables {
		for _, text := range r.before[i] {
			w.paragraph("p", text)
		}
		w.table(p)
	}
	for _, text := range r.after {
		w.paragraph("p", text)
	}
	for range w.depth {
		w.b.WriteString(`</td></tr></table>`)
	}
	return w.b.String()
}

func (w *htmlPaper) paragraph(tag, text string) {
	fmt.Fprintf(&w.b, "<%s class='a'>%s", tag, w.runs(text, ""))
	if tag != "p" || !w.unclosed {
		fmt.Fprintf(&w.b, "</%s>", tag)
	}
	w.b.WriteString("\n")
}

// runs writes a text as one or more spans; between them stands what separates them.
func (w *htmlPaper) runs(text, between string) string {
	if !w.wordy {
		return html.EscapeString(text)
	}
	var out []string
	for _, part := range breaksAt(w.t, text) {
		out = append(out, `<span lang=EN-US style='font-size:9.0pt'><b>`+html.EscapeString(part)+`</b><o:p></o:p></span>`)
	}
	return strings.Join(out, between)
}

func (w *htmlPaper) table(p *printedTable) {
	w.b.WriteString("<table border=1>\n")
	if w.wordy {
		w.b.WriteString("<tbody>")
	}
	for _, line := range p.lines() {
		w.b.WriteString("<tr>")
		for _, c := range line {
			w.b.WriteString("<td")
			if c.cols > 1 {
				fmt.Fprintf(&w.b, ` colspan="%d"`, c.cols)
			}
			if c.rows > 1 {
				fmt.Fprintf(&w.b, ` rowspan=%d`, c.rows)
			}
			w.b.WriteString(">")
			switch {
			case c.text == "":
				w.b.WriteString(w.blank)
			case c.id != nil && c.text == "55（含自然失效29件）":
				w.b.WriteString(c.text)
			case c.id != nil:
				w.b.WriteString(w.runs(c.text, ""))
			default:
				w.b.WriteString("<p align=center>" + w.runs(c.text, "<br>"))
				if !w.unclosed {
					w.b.WriteString("</p>")
				}
			}
			if !w.unclosed {
				w.b.WriteString("</td>")
			}
			w.b.WriteString("\n")
		}
		if !w.unclosed {
			w.b.WriteString("</tr>")
		}
		w.b.WriteString("\n")
	}
	w.b.WriteString("</table>\n")
}

// inEncoding wraps a page with a head and encodes it; the head may name another encoding than the one used.
func inEncoding(t *rapid.T, body string) []byte {
	declared := rapid.SampledFrom([]string{"utf-8", "gb2312", "gbk", "iso-8859-1", "utf-16", ""}).Draw(t, "declared")
	head := "<!DOCTYPE html>\n<html><head>"
	if declared != "" {
		head += `<meta http-equiv="Content-Type" content="text/html; charset=` + declared + `">`
	}
	text := head + "<style>p{margin:0}</style></head><body>" + body + "</body></html>"
	var (
		b   []byte
		err error
	)
	switch rapid.SampledFrom([]string{"utf-8", "gb18030", "utf-16le", "utf-16be, no mark"}).Draw(t, "encoding") {
	case "utf-8":
		b = []byte(text)
	case "gb18030":
		b, err = simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	case "utf-16le":
		b, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
	default:
		b, err = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(text))
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A report written as a web page is read back cell by cell, whatever tags are around it, missing or superfluous, and whatever
// encoding it claims to be in.
func TestHTMLReadsBack(t *testing.T) {
	eachEdition(t, func(t *rapid.T, e forms.Edition) {
		r := drawReport(t, e)
		r.readsBack(t, "龙亭区政府办公室2023年.html", inEncoding(t, writeHTML(t, r)), r.places())
	})
}

// A web archive holds the same page, in either of the ways mail packs it.
func TestMHTReadsBack(t *testing.T) {
	eachEdition(t, func(t *rapid.T, e forms.Edition) {
		r := drawReport(t, e)
		page := inEncoding(t, writeHTML(t, r))
		var b bytes.Buffer
		b.WriteString("From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n")
		parts := multipart.NewWriter(&b)
		fmt.Fprintf(&b, "Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"%s\"\r\n\r\n", parts.Boundary())
		if rapid.Bool().Draw(t, "quoted-printable") {
			w, err := parts.CreatePart(textproto.MIMEHeader{"Content-Type": {"text/html; charset=utf-8"}, "Content-Transfer-Encoding": {"quoted-printable"}})
			if err != nil {
				t.Fatal(err)
			}
			q := quotedprintable.NewWriter(w)
			q.Binary = true
			if _, err := q.Write(page); err != nil {
				t.Fatal(err)
			}
			if err := q.Close(); err != nil {
				t.Fatal(err)
			}
		} else {
			w, err := parts.CreatePart(textproto.MIMEHeader{"Content-Type": {"text/html"}, "Content-Transfer-Encoding": {"base64"}})
			if err != nil {
				t.Fatal(err)
			}
			text := base64.StdEncoding.EncodeToString(page)
			for ; len(text) > 76; text = text[76:] {
				fmt.Fprintf(w, "%s\r\n", text[:76])
			}
			fmt.Fprintf(w, "%s\r\n", text)
		}
		picture, err := parts.CreatePart(textproto.MIMEHeader{"Content-Type": {"image/png"}})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(picture, "PNG")
		if err := parts.Close(); err != nil {
			t.Fatal(err)
		}
		r.readsBack(t, "龙亭区政府办公室2023年.mht", b.Bytes(), r.places())
	})
}
