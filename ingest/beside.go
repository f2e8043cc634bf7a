package ingest

import "slices"

// Some agencies print table 二 with one figure a line: the row's label, what is counted, the figure; then, beside the same label or
// below it, what is counted next.

// fillBeside fills a row each of whose figures has its heading before it in its own line; false for any other. Nothing else may stand
// between the heading and its figure, and no heading may be read twice.
func fillBeside(l *layout, heads [][]spelling, last int) (filling, bool) {
	f := filling{cells: noCells(len(heads)), places: make([]place, len(heads))}
	label := l.pieces[last].norm
	end := last
	for line := l.pieces[last].line; line < len(l.starts)-1; line++ {
		head, figure := l.headAndFigure(line, max(end+1, l.starts[line]), label, heads)
		if figure == noPiece || f.cells[head] != noPiece {
			break
		}
		f.cells[head], end = figure, figure
	}
	return f, slices.ContainsFunc(f.cells, func(c int) bool { return c != noPiece })
}

// headAndFigure gives the heading and the piece behind it where a line holds, from a piece on, just these; noPiece for any other line.
// The row's label may stand in each of its lines, and blanks where it is merged.
func (l *layout) headAndFigure(line, from int, label string, heads [][]spelling) (head, figure int) {
	_, to := l.line(line)
	head, figure = -1, noPiece
	for i := from; i < to; i++ {
		p := &l.pieces[i]
		switch {
		case head < 0 && p.kind == labelPiece && p.norm == label, head < 0 && p.kind == blankPiece:
		case head < 0:
			if p.kind != labelPiece || p.norm == "" {
				return -1, noPiece
			}
			if head = exactHead(p, heads, l.year); head < 0 {
				return -1, noPiece
			}
		case figure == noPiece && (p.kind == valuePiece || p.kind == blankPiece):
			figure = i
		case p.kind != blankPiece && p.kind != unitPiece:
			return -1, noPiece // another figure, or words
		}
	}
	return head, figure
}

// exactHead tells which heading a piece is in the form's words; -1 when it is none.
func exactHead(p *piece, heads [][]spelling, year int) int {
	return slices.IndexFunc(heads, func(labels []spelling) bool { return headSimilarity(p, labels, year) == 1 })
}
