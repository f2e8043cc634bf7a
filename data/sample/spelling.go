package sample

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
)

// spell writes the figures the way the agency does. Every way is lawful: a correct reader takes the same figure from it, and
// nothing that takes part in an identity stops being a number.
func (d *draft) spell(r chance) {
	for _, t := range d.tables {
		for _, c := range t.Cells() {
			cell, ok := d.cells[c.CellID]
			if !ok || d.touched[c.CellID] || cell.State != data.StateNumber {
				continue
			}
			spellCell(d.spelling, cell, r)
		}
	}
	if d.spelling == spellStrokes {
		d.strike(r)
	}
}

func spellCell(spelling string, c *Cell, r chance) {
	v := *c.Value
	switch spelling {
	case spellSeparators:
		c.Raw = withSeparators(v)
	case spellFullWidth:
		if v.IsPositive() && v.IsInteger() {
			c.Raw = fullWidth(c.Raw)
		}
	case spellNotes:
		if c.Key == "normative.in_force" && v.GreaterThan(decimal.NewFromInt(5)) {
			c.Note = fmt.Sprintf("含自然失效%d件", 1+r.IntN(3))
			c.Raw += "（" + c.Note + "）"
		}
	case spellSigns:
		if !strings.HasSuffix(c.Key, ".items_change") || v.IsZero() {
			return
		}
		switch {
		case v.IsPositive():
			c.Raw = pick(r, []string{"+", "增"}) + c.Raw
		default:
			c.Raw = pick(r, []string{"-", "减"}) + v.Abs().String()
		}
	case spellUnits:
		if c.Table == "2" && strings.HasSuffix(c.Key, ".decided") {
			c.Raw += "件"
		}
	case spellBlanks:
		if v.IsPositive() && r.IntN(4) == 0 {
			c.Raw = pick(r, []string{" ", "　"}) + c.Raw + pick(r, []string{"", " "})
		}
	}
}

// strike writes strokes where there is nothing to report: 规章, which the agency cannot make, and routes of table 四 without
// a single case. No identity loses a number that others need.
func (d *draft) strike(r chance) {
	stroke := pick(r, []string{"—", "/", "无", "-"})
	state := map[string]data.State{"—": data.StateDash, "-": data.StateDash, "/": data.StateSlash, "无": data.StateText}[stroke]
	groups := map[string][]*Cell{}
	var order []string
	for _, t := range d.tables {
		for _, c := range t.Cells() {
			prefix, _, _ := strings.Cut(c.Key, ".")
			cell, ok := d.cells[c.CellID]
			if !ok || t.ID == "3" || t.ID == "2" && prefix != "rules" {
				continue
			}
			if groups[prefix] == nil {
				order = append(order, prefix)
			}
			groups[prefix] = append(groups[prefix], cell)
		}
	}
	for _, prefix := range order {
		empty := true
		for _, cell := range groups[prefix] {
			empty = empty && cell.State == data.StateNumber && cell.Value.IsZero() && !d.touched[cell.ID()]
		}
		if !empty {
			continue
		}
		for _, cell := range groups[prefix] {
			cell.set(state, stroke)
		}
	}
}

// withSeparators writes 12345.6 as 12,345.6.
func withSeparators(v decimal.Decimal) string {
	whole, fraction, _ := strings.Cut(v.Abs().String(), ".")
	var groups []string
	for len(whole) > 3 {
		groups = append([]string{whole[len(whole)-3:]}, groups...)
		whole = whole[:len(whole)-3]
	}
	out := strings.Join(append([]string{whole}, groups...), ",")
	if fraction != "" {
		out += "." + fraction
	}
	if v.IsNegative() {
		out = "-" + out
	}
	return out
}

// fullWidth writes digits in the broad forms of Chinese input methods.
func fullWidth(digits string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + '０'
		}
		return r
	}, digits)
}

// total gives the figure of a row's total, when the report has it as a number.
func (d *draft) total(key string) (int64, bool) {
	column := forms.Total
	if _, ok := d.cells[data.CellID{Key: key}]; ok {
		column = ""
	}
	c, ok := d.cells[data.CellID{Key: key, Column: column}]
	if !ok || c.State != data.StateNumber || !c.Value.IsInteger() {
		return 0, false
	}
	return c.Value.IntPart(), true
}
