package warehouse

import (
	"context"
	"fmt"
	"time"
)

// SetReceived says when a file that is already stored was received, by the digest of its bytes, and reports whether that
// changed anything. A file the warehouse has no report from has no such day, and nothing changes.
func (j *Job) SetReceived(ctx context.Context, sha256 string, at time.Time) (bool, error) {
	at = storedTime(at)
	var differ int
	const count = `SELECT count(*) FROM source WHERE sha256 = ? AND received_at <> ?`
	if err := j.conn.QueryRowContext(ctx, count, sha256, at).Scan(&differ); err != nil {
		return false, fmt.Errorf("received %s: %w", sha256, err)
	}
	if differ == 0 {
		return false, nil
	}
	err := j.change(ctx, func() error {
		_, err := j.conn.ExecContext(ctx, `UPDATE source SET received_at = ? WHERE sha256 = ?`, at, sha256)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("received %s: %w", sha256, err)
	}
	return true, nil
}
