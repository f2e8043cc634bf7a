package warehouse

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"

	"tongjian/data"
	"tongjian/data/disk"
)

// Files are the contents under files/ of a data directory, each named by the SHA-256 of its bytes.
type Files struct{ dir string }

// OpenFiles gives the files of a data directory.
func OpenFiles(dir string) Files { return Files{filepath.Join(dir, filesDir)} }

// incomingFiles are the files of a data directory a job writes to. Making a file certain to survive a power cut costs more than
// all else about it, so files are written under temporary names first, and [incomingFiles.settle] makes many of them certain at
// once and gives them their names. A name therefore always stands for whole contents.
type incomingFiles struct {
	Files
	mu     sync.Mutex
	staged map[string]string // temporary path by hash
	// compressors are kept for the next document: each takes a megabyte to make.
	compressors sync.Pool
}

func openIncoming(dir string) *incomingFiles {
	return &incomingFiles{Files: OpenFiles(dir), staged: map[string]string{}}
}

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

// store writes bytes, unless they are there. They have their name, and are certain to survive a power cut, after
// [incomingFiles.settle]. Safe for concurrent use.
func (f *incomingFiles) store(b []byte) (sha string, err error) {
	sha = hashOf(b)
	if f.has(sha) || f.isStaged(sha) {
		return sha, nil
	}
	temp, err := os.CreateTemp(f.dir, tempPrefix)
	if err != nil {
		return "", err
	}
	_, writing := temp.Write(b)
	if err := errors.Join(writing, temp.Chmod(0o444), temp.Close()); err != nil {
		_ = os.Remove(temp.Name())
		return "", err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, twice := f.staged[sha]; twice {
		return sha, os.Remove(temp.Name())
	}
	f.staged[sha] = temp.Name()
	return sha, nil
}

func (f *incomingFiles) isStaged(sha string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, ok := f.staged[sha]
	return ok
}

// settle makes every file stored so far certain to survive a power cut, under its name.
func (f *incomingFiles) settle() error {
	f.mu.Lock()
	staged := f.staged
	f.staged = map[string]string{}
	f.mu.Unlock()
	if len(staged) == 0 {
		return nil
	}
	if err := syncFiles(f.dir, slices.Collect(maps.Values(staged))); err != nil {
		return err
	}
	for sha, temp := range staged {
		if err := os.Rename(temp, filepath.Join(f.dir, sha)); err != nil {
			return err
		}
	}
	return disk.SyncDir(f.dir)
}

// syncEach makes files certain to survive a power cut one by one.
func syncEach(paths []string) error {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// storeDocument stores a document as compressed JSON. The same document always gives the same bytes: the header of gzip
// carries no time and no name.
func (f *incomingFiles) storeDocument(doc data.Document) (sha string, err error) {
	var b bytes.Buffer
	z, ok := f.compressors.Get().(*gzip.Writer)
	if !ok {
		if z, err = gzip.NewWriterLevel(&b, gzip.BestSpeed); err != nil {
			return "", err
		}
	}
	defer f.compressors.Put(z)
	z.Reset(&b)
	if err := doc.WriteJSON(z); err != nil {
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
