package warehouse

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// Hold keeps jobs out of a data directory without opening what is in it, for those who copy or check it. A job that begins
// meanwhile waits, or is told who holds the lock; servers go on.
type Hold struct {
	dir  string
	lock *flock.Flock
}

// HoldDir takes a data directory's lock, as [Begin] does. The directory must be there.
func HoldDir(ctx context.Context, dir string, o Options) (*Hold, error) {
	dir, err := checkDir(dir)
	if err != nil {
		return nil, err
	}
	lock, err := lockDir(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	return &Hold{dir, lock}, nil
}

// Dir is the directory held, as an absolute path.
func (h *Hold) Dir() string { return h.dir }

// Release lets jobs in again.
func (h *Hold) Release() error { return unlockDir(h.dir, h.lock) }

// Scratch reports whether a file of a data directory, named by its path in it, is a lock or half written: nothing anybody would
// miss.
func Scratch(path string) bool {
	return path == lockFile || path == holderFile || strings.HasPrefix(filepath.Base(path), tempPrefix)
}

// IsEmpty reports whether a directory has nothing in it, or is not there.
func IsEmpty(dir string) (bool, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	return len(entries) == 0, err
}

// SyncFiles makes files certain to survive a power cut. They are all below dir.
func SyncFiles(dir string, paths []string) error { return syncFiles(dir, paths) }

// copyFile copies a file to a new one and makes it certain to survive a power cut.
func copyFile(to, from string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // only read
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if _, err := out.ReadFrom(in); err != nil {
		return errors.Join(fmt.Errorf("copy %s: %w", from, err), out.Close())
	}
	return errors.Join(out.Sync(), out.Close())
}

// hashFrom gives the SHA-256 of all a reader has, in lower-case hexadecimal, and how many bytes that is.
func hashFrom(r io.Reader) (sum string, n int64, err error) {
	h := sha256.New()
	if n, err = io.Copy(h, r); err != nil {
		return "", n, err
	}
	return hex.EncodeToString(h.Sum(nil)), n, nil
}
