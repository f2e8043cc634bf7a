package ingest

import (
	"tongjian/data"
	"tongjian/ingest/ofd"
)

// isOFD looks for the part every OFD begins with.
func isOFD(b []byte) bool { return ofd.Is(b) }

// readOFD reads the text of an OFD: its grids are ruled where lines are drawn.
func readOFD(b []byte) (data.Document, error) { return ofd.Read(b) }
