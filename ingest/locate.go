package ingest

import (
	"cmp"
	"slices"

	"tongjian/data"
	"tongjian/data/forms"
)

// located is one statutory table found in a document, with its cells read.
type located struct {
	form     *tableForm
	from, to int // pieces it reaches over
	facts    []data.Fact
	unmapped []data.Unmapped
	doubts   []doubt
	// certainty is between 0 and 1, a mean over the rows found.
	certainty float64
	score     float64
	// years is set when figures of another year stand beside those that were read.
	years bool
}

// doubt is something the reader was not sure of.
type doubt struct {
	label string // the row, in the form's words
	why   string
	cells []data.FindingCell
}

// locate finds every statutory table in the document, in reading order. year, when known, decides between editions that fit
// equally well. No table reaches over two sheets, so each sheet is looked at by itself.
func locate(l *layout, year int) []located {
	var found []located
	for from := 0; from < l.size; {
		to := from
		for to < l.size && l.pieces[to].sheet == l.pieces[from].sheet {
			to++
		}
		var here []located
		for _, id := range forms.TableIDs() {
			here = append(here, locateTable(l, id, year, from, to, 0)...)
		}
		slices.SortFunc(here, func(a, b located) int { return cmp.Compare(a.from, b.from) })
		found = append(found, here...)
		from = to
	}
	return found
}

// maxTablesPerID bounds how often one table may occur in a file: a workbook may hold a whole district.
const maxTablesPerID = 400

// locateTable finds the occurrences of one table between two pieces: the best one, then those before and after it.
func locateTable(l *layout, id string, year, from, to, depth int) []located {
	if depth > maxTablesPerID || to-from < 3 || depth > 0 && !mayHoldAnother(l, id, from, to) {
		return nil
	}
	a, ok := bestEdition(l, tableForms(), id, year, from, to)
	if !ok || !a.form.unlabelled() && !a.hasRows(l) {
		return nil
	}
	if a.form.unlabelled() {
		a.matches = a.aboveFigures(l)
	}
	a.matches = a.inPlace(l)
	a.matches = a.withMissed(l, from, to)
	t := readTable(l, a, to)
	before, after := t.from, t.to
	if a := l.pieces[before]; a.ruled {
		before, _ = l.line(a.line) // what stands beside the table is no table before it
	}
	if b := l.pieces[after-1]; b.ruled {
		_, after = l.line(b.line)
	}
	var out []located
	out = append(out, locateTable(l, id, year, from, max(from, before), depth+1)...)
	if len(t.facts)+len(t.unmapped)+len(t.doubts) > 0 {
		out = append(out, t)
	}
	return append(out, locateTable(l, id, year, min(max(t.to, after), to), to, depth+1)...)
}

// mayHoldAnother reports whether some of a table's labels stand between two pieces in their exact spelling: what is looked
// for in vain there, after the table has been found elsewhere, would cost as much as the table itself.
func mayHoldAnother(l *layout, id string, from, to int) bool {
	const enough = 3
	found := 0
	for i := from; i < to && found < enough; i++ {
		p := &l.pieces[i]
		for n := range tableForms() {
			if tf := &tableForms()[n]; tf.table.ID == id && len(tf.exact[p.norm]) > 0 {
				found++
				break
			}
		}
	}
	return found == enough
}

// holds reports whether as many of a table's rows stand between two pieces in their exact spelling as the table must have.
func (l *layout) holds(tf *tableForm, from, to int) bool {
	found := map[int]bool{}
	for i := from; i < to && len(found) < tf.least; i++ {
		for _, norm := range []string{l.pieces[i].norm, l.pieces[i].bare} {
			for _, like := range tf.exact[norm] {
				if tf.targets[like.target].kind == rowTarget {
					found[like.target] = true
				}
			}
		}
	}
	return len(found) >= tf.least
}

// bestEdition aligns the table as each edition prints it and keeps the one that fits better; the edition in force for the year
// wins a draw.
func bestEdition(l *layout, editions []tableForm, id string, year, from, to int) (alignment, bool) {
	var best alignment
	ok := false
	const draw = 1e-9
	for i := range editions {
		tf := &editions[i]
		if tf.table.ID != id || !l.holds(tf, from, to) {
			continue
		}
		a, found := align(l, tf, from, to)
		if !found {
			continue
		}
		edition, _ := forms.Named(tf.edition)
		switch alike := ok && a.sameRows(best); {
		case !ok, !alike && a.score > best.score+draw, (alike || a.score > best.score-draw) && edition.InForce(year):
			best, ok = a, true
		case alike && a.score > best.score+draw:
			if in, _ := forms.Named(best.form.edition); !in.InForce(year) {
				best = a
			}
		}
	}
	return best, ok
}

