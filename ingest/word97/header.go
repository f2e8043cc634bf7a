package word97

import (
	"encoding/binary"
	"errors"

	"tongjian/ingest/ole"
)

// Errors of reading a document. Each is a Chinese sentence for the person who sent the file.
var (
	// ErrEncrypted is a document that opens only with a password.
	ErrEncrypted = errors.New("Word 文档设有打开密码：请用原密码打开，取消密码后另存再导入")
	// ErrOld is a document older than Word 97.
	ErrOld = errors.New("是 Word 95 或更早的文档：请用 Word 或 WPS 另存为 .docx 再导入；装有 LibreOffice 的机器也可以加 --convert")
	// ErrDamaged is a document that breaks off or contradicts itself.
	ErrDamaged = errors.New("Word 文档打不开，可能已损坏：请用 Word 或 WPS 打开后另存为 .docx 再导入；装有 LibreOffice 的机器也可以加 --convert")
	// ErrTooLarge is a document with more text than any report.
	ErrTooLarge = errors.New("Word 文档的文字超过上限：请把三张表另存为 .xlsx、.docx 再导入")
)

// Limits on what one file may cost.
const (
	maxText       = 4_000_000 // characters of the text
	maxPieces     = 200_000
	maxRuns       = 1_000_000 // stretches of formatting
	maxOperand    = 64 << 10  // bytes of the properties of one paragraph
	maxElsewhere  = 32 << 20  // of those of all paragraphs that are kept apart
	maxParagraphs = 400_000
)

// The stream every such document has.
const mainStream = "WordDocument"

// Is reports whether a file is a compound file that holds a Word document and no workbook.
func Is(b []byte) bool {
	if !ole.Is(b) {
		return false
	}
	word := false
	for _, name := range ole.Streams(b) {
		switch name {
		case mainStream:
			word = true
		case "Workbook", "Book":
			return false
		}
	}
	return word
}

// file is a document's streams, and where in them things are.
type file struct {
	text  []byte // the stream WordDocument
	table []byte // the stream 0Table or 1Table
	data  []byte // the stream Data, where there is one

	length        int // characters of the text proper
	elsewhereLeft int // bytes of properties kept apart that may still be read
	// Where in the table stream the table of pieces and the indexes of formatting are (2.5.6, FibRgFcLcb97).
	pieces, characters, paragraphs extent
}

// extent is a place in the table stream.
type extent struct{ from, length uint32 }

// in gives the bytes of a place, none where it is not inside.
func (e extent) in(b []byte) []byte {
	if uint64(e.from)+uint64(e.length) > uint64(len(b)) {
		return nil
	}
	return b[e.from : e.from+e.length]
}

// Places in the FIB (2.5.1–2.5.6).
const (
	fibMagic      = 0xa5ec
	fibMagic95    = 0xa5dc // of Word 6 and 95
	fibVersion    = 0x02   // nFib
	fibFlags      = 0x0a
	fibLength     = 0x4c  // ccpText
	fibCharacters = 0xfa  // fcPlcfBteChpx
	fibParagraphs = 0x102 // fcPlcfBtePapx
	fibPieces     = 0x1a2 // fcClx
	fibEnd        = fibPieces + 8

	flagEncrypted = 1 << 8
	flagTable1    = 1 << 9

	oldest = 0x00c0 // nFib of the first format of Word 97; older ones are others
)

// open reads the FIB.
func open(b []byte) (*file, error) {
	f := &file{elsewhereLeft: maxElsewhere}
	var err error
	if f.text, err = ole.Stream(b, mainStream); err != nil || len(f.text) < fibEnd {
		return nil, ErrDamaged
	}
	u16 := func(at int) uint16 { return binary.LittleEndian.Uint16(f.text[at:]) }
	u32 := func(at int) uint32 { return binary.LittleEndian.Uint32(f.text[at:]) }
	flags := u16(fibFlags)
	switch {
	case u16(0) == fibMagic95, u16(0) == fibMagic && u16(fibVersion) < oldest:
		return nil, ErrOld
	case u16(0) != fibMagic:
		return nil, ErrDamaged
	case flags&flagEncrypted != 0:
		return nil, ErrEncrypted
	}
	name := "0Table"
	if flags&flagTable1 != 0 {
		name = "1Table"
	}
	if f.table, err = ole.Stream(b, name); err != nil {
		return nil, ErrDamaged
	}
	if f.data, err = ole.Stream(b, "Data"); err != nil && !errors.Is(err, ole.ErrNone) {
		return nil, ErrDamaged
	}
	if u32(fibLength) > maxText {
		return nil, ErrTooLarge
	}
	f.length = int(u32(fibLength))
	f.characters = extent{u32(fibCharacters), u32(fibCharacters + 4)}
	f.paragraphs = extent{u32(fibParagraphs), u32(fibParagraphs + 4)}
	f.pieces = extent{u32(fibPieces), u32(fibPieces + 4)}
	return f, nil
}
