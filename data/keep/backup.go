package keep

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/klauspost/compress/flate"

	"tongjian/data/disk"
	"tongjian/data/office"
	"tongjian/data/warehouse"
)

// Options are how a backup is made, put back or a directory verified.
type Options struct {
	// Command is what keeps the lock, for people: "tongjian backup".
	Command string
	// Notice, when set, is called once before waiting for a job at work, with who that is.
	Notice func(warehouse.Holder)
	// Progress, when set, is called after each file with how many are done of how many.
	Progress func(done, total int)
	// Damaged has [Restore] put back what was damaged already when it was backed up.
	Damaged bool
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

func (o Options) now() time.Time {
	if o.Now != nil {
		return o.Now().UTC()
	}
	return time.Now().UTC()
}

func (o Options) progress(done, total int) {
	if o.Progress != nil {
		o.Progress(done, total)
	}
}

// hold takes the directory's lock, waiting for a job at work.
func (o Options) hold(ctx context.Context, dir string) (*warehouse.Hold, error) {
	return warehouse.HoldDir(ctx, dir, warehouse.Options{Command: o.Command, Wait: true, Notice: o.Notice, Now: o.Now})
}

// partPrefix begins the names of backups that are not finished.
const partPrefix = ".tmp-"

// Backup writes a backup of a data directory to a new file, and reads it back before the file has its name. Servers go on; jobs
// wait while the warehouse is copied, and a job at work is waited for.
func Backup(ctx context.Context, dir, file string, o Options) (m Manifest, err error) {
	if dir, file, err = places(dir, file); err != nil {
		return m, err
	}
	temp, err := os.CreateTemp(filepath.Dir(file), partPrefix+filepath.Base(file)+"-")
	if err != nil {
		return m, fmt.Errorf("备份不能写在 %s：%w", filepath.Dir(file), err)
	}
	defer func() {
		if err != nil {
			_ = temp.Close()
			_ = os.Remove(temp.Name())
		}
	}()
	if m, err = write(ctx, dir, temp, o); err != nil {
		return m, fmt.Errorf("back up %s: %w", dir, err)
	}
	if err := errors.Join(temp.Sync(), temp.Close()); err != nil {
		return m, fmt.Errorf("write %s: %w", file, err)
	}
	if _, err := CheckBackup(ctx, temp.Name()); err != nil {
		return m, fmt.Errorf("写好的备份读回来不对，没有保留：%w", err)
	}
	if err := os.Rename(temp.Name(), file); err != nil {
		return m, fmt.Errorf("name the backup: %w", err)
	}
	return m, disk.SyncDir(filepath.Dir(file))
}

// places makes sure that there is something to back up, and that the backup is neither there nor part of it.
func places(dir, file string) (absDir, absFile string, err error) {
	if absDir, err = filepath.Abs(dir); err != nil {
		return "", "", fmt.Errorf("data directory %s: %w", dir, err)
	}
	if absFile, err = filepath.Abs(file); err != nil {
		return "", "", fmt.Errorf("backup %s: %w", file, err)
	}
	if _, err := os.Stat(filepath.Join(absDir, "snapshots")); err != nil {
		return "", "", fmt.Errorf("%s 不是数据目录：%w", absDir, err)
	}
	if _, err := os.Lstat(absFile); err == nil {
		return "", "", fmt.Errorf("%s 已经存在：请换一个文件名，备份不覆盖备份", absFile)
	}
	if in, err := filepath.Rel(absDir, absFile); err == nil && filepath.IsLocal(in) {
		return "", "", fmt.Errorf("备份不能放在数据目录 %s 里面：请放到别的磁盘或目录", absDir)
	}
	return absDir, absFile, nil
}

// archive is a backup being written.
type archive struct {
	ctx     context.Context
	zip     *zip.Writer
	options Options
	m       Manifest
	total   int
}

func write(ctx context.Context, dir string, to io.Writer, o Options) (_ Manifest, err error) {
	a := &archive{ctx: ctx, zip: zip.NewWriter(to), options: o, m: Manifest{Format: format, MadeAt: o.now().Truncate(time.Second), Files: []Item{}}}
	a.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	hold, err := o.hold(ctx, dir)
	if err != nil {
		return a.m, err
	}
	rest, err := a.changing(dir)
	if err = errors.Join(err, hold.Release()); err != nil {
		return a.m, errors.Join(err, rest.close())
	}
	if err := errors.Join(a.lasting(rest), rest.close()); err != nil {
		return a.m, err
	}
	return a.m, a.finish()
}

// finish adds the manifest and ends the archive.
func (a *archive) finish() error {
	w, err := a.zip.CreateHeader(&zip.FileHeader{Name: manifestName, Method: zip.Deflate, Modified: a.m.MadeAt})
	if err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	if err := errors.Join(e.Encode(a.m), a.zip.Close()); err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	return nil
}

// changing adds, under the lock, what later jobs and requests would change, and opens what they may remove.
func (a *archive) changing(dir string) (_ *lasting, err error) {
	// The office's store first: every file it knows of is there already, and stays while jobs are kept out.
	store, err := copyOffice(a.ctx, dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.remove()) }()
	l, changing, err := list(dir)
	if err != nil {
		return l, err
	}
	a.total = len(changing) + len(l.files) + len(l.snapshots)
	if err := a.describe(dir); err != nil {
		return l, err
	}
	for _, name := range changing {
		err := a.path(name, filepath.Join(dir, filepath.FromSlash(name)))
		if errors.Is(err, fs.ErrNotExist) && name != warehouseName {
			continue // cleared away since it was listed, as nobody needs it
		}
		if err != nil {
			return l, err
		}
	}
	return l, a.office(store)
}

