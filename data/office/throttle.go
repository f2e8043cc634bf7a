package office

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"tongjian/data/filing"
)

const (
	// freeAttempts may fail before a login has to wait; from an address more, as a whole office may sit behind one.
	freeAttempts        = 5
	freeAttemptsAddress = 30
	// The first wait, doubled with every further failure up to the longest. It ends by itself: a login that anybody could
	// lock for good by guessing would keep the office from its own desk.
	firstWait   = 30 * time.Second
	longestWait = 15 * time.Minute
	// forgotten is when failures no longer count.
	forgotten = 24 * time.Hour
)

// LockedError says that too many attempts to sign in have failed, and when the next may be made.
type LockedError struct{ Until time.Time }

func (e *LockedError) Error() string {
	return fmt.Sprintf("登录失败次数过多，请在 %s 之后再试", e.Until.In(filing.Beijing()).Format("15:04:05"))
}

// attempt notes an attempt as failed, before it is known to be: however many are made at once, none is free. A good one is
// forgiven afterwards. The error is a [*LockedError] when a subject has to wait.
func (s *Store) attempt(ctx context.Context, subjects ...string) error {
	return s.quietly(ctx, func(tx *sql.Tx) error {
		now := s.now()
		if _, err := tx.ExecContext(ctx, `DELETE FROM throttle WHERE last_at < ?`, stamp(now.Add(-forgotten))); err != nil {
			return err
		}
		for _, subject := range subjects {
			if err := attempted(ctx, tx, subject, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// attempted notes an attempt of one subject.
func attempted(ctx context.Context, tx *sql.Tx, subject string, now time.Time) error {
	var failures int
	var until string
	err := tx.QueryRowContext(ctx, `SELECT failures, until FROM throttle WHERE subject = ?`, subject).Scan(&failures, &until)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if until != "" && until > stamp(now) {
		t, err := parseStamp(until)
		if err != nil {
			return err
		}
		return &LockedError{t}
	}
	failures++
	until = ""
	if wait := waitAfter(subject, failures); wait > 0 {
		until = stamp(now.Add(wait))
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO throttle (subject, failures, last_at, until) VALUES (?, ?, ?, ?)
		ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, until = excluded.until`,
		subject, failures, stamp(now), until)
	return err
}

// waitAfter is how long a subject waits after so many failures.
func waitAfter(subject string, failures int) time.Duration {
	free := freeAttempts
	if strings.HasPrefix(subject, "address:") {
		free = freeAttemptsAddress
	}
	over := failures - free
	if over < 0 {
		return 0
	}
	return min(firstWait<<min(over, 10), longestWait)
}

// forgive forgets the failures of subjects after an attempt that was good.
func (s *Store) forgive(ctx context.Context, subjects ...string) error {
	return s.quietly(ctx, func(tx *sql.Tx) error {
		for _, subject := range subjects {
			if _, err := tx.ExecContext(ctx, `DELETE FROM throttle WHERE subject = ?`, subject); err != nil {
				return err
			}
		}
		return nil
	})
}
