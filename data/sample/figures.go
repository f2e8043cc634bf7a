package sample

import (
	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
)

// figures are what truly happened at an agency in a year, by cell of the form: the cells of every edition, so that a year
// can be reported on any of them.
type figures map[data.CellID]decimal.Decimal

func (f figures) set(key, column string, n int64) {
	f[data.CellID{Key: key, Column: column}] = decimal.NewFromInt(n)
}

// count gives a whole figure; a cell never set is 0.
func (f figures) count(key, column string) int64 {
	return f[data.CellID{Key: key, Column: column}].IntPart()
}

// add adds the figures of another report cell by cell.
func (f figures) add(other figures) {
	for id, v := range other {
		f[id] = f[id].Add(v)
	}
}

// applicantKeys are the columns of table 三 but the total.
func applicantKeys() []string {
	var keys []string
	for _, a := range forms.Applicants() {
		if a.Key != forms.Total {
			keys = append(keys, a.Key)
		}
	}
	return keys
}

// setRow sets a row of table 三 with its total.
func (f figures) setRow(key string, byApplicant []int64) {
	total := int64(0)
	for i, column := range applicantKeys() {
		f.set(key, column, byApplicant[i])
		total += byApplicant[i]
	}
	f.set(key, forms.Total, total)
}
