package ingest

import (
	"cmp"
	"slices"
	"strings"
)

// The alignment leaves out rows that cost more to reach than they bring: a short label before the headings of its columns, the last rows
// of a form from which an agency deleted most of those before. Where such a row's label stands in the form's exact words before
// figures, in its place among the others and only once, it is the row.

// withMissed adds the rows the alignment left out, between two pieces.
func (a alignment) withMissed(l *layout, from, to int) []match {
	var rows []match
	have := map[int]bool{}
	for _, m := range a.matches {
		if a.form.targets[m.target].kind == rowTarget {
			rows = append(rows, m)
			have[m.target] = true
		}
	}
	if len(rows) == 0 || len(have) == a.form.rowCount() {
		return a.matches
	}
	var missed []match
	before := -1
	low := l.reach(a, rows[0].pieces[0], from-1, -1, have) + 1
	for i := 0; i <= len(rows); i++ {
		next, high := a.bounds(l, rows, i, low, to, have)
		missed = append(missed, a.exactBetween(l, before, next, low, high)...)
		if i < len(rows) {
			before, low = next, rows[i].pieces[len(rows[i].pieces)-1]+1
		}
	}
	for _, m := range missed {
		have[m.target] = true
	}
	missed = append(missed, a.outOfOrder(l, rows[0].pieces[0], low, have)...)
	if missed == nil {
		return a.matches
	}
	taken := map[int]bool{}
	for _, m := range missed {
		taken[m.pieces[0]] = true
	}
	out := slices.DeleteFunc(slices.Clone(a.matches), func(m match) bool {
		return slices.ContainsFunc(m.pieces, func(p int) bool { return taken[p] })
	})
	out = append(out, missed...)
	slices.SortFunc(out, func(x, y match) int { return cmp.Compare(x.pieces[0], y.pieces[0]) })
	return out
}

// bounds gives the row that follows a gap before the i-th row, and the piece the gap ends at.
func (a alignment) bounds(l *layout, rows []match, i, low, to int, have map[int]bool) (next, high int) {
	if i < len(rows) {
		return rows[i].target, rows[i].pieces[0]
	}
	return len(a.form.targets), l.reach(a, low-1, to, 1, have)
}

// rowCount is how many rows with labels the form has.
func (tf *tableForm) rowCount() (n int) {
	for i := range tf.targets {
		if tf.targets[i].kind == rowTarget {
			n++
		}
	}
	return n
}

// reach goes from a piece to the end of what can still belong to the table: prose, the heading of a table, or a row it already has.
func (l *layout) reach(a alignment, from, end, step int, have map[int]bool) int {
	for i := from + step; i != end; i += step {
		p := &l.pieces[i]
		if p.kind != labelPiece {
			continue
		}
		if p.norm == "" || p.sheet != l.pieces[max(from, 0)].sheet || titlePattern.MatchString(p.text) || isTitle(p.norm) {
			return i
		}
		for _, like := range a.form.exact[p.norm] {
			if have[like.target] && !isColumnHead(p.norm) {
				return i
			}
		}
	}
	return end
}

// isTitle reports whether a text is the heading of a chapter that holds a table, with its number or without.
func isTitle(norm string) bool {
	return slices.ContainsFunc(tableForms(), func(tf tableForm) bool { return tf.title != "" && strings.HasSuffix(norm, tf.title) })
}

// outOfOrder finds rows that stand between two pieces in another place than the form's: 规章 below 规范性文件. Only labels that are those
// of one row alone count, and only where they stand once.
func (a alignment) outOfOrder(l *layout, from, to int, have map[int]bool) (found []match) {
	times := map[int]int{}
	for i := from; i < to; i++ {
		p := &l.pieces[i]
		if p.kind != labelPiece || !p.known || isColumnHead(p.norm) {
			continue
		}
		of := a.form.spelt(p.norm, p.bare)
		if len(of) != 1 || have[of[0].target] || a.form.targets[of[0].target].kind != rowTarget {
			continue
		}
		if m := (match{target: of[0].target, pieces: []int{i}, similarity: 1}); hasFigures(l, following(l, m)) {
			times[m.target]++
			found = append(found, m)
		}
	}
	return slices.DeleteFunc(found, func(m match) bool { return times[m.target] > 1 })
}

// exactBetween finds rows of the form between two others in the form's words, each once and in the form's order.
func (a alignment) exactBetween(l *layout, before, next, from, to int) (found []match) {
	if next-before < 2 || from >= to {
		return nil
	}
	for i := from; i < to; i++ {
		p := &l.pieces[i]
		if p.kind != labelPiece || !p.known {
			continue
		}
		for _, like := range a.form.spelt(p.norm, p.bare) {
			t := &a.form.targets[like.target]
			if t.kind != rowTarget || like.target <= before || like.target >= next || isColumnHead(p.norm) {
				continue
			}
			if m := (match{target: like.target, pieces: []int{i}, similarity: 1}); hasFigures(l, following(l, m)) {
				found = append(found, m)
			}
		}
	}
	for i := 1; i < len(found); i++ {
		if found[i].target <= found[i-1].target {
			return nil // printed twice, or in another order: no telling which is which
		}
	}
	return found
}
