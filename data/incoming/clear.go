package incoming

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Needed is what of the folder somebody needs still: files by their SHA-256, readings by their submission.
type Needed struct {
	Files    map[string]bool
	Readings map[int64]bool
}

// Clear removes the files and readings nobody needs, and gives how many it removed. needed is asked while nothing is being kept, with
// the files that are there; what it does not name is removed. Where files are just being kept, nothing happens.
func (d *Desk) Clear(needed func(files []string) (Needed, error)) (removed int, err error) {
	lock := d.keepingLock()
	held, err := lock.TryLock()
	if err != nil {
		return 0, fmt.Errorf("lock in %s: %w", d.dir, err)
	}
	if !held {
		return 0, nil
	}
	defer func() { _ = lock.Close() }()
	files, readings, err := d.contents()
	if err != nil || len(files)+len(readings) == 0 {
		return 0, err
	}
	need, err := needed(files)
	if err != nil {
		return 0, err
	}
	for _, sha := range files {
		if need.Files[sha] {
			continue
		}
		if err := d.remove(sha); err != nil {
			return removed, err
		}
		removed++
	}
	for _, id := range readings {
		if need.Readings[id] {
			continue
		}
		if err := d.remove(readingName(id)); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// contents lists the files and the readings there are.
func (d *Desk) contents() (files []string, readings []int64, err error) {
	entries, err := os.ReadDir(d.dir)
	if err != nil {
		return nil, nil, fmt.Errorf("look through %s: %w", d.dir, err)
	}
	for _, e := range entries {
		name := e.Name()
		if hashForm.MatchString(name) {
			files = append(files, name)
			continue
		}
		text, is := strings.CutPrefix(strings.TrimSuffix(name, readingEnding), readingPrefix)
		if id, err := strconv.ParseInt(text, 10, 63); is && err == nil && readingName(id) == name {
			readings = append(readings, id)
		}
	}
	return files, readings, nil
}

func (d *Desk) remove(name string) error {
	if err := os.Remove(filepath.Join(d.dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("clear away %s: %w", name, err)
	}
	return nil
}
