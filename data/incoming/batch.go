package incoming

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"tongjian/data/archive"
	"tongjian/data/disk"
)

// Limits are how much may be sent, and how slowly. A report is a few hundred kilobytes; a scanned one with pictures a few megabytes.
type Limits struct {
	File  int64 // bytes of one file; of an archive, of each file in it
	Total int64 // bytes of everything sent at once, as it came and unpacked
	Files int   // files sent at once, each file of an archive counted
	// Silence is how long a sender may send nothing. Grace is how long sending may take however slow it is; after it, Slowest bytes a
	// second are the least.
	Silence, Grace time.Duration
	Slowest        int64
}

// StandardLimits are those a [Desk] is opened with.
func StandardLimits() Limits {
	return Limits{File: 64 << 20, Total: 512 << 20, Files: 1000, Silence: 30 * time.Second, Grace: time.Minute, Slowest: 4 << 10}
}

var (
	// ErrTooLarge is returned for a file of more bytes than it may have.
	ErrTooLarge = errors.New("the file is too large")
	// ErrTooMuch is returned when more is sent at once than may be.
	ErrTooMuch = errors.New("too much is sent at once")
)

// File is a file as received.
type File struct {
	SHA256 string
	Bytes  int64
}

// Taken is what became of a file on its way in.
type Taken struct {
	Name string // as the sender has it; of a file in an archive, the archive's name comes first
	File
	// Refused says why it could not be taken, in words; empty when it was.
	Refused string
}

// Batch is what is received together: all of it is kept, or nothing. It is for one goroutine.
type Batch struct {
	// Alive, when set, is called from time to time while an archive is unpacked.
	Alive func()

	desk  *Desk
	parts []part
	count int   // files, with those that were refused
	in    int64 // bytes that came
	out   int64 // bytes to be kept
	vain  int64 // bytes unpacked of files that were refused
}

// part is a file under its temporary name.
type part struct {
	path string
	File
}

// Batch begins to receive files. [Batch.Drop] must be called in the end.
func (d *Desk) Batch() *Batch { return &Batch{desk: d} }

// Take receives a file; of a zip archive, every file in it. A file of an archive that cannot be had stops no other. The error wraps
// [ErrTooLarge] or [ErrTooMuch], or is what the reader gave; then nothing of the file is taken.
func (b *Batch) Take(name string, from io.Reader) ([]Taken, error) {
	limits := b.desk.Limits
	limit := limits.File
	if archive.Named(name) {
		limit = limits.Total
	}
	whole := limits.Total - max(b.in, b.out)
	if b.count >= limits.Files || whole <= 0 {
		return nil, ErrTooMuch
	}
	p, err := b.write(func(to io.Writer) error { return copyAtMost(to, from, min(limit, whole)) })
	if errors.Is(err, ErrTooLarge) && (whole < limit || archive.Named(name)) {
		err = ErrTooMuch
	}
	if err != nil {
		return nil, err
	}
	b.in += p.Bytes
	inside, is, err := b.unpack(name, p)
	if is || err != nil {
		if err = errors.Join(err, os.Remove(p.path)); err != nil {
			return nil, errors.Join(err, b.Forget(inside))
		}
		return inside, nil
	}
	if p.Bytes > limits.File {
		return nil, errors.Join(ErrTooLarge, os.Remove(p.path))
	}
	b.keep(p)
	return []Taken{{Name: name, File: p.File}}, nil
}

// Forget removes files that were taken and are not to be kept after all.
func (b *Batch) Forget(list []Taken) error {
	var errs []error
	for _, one := range list {
		for i, p := range b.parts {
			if one.Refused == "" && p.File == one.File {
				errs = append(errs, os.Remove(p.path))
				b.parts = append(b.parts[:i], b.parts[i+1:]...)
				break
			}
		}
	}
	return errors.Join(errs...)
}

func (b *Batch) keep(p part) {
	b.parts, b.count, b.out = append(b.parts, p), b.count+1, b.out+p.Bytes
}

