package incoming

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// Folder is where incoming files are, in the data directory.
const Folder = "incoming"

const (
	// What a name in the folder begins with: the lock of a process, a file it has not finished, a reading.
	lockPrefix    = "at-work-"
	partPrefix    = "part-"
	readingPrefix = "reading-"
	readingEnding = ".json.gz"
)

// Desk is the folder of incoming files, open in one process. It is safe for concurrent use.
type Desk struct {
	// Limits are how much may be sent here at once. They are set before the desk is used.
	Limits Limits

	dir    string
	worker string
	lock   *flock.Flock
}

// Open opens the folder of a data directory, making it when it is not there. The error wraps fs.ErrPermission where it cannot be
// written.
func Open(dataDir string) (*Desk, error) {
	dir, err := filepath.Abs(filepath.Join(dataDir, Folder))
	if err != nil {
		return nil, fmt.Errorf("folder of incoming files: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of incoming files: %w", err)
	}
	for {
		d := &Desk{Limits: StandardLimits(), dir: dir, worker: newWorker()}
		d.lock = flock.New(d.lockPath(d.worker), flock.SetPermissions(0o600))
		held, err := d.lock.TryLock()
		if err != nil {
			return nil, fmt.Errorf("lock in %s: %w", dir, err)
		}
		// Another process may have swept the file away before it was locked.
		if _, err := os.Lstat(d.lock.Path()); held && err == nil {
			return d, nil
		}
		if err := d.lock.Close(); err != nil {
			return nil, fmt.Errorf("lock in %s: %w", dir, err)
		}
	}
}

// newWorker names a process as no other ever was.
func newWorker() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails: it ends the program instead
	return hex.EncodeToString(b)
}

// Worker names this process in the jobs it does.
func (d *Desk) Worker() string { return d.worker }

// Close ends the use of the folder.
func (d *Desk) Close() error {
	removed := os.Remove(d.lock.Path())
	if errors.Is(removed, fs.ErrNotExist) {
		removed = nil
	}
	if err := errors.Join(removed, d.lock.Close()); err != nil {
		return fmt.Errorf("leave %s: %w", d.dir, err)
	}
	return nil
}

func (d *Desk) lockPath(worker string) string { return filepath.Join(d.dir, lockPrefix+worker) }

// Sweep looks for processes that died, removes what they had half written, and hands each to gone before their lock is removed: a
// process that dies in between is found again by the next. One that cannot be cleared up after keeps none of the others.
func (d *Desk) Sweep(gone func(worker string) error) error {
	entries, err := os.ReadDir(d.dir)
	if err != nil {
		return fmt.Errorf("look through %s: %w", d.dir, err)
	}
	var errs []error
	for _, e := range entries {
		worker, is := strings.CutPrefix(e.Name(), lockPrefix)
		if !is || worker == d.worker {
			continue
		}
		if err := d.sweep(worker, entries, gone); err != nil {
			errs = append(errs, fmt.Errorf("clear up after %s in %s: %w", worker, d.dir, err))
		}
	}
	return errors.Join(errs...)
}

func (d *Desk) sweep(worker string, entries []fs.DirEntry, gone func(string) error) error {
	lock := flock.New(d.lockPath(worker), flock.SetFlag(os.O_RDWR))
	held, err := lock.TryLock()
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it has just ended in good order
	}
	if err != nil || !held {
		return err
	}
	defer func() { _ = lock.Close() }()
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), partPrefix+worker+"-") {
			continue
		}
		if err := os.Remove(filepath.Join(d.dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := gone(worker); err != nil {
		return err
	}
	if err := os.Remove(lock.Path()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

const (
	// aloneLock is held by the one process that takes files from the inbox just now.
	aloneLock = "inbox.lock"
	// keepingLock keeps clearing away and keeping apart.
	keepingLock = "keeping.lock"
)

// Passing reports whether a file of the folder, by its name, is of the moment only: a lock, or something half written.
func Passing(name string) bool {
	return strings.HasPrefix(name, lockPrefix) || strings.HasPrefix(name, partPrefix) || name == aloneLock || name == keepingLock
}

// Alone does something while no other process does; it reports false, and does nothing, when one does.
func (d *Desk) Alone(do func() error) (bool, error) {
	lock := flock.New(filepath.Join(d.dir, aloneLock), flock.SetPermissions(0o600))
	held, err := lock.TryLock()
	if err != nil || !held {
		if err != nil {
			err = fmt.Errorf("lock in %s: %w", d.dir, err)
		}
		return false, err
	}
	defer func() { _ = lock.Close() }()
	return true, do()
}
