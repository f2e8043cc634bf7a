package ingest

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"strings"

	"tongjian/data"
)

// Limits on web archives, far above any that a browser or an office program writes.
const (
	maxParts     = 5_000
	maxPartDepth = 4
)

var (
	headerLine = regexp.MustCompile(`^\s*[A-Za-z][A-Za-z0-9-]*:[ \t]`)
	mimeHeader = regexp.MustCompile(`(?im)^MIME-Version:`)
	typeHeader = regexp.MustCompile(`(?im)^Content-Type:\s*(?:multipart/|text/html)`)
)

// isMHT recognises a page saved as one file (.mht, .mhtml), which office programs also call .doc and .xls.
func isMHT(b []byte) bool {
	head, ok := textHead(b[:min(len(b), 8<<10)])
	return ok && headerLine.MatchString(head) && mimeHeader.MatchString(head) && typeHeader.MatchString(head)
}

// readMHT reads the web pages of a web archive, in the order they stand there: a workbook saved as a page has one for each sheet.
func readMHT(b []byte) (data.Document, error) {
	b = bytes.TrimPrefix(b, []byte{0xef, 0xbb, 0xbf})
	m, err := mail.ReadMessage(bytes.NewReader(bytes.TrimLeft(b, " \t\r\n")))
	if err != nil {
		return data.Document{}, fmt.Errorf("网页归档的开头读不出，可能已损坏：%w", err)
	}
	a := webArchive{left: maxFileBytes}
	if err := a.part(mimeHeaders{m.Header.Get}, m.Body, 0); err != nil {
		return data.Document{}, err
	}
	if len(a.pages) == 0 {
		return data.Document{}, errNotReadable{"网页归档里没有网页"}
	}
	return readPages(a.pages...)
}

// webArchive gathers the pages of an archive.
type webArchive struct {
	pages []page
	parts int
	left  int64 // bytes that may still come out
}

// mimeHeaders looks the headers of a message or of a part of one up by name.
type mimeHeaders struct{ get func(string) string }

func (a *webArchive) part(h mimeHeaders, body io.Reader, depth int) error {
	contentType := h.get("Content-Type")
	media, params, err := mime.ParseMediaType(contentType)
	switch {
	case err != nil && media == "":
		return nil // a part that does not say what it is is no page
	case strings.HasPrefix(media, "multipart/"):
		if depth == maxPartDepth || params["boundary"] == "" {
			return errNotReadable{"网页归档的结构已损坏"}
		}
		return a.multipart(multipart.NewReader(body, params["boundary"]), depth+1)
	case media != "text/html" && media != "application/xhtml+xml":
		return nil
	}
	switch strings.ToLower(strings.TrimSpace(h.get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	content, err := io.ReadAll(io.LimitReader(body, a.left+1))
	if a.left -= int64(len(content)); a.left < 0 {
		return fmt.Errorf("网页归档展开后%w %d MB", errTooLarge, maxFileBytes>>20)
	}
	if err != nil {
		return fmt.Errorf("网页归档读取中断，可能已损坏：%w", err)
	}
	if len(bytes.TrimSpace(content)) > 0 {
		a.pages = append(a.pages, page{content, contentType})
	}
	return nil
}

func (a *webArchive) multipart(parts *multipart.Reader, depth int) error {
	for {
		p, err := parts.NextRawPart()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && len(a.pages) > 0:
			return nil // the end is cut off: what follows the pages are pictures
		case err != nil:
			return fmt.Errorf("网页归档读取中断，可能已损坏：%w", err)
		}
		if a.parts++; a.parts > maxParts {
			return fmt.Errorf("网页归档的部分数%w %d 个", errTooLarge, maxParts)
		}
		if err := a.part(mimeHeaders{p.Header.Get}, p, depth); err != nil {
			return err
		}
	}
}
