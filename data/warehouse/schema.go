package warehouse

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

//go:embed schema/[0-9]*.sql
var migrations embed.FS

//go:embed schema/snapshot.sql
var snapshotSchema string

// SchemaError says that a warehouse was written by a later version of this program.
type SchemaError struct {
	Path        string
	Have, Known int
}

func (e *SchemaError) Error() string {
	return fmt.Sprintf("%s 由更新版本的程序建立（结构版本 %d，本程序只认识到 %d）：请使用新版本的 tongjian", e.Path, e.Have, e.Known)
}

// schemaVersion is the number of the last migration this program knows.
func schemaVersion() int {
	files, err := fs.Glob(migrations, "schema/*.sql")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	return len(files)
}

// migrate brings the warehouse at path to the current schema, one transaction a migration. Migrations are the numbered
// files of schema/, applied in order.
func migrate(ctx context.Context, conn *sql.Conn, path string) error {
	const versions = `CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL, applied_at TIMESTAMP NOT NULL)`
	if _, err := conn.ExecContext(ctx, versions); err != nil {
		return fmt.Errorf("create schema_version: %w", err)
	}
	var have int
	if err := conn.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) FROM schema_version`).Scan(&have); err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if known := schemaVersion(); have > known {
		return &SchemaError{Path: path, Have: have, Known: known}
	}
	files, err := fs.Glob(migrations, "schema/*.sql")
	if err != nil {
		return err
	}
	for i, name := range files {
		if i < have {
			continue
		}
		text, err := migrations.ReadFile(name)
		if err != nil {
			return err
		}
		statements := fmt.Sprintf("BEGIN;\n%s\nINSERT INTO schema_version VALUES (%d, current_timestamp AT TIME ZONE 'UTC');\nCOMMIT;", text, i+1)
		if _, err := conn.ExecContext(ctx, statements); err != nil {
			rollback(ctx, conn)
			return fmt.Errorf("apply %s: %w", name, err)
		}
	}
	return nil
}

// rollback ends a failed transaction, even when ctx is done. An error here says only that there was none to end.
func rollback(ctx context.Context, conn *sql.Conn) {
	_, _ = conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
}
