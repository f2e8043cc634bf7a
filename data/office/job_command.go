package office

import (
	"context"
	"database/sql"
	"fmt"
)

// HasSubmission reports whether a file of a name and contents has come through a channel before and is kept.
func (s *Store) HasSubmission(ctx context.Context, channel Channel, name, sha256 string) (has bool, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM submission WHERE channel = ? AND name = ? AND sha256 = ?
		AND status NOT IN ('withdrawn', 'returned', 'corrected'))`, string(channel), FileName(name), sha256).Scan(&has)
	if err != nil {
		return false, fmt.Errorf("look for %s: %w", name, err)
	}
	return has, nil
}

// Refused writes down, as a job that is done, that a file could not be taken and why.
func (s *Store) Refused(ctx context.Context, who Actor, channel Channel, name, why string) error {
	err := s.quietly(ctx, func(tx *sql.Tx) error {
		j, err := s.queue(ctx, tx, who, JobRead, channel)
		if err != nil {
			return err
		}
		if err := addJobFile(ctx, tx, j.ID, 0, 0, FileName(name)); err != nil {
			return err
		}
		if err := outcome(ctx, tx, j.ID, 0, OutcomeRefused, why); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE job SET started_at = queued_at WHERE id = ?`, j.ID); err != nil {
			return err
		}
		return s.end(ctx, tx, j, JobDone, "", 0)
	})
	if err != nil {
		return fmt.Errorf("refuse %s: %w", name, err)
	}
	return nil
}

// BeginCommand writes down that somebody loads files at the command line, in a process that does it itself.
func (s *Store) BeginCommand(ctx context.Context, who Actor, worker string) (Job, error) {
	var j Job
	err := s.quietly(ctx, func(tx *sql.Tx) error {
		var err error
		if j, err = s.queue(ctx, tx, who, JobLoad, ChannelCommand); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE job SET state = 'running', worker = ?, started_at = queued_at WHERE id = ?`, worker, j.ID)
		return err
	})
	if err != nil {
		return j, fmt.Errorf("begin a job: %w", err)
	}
	j.State = JobRunning
	return j, nil
}

// CommandFiles writes down what became of files of such a job. Their Ord counts on from those before.
func (s *Store) CommandFiles(ctx context.Context, j Job, worker string, files []JobFile) error {
	return s.work(ctx, j.ID, worker, false, func(tx *sql.Tx) error {
		for _, f := range files {
			_, err := tx.ExecContext(ctx, `INSERT INTO job_file (job, ord, submission, name, begun, outcome, reason) VALUES (?, ?, 0, ?, 1, ?, ?)`,
				j.ID, f.Ord, FileName(f.Name), f.Outcome, f.Reason)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// EndCommand ends such a job: done, with what it published; failed, with the reason; or cancelled.
func (s *Store) EndCommand(ctx context.Context, j Job, worker string, state JobState, reason string, snapshot int) error {
	return s.work(ctx, j.ID, worker, false, func(tx *sql.Tx) error { return s.end(ctx, tx, j, state, reason, snapshot) })
}
