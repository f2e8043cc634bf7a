package dashboard

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"tongjian/data/disk"
	"tongjian/data/warehouse"
)

// problem is an error a reader can do something about: it becomes a page of its own that says what is not known and what
// there is.
type problem struct {
	status int
	title  string
	detail string
	there  []Link // what there is instead
}

// Error is the title, for logs.
func (p *problem) Error() string { return p.title }

func notFound(title, detail string, there ...Link) error {
	return &problem{http.StatusNotFound, title, detail, there}
}

func badRequest(title, detail string, there ...Link) error {
	return &problem{http.StatusBadRequest, title, detail, there}
}

// problemPage is what the problem template prints.
type problemPage struct {
	Head
	Detail string
	There  []Link
}

// fail answers with an error page. What the reader cannot mend is logged in full and shown in general words.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(r.Context().Err(), context.Canceled) {
		return // nobody is waiting any more
	}
	var (
		p    *problem
		form *warehouse.FormError
	)
	switch {
	case errors.As(err, &p):
	case errors.Is(err, warehouse.ErrNoSnapshot):
		p = &problem{http.StatusServiceUnavailable, "还没有数据", err.Error(), nil}
	case errors.As(err, &form):
		p = &problem{http.StatusServiceUnavailable, "快照不是本版本发布的", form.Error(), nil}
	default:
		s.log.ErrorContext(r.Context(), "page failed", "path", r.URL.Path, "err", err)
		if p = diskProblem(err, r); p != nil {
			break
		}
		p = &problem{http.StatusInternalServerError, "这一页出错了", "错误已记入服务器日志" + numbered(r) + "。其他页面不受影响，可以返回总览。", nil}
	}
	if out, ok := w.(*exported); ok {
		out.problem = p
		return
	}
	if isAPI(r) {
		w.Header().Del("ETag")
		w.Header().Set("Cache-Control", "no-store")
		sendProblem(w, p)
		return
	}
	head := plainHead(p.title)
	s.doors.dress(readerOf(r.Context()), &head)
	h := w.Header()
	h.Del("ETag")
	h.Set("Cache-Control", "no-store")
	if strings.HasSuffix(r.URL.Path, ".json") {
		h.Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(p.status)
		_ = json.NewEncoder(w).Encode(map[string]any{"error": p.title, "detail": p.detail}) // fails when the reader has gone
		return
	}
	if err := s.render(w, "problem", p.status, problemPage{head, p.detail, p.there}); err != nil {
		s.log.ErrorContext(r.Context(), "error page failed", "err", err)
		http.Error(w, p.title, p.status)
	}
}

// diskProblem says what is the matter where it is the server's disk; nil where it is not.
func diskProblem(err error, r *http.Request) *problem {
	trouble := disk.TroubleOf(err)
	switch trouble {
	case disk.Full:
		return &problem{http.StatusInsufficientStorage, "服务器磁盘已满", "没有保存任何内容" + numbered(r) + "。请告诉管理员腾出空间，然后再试；已经收下和发布的内容不受影响。", nil}
	case disk.ReadOnly, disk.Forbidden:
		return &problem{http.StatusServiceUnavailable, "服务器的数据目录不能写入", trouble.String() + "，没有保存任何内容" + numbered(r) + "。请告诉管理员；已经收下和发布的内容不受影响。", nil}
	case disk.None:
	}
	return nil
}

// numbered names the request as the log does, for whoever is called about it.
func numbered(r *http.Request) string {
	if id := requestID(r); id != "" {
		return "，编号 " + id
	}
	return ""
}

// unknownPage answers for addresses that are no page.
func (s *server) unknownPage(w http.ResponseWriter, r *http.Request) {
	if reader, err := s.identify(r); err == nil {
		r = r.WithContext(withReader(r.Context(), reader))
	}
	s.fail(w, r, notFound("没有这一页", "地址“"+short(r.URL.Path)+"”不是本站的页面。", s.doors.only(readerOf(r.Context()), pageLinks(url.Values{}))...))
}

// short cuts what somebody typed to a length that can be shown.
func short(text string) string {
	const longest = 60
	runes := []rune(text)
	if len(runes) <= longest {
		return text
	}
	return string(runes[:longest]) + "…"
}
