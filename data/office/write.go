package office

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Version is a number that grows with every change of what pages show. It is never used twice in one place, not even by a
// store that has been put back from a copy and then changed.
func (s *Store) Version(ctx context.Context) (int64, error) {
	var version int64
	if err := s.db.QueryRowContext(ctx, `SELECT version FROM office_state`).Scan(&version); err != nil {
		return 0, fmt.Errorf("version of %s: %w", s.path, err)
	}
	return version, nil
}

// change carries out a change of what pages show: all of it, and a new version, or nothing.
func (s *Store) change(ctx context.Context, do func(*sql.Tx) error) error {
	return s.quietly(ctx, func(tx *sql.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		// The clock makes it another number than any an older copy of the file went on to.
		_, err := tx.ExecContext(ctx, `UPDATE office_state SET version = max(version + 1, ?)`, time.Now().UnixMicro())
		return err
	})
}

// quietly carries out a change no page shows: all of it or nothing. It waits for other writers before it begins.
func (s *Store) quietly(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin writing %s: %w", s.path, err)
	}
	if err := do(tx); err != nil {
		if undone := tx.Rollback(); undone != nil && !errors.Is(undone, sql.ErrTxDone) {
			err = errors.Join(err, undone)
		}
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit to %s: %w", s.path, err)
	}
	return nil
}

// stampLayout writes times so that their order as texts is their order in time.
const stampLayout = "2006-01-02T15:04:05.000000Z"

// stamp writes a time as the tables keep it.
func stamp(t time.Time) string { return t.UTC().Format(stampLayout) }

// parseStamp reads a time of the tables.
func parseStamp(text string) (time.Time, error) {
	t, err := time.Parse(stampLayout, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("time %q: %w", text, err)
	}
	return t, nil
}
