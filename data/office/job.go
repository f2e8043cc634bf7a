package office

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// JobKind says what a job does.
type JobKind string

const (
	JobRead JobKind = "read" // reads and checks files; needs no lock of the warehouse
	JobLoad JobKind = "load" // loads files into the warehouse and publishes
)

// Label is the kind in Chinese.
func (k JobKind) Label() string {
	if k == JobLoad {
		return "入库"
	}
	return "读取核验"
}

// Channel says where files came from.
type Channel string

const (
	ChannelPage    Channel = "page"    // sent from a page
	ChannelInbox   Channel = "inbox"   // put into the folder inbox/ of the data directory
	ChannelCommand Channel = "command" // given at the command line
)

// Label is the channel in Chinese.
func (c Channel) Label() string {
	switch c {
	case ChannelInbox:
		return "收件文件夹"
	case ChannelCommand:
		return "命令行"
	}
	return "网页"
}

// JobState says how far a job has come.
type JobState string

const (
	JobQueued    JobState = "queued"
	JobRunning   JobState = "running"
	JobDone      JobState = "done"
	JobFailed    JobState = "failed"
	JobCancelled JobState = "cancelled"
)

// Label is the state in Chinese.
func (s JobState) Label() string {
	switch s {
	case JobQueued:
		return "排队"
	case JobRunning:
		return "进行中"
	case JobDone:
		return "完成"
	case JobFailed:
		return "失败"
	case JobCancelled:
		return "已取消"
	}
	return string(s)
}

// Ended reports whether nothing more will happen to a job.
func (s JobState) Ended() bool { return s == JobDone || s == JobFailed || s == JobCancelled }

// Job (任务) is work on files.
type Job struct {
	ID        int64     `json:"id"`
	Kind      JobKind   `json:"kind"`
	Channel   Channel   `json:"channel"`
	State     JobState  `json:"state"`
	Account   int64     `json:"account,omitempty"`
	Name      string    `json:"name"`               // who asked for it
	Cancelled bool      `json:"cancelled"`          // asked to stop
	Reason    string    `json:"reason,omitempty"`   // why it failed
	Snapshot  int       `json:"snapshot,omitempty"` // what it published
	Queued    time.Time `json:"queued"`             // UTC, like the others
	Started   time.Time `json:"started,omitzero"`
	Ended     time.Time `json:"ended,omitzero"`
	Files     int       `json:"files"`
	Finished  int       `json:"finished"` // files with an outcome
	Failed    int       `json:"failed"`   // of these, those with a reason why not
}

// JobFile is a file of a job.
type JobFile struct {
	Ord        int    `json:"ord"`
	Submission int64  `json:"submission,omitempty"`
	Name       string `json:"name"`
	Outcome    string `json:"outcome,omitempty"` // empty while it is to be done
	Reason     string `json:"reason,omitempty"`
	Begun      int    `json:"-"` // how often work on it has begun
}

// ErrNoJob is returned for a job the store does not have.
var ErrNoJob = errors.New("no such job")

// queue makes a job.
func (s *Store) queue(ctx context.Context, tx *sql.Tx, who Actor, kind JobKind, channel Channel) (Job, error) {
	j := Job{Kind: kind, Channel: channel, State: JobQueued, Account: who.Account, Name: who.Name, Queued: s.now().UTC().Truncate(time.Microsecond)}
	done, err := tx.ExecContext(ctx, `INSERT INTO job (kind, channel, state, account, name, worker, cancelled, reason, snapshot, queued_at, started_at, ended_at)
		VALUES (?, ?, 'queued', ?, ?, '', 0, '', 0, ?, '', '')`, string(kind), string(channel), who.Account, who.Name, stamp(j.Queued))
	if err != nil {
		return j, err
	}
	j.ID, err = done.LastInsertId()
	return j, err
}

