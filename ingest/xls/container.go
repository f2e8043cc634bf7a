package xls

import (
	"errors"
	"slices"
	"strings"

	"tongjian/ingest/ole"
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

// workbookStream takes the workbook out of a compound file.
func workbookStream(b []byte) ([]byte, error) {
	out, err := ole.Stream(b, "Workbook")
	if errors.Is(err, ole.ErrNone) && slices.ContainsFunc(ole.Streams(b), func(name string) bool { return strings.EqualFold(name, "Book") }) {
		return nil, ErrOld
	}
	if err != nil {
		return nil, ErrDamaged
	}
	return out, nil
}
