package office

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Outcomes of a file in a job that are no outcomes of loading (warehouse.Outcome).
const (
	OutcomeChecked   = "checked"   // read and checked
	OutcomeCancelled = "cancelled" // not done
	OutcomeRefused   = "failed"    // it could not be taken
)

// ErrNotAtWork is returned to a worker whose job has been taken from it: it was believed dead.
var ErrNotAtWork = errors.New("the job is not this worker's any more")

// ClaimJob gives a worker the oldest job of a kind that waits; ok is false when there is none.
func (s *Store) ClaimJob(ctx context.Context, worker string, kind JobKind) (j Job, ok bool, err error) {
	waiting, err := s.waits(ctx, kind)
	if err != nil || !waiting { // asked without being a writer, as it is asked often
		return j, false, err
	}
	err = s.quietly(ctx, func(tx *sql.Tx) error {
		var id int64
		err := tx.QueryRowContext(ctx, `UPDATE job SET state = 'running', worker = ?, started_at = ?
			WHERE id = (SELECT min(id) FROM job WHERE state = 'queued' AND kind = ?) RETURNING id`, worker, stamp(s.now()), string(kind)).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		ok = true
		j, err = job(ctx, tx, id)
		return err
	})
	if err != nil {
		return j, false, fmt.Errorf("claim a job: %w", err)
	}
	return j, ok, nil
}

func (s *Store) waits(ctx context.Context, kind JobKind) (waiting bool, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM job WHERE state = 'queued' AND kind = ?)`, string(kind)).Scan(&waiting)
	if err != nil {
		return false, fmt.Errorf("look for jobs: %w", err)
	}
	return waiting, nil
}

// Requeue lets the jobs of a worker that died be done by another. What they have done stays done. A job somebody gave at a command line
// cannot be: what it was told is gone with it.
func (s *Store) Requeue(ctx context.Context, worker string) error {
	err := s.quietly(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE job SET state = 'failed', worker = '', ended_at = ?, reason = '命令被中断：重新执行即可完成'
			WHERE worker = ? AND state = 'running' AND channel = 'command'`, stamp(s.now()), worker)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE job SET state = 'queued', worker = '', started_at = '' WHERE worker = ? AND state = 'running'`, worker)
		return err
	})
	if err != nil {
		return fmt.Errorf("queue jobs again: %w", err)
	}
	return nil
}

// Stopped reports whether a job has been asked to stop. The error wraps [ErrNotAtWork].
func (s *Store) Stopped(ctx context.Context, id int64, worker string) (stop bool, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT cancelled FROM job WHERE id = ? AND worker = ? AND state = 'running'`, id, worker).Scan(&stop)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotAtWork
	}
	if err != nil {
		return false, fmt.Errorf("job %d: %w", id, err)
	}
	return stop, nil
}

// work is a change made for a job by the worker that has it.
func (s *Store) work(ctx context.Context, id int64, worker string, seen bool, do func(*sql.Tx) error) error {
	change := s.quietly
	if seen {
		change = s.change
	}
	err := change(ctx, func(tx *sql.Tx) error {
		var mine bool
		err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM job WHERE id = ? AND worker = ? AND state = 'running')`, id, worker).Scan(&mine)
		if err != nil {
			return err
		}
		if !mine {
			return ErrNotAtWork
		}
		return do(tx)
	})
	if err != nil {
		return fmt.Errorf("job %d: %w", id, err)
	}
	return nil
}

// BeginFile notes that work on a file of a job begins.
func (s *Store) BeginFile(ctx context.Context, id int64, worker string, ord int) error {
	return s.work(ctx, id, worker, false, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE job_file SET begun = begun + 1 WHERE job = ? AND ord = ?`, id, ord)
		return err
	})
}

// Checked is what reading a submission's file gave.
type Checked struct {
	Status  Status // checked, unplaced or unreadable
	Reason  string // why it was not checked; empty when it was
	Reports []SentReport
	// Hint is what it was read with, where that differs from what somebody said.
	Hint Hint
}

