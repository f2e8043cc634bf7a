package warehouse

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"
)

//go:embed schema/rollback.sql
var rollbackSchema string

// Origin says of a snapshot that shows an older state again where that comes from.
type Origin struct {
	Number      int       // of the older snapshot; 0 in snapshots published from the warehouse
	PublishedAt time.Time // UTC: when that was published
	Reason      string    // as given; may be empty
}

// Rollback shows an older snapshot again: a copy of it under the next number, which says whose copy it is. Nothing is removed or
// changed: the warehouse keeps all that has been loaded, the snapshots between stay, and the next publication shows the
// warehouse again. The error wraps [ErrNoSnapshot] when there is none of that number, and is a [*FormError] when this version of
// the program could not show it.
func (h *Hold) Rollback(ctx context.Context, number int, reason string, now time.Time) (Snapshot, error) {
	numbers, err := snapshotNumbers(h.dir)
	if err != nil {
		return Snapshot{}, err
	}
	if !slices.Contains(numbers, number) {
		return Snapshot{}, fmt.Errorf("没有第 %d 号快照: %w", number, ErrNoSnapshot)
	}
	if err := removeTemporary(filepath.Join(h.dir, snapshotsDir)); err != nil {
		return Snapshot{}, err
	}
	old, err := openReadOnly(ctx, snapshotPath(h.dir, number))
	if err != nil {
		return Snapshot{}, err
	}
	if err := old.close(); err != nil {
		return Snapshot{}, err
	}
	newest := numbers[len(numbers)-1]
	next := old.info
	next.Number, next.PublishedAt = newest+1, storedTime(now)
	if next.Origin.Number == 0 { // a copy of a copy is a copy of the first
		next.Origin = Origin{Number: number, PublishedAt: old.info.PublishedAt}
	}
	next.Origin.Reason = reason
	temp := filepath.Join(h.dir, snapshotsDir, fmt.Sprintf("%s%06d.duckdb", tempPrefix, next.Number))
	path := snapshotPath(h.dir, next.Number)
	err = copyFile(temp, snapshotPath(h.dir, number))
	if err == nil {
		err = relabel(ctx, temp, snapshotPath(h.dir, newest), next)
	}
	if err == nil {
		err = putInPlace(temp, path)
	}
	if err != nil {
		return Snapshot{}, errors.Join(fmt.Errorf("show snapshot %d again: %w", number, err), removeTemporary(filepath.Dir(temp)))
	}
	return Snapshot{SnapshotInfo: next, Path: path, New: true}, nil
}

// relabel makes a copy of a snapshot say that it is one, and continue the history of the newest.
func relabel(ctx context.Context, path, newest string, info SnapshotInfo) (err error) {
	db, err := openDatabase(path, nil, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `DROP TABLE IF EXISTS rollback; `+rollbackSchema); err != nil {
		return err
	}
	const origin = `INSERT INTO rollback VALUES (?, ?, ?)`
	if _, err := conn.ExecContext(ctx, origin, info.Origin.Number, info.Origin.PublishedAt, info.Origin.Reason); err != nil {
		return err
	}
	const label = `UPDATE snapshot_info SET number = ?, published_at = ?`
	if _, err := conn.ExecContext(ctx, label, info.Number, info.PublishedAt); err != nil {
		return err
	}
	if err := continueHistory(ctx, conn, newest); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `CHECKPOINT`)
	return err
}

// continueHistory makes the publications of the current database those of the newest snapshot and its own.
func continueHistory(ctx context.Context, conn *sql.Conn, newest string) error {
	if _, err := conn.ExecContext(ctx, `ATTACH `+quote(newest)+` AS before (READ_ONLY)`); err == nil {
		// A newest snapshot that cannot be read is what one rolls back from: it leaves a gap in the history, no more.
		_, copying := conn.ExecContext(ctx, `BEGIN; DELETE FROM publication; INSERT INTO publication SELECT number, published_at, reports
			FROM before.publication ORDER BY number; COMMIT`)
		if copying != nil {
			rollback(ctx, conn)
		}
		if _, err := conn.ExecContext(ctx, `DETACH before`); err != nil {
			return err
		}
	}
	_, err := conn.ExecContext(ctx, `INSERT INTO publication SELECT number, published_at, reports FROM snapshot_info`)
	return err
}

// readOrigin tells whether a snapshot shows an older state again.
func readOrigin(ctx context.Context, conn *sql.Conn) (o Origin, err error) {
	const there = `SELECT count(*) FROM information_schema.tables WHERE table_catalog = current_database() AND table_name = 'rollback'`
	var n int
	if err := conn.QueryRowContext(ctx, there).Scan(&n); err != nil || n == 0 {
		return o, err
	}
	err = conn.QueryRowContext(ctx, `SELECT of, published_at, reason FROM rollback`).Scan(&o.Number, &o.PublishedAt, &o.Reason)
	o.PublishedAt = o.PublishedAt.UTC()
	return o, err
}
