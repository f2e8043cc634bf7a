package office

import (
	"slices"
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

// What stands in the cells of the form is part of the figures, in whatever order they are listed; how a sentence of the prose is
// worded is not, when there are two numbers.
func TestFiguresOf(t *testing.T) {
	f, turned, reworded := balance(), balance(), balance()
	turned.Cells[0], turned.Cells[1] = turned.Cells[1], turned.Cells[0]
	f.Cells = append(f.Cells, data.FindingCell{Label: "正文", Raw: "全年收到申请 40 件"})
	reworded.Cells = append(reworded.Cells, data.FindingCell{Label: "正文", Raw: "2023 年共收到申请40件"})
	if !FiguresOf(f).Same(FiguresOf(reworded)) || !FiguresOf(f).Same(FiguresOf(turned)) {
		t.Error("the order or the wording counts")
	}
	other := balance()
	other.Cells[0].Raw = "39"
	if FiguresOf(other).Same(FiguresOf(balance())) {
		t.Error("another figure in a cell does not count")
	}
	blank := func(raw string) Figures {
		return FiguresOf(data.Finding{Check: "FORM-ROWS", Cells: []data.FindingCell{{Table: "2", Label: "行政检查", Raw: raw}}})
	}
	if !blank("3  4").Same(blank("3 4")) || blank("3 4").Same(blank("3 5")) {
		t.Error("of a finding without numbers, the texts count")
	}
}

func TestSameFigures(t *testing.T) {
	for _, c := range []struct {
		a, b Figures
		want bool
	}{
		{Figures{"42", "41", "3/a/total\t40\n3/b/total\t2"}, Figures{"42", "41", "3/a/total\t40\n3/b/total\t2"}, true},
		{Figures{"42", "41", "3/a/total\t40\n3/b/total\t2"}, Figures{"42", "41", "3/a/total\t40.0\n3/b/total\t2"}, true},
		{Figures{"42", "41", "3/a/total\t40\n3/b/total\t2"}, Figures{"42", "41", "3/a/total\t41\n3/b/total\t1"}, false}, // the same sum of others
		{Figures{"42", "41", "3/a/total\t40"}, Figures{"42", "41", "3/b/total\t40"}, false},
		{Figures{"42", "41", ""}, Figures{"42.0", "41.00", ""}, true},
		{Figures{"42", "41", ""}, Figures{"43", "41", ""}, false},
		{Figures{"42", "41", ""}, Figures{"41", "42", ""}, false},
		{Figures{"42", "", ""}, Figures{"42", "0", ""}, false}, // a blank is not a zero
		{Figures{"", "", "3.5"}, Figures{"", "", "3.5"}, true},
		{Figures{"", "", "3.5"}, Figures{"", "", "4.5"}, false},
		{Figures{"", "", "2/a/\t0"}, Figures{"", "", "2/a/\t"}, false},
	} {
		if c.a.Same(c.b) != c.want || c.b.Same(c.a) != c.want {
			t.Errorf("%+v and %+v: want %t", c.a, c.b, c.want)
		}
	}
}

// A finding that has come to be about more cells, or fewer, is related to what it was; one about other cells, another year or
// another check is not.
func TestRelated(t *testing.T) {
	subject := func(check string, year int, cells string) Subject {
		return Subject{Agency: 7, Year: year, Scope: data.ScopeOwn, Check: check, Cells: cells}
	}
	b := NewBook([]Explanation{
		{ID: 1, Subject: subject("Y-CARRY", 2023, "3/a/total\n3/b/total")},
		{ID: 2, Subject: subject("Y-CARRY", 2023, "3/c/total")},
		{ID: 3, Subject: subject("Y-CARRY", 2022, "3/a/total")},
		{ID: 4, Subject: subject("Y-STOCK", 2023, "3/a/total")},
		{ID: 5, Subject: subject("Y-CARRY", 2023, "3/a/total\n3/c/total")},
		{ID: 6, Subject: subject("Y-CARRY", 2023, "")},
		{ID: 7, Subject: subject("Y-CARRY", 2023, "3/a/total")},
	})
	for cells, want := range map[string][]int64{"3/a/total": {1, 5}, "3/c/total\n3/d/total": {2, 5}, "3/d/total": nil, "": nil} {
		var got []int64
		for _, e := range b.Related(subject("Y-CARRY", 2023, cells)) {
			got = append(got, e.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", cells, got, want)
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
