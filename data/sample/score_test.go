package sample

import (
	"slices"
	"testing"

	"tongjian/data"
)

// answersOf are the findings of a program that makes no mistake.
func answersOf(truth []Report) []Found {
	var out []Found
	for _, r := range truth {
		for _, want := range r.Findings {
			f := data.Finding{Check: want.Check, Severity: want.Severity, Table: want.Table, Left: want.Left, Right: want.Right}
			for _, c := range want.Cells {
				f.Cells = append(f.Cells, data.FindingCell{Key: c.Key, Column: c.Column})
			}
			out = append(out, Found{Place: r.Place(), Finding: f})
		}
	}
	return out
}

func scoreOf(t *testing.T, scores []Score, check string) Score {
	t.Helper()
	i := slices.IndexFunc(scores, func(s Score) bool { return s.Check == check })
	if i < 0 {
		t.Fatalf("no score of %s", check)
	}
	return scores[i]
}

func TestMeasure(t *testing.T) {
	truth := generate(t, small()).Reports
	right := answersOf(truth)
	if sum := Total(Measure(truth, nil, right)); sum.Planted == 0 || sum.Found != sum.Planted || sum.Missed+sum.Extra+sum.Flagged != 0 {
		t.Errorf("all right: %+v", sum)
	}
	if sum := Total(Measure(truth, nil, nil)); sum.Found != 0 || sum.Missed != sum.Planted {
		t.Errorf("nothing found: %+v", sum)
	}
	if sum := Total(Measure(truth, nil, append(slices.Clone(right), right...))); sum.Found != sum.Planted || sum.Extra != sum.Planted {
		t.Errorf("everything twice: %+v", sum)
	}
	const check = "T3-BALANCE"
	i := slices.IndexFunc(right, func(f Found) bool { return f.Check == check && f.Left != "" })
	for name, change := range map[string]func(*Found){
		"severity":       func(f *Found) { f.Severity = data.SeverityNote },
		"table":          func(f *Found) { f.Table = "4" },
		"number":         func(f *Found) { f.Left += "0" },
		"cells":          func(f *Found) { f.Cells = f.Cells[1:] },
		"year":           func(f *Found) { f.Year++ },
		"another agency": func(f *Found) { f.Agency += "甲" },
	} {
		wrong := slices.Clone(right)
		change(&wrong[i])
		s := scoreOf(t, Measure(truth, nil, wrong), check)
		if s.Missed != 1 || s.Extra != 1 || len(s.Details) != 2 {
			t.Errorf("%s wrong: %d missed, %d extra, details %q", name, s.Missed, s.Extra, s.Details)
		}
		if p, ok := s.Precision(); !ok || p == 100 {
			t.Errorf("%s wrong: precision %v, %v", name, p, ok)
		}
		if p, ok := s.Recall(); !ok || p == 100 {
			t.Errorf("%s wrong: recall %v, %v", name, p, ok)
		}
	}
}

func TestMeasureTraps(t *testing.T) {
	place := Place{"甲局", "990101", 2023, data.ScopeOwn}
	truth := func(most data.Severity) []Report {
		return []Report{{Agency: place.Agency, Region: place.Region, Year: place.Year, Scope: place.Scope, Traps: []Trap{{"陷阱", "BLANK", most}}}}
	}
	for _, test := range []struct {
		most, given    data.Severity
		flagged, extra int
	}{
		{"", "", 0, 0},
		{"", data.SeverityNote, 1, 1},
		{data.SeverityNote, data.SeverityNote, 0, 0},
		{data.SeverityNote, data.SeverityWarning, 1, 1},
	} {
		var found []Found
		if test.given != "" {
			found = []Found{{place, data.Finding{Check: "BLANK", Severity: test.given}}}
		}
		s := scoreOf(t, Measure(truth(test.most), nil, found), "BLANK")
		if s.Traps != 1 || s.Flagged != test.flagged || s.Extra != test.extra {
			t.Errorf("most %q, given %q: %+v", test.most, test.given, s)
		}
	}
}

func TestEveryTrapIsLaid(t *testing.T) {
	laid := map[string]int{}
	for _, r := range generate(t, DefaultConfig()).Reports {
		for _, trap := range r.Traps {
			laid[trap.Name]++
		}
	}
	for _, trap := range proseTraps() {
		if laid[trap.Name] == 0 {
			t.Errorf("%s does not occur in the default sample", trap.Name)
		}
	}
	if len(laid) != len(proseTraps())+15 {
		t.Errorf("%d kinds of traps are laid, want those of the prose and 15 others: %v", len(laid), laid)
	}
}
