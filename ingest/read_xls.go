package ingest

import (
	"slices"

	"tongjian/data"
	"tongjian/ingest/ole"
	"tongjian/ingest/xls"
)

// isXLS looks for the stream that makes a compound file a workbook, rather than a Word document with a sheet in it.
func isXLS(b []byte) bool {
	return ole.Is(b) && slices.ContainsFunc(ole.Streams(b), func(name string) bool { return name == "Workbook" || name == "Book" })
}

// readXLS reads a workbook of Excel 97 to 2003, or of WPS.
func readXLS(b []byte) (data.Document, error) { return xls.Read(b) }