func addJobFile(ctx context.Context, tx *sql.Tx, job int64, ord int, submission int64, name string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO job_file (job, ord, submission, name, begun, outcome, reason) VALUES (?, ?, ?, ?, 0, '', '')`,
		job, ord, submission, name)
	return err
}

// JobFilter chooses jobs. Zero fields choose all.
type JobFilter struct {
	Account int64
	Open    bool  // those that have not ended
	Before  int64 // those with a lower number only
	Limit   int   // at most so many; 0 all
}

// Jobs gives the jobs a filter chooses, the newest first.
func (s *Store) Jobs(ctx context.Context, f JobFilter) ([]Job, error) {
	where, args := "1 = 1", []any{}
	if f.Account != 0 {
		where, args = where+" AND j.account = ?", append(args, f.Account)
	}
	if f.Open {
		where += " AND j.state IN ('queued', 'running')"
	}
	if f.Before != 0 {
		where, args = where+" AND j.id < ?", append(args, f.Before)
	}
	if f.Limit <= 0 {
		f.Limit = -1
	}
	return jobs(ctx, s.db, where+` ORDER BY j.id DESC LIMIT ?`, append(args, f.Limit)...)
}

// Job gives one job; the error wraps [ErrNoJob] when there is none.
func (s *Store) Job(ctx context.Context, id int64) (Job, error) { return job(ctx, s.db, id) }

func job(ctx context.Context, from asker, id int64) (Job, error) {
	list, err := jobs(ctx, from, `j.id = ?`, id)
	switch {
	case err != nil:
		return Job{}, err
	case len(list) == 0:
		return Job{}, fmt.Errorf("job %d: %w", id, ErrNoJob)
	}
	return list[0], nil
}

func jobs(ctx context.Context, from asker, where string, args ...any) ([]Job, error) {
	rows, err := from.QueryContext(ctx, `SELECT j.id, j.kind, j.channel, j.state, j.account, j.name, j.cancelled, j.reason, j.snapshot, j.queued_at,
		j.started_at, j.ended_at, (SELECT count(*) FROM job_file f WHERE f.job = j.id),
		(SELECT count(*) FROM job_file f WHERE f.job = j.id AND f.outcome <> ''),
		(SELECT count(*) FROM job_file f WHERE f.job = j.id AND f.reason <> '') FROM job j WHERE `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read jobs: %w", err)
	}
	defer rows.Close()
	var list []Job
	for rows.Next() {
		var j Job
		var at [3]string
		err := rows.Scan(&j.ID, &j.Kind, &j.Channel, &j.State, &j.Account, &j.Name, &j.Cancelled, &j.Reason, &j.Snapshot, &at[0], &at[1], &at[2],
			&j.Files, &j.Finished, &j.Failed)
		if err != nil {
			return nil, fmt.Errorf("read jobs: %w", err)
		}
		for i, to := range []*time.Time{&j.Queued, &j.Started, &j.Ended} {
			if at[i] == "" {
				continue
			}
			if *to, err = parseStamp(at[i]); err != nil {
				return nil, fmt.Errorf("job %d: %w", j.ID, err)
			}
		}
		list = append(list, j)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read jobs: %w", err)
	}
	return list, nil
}

// JobFiles gives the files of a job in their order.
func (s *Store) JobFiles(ctx context.Context, id int64) ([]JobFile, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT ord, submission, name, outcome, reason, begun FROM job_file WHERE job = ? ORDER BY ord`, id)
	if err != nil {
		return nil, fmt.Errorf("read files of job %d: %w", id, err)
	}
	defer rows.Close()
	var list []JobFile
	for rows.Next() {
		var f JobFile
		if err := rows.Scan(&f.Ord, &f.Submission, &f.Name, &f.Outcome, &f.Reason, &f.Begun); err != nil {
			return nil, fmt.Errorf("read files of job %d: %w", id, err)
		}
		list = append(list, f)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read files of job %d: %w", id, err)
	}
	return list, nil
}

// CancelJob asks a job to stop: one that waits is cancelled at once, one at work stops between two files. Cancelling one that has ended
// changes nothing. The error wraps [ErrNoJob].
func (s *Store) CancelJob(ctx context.Context, who Actor, id int64) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		j, err := job(ctx, tx, id)
		if err != nil || j.State.Ended() || j.Cancelled {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE job SET cancelled = 1 WHERE id = ?`, id); err != nil {
			return err
		}
		if j.State == JobQueued {
			if err := s.leave(ctx, tx, who, j); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, who, ActionJob, fmt.Sprintf("job:%d", id), "取消"+j.Kind.Label())
	})
	if err != nil {
		return fmt.Errorf("cancel job %d: %w", id, err)
	}
	return nil
}

// leave ends a cancelled job: what it has not done of its submissions is taken back, or waits to be accepted again. What its sender has
// taken back already stays so.
func (s *Store) leave(ctx context.Context, tx *sql.Tx, who Actor, j Job) error {
	waiting, next := StatusReceived, StatusWithdrawn
	if j.Kind == JobLoad {
		waiting, next = StatusAccepted, StatusSubmitted
	}
	rows, err := tx.QueryContext(ctx, `SELECT f.submission FROM job_file f JOIN submission s ON s.id = f.submission
		WHERE f.job = ? AND f.outcome = '' AND s.status = ?`, j.ID, string(waiting))
	if err != nil {
		return err
	}
	defer rows.Close()
	var left []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return err
		}
		left = append(left, id)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, id := range left {
		if _, err := s.move(ctx, tx, id, next, who, fmt.Sprintf("任务 %d 已取消", j.ID), ""); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `UPDATE job_file SET outcome = 'cancelled' WHERE job = ? AND outcome = ''`, j.ID); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE job SET state = 'cancelled', worker = '', ended_at = ? WHERE id = ?`, stamp(s.now()), j.ID)
	return err
}
