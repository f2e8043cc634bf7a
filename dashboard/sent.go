package dashboard

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// sent is an answer as it goes out, kept compressed.
type sent struct {
	header http.Header
	body   []byte // gzip
}

func (s *sent) size() int {
	n := len(s.body)
	for name, values := range s.header {
		n += len(name) + 32
		for _, v := range values {
			n += len(v)
		}
	}
	return n
}

// passing reports whether an answer holds for the moment it was made at: neither browsers nor the server keep it.
func (s *sent) passing() bool { return s.header.Get("Cache-Control") == "no-store" }

// unkept is a passing answer on its way past the cache of those that are kept.
type unkept struct{ *sent }

// Error makes it an error to the cache, which keeps none.
func (unkept) Error() string { return "the answer holds for the moment" }

// tape is the http.ResponseWriter answers are written to before they are sent.
type tape struct {
	header http.Header
	body   *bytes.Buffer
}

func (r *tape) Header() http.Header         { return r.header }
func (r *tape) WriteHeader(int)             {}
func (r *tape) Write(b []byte) (int, error) { return r.body.Write(b) }

// spare is memory that making an answer takes and the next one can have: clearing it anew costs as much as a small page.
type spare struct {
	packers sync.Pool // *gzip.Writer
	buffers sync.Pool // *bytes.Buffer
}

func newSpare() *spare {
	return &spare{packers: sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}, buffers: sync.Pool{New: func() any { return new(bytes.Buffer) }}}
}

// buffer is an empty buffer, to be given back with done.
func (s *spare) buffer() *bytes.Buffer { return s.buffers.Get().(*bytes.Buffer) }

func (s *spare) done(b *bytes.Buffer) {
	b.Reset()
	s.buffers.Put(b)
}

// record gives what a function answers, compressed.
func (s *spare) record(answer func(http.ResponseWriter) error) (*sent, error) {
	r := &tape{header: http.Header{}, body: s.buffer()}
	defer s.done(r.body)
	if err := answer(r); err != nil {
		return nil, err
	}
	packed := s.buffer()
	defer s.done(packed)
	z := s.packers.Get().(*gzip.Writer)
	defer s.packers.Put(z)
	z.Reset(packed)
	if _, err := r.body.WriteTo(z); err != nil {
		return nil, fmt.Errorf("compressing an answer: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("compressing an answer: %w", err)
	}
	return &sent{header: r.header, body: bytes.Clone(packed.Bytes())}, nil
}

// to answers a request, compressed for those who can read that.
func (s *sent) to(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	maps.Copy(h, s.header)
	h.Set("Vary", "Accept-Encoding")
	if acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		_, _ = w.Write(s.body) // fails when the reader has gone away: there is nobody to tell
		return nil
	}
	z, err := gzip.NewReader(bytes.NewReader(s.body))
	if err != nil {
		return fmt.Errorf("reading a kept answer: %w", err)
	}
	_, _ = io.Copy(w, z)
	return nil
}
