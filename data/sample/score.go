package sample

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tongjian/data"
	"tongjian/data/checks"
)

// Found is a finding of one report, as a program under measurement gave it.
type Found struct {
	Place
	data.Finding
}

// Place names a report: whose, on which year, of which scope.
type Place struct {
	Agency string     `json:"agency"`
	Region string     `json:"region"`
	Year   int        `json:"year"`
	Scope  data.Scope `json:"scope"`
}

func (p Place) String() string {
	return fmt.Sprintf("%s %d 年（%s）", p.Agency, p.Year, p.Scope.Label())
}

// Score is how one check fared against the truth.
type Score struct {
	Check string
	// Planted findings are those the truth calls for; Found of them were given, Missed were not.
	Planted, Found, Missed int
	// Extra findings were given and the truth does not call for them.
	Extra int
	// Traps are lawful things that look like a mistake; Flagged are those the check fell into.
	Traps, Flagged int
	// Details names each finding missed or extra and each trap flagged.
	Details []string
}

// Precision is the share of the findings given that are called for, in percent; false when none was given.
func (s Score) Precision() (float64, bool) { return percent(s.Found, s.Found+s.Extra) }

// Recall is the share of the findings called for that were given, in percent; false when none was called for.
func (s Score) Recall() (float64, bool) { return percent(s.Found, s.Planted) }

func percent(part, whole int) (float64, bool) {
	return 100 * float64(part) / float64(max(1, whole)), whole > 0
}

func (s *Score) add(other Score) {
	s.Planted += other.Planted
	s.Found += other.Found
	s.Missed += other.Missed
	s.Extra += other.Extra
	s.Traps += other.Traps
	s.Flagged += other.Flagged
}

// Total adds scores up, without their details.
func Total(scores []Score) Score {
	var sum Score
	for _, s := range scores {
		sum.add(s)
	}
	return sum
}

// Measure compares the findings a program gave of the reports of a sample with the truth about them: a score for each
// declared check, in the declared order. A finding is found when one of the same check, severity, table and cells was given
// of the same report, with the same two numbers where the truth has them. Nothing counts twice.
func Measure(truth []Report, missing []Missing, found []Found) []Score {
	given := map[Place][]*candidate{}
	for _, f := range found {
		given[f.Place] = append(given[f.Place], &candidate{Finding: f.Finding})
	}
	scores := map[string]*Score{}
	at := func(check string) *Score {
		if scores[check] == nil {
			scores[check] = &Score{Check: check}
		}
		return scores[check]
	}
	for _, c := range checks.All() {
		at(c.ID)
	}
	for i := range truth {
		r := &truth[i]
		for _, want := range r.Findings {
			s := at(want.Check)
			s.Planted++
			if take(given[r.Place()], want) {
				s.Found++
				continue
			}
			s.Missed++
			s.Details = append(s.Details, fmt.Sprintf("漏 %s %s", r.Place(), describe(want)))
		}
		for _, trap := range r.Traps {
			s := at(trap.Check)
			s.Traps++
			if fellInto(given[r.Place()], trap) {
				s.Flagged++
				s.Details = append(s.Details, fmt.Sprintf("误 %s：%s", r.Place(), trap.Name))
			}
		}
	}
	for _, m := range missing {
		s, want := at("R-MISSING"), Expected{Check: "R-MISSING", Severity: data.SeverityWarning}
		s.Planted++
		if take(given[m.Place], want) {
			s.Found++
			continue
		}
		s.Missed++
		s.Details = append(s.Details, fmt.Sprintf("漏 %s 没有收到", m.Place))
	}
	for _, place := range sortedPlaces(given) {
		for _, c := range given[place] {
			if c.taken {
				continue
			}
			s := at(c.Check)
			s.Extra++
			s.Details = append(s.Details, fmt.Sprintf("多 %s %s %s %s", place, c.Check, c.Severity, c.Message))
		}
	}
	return inOrder(scores)
}

// candidate is a finding given that may be one called for.
type candidate struct {
	data.Finding
	taken bool
}

// take finds a finding called for among those given.
func take(given []*candidate, want Expected) bool {
	for _, c := range given {
		if !c.taken && answers(c.Finding, want) {
			c.taken = true
			return true
		}
	}
	return false
}

// answers reports whether a finding is the one called for.
func answers(f data.Finding, want Expected) bool {
	if f.Check != want.Check || f.Severity != want.Severity || f.Table != want.Table {
		return false
	}
	if want.Left+want.Right != "" && (f.Left != want.Left || f.Right != want.Right) {
		return false
	}
	if strings.HasPrefix(want.Check, "FORM-") {
		return true // about rows, not cells
	}
	var cells []CellName
	for _, c := range f.Cells {
		if c.Key != "" {
			cells = append(cells, CellName{c.Key, c.Column})
		}
	}
	return slices.Equal(distinct(cells), distinct(want.Cells))
}

func distinct(cells []CellName) []CellName {
	out := slices.Clone(cells)
	slices.SortFunc(out, func(a, b CellName) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Column, b.Column)) })
	return slices.Compact(out)
}

// fellInto reports whether a check says more of a trap than is right. A note where a note is lawful is not held against it.
func fellInto(given []*candidate, trap Trap) bool {
	fell := false
	for _, c := range given {
		if c.taken || c.Check != trap.Check {
			continue
		}
		if c.Severity == data.SeverityNote && trap.Most == data.SeverityNote {
			c.taken = true
			continue
		}
		fell = true
	}
	return fell
}

func describe(f Expected) string {
	text := fmt.Sprintf("%s %s", f.Check, f.Severity)
	if f.Table != "" {
		text += " 表" + f.Table
	}
	if f.Where != "" {
		text += " " + f.Where
	}
	if f.Left != "" {
		text += fmt.Sprintf(" %s≠%s", f.Left, f.Right)
	}
	for _, c := range f.Cells[:min(4, len(f.Cells))] {
		text += " " + strings.TrimSuffix(c.Key+"/"+c.Column, "/")
	}
	return text
}

func sortedPlaces(given map[Place][]*candidate) []Place {
	var out []Place
	for p := range given {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.Agency, b.Agency), cmp.Compare(a.Year, b.Year), cmp.Compare(a.Scope, b.Scope))
	})
	return out
}

// inOrder lists scores in the declared order of their checks, then those of checks nobody declared.
func inOrder(scores map[string]*Score) []Score {
	var out []Score
	for _, c := range checks.All() {
		out = append(out, *scores[c.ID])
		delete(scores, c.ID)
	}
	var unknown []Score
	for _, s := range scores {
		unknown = append(unknown, *s)
	}
	slices.SortFunc(unknown, func(a, b Score) int { return cmp.Compare(a.Check, b.Check) })
	return append(out, unknown...)
}
