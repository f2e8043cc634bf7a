package consolidated

import (
	"fmt"
	"strings"
	"unicode"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/queries"
)

// named is how many parts are named beside a figure; the working papers name all.
const named = 8

// Title is what the government's report is called.
func (r *Report) Title() string {
	return fmt.Sprintf("%s%d年%s", Short(r.Region.Name), r.Year, r.Edition.Title())
}

// FileName is what the report's files are called, without ending.
func (r *Report) FileName() string {
	return fmt.Sprintf("汇总报告-%s-%d", Short(r.Region.Name), r.Year)
}

// SheetsName is what the working papers are called, without ending.
func (r *Report) SheetsName() string {
	return fmt.Sprintf("汇总底册-%s-%d", Short(r.Region.Name), r.Year)
}

// Summary says in a few sentences what the sums rest on and what is open, the first the most important.
func (r *Report) Summary() []string {
	roster := 0
	for _, p := range r.Parts {
		if p.Roster {
			roster++
		}
	}
	lines := []string{fmt.Sprintf("由 %d 份各单位本级报告逐格相加", len(r.Parts))}
	switch expected := roster + len(r.Missing); {
	case len(r.Missing) > 0:
		lines[0] += fmt.Sprintf("：名录应报 %d 份，已收 %d 份，缺 %d 份，缺的没有计入。", expected, roster, len(r.Missing))
	case expected > 0:
		lines[0] += "，名录上的单位全部已报。"
	default:
		lines[0] += "；名录没有规定应报单位。"
	}
	if n := len(r.Wrong()); n > 0 {
		lines = append(lines, fmt.Sprintf("%d 份报告有错误，既没有更正也没有说明，仍按原文计入。", n))
	}
	if len(r.Uneven) > 0 {
		lines = append(lines, fmt.Sprintf("合计有 %d 处勾稽关系不成立，原因在后面逐条列出。", len(r.Uneven)))
	} else if len(r.Parts) > 0 {
		lines = append(lines, "合计满足表中全部勾稽关系。")
	}
	if n := r.Incomplete(); n > 0 && len(r.Parts) > 0 {
		lines = append(lines, fmt.Sprintf("%d 格的合计不含个别单位（空白、横线、文字不当作零），在格上注明。", n))
	}
	if n := len(r.Others()); n > 0 {
		lines = append(lines, fmt.Sprintf("%d 份报告用的不是%s版式，只计两种版式相同的格，其余 %d 个数字另列。", n, r.Edition.Name, len(r.Leftover)))
	}
	return lines
}

// Remark says who is not in the sum of a cell; empty when all parts are.
func (r *Report) Remark(id data.CellID) string {
	s := r.Sums[id]
	if s.Unitless {
		return "表上没有规定单位，各单位的数字不能相加"
	}
	if len(s.Without) == 0 {
		return ""
	}
	var names []string
	for _, w := range s.Without[:min(named, len(s.Without))] {
		names = append(names, Short(w.Agency)+"（"+w.Why+"）")
	}
	text := fmt.Sprintf("%d 个单位给出数字；%d 个没有：%s", s.Given, len(s.Without), strings.Join(names, "、"))
	if len(s.Without) > named {
		text += "等，全部见汇总底册"
	}
	return text
}

// editions names the editions a part's tables are on.
func editions(p queries.ConsolidationPart) string {
	var seen []string
	for _, id := range forms.TableIDs() {
		if name := p.Editions[id]; name != "" && !strings.Contains(strings.Join(seen, "、"), name) {
			seen = append(seen, name)
		}
	}
	if len(seen) == 0 {
		return "没有表"
	}
	return strings.Join(seen, "、")
}

// Sentence says what does not agree, and because of whom.
func (u Uneven) Sentence() string {
	text := fmt.Sprintf("%s“%s”（%s）：两边合计 %s 和 %s", forms.TableName(u.Table), u.Where, u.Check, u.Left, u.Right)
	var names []string
	for _, c := range u.Because[:min(named, len(u.Because))] {
		names = append(names, Short(c.Agency)+"（"+c.Why+"）")
	}
	if len(names) > 0 {
		text += "，出自 " + strings.Join(names, "、")
	}
	if len(u.Because) > named {
		text += fmt.Sprintf(" 等 %d 个单位", len(u.Because))
	}
	return text + "。"
}

// Short makes an agency's words fit a line: one line, and at most forty characters.
func Short(text string) string {
	const most = 40
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
