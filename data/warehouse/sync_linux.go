package warehouse

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// syncFiles makes the files at the paths, all below dir, certain to survive a power cut. Of a few each is synced; of many the
// whole file system at once, which is what syncing each would come to.
func syncFiles(dir string, paths []string) error {
	const few = 4
	if len(paths) <= few {
		return syncEach(paths)
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(unix.Syncfs(int(d.Fd())), d.Close())
}
