package ingest

import (
	"archive/zip"
	"bytes"
	"strings"
)

// beside are the parts of a workbook that say how it looks, and what it carries along. excelize unpacks every part and parses colours
// and formats when it opens a workbook, which takes half the time of opening it; reading cells needs none of them.
var beside = []string{
	"xl/theme/", "xl/styles.xml", "xl/media/", "xl/drawings/", "xl/charts/", "xl/embeddings/", "xl/printersettings/", "xl/calcchain.xml",
	"xl/pivotcache/", "xl/pivottables/", "xl/externallinks/", "xl/vbaproject.bin", "docprops/", "customxml/",
}

// onlyCells gives a workbook without the parts [beside] its cells. The others are copied as they are, packed. What is no archive, or not
// a whole one, is given back unchanged, for the reader to say so.
func onlyCells(b []byte) []byte {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return b
	}
	var out bytes.Buffer
	out.Grow(len(b))
	w := zip.NewWriter(&out)
	for _, part := range z.File {
		if isBeside(part.Name) {
			continue
		}
		if err := w.Copy(part); err != nil {
			return b
		}
	}
	if err := w.Close(); err != nil {
		return b
	}
	return out.Bytes()
}

// isBeside compares names as excelize does: without regard to case, and with either slash.
func isBeside(name string) bool {
	name = strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	for _, prefix := range beside {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
