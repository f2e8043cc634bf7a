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
	"strconv"

	"tongjian/data"
	"tongjian/data/disk"
)

// temporary makes a file for what is being written; it is swept away when this process dies.
func (d *Desk) temporary() (*os.File, error) { return os.CreateTemp(d.dir, partPrefix+d.worker+"-") }

// settle makes a written file certain to survive a power cut, under its name.
func (d *Desk) settle(temp *os.File, name string) error {
	if err := errors.Join(temp.Sync(), temp.Close()); err != nil {
		return fmt.Errorf("keep %s: %w", name, err)
	}
	if err := os.Rename(temp.Name(), filepath.Join(d.dir, name)); err != nil {
		return fmt.Errorf("keep %s: %w", name, err)
	}
	if err := disk.SyncDir(d.dir); err != nil {
		return fmt.Errorf("keep %s: %w", name, err)
	}
	return nil
}

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Read gives a file's bytes, checked against its name. The error wraps fs.ErrNotExist when there is no such file.
func (d *Desk) Read(sha string) ([]byte, error) { return read(d.dir, sha) }

// Read gives an incoming file's bytes of a data directory that is only looked at, as [Desk.Read] does.
func Read(dataDir, sha string) ([]byte, error) { return read(filepath.Join(dataDir, Folder), sha) }

func read(dir, sha string) ([]byte, error) {
	if !hashForm.MatchString(sha) {
		return nil, fmt.Errorf("%q is no SHA-256: %w", sha, fs.ErrNotExist)
	}
	b, err := os.ReadFile(filepath.Join(dir, sha))
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
	temp, err := d.temporary()
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
	return readingPrefix + strconv.FormatInt(submission, 10) + readingEnding
}
