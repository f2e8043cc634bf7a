package parts

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The same workbook is the same bytes, however often it is made, and opens again.
func TestSameBytes(t *testing.T) {
	make := func() []byte {
		f := excelize.NewFile()
		defer f.Close()
		for _, name := range []string{"乙", "甲", "丙", "丁"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
			s, err := f.NewStreamWriter(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.SetRow("A1", []any{name, 1}); err != nil {
				t.Fatal(err)
			}
			if err := s.Flush(); err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer
		if err := Write(&b, f); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	first := make()
	for range 10 {
		if !bytes.Equal(first, make()) {
			t.Fatal("the same workbook came out as other bytes")
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := f.GetCellValue("丙", "A1"); err != nil || got != "丙" {
		t.Errorf("read back %q, %v", got, err)
	}
}
