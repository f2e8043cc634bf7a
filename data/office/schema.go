package office

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"time"
)

//go:embed schema/[0-9]*.sql
var migrations embed.FS

// SchemaError says that a store was written by a later version of this program.
type SchemaError struct {
	Path        string
	Have, Known int
}

func (e *SchemaError) Error() string {
	return fmt.Sprintf("%s 由更新版本的程序建立（结构版本 %d，本程序只认识到 %d）：请使用新版本的 tongjian", e.Path, e.Have, e.Known)
}

// migrate brings the store to the current schema. Migrations are the numbered files of schema/, applied in order, each in a
// transaction of its own that also notes its number: of several processes that open an old store, one applies it and the
// others find it applied.
func (s *Store) migrate(ctx context.Context) error {
	files, err := fs.Glob(migrations, "schema/*.sql")
	if err != nil {
		return err
	}
	have, err := s.schemaVersion(ctx)
	if err != nil {
		return err
	}
	if have > len(files) {
		return &SchemaError{Path: s.path, Have: have, Known: len(files)}
	}
	for i := have; i < len(files); i++ {
		text, err := migrations.ReadFile(files[i])
		if err != nil {
			return err
		}
		if err := s.apply(ctx, i+1, string(text)); err != nil {
			return fmt.Errorf("apply %s: %w", files[i], err)
		}
	}
	return nil
}

// schemaVersion is the number of the last migration applied; 0 in a new store.
func (s *Store) schemaVersion(ctx context.Context) (int, error) {
	var have int
	err := s.db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&have)
	if err != nil {
		return 0, fmt.Errorf("read schema version: %w", err)
	}
	return have, nil
}

// apply carries out one migration, unless another process has done it meanwhile.
func (s *Store) apply(ctx context.Context, number int, text string) error {
	return s.quietly(ctx, func(tx *sql.Tx) error {
		var have int
		if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&have); err != nil || have >= number {
			return err
		}
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, number)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO migration (number, applied_at) VALUES (?, ?)`, number, stamp(time.Now()))
		return err
	})
}
