package check

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/regions"
)

// lists looks for rows of 表二 on the form of 2019 that were misread: 处理决定数量 is not how many items there are now. T2-LIST.
func lists(s *subject) []data.Finding {
	const large = 50 // of smaller numbers one may well equal another
	var out []data.Finding
	for _, t := range s.tables {
		for _, item := range []string{"permits", "other_services", "penalties", "coercion"} {
			ids := []data.CellID{{Key: item + ".items_previous"}, {Key: item + ".items_change"}, {Key: item + ".decided"}}
			c, asked := t.Cell(ids[2])
			previous, change, decided := s.number(ids[0]), s.number(ids[1]), s.number(ids[2])
			if !asked || previous == nil || change == nil || decided == nil || decided.LessThan(decimal.NewFromInt(large)) {
				continue
			}
			sign := "+"
			switch {
			case decided.Equal(previous.Add(*change)):
			case decided.Equal(previous.Sub(*change)):
				sign = "−"
			default:
				continue
			}
			f := finding("T2-LIST", t.ID, fmt.Sprintf("%s“%s”为 %s，正好等于上一年项目数量 %s %s 本年增/减 %s：是否把现有项目数填成了处理决定数量？",
				t.Name(), c.Label(), decided, previous, sign, change))
			f.Left, f.Right, f.Difference = decided.String(), decided.String(), "0"
			for _, id := range ids {
				f.Cells = append(f.Cells, s.cellOf(t, id))
			}
			out = append(out, f)
		}
	}
	return out
}

// number gives a figure; nil when the cell holds none.
func (s *subject) number(id data.CellID) *decimal.Decimal { return s.facts[id].Value }

// rules looks for 规章 reported by a body that cannot make them: T2-RULES.
func rules(s *subject) []data.Finding {
	why := cannotMakeRules(s.report)
	if why == "" {
		return nil
	}
	for _, t := range s.tables {
		f := finding("T2-RULES", t.ID, "")
		var cells []string
		for _, c := range t.Cells() {
			v := s.number(c.CellID)
			if !strings.HasPrefix(c.Key, "rules.") || v == nil || !v.IsPositive() {
				continue
			}
			if len(cells) == 0 {
				f.Left = v.String()
			}
			cells = append(cells, fmt.Sprintf("“%s”%s", c.Label(), v))
			f.Cells = append(f.Cells, s.cellOf(t, c.CellID))
		}
		if len(cells) > 0 {
			f.Message = fmt.Sprintf("%s%s：%s，是否把规范性文件填成了规章？", t.Name(), list(cells), why)
			return []data.Finding{f}
		}
	}
	return nil
}

// cannotMakeRules says why the body a report is of cannot make 规章; empty when it can, or when that cannot be told. 规章 are made by
// the departments of the State Council, and by the governments of provinces, of cities with districts and of autonomous
// prefectures. What a government's office lists in its name is the government's.
func cannotMakeRules(r *data.Report) string {
	region, ok := regions.ByCode(r.Region)
	if len(r.Region) > 6 {
		region, ok = regions.ByCode(r.Region[:6])
	}
	switch {
	case !ok:
		return ""
	case region.Level == regions.LevelCounty || region.Level == regions.LevelTownship:
		return "县级及以下机关不能制定规章"
	case region.Level != regions.LevelPrefecture || r.Scope == data.ScopeConsolidated:
		return ""
	}
	name := forms.Normalize(r.Agency)
	for _, of := range []string{"政府", "政府办公室", "政府办公厅", "政府办"} {
		if strings.HasSuffix(name, of) {
			return ""
		}
	}
	return "设区的市的部门不能制定规章"
}
