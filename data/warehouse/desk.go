package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// DeskOptions bound what a desk may use.
type DeskOptions struct {
	// Memory is how much it may hold, as DuckDB writes sizes: 512MB. Empty leaves it to DuckDB.
	Memory  string
	Threads int
	// Scratch lets it write to a directory of its own, [Desk.Dir], and nowhere else.
	Scratch bool
	// Prepare makes what is to stand beside the snapshot, before the desk is locked down. The snapshot is attached under the name
	// snapshot; tables and views that are made belong to the desk and go with it.
	Prepare func(context.Context, *sql.Conn) error
}

// Desk is an instance of DuckDB of its own at which one reader works on a leased snapshot: whatever is asked there takes nothing
// from other readers but its own bounds, and all of it is gone when the desk is closed. The snapshot is attached for reading only;
// no other file can be read, no extension loaded, no setting changed. It holds the snapshot's file open by itself, so it may outlive the
// lease, and must be closed.
type Desk struct {
	db   *sql.DB
	conn *sql.Conn
	dir  string
}

// Desk opens a desk on the leased snapshot.
func (l *Lease) Desk(ctx context.Context, o DeskOptions) (_ *Desk, err error) {
	d := &Desk{}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("opening a desk on snapshot %d: %w", l.Info().Number, err), d.Close())
		}
	}()
	if o.Scratch {
		if d.dir, err = os.MkdirTemp("", "tongjian-desk-"); err != nil {
			return nil, err
		}
	}
	options := url.Values{
		"threads":                      {strconv.Itoa(max(1, o.Threads))},
		"autoinstall_known_extensions": {"false"},
		"autoload_known_extensions":    {"false"},
		"allow_community_extensions":   {"false"},
	}
	if o.Memory != "" {
		options.Set("memory_limit", o.Memory)
	}
	if d.db, err = openDatabase("", options, nil); err != nil {
		return nil, err
	}
	// Settings of a connection, such as the order in which names are looked up, hold for this one.
	if d.conn, err = d.db.Conn(ctx); err != nil {
		return nil, err
	}
	path := snapshotPath(l.of.dir, l.Info().Number)
	if _, err = d.conn.ExecContext(ctx, `ATTACH `+quote(path)+` AS snapshot (READ_ONLY); SET search_path = 'memory.main,snapshot.main'`); err != nil {
		return nil, err
	}
	if o.Prepare != nil {
		if err = o.Prepare(ctx, d.conn); err != nil {
			return nil, err
		}
	}
	_, err = d.conn.ExecContext(ctx, d.lockDown())
	return d, err
}

// lockDown ends all ways out of the desk but its own directory, and all ways to undo that.
func (d *Desk) lockDown() string {
	statements := []string{`SET temp_directory = ''`}
	if d.dir != "" {
		statements = []string{`SET temp_directory = ` + quote(d.dir), `SET allowed_directories = [` + quote(d.dir+string(filepath.Separator)) + `]`}
	}
	return strings.Join(append(statements, `SET enable_external_access = false`, `SET lock_configuration = true`), "; ")
}

// Conn is the desk's one connection.
func (d *Desk) Conn() *sql.Conn { return d.conn }

// Dir is the desk's own directory; empty when it has none.
func (d *Desk) Dir() string { return d.dir }

// Ask runs one query as a user wrote it, as [Lease.Ask] does, and gives its first rows; of all with rows 0. The desk must outlive the
// answer, and answers one at a time.
func (d *Desk) Ask(ctx context.Context, query string, rows int) (*Answer, error) {
	if err := checkQuery(d.conn, query); err != nil {
		return nil, err
	}
	if rows > 0 {
		// Told beforehand how many are wanted, DuckDB does not make the others. What cannot stand inside of another query, as SHOW
		// cannot, is asked as it is.
		first := "SELECT * FROM (\n" + strings.TrimRight(strings.TrimSpace(query), ";") + "\n) LIMIT " + strconv.Itoa(rows+1)
		if checkQuery(d.conn, first) == nil {
			query = first
		}
	}
	a, err := askOn(ctx, d.conn, query)
	if err != nil {
		return nil, err
	}
	a.Limit = rows
	return a, nil
}

// Close ends the desk with everything on it.
func (d *Desk) Close() error {
	var errs []error
	if d.conn != nil {
		errs = append(errs, d.conn.Close())
	}
	if d.db != nil {
		errs = append(errs, d.db.Close())
	}
	if d.dir != "" {
		errs = append(errs, os.RemoveAll(d.dir))
	}
	return errors.Join(errs...)
}
