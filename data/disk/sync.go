package disk

import (
	"errors"
	"os"
	"runtime"
)

// SyncDir makes what has been given a name in a directory, or lost it, survive a power cut. Windows offers no such thing, and needs none.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
