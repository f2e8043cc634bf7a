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

// printedCell is the cell a measure is read from; for a sum that no edition prints, its first part.
func printedCell(measure, applicant string) string {
	if m, ok := forms.MeasureOf(measure); ok && len(m.Sum) > 0 {
		if _, printed := forms.Find("", data.CellID{Key: measure, Column: applicant}); !printed {
			measure = m.Sum[0]
		}
	}
	return cellID(measure, applicant)
}

// anchor is the id of a cell on the report page: c-requests.received-total.
func anchor(id string) string { return "c-" + strings.ReplaceAll(id, ":", "-") }

func escape(text string) string { return url.QueryEscape(text) }

// layTable lays a table out as the form prints it and fills in what the report says.
func layTable(r *queries.ReportDetail, id string, lines []findingLine, chosen data.CellID) reportTable {
	t := reportTable{ID: id, Name: forms.TableName(id), Edition: r.Editions[id]}
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
	for _, line := range table.Layout().Lines() {
		var cells []formCell
		for _, c := range line {
			cells = append(cells, fillCell(c, facts, t.Findings, chosen, self))
		}
		t.Lines = append(t.Lines, cells)
	}
	return t
}

// fillCell puts the report's text into a cell of the form.
func fillCell(c forms.LayoutCell, facts map[data.CellID]data.Fact, findings []findingLine, chosen data.CellID, self string) formCell {
	out := formCell{LayoutCell: c, Text: c.Text}
	if c.Cell == nil {
		return out
	}
	id := cellID(c.Cell.CellID.Key, c.Cell.CellID.Column)
	out.Figure, out.Anchor, out.Here = true, anchor(id), c.Cell.CellID == chosen
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
		classes = append(classes, "has-"+string(worst.Severity))
		title = append(title, worst.Severity.Label()+"："+worst.Message)
	}
	if out.Here {
		classes = append(classes, "here")
	}
	out.Class, out.Title = strings.Join(classes, " "), strings.Join(title, "\n")
	return out
}

// worstOf gives the gravest finding about a cell.
func worstOf(findings []findingLine, id data.CellID) *findingLine {
	order := []data.Severity{data.SeverityError, data.SeverityWarning, data.SeverityNote}
	var worst *findingLine
	for i, f := range findings {
		involved := slices.ContainsFunc(f.Cells, func(c findingCell) bool { return c.Key == id.Key && c.Column == id.Column })
		if involved && (worst == nil || slices.Index(order, f.Severity) < slices.Index(order, worst.Severity)) {
			worst = &findings[i]
		}
	}
	return worst
}
