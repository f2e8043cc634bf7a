package queries

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Snapshot tells which snapshot answers.
type Snapshot struct {
	Number      int       `json:"number"`
	PublishedAt time.Time `json:"published_at"`
	Reports     int       `json:"reports"`  // live reports
	Agencies    int       `json:"agencies"` // agencies with a live report
	Years       []int     `json:"years"`    // that have a live report, ascending
	Sample      bool      `json:"sample"`   // some live report is of an invented agency
}

// SnapshotInfo tells which snapshot answers.
func SnapshotInfo(ctx context.Context, db *sql.DB) (Snapshot, error) {
	found, err := ask(ctx, db, []string{"snapshot.sql"}, func(rows *sql.Rows) (s Snapshot, err error) {
		err = rows.Scan(&s.Number, &s.PublishedAt, &s.Reports, &s.Agencies, &s.Sample, (*ints)(&s.Years))
		return s, err
	})
	if err != nil {
		return Snapshot{}, err
	}
	if len(found) != 1 {
		return Snapshot{}, fmt.Errorf("snapshot_info has %d rows, want 1", len(found))
	}
	return found[0], nil
}
