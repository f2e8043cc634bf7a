package ingest

import (
	"strings"

	"tongjian/data"
	"tongjian/data/forms"
)

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
		if m, _ := forms.MeasureOf(cell.Key); t.form.table.Units() && r.note == m.Unit {
			fact.Note = "" // 12件 where 件 is printed beside the figure
		}
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
