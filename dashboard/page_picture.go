package dashboard

import (
	"net/http"
	"net/url"
	"strconv"

	"tongjian/data"
	"tongjian/queries"
)

// A figure read from a file of fixed layout, PDF or OFD, is shown where it stands: the page as a picture, with the cell framed. The picture is drawn when somebody
// looks at it, and kept for the next.

// DrawPlace draws the page of a file of fixed layout a place stands on, with the place marked, and tells the picture's media type. The error is a
// Chinese sentence.
type DrawPlace func(file []byte, at data.Position) (picture []byte, mediaType string, err error)

// pagePicture is a page drawn.
type pagePicture struct {
	mediaType string
	body      []byte
}

// keptPages is room for the pages drawn last, in bytes; a page is some 150 KB.
const keptPages = 32 << 20

func newPagePictures() *cache[pagePicture] {
	return newCache(keptPages, func(p pagePicture) int { return len(p.body) })
}

// place sends the picture of the page a place of the original stands on: /reports/5/place?at=p3,t2,4:7.
func (s *server) place(w http.ResponseWriter, r *http.Request) {
	report, body, ok := s.received(w, r)
	if !ok {
		return
	}
	at, err := data.ParsePosition(r.URL.Query().Get("at"))
	if err != nil || !s.hasPictures(report) || at.Page < 1 {
		s.fail(w, r, notFound("这个位置没有图像", "只有 PDF、OFD 里的位置能按原样显示。"))
		return
	}
	key := report.Source.SHA256 + " " + at.String()
	picture, err := s.pages.get(key, func() (pagePicture, error) {
		drawn, mediaType, err := s.drawPlace(body, at)
		return pagePicture{mediaType, drawn}, err
	})
	if err != nil {
		s.log.WarnContext(r.Context(), "draw page", "report", report.ID, "at", at.String(), "err", err)
		s.fail(w, r, notFound("这一页画不出来", err.Error()))
		return
	}
	h := w.Header()
	h.Set("Content-Type", picture.mediaType)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, max-age=86400")
	h.Set("Content-Length", strconv.Itoa(len(picture.body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(picture.body)
	}
}

// hasPictures reports whether the pages of a report's file can be drawn.
func (s *server) hasPictures(r *queries.ReportDetail) bool {
	return s.drawPlace != nil && fixedLayout(r.Source.Format)
}

// picturePath is the address of the picture a place is marked on; empty where there is none.
func picturePath(r *queries.ReportDetail, at data.Position) string {
	if !fixedLayout(r.Source.Format) || at.Page < 1 {
		return ""
	}
	return "/reports/" + strconv.Itoa(r.ID) + "/place?" + url.Values{"at": {at.String()}}.Encode()
}

// fixedLayout reports whether files of a format say where on a page everything stands.
func fixedLayout(format string) bool { return format == "pdf" || format == "ofd" }