// sameRows reports whether two editions of a table were found by the same rows, which both have: those that tell them apart are not
// there, and what is not there proves nothing.
func (a alignment) sameRows(b alignment) bool {
	rows := func(a alignment) (out []string) {
		for _, m := range a.matches {
			if t := a.form.targets[m.target]; t.kind == rowTarget {
				out = append(out, t.labels[0].norm)
			}
		}
		return out
	}
	return slices.Equal(rows(a), rows(b))
}

// readTable fills the rows of an aligned table.
func readTable(l *layout, a alignment, limit int) located {
	t := located{form: a.form, score: a.score, from: a.matches[0].pieces[0]}
	used := map[int]bool{}
	for _, m := range a.matches {
		for _, p := range m.pieces {
			used[p] = true
			t.to = max(t.to, p+1)
		}
	}
	if a.form.unlabelled() {
		t.readUnlabelled(l, a, limit, used)
		return t
	}
	if a.form.table.Units() {
		passHeadings(l, a, used)
	}
	above := l.headsFrom(t.from)
	var rows []rowReading
	var order headOrder
	twoYears, anyTurned := false, false
	var years map[int]yearMark // of the columns, as far as the blocks so far tell
	for b, block := range a.form.table.Blocks {
		matches := a.rowsOf(b)
		if len(matches) == 0 {
			continue
		}
		columns, ruled := columnsOf(l, a.form.heads[b], above, matches[0].pieces[0], years)
		// Headings that stand over the rows' labels were moved aside: they tell no columns.
		aside := ruled && columns.overLabels(l, matches)
		ruled = ruled && !aside
		twice := !ruled && l.namedTwice(matches)
		order.look(l, above, matches[0].pieces[0])
		text, regular := textColumns{}, false
		order.printed, order.extra = nil, false
		if !ruled && !slices.Contains(order.marks, otherYear) {
			if text, regular = textColumnsOf(l, a.form.heads[b], above, matches); !regular {
				order.printed, order.extra = printedOrder(l, a.form, b, above, matches)
			}
		}
		turnedHeads := !ruled && !regular && order.printed == nil && l.wrappedTurned(block, a.form.heads[b], above, matches[0].pieces[0])
		grid := l.pieces[matches[0].pieces[0]].grid
		before, turned := noPiece, false // the figures of each row stand before its label
		if !ruled && !regular && a.form.targets[matches[0].target].row == 0 {
			before, turned = figuresBefore(l, above, len(block.Columns), matches)
		}
		anyTurned = anyTurned || turned
		read := make([]rowReading, len(block.Rows))
		for i, row := range block.Rows {
			read[i] = rowReading{row: row, last: noPiece}
		}
		for _, m := range matches {
			r := &read[a.form.targets[m.target].row]
			r.similarity, r.last = m.similarity, m.pieces[len(m.pieces)-1]
			if here := l.pieces[r.last].grid; ruled && here != grid && (l.width(here) != l.width(grid) || !l.pieces[r.last].ruled) {
				// The table goes on in a grid of another shape: the columns found so far mean nothing there.
				columns, ruled = columnsOf(l, a.form.heads[b], above, m.pieces[0], nil)
				grid = here
			}
			if f, ok := fillBeside(l, a.form.heads[b], r.last); ok {
				r.filling = f
			} else if ruled {
				r.filling = fillOwnLine(l, l.besideFigures(m), columns)
				years, twoYears = columns.years, twoYears || columns.years != nil
			} else if turned {
				r.filling = fillBefore(l, r, m, before)
				before = r.last
			} else if regular && l.pieces[r.last].grid >= 0 {
				r.filling = text.fill(l, l.pieces[r.last].line)
			} else if cells := following(l, m); !l.severalRows(cells, len(r.row.Cells)) {
				r.filling = order.fill(l, r.last, cells, len(r.row.Cells))
			} else {
				r.filling = filling{cells: noCells(len(r.row.Cells)), places: make([]place, len(r.row.Cells)),
					doubt: "行名后面连着几行数字，无法确定是哪一行"}
			}
			switch {
			case twice:
				r.filling = r.filling.unassigned("行名并排出现两次，无法确定哪一组数字是本年的")
			case turnedHeads && r.filling.doubt == "":
				r.filling.doubt = "栏名的次序像是与版式不同，按版式的次序对应"
			case aside && r.filling.doubt == "":
				r.filling.doubt = "栏名与数字错开，按次序对应"
			}
			above = r.last + 1
		}
		if !ruled && !regular {
			order.settleTotals(l, read)
			fillGaps(l, read)
			doubtStray(l, read)
		}
		rows = append(rows, read...)
	}
	if anyTurned {
		doubtNext(l, rows)
	}
	found := 0
	t.facts = make([]data.Fact, 0, len(a.form.table.Cells()))
	for _, r := range rows {
		if r.last == noPiece {
			continue
		}
		t.certainty += t.take(l, r.row, l.pieces[r.last].at, r.similarity, r.filling, used)
		found++
	}
	if found > 0 {
		t.certainty /= float64(found)
	}
	t.gatherUnmapped(l, limit, used)
	t.years = twoYears || order.twoYears
	return t
}

