package ingest

import (
	"bytes"
	"slices"

	"tongjian/data"
	"tongjian/ingest/xls"
)

// isXLS looks for the stream that makes a compound file a workbook, rather than a Word document with a sheet in it.
func isXLS(b []byte) bool {
	return bytes.HasPrefix(b, oleMagic) && slices.ContainsFunc(xls.Streams(b), func(name string) bool { return name == "Workbook" || name == "Book" })
}

// readXLS reads a workbook of Excel 97 to 2003, or of WPS.
func readXLS(b []byte) (data.Document, error) { return xls.Read(b) }
