package queries

import (
	"context"
	"database/sql"
	"slices"

	"tongjian/data/office"
)

// Answers is what an office has said about the findings of one snapshot. It never changes, and the zero value says nothing.
type Answers struct {
	// Explained are the live findings that stand explained.
	Explained Explained
	book      *office.Book
	current   map[int64]int // by explanation, the live finding it answers
	live      map[office.Subject]bool
	// Standing are the explanations that stand today, by the finding each answers.
	Standing map[int]office.Explanation
}

// AnswersTo holds everything an office has said against the live findings of a snapshot. The explanations are in the order
// they were written.
func AnswersTo(ctx context.Context, db *sql.DB, said []office.Explanation) (*Answers, error) {
	a := &Answers{book: office.NewBook(said), current: map[int64]int{}, live: map[office.Subject]bool{}, Standing: map[int]office.Explanation{}}
	agencies := a.book.Agencies()
	if len(agencies) == 0 {
		return a, nil
	}
	findings, err := AllFindings(ctx, db, FindingQuery{Agencies: agencies})
	if err != nil {
		return nil, err
	}
	var explained []int
	for _, f := range findings {
		a.live[f.Subject()] = true
		if e := a.book.About(f.Subject(), office.FiguresOf(f.Finding)).Current; e != nil {
			explained = append(explained, f.ID)
			a.current[e.ID] = f.ID
			a.Standing[f.ID] = *e
		}
	}
	a.Explained = NewExplained(explained)
	return a, nil
}

// Subject names the finding as explanations do: by what stays when reports are read or published again.
func (f Finding) Subject() office.Subject {
	return office.SubjectOf(f.Agency, f.Year, f.Scope, f.Finding)
}

// To gives what has been said about a finding. Of two findings about the same cells, what answers one is not said of the other.
// What was said of a finding that is no more, of the same check and about some of the same cells, is said of this one before.
func (a *Answers) To(f Finding) office.Said {
	if a == nil || a.book == nil {
		return office.Said{}
	}
	said := a.book.About(f.Subject(), office.FiguresOf(f.Finding))
	said.Before = slices.DeleteFunc(said.Before, func(e office.Explanation) bool {
		other, answers := a.current[e.ID]
		return answers && other != f.ID
	})
	for _, e := range slices.Backward(a.book.Related(f.Subject())) {
		if !a.live[e.Subject] {
			said.Before = append(said.Before, e)
		}
	}
	return said
}

// Answered is the live finding an explanation answers today; false when the finding is gone, the figures are others, or a later
// word counts.
func (a *Answers) Answered(explanation int64) (finding int, ok bool) {
	finding, ok = a.current[explanation]
	return finding, ok
}

// Answer is an explanation of the finding as it stands, to be written down by an office.
func (f Finding) Answer(reason, author string) office.Answer {
	return office.Answer{Subject: f.Subject(), Figures: office.FiguresOf(f.Finding), AgencyName: f.AgencyName, Message: f.Message,
		Reason: reason, Author: author}
}
