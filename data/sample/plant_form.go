package sample

import (
	"slices"
	"strings"

	"tongjian/data"
	"tongjian/data/forms"
)

// Mistakes in the form rather than in a figure: cells left blank, an old form, rows left out, repeated or made up.

// blank leaves cells blank.
func (d *draft) blank(cells []*Cell) bool {
	for _, c := range cells {
		c.set(data.StateBlank, "")
		d.touched[c.ID()] = true
	}
	return len(cells) > 0
}

// zeros lists the cells of a table that hold 0 and satisfy a condition.
func (d *draft) zeros(table string, want func(data.CellID) bool) []*Cell {
	var out []*Cell
	for _, t := range d.tables {
		for _, c := range t.Cells() {
			if cell := d.cells[c.CellID]; t.ID == table && cell.State == data.StateNumber && cell.Value.IsZero() && want(c.CellID) {
				out = append(out, cell)
			}
		}
	}
	return out
}

// blankTable2: nothing to report on 规章, so nothing was written.
func blankTable2(d *draft, _ chance) bool {
	return d.blank(d.zeros("2", func(id data.CellID) bool { return strings.HasPrefix(id.Key, "rules.") }))
}

// blankTable3: a kind of applicant that never came was left out.
func blankTable3(d *draft, r chance) bool {
	column := pick(r, []string{"research", "nonprofit", "other"})
	return d.blank(d.zeros("3", func(id data.CellID) bool { return id.Column == column }))
}

// blankTable4: only the results there were are filled in.
func blankTable4(d *draft, _ chance) bool {
	if n, ok := d.total("review.total"); !ok || n == 0 {
		return false
	}
	return d.blank(d.zeros("4", func(data.CellID) bool { return true }))
}

// oldForm: the report is on the form of before, as some were in the year it changed. Table 四 is the same on both.
func oldForm(d *draft, _ chance) bool {
	old, ok := d.editions["2019"]
	if !ok || d.year != 2021 {
		return false
	}
	d.use(old, "2", "3")
	return true
}

// oldTable3: table 三 was copied from an older report.
func oldTable3(d *draft, _ chance) bool {
	old, ok := d.editions["2019"]
	if !ok || d.year < 2022 {
		return false
	}
	d.use(old, "3")
	return true
}

// rewrite changes the rows of a table as written, leaving the declared table alone.
func (d *draft) rewrite(table string, change func([]forms.Block)) {
	for i, t := range d.written {
		if t.ID != table {
			continue
		}
		t.Blocks = slices.Clone(t.Blocks)
		for b := range t.Blocks {
			t.Blocks[b].Rows = slices.Clone(t.Blocks[b].Rows)
		}
		change(t.Blocks)
		d.written[i] = t
	}
}

// extraKey is the key of the cells of a row no form has; it stands in no truth.
const extraKey = "sample.extra"

// extraRow: 行政检查 below 行政强制, as in some agencies' own statistics.
func extraRow(d *draft, r chance) bool {
	label := pick(r, []string{"行政检查", "行政确认", "行政奖励"})
	done := false
	d.rewrite("2", func(blocks []forms.Block) {
		for b := range blocks {
			if blocks[b].Heading != "第二十条第（六）项" {
				continue
			}
			row := forms.Row{Label: label}
			var values []string
			for i := range blocks[b].Columns {
				column := string(rune('a' + i))
				row.Cells = append(row.Cells, forms.Cell{CellID: data.CellID{Key: extraKey, Column: column}, Row: label})
				values = append(values, extraValues()[column])
			}
			blocks[b].Rows = append(blocks[b].Rows, row)
			d.unmapped = append(d.unmapped, data.Unmapped{Table: "2", Label: label, Values: values})
			done = true
		}
	})
	return done
}

func extraValues() map[string]string { return map[string]string{"a": "46", "b": "2", "c": "118"} }

// extra gives the texts of cells no form has.
func (d *draft) extra() map[data.CellID]string {
	out := map[data.CellID]string{}
	for column, text := range extraValues() {
		out[data.CellID{Key: extraKey, Column: column}] = text
	}
	return out
}

// missingRow: a row with nothing to report was deleted.
func missingRow(d *draft, r chance) bool {
	candidates := []string{
		"outcome.refused.state_secret", "outcome.refused.third_party_rights", "outcome.not_processed.publication",
		"outcome.not_processed.excessive",
	}
	var empty []string
	for _, key := range candidates {
		if n, ok := d.total(key); ok && n == 0 {
			empty = append(empty, key)
		}
	}
	if len(empty) == 0 {
		return false
	}
	key := pick(r, empty)
	d.rewrite("3", func(blocks []forms.Block) {
		blocks[0].Rows = slices.DeleteFunc(blocks[0].Rows, func(row forms.Row) bool { return row.Cells[0].Key == key })
	})
	for _, a := range forms.Applicants() {
		delete(d.cells, data.CellID{Key: key, Column: a.Key})
	}
	return true
}

// repeatedRow: a row was pasted twice.
func repeatedRow(d *draft, r chance) bool {
	key := pick(r, []string{"outcome.refused.law_forbidden", "outcome.not_processed.repeated", "outcome.unavailable.needs_creation"})
	d.rewrite("3", func(blocks []forms.Block) {
		i := slices.IndexFunc(blocks[0].Rows, func(row forms.Row) bool { return row.Cells[0].Key == key })
		blocks[0].Rows = slices.Insert(blocks[0].Rows, i+1, blocks[0].Rows[i])
		u := data.Unmapped{Table: "3", Label: blocks[0].Rows[i].Label}
		for _, c := range blocks[0].Rows[i].Cells {
			u.Values = append(u.Values, d.cells[c.CellID].Raw)
			d.touched[c.CellID] = true
		}
		d.unmapped = append(d.unmapped, u)
	})
	return true
}

// Last year's workbook was taken as the pattern, and its year stayed in one place: in the title,
func titleOfBefore(d *draft, _ chance) bool {
	// Where nothing but the name of the file says otherwise, nobody could tell which of the two years is right.
	if _, ok := d.inForce(d.year - 1); !ok || d.layout == layoutTables {
		return false
	}
	d.titleYear--
	return true
}

// in the period statement, where there is one,
func periodOfBefore(d *draft, _ chance) bool {
	if d.habits.layout == layoutTables {
		return false
	}
	d.periodYear--
	return true
}

// or in the name of the file.
func fileOfBefore(d *draft, _ chance) bool {
	d.fileYear--
	return true
}
