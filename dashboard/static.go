package dashboard

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed static
var staticFiles embed.FS

// asset is one file under static.
type asset struct {
	url     string // with the hash of the content in it: may be kept for ever
	kind    string
	etag    string
	plain   []byte
	gzipped func() []byte // compressed when it is first asked for; nil when that does not pay
}

// assets are the static files by name ("app.css", "echarts/echarts.min.js") and by address.
type assets struct {
	byName, byURL map[string]*asset
}

// loadAssets reads every static file.
func loadAssets(files fs.FS) (*assets, error) {
	all := &assets{byName: map[string]*asset{}, byURL: map[string]*asset{}}
	err := fs.WalkDir(files, "static", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		a := newAsset(strings.TrimPrefix(name, "static/"), body)
		all.byName[strings.TrimPrefix(name, "static/")] = a
		all.byURL[a.url] = a
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading static files: %w", err)
	}
	return all, nil
}

func newAsset(name string, body []byte) *asset {
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])[:12]
	a := &asset{
		url:   "/static/" + hash + "/" + name,
		kind:  mime.TypeByExtension(path.Ext(name)),
		etag:  strconv.Quote(hash),
		plain: body,

		gzipped: sync.OnceValue(func() []byte { return compress(body) }),
	}
	switch path.Ext(name) { // not left to the machine's table of types
	case ".js":
		a.kind = "text/javascript; charset=utf-8"
	case ".css":
		a.kind = "text/css; charset=utf-8"
	case ".svg":
		a.kind = "image/svg+xml"
	case "":
		a.kind = "text/plain; charset=utf-8"
	}
	return a
}

// compress gives a body as gzip packs it best; nil when that is no shorter.
func compress(body []byte) []byte {
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil
	}
	_, err = z.Write(body)
	if errors.Join(err, z.Close()) != nil || packed.Len() >= len(body) {
		return nil
	}
	return packed.Bytes()
}

// url gives the address of a static file; templates call it as {{asset "app.css"}}.
func (all *assets) url(name string) (string, error) {
	a, ok := all.byName[name]
	if !ok {
		return "", fmt.Errorf("no static file %q", name)
	}
	return a.url, nil
}

// ServeHTTP answers with a static file.
func (all *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, ok := all.byURL[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("ETag", a.etag)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := a.plain
	if acceptsGzip(r) && r.Header.Get("Range") == "" {
		if packed := a.gzipped(); packed != nil {
			h.Set("Content-Encoding", "gzip")
			body = packed
		}
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// acceptsGzip reads Accept-Encoding as far as needed: gzip is named and not refused with q=0.
func acceptsGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) == "gzip" {
			return strings.ReplaceAll(q, " ", "") != "q=0"
		}
	}
	return false
}
