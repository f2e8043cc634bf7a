package ingest

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"tongjian/data/warehouse"
)

// listFiles gives every file named, and every file below the folders named, in order. What cannot be listed is given as a
// failure. Files that programs leave behind are passed over in folders: hidden files, Office's lock files, the system's own.
func listFiles(paths []string) (files []string, bad []FileResult) {
	fail := func(path, reason string) {
		bad = append(bad, FileResult{Path: path, Outcome: warehouse.Failed, Reason: reason})
	}
	for _, root := range paths {
		found := 0
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil && path == root:
				return err
			case err != nil:
				fail(path, "打不开："+reasonOf(err))
				return nil
			case path != root && leftBehind(d.Name()):
				if d.IsDir() {
					return filepath.SkipDir
				}
				return nil
			case d.IsDir():
				return nil
			case !d.Type().IsRegular() && path != root:
				return nil // a link or device inside a folder is nobody's report
			}
			found++
			files = append(files, path)
			return nil
		})
		switch {
		case err != nil:
			fail(root, "打不开："+reasonOf(err))
		case found == 0:
			fail(root, "文件夹里没有可以读取的文件")
		}
	}
	return files, bad
}

func leftBehind(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || name == "Thumbs.db" || name == "desktop.ini" || name == "__MACOSX"
}

func reasonOf(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "没有这个文件或文件夹"
	case errors.Is(err, fs.ErrPermission):
		return "没有读取权限"
	}
	return err.Error()
}
