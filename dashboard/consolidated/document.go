package consolidated

import (
	"fmt"
	"io"
	"strconv"

	"tongjian/data/forms"

	"tongjian/dashboard/docx"
)

// WriteDocx writes the report as a document in the order of the official form, chapters of prose as headings with room under them,
// and after it, on a page of its own to be taken out, the list of its parts.
func (r *Report) WriteDocx(w io.Writer) error {
	d := docx.New(r.Title())
	d.Add(docx.Title, r.Title())
	d.Add(docx.Small, r.note()+"。")
	for _, c := range r.Edition.Chapters() {
		if c.Number == 3 { // its table fits a page that begins with it
			d.NewPage()
		}
		if c.Number > 0 {
			d.Add(docx.Heading, c.Heading())
		}
		if c.Table == nil {
			d.Add(docx.Text, blank)
			continue
		}
		d.Grid(r.grid(*c.Table))
	}
	d.NewPage()
	r.appendix(d)
	if err := d.Write(w); err != nil {
		return fmt.Errorf("report of %s on %d: %w", r.Region.Name, r.Year, err)
	}
	return nil
}

// grid is a table of the form with the sums in it.
func (r *Report) grid(t forms.Table) docx.Grid {
	l := t.Layout()
	g := docx.Grid{Rows: l.Rows, Columns: gridColumns(t, l)}
	for _, c := range l.Cells {
		cell := docx.GridCell{Row: c.Row, Col: c.Col, RowSpan: c.RowSpan, ColSpan: c.ColSpan, Text: c.Text, Head: c.Head,
			Left: !c.Head && !c.Unit && c.Cell == nil && c.RowSpan == 1}
		if c.Cell != nil {
			cell.Text, _ = r.text(c.Cell.CellID)
		}
		g.Cells = append(g.Cells, cell)
	}
	if t.ID == "3" {
		for _, c := range l.Cells {
			if c.Cell != nil {
				g.HeadRows = c.Row
				break
			}
		}
	}
	return g
}

// gridColumns are the widths of the grid's columns: labels as broad as their words need, figures share the rest.
func gridColumns(t forms.Table, l forms.Layout) []int {
	labels := 0
	for _, c := range l.Cells {
		if c.Cell != nil {
			labels = c.Col
			break
		}
	}
	widths := make([]int, l.Cols)
	for i := range widths {
		widths[i] = 14
	}
	switch {
	case t.ID == forms.Statistics:
		widths[0], widths[1], widths[2] = 110, 16, 30
	case labels == 3:
		widths[0], widths[1], widths[2] = 9, 16, 48
	case labels == 1:
		widths[0] = l.Cols * 14 / 3
	}
	return widths
}

// appendix lists the parts: what the office needs and the public does not.
func (r *Report) appendix(d *docx.Document) {
	d.Add(docx.Heading, "附：汇总情况（印发前删去本页及以后）")
	for _, line := range r.Summary() {
		d.Add(docx.Text, line)
	}
	for _, u := range r.Uneven {
		d.Add(docx.Small, u.Sentence())
	}
	t := docx.Table{Columns: []docx.Column{{Head: "序号", Width: 12}, {Head: "地区", Width: 24}, {Head: "单位", Width: 60, Left: true},
		{Head: "情形", Width: 22}, {Head: "版式", Width: 16}, {Head: "错误", Width: 11}, {Head: "提醒", Width: 11}}}
	t.Rows = append(t.Rows, r.listed()...)
	if len(t.Rows) > 0 {
		d.Table(t)
	}
	for _, f := range r.Leftover {
		d.Add(docx.Small, f.Sentence())
	}
}

// listed are the missing first, then the parts: number, region, name, state, edition, errors, warnings.
func (r *Report) listed() [][]string {
	var rows [][]string
	add := func(cells ...string) { rows = append(rows, append([]string{strconv.Itoa(len(rows) + 1)}, cells...)) }
	for _, m := range r.Missing {
		add(Short(m.RegionName), Short(m.Name), "缺报", "——", "——", "——")
	}
	for _, p := range r.Parts {
		state := "已计入"
		if !p.Roster {
			state = "已计入（册外）"
		}
		add(Short(p.RegionName), Short(p.Name), state, editions(p), strconv.Itoa(p.Errors), strconv.Itoa(p.Warnings))
	}
	return rows
}

// Sentence says which figure found no cell.
func (f Leftover) Sentence() string {
	return fmt.Sprintf("未计入：%s %s版式%s“%s” %s。", Short(f.Agency), f.Edition, forms.TableName(f.Table), f.Label, f.Value)
}
