package office

import (
	"os"
	"path/filepath"
)

// Exists reports whether a data directory has a store: whether anything was ever kept there. Those who only want to read what
// was written ask this before [Open], which would make one.
func Exists(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, fileName))
	return err == nil
}
