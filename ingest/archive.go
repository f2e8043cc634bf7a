package ingest

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Limits on an archive as a whole; each file in it is bound by maxFileBytes like any other.
const (
	maxArchiveBytes   = 4 << 30
	maxArchiveEntries = 50_000
)

// emptyZip begins the end of every archive's directory, and so an archive that holds nothing.
var emptyZip = []byte("PK\x05\x06")

// isArchive reports whether a file is a zip archive of files rather than a document that is itself kept as one.
func isArchive(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".xlsx", ".xlsm", ".docx":
		return false // spares opening each of ten thousand workbooks
	}
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	magic := make([]byte, len(zipMagic))
	if _, err := io.ReadFull(f, magic); err != nil || !bytes.Equal(magic, zipMagic) && !bytes.Equal(magic, emptyZip) {
		return false
	}
	z, err := zip.OpenReader(name)
	if err != nil {
		return strings.EqualFold(filepath.Ext(name), ".zip")
	}
	defer z.Close()
	for _, e := range z.File {
		// The parts every Office, WPS and OpenDocument file has.
		if e.Name == "[Content_Types].xml" || e.Name == "mimetype" {
			return false
		}
	}
	return true
}

// listArchive lists the files of a zip archive. Only its directory is read.
func listArchive(name string) ([]source, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, opening(err)
	case info.Size() > maxArchiveBytes:
		return nil, fmt.Errorf("压缩包 %d MB，%w %d MB", info.Size()>>20, errTooLarge, maxArchiveBytes>>20)
	}
	z, err := zip.OpenReader(name)
	if err != nil {
		return nil, errors.New("压缩包已损坏，打不开：请重新发送")
	}
	defer z.Close()
	if len(z.File) > maxArchiveEntries {
		return nil, fmt.Errorf("压缩包里有 %d 个文件，%w %d 个", len(z.File), errTooLarge, maxArchiveEntries)
	}
	a := &archive{path: name}
	var files []source
	for i, e := range z.File {
		inside := entryName(e)
		if e.FileInfo().IsDir() || !e.Mode().IsRegular() || leftBehind(path.Base(inside)) || strings.Contains(inside, "__MACOSX/") {
			continue
		}
		a.left++
		files = append(files, source{path: name + "/" + inside, archive: a, entry: i})
	}
	if len(files) == 0 {
		return nil, errors.New("压缩包里没有可以读取的文件")
	}
	return files, nil
}

// entryName gives a file's path inside its archive. It names the file and is never opened as a path; climbing out of the archive
// is undone all the same. Programs on Chinese Windows write names in GBK without saying so.
func entryName(e *zip.File) string {
	name := e.Name
	if !utf8.ValidString(name) {
		if decoded, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	name = strings.ReplaceAll(strings.ToValidUTF8(name, "�"), `\`, "/")
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

// archive is a zip archive being read. It is opened with the first of its files and closed after the last, so that neither many
// archives nor many files in one cost more than one open file.
type archive struct {
	path string
	mu   sync.Mutex
	z    *zip.ReadCloser
	left int // files not read yet
}

func (a *archive) open(entry int) (*zip.File, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.z == nil {
		z, err := zip.OpenReader(a.path)
		if err != nil {
			return nil, errors.New("压缩包打不开，可能在读取途中变了")
		}
		a.z = z
	}
	if entry >= len(a.z.File) {
		return nil, errors.New("压缩包在读取途中变了")
	}
	return a.z.File[entry], nil
}

func (a *archive) done() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.left--; a.left == 0 && a.z != nil {
		a.z.Close()
		a.z = nil
	}
}

// read reads one file of the archive. The limit is on what comes out, whatever the directory says.
func (a *archive) read(entry int) ([]byte, error) {
	defer a.done()
	e, err := a.open(entry)
	if err != nil {
		return nil, err
	}
	if e.Flags&0x1 != 0 {
		return nil, errors.New("压缩包设有密码：请解压后再导入")
	}
	r, err := e.Open()
	if err != nil {
		return nil, errors.New("在压缩包里打不开：" + err.Error())
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, maxFileBytes+1))
	switch {
	case err != nil:
		return nil, errors.New("在压缩包里读不完整，压缩包可能已损坏")
	case len(b) > maxFileBytes:
		return nil, fmt.Errorf("解压后%w %d MB", errTooLarge, maxFileBytes>>20)
	}
	return b, nil
}

// tooLarge is the refusal of a file for its size.
func tooLarge(size int64) error {
	return fmt.Errorf("文件 %d MB，%w %d MB", size>>20, errTooLarge, maxFileBytes>>20)
}
