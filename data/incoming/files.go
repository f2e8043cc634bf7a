package incoming

import (
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
	"regexp"
	"runtime"
	"strconv"

	"tongjian/data"
)

// Limits on what is sent. A report is a few hundred kilobytes; a scanned one with pictures a few megabytes.
const (
	MaxFile  = 64 << 20  // one file
	MaxTotal = 512 << 20 // everything sent at once
	MaxFiles = 1000      // files sent at once
)

// ErrTooLarge is returned for a file of more bytes than it may have.
var ErrTooLarge = errors.New("the file is too large")

// File is a file as received.
type File struct {
	SHA256 string
	Bytes  int64
}

// Receive writes a file to the disk as it comes, at most limit bytes of it. When it returns, the file is whole and certain to
// survive a power cut. The error wraps [ErrTooLarge], or what the reader gave; nothing is left then.
func (d *Desk) Receive(from io.Reader, limit int64) (f File, err error) {
	temp, err := os.CreateTemp(d.dir, partPrefix+d.worker+"-")
	if err != nil {
		return f, fmt.Errorf("receive a file: %w", err)
	}
	defer func() {
		if err != nil {
			_ = temp.Close()
			_ = os.Remove(temp.Name())
		}
	}()
	hash := sha256.New()
	n, err := io.Copy(io.MultiWriter(temp, hash), io.LimitReader(from, limit+1))
	if err != nil {
		return f, fmt.Errorf("receive a file: %w", err)
	}
	if n > limit {
		return f, ErrTooLarge
	}
	f = File{hex.EncodeToString(hash.Sum(nil)), n}
	return f, d.settle(temp, f.SHA256)
}

// settle makes a written file certain to survive a power cut, under its name.
func (d *Desk) settle(temp *os.File, name string) error {
	if err := errors.Join(temp.Sync(), temp.Close()); err != nil {
		return fmt.Errorf("keep %s: %w", name, err)
	}
	if err := os.Rename(temp.Name(), filepath.Join(d.dir, name)); err != nil {
		return fmt.Errorf("keep %s: %w", name, err)
	}
	if runtime.GOOS == "windows" {
		return nil // offers no such thing, and needs none
	}
	dir, err := os.Open(d.dir)
	if err != nil {
		return fmt.Errorf("keep %s: %w", name, err)
	}
	if err := errors.Join(dir.Sync(), dir.Close()); err != nil {
		return fmt.Errorf("keep %s: %w", name, err)
	}
	return nil
}

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Read gives a file's bytes, checked against its name. The error wraps fs.ErrNotExist when there is no such file.
func (d *Desk) Read(sha string) ([]byte, error) {
	if !hashForm.MatchString(sha) {
		return nil, fmt.Errorf("%q is no SHA-256: %w", sha, fs.ErrNotExist)
	}
	b, err := os.ReadFile(filepath.Join(d.dir, sha))
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != sha {
		return nil, fmt.Errorf("incoming file %s is damaged: its bytes do not have the hash it is named by", sha)
	}
	return b, nil
}

// Reading is what reading a file found, before anything of it is in the warehouse.
type Reading struct {
	Document data.Document `json:"document"`
	Reports  []data.Report `json:"reports"` // with the findings of the checks inside each report
}

// maxReading bounds what a stored reading may unpack to.
const maxReading = 1 << 30

// KeepReading keeps what reading a submission's file found, in place of what was found before.
func (d *Desk) KeepReading(submission int64, r Reading) (err error) {
	temp, err := os.CreateTemp(d.dir, partPrefix+d.worker+"-")
	if err != nil {
		return fmt.Errorf("keep reading of %d: %w", submission, err)
	}
	defer func() {
		if err != nil {
			_ = temp.Close()
			_ = os.Remove(temp.Name())
		}
	}()
	z, err := gzip.NewWriterLevel(temp, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(z).Encode(r); err != nil {
		return fmt.Errorf("keep reading of %d: %w", submission, err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("keep reading of %d: %w", submission, err)
	}
	return d.settle(temp, readingName(submission))
}

// Reading gives what reading a submission's file found; the error wraps fs.ErrNotExist when it has not been read.
func (d *Desk) Reading(submission int64) (Reading, error) {
	var r Reading
	f, err := os.Open(filepath.Join(d.dir, readingName(submission)))
	if err != nil {
		return r, err
	}
	defer func() { _ = f.Close() }() // it was only read
	z, err := gzip.NewReader(f)
	if err != nil {
		return r, fmt.Errorf("reading of %d: %w", submission, err)
	}
	if err := json.NewDecoder(io.LimitReader(z, maxReading)).Decode(&r); err != nil {
		return r, fmt.Errorf("reading of %d: %w", submission, err)
	}
	return r, nil
}

func readingName(submission int64) string {
	return readingPrefix + strconv.FormatInt(submission, 10) + ".json.gz"
}
