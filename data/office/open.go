package office

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// fileName is the store's file in the data directory.
const fileName = "office.sqlite"

const (
	// patience is how long a statement waits for another process that writes.
	patience = 30 * time.Second
	// readers bounds the connections; one of them at a time writes.
	readers = 8
)

// Store is an open office.sqlite. It is safe for concurrent use, by any number of processes.
type Store struct {
	db     *sql.DB
	path   string
	now    func() time.Time
	hashes chan struct{} // a place for each password being hashed
}

// Open opens the store of a data directory, making it when there is none and bringing its tables up to date. The directory
// must exist. The error is a [*SchemaError] when a later version of the program wrote the store, and wraps fs.ErrPermission
// when it cannot be written here.
func Open(ctx context.Context, dir string) (*Store, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("data directory %s: %w", dir, err)
	}
	path := filepath.Join(abs, fileName)
	// The file will hold what is nobody else's business; SQLite gives its companions the same mode.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the office's store: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("open the office's store %s: %w", path, err)
	}
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return nil, fmt.Errorf("open the office's store %s: %w", path, err)
	}
	db.SetMaxOpenConns(readers)
	s := &Store{db: db, path: path, now: time.Now, hashes: make(chan struct{}, hashers)}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open the office's store %s: %w", path, err), db.Close())
	}
	return s, nil
}

// dsn names the file to the driver: a URI, so that no character of the path is taken for an option.
func dsn(path string) string {
	slashed := filepath.ToSlash(path)
	if slashed[0] != '/' { // C:/…
		slashed = "/" + slashed
	}
	options := url.Values{
		"_busy_timeout": {fmt.Sprint(patience.Milliseconds())},
		"_foreign_keys": {"on"},
		"_synchronous":  {"full"},
		"_txlock":       {"immediate"},
	}
	return (&url.URL{Scheme: "file", Path: slashed, RawQuery: options.Encode()}).String()
}

// prepare sets the journal and brings the tables up to date.
func (s *Store) prepare(ctx context.Context) error {
	if err := s.writeAhead(ctx); err != nil {
		return err
	}
	return s.migrate(ctx)
}

// writeAhead puts the file into WAL mode, where it stays. SQLite does not wait for others who are about to do the same, so
// this does.
func (s *Store) writeAhead(ctx context.Context) error {
	const pause = 10 * time.Millisecond
	for tries := int64(patience / pause); ; tries-- {
		var mode string
		err := s.db.QueryRowContext(ctx, `PRAGMA journal_mode = wal`).Scan(&mode)
		switch {
		case err == nil && mode == "wal":
			return nil
		case err == nil:
			return fmt.Errorf("the file system keeps it from the journal it needs (%s instead of wal)", mode)
		case !busy(err) || tries <= 0:
			return fmt.Errorf("set the journal: %w", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// busy reports whether another connection was in the way.
func busy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_BUSY || e.Code()&0xff == sqlite3.SQLITE_LOCKED)
}

// Close ends the use of the store.
func (s *Store) Close() error { return s.db.Close() }

// Path is the store's file.
func (s *Store) Path() string { return s.path }
