package ingest

import (
	"cmp"
	"slices"
	"strings"

	"tongjian/data"
	"tongjian/ingest/word97"
)

// isDOC recognises Word documents of before 2007, those of WPS Writer among them.
func isDOC(b []byte) bool { return word97.Is(b) }

// readDOC reads the text of an old Word document: tables as grids, the rest as paragraphs.
func readDOC(b []byte) (data.Document, error) {
	paragraphs, err := word97.Read(b)
	if err != nil {
		return data.Document{}, err
	}
	t := oldTables{flow: newFlow()}
	for _, p := range paragraphs {
		if t.paragraph(p); t.flow.err != nil {
			return data.Document{}, t.flow.err
		}
	}
	t.close(0)
	items, err := t.flow.finish()
	if err != nil {
		return data.Document{}, err
	}
	var w blockWriter
	w.items(items)
	if len(w.lines.blocks) == 0 {
		return data.Document{}, errNotReadable{"Word 文档里没有文字：内容可能是图片"}
	}
	return data.Document{Blocks: w.lines.blocks}, nil
}

// oldTables builds the tables of an old Word document, which says of each paragraph what it ends and of each row where its cells begin:
// which columns there are is known once all rows are.
type oldTables struct {
	flow *flow
	open []*oldTable
}

type oldTable struct{ rows []oldRow }

// oldRow is a row as its end describes it, with the cells that were read.
type oldRow struct {
	row word97.Row
	at  *flowRow
}

func (t *oldTables) paragraph(p word97.Paragraph) {
	f := t.flow
	t.close(p.Depth)
	for len(t.open) < p.Depth && f.err == nil {
		if len(t.open) > 0 && f.cell() == nil {
			f.openCell(span{cols: 1, rows: 1})
		}
		f.openTable()
		t.open = append(t.open, &oldTable{})
	}
	if p.EndsRow {
		t.endRow(p.Row)
		return
	}
	if p.Depth > 0 && f.cell() == nil {
		f.openCell(span{cols: 1, rows: 1})
	}
	for i, line := range strings.Split(p.Text, "\n") {
		if i > 0 {
			f.endParagraph()
		}
		f.write(line, false, true)
	}
	f.endParagraph()
	if p.EndsCell {
		f.closeCell()
	}
}

// endRow ends the row of the innermost table.
func (t *oldTables) endRow(row word97.Row) {
	if len(t.open) == 0 {
		return
	}
	table, at := t.open[len(t.open)-1], t.flow.table().row
	if at == nil {
		return // a row without cells
	}
	t.flow.closeRow()
	table.rows = append(table.rows, oldRow{row, at})
}

// close ends the tables that are deeper.
func (t *oldTables) close(depth int) {
	for len(t.open) > depth && t.flow.err == nil {
		t.open[len(t.open)-1].place()
		t.open = t.open[:len(t.open)-1]
		t.flow.closeTable()
	}
}

// sameEdge is how far apart edges may be that are meant to be one, in twentieths of a point: two millimetres.
const sameEdge = 113

// place tells each cell how many columns it takes: as many as have an edge in any row between its own.
func (t *oldTable) place() {
	var edges []int
	for _, r := range t.rows {
		if r.fits() {
			edges = append(edges, r.row.Edges...)
		}
	}
	slices.Sort(edges)
	columns := map[int]int{} // by edge
	last, column := 0, -1
	for _, e := range edges {
		if column < 0 || e-last > sameEdge {
			column++
			last = e
		}
		columns[e] = column
	}
	for _, r := range t.rows {
		if !r.fits() {
			continue
		}
		r.at.before = columns[r.row.Edges[0]]
		for i, c := range r.at.cells {
			said := r.row.Cells[i]
			c.cols = max(1, columns[r.row.Edges[i+1]]-columns[r.row.Edges[i]])
			c.joinsLeft, c.joinsUp, c.startsDown = said.JoinsLeft, said.JoinsUp, said.StartsDown
		}
	}
}

// fits reports whether a row has as many cells as its end says, one after another.
func (r oldRow) fits() bool {
	return len(r.row.Cells) > 0 && len(r.row.Cells) == len(r.at.cells) && slices.IsSortedFunc(r.row.Edges, cmp.Compare[int])
}
