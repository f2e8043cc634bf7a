package warehouse

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"tongjian/data/disk"
)

// KeptSnapshots is how many snapshots stay where nobody has said otherwise: years of weekly work.
const KeptSnapshots = 200

// Prune removes the oldest snapshots but the number to keep, and gives the numbers of those removed. The newest always stays,
// and so does one somebody is reading: it is removed another time. What the snapshots held is in the warehouse, every revision
// of it; only the views as of their days are gone.
func (j *Job) Prune(keep int) ([]int, error) {
	numbers, err := snapshotNumbers(j.dir)
	if err != nil {
		return nil, fmt.Errorf("remove older snapshots: %w", err)
	}
	var removed []int
	for _, number := range numbers[:max(0, len(numbers)-max(keep, 1))] {
		gone, err := removeUnread(snapshotPath(j.dir, number))
		if err != nil {
			return removed, fmt.Errorf("remove snapshot %d: %w", number, err)
		}
		if gone {
			removed = append(removed, number)
		}
	}
	if len(removed) == 0 {
		return nil, nil
	}
	return removed, disk.SyncDir(filepath.Join(j.dir, snapshotsDir))
}

// removeUnread removes a snapshot unless somebody is reading it.
func removeUnread(path string) (bool, error) {
	lock := flock.New(path, flock.SetFlag(os.O_RDWR))
	alone, err := lock.TryLock()
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil || !alone {
		return false, errors.Join(err, lock.Close())
	}
	// While the lock is held nobody begins to read it; who comes after finds it gone.
	return true, errors.Join(os.Remove(path), lock.Close())
}

// readLock marks a snapshot as being read, so that [Job.Prune] leaves it. The error wraps fs.ErrNotExist when it has just been
// removed. Where the file system knows no locks, nothing is marked: nil.
func readLock(path string) (*flock.Flock, error) {
	lock := flock.New(path, flock.SetFlag(os.O_RDONLY))
	shared, err := lock.TryRLock()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, err
	case err != nil:
		_ = lock.Close()
		return nil, nil
	case !shared:
		return nil, errors.Join(fmt.Errorf("%s is being removed: %w", path, fs.ErrNotExist), lock.Close())
	}
	if _, err := os.Lstat(path); err != nil { // removed between being opened and being locked
		return nil, errors.Join(err, lock.Close())
	}
	return lock, nil
}
