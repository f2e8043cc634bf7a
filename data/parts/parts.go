// Package parts writes workbooks so that the same contents are the same bytes.
//
// A workbook is an archive of parts, and the library that makes workbooks (excelize) writes its parts, and the kinds of files
// listed in one of them, in any order. Every workbook of the program goes through [Write].
package parts

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Write writes a workbook with its parts in the order of their names. It holds the whole of it in memory.
func Write(w io.Writer, f *excelize.File) error {
	var raw bytes.Buffer
	if err := f.Write(&raw); err != nil {
		return err
	}
	in, err := zip.NewReader(bytes.NewReader(raw.Bytes()), int64(raw.Len()))
	if err != nil {
		return fmt.Errorf("order parts: %w", err)
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, part := range in.File {
		put := out.Copy
		if part.Name == "[Content_Types].xml" {
			put = func(part *zip.File) error { return copyTypes(out, part) }
		}
		if err := put(part); err != nil {
			return fmt.Errorf("order parts: %w", err)
		}
	}
	return out.Close()
}

var typeDefaults = regexp.MustCompile(`(<Default [^>]*></Default>)+`)

// copyTypes copies the list of content types with its defaults in order.
func copyTypes(out *zip.Writer, part *zip.File) error {
	in, err := part.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	text, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	to, err := out.Create(part.Name)
	if err != nil {
		return err
	}
	_, err = to.Write(typeDefaults.ReplaceAllFunc(text, func(defaults []byte) []byte {
		list := strings.SplitAfter(string(defaults), "</Default>")
		slices.Sort(list)
		return []byte(strings.Join(list, ""))
	}))
	return err
}
