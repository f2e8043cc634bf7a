package warehouse

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// The parts of a data directory.
const (
	warehouseFile = "warehouse.duckdb"
	snapshotsDir  = "snapshots"
	filesDir      = "files"
	lockFile      = "lock"
	scratchDir    = ".scratch" // what a job at work has no room for in memory
	holderFile    = "lock.json"
	tempPrefix    = ".tmp-"
)

// checkDir gives dir as an absolute path. DuckDB takes a database's options behind a question mark in its name, so a path
// with such a character would be opened as something else.
func checkDir(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("data directory %s: %w", dir, err)
	}
	if strings.ContainsAny(abs, "?#%") {
		return "", fmt.Errorf("数据目录 %s 的路径里有 ?、# 或 %%，DuckDB 打不开：请换一个目录", abs)
	}
	return abs, nil
}

// openDatabase opens a DuckDB file with the options given; each new connection first runs onConnect.
func openDatabase(path string, options url.Values, onConnect func(driver.ExecerContext) error) (*sql.DB, error) {
	if len(options) > 0 {
		path += "?" + options.Encode()
	}
	connector, err := duckdb.NewConnector(path, onConnect)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// What DuckDB may hold in memory while a job works, and how long its log may get before it is folded into the file. A job takes no
// more memory for ten thousand reports than for one thousand.
const (
	jobMemory = "256MB"
	jobLog    = "64MB"
)

// openForJob opens the warehouse of a data directory for writing; the directory's lock is held. What DuckDB has no room for in
// memory it writes to a directory of its own, from which what an interrupted job left is cleared.
func openForJob(dir string) (*sql.DB, error) {
	scratch := filepath.Join(dir, scratchDir)
	if err := os.RemoveAll(scratch); err != nil {
		return nil, fmt.Errorf("clear %s: %w", scratch, err)
	}
	return openDatabase(filepath.Join(dir, warehouseFile), url.Values{
		"wal_autocheckpoint": {jobLog},
		"memory_limit":       {jobMemory},
		"temp_directory":     {scratch},
	}, nil)
}

// quote writes a string as an SQL literal, for the statements that take no parameters.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
