package xls

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tongjian/data"
	"tongjian/ingest/ole/oletest"
)

// texts lists the cells of a document that hold something, each as its place and text.
func texts(doc data.Document) []string {
	var out []string
	for _, b := range doc.Blocks {
		for _, row := range b.Grid.Rows {
			for _, c := range row {
				if c.Text == "" {
					continue
				}
				text := c.At.String() + "=" + c.Text
				if c.ColSpan > 1 || c.RowSpan > 1 {
					text += fmt.Sprintf(" (%d×%d)", c.RowSpan, c.ColSpan)
				}
				out = append(out, text)
			}
		}
	}
	return out
}

func workbookFile(strings func(*writer), pages ...page) []byte {
	return oletest.Container(map[string][]byte{"Workbook": stream(strings, pages...)})
}

const format = uint16(15)

func at(row, column int) []uint16 { return []uint16{uint16(row), uint16(column), format} }

// Every kind of record that says what stands in a cell.
func TestRecords(t *testing.T) {
	half := math.Float64bits(0.5)
	tests := []struct {
		name  string
		write func(*writer)
		want  []string
	}{
		{"number", func(w *writer) { w.record(recNumber, at(0, 0), 7730.28) }, []string{"表!A1=7730.28"}},
		{"a double that is not quite the figure", func(w *writer) { w.record(recNumber, at(0, 0), 26.550000000000001) }, []string{"表!A1=26.55"}},
		{"large", func(w *writer) { w.record(recNumber, at(0, 0), 11398889.0) }, []string{"表!A1=11398889"}},
		{"fifteen digits", func(w *writer) { w.record(recNumber, at(0, 0), 0.1+0.2) }, []string{"表!A1=0.3"}},
		{"negative", func(w *writer) { w.record(recNumber, at(0, 0), -1942.0) }, []string{"表!A1=-1942"}},
		{"no number", func(w *writer) { w.record(recNumber, at(0, 0), math.NaN()) }, []string{"表!A1=NaN"}},
		{"packed whole", func(w *writer) { w.record(recRK, at(0, 0), uint32(4119<<2|2)) }, []string{"表!A1=4119"}},
		{"packed negative", func(w *writer) { w.record(recRK, at(0, 0), uint32(0xfffffffe)) }, []string{"表!A1=-1"}},
		{"packed hundredths", func(w *writer) { w.record(recRK, at(0, 0), uint32(773028<<2|3)) }, []string{"表!A1=7730.28"}},
		{"packed double", func(w *writer) { w.record(recRK, at(0, 0), uint32(half>>32)) }, []string{"表!A1=0.5"}},
		{"several packed", func(w *writer) {
			w.record(recMulRK, uint16(2), uint16(1), format, uint32(7<<2|2), format, uint32(0<<2|2), uint16(2))
		}, []string{"表!B3=7", "表!C3=0"}},
		{"text", func(w *writer) { w.record(recLabel, at(1, 1), units("规章"), stringBody("规章")) }, []string{"表!B2=规章"}},
		{"text of one byte a character", func(w *writer) { w.record(recLabel, at(0, 0), uint16(3), uint8(0), "N/A") }, []string{"表!A1=N/A"}},
		{"truth", func(w *writer) { w.record(recBoolErr, at(0, 0), uint8(1), uint8(0)) }, []string{"表!A1=TRUE"}},
		{"error", func(w *writer) { w.record(recBoolErr, at(0, 0), uint8(0x07), uint8(1)) }, []string{"表!A1=#DIV/0!"}},
		{"formula of a number", func(w *writer) { w.record(recFormula, at(0, 0), 21.0, make([]byte, 8)) }, []string{"表!A1=21"}},
		{"formula of an error", func(w *writer) {
			w.record(recFormula, at(0, 0), []byte{2, 0, 0x17, 0, 0, 0, 0xff, 0xff}, make([]byte, 8))
		}, []string{"表!A1=#REF!"}},
		{"formula of a text", func(w *writer) {
			w.record(recFormula, at(0, 0), []byte{0, 0, 0, 0, 0, 0, 0xff, 0xff}, make([]byte, 8))
			w.record(0x04bc, make([]byte, 10)) // the formula is shared with others
			w.record(recString, units("一致"), stringBody("一致"))
		}, []string{"表!A1=一致"}},
		{"formula of an empty text", func(w *writer) {
			w.record(recFormula, at(0, 0), []byte{3, 0, 0, 0, 0, 0, 0xff, 0xff}, make([]byte, 8))
			w.record(recNumber, at(0, 1), 1.0)
		}, []string{"表!B1=1"}},
		{"blanks", func(w *writer) {
			w.record(recBlank, at(0, 0))
			w.record(recMulBlank, uint16(0), uint16(1), format, format, uint16(2))
			w.record(recNumber, at(0, 3), 5.0)
		}, []string{"表!D1=5"}},
		{"merged", func(w *writer) {
			w.record(recNumber, at(0, 0), 5.0)
			w.record(recNumber, at(0, 1), 6.0) // under the merged cell, not to be seen
			w.record(recNumber, at(2, 2), 7.0)
			w.record(recMergedCells, uint16(1), uint16(0), uint16(1), uint16(0), uint16(1))
		}, []string{"表!A1=5 (2×2)", "表!C3=7"}},
		{"a chart on the sheet", func(w *writer) {
			w.record(recNumber, at(0, 0), 5.0)
			w.record(recBOF, uint16(0x0600), uint16(0x0020), make([]byte, 12))
			w.record(recNumber, at(0, 0), 99.0)
			w.record(recEOF)
			w.record(recNumber, at(0, 1), 6.0)
		}, []string{"表!A1=5", "表!B1=6"}},
		{"a text longer than a record", func(w *writer) {
			long := strings.Repeat("政府信息公开", 1000)
			body := stringBody(long)
			w.raw(recLabel, append(pack(at(0, 0), units(long)), body[:8001]...))
			w.raw(recContinue, append([]byte{wide}, body[8001:]...))
		}, []string{"表!A1=" + strings.Repeat("政府信息公开", 1000)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, err := Read(workbookFile(nil, page{name: "表", write: test.write}))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, texts(doc)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// sharedStrings writes a table of strings cut into records wherever draw says, the way programs cut them.
func sharedStrings(t *rapid.T, texts []string) func(*writer) {
	var parts [][]byte
	part := pack(uint32(len(texts)), uint32(len(texts)))
	cut := func() bool { return rapid.IntRange(0, 9).Draw(t, "cut") == 0 }
	for _, text := range texts {
		if cut() {
			parts, part = append(parts, part), nil
		}
		chars := utf16.Encode([]rune(text))
		narrow := !slices.ContainsFunc(chars, func(u uint16) bool { return u > 0xff })
		flags, runs, more := uint8(0), 0, 0
		if rapid.Bool().Draw(t, "rich") {
			flags, runs = flags|rich, rapid.IntRange(0, 3).Draw(t, "runs")
		}
		if rapid.Bool().Draw(t, "extended") {
			flags, more = flags|extended, rapid.IntRange(0, 20).Draw(t, "more")
		}
		if !narrow {
			flags |= wide
		}
		part = append(part, pack(uint16(len(chars)), flags)...)
		if flags&rich != 0 {
			part = append(part, pack(uint16(runs))...)
		}
		if flags&extended != 0 {
			part = append(part, pack(uint32(more))...)
		}
		for i, u := range chars {
			if cut() {
				// What remains may be kept the other way.
				rest := !slices.ContainsFunc(chars[i:], func(u uint16) bool { return u > 0xff })
				narrow = rest && rapid.Bool().Draw(t, "narrow")
				again := uint8(wide)
				if narrow {
					again = 0
				}
				parts, part = append(parts, part), []byte{again}
			}
			if narrow {
				part = append(part, byte(u))
			} else {
				part = binary.LittleEndian.AppendUint16(part, u)
			}
		}
		if runs > 0 && cut() {
			parts, part = append(parts, part), nil
		}
		part = append(part, make([]byte, 4*runs+more)...)
	}
	parts = append(parts, part)
	return func(w *writer) {
		w.raw(recSST, parts[0])
		for _, p := range parts[1:] {
			w.raw(recContinue, p)
		}
	}
}

// What is written into a workbook is read back, however it is kept.
func TestReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.SampledFrom([]string{"规章", "N/A", "（一）予以公开", "é", "𠀀字", "约20", "/"}), rapid.StringN(1, 40, -1))
		shared := rapid.SliceOfN(text, 0, 12).Draw(t, "shared")
		var want []string
		hidden := page{name: "隐藏", hidden: true, write: func(w *writer) { w.record(recNumber, at(0, 0), 99.0) }}
		shown := page{name: rapid.SampledFrom([]string{"Sheet1", "表二", "a b"}).Draw(t, "name"), write: func(*writer) {}}
		var w writer
		for row := range rapid.IntRange(1, 8).Draw(t, "rows") {
			for column := range rapid.IntRange(0, 8).Draw(t, "columns") {
				place := data.Position{Sheet: shown.name, Line: row + 1, Cell: column + 1}.String() + "="
				switch rapid.IntRange(0, 4).Draw(t, "kind") {
				case 0:
					if len(shared) > 0 {
						n := rapid.IntRange(0, len(shared)-1).Draw(t, "index")
						w.record(recLabelSST, at(row, column), uint32(n))
						want = append(want, place+shared[n])
					}
				case 1:
					n := float64(rapid.IntRange(-99999999, 99999999).Draw(t, "number")) / rapid.SampledFrom([]float64{1, 1, 100, 10000}).Draw(t, "over")
					if packed, ok := packRK(n); ok && rapid.Bool().Draw(t, "packed") {
						w.record(recRK, at(row, column), packed)
					} else {
						w.record(recNumber, at(row, column), n)
					}
					want = append(want, place+strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.4f", n), "0"), "."))
				case 2:
					w.record(recBlank, at(row, column))
				case 3:
					s := text.Draw(t, "label")
					w.record(recLabel, at(row, column), units(s), stringBody(s))
					want = append(want, place+s)
				case 4:
					n := rapid.IntRange(0, 99999).Draw(t, "result")
					w.record(recFormula, at(row, column), float64(n), make([]byte, 8))
					want = append(want, place+fmt.Sprint(n))
				}
			}
		}
		shown.write = func(to *writer) { to.Write(w.Bytes()) }
		doc, err := Read(workbookFile(sharedStrings(t, shared), hidden, shown))
		if len(want) == 0 {
			if !errors.Is(err, ErrEmpty) {
				t.Fatalf("nothing written, error %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, texts(doc)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestRefused(t *testing.T) {
	number := page{name: "表", write: func(w *writer) { w.record(recNumber, at(0, 0), 1.0) }}
	whole := stream(nil, number)
	tests := []struct {
		name  string
		bytes []byte
		want  error
	}{
		{"not a compound file", []byte("PK"), ErrDamaged},
		{"another kind of document", oletest.Container(map[string][]byte{"WordDocument": nil}), ErrDamaged},
		{"Excel 95", oletest.Container(map[string][]byte{"Book": whole}), ErrOld},
		{"an earlier format in the new place", oletest.Container(map[string][]byte{"Workbook": pack(uint16(recBOF), uint16(4), uint16(0x0500), uint16(5))}), ErrOld},
		{"password", workbookFile(func(w *writer) { w.record(recFilePass, uint16(1), make([]byte, 50)) }, number), ErrEncrypted},
		{"empty", workbookFile(nil, page{name: "表", write: func(*writer) {}}), ErrEmpty},
		{"everything hidden", workbookFile(nil, page{name: "表", hidden: true, write: number.write}), ErrEmpty},
		{"a text that is not in the table", workbookFile(nil, page{name: "表", write: func(w *writer) { w.record(recLabelSST, at(0, 0), uint32(3)) }}), ErrDamaged},
		{"a record cut short", workbookFile(nil, page{name: "表", write: func(w *writer) { w.record(recNumber, at(0, 0), uint16(1)) }}), ErrDamaged},
		{"a sheet that does not end", oletest.Container(map[string][]byte{"Workbook": append(slices.Clone(whole[:len(whole)-4]), 0xff, 0xff, 0xff, 0xff)}), ErrDamaged},
		{"more strings than there can be", workbookFile(func(w *writer) { w.record(recSST, uint32(1), uint32(0xffffffff)) }, number), ErrTooLarge},
		{"too many rows", workbookFile(nil, page{name: "表", write: func(w *writer) { w.record(recNumber, at(60000, 0), 1.0) }}), ErrTooLarge},
		{"too wide merged cells", workbookFile(nil, page{name: "表", write: func(w *writer) {
			w.record(recNumber, at(19999, 0), 1.0)
			w.record(recMergedCells, uint16(1), uint16(0), uint16(65535), uint16(0), uint16(255))
		}}), ErrTooLarge},
		{"too many cells", workbookFile(nil, page{name: "表", write: func(w *writer) {
			for row := range 15000 {
				w.record(recNumber, at(row, 250), 1.0)
			}
		}}), ErrTooLarge},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if doc, err := Read(test.bytes); !errors.Is(err, test.want) {
				t.Errorf("error %v, read %q", err, texts(doc))
			}
		})
	}
}
