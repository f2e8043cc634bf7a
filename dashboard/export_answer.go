package dashboard

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// Export writes what the site answers at an address (/volumes.csv?region=990100) to w: the same bytes a browser downloads.
// site is the address of the site as its readers know it, to which a workbook leads back; nil when there is none. Nothing is
// written when there is no such page or nothing to show; the error then says so in Chinese.
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
	out := &exported{header: http.Header{}}
	s.routes().ServeHTTP(out, r)
	switch {
	case out.problem != nil && out.problem.detail != "":
		return fmt.Errorf("%s：%s", out.problem.title, out.problem.detail)
	case out.problem != nil:
		return out.problem
	case ctx.Err() != nil:
		return ctx.Err()
	case out.status != 0 && out.status != http.StatusOK:
		return fmt.Errorf("%s has no export: %s", target, http.StatusText(out.status))
	}
	_, err = out.body.WriteTo(w)
	return err
}

// exported is the http.ResponseWriter of an answer that goes to a file.
type exported struct {
	header  http.Header
	body    bytes.Buffer
	status  int
	problem *problem // what went wrong, in place of an error page
}

func (e *exported) Header() http.Header         { return e.header }
func (e *exported) WriteHeader(status int)      { e.status = status }
func (e *exported) Write(b []byte) (int, error) { return e.body.Write(b) }
