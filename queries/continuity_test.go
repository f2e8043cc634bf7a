package queries

import (
	"context"
	"database/sql"
)

// askContinuity writes where reports meet those of the year before: what should be and what is.
func askContinuity(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	set, err := AskContinuity(ctx, db, a.filter())
	if err != nil {
		return err
	}
	side := func(f Figure) string {
		if f.K == nil {
			return string(f.Absent)
		}
		return f.K.String()
	}
	for _, c := range []struct {
		name string
		Continuity
	}{{"carried", set.Carried}, {"stock", set.Stock}} {
		for _, j := range c.Joins {
			difference := "-"
			if j.Compared() {
				difference = j.Difference.String()
			}
			p.row(c.name, j.Year, j.Entity.Name, side(j.Expected), side(j.Now), difference)
		}
		for _, j := range c.Differences() {
			p.row(" ", "differs", j.Year, j.Entity.Name, j.Difference.String())
		}
	}
	return nil
}
