package dashboard

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"
)

// contentSecurityPolicy forbids everything a page of this site does not do: no inline script or style, no frame, no other
// host. Chart options travel as data blocks, which are not scripts and are not affected.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// secured sets the headers every answer carries.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if encrypted(r) { // who has once come over TLS does so for a year
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// statusWriter remembers what was answered, for the log.
type statusWriter struct {
	http.ResponseWriter
	status int
	bytes  int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// logged gives each request a number, which the answer bears and every line of the log about it, and writes one line a request: the
// path without its query, which may hold what somebody searched for.
func logged(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		sw := &statusWriter{ResponseWriter: w}
		id := newRequestID()
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, id))
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(sw, r)
		level := slog.LevelInfo
		if sw.status >= http.StatusInternalServerError {
			level = slog.LevelError
		}
		log.Log(r.Context(), level, "request", "method", r.Method, "path", r.URL.Path, "status", sw.status,
			"bytes", sw.bytes, "took", time.Since(start).Round(time.Microsecond))
	})
}

// recovered turns a panic into a 500 page, so that one bad page does not end the others.
func (s *server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			s.log.ErrorContext(r.Context(), "panic", "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
			s.fail(w, r, fmt.Errorf("panic: %v", p))
		}()
		next.ServeHTTP(w, r)
	})
}

// longestAddress is how long an address may be, in bytes, path and parameters.
const longestAddress = 8 << 10

// limited refuses addresses longer than any link of this site can be; every page's state is in its address, and a
// comparison of sixty agencies needs about two thousand characters. It refuses those that are no text too: the warehouse would, and
// nobody could be told what was not found.
func limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.RequestURI()) > longestAddress {
			http.Error(w, "地址过长", http.StatusRequestURITooLong)
			return
		}
		if !isText(r.URL) {
			http.Error(w, "地址里有不是文字的字节（应为 UTF-8）", http.StatusBadRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isText reports whether an address, unescaped, is UTF-8 without NUL. Parameters that cannot be unescaped are left to who reads them.
func isText(u *url.URL) bool {
	text := func(part string) bool { return utf8.ValidString(part) && !strings.ContainsRune(part, 0) }
	values, _ := url.ParseQuery(u.RawQuery) // with those that could be read
	for name, given := range values {
		if !text(name) || !text(strings.Join(given, "")) {
			return false
		}
	}
	return text(u.Path)
}
