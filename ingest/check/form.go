package check

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"tongjian/data"
	"tongjian/data/forms"
)

// editions compares each table's edition with the one in force for the year: FORM-EDITION.
func editions(s *subject) []data.Finding {
	want, ok := forms.ForYear(s.report.Year)
	if !ok {
		return nil
	}
	var out []data.Finding
	for _, t := range s.tables {
		have, _ := forms.Named(s.report.Editions[t.ID])
		if have.Name == want.Name || sameTable(have, want, t.ID) {
			continue
		}
		out = append(out, finding("FORM-EDITION", t.ID, fmt.Sprintf("%s用的是 %s 年版式（%s）；%d 年度报告应当用 %s 年版式（%s）。",
			t.Name(), have.Name, have.Document, s.report.Year, want.Name, want.Document)))
	}
	return out
}

// sameTable reports whether two editions print a table alike, cell for cell.
func sameTable(a, b forms.Edition, id string) bool {
	ta, okA := a.Table(id)
	tb, okB := b.Table(id)
	if !okA || !okB {
		return false
	}
	ca, cb := ta.Cells(), tb.Cells()
	if len(ca) != len(cb) {
		return false
	}
	for i := range ca {
		if ca[i].CellID != cb[i].CellID {
			return false
		}
	}
	return true
}

// rows compares the rows found with those the edition has: FORM-ROWS. Rows missing, repeated and unknown are three findings at
// most for a table.
func rows(s *subject) []data.Finding {
	var out []data.Finding
	for _, id := range forms.TablesOf(s.report.Editions) {
		if _, ok := s.report.Editions[id]; !ok && s.report.Year > 0 {
			out = append(out, finding("FORM-ROWS", id, fmt.Sprintf("没有找到%s。", forms.TableName(id))))
		}
	}
	for _, t := range s.tables {
		if missing := s.missingRows(t); len(missing) > 0 {
			out = append(out, finding("FORM-ROWS", t.ID, fmt.Sprintf("%s缺少 %d 行：%s。", t.Name(), len(missing), list(missing))))
		}
		known := map[string]bool{}
		for _, b := range t.Blocks {
			for _, r := range b.Rows {
				known[forms.Normalize(r.Label)] = true
			}
		}
		repeated := s.unmapped(t, func(u data.Unmapped) bool { return known[forms.Normalize(u.Label)] })
		if len(repeated.Cells) > 0 {
			repeated.Message = fmt.Sprintf("%s有重复的行：%s；只取第一次出现的，其余保留原文。", t.Name(), list(labels(repeated)))
			out = append(out, repeated)
		}
		extra := s.unmapped(t, func(u data.Unmapped) bool { return !known[forms.Normalize(u.Label)] && !torn(t, u) })
		if len(extra.Cells) > 0 {
			extra.Message = fmt.Sprintf("%s有版式以外的行：%s；保留原文，不计入任何指标。", t.Name(), list(labels(extra)))
			out = append(out, extra)
		}
	}
	return out
}

func (s *subject) missingRows(t forms.Table) []string {
	var missing []string
	for _, b := range t.Blocks {
		for _, r := range b.Rows {
			found := false
			for _, c := range r.Cells {
				_, ok := s.facts[c.CellID]
				found = found || ok
			}
			if found || s.hasUnmapped(t.ID, r) {
				continue
			}
			name := r.Cells[0].RowLabel()
			if t.ID == "2" {
				name = r.Label
			}
			missing = append(missing, "“"+name+"”")
		}
	}
	return missing
}

// hasUnmapped reports whether a row was found whose figures could not be assigned; READ speaks of it.
func (s *subject) hasUnmapped(table string, r forms.Row) bool {
	for _, u := range s.report.Unmapped {
		if u.Table == table && u.Row != "" && u.Row == r.Cells[0].Key {
			return true
		}
	}
	return false
}

// torn reports whether what was kept as a row of its own is a piece of a long label that was broken over lines, with a number
// beside it that is not a row's: a page number came between. Pieces are told from rows by beginning in mid-label.
func torn(t forms.Table, u data.Unmapped) bool {
	const least, before = 4, 8 // characters of the piece, and of the label before it
	piece := forms.Normalize(u.Label)
	if utf8.RuneCountInString(piece) < least {
		return false
	}
	for _, b := range t.Blocks {
		for _, r := range b.Rows {
			label := forms.Normalize(r.Label)
			if i := strings.LastIndex(label, piece); i > 0 && utf8.RuneCountInString(label[:i]) >= before && len(u.Values) < len(r.Cells) {
				return true
			}
		}
	}
	return false
}

// unmapped gathers into one finding the unmapped rows of a table that satisfy a condition.
func (s *subject) unmapped(t forms.Table, want func(data.Unmapped) bool) data.Finding {
	f := finding("FORM-ROWS", t.ID, "")
	for _, u := range s.report.Unmapped {
		if u.Table != t.ID || u.Row != "" || !want(u) {
			continue
		}
		label := u.Label
		if label == "" {
			label = "（无行名）"
		}
		f.Cells = append(f.Cells, data.FindingCell{Table: t.ID, Label: label, Raw: strings.Join(u.Values, " "), At: u.At})
	}
	return f
}

func labels(f data.Finding) []string {
	var out []string
	for _, c := range f.Cells {
		out = append(out, "“"+abridge(c.Label)+"”")
	}
	return out
}

// list writes the first few of many names.
func list(names []string) string {
	const most = 5
	if len(names) > most {
		return strings.Join(names[:most], "、") + fmt.Sprintf(" 等 %d 项", len(names))
	}
	return strings.Join(names, "、")
}
