package queries

import (
	"context"
	"database/sql"
)

// askLetters writes what has to be told to agencies, with last year's texts in brackets.
func askLetters(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	list, err := Letters(ctx, db, LetterQuery{Region: a["region"], Year: a.number("year"), Agency: a.number("agency")})
	if err != nil {
		return err
	}
	for _, l := range list {
		p.row(l.ID, l.Name, l.Scope, "report", l.Report, "revision", l.Revision, "before", l.Before, "due", l.Due.Format("2006-01-02"))
		for _, f := range l.Findings {
			words := []any{" ", f.Severity, f.Check}
			for i, c := range f.Cells {
				last := "-"
				if f.Last[i] != nil {
					last = "[" + *f.Last[i] + "]"
				}
				words = append(words, c.Key+"/"+c.Column+"="+c.Raw+last)
			}
			p.row(words...)
		}
	}
	return nil
}
