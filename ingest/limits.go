package ingest

import "errors"

// Limits on what one file may cost. A report is some 300 cells and a few pages; each limit is far above any real one and far
// below what could harm the machine.
const (
	maxFileBytes  = 64 << 20  // a file as received
	maxUnzipBytes = 256 << 20 // everything in a workbook, unpacked
	maxGridRows   = 20_000    // rows of one sheet or grid
	maxGridCols   = 2_000     // columns of one sheet or grid
	maxCells      = 400_000   // non-empty cells of a file
	maxLines      = 200_000   // lines of a text
	// maxComparisons bounds the comparing of a document's labels with the form's. A report takes some fifty thousand, a workbook of
	// a whole district some millions; a file made to repeat one label a hundred thousand times would take billions.
	maxComparisons = 80_000_000
	maxTables      = 5_000   // tables of a file, whatever its format
	maxTableDepth  = 64      // tables inside each other
	maxCellRunes   = 40_000  // characters of one cell
	maxTextBytes   = 8 << 20 // everything a text, page or document says, without its marks
)

// errTooLarge wraps every refusal for size.
var errTooLarge = errors.New("超过上限")
