package queries

import (
	"context"
	"database/sql"

	"tongjian/data/filing"
)

// Deadlines gives the calendar of the days reports are due: the law's, and those offices have set.
func Deadlines(ctx context.Context, db *sql.DB) (filing.Calendar, error) {
	list, err := ask(ctx, db, []string{"deadlines.sql"}, func(rows *sql.Rows) (d filing.Deadline, err error) {
		err = rows.Scan(&d.Year, &d.Scope, &d.Region, &d.Day)
		return d, err
	})
	return filing.NewCalendar(list), err
}
