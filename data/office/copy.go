package office

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// CopyTo writes the store as it is at one moment to a new file, while others go on writing. The copy opens like the store.
func (s *Store) CopyTo(ctx context.Context, path string) error {
	if _, err := s.db.ExecContext(ctx, `VACUUM INTO ?`, path); err != nil {
		return fmt.Errorf("copy %s: %w", s.path, err)
	}
	return nil
}

// OpenReadOnly opens the store of a data directory that cannot be written, a copy on a disk for reading only perhaps. What would
// write fails. The error is a [*SchemaError] when a later version of the program wrote the store.
func OpenReadOnly(ctx context.Context, dir string) (*Store, error) {
	path, err := filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return nil, fmt.Errorf("data directory %s: %w", dir, err)
	}
	// Nobody can change the file, so SQLite needs none of the companions it could not make; but it would pass over a log that has
	// not been folded in, and show an older state as if it were the last.
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		return nil, fmt.Errorf("open the office's store %s: 上次没有正常结束，要先在能写入的地方打开一次", path)
	}
	db, err := sql.Open("sqlite", dsn(path)+"&mode=ro&immutable=1")
	if err != nil {
		return nil, fmt.Errorf("open the office's store %s: %w", path, err)
	}
	db.SetMaxOpenConns(readers)
	s := &Store{db: db, path: path, now: time.Now, hashes: make(chan struct{}, hashers)}
	known, err := fs.Glob(migrations, "schema/*.sql")
	have := 0
	if err == nil {
		have, err = s.schemaVersion(ctx)
	}
	switch {
	case err == nil && have > len(known):
		err = &SchemaError{Path: path, Have: have, Known: len(known)}
	case err == nil && have < len(known):
		err = fmt.Errorf("由旧版本的程序建立（结构版本 %d，本程序为 %d），要先在能写入的地方打开一次", have, len(known))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the office's store %s: %w", path, err), db.Close())
	}
	return s, nil
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
