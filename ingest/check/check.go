package check

import (
	"tongjian/data"
	"tongjian/data/checks"
	"tongjian/data/forms"
)

// Report runs every check inside one report, in the declared order. ID-YEAR, ID-AGENCY and READ are not among them: they
// are about how a report was read and come from package ingest.
func Report(r *data.Report) []data.Finding {
	s := newSubject(r)
	var out []data.Finding
	for _, run := range []func(*subject) []data.Finding{identities, values, blanks, editions, rows, lists, rules, claimed} {
		out = append(out, run(s)...)
	}
	return out
}

// subject is a report made ready for checking.
type subject struct {
	report *data.Report
	facts  map[data.CellID]data.Fact
	tables []forms.Table // as each table's own edition prints it

	// For comparing claims: the table each total stands in, and the tables that hold nothing but zeros, by number.
	totals map[data.CellID]int
	zeros  map[string]bool
}

func newSubject(r *data.Report) *subject {
	s := &subject{report: r, facts: make(map[data.CellID]data.Fact, len(r.Facts))}
	for _, f := range r.Facts {
		if _, taken := s.facts[f.Cell()]; !taken {
			s.facts[f.Cell()] = f
		}
	}
	for _, id := range forms.TableIDs() {
		edition, ok := forms.Named(r.Editions[id])
		if !ok {
			continue
		}
		if t, ok := edition.Table(id); ok {
			s.tables = append(s.tables, t)
		}
	}
	return s
}

// finding begins a finding of a declared check.
func finding(id, table, message string) data.Finding {
	c, _ := checks.ByID(id)
	return data.Finding{Check: id, Severity: c.Severity, Table: table, Message: message}
}

// cellOf describes a fact as a cell of a finding.
func (s *subject) cellOf(t forms.Table, id data.CellID) data.FindingCell {
	out := data.FindingCell{Table: t.ID, Key: id.Key, Column: id.Column}
	if c, ok := t.Cell(id); ok {
		out.Label = c.Label()
	}
	if f, ok := s.facts[id]; ok {
		out.Raw, out.At = f.Raw, f.At
	}
	return out
}
