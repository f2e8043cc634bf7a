package office

import (
	"context"
	"fmt"
	"strings"
)

// CopyTo writes the store as it is at one moment to a new file, while others go on writing. The copy opens like the store.
func (s *Store) CopyTo(ctx context.Context, path string) error {
	if _, err := s.db.ExecContext(ctx, `VACUUM INTO ?`, path); err != nil {
		return fmt.Errorf("copy %s: %w", s.path, err)
	}
	return nil
}

// Check has SQLite go through the whole file. It gives what is wrong with it, empty when nothing is.
func (s *Store) Check(ctx context.Context) (string, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT integrity_check FROM pragma_integrity_check
		UNION ALL SELECT 'foreign key of ' || "table" FROM pragma_foreign_key_check`)
	if err != nil {
		return "", fmt.Errorf("check %s: %w", s.path, err)
	}
	defer rows.Close()
	var wrong []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return "", fmt.Errorf("check %s: %w", s.path, err)
		}
		if line != "ok" {
			wrong = append(wrong, line)
		}
	}
	if err := rows.Err(); err != nil {
		return "", fmt.Errorf("check %s: %w", s.path, err)
	}
	return strings.Join(wrong, "; "), nil
}

// StoreFile is the store's file in its data directory.
func StoreFile() string { return fileName }
