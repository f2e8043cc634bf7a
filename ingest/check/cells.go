package check

import (
	"fmt"
	"strings"

	"tongjian/data"
	"tongjian/data/forms"
)

// values checks how single figures are written: VALUE.
func values(s *subject) []data.Finding {
	var out []data.Finding
	for _, t := range s.tables {
		for _, c := range t.Cells() {
			f, ok := s.facts[c.CellID]
			if !ok {
				continue
			}
			why := wrongValue(f)
			if why == "" {
				continue
			}
			v := finding("VALUE", t.ID, fmt.Sprintf("%s“%s”写的是“%s”：%s。", t.Name(), c.Label(), abridge(f.Raw), why))
			if f.Value != nil {
				v.Left = f.Value.String()
			}
			v.Cells = []data.FindingCell{s.cellOf(t, c.CellID)}
			out = append(out, v)
		}
	}
	return out
}

// wrongValue says what is wrong with a figure; empty when nothing is. Blanks and strokes are not figures and are BLANK's matter.
func wrongValue(f data.Fact) string {
	m, _ := forms.MeasureOf(f.Key)
	switch f.State {
	case data.StateUnreadable:
		return "无法辨认"
	case data.StateText:
		if strings.TrimSpace(f.Raw) == "无" {
			return ""
		}
		return "不是可以入库的数字，未作为数值"
	case data.StateNumber:
	default:
		return ""
	}
	switch {
	case m.Kind != forms.SignedCount && f.Value.IsNegative():
		return "不应小于 0"
	case (m.Kind == forms.Count || m.Kind == forms.SignedCount) && !f.Value.IsInteger():
		return "应为整数"
	case m.Kind == forms.Amount && (strings.HasPrefix(f.Note, "元") || strings.HasPrefix(f.Note, "亿元")):
		return "表中单位是" + m.Unit + "，所写单位不同，未作换算"
	}
	return ""
}

// blanks lists, once a table, the cells left blank in a table that is otherwise filled: BLANK.
func blanks(s *subject) []data.Finding {
	var out []data.Finding
	for _, t := range s.tables {
		var empty []data.FindingCell
		filled := false
		for _, c := range t.Cells() {
			f, ok := s.facts[c.CellID]
			switch {
			case !ok:
			case f.State == data.StateBlank:
				empty = append(empty, s.cellOf(t, c.CellID))
			default:
				filled = true
			}
		}
		if len(empty) == 0 || !filled {
			continue
		}
		var names []string
		const most = 3
		for _, c := range empty[:min(most, len(empty))] {
			names = append(names, "“"+c.Label+"”")
		}
		what := strings.Join(names, "、")
		if len(empty) > most {
			what += fmt.Sprintf(" 等 %d 格", len(empty))
		}
		f := finding("BLANK", t.ID, fmt.Sprintf("%s有 %d 格空白：%s；空白按未填处理，不当作 0。", t.Name(), len(empty), what))
		f.Cells = empty
		out = append(out, f)
	}
	return out
}
