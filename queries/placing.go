package queries

import (
	"context"
	"database/sql"

	"tongjian/data/regions"
)

// UnplacedFile is a file that was read and waits for someone to say whose it is.
type UnplacedFile struct {
	SHA256 string `json:"sha256"`
	Path   string `json:"path"` // where it came from, as given
	Reason string `json:"reason"`
}

// Unplaced lists the files that wait to be placed, oldest first.
func Unplaced(ctx context.Context, db *sql.DB) ([]UnplacedFile, error) {
	return ask(ctx, db, []string{"unplaced.sql"}, func(rows *sql.Rows) (f UnplacedFile, err error) {
		err = rows.Scan(&f.SHA256, &f.Path, &f.Reason)
		return f, err
	})
}

// Roster gives the roster as reports are placed with it, by region and name.
func Roster(ctx context.Context, db *sql.DB) ([]regions.Agency, error) {
	var list []regions.Agency
	_, err := ask(ctx, db, []string{"roster.sql"}, func(rows *sql.Rows) (struct{}, error) {
		var a regions.Agency
		var alias string
		err := rows.Scan(&a.Name, &a.Region, &a.Kind, &a.CreditCode, &a.Scope, &a.ExpectedFrom, &a.ExpectedTo, &a.Sample, &alias)
		if last := len(list) - 1; last < 0 || list[last].Name != a.Name || list[last].Region != a.Region {
			list = append(list, a)
		}
		if alias != "" {
			last := &list[len(list)-1]
			last.Aliases = append(last.Aliases, alias)
		}
		return struct{}{}, err
	})
	return list, err
}
