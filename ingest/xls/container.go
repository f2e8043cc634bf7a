package xls

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"
)

// Limits on what one file may cost.
const (
	maxStrings = 1_000_000 // in the table of strings
	maxCells   = 400_000   // cells of a file, empty ones between others among them
	maxText    = 64 << 20  // bytes of text in all cells
	maxRows    = 20_000    // rows of a sheet
	maxMerged  = 200_000   // cells covered by merged ranges of a sheet
)

// Errors of reading a workbook. Each is a Chinese sentence for the person who sent the file.
var (
	// ErrEncrypted is a workbook that opens only with a password.
	ErrEncrypted = errors.New("工作簿设有打开密码：请用原密码打开，取消密码后另存再导入")
	// ErrOld is a workbook older than Excel 97.
	ErrOld = errors.New("是 Excel 95 或更早的工作簿：请用 Excel 或 WPS 另存为 .xlsx 再导入")
	// ErrDamaged is a workbook that breaks off or contradicts itself.
	ErrDamaged = errors.New("工作簿打不开，可能已损坏：请用 Excel 或 WPS 打开后另存为 .xlsx 再导入")
	// ErrEmpty is a workbook without anything on its visible sheets.
	ErrEmpty = errors.New("工作簿是空的")
	// ErrTooLarge wraps refusals for size.
	ErrTooLarge = errors.New("超过上限")
)

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

// workbookStream takes the workbook out of a compound file.
func workbookStream(b []byte) ([]byte, error) {
	file, err := mscfb.New(bytes.NewReader(b))
	if err != nil {
		return nil, ErrDamaged
	}
	old := false
	for _, entry := range file.File {
		if len(entry.Path) > 0 || entry.FileInfo().IsDir() {
			continue
		}
		switch strings.ToLower(entry.Name) {
		case "workbook":
			return readAll(entry, len(b))
		case "book":
			old = true
		}
	}
	if old {
		return nil, ErrOld
	}
	return nil, ErrDamaged
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
