package check

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/ingest/claims"
)

// compare holds a claim against what the table states; no finding when they agree.
func (s *subject) compare(c *data.Claim, t inTable) (data.Finding, bool) {
	said, value := []*data.Claim{c}, *c.Value
	if t.bridged {
		other, more := s.twinOf(c)
		switch {
		case more:
			return data.Finding{}, false // said with different numbers: which of them goes with this one cannot be told
		case other == nil:
			t.half = true
		case !s.before(c, other):
			return data.Finding{}, false // told with the other
		default:
			said, value = append(said, other), value.Add(*other.Value)
		}
	}
	switch {
	case value.Equal(t.sum), t.carried != nil && value.Equal(t.sum.Add(*t.carried)):
		return data.Finding{}, false
	case t.half && !strings.Contains(c.Key, claims.Agreed) && value.LessThan(t.sum):
		return data.Finding{}, false // the other category may make up the rest
	case len(t.gaps) > 0 && value.GreaterThan(t.sum):
		return s.unsure(said, value, t), true
	}
	f := finding(claimCheck(claims.Keys(c.Key)[0]), t.table.ID, "")
	difference := value.Sub(t.sum)
	f.Left, f.Right, f.Difference = value.String(), t.sum.String(), difference.String()
	f.Message = fmt.Sprintf("%s，%s，相差 %s%s。", statement(said, value), s.tableSays(c, t), difference.Abs(), s.hint(c, value, t))
	if narrowed(said) || s.saidRight(c, t) || t.half && value.LessThan(t.sum) {
		f.Severity = data.SeverityNote
	}
	f.Cells = s.claimCells(said, t)
	return f, true
}

// unsure says that a claim cannot be checked, because cells that take part are no numbers.
func (s *subject) unsure(said []*data.Claim, value decimal.Decimal, t inTable) data.Finding {
	f := finding(claimCheck(claims.Keys(said[0].Key)[0]), t.table.ID, "")
	f.Severity, f.Left = data.SeverityNote, value.String()
	f.Message = fmt.Sprintf("%s，无法核对：%s“%s”没有填全，所填各格合计 %s。", statement(said, value), t.table.Name(), s.measureNames(said[0]), t.sum)
	f.Cells = s.claimCells(said, t)
	return f
}

// twinOf finds the claim that, with this one, makes up a row of table 三. more is true when several give different numbers.
func (s *subject) twinOf(c *data.Claim) (other *data.Claim, more bool) {
	key := twin(c.Key)
	for i := range s.report.Claims {
		b := &s.report.Claims[i]
		if b.Key == key && key != "" && b.Value != nil && !claims.Approximate(b.Qualifier) {
			if other != nil && !other.Value.Equal(*b.Value) {
				return nil, true
			}
			other = b
		}
	}
	return other, false
}

// before reports whether one claim stands before another in the report.
func (s *subject) before(a, b *data.Claim) bool {
	for i := range s.report.Claims {
		switch &s.report.Claims[i] {
		case a:
			return true
		case b:
			return false
		}
	}
	return false
}

// saidRight reports whether, in the same breath, another claim of the same measure agrees with the table: the one at hand then is
// of something narrower, as in 收到申请20件，受理18件.
func (s *subject) saidRight(c *data.Claim, t inTable) bool {
	for i := range s.report.Claims {
		b := &s.report.Claims[i]
		if b != c && b.Key == c.Key && b.At == c.At && b.Value != nil && b.Value.Equal(t.sum) && len(t.gaps) == 0 {
			return true
		}
	}
	return false
}

// narrowed reports whether some claim is qualified.
func narrowed(said []*data.Claim) bool {
	for _, c := range said {
		if c.Qualifier != "" {
			return true
		}
	}
	return false
}

// statement writes what the prose says: 第一部分写“其他情形3起”.
func statement(said []*data.Claim, value decimal.Decimal) string {
	text := chapter(said[0]) + "写"
	for _, c := range said {
		text += "“" + c.Words + "”"
	}
	if len(said) > 1 {
		text += fmt.Sprintf("合计 %s", value)
	}
	return text
}

// chapter names the part of the report a claim stands in.
func chapter(c *data.Claim) string {
	if c.Section == 0 {
		return "正文"
	}
	return fmt.Sprintf("第%s部分", forms.ChineseNumber(string(rune('0'+c.Section))))
}

// tableSays writes what the table holds: 表四“行政复议·其他结果”为 0.
func (s *subject) tableSays(c *data.Claim, t inTable) string {
	name := t.table.Name()
	switch {
	case len(t.gaps) > 0:
		name = fmt.Sprintf("%s“%s”没有填全，所填各格合计已是 %s", name, s.measureNames(c), t.sum)
	case len(t.cells) == 1:
		cell, _ := t.table.Cell(t.cells[0])
		name = fmt.Sprintf("%s“%s”为 %s", name, cell.Label(), t.sum)
	default:
		name = fmt.Sprintf("%s“%s”合计为 %s", name, s.measureNames(c), t.sum)
	}
	if t.carried != nil && t.carried.IsPositive() {
		name += fmt.Sprintf("，加上年结转为 %s", t.sum.Add(*t.carried))
	}
	return name
}

// measureNames names the measures of a claim: 予以公开、部分公开.
func (s *subject) measureNames(c *data.Claim) string {
	var names []string
	for _, key := range claims.Keys(c.Key) {
		if row, ok := s.bridge(key); ok {
			key = row
		}
		m, _ := forms.MeasureOf(key)
		names = append(names, strings.ReplaceAll(m.Name, "：", "·"))
	}
	return strings.Join(names, "、")
}

// hint says what would explain a difference: the form of 2014 counted cases not yet decided among 其他情形.
func (s *subject) hint(c *data.Claim, value decimal.Decimal, t inTable) string {
	route, isOther := strings.CutSuffix(c.Key, ".other")
	if !isOther || t.table.ID != "4" {
		return ""
	}
	var pending inTable
	if !s.add(&pending, route+".pending") || len(pending.gaps) > 0 || !pending.sum.IsPositive() || !value.Equal(t.sum.Add(pending.sum)) {
		return ""
	}
	return fmt.Sprintf("（“尚未审结”为 %s，两者之和与正文相同）", pending.sum)
}

// claimCells lists the places a comparison is about: the claims, then the cells of the table.
func (s *subject) claimCells(said []*data.Claim, t inTable) []data.FindingCell {
	var out []data.FindingCell
	for _, c := range said {
		out = append(out, claimCell(c))
	}
	for _, id := range t.cells {
		out = append(out, s.cellOf(t.table, id))
	}
	for _, id := range t.gaps {
		if _, there := s.facts[id]; there {
			out = append(out, s.cellOf(t.table, id))
		}
	}
	return out
}

// claimCell describes a claim as a place of a finding.
func claimCell(c *data.Claim) data.FindingCell {
	return data.FindingCell{Label: chapter(c), Raw: c.Quote, At: c.At}
}
