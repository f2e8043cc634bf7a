package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

const (
	// MaxFiles is how many entries an archive may have.
	MaxFiles = 50_000
	// maxDirectory bounds what is read to find the entries; an entry takes some hundred bytes.
	maxDirectory = 16 << 20
	// maxRatio is how many times its packed size a file may take unpacked, from the size on that it could harm: texts and pages full of
	// the same words come to forty times, what was made to fill a disk to a thousand.
	maxRatio, ratioFrom = 250, 8 << 20
)

var (
	// ErrTooLarge is returned for a file of more bytes than it may have.
	ErrTooLarge = errors.New("解压后太大")
	magic       = []byte("PK\x03\x04")
	emptyMagic  = []byte("PK\x05\x06") // begins an archive that holds nothing
)

// Archive is a zip archive.
type Archive struct{ files []File }

// File is a file in an archive.
type File struct {
	Name  string // with its folders, separated by slashes
	entry *zip.File
}

// Is reports whether a file is a zip archive of files, rather than a document that is itself kept as one. name is the file's.
func Is(name string, from io.ReaderAt, size int64) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".xlsx", ".xlsm", ".docx":
		return false // spares reading the directory of each of ten thousand workbooks
	}
	head := make([]byte, len(magic))
	if _, err := from.ReadAt(head, 0); err != nil || !bytes.Equal(head, magic) && !bytes.Equal(head, emptyMagic) {
		return Named(name)
	}
	z, err := directory(from, size)
	if err != nil {
		return Named(name)
	}
	for _, e := range z.File {
		// The parts every Office, WPS and OpenDocument file has, and every OFD.
		if e.Name == "[Content_Types].xml" || e.Name == "mimetype" || e.Name == "OFD.xml" {
			return false
		}
	}
	return true
}

// Named reports whether a file's name is that of a zip archive.
func Named(name string) bool { return strings.EqualFold(filepath.Ext(name), ".zip") }

// Foreign reports whether a file's name is that of an archive of a kind that cannot be opened here.
func Foreign(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".rar", ".7z", ".tar", ".gz", ".tgz":
		return true
	}
	return false
}

// Open reads the directory of an archive.
func Open(from io.ReaderAt, size int64) (*Archive, error) {
	z, err := directory(from, size)
	switch {
	case errors.Is(err, errDirectory):
		return nil, err
	case err != nil:
		return nil, errors.New("压缩包已损坏，打不开：请重新发送")
	case len(z.File) > MaxFiles:
		return nil, fmt.Errorf("压缩包里有 %d 个文件，超过上限 %d 个", len(z.File), MaxFiles)
	}
	a := &Archive{}
	for _, e := range z.File {
		name := entryName(e)
		if e.FileInfo().IsDir() || !e.Mode().IsRegular() || LeftBehind(path.Base(name)) || strings.Contains(name, "__MACOSX/") {
			continue
		}
		a.files = append(a.files, File{name, e})
	}
	if len(a.files) == 0 {
		return nil, errors.New("压缩包里没有可以读取的文件")
	}
	return a, nil
}

// Files gives the files in an archive in its order, without what programs leave behind.
func (a *Archive) Files() []File { return a.files }

// Copy unpacks a file, at most limit bytes of it; the error wraps [ErrTooLarge] when there is more.
func (f File) Copy(to io.Writer, limit int64) error {
	if f.entry.Flags&0x1 != 0 {
		return errors.New("压缩包设有密码：请解压后再发送")
	}
	packed := int64(min(f.entry.CompressedSize64, 1<<40))
	most := min(limit, max(ratioFrom, maxRatio*packed))
	if f.entry.UncompressedSize64 > uint64(most) { // true or not, it is refused without unpacking so much
		return tooLarge(most, limit)
	}
	r, err := f.entry.Open()
	if err != nil {
		return errors.New("在压缩包里打不开，可能用了不常见的压缩方法：请解压后再发送")
	}
	defer func() { _ = r.Close() }() // it was only read
	out := &told{to: to}
	n, err := io.Copy(out, io.LimitReader(r, most+1))
	switch {
	case out.err != nil:
		return out.err
	case err != nil:
		return errors.New("在压缩包里读不完整，压缩包可能已损坏：请重新发送")
	case n > most:
		return tooLarge(most, limit)
	}
	return nil
}

// tooLarge is the refusal of a file of more bytes than the most, which is the limit or follows from its packed size.
func tooLarge(most, limit int64) error {
	if most < limit {
		return fmt.Errorf("%w：是压缩前的 %d 倍以上，不像报告，没有解压", ErrTooLarge, maxRatio)
	}
	return fmt.Errorf("%w：超过上限 %d MB", ErrTooLarge, limit>>20)
}

// told is a writer that keeps why it could not write, which is not the archive's fault.
type told struct {
	to  io.Writer
	err error
}

func (t *told) Write(b []byte) (n int, err error) {
	n, t.err = t.to.Write(b)
	return n, t.err
}

var errDirectory = errors.New("压缩包里的文件太多，打不开：请分成几个压缩包，或解压后发送")

// directory opens a zip file, reading no more of its directory than one of [MaxFiles] entries takes.
func directory(from io.ReaderAt, size int64) (*zip.Reader, error) {
	bound := &bounded{from: from}
	bound.left.Store(maxDirectory)
	z, err := zip.NewReader(bound, size)
	if bound.left.Load() < 0 {
		return nil, errDirectory
	}
	bound.left.Store(1 << 62) // the files in it have limits of their own
	return z, err
}

// bounded gives so many bytes and then fails.
type bounded struct {
	from io.ReaderAt
	left atomic.Int64
}

func (b *bounded) ReadAt(p []byte, at int64) (int, error) {
	if b.left.Add(-int64(len(p))) < 0 {
		return 0, errDirectory
	}
	return b.from.ReadAt(p, at)
}

// entryName gives a file's path inside its archive; climbing out of the archive is undone. Programs on Chinese Windows write names
// in GBK without saying so.
func entryName(e *zip.File) string {
	name := e.Name
	if !utf8.ValidString(name) {
		if decoded, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	name = strings.ReplaceAll(strings.ToValidUTF8(name, "\uFFFD"), `\`, "/")
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

// LeftBehind reports whether a name is that of what programs leave in folders: hidden files, Office's lock files, the system's own.
func LeftBehind(base string) bool {
	return base == "" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~$") || base == "Thumbs.db" || base == "desktop.ini" || base == "__MACOSX"
}
