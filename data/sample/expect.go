package sample

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/regions"
)

// Expected is a finding the checks inside one report must give.
type Expected struct {
	Check    string        `json:"check"`
	Severity data.Severity `json:"severity"`
	Table    string        `json:"table,omitempty"`
	// Where names the place in the form's words: 自然人, 行政许可·本年处理决定数量.
	Where string `json:"where,omitempty"`
	// Cells are those the finding is about: of an identity that fails all its cells, of one that cannot be checked the cells
	// without a number, of BLANK the blank cells.
	Cells []CellName `json:"cells,omitempty"`
	// Left and Right are the two numbers compared, as the finding must give them; empty where the finding is about no two numbers.
	Left  string `json:"left,omitempty"`
	Right string `json:"right,omitempty"`
}

// CellName names a cell of the form.
type CellName struct {
	Key    string `json:"key"`
	Column string `json:"column,omitempty"`
}

func names(ids []data.CellID) []CellName {
	var out []CellName
	for _, id := range ids {
		out = append(out, CellName{id.Key, id.Column})
	}
	return out
}

// expect tells from the cells alone which findings follow. What a mistake breaks is never written down by hand.
func (d *draft) expect() []Expected {
	out := []Expected{}
	for _, t := range d.tables {
		for _, id := range t.Identities {
			if f, ok := d.expectIdentity(t, id); ok {
				out = append(out, f)
			}
		}
	}
	for _, t := range d.tables {
		out = append(out, d.expectValues(t)...)
	}
	for _, t := range d.tables {
		if f, ok := d.expectBlanks(t); ok {
			out = append(out, f)
		}
	}
	for _, t := range d.tables {
		if f, ok := d.expectEdition(t); ok {
			out = append(out, f)
		}
	}
	for i, t := range d.tables {
		out = append(out, expectRows(t, d.written[i])...)
		out = append(out, d.expectDisclosure(t)...)
	}
	for _, row := range d.mangled {
		out = append(out, Expected{Check: "READ", Severity: data.SeverityWarning, Table: row.table, Where: row.label, Cells: names(row.cells)})
	}
	out = append(out, d.slip.expected...)
	if d.zeroed {
		out = append(out, d.expectZero()...)
	}
	if d.fileRegion != "" || d.unlisted {
		out = append(out, Expected{Check: "ID-AGENCY", Severity: data.SeverityWarning})
	}
	if d.titleYear != d.year || d.periodYear != d.year || d.fileYear != d.year {
		out = append(out, Expected{Check: "ID-YEAR", Severity: data.SeverityWarning})
	}
	return out
}

// expectDisclosure finds what table 二 is suspected of: items counted as decisions, and 规章 of a body that makes none.
func (d *draft) expectDisclosure(t forms.Table) []Expected {
	var out []Expected
	for _, list := range []string{"permits", "other_services", "penalties", "coercion"} {
		ids := []data.CellID{{Key: list + ".items_previous"}, {Key: list + ".items_change"}, {Key: list + ".decided"}}
		previous, change, decided := d.cells[ids[0]], d.cells[ids[1]], d.cells[ids[2]]
		if _, ok := t.Cell(ids[0]); !ok || previous == nil || change == nil || decided == nil || previous.Value == nil || change.Value == nil ||
			decided.Value == nil || decided.Value.LessThan(decimal.NewFromInt(30)) ||
			!decided.Value.Equal(previous.Value.Add(*change.Value)) && !decided.Value.Equal(previous.Value.Sub(*change.Value)) {
			continue
		}
		out = append(out, Expected{Check: "T2-LIST", Severity: data.SeverityNote, Table: t.ID, Cells: names(ids),
			Left: decided.Value.String(), Right: decided.Value.String()})
	}
	f := Expected{Check: "T2-RULES", Severity: data.SeverityWarning, Table: t.ID}
	for _, c := range t.Cells() {
		cell := d.cells[c.CellID]
		if !strings.HasPrefix(c.Key, "rules.") || cell == nil || !cell.number().IsPositive() || d.mayListRules() {
			continue
		}
		if f.Left == "" {
			f.Left = cell.Value.String()
		}
		f.Cells = append(f.Cells, CellName{c.Key, c.CellID.Column})
	}
	if f.Left != "" {
		out = append(out, f)
	}
	return out
}

// mayListRules reports whether the report is that of a city's government, or of the office that lists what it makes.
func (d *draft) mayListRules() bool {
	return d.Region == regions.SamplePrefecture && (!d.own() || d.trade.name == "人民政府办公室")
}

// expectZero finds a table 三 of zeros below prose that speaks of requests.
func (d *draft) expectZero() []Expected {
	for _, key := range []string{"requests.received", "requests.carried_in", "outcome.total"} {
		if n := d.figures.count(key, forms.Total); n > 0 {
			return []Expected{{Check: "N-ZERO", Severity: data.SeverityWarning, Table: "3", Cells: names([]data.CellID{totalOf(key)}),
				Left: fmt.Sprint(n), Right: "0"}}
		}
	}
	return nil
}

