package ingest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tongjian/data"
	"tongjian/data/forms"
)

// pieceKind tells labels from what fills cells.
type pieceKind int

const (
	labelPiece pieceKind = iota
	valuePiece           // a figure, a stroke, 无
	blankPiece           // an empty cell
	unitPiece            // a unit printed beside a row: 条, 万元
	noisePiece           // page numbers and the like, part of no table
)

// piece is a cell or paragraph of a document in reading order.
type piece struct {
	text string
	kind pieceKind
	// norm and bare are a label's text normalised, with and without what it says in brackets, or the groups it is joined to.
	norm, bare string
	// known is true for a label that the form has in its exact spelling: it is no misspelling of another.
	known bool
	// open is true for a label that breaks off inside brackets: it goes on in the next piece.
	open bool
	// line numbers the rows and paragraphs of the document from 0; pieces of one row share it.
	line int
	col  int // zero-based column the cell starts at
	span int // columns it covers
	rows int // lines of a ruled grid it covers; 1 elsewhere
	// ruled is true when col means something.
	ruled bool
	grid  int // ordinal of the grid, -1 for a paragraph
	sheet int // ordinal of the sheet; always 0 where there are none
	at    data.Position
	// glued is true for digits that were written without a gap behind their label: they may be of one cell or of several.
	glued bool
	// cut is true for a heading taken from others it was written together with.
	cut bool
}

// layout is a document laid out for locating tables.
type layout struct {
	pieces []piece
	// starts gives, for each line, the index of its first piece; one more entry than lines.
	starts []int
	// cover finds the piece that owns a place of a ruled grid, through merged cells.
	cover cover
	grids []*data.Grid
	// lines gives the first line of each grid and the line after its last.
	lines [][2]int
	// year is the year the report is on, as far as it is known; 0 when it is not.
	year int
	// spent counts the comparisons made, up to maxComparisons.
	spent int
	// alignments is where alignments are computed, one after the other.
	alignments scratch
	// marked is true of Markdown, in whose tables every line has all its cells.
	marked bool
	// bareYears are pieces of figures alone that may be years, the first figures of their lines.
	bareYears []int
	// size is the number of pieces the document has; pieces after it were split off from others.
	size int
}

// maxLabelRunes is the length above which a text is prose and no label; the form's longest label has 42 characters.
const maxLabelRunes = 70

// maxRowBytes is the length above which a line is prose: no row of the form comes near it, and the patterns that take rows apart
// would go over it again and again.
const maxRowBytes = 1 << 10

// layOut lists the pieces of the document.
func layOut(doc data.Document) *layout {
	pieces := 0
	for _, b := range doc.Blocks {
		pieces++
		if b.Grid == nil {
			continue
		}
		for _, row := range b.Grid.Rows {
			pieces += len(row)
		}
	}
	l := &layout{pieces: make([]piece, 0, pieces), marked: doc.Format == "md"}
	sheet := -1
	name := ""
	for _, b := range doc.Blocks {
		if b.Grid == nil {
			l.paragraph(b.Text, b.At, max(sheet, 0))
			continue
		}
		if sheet < 0 || b.Grid.Name != name {
			sheet, name = sheet+1, b.Grid.Name
		}
		for _, part := range sideBySide(b.Grid) {
			for _, g := range upright(part) {
				l.grid(g, sheet)
			}
		}
	}
	l.starts = append(l.starts, len(l.pieces))
	l.size = len(l.pieces)
	l.markBareYears()
	return l
}

// endsInUnit reports whether a row's label ends in its unit: 1.当面申请数件. What follows is one figure.
func endsInUnit(label string) bool {
	label = strings.TrimSpace(label)
	for unit := range units() {
		if bare, ok := strings.CutSuffix(label, unit); ok && isRowLabel(forms.Normalize(bare)) {
			return true
		}
	}
	return false
}

// splitRow takes a line without separators apart into a row's label and its figures: 行政许可 97, 规章　０　０　０, 规章 0件 0件 0件. nil
// when it is no such line.
func splitRow(text string) []string {
	label := strings.TrimSpace(text)
	var cells []string
	for {
		i := strings.LastIndexFunc(label, unicode.IsSpace)
		_, size := utf8.DecodeRuneInString(label[max(i, 0):])
		if i < 0 || !looksLikeValue(label[i+size:]) {
			break
		}
		cells = append(cells, label[i+size:])
		label = strings.TrimRightFunc(label[:i], unicode.IsSpace)
	}
	if row, _ := splitGlued(label); len(row) == 2 && len(cells) > 0 {
		label, cells = row[0], append(cells, row[1]) // 规章0 0 0
	}
	slices.Reverse(cells)
	last, _ := utf8.DecodeLastRuneInString(tidy(label))
	if before := rowBefore(label); before != nil && len(cells) > 0 {
		return append(before, cells...)
	}
	if len(cells) == 0 || looksLikeValue(label) || strings.ContainsRune("0123456789.,", last) || wordRunes(label) > maxLabelRunes {
		return nil
	}
	return append([]string{label}, cells...)
}

