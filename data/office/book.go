package office

import (
	"cmp"
	"slices"
	"strings"
)

// Book is everything explained, by subject: which explanation answers a finding as it stands today.
type Book struct{ bySubject map[Subject][]Explanation }

// NewBook orders explanations, given in the order they were written.
func NewBook(all []Explanation) *Book {
	b := &Book{bySubject: map[Subject][]Explanation{}}
	for _, e := range all {
		b.bySubject[e.Subject] = append(b.bySubject[e.Subject], e)
	}
	return b
}

// Said is what has been said about a finding.
type Said struct {
	// Current answers the finding's own figures and stands: the finding is explained. Nil when it is open.
	Current *Explanation
	// Before is everything else that was said about it, the newest first: what was withdrawn, what a later one replaced, and
	// what answered other figures.
	Before []Explanation
}

// Outdated is the newest explanation that stands and answered other figures than the finding has today; nil when there is
// none, or when the finding has been answered anew.
func (s Said) Outdated(f Figures) *Explanation {
	if s.Current != nil {
		return nil
	}
	for i, e := range s.Before {
		if e.Withdrawn == nil && !e.Figures.Same(f) {
			return &s.Before[i]
		}
	}
	return nil
}

// About gives what has been said about a finding. Of several explanations of the same figures the last word counts: when it is
// withdrawn, the finding is open again.
func (b *Book) About(subject Subject, figures Figures) Said {
	var said Said
	decided := false
	for _, e := range slices.Backward(b.bySubject[subject]) {
		if !decided && e.Figures.Same(figures) {
			decided = true
			if e.Withdrawn == nil {
				said.Current = &e
				continue
			}
		}
		said.Before = append(said.Before, e)
	}
	return said
}

// Related gives what has been said about findings of the same check that share some of a subject's cells and not all of them, in
// the order it was written: when another column of a row fails too, the finding is about other cells than it was.
func (b *Book) Related(subject Subject) []Explanation {
	cells := strings.Split(subject.Cells, "\n")
	var list []Explanation
	for other, said := range b.bySubject {
		whole := other
		whole.Cells = subject.Cells
		if other == subject || whole != subject {
			continue
		}
		shared := func(cell string) bool { return cell != "" && slices.Contains(cells, cell) }
		if slices.ContainsFunc(strings.Split(other.Cells, "\n"), shared) {
			list = append(list, said...)
		}
	}
	slices.SortFunc(list, func(a, b Explanation) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// Agencies lists the agencies something has been explained of, sorted.
func (b *Book) Agencies() []int {
	var list []int
	for s := range b.bySubject {
		list = append(list, s.Agency)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
