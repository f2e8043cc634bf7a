package word97

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"tongjian/ingest/ole"
	"tongjian/ingest/ole/oletest"
)

// marks is a document an office program saved: a field, hidden, struck-out, deleted and inserted text, a broken line, a rare
// character; a table with merged cells, one in it, and another table after a line.
func marks(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/marks.doc")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// told writes paragraphs a line each: how deep, the text, what they end, and how a row's cells hang together.
func told(paragraphs []Paragraph) string {
	var b strings.Builder
	for _, p := range paragraphs {
		fmt.Fprintf(&b, "%d %s", p.Depth, strings.ReplaceAll(p.Text, "\n", "⏎"))
		switch {
		case p.EndsCell:
			b.WriteString("|")
		case p.EndsRow:
			b.WriteString("‖")
			for _, c := range p.Row.Cells {
				switch {
				case c.JoinsLeft:
					b.WriteString(" ←")
				case c.JoinsUp:
					b.WriteString(" ↑")
				case c.StartsDown:
					b.WriteString(" ↓")
				default:
					b.WriteString(" ·")
				}
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestMarks(t *testing.T) {
	paragraphs, err := Read(marks(t))
	if err != nil {
		t.Fatal(err)
	}
	const want = `0 龙亭区政府办公室2023年政府信息公开工作年度报告
0 页码1之后
0 看得见的字
0 新收 5 6件
0 补上的
0 第一行⏎第二行
0 生僻字𠮷和—横线 café
1 事项|
1 数量|
1 ‖ ↓ ·
1 |
1 本年|
1 上年|
1 ‖ ↑ · ·
1 许可|
1 12|
1 3|
1 ‖ · · ·
1 嵌套|
2 甲|
2 1|
2 ‖ · ·
2 乙|
2 2|
2 ‖ · ·
1 后面|
1 ‖ · ·
1 |
1 |
1 |
1 ‖ · · ·
0 两表之间
1 左
1 下|
1 右|
1 ‖ · ·
0 完
`
	if got := told(paragraphs); got != want {
		t.Errorf("read\n%s\nwant\n%s", got, want)
	}
	if got := paragraphs[9].Row.Edges; len(got) != 3 || got[0] >= got[1] || got[1] >= got[2] {
		t.Errorf("edges %v", got)
	}
}

// with gives the document with something changed in a stream.
func with(t testing.TB, b []byte, change func(streams map[string][]byte)) []byte {
	t.Helper()
	streams := map[string][]byte{}
	for _, name := range []string{mainStream, "0Table", "1Table", "Data"} {
		s, err := ole.Stream(b, name)
		if err == nil {
			streams[name] = s
		}
	}
	change(streams)
	return oletest.Container(streams)
}

func TestRefused(t *testing.T) {
	b := marks(t)
	fib := func(at int, bytes ...byte) func(map[string][]byte) {
		return func(s map[string][]byte) { copy(s[mainStream][at:], bytes) }
	}
	for name, c := range map[string]struct {
		change func(map[string][]byte)
		want   error
	}{
		"a password":                      {fib(fibFlags+1, 0x03), ErrEncrypted},
		"of Word 6":                       {fib(0, 0xdc, 0xa5), ErrOld},
		"of Word 95":                      {fib(fibVersion, 0x68, 0), ErrOld},
		"another magic":                   {fib(0, 1, 2), ErrDamaged},
		"no table stream":                 {func(s map[string][]byte) { delete(s, "0Table"); delete(s, "1Table") }, ErrDamaged},
		"cut off in the FIB":              {func(s map[string][]byte) { s[mainStream] = make([]byte, 100) }, ErrDamaged},
		"a text of four gigabytes":        {fib(fibLength, 0xff, 0xff, 0xff, 0xff), ErrTooLarge},
		"a text longer than its pieces":   {fib(fibLength, 0xff, 0xff, 0x0f, 0), ErrDamaged},
		"pieces outside the table stream": {fib(fibPieces, 0xff, 0xff, 0xff, 0x7f), ErrDamaged},
		"no pieces":                       {fib(fibPieces+4, 0, 0, 0, 0), ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Read(with(t, b, c.change)); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
	for _, n := range []int{0, 7, 512, 2000, len(b) / 2} {
		if p, err := Read(b[:n]); err == nil && len(p) > 200 {
			t.Errorf("%d bytes: %d paragraphs", n, len(p))
		}
	}
}

// Without its formatting a document is still text, with the cells as far as their marks tell.
func TestFormattingLost(t *testing.T) {
	paragraphs, err := Read(with(t, marks(t), func(s map[string][]byte) {
		copy(s[mainStream][fibCharacters:], make([]byte, 16)) // both indexes of formatting are beside each other
	}))
	if err != nil {
		t.Fatal(err)
	}
	if got := told(paragraphs); !strings.Contains(got, "1 许可|\n1 12|\n1 3|\n") || !strings.Contains(got, "藏起来") {
		t.Errorf("read\n%s", got)
	}
}

// A row may say that cells are merged in three ways.
func TestRow(t *testing.T) {
	definition := func(bits ...uint16) []byte {
		b := []byte{byte(len(bits))}
		for i := range len(bits) + 1 {
			b = binary.LittleEndian.AppendUint16(b, uint16(int16(i*1000-108)))
		}
		for _, v := range bits {
			b = append(binary.LittleEndian.AppendUint16(b, v), make([]byte, cellSize-2)...)
		}
		return b
	}
	row := func(d []byte) []byte {
		return append(binary.LittleEndian.AppendUint16([]byte{sprmRow & 0xff, sprmRow >> 8}, uint16(len(d)+1)), d...)
	}
	for name, c := range map[string]struct {
		changes []byte
		want    []Cell
		edges   []int
	}{
		"each for itself":        {row(definition(0, 0)), make([]Cell, 2), []int{-108, 892, 1892}},
		"beside each other":      {row(definition(1, 2, 0)), []Cell{{}, {JoinsLeft: true}, {}}, []int{-108, 892, 1892, 2892}},
		"below each other":       {row(definition(0x60, 0x20)), []Cell{{StartsDown: true}, {JoinsUp: true}}, []int{-108, 892, 1892}},
		"by a modification":      {append(row(definition(0, 0, 0)), 0x24, 0x56, 1, 3), []Cell{{}, {}, {JoinsLeft: true}}, []int{-108, 892, 1892, 2892}},
		"downwards by one":       {append(row(definition(0, 0)), 0x2b, 0xd6, 2, 1, 1), []Cell{{}, {JoinsUp: true}}, []int{-108, 892, 1892}},
		"the last say nothing":   {row(definition(0, 0)[:1+6+2]), make([]Cell, 2), []int{-108, 892, 1892}},
		"no edges":               {row([]byte{3, 0, 0}), nil, nil},
		"more than there can be": {row(append([]byte{200}, make([]byte, 402)...)), nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			// What stands before and is passed over: tabs of a length of their own, a number, a long operand.
			before := []byte{0x15, 0xc6, 255, 1, 9, 9, 9, 9, 1, 8, 8, 8, 0x03, 0x24, 1, 0x4d, 0xc6, 3, 1, 2, 3}
			got := readParagraph(append(before, c.changes...)).row
			if !slices.Equal(got.Cells, c.want) || !slices.Equal(got.Edges, c.edges) {
				t.Errorf("got %+v, want %+v at %v", got, c.want, c.edges)
			}
		})
	}
}

// What is too long for a page of formatting stands in the stream Data.
func TestElsewhere(t *testing.T) {
	f := &file{elsewhereLeft: 100, data: append([]byte{9, 9, 9, 6, 0}, 0x16, 0x24, 1, 0x17, 0x24, 1)}
	got := readParagraph(f.elsewhere([]byte{0x46, 0x66, 3, 0, 0, 0}))
	if got.depth != 1 || !got.rowEnd {
		t.Errorf("got %+v", got)
	}
	f.elsewhereLeft = 6 // for one more
	for i, want := range []bool{true, false} {
		if got := readParagraph(f.elsewhere([]byte{0x46, 0x66, 3, 0, 0, 0})); got.rowEnd != want {
			t.Errorf("read %d times: %+v", i+1, got)
		}
	}
	f.elsewhereLeft = 1000
	for _, at := range []byte{4, 10, 200} {
		if got := readParagraph(f.elsewhere([]byte{0x46, 0x66, at, 0, 0, 0})); got.rowEnd {
			t.Errorf("at %d: got %+v", at, got)
		}
	}
}

// Whatever the streams say, reading them ends with paragraphs or a refusal.
func FuzzRead(f *testing.F) {
	b := marks(f)
	text, err := ole.Stream(b, mainStream)
	if err != nil {
		f.Fatal(err)
	}
	table, err := ole.Stream(b, "1Table")
	if err != nil {
		if table, err = ole.Stream(b, "0Table"); err != nil {
			f.Fatal(err)
		}
	}
	f.Add(text, table, []byte{6, 0, 0x16, 0x24, 1, 0x17, 0x24, 1})
	f.Add(bytes.Repeat([]byte{0xff}, 1024), []byte{2, 0, 0, 0, 0}, []byte{})
	f.Fuzz(func(t *testing.T, text, table, data []byte) {
		paragraphs, err := Read(oletest.Container(map[string][]byte{mainStream: text, "0Table": table, "1Table": table, "Data": data}))
		if err != nil {
			return
		}
		for _, p := range paragraphs {
			if p.EndsCell && p.EndsRow || (p.EndsCell || p.EndsRow) && p.Depth < 1 || len(p.Row.Cells) > 0 && len(p.Row.Edges) != len(p.Row.Cells)+1 {
				t.Fatalf("%+v", p)
			}
		}
	})
}
