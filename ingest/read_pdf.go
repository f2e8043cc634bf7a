package ingest

import (
	"bytes"

	"tongjian/data"
	"tongjian/ingest/pdf"
)

// isPDF looks for the mark every PDF begins with; a byte order mark or an empty line before it does no harm.
func isPDF(b []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(b[:min(len(b), 1024)], "\xef\xbb\xbf\r\n\t \x00"), []byte("%PDF-"))
}

// readPDF reads the text layer of a PDF: its grids are ruled where lines are drawn.
func readPDF(b []byte) (data.Document, error) { return pdf.Read(b) }