// rowBefore takes a row with its figures apart from its label written again behind them: two tables stand beside each other. nil for any
// other text.
func rowBefore(text string) []string {
	fields := strings.Fields(text)
	for i := len(fields) - 1; i > 0; i-- {
		if notFigure(fields[i]) {
			continue
		}
		again := strings.Join(fields[i+1:], " ")
		row := splitRow(strings.Join(fields[:i+1], " "))
		if row == nil || forms.Normalize(row[0]) != forms.Normalize(again) {
			return nil
		}
		return append(row, again)
	}
	return nil
}

// pageMark is a page number standing alone: -3-, — 12 —, 第 3 页, === page 3.
var pageMark = regexp.MustCompile(`^\s*(?:[-—－]\s*\d{1,4}\s*[-—－]|第\s*\d{1,4}\s*页(?:\s*共\s*\d{1,4}\s*页)?|=+\s*page\s*\d+\s*=*)\s*$`)

func (l *layout) paragraph(text string, at data.Position, sheet int) {
	l.starts = append(l.starts, len(l.pieces))
	parts := []string{text}
	tight, cut := false, false
	if len(text) > maxRowBytes {
		l.add(piece{text: text, span: 1, rows: 1, grid: -1, sheet: sheet, at: at})
		return
	}
	if row, several := splitGlued(text); row != nil {
		parts, tight = row, several
	} else if pageMark.MatchString(text) {
		// kept whole
	} else if row := splitRow(text); row != nil {
		parts = row
	} else if fields := strings.Fields(text); len(fields) > 1 && (!slices.ContainsFunc(fields, notFigure) || allYears(text) || allHeads(text)) {
		parts = fields
	} else if l.numberSlipped(fields) {
		parts = fields
	} else if heads := splitHeads(strings.TrimSpace(text)); heads != nil {
		parts, cut = heads, true
	}
	rest := len(parts) > 1 && (groupRest(parts[0]) || l.numberSlipped(parts))
	for i, part := range parts {
		where := at
		if len(parts) > 1 {
			where.Cell = i + 1
		}
		l.add(piece{text: part, col: i, span: 1, rows: 1, grid: -1, sheet: sheet, at: where, glued: tight && i > 0 || len(parts) == 1 && manyGlued(part), cut: cut})
		if i == 0 && rest {
			l.pieces[len(l.pieces)-1].kind = noisePiece
		}
	}
}

func notFigure(text string) bool { return !looksLikeValue(text) }

// labelsHead is how many characters the heading of the rows' labels has at most: 信息内容, 类别, 项目.
const labelsHead = 4

// allHeads reports whether a line of text is of headings of columns and nothing else: 自然人 法人或其他组织 总计, with that of the rows'
// labels before them or without.
func allHeads(text string) bool {
	fields := strings.Fields(text)
	if len(fields) > 2 && utf8.RuneCountInString(fields[0]) <= labelsHead {
		fields = fields[1:]
	}
	return len(fields) > 1 && !slices.ContainsFunc(fields, func(f string) bool { return !isColumnHead(forms.Normalize(f)) })
}

func (l *layout) grid(g *data.Grid, sheet int) {
	ordinal := len(l.grids)
	l.grids = append(l.grids, g)
	first := len(l.starts)
	for r, row := range g.Rows {
		l.starts = append(l.starts, len(l.pieces))
		for _, c := range row {
			index := len(l.pieces)
			l.add(piece{text: c.Text, col: c.Col, span: c.ColSpan, rows: 1, ruled: g.Ruled, grid: ordinal, sheet: sheet, at: c.At})
			if !g.Ruled {
				continue
			}
			l.pieces[index].rows = max(1, min(c.RowSpan, len(g.Rows)-r))
			for dr := range min(c.RowSpan, len(g.Rows)-r) {
				for dc := range c.ColSpan {
					l.cover.set(first+r+dr, c.Col+dc, index)
				}
			}
		}
	}
	l.lines = append(l.lines, [2]int{first, len(l.starts)})
}

