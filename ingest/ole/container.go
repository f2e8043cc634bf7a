package ole

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"
)

// Errors of taking a stream out.
var (
	// ErrDamaged is a file that is no compound file, or breaks off.
	ErrDamaged = errors.New("the compound file is damaged")
	// ErrNone is a file that has no such stream.
	ErrNone = errors.New("the compound file has no such stream")
)

// Is reports whether a file begins as compound files do.
func Is(b []byte) bool {
	return bytes.HasPrefix(b, []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1})
}

// Streams lists the names of the streams at the top of a compound file; those of objects embedded in it are left out. It is empty
// when the file is no compound file, or a damaged one. An .xls has a stream Workbook, a .doc one named WordDocument.
func Streams(b []byte) []string {
	file, err := mscfb.New(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range file.File {
		if len(entry.Path) == 0 && !entry.FileInfo().IsDir() {
			names = append(names, entry.Name)
		}
	}
	return names
}

// Stream takes a stream at the top of a compound file out of it; the case of its name does not matter.
func Stream(b []byte, name string) ([]byte, error) {
	file, err := mscfb.New(bytes.NewReader(b))
	if err != nil {
		return nil, ErrDamaged
	}
	for _, entry := range file.File {
		if len(entry.Path) == 0 && !entry.FileInfo().IsDir() && strings.EqualFold(entry.Name, name) {
			return readAll(entry, len(b))
		}
	}
	return nil, ErrNone
}

// readAll reads a stream, of which a file cannot hold more than it is long itself. It reads piece by piece: asked for everything at
// once, the library sorts the pieces of the stream in time that grows with the square of their number.
func readAll(r io.Reader, limit int) ([]byte, error) {
	var out []byte
	piece := make([]byte, 32<<10)
	for {
		n, err := r.Read(piece)
		out = append(out, piece[:n]...)
		switch {
		case err == io.EOF:
			return out, nil
		case err != nil:
			return nil, ErrDamaged
		case n == 0 || len(out) > limit:
			return nil, ErrDamaged
		}
	}
}
