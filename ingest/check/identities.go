package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
)

// identities checks the sums the form states or implies: T3-BALANCE, T3-OUTCOMES, T3-APPLICANTS, T4-SUM, S14-SUM.
//
// An identity with a cell that holds no number cannot be checked. Where figures stand around the gap that is said, because a
// failure may hide there; where every cell is blank or struck out there is nothing to check. Counts are never below 0, so the
// figures there are make a smallest possible sum: where it is more than the other side the identity fails whatever the gaps
// hold, and where it is just as much the gaps can only be 0, which is no more than a note.
func identities(s *subject) []data.Finding {
	var out []data.Finding
	for _, t := range s.tables {
		for _, id := range t.Identities {
			left, right := s.side(id.Left), s.side(id.Right)
			switch {
			case left.missing || right.missing || !left.figures && !right.figures:
				continue // a row that is not there is FORM-ROWS's matter
			case len(left.gaps)+len(right.gaps) > 0:
				if !left.nonZero && !right.nonZero {
					continue // nothing but zeros and gaps: BLANK says it once for the table
				}
				out = append(out, s.withGaps(t, id, left, right))
			case !left.sum.Equal(right.sum):
				out = append(out, s.mismatch(t, id, left, right))
			}
		}
	}
	return out
}

// side is one side of an identity.
type side struct {
	sum     decimal.Decimal
	figures bool // some cell holds a number
	nonZero bool // some cell holds a number other than 0
	missing bool // some cell is not in the report at all
	// negative is true when a cell holds a number below 0: the sum is no smallest possible one then.
	negative bool
	gaps     []data.CellID
}

func (s *subject) side(ids []data.CellID) side {
	var out side
	for _, id := range ids {
		f, ok := s.facts[id]
		switch {
		case !ok:
			out.missing = true
		case f.Value == nil:
			out.gaps = append(out.gaps, id)
		default:
			out.sum = out.sum.Add(*f.Value)
			out.figures = true
			out.nonZero = out.nonZero || !f.Value.IsZero()
			out.negative = out.negative || f.Value.IsNegative()
		}
	}
	return out
}

func (s *subject) mismatch(t forms.Table, id forms.Identity, left, right side) data.Finding {
	return s.failed(t, id, left, right, fmt.Sprintf("%s = %s，%s = %s，相差 %s。", s.words(t, id, id.Left), left.sum,
		s.words(t, id, id.Right), right.sum, left.sum.Sub(right.sum).Abs()))
}

func (s *subject) failed(t forms.Table, id forms.Identity, left, right side, how string) data.Finding {
	difference := left.sum.Sub(right.sum)
	f := finding(id.Check, t.ID, fmt.Sprintf("%s“%s”：%s", t.Name(), id.Where, how))
	f.Left, f.Right, f.Difference = left.sum.String(), right.sum.String(), difference.String()
	for _, cell := range append(append([]data.CellID{}, id.Left...), id.Right...) {
		f.Cells = append(f.Cells, s.cellOf(t, cell))
	}
	return f
}

// withGaps says what can be told of an identity some cells of which hold no number.
func (s *subject) withGaps(t forms.Table, id forms.Identity, left, right side) data.Finding {
	gaps := slices.Concat(left.gaps, right.gaps)
	part, whole := left, right
	if len(left.gaps) == 0 {
		part, whole = right, left
	}
	names, empty := s.gapNames(t, id, gaps)
	f := finding(id.Check, t.ID, "")
	f.Cells = empty
	switch {
	case len(whole.gaps) > 0 || part.negative || part.sum.LessThan(whole.sum) || part.sum.Equal(whole.sum) && !s.empty(gaps):
		f.Severity = data.SeverityWarning
		f.Message = fmt.Sprintf("%s“%s”无法核对合计：%s。", t.Name(), id.Where, names)
		return f
	case part.sum.Equal(whole.sum):
		f.Severity = data.SeverityNote
		f.Message = fmt.Sprintf("%s“%s”：%s；同一边所填各格之和已等于另一边的 %s，空着的只能是 0。", t.Name(), id.Where, names, whole.sum)
		return f
	}
	return s.failed(t, id, left, right, fmt.Sprintf("%s；同一边所填各格之和已是 %s，多于另一边的 %s，至少相差 %s。", names, part.sum, whole.sum,
		part.sum.Sub(whole.sum)))
}

// empty reports whether nothing is written in cells but strokes: words may mean a number.
func (s *subject) empty(cells []data.CellID) bool {
	return !slices.ContainsFunc(cells, func(id data.CellID) bool {
		f := s.facts[id]
		return f.State != data.StateBlank && f.State != data.StateDash && f.State != data.StateSlash && strings.TrimSpace(f.Raw) != "无"
	})
}

// gapNames names the cells without a number, the first few of many, and gives them all.
func (s *subject) gapNames(t forms.Table, id forms.Identity, gaps []data.CellID) (names string, cells []data.FindingCell) {
	const most = 4
	var first []string
	for _, gap := range gaps {
		cells = append(cells, s.cellOf(t, gap))
		if len(first) < most {
			first = append(first, fmt.Sprintf("“%s”%s", nameIn(t, id, gap), stands(s.facts[gap])))
		}
	}
	names = strings.Join(first, "、")
	if len(gaps) > most {
		names += fmt.Sprintf(" 等 %d 格", len(gaps))
	}
	return names, cells
}

// stands says what a cell without a number holds.
func stands(f data.Fact) string {
	switch f.State {
	case data.StateBlank:
		return "是空白"
	case data.StateDash, data.StateSlash:
		return "写的是“" + strings.TrimSpace(f.Raw) + "”"
	}
	return "不是数字（“" + abridge(f.Raw) + "”）"
}

// words writes one side of an identity as people would: the cells by name when they are few, as a sum when they are many.
func (s *subject) words(t forms.Table, id forms.Identity, cells []data.CellID) string {
	if len(cells) > 4 {
		first, last := nameIn(t, id, cells[0]), nameIn(t, id, cells[len(cells)-1])
		return fmt.Sprintf("%s 至 %s 之和", first, last)
	}
	var parts []string
	for _, cell := range cells {
		part := nameIn(t, id, cell)
		if len(cells) > 1 {
			part += " " + s.facts[cell].Value.String()
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " + ")
}

// nameIn names a cell within its identity: by its column in a sum over columns, by its row in a sum over rows.
func nameIn(t forms.Table, id forms.Identity, cell data.CellID) string {
	c, ok := t.Cell(cell)
	switch {
	case !ok:
		return cell.Key
	case id.Check == "T3-APPLICANTS" || id.Check == "T4-SUM":
		return c.Column
	case id.Check == "S14-SUM":
		return forms.WithoutNotes(c.Row) // the identity's own name says what it is a part of
	}
	return c.RowLabel()
}

// abridge shortens a cell's text for a sentence.
func abridge(raw string) string {
	runes := []rune(strings.Join(strings.Fields(raw), " "))
	const most = 20
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
}
