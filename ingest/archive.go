package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"sync"

	"tongjian/data/archive"
)

// maxArchiveBytes bounds an archive; what it holds is bound by package archive, and each file in it by maxFileBytes like any other.
const maxArchiveBytes = 4 << 30

// emptyZip begins the end of every archive's directory, and so an archive that holds nothing.
var emptyZip = []byte("PK\x05\x06")

// isArchive reports whether a file is a zip archive of files.
func isArchive(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }() // it was only read
	info, err := f.Stat()
	return err == nil && archive.Is(name, f, info.Size())
}

// listArchive lists the files of a zip archive. Only its directory is read.
func listArchive(name string) ([]source, error) {
	f, a, err := openArchive(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	from := &archived{path: name, left: len(a.Files())}
	var files []source
	for i, inside := range a.Files() {
		files = append(files, source{path: name + "/" + inside.Name, archive: from, entry: i})
	}
	return files, nil
}

func openArchive(name string) (*os.File, *archive.Archive, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, opening(err)
	}
	info, err := f.Stat()
	if err == nil && info.Size() > maxArchiveBytes {
		err = fmt.Errorf("压缩包 %d MB，%w %d MB", info.Size()>>20, errTooLarge, maxArchiveBytes>>20)
	}
	var a *archive.Archive
	if err == nil {
		a, err = archive.Open(f, info.Size())
	}
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return f, a, nil
}

// archived is a zip archive being read. It is opened with the first of its files and closed after the last, so that neither many
// archives nor many files in one cost more than one open file.
type archived struct {
	path string
	mu   sync.Mutex
	f    *os.File
	a    *archive.Archive
	left int // files not read yet
}

func (a *archived) open(entry int) (archive.File, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.f == nil {
		f, opened, err := openArchive(a.path)
		if err != nil {
			return archive.File{}, errors.New("压缩包打不开，可能在读取途中变了")
		}
		a.f, a.a = f, opened
	}
	if entry >= len(a.a.Files()) {
		return archive.File{}, errors.New("压缩包在读取途中变了")
	}
	return a.a.Files()[entry], nil
}

func (a *archived) done() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.left--; a.left == 0 && a.f != nil {
		_ = a.f.Close() // it was only read
		a.f = nil
	}
}

// read reads one file of the archive. The limit is on what comes out, whatever the directory says.
func (a *archived) read(entry int) ([]byte, error) {
	defer a.done()
	f, err := a.open(entry)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := f.Copy(&b, maxFileBytes); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// tooLarge is the refusal of a file for its size.
func tooLarge(size int64) error {
	return fmt.Errorf("文件 %d MB，%w %d MB", size>>20, errTooLarge, maxFileBytes>>20)
}
