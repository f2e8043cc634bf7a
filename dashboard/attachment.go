package dashboard

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"time"

	"github.com/gorilla/mux"
)

// attachment is a file made for a reader, to be saved. What it says holds for the moment it is fetched, so nothing keeps it.
type attachment struct {
	name   string // without its ending
	ending string // one of documentTypes
	body   bytes.Buffer
}

// documentTypes are the media types of files by their ending.
func documentTypes() map[string]string {
	const office = "application/vnd.openxmlformats-officedocument."
	return map[string]string{"docx": office + "wordprocessingml.document", "xlsx": office + "spreadsheetml.sheet", "zip": "application/zip"}
}

// send answers with the file.
func (a *attachment) send(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", documentTypes()[a.ending])
	saveAs(h, saveName(a.name)+"."+a.ending)
	_, _ = a.body.WriteTo(w) // fails when the reader has gone away: there is nobody to tell
}

// saveAs has a browser save an answer under a name.
func saveAs(h http.Header, name string) {
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}

// attach makes a handler of a function that names and writes the file an address asks for.
func (s *server) attach(write func(*http.Request, *attachment) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a := &attachment{ending: mux.Vars(r)["ending"]}
		if err := write(r, a); err != nil {
			s.fail(w, r, err)
			return
		}
		a.send(w)
	}
}

// attachPage makes a handler of a function that names and writes a file of what the page at a path shows.
func (s *server) attachPage(path string, write func(context.Context, query, *attachment) error) http.HandlerFunc {
	return s.attach(func(r *http.Request, a *attachment) error {
		lease, err := s.acquire(r)
		if err != nil {
			return err
		}
		defer lease.Release()
		q, err := s.newQuery(r, lease, r.URL.Query())
		if err != nil {
			return err
		}
		q.path = path
		return write(r.Context(), q, a)
	})
}

// sendAsReceived answers with bytes somebody else made: never shown by the browser, only saved.
func sendAsReceived(w http.ResponseWriter, r *http.Request, name string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	saveAs(h, saveName(name))
	h.Set("Content-Security-Policy", contentSecurityPolicy+"; sandbox")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}