// headsFrom gives the piece from which on the headings of a table may stand that begins at another: they are below the rows of the
// table before.
func (l *layout) headsFrom(first int) int {
	for i := first - 1; i >= max(0, first-headDepth); i-- {
		if p := &l.pieces[i]; p.kind == labelPiece && isRowLabel(p.norm) {
			return i + 1
		}
	}
	return max(0, first-headDepth)
}

// inPlace gives the matches without rows that are named as a column is and do not follow another row of the form or a group: on a
// table on its side 其他 and 总计 follow other columns.
func (a alignment) inPlace(l *layout) []match {
	placed := map[int]bool{}
	var kept []match
	for _, m := range a.matches {
		first := m.pieces[0]
		if a.form.targets[m.target].kind == rowTarget && isColumnHead(l.pieces[first].norm) && !placed[l.labelBefore(first)] {
			continue
		}
		if a.form.targets[m.target].kind != columnTarget {
			for _, p := range m.pieces {
				placed[p] = true
			}
		}
		kept = append(kept, m)
	}
	return kept
}

// aboveFigures gives the matches above the first whole row of figures, where they name most of its columns: the headings of a second table
// of the kind go on where those of the first leave off.
func (a alignment) aboveFigures(l *layout) []match {
	n, named := len(a.form.table.Blocks[0].Columns), 0
	for i, m := range a.matches[1:] {
		if a.form.targets[a.matches[i].target].kind == columnTarget {
			named++
		}
		last := a.matches[i].pieces
		cells := 0
		for p := last[len(last)-1]; p < m.pieces[0]; p++ {
			if l.pieces[p].kind == valuePiece {
				cells++
			}
		}
		if cells >= n && 2*named > n {
			return a.matches[:i+1]
		}
	}
	return a.matches
}

// labelBefore gives the label before a piece; noPiece where there is none.
func (l *layout) labelBefore(piece int) int {
	for i := piece - 1; i >= 0; i-- {
		if l.pieces[i].kind == labelPiece {
			return i
		}
	}
	return noPiece
}

// besideFigures gives the last piece of a label in whose line of a ruled grid figures stand; its last where none do. A row broken over
// a page goes on in a line of its own, of which all other cells are blank.
func (l *layout) besideFigures(m match) int {
	for _, p := range slices.Backward(m.pieces) {
		if l.hasFiguresIn(l.pieces[p].line) {
			return p
		}
	}
	return m.pieces[len(m.pieces)-1]
}

// passHeadings marks as used what stands beside a heading where units are printed: strokes for the unit and the figure it has
// none of, and the row's number before it.
func passHeadings(l *layout, a alignment, used map[int]bool) {
	for _, m := range a.matches {
		if a.form.targets[m.target].kind != headTarget {
			continue
		}
		from, to := l.line(l.pieces[m.pieces[0]].line)
		for i := from; i < to; i++ {
			if p := &l.pieces[i]; p.kind == valuePiece && (i < m.pieces[0] || readCell(p.text).state != data.StateNumber) {
				used[i] = true
			}
		}
	}
}

// hasRows reports whether some row of the form was found by words that are not those of a column too: 其他 and 总计 head columns of
// two tables, and are rows of one where their numbers are lost.
func (a alignment) hasRows(l *layout) bool {
	return slices.ContainsFunc(a.matches, func(m match) bool {
		return a.form.targets[m.target].kind == rowTarget && (len(m.pieces) > 1 || !isColumnHead(l.pieces[m.pieces[0]].norm))
	})
}

// rowsOf lists the matched rows of a block in order.
func (a alignment) rowsOf(block int) []match {
	var out []match
	for _, m := range a.matches {
		if t := a.form.targets[m.target]; t.kind == rowTarget && t.block == block {
			out = append(out, m)
		}
	}
	return out
}
