package warehouse

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"tongjian/data/disk"
)

// publishing holds the statements that make a snapshot, run in the order of their names with the snapshot as the current
// database and the warehouse beside it.
//
//go:embed publish/*.sql
var publishing embed.FS

// Publish makes what has been loaded readable: a new snapshot, written under a temporary name and renamed when it is whole
// and on the disk. When the newest snapshot already holds the same, nothing is written and that one is given.
func (j *Job) Publish(ctx context.Context) (Snapshot, error) {
	snapshot, err := j.publish(ctx)
	if err != nil {
		return Snapshot{}, fmt.Errorf("publish: %w", err)
	}
	return snapshot, nil
}

func (j *Job) publish(ctx context.Context) (_ Snapshot, err error) {
	if len(j.pending) > 0 {
		if err := j.transaction(ctx, func() error { return nil }); err != nil {
			return Snapshot{}, err
		}
	}
	next := SnapshotInfo{Number: 1, PublishedAt: j.now(), SchemaVersion: schemaVersion(), definitions: definitionsDigest()}
	if err := j.conn.QueryRowContext(ctx, `SELECT content, version() FROM warehouse_state`).Scan(&next.content, &next.DuckDB); err != nil {
		return Snapshot{}, err
	}
	conn, err := j.db.Conn(ctx)
	if err != nil {
		return Snapshot{}, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()

	newest, err := newestSnapshot(j.dir)
	switch {
	case errors.Is(err, ErrNoSnapshot):
	case err != nil:
		return Snapshot{}, err
	default:
		path := snapshotPath(j.dir, newest)
		defer func() { err = errors.Join(err, detach(ctx, conn, "before")) }()
		if before, ok := attachBefore(ctx, conn, path); ok && before.sameAs(next) {
			return Snapshot{SnapshotInfo: before, Path: path}, nil
		}
		next.Number = newest + 1
	}
	if _, err := conn.ExecContext(ctx, `CHECKPOINT warehouse`); err != nil {
		return Snapshot{}, err
	}
	temp := filepath.Join(j.dir, snapshotsDir, fmt.Sprintf("%s%06d.duckdb", tempPrefix, next.Number))
	if err := j.build(ctx, conn, temp, &next); err != nil {
		return Snapshot{}, errors.Join(err, removeTemporary(filepath.Dir(temp)))
	}
	path := snapshotPath(j.dir, next.Number)
	if err := putInPlace(temp, path); err != nil {
		return Snapshot{}, err
	}
	j.bumped = false
	return Snapshot{SnapshotInfo: next, Path: path, New: true}, nil
}

// sameAs reports whether two snapshots hold the same, published at different times.
func (i SnapshotInfo) sameAs(o SnapshotInfo) bool {
	return i.content == o.content && i.definitions == o.definitions && i.SchemaVersion == o.SchemaVersion
}

// attachBefore attaches the newest snapshot as "before" and reads what it says of itself. A snapshot that cannot be read,
// or is of another shape, must not keep the next one from being published: it then counts as different.
func attachBefore(ctx context.Context, conn *sql.Conn, path string) (SnapshotInfo, bool) {
	if _, err := conn.ExecContext(ctx, `ATTACH `+quote(path)+` AS before (READ_ONLY)`); err != nil {
		return SnapshotInfo{}, false
	}
	info, err := readInfo(ctx, conn, "before.snapshot_info")
	return info, err == nil
}

// detach closes an attached database, if it is attached, even when ctx is done.
func detach(ctx context.Context, conn *sql.Conn, name string) error {
	ctx = context.WithoutCancel(ctx)
	if _, err := conn.ExecContext(ctx, `USE warehouse`); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, `DETACH DATABASE IF EXISTS `+name)
	return err
}

// build writes a snapshot to a file. Closing it folds its log in, so the file is all there is.
func (j *Job) build(ctx context.Context, conn *sql.Conn, path string, info *SnapshotInfo) (err error) {
	if _, err := conn.ExecContext(ctx, `ATTACH `+quote(path)+` AS snapshot`); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, detach(ctx, conn, "snapshot")) }()
	if _, err := conn.ExecContext(ctx, `USE snapshot`); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, snapshotSchema); err != nil {
		return fmt.Errorf("schema/snapshot.sql: %w", err)
	}
	if err := j.writeDefinitions(conn); err != nil {
		return err
	}
	if err := runPublishing(ctx, conn); err != nil {
		return err
	}
	if err := j.sign(ctx, conn, info); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `CHECKPOINT snapshot`)
	return err
}

// sign writes what the snapshot says of itself, and of those before it.
func (j *Job) sign(ctx context.Context, conn *sql.Conn, info *SnapshotInfo) error {
	const count = `SELECT count(*), count(DISTINCT r.agency), coalesce(min(r.year), 0), coalesce(max(r.year), 0), coalesce(bool_or(a.sample), false)
		FROM report r JOIN agency a ON a.id = r.agency WHERE r.live`
	err := conn.QueryRowContext(ctx, count).Scan(&info.Reports, &info.Agencies, &info.FirstYear, &info.LastYear, &info.Sample)
	if err != nil {
		return fmt.Errorf("count reports: %w", err)
	}
	const insert = `INSERT INTO snapshot_info (number, published_at, job, content, definitions, schema_version, duckdb, reports, agencies,
		first_year, last_year, sample) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	_, err = conn.ExecContext(ctx, insert, info.Number, info.PublishedAt, j.id, info.content, info.definitions, info.SchemaVersion,
		info.DuckDB, info.Reports, info.Agencies, info.FirstYear, info.LastYear, info.Sample)
	if err != nil {
		return fmt.Errorf("snapshot_info: %w", err)
	}
	// An earlier snapshot that cannot be read leaves a gap in the history, no more.
	_, _ = conn.ExecContext(ctx, `INSERT INTO publication SELECT number, published_at, reports FROM before.publication ORDER BY number`)
	const last = `INSERT INTO publication SELECT number, published_at, reports FROM snapshot_info`
	if _, err := conn.ExecContext(ctx, last); err != nil {
		return fmt.Errorf("publication: %w", err)
	}
	return nil
}

// putInPlace gives a finished file its name; when it returns, both are on the disk.
func putInPlace(temp, path string) error {
	f, err := os.OpenFile(temp, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return disk.SyncDir(filepath.Dir(path))
}
