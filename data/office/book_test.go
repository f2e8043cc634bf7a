package office

import (
	"testing"

	"tongjian/data"
)

// A subject is of what stays: the cells, whatever their order, their text, their place and the report's number.
func TestSubjectStays(t *testing.T) {
	f := balance()
	same := balance()
	same.Cells[0], same.Cells[1] = same.Cells[1], same.Cells[0]
	same.Cells[0].At, same.Cells[0].Raw, same.Cells[0].Label = data.Position{Page: 3, Line: 1}, "50", "总计"
	same.Message, same.Left, same.Severity = "另一句话", "50", data.SeverityNote
	if SubjectOf(7, 2023, data.ScopeOwn, f) != SubjectOf(7, 2023, data.ScopeOwn, same) {
		t.Errorf("%q and %q", CellsOf(f), CellsOf(same))
	}
	other := balance()
	other.Cells[1].Column = "business"
	named := data.Finding{Check: "FORM-ROWS", Table: "2", Cells: []data.FindingCell{{Table: "2", Label: "行政 检查"}}}
	renamed := data.Finding{Check: "FORM-ROWS", Table: "2", Cells: []data.FindingCell{{Table: "2", Label: "行政检验"}}}
	seen := map[Subject]bool{}
	for _, s := range []Subject{
		SubjectOf(7, 2023, data.ScopeOwn, f), SubjectOf(8, 2023, data.ScopeOwn, f), SubjectOf(7, 2022, data.ScopeOwn, f),
		SubjectOf(7, 2023, data.ScopeConsolidated, f), SubjectOf(7, 2023, data.ScopeOwn, other),
		SubjectOf(7, 2023, data.ScopeOwn, named), SubjectOf(7, 2023, data.ScopeOwn, renamed),
		SubjectOf(7, 2023, data.ScopeOwn, data.Finding{Check: "FORM-ROWS", Table: "3"}),
	} {
		if seen[s] {
			t.Errorf("%+v is another subject too", s)
		}
		seen[s] = true
	}
}

func TestSameFigures(t *testing.T) {
	for _, c := range []struct {
		a, b Figures
		want bool
	}{
		{Figures{"42", "41", "x"}, Figures{"42", "41", "y"}, true}, // other texts of the same numbers
		{Figures{"42", "41", ""}, Figures{"42.0", "41.00", ""}, true},
		{Figures{"42", "41", ""}, Figures{"43", "41", ""}, false},
		{Figures{"42", "41", ""}, Figures{"41", "42", ""}, false},
		{Figures{"42", "", ""}, Figures{"42", "0", ""}, false}, // a blank is not a zero
		{Figures{"", "", "3.5"}, Figures{"", "", "3.5"}, true},
		{Figures{"", "", "3.5"}, Figures{"", "", "4.5"}, false},
		{Figures{"", "", "0"}, Figures{"", "", ""}, false},
	} {
		if c.a.Same(c.b) != c.want || c.b.Same(c.a) != c.want {
			t.Errorf("%+v and %+v: want %t", c.a, c.b, c.want)
		}
	}
}

func TestBook(t *testing.T) {
	f, changed := balance(), balance()
	changed.Left, changed.Cells[0].Raw = "43", "41"
	subject := SubjectOf(7, 2023, data.ScopeOwn, f)
	write := func(id int64, f data.Finding) Explanation {
		return Explanation{ID: id, Subject: subject, Figures: FiguresOf(f)}
	}
	withdrawn := func(e Explanation) Explanation {
		e.Withdrawn = &Withdrawal{Author: "李"}
		return e
	}
	for _, c := range []struct {
		name              string
		said              []Explanation
		current, outdated int64 // 0 none
		before            int
	}{
		{"nothing", nil, 0, 0, 0},
		{"answered", []Explanation{write(1, f)}, 1, 0, 0},
		{"said better", []Explanation{write(1, f), write(2, f)}, 2, 0, 1},
		{"the last word taken back", []Explanation{write(1, f), withdrawn(write(2, f))}, 0, 0, 2},
		{"said again", []Explanation{withdrawn(write(1, f)), write(2, f)}, 2, 0, 1},
		{"other figures", []Explanation{write(1, changed)}, 0, 1, 1},
		{"other figures, taken back", []Explanation{withdrawn(write(1, changed))}, 0, 0, 1},
		{"the old figures are back", []Explanation{write(1, f), write(2, changed)}, 1, 0, 1},
	} {
		said := NewBook(c.said).About(subject, FiguresOf(f))
		id := func(e *Explanation) int64 {
			if e == nil {
				return 0
			}
			return e.ID
		}
		if id(said.Current) != c.current || id(said.Outdated(FiguresOf(f))) != c.outdated || len(said.Before) != c.before {
			t.Errorf("%s: current %d, outdated %d, %d before", c.name, id(said.Current), id(said.Outdated(FiguresOf(f))), len(said.Before))
		}
	}
}
