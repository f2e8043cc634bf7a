package keep

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"tongjian/data/incoming"
	"tongjian/data/office"
	"tongjian/data/warehouse"
)

// lasting are the files of a data directory that never change once they are there.
type lasting struct {
	dir       string
	files     []string
	snapshots []openFile // open, because jobs may remove the oldest
}

type openFile struct {
	name string
	file *os.File
}

func (l *lasting) close() error {
	if l == nil {
		return nil
	}
	var errs []error
	for _, s := range l.snapshots {
		errs = append(errs, s.file.Close())
	}
	return errors.Join(errs...)
}

const warehouseName = "warehouse.duckdb"

// list walks a data directory: what never changes, and the rest. Anything a person has put there belongs to it.
func list(dir string) (*lasting, []string, error) {
	l := &lasting{dir: dir}
	var changing, snapshots []string
	err := filepath.WalkDir(dir, func(at string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && at != dir {
			return nil // gone since its directory was read
		}
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, at)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		if !e.Type().IsRegular() || passing(name) {
			return nil
		}
		switch path.Dir(name) {
		case "files":
			l.files = append(l.files, name)
		case "snapshots":
			snapshots = append(snapshots, name)
		default:
			changing = append(changing, name)
		}
		return nil
	})
	if err != nil {
		return l, nil, fmt.Errorf("list %s: %w", dir, err)
	}
	for _, name := range snapshots {
		f, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return l, nil, fmt.Errorf("list %s: %w", dir, err)
		}
		l.snapshots = append(l.snapshots, openFile{name, f})
	}
	return l, changing, nil
}

// passing reports whether a file is of the moment only: a lock, something half written, the office's store and its companions,
// which are copied another way.
func passing(name string) bool {
	base := path.Base(name)
	return name == manifestName || warehouse.Scratch(name) || strings.HasPrefix(name, office.StoreFile()) ||
		path.Dir(name) == incoming.Folder && incoming.Passing(base)
}
