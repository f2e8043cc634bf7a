package queries

import (
	"context"
	"database/sql"
	"fmt"
)

// ReportAgency gives the agency of a report, as a list of one; ErrNotFound when there is no such report.
func ReportAgency(ctx context.Context, db *sql.DB, report int) ([]Entity, error) {
	return reach(ctx, db, report, false)
}

// FileAgencies gives every agency whose report came in the same file as a report: who is handed the file sees them all.
func FileAgencies(ctx context.Context, db *sql.DB, report int) ([]Entity, error) {
	return reach(ctx, db, report, true)
}

func reach(ctx context.Context, db *sql.DB, report int, file bool) ([]Entity, error) {
	found, err := ask(ctx, db, []string{"reach.sql"}, func(rows *sql.Rows) (Entity, error) {
		e := Entity{Kind: EntityAgency}
		err := rows.Scan(&e.ID, &e.Name, &e.Region, &e.Agency, &e.Sample)
		return e, err
	}, report, file)
	if err == nil && len(found) == 0 {
		return nil, fmt.Errorf("report %d: %w", report, ErrNotFound)
	}
	return found, err
}

// SharedSheet is a sheet of a file that a report of another agency was read from; its name is empty where the report stands in no sheet.
type SharedSheet struct {
	Sheet, Region string
	Agency        int
}

// SheetsOfOthers gives the sheets of a report's file that reports of other agencies in it were read from, each with whose they are.
func SheetsOfOthers(ctx context.Context, db *sql.DB, report int) ([]SharedSheet, error) {
	return ask(ctx, db, []string{"sheets_of_others.sql"}, func(rows *sql.Rows) (s SharedSheet, err error) {
		err = rows.Scan(&s.Sheet, &s.Agency, &s.Region)
		return s, err
	}, report)
}
