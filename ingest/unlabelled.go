package ingest

import (
	"slices"
	"strings"
)

// readUnlabelled reads a table that is one row of figures under its headings: table 四.
func (t *located) readUnlabelled(l *layout, a alignment, limit int, used map[int]bool) {
	block := a.form.table.Blocks[0]
	line, ok := t.firstFigures(l, limit)
	if !ok {
		return
	}
	from, to := l.line(line)
	var f filling
	if columns, ruled := resultColumns(l, block, max(0, t.from-headDepth), from); ruled {
		f = fillByColumns(l, line, columns)
	} else {
		var cells []int
		for i := from; i < limit; i++ {
			p := &l.pieces[i]
			if p.kind == unitPiece {
				continue
			}
			if p.kind == labelPiece && (p.line != line || len(cells) > 0) && p.grid < 0 || p.line != line && singleLine(l, from, to) {
				break
			}
			if p.kind != labelPiece || len(cells) > 0 {
				cells = append(cells, i)
			}
		}
		f = fillByOrder(l, cells, len(block.Columns))
	}
	if a.score < minimumScore {
		if slices.Contains(f.cells, noPiece) || f.doubt != "" {
			return // a heading alone, and nothing below it that could be its row
		}
		f.doubt = "表头不全，按次序对应"
	}
	similarity := 0.0
	for _, m := range a.matches {
		similarity += m.similarity
		for _, p := range m.pieces {
			used[p] = true
		}
	}
	for i := t.from; i < from; i++ {
		used[i] = true // the headings, those read out of order among them
	}
	t.certainty = t.take(l, block.Rows[0], l.pieces[from].at, similarity/float64(len(a.matches)), f, used)
	t.to = max(t.to, to)
	t.gatherUnmapped(l, limit, used)
}

// singleLine reports whether a line holds several cells, so that a row does not go on in the next.
func singleLine(l *layout, from, to int) bool {
	n := 0
	for i := from; i < to; i++ {
		if l.pieces[i].kind != labelPiece {
			n++
		}
	}
	return n > 1
}

// firstFigures finds the first line after the headings that holds figures, or, failing that, the line of blank cells under them.
func (t *located) firstFigures(l *layout, limit int) (line int, ok bool) {
	start := l.pieces[t.to-1].line + 1
	for n := start; n < len(l.starts)-1 && n < start+8; n++ {
		from, to := l.line(n)
		if from >= limit {
			break
		}
		for i := from; i < to; i++ {
			if l.pieces[i].kind == valuePiece {
				return n, true
			}
		}
		if !ok && to-from >= len(t.form.table.Blocks[0].Columns) && l.pieces[from].grid == l.pieces[t.to-1].grid {
			line, ok = n, true
		}
		if to > from && l.pieces[from].kind == labelPiece && l.pieces[from].grid < 0 && strings.HasPrefix(l.pieces[from].norm, "五") {
			break
		}
	}
	return line, ok
}
