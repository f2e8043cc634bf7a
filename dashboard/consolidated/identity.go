package consolidated

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
)

// Uneven is an identity of the form that the sums do not satisfy.
type Uneven struct {
	Check string // T3-BALANCE
	Table string
	Where string // the column or row in the form's words
	// Left and Right are what the two sides come to.
	Left, Right decimal.Decimal
	Because     []Cause
}

// Cause is a part that makes an identity of the sums fail.
type Cause struct {
	Agency string
	Report int
	Why    string
}

// compare holds the sums against the identities of the form. An identity with a cell nobody gave a number for says nothing.
func (r *Report) compare() {
	for _, t := range r.Edition.Tables {
		for _, id := range t.Identities {
			left, ok := r.side(id.Left)
			right, also := r.side(id.Right)
			if !ok || !also || left.Equal(right) {
				continue
			}
			r.Uneven = append(r.Uneven, Uneven{Check: id.Check, Table: t.ID, Where: id.Where, Left: left, Right: right, Because: r.causes(t.ID, id)})
		}
	}
}

// side is what one side of an identity comes to in the sums.
func (r *Report) side(cells []data.CellID) (decimal.Decimal, bool) {
	total := decimal.Zero
	for _, id := range cells {
		s := r.Sums[id]
		if s.Value == nil {
			return total, false
		}
		total = total.Add(*s.Value)
	}
	return total, true
}

// causes are the parts in whose own figures the two sides differ: for what they give, a cell without a number gives nothing.
func (r *Report) causes(table string, id forms.Identity) []Cause {
	var out []Cause
	for i, p := range r.Parts {
		left, lacking := r.partSide(i, table, id.Left)
		right, more := r.partSide(i, table, id.Right)
		if left.Equal(right) {
			continue
		}
		why := fmt.Sprintf("两边是 %s 和 %s", left, right)
		if lacking = append(lacking, more...); len(lacking) > 0 {
			why = "“" + strings.Join(lacking[:min(3, len(lacking))], "”“") + "”没有数字"
			if len(lacking) > 3 {
				why = fmt.Sprintf("“%s”等 %d 格没有数字", lacking[0], len(lacking))
			}
		}
		out = append(out, Cause{Agency: p.Name, Report: p.Report, Why: why})
	}
	return out
}

// partSide is what one side comes to in a part's own figures, with the names of the cells it gives no number for.
func (r *Report) partSide(part int, table string, cells []data.CellID) (total decimal.Decimal, lacking []string) {
	for _, id := range cells {
		value, _ := r.figure(part, table, id)
		if value != nil {
			total = total.Add(*value)
			continue
		}
		if c, ok := forms.Find(r.Edition.Name, id); ok {
			lacking = append(lacking, c.Label())
		}
	}
	return total, lacking
}
