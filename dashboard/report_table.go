package dashboard

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/queries"
)

// cellID names a cell of the form in addresses: requests.received:total, review.total.
func cellID(key, column string) string {
	if column == "" {
		return key
	}
	return key + ":" + column
}

// printedCell is the cell a measure is read from in a report on a year, if the report is on the form of its year; for a figure
// that form does not print, its first part.
func printedCell(measure, applicant string, year int) string {
	used := map[string]string{}
	if e, ok := forms.ForYear(year); ok {
		for _, t := range e.Tables {
			used[t.ID] = e.Name
		}
	}
	id := standingIn(used, data.CellID{Key: measure, Column: applicant})
	return cellID(id.Key, id.Column)
}

// standingIn gives the cell a figure is read from in a report that has each table on the edition used names: the cell itself,
// or else the first part of the sum it is.
func standingIn(used map[string]string, id data.CellID) data.CellID {
	parts := []string{id.Key}
	if m, ok := forms.MeasureOf(id.Key); ok && len(m.Sum) > 0 {
		parts = append(parts, m.Sum[0])
	}
	for _, b := range forms.Bridges() {
		if b.Measure == id.Key {
			parts = append(parts, b.Parts[0])
		}
	}
	for _, key := range parts {
		part := data.CellID{Key: key, Column: id.Column}
		for table, name := range used {
			if _, ok := cellIn(name, table, part); ok {
				return part
			}
		}
	}
	return id
}

// cellIn finds a cell in a table of a named edition.
func cellIn(edition, table string, id data.CellID) (forms.Cell, bool) {
	e, ok := forms.Named(edition)
	if !ok {
		return forms.Cell{}, false
	}
	t, ok := e.Table(table)
	if !ok {
		return forms.Cell{}, false
	}
	return t.Cell(id)
}

// anchor is the id of a cell on the report page: c-requests.received-total.
func anchor(id string) string { return "c-" + strings.ReplaceAll(id, ":", "-") }

func escape(text string) string { return url.QueryEscape(text) }

// layTable lays a table out as the form prints it and fills in what the report says.
func layTable(r *queries.ReportDetail, id string, lines []findingLine, chosen data.CellID, finding *marked) reportTable {
	t := reportTable{ID: id, Name: forms.TableName(id), Edition: r.Editions[id]}
	if c, known := r.Certainty[id]; known && c < sureReading {
		t.Doubt = confidence(c)
	}
	for _, f := range lines {
		if f.Table == id {
			t.Findings = append(t.Findings, f)
		}
	}
	for _, u := range r.Unmapped {
		if u.Table == id {
			t.Unmapped = append(t.Unmapped, u)
		}
	}
	edition, ok := forms.Named(t.Edition)
	if !ok {
		return t
	}
	table, ok := edition.Table(id)
	if !ok {
		return t
	}
	t.Title, t.Document, t.InForce = table.Title, edition.Document, edition.InForce(r.Year)
	facts := map[data.CellID]data.Fact{}
	for _, f := range r.Facts {
		if _, twice := facts[f.Cell()]; !twice {
			facts[f.Cell()] = f
		}
	}
	self := "/reports/" + strconv.Itoa(r.ID)
	layout := table.Layout()
	for _, line := range layout.Lines() {
		var cells []formCell
		for _, c := range line {
			cell := fillCell(c, facts, t.Findings, chosen, finding, self)
			if class := labelClass(c, layout); class != "" {
				cell.Class = class
			}
			cells = append(cells, cell)
		}
		t.Lines = append(t.Lines, cells)
	}
	return t
}

// labelClass is the class of a cell that is no figure: the unit beside a row, a label across the whole table; empty for others.
func labelClass(c forms.LayoutCell, layout forms.Layout) string {
	switch {
	case c.Unit:
		return "unit"
	case !c.Head && c.ColSpan == layout.Cols:
		return "above"
	}
	return ""
}

// fillCell puts the report's text into a cell of the form.
func fillCell(c forms.LayoutCell, facts map[data.CellID]data.Fact, findings []findingLine, chosen data.CellID, finding *marked, self string) formCell {
	out := formCell{Head: c.Head, Rows: strconv.Itoa(c.RowSpan), Cols: strconv.Itoa(c.ColSpan), Text: c.Text}
	if c.Cell == nil {
		return out
	}
	id := cellID(c.Cell.CellID.Key, c.Cell.CellID.Column)
	out.Figure, out.ID, out.Anchor, out.Here = true, c.Cell.CellID, anchor(id), c.Cell.CellID == chosen || finding.has(c.Cell.CellID)
	out.Link = self + "?cell=" + escape(id) + "#" + out.Anchor
	title := []string{c.Cell.Label()}
	fact, ok := facts[c.Cell.CellID]
	classes := []string{}
	switch {
	case !ok:
		classes = append(classes, "unfilled")
		title = append(title, "报告里没有这一格")
	case fact.State == data.StateBlank:
		classes = append(classes, "unfilled")
		title = append(title, "空白：没有填写，不是零")
	case fact.State != data.StateNumber:
		classes = append(classes, "state")
		title = append(title, "填的是"+fact.State.Label()+"，不是数字")
	}
	out.Text = strings.TrimSpace(fact.Raw)
	if fact.Note != "" {
		title = append(title, "附注："+fact.Note)
	}
	if at := fact.At.Label(); at != "" {
		title = append(title, at)
	}
	if worst := worstOf(findings, c.Cell.CellID); worst != nil {
		mark, said := "has-"+string(worst.Severity), worst.Severity.Label()+"："+worst.Message
		if worst.Explained != nil {
			mark, said = "has-note", said+"已说明："+worst.Explained.Reason
		}
		classes = append(classes, mark)
		title = append(title, said)
	}
	if out.Here {
		classes = append(classes, "here")
	}
	out.Class, out.Title = strings.Join(classes, " "), strings.Join(title, "\n")
	return out
}

// worstOf gives the gravest finding about a cell, of those that stand explained only when there is no other.
func worstOf(findings []findingLine, id data.CellID) *findingLine {
	rank := func(f findingLine) int {
		grave := slices.Index([]data.Severity{data.SeverityError, data.SeverityWarning, data.SeverityNote}, f.Severity)
		if f.Explained != nil {
			grave += 10
		}
		return grave
	}
	var worst *findingLine
	for i, f := range findings {
		involved := slices.ContainsFunc(f.Cells, func(c findingCell) bool { return c.Report == 0 && c.Key == id.Key && c.Column == id.Column })
		if involved && (worst == nil || rank(f) < rank(*worst)) {
			worst = &findings[i]
		}
	}
	return worst
}
