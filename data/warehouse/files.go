package warehouse

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"tongjian/data"
)

// Files are the contents under files/ of a data directory, each named by the SHA-256 of its bytes.
type Files struct{ dir string }

// OpenFiles gives the files of a data directory.
func OpenFiles(dir string) Files { return Files{filepath.Join(dir, filesDir)} }

// Read gives a file's bytes, checked against its name. An error wraps fs.ErrNotExist when there is no such file.
func (f Files) Read(sha string) ([]byte, error) {
	path, err := f.path(sha)
	if err != nil {
		return nil, err
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if hashOf(b) != sha {
		return nil, fmt.Errorf("%s is damaged: its bytes do not have the hash it is named by", path)
	}
	return b, nil
}

// maxDocument bounds what a stored document may unpack to.
const maxDocument = 1 << 30

// ReadDocument gives a document as a reader produced it.
func (f Files) ReadDocument(sha string) (data.Document, error) {
	var doc data.Document
	b, err := f.Read(sha)
	if err != nil {
		return doc, err
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return doc, fmt.Errorf("document %s: %w", sha, err)
	}
	if err := json.NewDecoder(io.LimitReader(z, maxDocument)).Decode(&doc); err != nil {
		return doc, fmt.Errorf("document %s: %w", sha, err)
	}
	return doc, nil
}

// path is where the content with a hash is; anything but a hash is refused, so no name can lead out of the directory.
func (f Files) path(sha string) (string, error) {
	if len(sha) != sha256.Size*2 {
		return "", fmt.Errorf("%q is no SHA-256: %w", sha, fs.ErrNotExist)
	}
	for _, c := range []byte(sha) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return "", fmt.Errorf("%q is no SHA-256: %w", sha, fs.ErrNotExist)
		}
	}
	return filepath.Join(f.dir, sha), nil
}

// has reports whether the content with a hash is there.
func (f Files) has(sha string) bool {
	path, err := f.path(sha)
	if err != nil {
		return false
	}
	_, err = os.Lstat(path)
	return err == nil
}

// store writes bytes under their hash, unless they are there: under another name, synced, renamed. Their name is certain to
// survive a power cut after [Files.sync]. Concurrent calls with the same bytes are harmless.
func (f Files) store(b []byte) (sha string, err error) {
	sha = hashOf(b)
	if f.has(sha) {
		return sha, nil
	}
	temp, err := os.CreateTemp(f.dir, tempPrefix)
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			_ = temp.Close()
			_ = os.Remove(temp.Name())
		}
	}()
	if _, err := temp.Write(b); err != nil {
		return "", err
	}
	if err := temp.Chmod(0o444); err != nil {
		return "", err
	}
	if err := temp.Sync(); err != nil {
		return "", err
	}
	if err := temp.Close(); err != nil {
		return "", err
	}
	if err := os.Rename(temp.Name(), filepath.Join(f.dir, sha)); err != nil {
		return "", err
	}
	return sha, nil
}

// sync makes the names of all files stored so far survive a power cut.
func (f Files) sync() error { return syncDir(f.dir) }

// storeDocument stores a document as compressed JSON. The same document always gives the same bytes: the header of gzip
// carries no time and no name.
func (f Files) storeDocument(doc data.Document) (sha string, err error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		return "", err
	}
	if err := json.NewEncoder(z).Encode(doc); err != nil {
		return "", err
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	return f.store(b.Bytes())
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// syncDir makes a rename in dir survive a power cut. Windows offers no such thing, and needs none.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// removeTemporary removes what an interrupted job left half written in dir.
func removeTemporary(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), tempPrefix) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}