// expectIdentity checks a sum. One that lacks a row is a matter of FORM-ROWS; one with a gap among figures other than 0
// cannot be checked, and says so.
func (d *draft) expectIdentity(t forms.Table, id forms.Identity) (Expected, bool) {
	var (
		sums    [2]decimal.Decimal
		open    [2]int // how many cells of a side hold no number
		gaps    []data.CellID
		nonZero bool
		least   = true // the sums are the smallest possible
		strokes = true // nothing stands in the gaps
	)
	for side, cells := range [][]data.CellID{id.Left, id.Right} {
		for _, cell := range cells {
			c, ok := d.cells[cell]
			if !ok {
				return Expected{}, false
			}
			if c.Value == nil {
				gaps = append(gaps, cell)
				open[side]++
				strokes = strokes && (c.State != data.StateText || c.Raw == "无") && c.State != data.StateUnreadable
				continue
			}
			least = least && !c.Value.IsNegative()
			nonZero = nonZero || !c.Value.IsZero()
			sums[side] = sums[side].Add(*c.Value)
		}
	}
	f := Expected{Check: id.Check, Severity: data.SeverityError, Table: t.ID, Where: id.Where}
	switch {
	case len(gaps) > 0 && !nonZero:
		return Expected{}, false
	case len(gaps) > 0 && !(least && (open[0] == 0 && sums[1].GreaterThan(sums[0]) || open[1] == 0 && sums[0].GreaterThan(sums[1]))):
		f.Severity, f.Cells = data.SeverityWarning, names(gaps)
		if least && strokes && open[0]*open[1] == 0 && sums[0].Equal(sums[1]) {
			f.Severity = data.SeverityNote // the gaps can only be 0
		}
		return f, true
	case sums[0].Equal(sums[1]):
		return Expected{}, false
	}
	f.Cells = names(slices.Concat(id.Left, id.Right))
	f.Left, f.Right = sums[0].String(), sums[1].String()
	return f, true
}

// expectValues finds figures that the measure does not allow.
func (d *draft) expectValues(t forms.Table) []Expected {
	var out []Expected
	for _, c := range t.Cells() {
		cell, ok := d.cells[c.CellID]
		if !ok {
			continue
		}
		kind := d.kinds[c.Key]
		wrong := cell.State == data.StateText && cell.Raw != "无"
		if cell.State == data.StateNumber {
			whole := kind == forms.Count || kind == forms.SignedCount
			wrong = cell.Value.IsNegative() && kind != forms.SignedCount || whole && !cell.Value.IsInteger()
		}
		if wrong {
			out = append(out, Expected{Check: "VALUE", Severity: data.SeverityError, Table: t.ID, Where: c.Label(),
				Cells: names([]data.CellID{c.CellID})})
		}
	}
	return out
}

// expectBlanks finds the blank cells of a table that is otherwise filled in.
func (d *draft) expectBlanks(t forms.Table) (Expected, bool) {
	var blank []data.CellID
	filled := false
	for _, c := range t.Cells() {
		cell, ok := d.cells[c.CellID]
		switch {
		case !ok:
		case cell.State == data.StateBlank:
			blank = append(blank, c.CellID)
		default:
			filled = true
		}
	}
	if len(blank) == 0 || !filled {
		return Expected{}, false
	}
	return Expected{Check: "BLANK", Severity: data.SeverityWarning, Table: t.ID, Cells: names(blank)}, true
}

// expectEdition finds a table on an edition that is not in force; table 四 is the same on all and cannot be.
func (d *draft) expectEdition(t forms.Table) (Expected, bool) {
	used := d.used[t.ID]
	want, _ := d.prescribed.Table(t.ID)
	if used == d.prescribed.Name || slices.EqualFunc(t.Cells(), want.Cells(), func(a, b forms.Cell) bool { return a.CellID == b.CellID }) {
		return Expected{}, false
	}
	return Expected{Check: "FORM-EDITION", Severity: data.SeverityWarning, Table: t.ID, Where: used}, true
}

// expectRows compares the rows written with those of the form.
func expectRows(form, written forms.Table) []Expected {
	count := func(t forms.Table) map[string]int {
		rows := map[string]int{}
		for _, b := range t.Blocks {
			for _, r := range b.Rows {
				rows[r.Cells[0].Key]++
			}
		}
		return rows
	}
	have, want := count(written), count(form)
	var out []Expected
	add := func(what, label string) {
		out = append(out, Expected{Check: "FORM-ROWS", Severity: data.SeverityWarning, Table: form.ID, Where: fmt.Sprintf("%s：%s", what, label)})
	}
	for _, b := range form.Blocks {
		for _, r := range b.Rows {
			switch n := have[r.Cells[0].Key]; {
			case n == 0:
				add("缺少", r.Label)
			case n > 1:
				add("重复", r.Label)
			}
		}
	}
	for _, b := range written.Blocks {
		for _, r := range b.Rows {
			if want[r.Cells[0].Key] == 0 {
				add("多出", r.Label)
			}
		}
	}
	return out
}
