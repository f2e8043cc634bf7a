package ingest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"tongjian/data/archive"
	"tongjian/data/warehouse"
)

// source is a file to be read: on its own, or inside an archive.
type source struct {
	// path names it for people and tells folders and file name; of a file in an archive, the archive's path comes first.
	path string
	// archive and entry are set for a file in an archive, entry being its index in the archive's directory.
	archive *archived
	entry   int
	// contents is set for a file received before.
	contents func() ([]byte, error)
}

// read gives the file's bytes.
func (s source) read() ([]byte, error) {
	if s.contents != nil {
		return s.contents()
	}
	if s.archive != nil {
		return s.archive.read(s.entry)
	}
	return readFile(s.path)
}

// listFiles gives every file named, and every file below the folders and in the archives named, in order. What cannot be
// listed is given as a failure. Files that programs leave behind are passed over in folders: hidden files, Office's lock files,
// the system's own.
func listFiles(paths []string) (files []source, bad []FileResult) {
	fail := func(path string, err error) {
		bad = append(bad, FileResult{Path: path, Outcome: warehouse.Failed, Reason: err.Error()})
	}
	for _, root := range paths {
		found := 0
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil && path == root:
				return err
			case err != nil:
				fail(path, opening(err))
				return nil
			case path != root && archive.LeftBehind(d.Name()):
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
			if !isArchive(path) {
				files = append(files, source{path: path})
				return nil
			}
			inside, err := listArchive(path)
			if err != nil {
				fail(path, err)
			}
			files = append(files, inside...)
			return nil
		})
		switch {
		case err != nil:
			fail(root, opening(err))
		case found == 0:
			fail(root, errors.New("文件夹里没有可以读取的文件"))
		}
	}
	return files, bad
}

// readFile reads a file that stands on its own, within the limit on its size.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, opening(err)
	case info.IsDir():
		return nil, errors.New("是文件夹，请用 ingest 导入")
	case info.Size() > maxFileBytes:
		return nil, tooLarge(info.Size())
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, opening(err)
	}
	return b, nil
}

// opening says in Chinese why a file or folder could not be opened.
func opening(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("没有这个文件或文件夹")
	case errors.Is(err, fs.ErrPermission):
		return errors.New("没有读取权限")
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return errors.New("打不开：" + err.Error())
}
