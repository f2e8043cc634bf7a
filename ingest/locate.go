package ingest

import (
	"cmp"
	"slices"
	"strings"

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
}

// doubt is something the reader was not sure of.
type doubt struct {
	label string // the row, in the form's words
	why   string
	cells []data.FindingCell
}

// locate finds every statutory table in the document, in reading order. year, when known, decides between editions that fit
// equally well.
func locate(l *layout, year int) []located {
	var found []located
	for _, id := range tableIDs() {
		found = append(found, locateTable(l, id, year, 0, len(l.pieces), 0)...)
	}
	slices.SortFunc(found, func(a, b located) int { return cmp.Compare(a.from, b.from) })
	return found
}

// tableIDs lists the numbers of the statutory tables of all editions.
func tableIDs() []string {
	var ids []string
	for _, tf := range tableForms() {
		if !slices.Contains(ids, tf.table.ID) {
			ids = append(ids, tf.table.ID)
		}
	}
	return ids
}

// maxTablesPerID bounds how often one table may occur in a file: a workbook may hold a whole district.
const maxTablesPerID = 400

// locateTable finds the occurrences of one table between two pieces: the best one, then those before and after it.
func locateTable(l *layout, id string, year, from, to, depth int) []located {
	if depth > maxTablesPerID || to-from < 3 || depth > 0 && !mayHoldAnother(l, id, from, to) {
		return nil
	}
	a, ok := bestEdition(l, id, year, from, to)
	if !ok {
		return nil
	}
	t := readTable(l, a, to)
	var out []located
	out = append(out, locateTable(l, id, year, from, t.from, depth+1)...)
	if len(t.facts)+len(t.unmapped)+len(t.doubts) > 0 {
		out = append(out, t)
	}
	return append(out, locateTable(l, id, year, t.to, to, depth+1)...)
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

// bestEdition aligns the table as each edition prints it and keeps the one that fits better; the edition in force for the year
// wins a draw.
func bestEdition(l *layout, id string, year, from, to int) (alignment, bool) {
	var best alignment
	ok := false
	const draw = 1e-9
	for i := range tableForms() {
		tf := &tableForms()[i]
		if tf.table.ID != id {
			continue
		}
		a, found := align(l, tf, from, to)
		if !found {
			continue
		}
		edition, _ := forms.Named(tf.edition)
		if !ok || a.score > best.score+draw || a.score > best.score-draw && edition.InForce(year) {
			best, ok = a, true
		}
	}
	return best, ok
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
	above := max(0, t.from-headDepth)
	var rows []rowReading
	for b, block := range a.form.table.Blocks {
		matches := a.rowsOf(b)
		if len(matches) == 0 {
			continue
		}
		columns, ruled := columnsOf(l, a.form.heads[b], above, matches[0].pieces[0])
		read := make([]rowReading, len(block.Rows))
		for i, row := range block.Rows {
			read[i] = rowReading{row: row, last: noPiece}
		}
		for _, m := range matches {
			r := &read[a.form.targets[m.target].row]
			r.similarity, r.last = m.similarity, m.pieces[len(m.pieces)-1]
			if ruled {
				r.filling = fillByColumns(l, l.pieces[r.last].line, columns)
			} else if cells := following(l, m); !l.severalRows(cells, len(r.row.Cells)) {
				r.filling = fillByOrder(l, cells, len(r.row.Cells))
			} else {
				r.filling = filling{cells: slices.Repeat([]int{noPiece}, len(r.row.Cells)), places: make([]place, len(r.row.Cells)),
					doubt: "行名后面连着几行数字，无法确定是哪一行"}
			}
			above = r.last + 1
		}
		if !ruled {
			fillGaps(l, read)
		}
		rows = append(rows, read...)
	}
	found := 0
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
	return t
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

// take turns a filling into facts, and gives how certain the row is. at is where the row's label stands.
func (t *located) take(l *layout, row forms.Row, at data.Position, similarity float64, f filling, used map[int]bool) float64 {
	label := t.form.table.Name()
	if row.Label != "" {
		label = row.Cells[0].RowLabel()
	}
	var cells []data.FindingCell
	for i, cell := range row.Cells {
		fact, ok := t.fact(l, cell, f, i, used)
		if !ok {
			continue
		}
		t.facts = append(t.facts, fact)
		cells = append(cells, data.FindingCell{Table: fact.Table, Key: fact.Key, Column: fact.Column, Label: cell.Label(), Raw: fact.Raw, At: fact.At})
	}
	taken := len(cells)
	for _, p := range append(f.taken, f.spare...) {
		used[p] = true
		t.to = max(t.to, p+1)
	}
	if len(f.spare) > 0 || taken == 0 {
		u := data.Unmapped{Table: t.form.table.ID, Label: label, Row: row.Cells[0].Key, Values: []string{}, At: at}
		for i, p := range f.spare {
			if i == 0 {
				u.At = l.pieces[p].at
			}
			u.Values = append(u.Values, strings.TrimSpace(l.pieces[p].text))
			cells = append(cells, data.FindingCell{Table: t.form.table.ID, Label: label, Raw: l.pieces[p].text, At: l.pieces[p].at})
		}
		t.unmapped = append(t.unmapped, u)
	}
	if f.doubt != "" {
		t.doubts = append(t.doubts, doubt{label, f.doubt, cells})
		return similarity * 0.5
	}
	if similarity < 0.75 && taken > 0 {
		t.doubts = append(t.doubts, doubt{label, "行名与版式出入较大，按次序认定", cells})
	}
	return similarity
}

// fact reads the i-th cell of a filled row; false when the row has no such cell.
func (t *located) fact(l *layout, cell forms.Cell, f filling, i int, used map[int]bool) (data.Fact, bool) {
	fact := data.Fact{Table: t.form.table.ID, Key: cell.Key, Column: cell.CellID.Column}
	switch index := f.cells[i]; index {
	case noPiece:
		return data.Fact{}, false
	case emptyPlace:
		fact.State = data.StateBlank
		fact.At = l.placeOf(f.places[i])
	default:
		used[index] = true
		if index < l.size {
			t.to = max(t.to, index+1)
		}
		p := &l.pieces[index]
		r := readCell(p.text)
		fact.State, fact.Raw, fact.Note, fact.At = r.state, p.text, r.note, p.at
		if r.state == data.StateNumber {
			value := r.value
			fact.Value = &value
		}
	}
	return fact, true
}

// placeOf gives the position of an empty place of a ruled grid, which has no piece of its own.
func (l *layout) placeOf(at place) data.Position {
	from, to := l.line(at.line)
	for i := from; i < to; i++ {
		if p := l.pieces[i]; p.ruled {
			where := p.at
			where.Cell = at.col + 1
			return where
		}
	}
	return data.Position{}
}

// gatherUnmapped keeps the lines inside the table, and those directly below it in the same grid, that hold figures and fill no
// cell of the form: extra rows, repeated rows, a sentence put in as a last row.
func (t *located) gatherUnmapped(l *layout, limit int, used map[int]bool) {
	lastLine, grid := l.pieces[t.to-1].line, l.pieces[t.to-1].grid
	pending := -1 // a label no figure has followed yet
	open := false // the row gathered last may go on in the next line
	for n := l.pieces[t.from].line; n < len(l.starts)-1; n++ {
		from, to := l.line(n)
		if from >= limit {
			return
		}
		if from == to {
			continue
		}
		below := n > lastLine
		if below && (grid < 0 || l.pieces[from].grid != grid || t.isHeading(l, from, to)) {
			return
		}
		label, values, filled := -1, []int(nil), false
		for i := from; i < to; i++ {
			switch p := &l.pieces[i]; {
			case used[i]:
				filled = filled || p.kind != labelPiece
				if p.kind == labelPiece {
					pending, open = -1, false
				}
			case p.kind == valuePiece:
				values = append(values, i)
			case p.kind == labelPiece && len(values) == 0:
				label = i
			}
		}
		switch {
		case filled:
			pending, open = -1, false
			continue
		case label >= 0:
			pending, open = label, false
		}
		if len(values) == 0 {
			if below && label >= 0 {
				t.addUnmapped(l, label, nil)
			}
			continue
		}
		if open && label < 0 {
			last := &t.unmapped[len(t.unmapped)-1]
			for _, p := range values {
				last.Values = append(last.Values, strings.TrimSpace(l.pieces[p].text))
			}
		} else {
			t.addUnmapped(l, pending, values)
		}
		pending, open = -1, true
		t.to = max(t.to, to)
	}
}

func (t *located) addUnmapped(l *layout, label int, values []int) {
	u := data.Unmapped{Table: t.form.table.ID, Values: []string{}}
	if label >= 0 {
		u.Label, u.At = strings.TrimSpace(l.pieces[label].text), l.pieces[label].at
	} else {
		u.At = l.pieces[values[0]].at
	}
	for _, p := range values {
		u.Values = append(u.Values, strings.TrimSpace(l.pieces[p].text))
	}
	t.unmapped = append(t.unmapped, u)
}

// isHeading reports whether a line begins the next chapter or another table rather than going on with this one.
func (t *located) isHeading(l *layout, from, to int) bool {
	for i := from; i < to; i++ {
		p := &l.pieces[i]
		if p.kind != labelPiece {
			continue
		}
		if p.norm == "" {
			return true // prose
		}
		for n := range tableForms() {
			tf := &tableForms()[n]
			if len(tf.exact[p.norm]) > 0 || strings.Contains(p.norm, tf.title) {
				return true
			}
		}
		return strings.ContainsAny(string([]rune(p.norm)[:1]), "一二三四五六")
	}
	return false
}
