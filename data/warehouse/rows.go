package warehouse

import (
	"context"
	"database/sql"
)

// querier is what can be asked: a database, or one connection to it.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// EachRow calls row for each row of a query, and ends at its first error.
func EachRow(ctx context.Context, from querier, query string, row func(scan func(...any) error) error, args ...any) error {
	rows, err := from.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