func (l *layout) add(p piece) {
	p.line = len(l.starts) - 1
	_, count := plainCount(p.text)
	switch {
	case count, p.glued:
		p.kind = valuePiece // nearly every cell
	case p.text == "":
		p.kind = blankPiece
	case len(p.text) > maxRowBytes && strings.TrimSpace(p.text[:maxRowBytes]) != "":
		// Prose: a label without words, like any text too long for one.
	case pageMark.MatchString(p.text):
		p.kind = noisePiece
	case strings.TrimSpace(p.text) == "" || tidy(p.text) == "":
		p.kind = blankPiece
	case looksLikeValue(p.text):
		p.kind = valuePiece
	case isUnit(tidy(p.text)):
		p.kind = unitPiece
	case wordRunes(p.text) <= maxLabelRunes:
		p.norm = forms.Normalize(p.text)
		p.bare = p.norm
		if tidied := tidy(p.text); len(forms.WithoutNotes(tidied)) < len(tidied) {
			if bare := forms.Normalize(forms.WithoutNotes(tidied)); bare != "" {
				p.bare = bare
			}
		}
		if !knownLabel(p.norm) {
			if rest := afterGroups(p.norm); rest != p.norm {
				p.bare = rest
			} else if rest := lastRowLabel(p.text); rest != "" {
				p.bare = rest
			}
		}
		p.known = knownLabel(p.norm) || knownLabel(p.bare)
		p.open = strings.Count(p.text, "（")+strings.Count(p.text, "(") > strings.Count(p.text, "）")+strings.Count(p.text, ")")
	}
	if p.kind == valuePiece && len(p.text) <= longestMark && mayBeYear(strings.TrimSpace(p.text)) && !l.hasFiguresFrom(l.starts[p.line]) {
		l.bareYears = append(l.bareYears, len(l.pieces))
	}
	l.pieces = append(l.pieces, p)
}

// hasFiguresFrom reports whether a figure stands behind a piece, as far as the document is laid out.
func (l *layout) hasFiguresFrom(from int) bool {
	return slices.ContainsFunc(l.pieces[from:], func(p piece) bool { return p.kind == valuePiece })
}

// mayBeYear reports whether a figure has the digits of a year.
func mayBeYear(text string) bool {
	return len(text) == len("2023") && (strings.HasPrefix(text, "20") || strings.HasPrefix(text, "19"))
}

// lastRowLabel gives the row's label a text ends in, where pieces of the groups' labels stand in the same line before it: what is left of
// 三、本年度办理结果 and （四）无法提供 set downwards, in 三、本年度办　（四）无法　2.没有现成信息需要另行制作.
func lastRowLabel(text string) string {
	fields := strings.Fields(text)
	for i := 1; i < len(fields); i++ {
		part := forms.Normalize(fields[i-1])
		if !slices.ContainsFunc(rowGroups(), func(g string) bool { return strings.Contains(g, part) }) {
			return ""
		}
		if norm := forms.Normalize(strings.Join(fields[i:], "")); isRowLabel(norm) {
			return norm
		}
	}
	return ""
}

// numberSlipped reports whether a line of figures begins with the number of the row whose label stands above it: 属于国家秘密 and below it
// 1. 12 0 0 0 0 1 13, as text taken from a page has it where the number is set lower than the label.
func (l *layout) numberSlipped(fields []string) bool {
	if len(fields) < 2 || len(l.pieces) == 0 || slices.ContainsFunc(fields[1:], notFigure) {
		return false
	}
	above, number := &l.pieces[len(l.pieces)-1], forms.Normalize(fields[0])
	if above.kind != labelPiece || above.norm == "" || len(number) != 1 || number+"." != tidy(fields[0]) {
		return false
	}
	for label := range rowLabels() {
		if strings.HasPrefix(label, number) && strings.Contains(label, above.norm) {
			return true
		}
	}
	return false
}

// groupRest reports whether a text in front of figures is what is left of groups' labels that are wrapped beside the rows: 理 of
// （五）不予处理, 果　供 of 三、本年度办理结果 and （四）无法提供.
func groupRest(text string) bool {
	const longest = 3
	fields := strings.Fields(text)
	return len(fields) > 0 && !slices.ContainsFunc(fields, func(f string) bool {
		return looksLikeValue(f) || utf8.RuneCountInString(f) > longest ||
			!slices.ContainsFunc(rowGroups(), func(g string) bool { return strings.HasSuffix(g, f) })
	})
}

// wordRunes counts the characters of a text without its blanks, which some programs put between any two.
func wordRunes(text string) (n int) {
	for _, r := range text {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// line gives the pieces of a line as a range of indices.
func (l *layout) line(n int) (from, to int) {
	return l.starts[n], l.starts[n+1]
}
