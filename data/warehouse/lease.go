package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// Snapshots gives access to the snapshots of one data directory. It is safe for concurrent use and writes nothing, so any
// number of programs can read one directory, or a copy of it, while a job writes there.
type Snapshots struct {
	dir string

	mu     sync.Mutex
	open   map[int]*openSnapshot
	newest int
	closed bool
}

// openSnapshot is a snapshot with the leases on it counted.
type openSnapshot struct {
	info   SnapshotInfo
	db     *sql.DB
	lock   *flock.Flock // nil where the file system has none
	leases int
}

// close ends the reading of a snapshot. Its lock goes last.
func (o *openSnapshot) close() error {
	err := o.db.Close()
	if o.lock != nil {
		err = errors.Join(err, o.lock.Close())
	}
	return err
}

// Lease is the right to read one snapshot until it is released.
type Lease struct {
	of       *Snapshots
	snapshot *openSnapshot
	release  sync.Once
}

// OpenSnapshots opens a data directory for reading. The directory need not hold a snapshot yet.
func OpenSnapshots(dir string) (*Snapshots, error) {
	dir, err := checkDir(dir)
	if err != nil {
		return nil, err
	}
	return &Snapshots{dir: dir, open: map[int]*openSnapshot{}}, nil
}

// Acquire leases the newest snapshot. It looks for a newer one each time, and closes the one before when its last lease is
// released. The error is [ErrNoSnapshot] when nothing has been published, and a [*FormError] when another version of the
// program published it.
func (s *Snapshots) Acquire(ctx context.Context) (*Lease, error) {
	newest, err := newestSnapshot(s.dir)
	if err != nil {
		return nil, err
	}
	return s.lease(ctx, newest, true)
}

// AcquireNumber leases the snapshot of a number, for views as of an earlier time. The error wraps [ErrNoSnapshot] when it
// is not there, and is a [*FormError] when another version of the program published it.
func (s *Snapshots) AcquireNumber(ctx context.Context, number int) (*Lease, error) {
	numbers, err := snapshotNumbers(s.dir)
	if err != nil {
		return nil, err
	}
	for _, n := range numbers {
		if n == number {
			return s.lease(ctx, number, number == numbers[len(numbers)-1])
		}
	}
	return nil, fmt.Errorf("没有第 %d 号快照: %w", number, ErrNoSnapshot)
}

// Numbers lists the snapshots there are, oldest first.
func (s *Snapshots) Numbers() ([]int, error) { return snapshotNumbers(s.dir) }

// Newest is the number of the newest snapshot; the error is [ErrNoSnapshot] when there is none.
func (s *Snapshots) Newest() (int, error) { return newestSnapshot(s.dir) }

func (s *Snapshots) lease(ctx context.Context, number int, newest bool) (*Lease, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errors.New("snapshots are closed")
	}
	o := s.open[number]
	if o == nil {
		var err error
		o, err = openReadOnly(ctx, snapshotPath(s.dir, number))
		if form, ok := errors.AsType[*FormError](err); ok {
			form.Newest = newest
			return nil, form
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("快照 %06d 刚刚被清理: %w", number, ErrNoSnapshot)
		}
		if err != nil {
			return nil, fmt.Errorf("open snapshot %d: %w", number, err)
		}
		s.open[number] = o
	}
	o.leases++
	if newest && number > s.newest {
		s.newest = number
		// What cannot be closed stays open and is tried again with the next; this lease does not suffer for it.
		_ = s.closeIdle()
	}
	return &Lease{of: s, snapshot: o}, nil
}

// closeIdle closes every snapshot but the newest that nobody reads any more.
func (s *Snapshots) closeIdle() error {
	var errs []error
	for number, o := range s.open {
		if o.leases == 0 && (number != s.newest || s.closed) {
			delete(s.open, number)
			errs = append(errs, o.close())
		}
	}
	return errors.Join(errs...)
}

// Close closes what nobody reads now, and the rest when it is released. No lease is given any more.
func (s *Snapshots) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return s.closeIdle()
}

// DB is the leased snapshot, read-only. It must not be used after the lease is released.
func (l *Lease) DB() *sql.DB { return l.snapshot.db }

// Info is what the leased snapshot says of itself.
func (l *Lease) Info() SnapshotInfo { return l.snapshot.info }

// Release ends the lease. Releasing twice is harmless.
func (l *Lease) Release() {
	l.release.Do(func() {
		l.of.mu.Lock()
		defer l.of.mu.Unlock()
		l.snapshot.leases--
		// A snapshot that cannot be closed cleanly has lost nothing: it was only read.
		_ = l.of.closeIdle()
	})
}

// maxThreads bounds the threads DuckDB keeps for a snapshot.
const maxThreads = 4

// openReadOnly opens a database that can only be read: no writing, no other file, no extension, and no way to set any of
// this back. Once begun it comes to its end, though who asked for it may have gone: a statement of DuckDB's that is broken off can
// keep its instance beyond closing, and nobody in this process could open the file again (duckdb/duckdb#25965).
func openReadOnly(ctx context.Context, path string) (_ *openSnapshot, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	lock, err := readLock(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil && lock != nil {
			err = errors.Join(err, lock.Close())
		}
	}()
	db, err := openDatabase(path, url.Values{
		"access_mode": {"READ_ONLY"},
		// Pages ask many small queries at a time: more threads for one would only take them from the others.
		"threads":                      {strconv.Itoa(min(runtime.GOMAXPROCS(0), maxThreads))},
		"autoinstall_known_extensions": {"false"},
		"autoload_known_extensions":    {"false"},
		"allow_community_extensions":   {"false"},
	}, nil)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := lockDown(ctx, conn); err != nil {
		return nil, err
	}
	info, err := readInfo(ctx, conn, "snapshot_info")
	if err != nil {
		return nil, err
	}
	if err := checkForm(ctx, conn, info); err != nil {
		return nil, err
	}
	if info.Origin, err = readOrigin(ctx, conn); err != nil {
		return nil, fmt.Errorf("rollback: %w", err)
	}
	return &openSnapshot{info: info, db: db, lock: lock}, nil
}

// lockDown takes from a snapshot's database what could reach outside it, for good. DuckDB opens a file once in a process: where
// another part of the program has it open already, it is locked down already, or is being so at this moment, which keeps this
// one from doing it.
func lockDown(ctx context.Context, conn *sql.Conn) error {
	// What does not fit into memory fails, rather than being written beside the snapshot: the directory may be read-only.
	const statements = `SET temp_directory = ''; SET enable_external_access = false; SET lock_configuration = true`
	const pause, patience = time.Millisecond, 1000
	for tries := 0; ; tries++ {
		var locked bool
		if err := conn.QueryRowContext(ctx, `SELECT current_setting('lock_configuration')`).Scan(&locked); err != nil || locked {
			return err
		}
		_, err := conn.ExecContext(ctx, statements)
		if err == nil || tries == patience {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}
