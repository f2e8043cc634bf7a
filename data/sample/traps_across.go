package sample

import (
	"slices"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/regions"
)

// noteLawful notes what looks like a mistake in a report and is none, where no mistake of the same kind is in it as well. before
// is last year's report, nil when there is none.
func (w world) noteLawful(r, before *Report, d *draft) {
	trap := func(check, name string, there bool) {
		if there && !slices.ContainsFunc(r.Findings, func(f Expected) bool { return f.Check == check }) {
			r.Traps = append(r.Traps, Trap{Name: name, Check: check})
		}
	}
	trap("BLANK", "斜线、横线和“无”不是空白", d.spelling == spellStrokes)
	trap("VALUE", "单元格里数字旁的说明", d.spelling == spellNotes)
	trap("T2-RULES", "设区的市的规章", d.rules)
	trap("FORM-EDITION", "换用新版式的第一年", r.Year == 2021 && r.Editions["3"] == "2021")
	trap("R-LATE", "最后一天收到", d.came().Equal(due(r.Scope, r.Year)))
	trap("R-LATE", "按期报送、期满后更正", !d.first.IsZero() && !d.first.After(due(r.Scope, r.Year)))
	trap("T3-APPLICANTS", "更正稿已改正的总计", !d.first.IsZero())
	trap("ID-AGENCY", "更名前以曾用名报送", d.former != "")
	trap("R-MISSING", "撤销以后不再报送", d.ExpectedTo == r.Year && r.Year < w.sample.Config.To)
	if before == nil {
		trap("Y-CARRY", "上年没有报告", r.Year > w.sample.Config.From)
	} else {
		trap("Y-STOCK", "上年是另一版式", r.Editions["2"] != before.Editions["2"])
		trap("Y-COPY", "两年都没有一件申请", w.zero(r, "3") && w.zero(before, "3"))
		trap("Y-JUMP", "小数目的骤变", w.smallJump(r, before))
	}
	if before != nil && d.lapseTold > 0 && !slices.ContainsFunc(r.Findings, func(f Expected) bool { return f.Check == "Y-STOCK" }) {
		r.Traps = append(r.Traps, Trap{Name: "正文说明了失效的件数", Check: "Y-STOCK", Most: data.SeverityNote})
	}
	trap("S-SUM", "有机关没有报告", r.Scope == data.ScopeConsolidated && slices.ContainsFunc(w.sample.Missing, func(m Missing) bool {
		return m.Year == r.Year && m.Scope == data.ScopeOwn && regions.Within(m.Region, r.Region)
	}))
}

// zero reports whether a table holds nothing but zeros.
func (w world) zero(r *Report, table string) bool {
	return !slices.ContainsFunc(r.Cells, func(c Cell) bool { return c.Table == table && (c.Value == nil || !c.Value.IsZero()) })
}

// smallJump reports whether some small count is more than five times that of the year before.
func (w world) smallJump(r, before *Report) bool {
	return slices.ContainsFunc(r.Cells, func(c Cell) bool {
		was := w.cells[before][c.ID()]
		return was != nil && was.number().IsPositive() && c.number().GreaterThan(was.number().Mul(decimal.NewFromInt(5)))
	})
}
