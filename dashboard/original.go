package dashboard

import (
	"errors"
	"io/fs"
	"net/http"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"tongjian/queries"
)

// original sends the bytes as received.
func (s *server) original(w http.ResponseWriter, r *http.Request) {
	report, body, ok := s.received(w, r)
	if !ok {
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", strconv.Quote(report.Source.SHA256))
	sendAsReceived(w, r, report.Source.Name, body)
}

// received gives the report of the address and the file it came in; it has answered when ok is false.
func (s *server) received(w http.ResponseWriter, r *http.Request) (report *queries.ReportDetail, body []byte, ok bool) {
	lease, err := s.acquire(r)
	if err != nil {
		s.fail(w, r, err)
		return nil, nil, false
	}
	defer lease.Release()
	unknown := notFound("没有编号为“"+short(mux.Vars(r)["id"])+"”的报告", "它可能不在当前快照里。")
	id, err := strconv.Atoi(mux.Vars(r)["id"])
	if err != nil {
		s.fail(w, r, unknown)
		return nil, nil, false
	}
	report, err = queries.ReportByID(r.Context(), lease.DB(), id)
	if isNotFound(err) {
		err = unknown
	}
	if err != nil {
		s.fail(w, r, err)
		return nil, nil, false
	}
	body, err = s.files.Read(report.Source.SHA256)
	if errors.Is(err, fs.ErrNotExist) {
		err = notFound("原件不在这台机器上", "数据目录里没有保存这份文件的原件。")
	}
	if err != nil {
		s.fail(w, r, err)
		return nil, nil, false
	}
	return report, body, true
}

// saveName is a file name without anything a path could be made of.
func saveName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) || r == 0x7f {
			return '_'
		}
		return r
	}, name)
	runes := []rune(name)
	const longest = 120
	if len(runes) > longest {
		runes = runes[len(runes)-longest:]
	}
	if name = strings.Trim(string(runes), ". "); name == "" {
		return "report"
	}
	return name
}
