package dashboard

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// Export writes what the site answers at an address (/volumes.csv?region=990100) to w: the same bytes a browser downloads.
// site is the address of the site as its readers know it, to which a workbook leads back; nil when there is none. Nothing is
// written when there is no such page or nothing to show; the error then says so in Chinese. What any other error leaves written is
// a part that must not be taken for the whole.
func Export(ctx context.Context, c Config, site *url.URL, target string, w io.Writer) error {
	s, err := newServer(c)
	if err != nil {
		return fmt.Errorf("building the server: %w", err)
	}
	// Whoever can read the data directory needs no door.
	r, err := http.NewRequestWithContext(withReader(ctx, atMachine(s.entrance.user)), http.MethodGet, target, nil)
	if err != nil {
		return fmt.Errorf("address %.200q: %w", target, err)
	}
	if site != nil {
		r.Host = site.Host
		if site.Scheme == "https" {
			r.TLS = &tls.ConnectionState{}
		}
	}
	out := &exported{header: http.Header{}, to: w}
	s.routes().ServeHTTP(out, r)
	switch {
	case out.err != nil:
		return fmt.Errorf("write: %w", out.err)
	case out.problem != nil && out.problem.detail != "":
		return fmt.Errorf("%s：%s", out.problem.title, out.problem.detail)
	case out.problem != nil:
		return out.problem
	case ctx.Err() != nil:
		return ctx.Err()
	case out.status != 0 && out.status != http.StatusOK:
		return fmt.Errorf("%s has no export: %s", target, http.StatusText(out.status))
	}
	return nil
}

// exported is the http.ResponseWriter of an answer that goes to a file.
type exported struct {
	header  http.Header
	to      io.Writer
	err     error // of writing to it
	status  int
	problem *problem // what went wrong, in place of an error page
}

// Header implements [http.ResponseWriter].
func (e *exported) Header() http.Header { return e.header }

// WriteHeader implements [http.ResponseWriter].
func (e *exported) WriteHeader(status int) { e.status = status }

// Write implements [http.ResponseWriter]. Only what was asked for is written, no page that says why it is not there.
func (e *exported) Write(b []byte) (int, error) {
	if e.status != 0 && e.status != http.StatusOK {
		return len(b), nil
	}
	n, err := e.to.Write(b)
	if e.err == nil {
		e.err = err
	}
	return n, err
}