// describe notes down what the newest snapshot says of itself.
func (a *archive) describe(dir string) error {
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		return err
	}
	defer func() { _ = snapshots.Close() }() // only read
	lease, err := snapshots.Acquire(a.ctx)
	form, old := errors.AsType[*warehouse.FormError](err)
	switch {
	case errors.Is(err, warehouse.ErrNoSnapshot):
		return nil
	case old: // what an older version of the program left is worth keeping before a newer one changes it
		a.m.Snapshot = form.Number
		return nil
	case err != nil:
		return err
	}
	defer lease.Release()
	info := lease.Info()
	a.m.Snapshot, a.m.Reports, a.m.Agencies = info.Number, info.Reports, info.Agencies
	return nil
}

// officeCopy is the office's store as of one moment, in a directory of its own; empty where there is none.
type officeCopy string

// copyOffice has SQLite copy the office's store: whole, as of one moment, whoever writes.
func copyOffice(ctx context.Context, dir string) (_ officeCopy, err error) {
	if !office.Exists(dir) {
		return "", nil
	}
	store, err := office.Open(ctx, dir)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	scratch, err := os.MkdirTemp("", "tongjian-backup-")
	if err != nil {
		return "", err
	}
	if err := store.CopyTo(ctx, filepath.Join(scratch, office.StoreFile())); err != nil {
		return "", errors.Join(err, os.RemoveAll(scratch))
	}
	return officeCopy(scratch), nil
}

func (c officeCopy) remove() error {
	if c == "" {
		return nil
	}
	return os.RemoveAll(string(c))
}

// office adds the copy of the office's store.
func (a *archive) office(copied officeCopy) error {
	if copied == "" {
		return nil
	}
	if err := a.path(office.StoreFile(), filepath.Join(string(copied), office.StoreFile())); err != nil {
		return err
	}
	state, err := office.Open(a.ctx, string(copied))
	if err != nil {
		return err
	}
	// A log that does not verify is kept as it is: the backup is not the place to refuse it, verify is.
	a.m.Audit, err = state.VerifyAudit(a.ctx, office.Chain{})
	if _, broken := errors.AsType[*office.ChainError](err); broken {
		err = nil
	}
	return errors.Join(err, state.Close())
}

// lasting adds what never changes.
func (a *archive) lasting(l *lasting) error {
	for _, name := range l.files {
		if err := a.path(name, filepath.Join(l.dir, filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	for _, s := range l.snapshots {
		if err := a.add(s.name, s.file); err != nil {
			return err
		}
	}
	return nil
}

// path adds a file under a name.
func (a *archive) path(name, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(a.add(name, f), f.Close())
}

// add writes a file into the archive and notes it down.
func (a *archive) add(name string, f *os.File) error {
	if err := a.ctx.Err(); err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	w, err := a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: info.ModTime().UTC()})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, h), f)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	a.m.Files = append(a.m.Files, Item{name, hex.EncodeToString(h.Sum(nil)), n})
	a.options.progress(len(a.m.Files), a.total)
	return nil
}
