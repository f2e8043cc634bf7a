package word97

import (
	"strings"
	"unicode/utf16"
)

// Paragraph is a stretch of text up to the mark that ends it.
type Paragraph struct {
	// Text has a line feed where a line is broken, and a blank on either side of what is struck out. Deleted and hidden text is not in it.
	Text string
	// Depth is how many tables are around it.
	Depth int
	// EndsCell and EndsRow say that the mark is that of a cell or row of the innermost table. The mark of a row has no text.
	EndsCell, EndsRow bool
	// Row tells of the cells of the row that ends.
	Row Row
}

// The characters that are marks (2.4.1).
const (
	markCell       = 0x07
	markLine       = 0x0b
	markPage       = 0x0c // also of a section
	markParagraph  = 0x0d
	markColumn     = 0x0e
	fieldBegins    = 0x13 // then what it computes, a separator, what it shows
	fieldSeparator = 0x14
	fieldEnds      = 0x15
	hyphenHard     = 0x1e
	hyphenSoft     = 0x1f
)

// Read gives the paragraphs of a document's text. The error is a Chinese sentence.
func Read(b []byte) ([]Paragraph, error) {
	f, err := open(b)
	if err != nil {
		return nil, err
	}
	pieces, err := f.readPieces()
	if err != nil {
		return nil, err
	}
	t := texts{file: f, paragraphs: f.pages(f.paragraphs, paragraphChanges), characters: f.pages(f.characters, characterChanges)}
	for _, p := range pieces {
		if err := t.piece(p); err != nil {
			return nil, err
		}
	}
	t.end(paragraph{}, false, false)
	return t.out, nil
}

// texts puts paragraphs together.
type texts struct {
	*file
	paragraphs, characters []run
	out                    []Paragraph
	units                  []uint16 // of the paragraph being read
	fields                 []bool   // those open: whether what is read is what it shows
	struck                 bool     // what was written last is struck out
}

// piece reads the characters of a piece, formatting after formatting.
func (t *texts) piece(p piece) error {
	until, hidden, struck := -1, false, false
	for i := range p.to - p.from {
		at := p.at + i*p.size()
		if at >= until {
			var changes []byte
			changes, until = stretch(t.characters, at)
			hidden, struck = hides(changes)
		}
		u := t.unit(p, at)
		switch u {
		case markParagraph, markCell, markPage:
			if len(t.out) >= maxParagraphs {
				return ErrTooLarge
			}
			changes, _ := stretch(t.paragraphs, at)
			about := readParagraph(t.elsewhere(changes))
			t.fields = nil // none reaches over a paragraph that shows anything
			t.end(about, u == markCell, u == markPage)
			continue
		case fieldBegins:
			t.fields = append(t.fields, false)
			continue
		case fieldSeparator:
			if n := len(t.fields); n > 0 {
				t.fields[n-1] = true
			}
			continue
		case fieldEnds:
			t.fields = t.fields[:max(0, len(t.fields)-1)]
			continue
		}
		if hidden || t.computing() {
			continue
		}
		if struck != t.struck && len(t.units) > 0 {
			t.units = append(t.units, ' ')
		}
		t.struck = struck
		switch {
		case u == markLine || u == markColumn:
			t.units = append(t.units, '\n')
		case u == hyphenHard:
			t.units = append(t.units, '-')
		case u == hyphenSoft:
		case u == '\t' || u >= ' ':
			t.units = append(t.units, u)
		}
	}
	return nil
}

// computing reports whether what is read is how a field computes what it shows.
func (t *texts) computing() bool {
	for _, shown := range t.fields {
		if !shown {
			return true
		}
	}
	return false
}

// end ends a paragraph at its mark.
func (t *texts) end(about paragraph, cellMark, pageMark bool) {
	p := Paragraph{Text: strings.TrimSpace(string(utf16.Decode(t.units))), Depth: about.depth}
	t.units, t.struck = t.units[:0], false
	switch {
	case cellMark:
		p.Depth = max(p.Depth, 1)
		p.EndsRow = about.rowEnd
		p.EndsCell = !p.EndsRow
	case about.innerRow && about.depth > 1:
		p.EndsRow = true
	case about.innerCell && about.depth > 1:
		p.EndsCell = true
	}
	if p.EndsRow {
		p.Row = about.row
	}
	if p.Text == "" && !p.EndsCell && !p.EndsRow && (pageMark || p.Depth == 0) {
		// A blank paragraph still stands between two tables.
		if n := len(t.out); n == 0 || t.out[n-1].Depth == 0 {
			return
		}
	}
	t.out = append(t.out, p)
}
