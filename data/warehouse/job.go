package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// Options are how a job begins.
type Options struct {
	// Command is what the job is, for people: "tongjian ingest". It is kept with the job and shown to whoever waits.
	Command string
	// Wait makes a second job wait for the first; without it [Begin] fails with a [LockedError].
	Wait bool
	// Notice, when set, is called once before waiting, with who is waited for.
	Notice func(Holder)
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

func (o Options) now() time.Time {
	if o.Now != nil {
		return o.Now()
	}
	return time.Now()
}

// Job is one writer at work in a data directory. Its methods are for one goroutine, but [Job.Prepare] and [Job.DB].
type Job struct {
	dir     string
	options Options
	lock    *flock.Flock
	db      *sql.DB
	conn    *sql.Conn // where everything is written
	writer  *writer
	files   *incomingFiles
	id      int
	known   *known
	broken  error // set when what is known could not be read again: nothing more can be loaded

	// bumped is set when warehouse_state.content already differs from the newest snapshot's.
	bumped bool
	// outcomes counts this job's file outcomes; pending are those of unchanged files, written with the next transaction.
	outcomes int
	pending  []fileOutcome
}

// Begin opens the data directory for writing, making it when it is not there. It takes the directory's lock, removes what
// an interrupted job left half written, and brings the tables to the current schema.
func Begin(ctx context.Context, dir string, o Options) (*Job, error) {
	dir, err := checkDir(dir)
	if err != nil {
		return nil, err
	}
	for _, sub := range []string{snapshotsDir, filesDir} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o750); err != nil {
			return nil, fmt.Errorf("make data directory: %w", err)
		}
	}
	lock, err := lockDir(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	j := &Job{dir: dir, options: o, lock: lock, files: openIncoming(dir)}
	if err := j.open(ctx); err != nil {
		return nil, errors.Join(err, j.release())
	}
	return j, nil
}

// open is the part of Begin done under the lock.
func (j *Job) open(ctx context.Context) error {
	for _, sub := range []string{snapshotsDir, filesDir} {
		if err := removeTemporary(filepath.Join(j.dir, sub)); err != nil {
			return fmt.Errorf("remove what an interrupted job left: %w", err)
		}
	}
	path := filepath.Join(j.dir, warehouseFile)
	db, err := openForJob(j.dir)
	if err != nil {
		return fmt.Errorf("打不开 %s（是不是正被别的程序打开？）: %w", path, err)
	}
	j.db = db
	if j.conn, err = db.Conn(ctx); err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	if err := migrate(ctx, j.conn, path); err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	if j.known, err = readKnown(ctx, j.conn); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	j.writer = &writer{conn: j.conn}
	const begin = `INSERT INTO job SELECT coalesce(max(id), 0) + 1, ?, ?, NULL FROM job RETURNING id`
	if err := j.conn.QueryRowContext(ctx, begin, j.options.Command, j.now()).Scan(&j.id); err != nil {
		return fmt.Errorf("begin job: %w", err)
	}
	return nil
}

// Now is the job's time: what is due, and what is not yet, is judged by it.
func (j *Job) Now() time.Time { return j.now() }

// now is the time as stored: UTC, to the microsecond.
func (j *Job) now() time.Time { return storedTime(j.options.now()) }

func storedTime(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// DB gives read access to what has been loaded so far, for checks across reports. Writing through it is not allowed, and
// its rows must be closed before the job goes on.
func (j *Job) DB() *sql.DB { return j.db }

// Close ends the job. What has been loaded stays; what has not been published is published by the next job that does.
func (j *Job) Close() error {
	ctx := context.Background()
	err := j.transaction(ctx, func() error {
		_, err := j.conn.ExecContext(ctx, `UPDATE job SET finished_at = ? WHERE id = ?`, j.now(), j.id)
		return err
	})
	if err != nil {
		err = fmt.Errorf("end job: %w", err)
	}
	return errors.Join(err, j.release())
}

// release gives back what Begin took, as far as it got.
func (j *Job) release() error {
	var errs []error
	if j.writer != nil {
		j.writer.discard()
	}
	if j.conn != nil {
		errs = append(errs, j.conn.Close())
	}
	if j.db != nil {
		errs = append(errs, j.db.Close())
	}
	return errors.Join(append(errs, unlockDir(j.dir, j.lock))...)
}

// transaction runs write, and all rows it hands to the writer, as one transaction. The outcomes of unchanged files that
// have gathered are written along.
func (j *Job) transaction(ctx context.Context, write func() error) (err error) {
	if _, err := j.conn.ExecContext(ctx, `BEGIN`); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() {
		if err != nil {
			j.writer.discard()
			rollback(ctx, j.conn)
		}
	}()
	if err := write(); err != nil {
		return err
	}
	if err := j.writer.fileOutcomes(j.id, j.pending); err != nil {
		return err
	}
	if err := j.writer.flush(); err != nil {
		return err
	}
	if _, err := j.conn.ExecContext(ctx, `COMMIT`); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	j.pending = j.pending[:0]
	return nil
}

// change is a transaction that a reader of the next snapshot can see.
func (j *Job) change(ctx context.Context, write func() error) error {
	err := j.transaction(ctx, func() error {
		if !j.bumped {
			if _, err := j.conn.ExecContext(ctx, `UPDATE warehouse_state SET content = content + 1`); err != nil {
				return fmt.Errorf("mark the change: %w", err)
			}
		}
		return write()
	})
	if err == nil {
		j.bumped = true
	}
	return err
}