// unpack takes the files of an archive; is reports whether it is one.
func (b *Batch) unpack(name string, packed part) (list []Taken, is bool, err error) {
	f, err := os.Open(packed.path)
	if err != nil {
		return nil, false, fmt.Errorf("unpack %s: %w", name, err)
	}
	defer func() { _ = f.Close() }() // it was only read
	if !archive.Is(name, f, packed.Bytes) {
		return nil, false, nil
	}
	a, err := archive.Open(f, packed.Bytes)
	if err != nil {
		b.count++
		return []Taken{{Name: name, File: packed.File, Refused: err.Error()}}, true, nil
	}
	limits := b.desk.Limits
	if len(a.Files()) > limits.Files-b.count {
		return nil, true, ErrTooMuch // before a thousand files have been written
	}
	for _, inside := range a.Files() {
		if b.Alive != nil {
			b.Alive()
		}
		whole := limits.Total - b.out - b.vain
		if whole <= 0 {
			return list, true, ErrTooMuch
		}
		one := Taken{Name: name + "/" + inside.Name}
		out := &counted{}
		p, err := b.write(func(to io.Writer) error {
			out.to = to
			return inside.Copy(out, min(limits.File, whole))
		})
		var unwritten *writeError
		switch {
		case errors.Is(err, archive.ErrTooLarge) && whole < limits.File:
			return list, true, ErrTooMuch
		case errors.As(err, &unwritten):
			return list, true, err
		case err != nil:
			b.count++
			b.vain += out.n
			one.Refused = err.Error()
		default:
			b.keep(p)
			one.File = p.File
		}
		list = append(list, one)
	}
	return list, true, nil
}

// copyAtMost copies so many bytes; the error wraps [ErrTooLarge] when there are more.
func copyAtMost(to io.Writer, from io.Reader, limit int64) error {
	n, err := io.Copy(to, io.LimitReader(from, limit+1))
	switch {
	case err != nil:
		return fmt.Errorf("receive a file: %w", err)
	case n > limit:
		return ErrTooLarge
	}
	return nil
}

// writeError is a failure of the disk, which is nobody's file's fault.
type writeError struct{ err error }

func (e *writeError) Error() string { return "keep what is received: " + e.err.Error() }
func (e *writeError) Unwrap() error { return e.err }

// write writes a file under a temporary name; when it returns, the bytes are certain to survive a power cut.
func (b *Batch) write(fill func(io.Writer) error) (p part, err error) {
	temp, err := b.desk.temporary()
	if err != nil {
		return p, &writeError{err}
	}
	defer func() {
		if err != nil {
			_ = temp.Close()
			_ = os.Remove(temp.Name())
		}
	}()
	hash := sha256.New()
	out := &counted{to: temp}
	if err := fill(io.MultiWriter(out, hash)); err != nil {
		if out.err != nil {
			err = &writeError{out.err}
		}
		return p, err
	}
	if err := errors.Join(temp.Sync(), temp.Close()); err != nil {
		return p, &writeError{err}
	}
	return part{temp.Name(), File{hex.EncodeToString(hash.Sum(nil)), out.n}}, nil
}

// counted counts what is written, and keeps why it could not be.
type counted struct {
	to  io.Writer
	n   int64
	err error
}

func (d *counted) Write(b []byte) (n int, err error) {
	n, err = d.to.Write(b)
	d.n += int64(n)
	if err != nil {
		d.err = err
	}
	return n, err
}

// Keep gives every file its name and then has note write down whose they are. Nothing is cleared away meanwhile (see [Desk.Clear]).
// When it returns, they are certain to survive a power cut. What has been named before an error is nobody's, and cleared away later.
func (b *Batch) Keep(note func() error) error {
	lock := b.desk.keepingLock()
	if err := lock.RLock(); err != nil {
		return fmt.Errorf("lock in %s: %w", b.desk.dir, err)
	}
	defer func() { _ = lock.Close() }()
	for _, p := range b.parts {
		if err := os.Rename(p.path, filepath.Join(b.desk.dir, p.SHA256)); err != nil {
			return fmt.Errorf("keep %s: %w", p.SHA256, err)
		}
	}
	b.parts = nil
	if err := disk.SyncDir(b.desk.dir); err != nil {
		return fmt.Errorf("keep what is received: %w", err)
	}
	return note()
}

// Drop removes what has not been kept.
func (b *Batch) Drop() {
	for _, p := range b.parts {
		_ = os.Remove(p.path) // what stays is swept when this process has ended
	}
	b.parts = nil
}

// keepingLock is held shared by those who keep files, and alone by the one who clears away what nobody needs.
func (d *Desk) keepingLock() *flock.Flock {
	return flock.New(filepath.Join(d.dir, keepingLock), flock.SetPermissions(0o600))
}

// Retention is how long what is over is kept here: files that were taken back or corrected, and what reading found in any.
const Retention = 90 * 24 * time.Hour
