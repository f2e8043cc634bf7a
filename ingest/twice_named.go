package ingest

// Where text has lost which columns are whose, a table pasted beside another shows by its labels alone: each row is named twice, with
// figures behind each name. Whose figures are the report's cannot be told.

// namedTwice reports whether labels of matched rows stand beside the same labels with figures of their own; one or two such are rows repeated.
func (l *layout) namedTwice(rows []match) bool {
	twice := 0
	for _, m := range rows {
		p := m.pieces[len(m.pieces)-1]
		if l.samePiece(p, l.labelAfter(p)) || l.samePiece(l.labelBefore(m.pieces[0]), p) {
			twice++
		}
	}
	return twice >= min(leastTwins, len(rows))
}

// samePiece reports whether two labels say the same, figures standing between them and no year.
func (l *layout) samePiece(first, second int) bool {
	if first < 0 || second < 0 || l.pieces[first].norm == "" || l.pieces[first].norm != l.pieces[second].norm {
		return false
	}
	between := false
	for i := first; i < second; i++ {
		if l.pieces[i].markOf(l.year) != noMark {
			return false
		}
		between = between || l.pieces[i].kind == valuePiece
	}
	return between && hasFigures(l, l.after(second)) && l.lineYear(l.pieces[first].line) == noMark
}

// labelAfter gives the label after a piece; noPiece where there is none.
func (l *layout) labelAfter(piece int) int {
	for i := piece + 1; i < l.size; i++ {
		if l.pieces[i].kind == labelPiece {
			return i
		}
	}
	return noPiece
}
