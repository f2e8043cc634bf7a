package queries

import (
	"context"
	"database/sql"

	"tongjian/data"
)

// AgencyNumber gives the number of the agency that has a name in a region; 0 when the snapshot knows none.
func AgencyNumber(ctx context.Context, db *sql.DB, name, region string) (int, error) {
	return firstNumber(ctx, db, "sending_agency.sql", name, region)
}

// LiveReport gives the number of the live report of an agency on a year; 0 when there is none.
func LiveReport(ctx context.Context, db *sql.DB, agency, year int, scope data.Scope) (int, error) {
	return firstNumber(ctx, db, "sending_last.sql", agency, year, string(scope))
}

// firstNumber gives the number in the first row of an answer; 0 when it has no rows.
func firstNumber(ctx context.Context, db *sql.DB, question string, args ...any) (int, error) {
	found, err := ask(ctx, db, []string{question}, func(rows *sql.Rows) (n int, err error) {
		err = rows.Scan(&n)
		return n, err
	}, args...)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0], nil
}
