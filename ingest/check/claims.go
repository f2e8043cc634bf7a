package check

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/ingest/claims"
)

// claimed compares the numbers of the prose with the tables: the checks whose names begin with N-.
//
// A claim is judged only where it is tied to measures a table of the report has rows for, and is exact. Where cells the
// comparison needs are not numbers, those that are still make a smallest possible sum: a claim below it is wrong whatever the
// others may be, and one above it cannot be checked.
func claimed(s *subject) []data.Finding {
	if len(s.report.Claims) == 0 {
		return nil
	}
	s.indexTotals()
	out := s.zeroTables()
	for i := range s.report.Claims {
		c := &s.report.Claims[i]
		if c.Key == "" || c.Value == nil || claims.Approximate(c.Qualifier) {
			continue
		}
		t, ok := s.stated(c)
		if !ok || s.allZero(t.table.ID) && c.Value.IsPositive() || s.repeated(i) {
			continue // a table of zeros is spoken of once
		}
		if f, ok := s.compare(c, t); ok {
			out = append(out, f)
		}
	}
	return append(out, s.listed()...)
}

// claimCheck gives the check a measure belongs to.
func claimCheck(key string) string {
	switch group, _, _ := strings.Cut(key, "."); {
	case key == "requests.received":
		return "N-RECEIVED"
	case key == "outcome.total", key == "requests.closed":
		return "N-CLOSED"
	case group == "requests":
		return "N-CARRIED"
	case group == "review":
		return "N-REVIEW"
	case strings.HasPrefix(group, "suit"):
		return "N-SUIT"
	case group == "rules", group == "normative":
		return "N-NORMATIVE"
	case group == "channel":
		return "N-CHANNELS"
	case strings.HasPrefix(group, "outcome"):
		return "N-OUTCOME"
	}
	return "" // 主动公开: what counts as one differs from place to place
}

// inTable is what a table states of the measures a claim names.
type inTable struct {
	table forms.Table
	cells []data.CellID // those whose numbers were added
	sum   decimal.Decimal
	gaps  []data.CellID // those that are no number, or not there
	// carried is the number of cases carried in, where the claim may include them.
	carried *decimal.Decimal
	// bridged is true when the claim counts by the form of 2014, half when it gives only one of the two numbers that make up a row.
	bridged, half bool
}

// stated finds what the tables say of the measures a claim names; false when no table of the report has rows for them.
func (s *subject) stated(c *data.Claim) (inTable, bool) {
	var t inTable
	for _, key := range claims.Keys(c.Key) {
		if row, ok := s.bridge(key); ok {
			t.bridged, key = true, row
		}
		if claimCheck(key) == "" || !s.add(&t, key) {
			return inTable{}, false
		}
	}
	if c.Key == "requests.received" && s.mayIncludeCarried(c) {
		if f, ok := s.facts[data.CellID{Key: "requests.carried_in", Column: forms.Total}]; ok {
			t.carried = f.Value
		}
	}
	return t, true
}

// add adds a measure as its table states it: the row, or the rows it is the sum of.
func (s *subject) add(t *inTable, key string) bool {
	found := false
	for _, row := range s.rowsOf(key) {
		table, id, ok := s.cell(row)
		if !ok {
			continue
		}
		if t.table.ID != "" && t.table.ID != table.ID {
			return false
		}
		t.table = table
		f, there := s.facts[id]
		found = found || there
		if there && f.Value != nil {
			t.sum, t.cells = t.sum.Add(*f.Value), append(t.cells, id)
			continue
		}
		t.gaps = append(t.gaps, id)
		if table.ID != "3" {
			continue
		}
		for _, a := range forms.Applicants() {
			part := data.CellID{Key: row, Column: a.Key}
			if f, ok := s.facts[part]; ok && f.Value != nil && a.Key != forms.Total {
				t.sum, t.cells, found = t.sum.Add(*f.Value), append(t.cells, part), true
			}
		}
	}
	return found
}

// rowsOf gives the measures that are printed for one that may be a sum: suit.total is 未经复议直接起诉 and 复议后起诉.
func (s *subject) rowsOf(key string) []string {
	if _, _, printed := s.cell(key); printed {
		return []string{key}
	}
	m, _ := forms.MeasureOf(key)
	return m.Sum
}

// cell finds the total of a measure in the tables of the report, as their editions print them.
func (s *subject) cell(key string) (forms.Table, data.CellID, bool) {
	id := data.CellID{Key: key, Column: forms.ColumnOf(key)}
	i, ok := s.totals[id]
	if !ok {
		return forms.Table{}, data.CellID{}, false
	}
	return s.tables[i], id, true
}

// indexTotals notes which table each total stands in, and which tables are there whole without a number other than 0.
func (s *subject) indexTotals() {
	s.totals, s.zeros = map[data.CellID]int{}, map[string]bool{}
	for i, t := range s.tables {
		zero := true
		for _, b := range t.Blocks {
			for _, row := range b.Rows {
				for _, c := range row.Cells {
					if c.CellID.Column == "" || c.CellID.Column == forms.Total {
						s.totals[c.CellID] = i
					}
					if f, ok := s.facts[c.CellID]; zero {
						zero = ok && (f.Value == nil || f.Value.IsZero())
					}
				}
			}
		}
		s.zeros[t.ID] = zero
	}
}

// mayIncludeCarried reports whether a number of requests received may count those carried in: 受理 means both, and 收到20件
// （含上年结转3件） says so.
func (s *subject) mayIncludeCarried(c *data.Claim) bool {
	if strings.Contains(c.Words, "受理") {
		return true
	}
	for i := range s.report.Claims {
		part := &s.report.Claims[i]
		if part.PartOf > 0 && part.PartOf <= len(s.report.Claims) && &s.report.Claims[part.PartOf-1] == c && part.Key == "requests.carried_in" {
			return true
		}
	}
	return false
}

// bridge gives the measure of the report's own form that counts, among others, what a measure of an older form counted.
func (s *subject) bridge(key string) (measure string, ok bool) {
	if _, _, printed := s.cell(key); printed {
		return "", false
	}
	b, ok := bridgeFrom(key)
	return b.Measure, ok
}

// bridgeFrom gives the bridge a measure of an older form is a part of.
func bridgeFrom(key string) (forms.Bridge, bool) {
	all := forms.Bridges()
	i := slices.IndexFunc(all, func(b forms.Bridge) bool { return !b.Direct() && slices.Contains(b.Parts, key) })
	if i < 0 {
		return forms.Bridge{}, false
	}
	return all[i], true
}

// twin gives the other measure of the older form that goes into the same measure of today.
func twin(key string) string {
	b, _ := bridgeFrom(key)
	for _, part := range b.Parts {
		if part != key && len(b.Parts) == 2 {
			return part
		}
	}
	return ""
}

// repeated reports whether a claim says what one before it has said.
func (s *subject) repeated(i int) bool {
	c := &s.report.Claims[i]
	return slices.ContainsFunc(s.report.Claims[:i], func(b data.Claim) bool {
		return b.Key == c.Key && b.Value != nil && b.Value.Equal(*c.Value) && b.Qualifier == c.Qualifier
	})
}
