package data

// Document is a file as received: its paragraphs and grids in reading order, every piece with its place. It knows nothing
// of the form. Readers produce it, the locator reads it, the report page shows it.
type Document struct {
	// Format is the reader that produced it: "xlsx", "xls", "docx", "doc", "pdf", "ofd", "html", "mht", "csv", "md"
	// or "txt"; "doc" is also what was read as the "docx" another program made of it.
	Format string  `json:"format"`
	Blocks []Block `json:"blocks"`
}

// Block is either a paragraph or a grid, never both.
type Block struct {
	Text string   `json:"text,omitempty"` // a paragraph
	At   Position `json:"at,omitzero"`    // of the paragraph, or of the grid's first cell
	Grid *Grid    `json:"grid,omitempty"`
}

// Grid is a table, a sheet of a workbook, or a run of lines with separators. Rows may be ragged.
type Grid struct {
	// Name is the sheet's name; empty elsewhere.
	Name string      `json:"name,omitempty"`
	Rows [][]DocCell `json:"rows"`
	// Ruled is true when the grid's columns are real (sheet, docx, html): a cell's column tells what it counts. In text,
	// columns are only as good as the separators, and only the order of cells counts.
	Ruled bool `json:"ruled,omitempty"`
}

// DocCell is one cell as received. Only the first cell of a merged range is listed in its row; Col says where it starts.
type DocCell struct {
	Text string `json:"text"`
	// Col is the zero-based column the cell starts at.
	Col int `json:"col"`
	// ColSpan and RowSpan are at least 1.
	ColSpan int      `json:"colspan"`
	RowSpan int      `json:"rowspan"`
	At      Position `json:"at"`
}