// CheckedFile writes down what reading a file of a job gave. What came through the inbox goes on to the office by itself.
func (s *Store) CheckedFile(ctx context.Context, j Job, worker string, f JobFile, c Checked) error {
	return s.work(ctx, j.ID, worker, false, func(tx *sql.Tx) error {
		if err := outcome(ctx, tx, j.ID, f.Ord, string(c.Status), c.Reason); err != nil {
			return err
		}
		if _, err := s.move(ctx, tx, f.Submission, c.Status, Actor{}, c.Reason, ""); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE submission SET reason = ?, hint_agency = ?, hint_region = ?, hint_year = ?, hint_scope = ? WHERE id = ?`,
			c.Reason, c.Hint.Agency, c.Hint.Region, c.Hint.Year, string(c.Hint.Scope), f.Submission)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM submission_report WHERE submission = ?`, f.Submission); err != nil {
			return err
		}
		for i, r := range c.Reports {
			_, err := tx.ExecContext(ctx, `INSERT INTO submission_report (submission, ord, agency, agency_name, region, year, scope, errors, warnings, notes, report)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`, f.Submission, i, r.Agency, r.AgencyName, r.Region, r.Year, string(r.Scope), r.Errors, r.Warnings, r.Notes)
			if err != nil {
				return err
			}
		}
		if c.Status != StatusChecked || j.Channel != ChannelInbox {
			return nil
		}
		_, err = s.move(ctx, tx, f.Submission, StatusSubmitted, Actor{}, "", "")
		return err
	})
}

// SkipFile notes that a file of a job needs no work any more: it was taken back.
func (s *Store) SkipFile(ctx context.Context, id int64, worker string, ord int) error {
	return s.work(ctx, id, worker, false, func(tx *sql.Tx) error { return outcome(ctx, tx, id, ord, OutcomeCancelled, "") })
}

func outcome(ctx context.Context, tx *sql.Tx, id int64, ord int, what, reason string) error {
	_, err := tx.ExecContext(ctx, `UPDATE job_file SET outcome = ?, reason = ? WHERE job = ? AND ord = ?`, what, reason, id, ord)
	return err
}

// LoadedFile is what became of a submission that was loaded and published.
type LoadedFile struct {
	JobFile       // Outcome and Reason say what became of it
	Reports []int // in the warehouse, in the order of the submission's; empty when it was not loaded
}

// LoadedFiles writes down what a job has loaded, and the snapshot it published, and ends it: pages show all of it from then on.
func (s *Store) LoadedFiles(ctx context.Context, j Job, worker string, snapshot int, files []LoadedFile) error {
	return s.work(ctx, j.ID, worker, true, func(tx *sql.Tx) error {
		for _, f := range files {
			next, note := StatusLoaded, fmt.Sprintf("快照 %06d", snapshot)
			if f.Reason != "" {
				next, note = StatusNotLoaded, f.Reason
			}
			if err := outcome(ctx, tx, j.ID, f.Ord, f.Outcome, f.Reason); err != nil {
				return err
			}
			if _, err := s.move(ctx, tx, f.Submission, next, Actor{}, note, ""); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `UPDATE submission SET reason = ? WHERE id = ?`, f.Reason, f.Submission); err != nil {
				return err
			}
			for i, report := range f.Reports {
				_, err := tx.ExecContext(ctx, `UPDATE submission_report SET report = ? WHERE submission = ? AND ord = ?`, report, f.Submission, i)
				if err != nil {
					return err
				}
			}
		}
		return s.end(ctx, tx, j, JobDone, "", snapshot)
	})
}

// EndJob ends a job: done, or failed with the reason. A cancelled one leaves what it has not done.
func (s *Store) EndJob(ctx context.Context, j Job, worker string, state JobState, reason string) error {
	return s.work(ctx, j.ID, worker, true, func(tx *sql.Tx) error {
		if state != JobDone { // nothing of it is to hang in the air
			if err := s.leave(ctx, tx, Actor{}, j); err != nil {
				return err
			}
		}
		return s.end(ctx, tx, j, state, reason, 0)
	})
}

func (s *Store) end(ctx context.Context, tx *sql.Tx, j Job, state JobState, reason string, snapshot int) error {
	_, err := tx.ExecContext(ctx, `UPDATE job SET state = ?, worker = '', ended_at = ?, reason = ?, snapshot = ? WHERE id = ?`,
		string(state), stamp(s.now()), reason, snapshot, j.ID)
	if err != nil {
		return err
	}
	text := j.Kind.Label() + state.Label()
	if snapshot != 0 {
		text += fmt.Sprintf("，快照 %06d", snapshot)
	}
	if reason != "" {
		text += "：" + reason
	}
	return s.record(ctx, tx, Actor{Account: j.Account, Name: j.Name}, ActionJob, fmt.Sprintf("job:%d", j.ID), text)
}
