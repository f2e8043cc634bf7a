package warehouse

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// Snapshot is a published state of the warehouse.
type Snapshot struct {
	SnapshotInfo
	Path string
	// New is set by [Job.Publish] when it made the snapshot, and not when the newest one already says the same.
	New bool
}

// SnapshotInfo is what a snapshot says of itself.
type SnapshotInfo struct {
	Number      int
	PublishedAt time.Time // UTC
	// Reports and Agencies count live reports and the agencies they are of.
	Reports, Agencies int
	// FirstYear and LastYear are those of live reports; 0 when there are none.
	FirstYear, LastYear int
	// Sample is set when some live report is of an invented agency: pages must say so.
	Sample bool
	// SchemaVersion and DuckDB are the versions it was written with.
	SchemaVersion int
	DuckDB        string
	// Origin is set when it shows an older state again.
	Origin Origin

	content     int64
	definitions string
}

// ErrNoSnapshot says that nothing has been published in the data directory.
var ErrNoSnapshot = errors.New("数据目录里还没有发布过数据：请先运行 tongjian ingest 或 tongjian demo")

var snapshotName = regexp.MustCompile(`^([0-9]{6,9})\.duckdb$`)

func snapshotPath(dir string, number int) string {
	return filepath.Join(dir, snapshotsDir, fmt.Sprintf("%06d.duckdb", number))
}

// snapshotNumbers lists the snapshots of a data directory, oldest first.
func snapshotNumbers(dir string) ([]int, error) {
	entries, err := os.ReadDir(filepath.Join(dir, snapshotsDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var numbers []int
	for _, e := range entries {
		if m := snapshotName.FindStringSubmatch(e.Name()); m != nil {
			n, err := strconv.Atoi(m[1])
			if err != nil {
				return nil, err
			}
			numbers = append(numbers, n)
		}
	}
	slices.SortFunc(numbers, cmp.Compare[int])
	return numbers, nil
}

// newestSnapshot gives the highest number; [ErrNoSnapshot] when there is none.
func newestSnapshot(dir string) (int, error) {
	numbers, err := snapshotNumbers(dir)
	if err != nil {
		return 0, err
	}
	if len(numbers) == 0 {
		return 0, ErrNoSnapshot
	}
	return numbers[len(numbers)-1], nil
}

// readInfo reads the one row of snapshot_info, named with its catalog where it is not the connection's own.
func readInfo(ctx context.Context, conn *sql.Conn, table string) (SnapshotInfo, error) {
	var i SnapshotInfo
	const columns = `number, published_at, content, definitions, schema_version, duckdb, reports, agencies, first_year, last_year, sample`
	err := conn.QueryRowContext(ctx, `SELECT `+columns+` FROM `+table).Scan(&i.Number, &i.PublishedAt, &i.content, &i.definitions,
		&i.SchemaVersion, &i.DuckDB, &i.Reports, &i.Agencies, &i.FirstYear, &i.LastYear, &i.Sample)
	if err != nil {
		return SnapshotInfo{}, fmt.Errorf("%s: %w", table, err)
	}
	i.PublishedAt = i.PublishedAt.UTC()
	return i, nil
}
