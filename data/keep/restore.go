package keep

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"tongjian/data/disk"
	"tongjian/data/office"
	"tongjian/data/warehouse"
)

// CheckBackup reads a backup through and compares every byte with its manifest. The error wraps [ErrNotBackup] when they differ.
func CheckBackup(ctx context.Context, file string) (Manifest, error) {
	return unpack(ctx, file, "", Options{})
}

// DamagedError says that a backup is whole and what was backed up is not.
type DamagedError struct{ Problems []warehouse.Problem }

func (e *DamagedError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "备份里的数据有 %d 处不对，没有恢复：", len(e.Problems))
	for _, p := range e.Problems {
		fmt.Fprintf(&b, "\n  %s", p.What)
	}
	return b.String()
}

// unpackingSuffix ends the name of a directory that is being put back.
const unpackingSuffix = ".restoring"

// Restore puts a backup into a directory that is new or empty. It has its name only when all of it has been compared with the
// manifest and verified; the error is a [*DamagedError] when what had been backed up was damaged already.
func Restore(ctx context.Context, file, dir string, o Options) (m Manifest, err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return m, fmt.Errorf("data directory: %w", err)
	}
	empty, err := warehouse.IsEmpty(dir)
	if err != nil {
		return m, fmt.Errorf("look into %s: %w", dir, err)
	}
	if !empty {
		return m, fmt.Errorf("目录 %s 里已有内容：只能恢复到新的或空的目录，请用 --data 另指定一个", dir)
	}
	temp := dir + unpackingSuffix
	if err := os.MkdirAll(temp, 0o750); err != nil {
		return m, fmt.Errorf("恢复不能写在 %s：%w", filepath.Dir(dir), err)
	}
	// Two that restore to one place must not mix; what one that was broken off has left is in the way of none.
	hold, err := warehouse.HoldDir(ctx, temp, warehouse.Options{Command: o.Command, Now: o.Now})
	if err != nil {
		return m, err
	}
	if err := clear(temp); err != nil {
		return m, errors.Join(err, hold.Release())
	}
	m, err = o.fill(ctx, file, temp, hold)
	if err = errors.Join(err, hold.Release()); err != nil {
		return m, errors.Join(err, os.RemoveAll(temp))
	}
	return m, putInPlace(temp, dir)
}

// fill unpacks a backup into a held directory and verifies what is there then.
func (o Options) fill(ctx context.Context, file, temp string, hold *warehouse.Hold) (Manifest, error) {
	m, err := unpack(ctx, file, temp, o)
	if err != nil {
		return m, err
	}
	v, err := verify(ctx, hold, m.Audit)
	if err != nil {
		return m, err
	}
	if len(v.Problems) > 0 && !o.Damaged {
		return m, &DamagedError{v.Problems}
	}
	return m, nil
}

// clear empties a directory but for the lock that is held on it.
func clear(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("clear %s: %w", dir, err)
	}
	for _, e := range entries {
		if warehouse.Scratch(e.Name()) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return fmt.Errorf("clear %s: %w", dir, err)
		}
	}
	return nil
}

// putInPlace gives a directory that is whole its name. The one that has the name is empty, or it stays.
func putInPlace(temp, dir string) error {
	if err := os.Remove(dir); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("put %s in place: %w", dir, err)
	}
	if err := os.Rename(temp, dir); err != nil {
		return fmt.Errorf("put %s in place: %w", dir, err)
	}
	return disk.SyncDir(filepath.Dir(dir))
}

// unpack reads every file of a backup and compares it with the manifest. With a directory it writes them there.
func unpack(ctx context.Context, file, dir string, o Options) (Manifest, error) {
	z, err := zip.OpenReader(file)
	if errors.Is(err, zip.ErrFormat) {
		return Manifest{}, fmt.Errorf("%s %w（文件不全，或者不是备份）", file, ErrNotBackup)
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("open backup: %w", err)
	}
	defer z.Close()
	m, err := readManifest(&z.Reader)
	if err != nil {
		return m, fmt.Errorf("%s %w", file, err)
	}
	var written []string
	made := map[string]bool{}
	for i, item := range m.Files {
		if err := ctx.Err(); err != nil {
			return m, err
		}
		path := ""
		if dir != "" {
			path = filepath.Join(dir, filepath.FromSlash(item.Path))
			written, made[filepath.Dir(path)] = append(written, path), true
		}
		if err := item.unpack(z.File[i], path); err != nil {
			return m, fmt.Errorf("%s: %s: %w", file, item.Path, err)
		}
		o.progress(i+1, len(m.Files))
	}
	if len(written) > 0 {
		if err := warehouse.SyncFiles(dir, written); err != nil {
			return m, fmt.Errorf("sync %s: %w", dir, err)
		}
	}
	for d := range made {
		if err := disk.SyncDir(d); err != nil {
			return m, fmt.Errorf("sync %s: %w", d, err)
		}
	}
	return m, nil
}

// unpack reads one file and compares it with the manifest; with a path it is written there.
func (f Item) unpack(e *zip.File, path string) (err error) {
	r, err := e.Open()
	if err != nil {
		return fmt.Errorf("%w：%w", ErrNotBackup, err)
	}
	defer func() { _ = r.Close() }() // only read
	h := sha256.New()
	to := io.Writer(h)
	if path != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return err
		}
		out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode(f.Path))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, out.Close()) }()
		to = io.MultiWriter(out, h)
	}
	return f.read(to, r, h.Sum)
}

// read copies a file's bytes, no more of them than the manifest says, and compares their hash.
func (f Item) read(to io.Writer, r io.Reader, sum func([]byte) []byte) error {
	n, err := io.Copy(to, io.LimitReader(r, f.Bytes+1))
	switch {
	case errors.Is(err, zip.ErrChecksum), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, zip.ErrFormat):
		return fmt.Errorf("%w：%w", ErrNotBackup, err)
	case err != nil:
		return err
	case n != f.Bytes || hex.EncodeToString(sum(nil)) != f.SHA256:
		return fmt.Errorf("%w：内容与清单的校验值不符", ErrNotBackup)
	}
	return nil
}

// mode is how a file of a data directory is made: contents are never written again, the office's store is nobody else's business.
func mode(name string) os.FileMode {
	switch {
	case strings.HasPrefix(name, "files/"):
		return 0o444
	case name == office.StoreFile(), strings.HasPrefix(name, "incoming/"):
		return 0o600
	}
	return 0o644
}
