package workbook

import (
	"bytes"
	"regexp"
	"strings"
)

// ofCategories are what the schema of charts allows on an axis of categories alone. The library writes it on the x axis of scatter
// charts too, which has numbers.
var ofCategories = regexp.MustCompile(`<(?:c:)?(?:auto|lblAlgn|lblOffset|noMultiLvlLbl) val="[^"]*"(?:></(?:c:)?(?:auto|lblAlgn|lblOffset|noMultiLvlLbl)>|/>)`)

// valueAxis is an axis of numbers.
var valueAxis = regexp.MustCompile(`(?s)<(?:c:)?valAx>.*?</(?:c:)?valAx>`)

// keepSchemas takes from the charts of the workbook what the schema does not allow where it stands: programs that hold a file to the
// schema offer to repair it otherwise.
func (b *writer) keepSchemas() {
	b.file.Pkg.Range(func(name, part any) bool {
		text, ok := part.([]byte)
		if path, _ := name.(string); !ok || !strings.HasPrefix(path, "xl/charts/chart") || !bytes.Contains(text, []byte("scatterChart")) {
			return true
		}
		b.file.Pkg.Store(name, valueAxis.ReplaceAllFunc(text, func(axis []byte) []byte { return ofCategories.ReplaceAll(axis, nil) }))
		return true
	})
}
