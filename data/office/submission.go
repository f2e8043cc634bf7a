package office

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"tongjian/data"
	"tongjian/data/regions"
)

// Submission (报送件) is one file somebody sent, with what has become of it.
type Submission struct {
	ID      int64     `json:"id"`
	Job     int64     `json:"job"`  // that it came with
	Sent    time.Time `json:"sent"` // UTC
	Account int64     `json:"account,omitempty"`
	Sender  string    `json:"sender"` // who sent it, by name
	Channel Channel   `json:"channel"`
	Name    string    `json:"name"` // of the file as the sender has it; never a path here
	SHA256  string    `json:"sha256"`
	Bytes   int64     `json:"bytes"`
	From    From      `json:"from"`
	Hint    Hint      `json:"hint"`
	Status  Status    `json:"status"`
	// Reason says why it could not be read, placed or loaded; empty when it could.
	Reason string `json:"reason,omitempty"`
	// ReplacedBy is the submission sent in its place; 0 when there is none.
	ReplacedBy int64 `json:"replaced_by,omitempty"`
	// Due is the day a returned one is to be corrected by, 2026-02-15; empty when it was not returned.
	Due     string       `json:"due,omitempty"`
	Reports []SentReport `json:"reports"`
}

// From is the agency that sends a file, where that is known before it is read. A zero From is not known.
type From struct {
	Agency int    `json:"agency,omitempty"`
	Name   string `json:"name,omitempty"`
	Region string `json:"region,omitempty"`
}

// Hint is what somebody said a file is, where it does not say so itself.
type Hint struct {
	Agency string     `json:"agency,omitempty"`
	Region string     `json:"region,omitempty"`
	Year   int        `json:"year,omitempty"`
	Scope  data.Scope `json:"scope,omitempty"`
}

// SentReport is a report read from a submission's file.
type SentReport struct {
	Agency     int        `json:"agency,omitempty"` // in the warehouse; 0 one it does not know yet
	AgencyName string     `json:"agency_name"`
	Region     string     `json:"region"`
	Year       int        `json:"year"`
	Scope      data.Scope `json:"scope"`
	Errors     int        `json:"errors"`
	Warnings   int        `json:"warnings"`
	Notes      int        `json:"notes"`
	Report     int        `json:"report,omitempty"` // in the warehouse, once it is loaded
}

// Event is something that happened to a submission.
type Event struct {
	At     time.Time `json:"at"` // UTC
	Status Status    `json:"status"`
	Name   string    `json:"name"` // who did it; empty when it was the program itself
	Note   string    `json:"note,omitempty"`
	Due    string    `json:"due,omitempty"`
}

// ErrNoSubmission is returned for a submission the store does not have.
var ErrNoSubmission = errors.New("no such submission")

// SeenBy reports whether an account may see a submission: whoever sent it, the agency it is from or all its reports are of, and
// those who receive reports in a region that has all of them.
func (s Submission) SeenBy(a Account) bool {
	if a.Disabled || !a.May(RightSend) {
		return false
	}
	if s.Account != 0 && s.Account == a.ID {
		return true
	}
	if a.Role == RoleAgency {
		if s.From.Agency != 0 {
			return s.From.Agency == a.Agency
		}
		for _, r := range s.Reports {
			if !a.ReachesAgency(r.Agency, r.Region) {
				return false
			}
		}
		return len(s.Reports) > 0
	}
	return s.ReceivedBy(a)
}

// ReceivedBy reports whether an account may accept or return a submission: one that receives reports in a region that has all of
// its reports. What nobody can place is for who receives everything, or the region its sender is of.
func (s Submission) ReceivedBy(a Account) bool {
	if !a.May(RightReceive) {
		return false
	}
	for _, r := range s.Reports {
		if !a.Reaches(r.Region) {
			return false
		}
	}
	if len(s.Reports) > 0 {
		return true
	}
	if s.From.Region != "" {
		return a.Reaches(s.From.Region)
	}
	return a.Region == regions.Country
}

// SubmissionFilter chooses submissions. Zero fields choose all.
type SubmissionFilter struct {
	Statuses []Status
	Job      int64 // those that came with it
	Account  int64 // those it sent
	Agency   int   // those it sent, and those with a report of it
	Year     int   // those with a report on it
	Before   int64 // those with a lower number only: the next page of a list
	IDs      []int64
}

// Submissions gives the submissions a filter chooses, the newest first, one at a time, until the function says enough.
func (s *Store) Submissions(ctx context.Context, f SubmissionFilter, each func(Submission) (more bool)) error {
	where, args := []string{"1 = 1"}, []any{}
	add := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if len(f.Statuses) > 0 {
		var values []any
		for _, status := range f.Statuses {
			values = append(values, string(status))
		}
		add("s.status IN (?"+strings.Repeat(", ?", len(values)-1)+")", values...)
	}
	if f.Job != 0 {
		add("s.job = ?", f.Job)
	}
	if f.Account != 0 {
		add("s.account = ?", f.Account)
	}
	if f.Agency != 0 {
		add("(s.from_agency = ? OR EXISTS (SELECT 1 FROM submission_report r WHERE r.submission = s.id AND r.agency = ?))", f.Agency, f.Agency)
	}
	if f.Year != 0 {
		add("EXISTS (SELECT 1 FROM submission_report r WHERE r.submission = s.id AND r.year = ?)", f.Year)
	}
	if f.Before != 0 {
		add("s.id < ?", f.Before)
	}
	if len(f.IDs) > 0 {
		var values []any
		for _, id := range f.IDs {
			values = append(values, id)
		}
		add("s.id IN (?"+strings.Repeat(", ?", len(values)-1)+")", values...)
	}
	return submissions(ctx, s.db, strings.Join(where, " AND "), args, each)
}

// Submission gives one submission; the error wraps [ErrNoSubmission] when there is none.
func (s *Store) Submission(ctx context.Context, id int64) (Submission, error) {
	return submission(ctx, s.db, id)
}

func submission(ctx context.Context, from asker, id int64) (Submission, error) {
	var found *Submission
	err := submissions(ctx, from, `s.id = ?`, []any{id}, func(one Submission) bool {
		found = &one
		return false
	})
	switch {
	case err != nil:
		return Submission{}, err
	case found == nil:
		return Submission{}, fmt.Errorf("submission %d: %w", id, ErrNoSubmission)
	}
	return *found, nil
}

// submissions reads the submissions of a condition, the newest first, each with its reports.
func submissions(ctx context.Context, from asker, where string, args []any, each func(Submission) bool) error {
	rows, err := from.QueryContext(ctx, `SELECT s.id, s.job, s.sent_at, s.account, s.sender, s.channel, s.name, s.sha256, s.bytes,
		s.from_agency, s.from_name, s.from_region, s.hint_agency, s.hint_region, s.hint_year, s.hint_scope, s.status, s.reason,
		s.replaced_by, s.due, coalesce(r.agency, -1), coalesce(r.agency_name, ''), coalesce(r.region, ''), coalesce(r.year, 0),
		coalesce(r.scope, ''), coalesce(r.errors, 0), coalesce(r.warnings, 0), coalesce(r.notes, 0), coalesce(r.report, 0)
		FROM submission s LEFT JOIN submission_report r ON r.submission = s.id WHERE `+where+` ORDER BY s.id DESC, r.ord`, args...)
	if err != nil {
		return fmt.Errorf("read submissions: %w", err)
	}
	defer rows.Close()
	var last *Submission
	for rows.Next() {
		var (
			one  Submission
			r    SentReport
			sent string
		)
		err := rows.Scan(&one.ID, &one.Job, &sent, &one.Account, &one.Sender, &one.Channel, &one.Name, &one.SHA256, &one.Bytes,
			&one.From.Agency, &one.From.Name, &one.From.Region, &one.Hint.Agency, &one.Hint.Region, &one.Hint.Year, &one.Hint.Scope,
			&one.Status, &one.Reason, &one.ReplacedBy, &one.Due, &r.Agency, &r.AgencyName, &r.Region, &r.Year, &r.Scope, &r.Errors,
			&r.Warnings, &r.Notes, &r.Report)
		if err != nil {
			return fmt.Errorf("read submissions: %w", err)
		}
		if last == nil || last.ID != one.ID {
			if last != nil && !each(*last) {
				return nil
			}
			if one.Sent, err = parseStamp(sent); err != nil {
				return fmt.Errorf("submission %d: %w", one.ID, err)
			}
			last = &one
		}
		if r.Agency >= 0 {
			last.Reports = append(last.Reports, r)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read submissions: %w", err)
	}
	if last != nil {
		each(*last)
	}
	return nil
}

// Events gives what has happened to a submission, in the order it did.
func (s *Store) Events(ctx context.Context, id int64) ([]Event, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT at, status, name, note, due FROM submission_event WHERE submission = ? ORDER BY id`, id)
	if err != nil {
		return nil, fmt.Errorf("read events of submission %d: %w", id, err)
	}
	defer rows.Close()
	var list []Event
	for rows.Next() {
		var e Event
		var at string
		if err := rows.Scan(&at, &e.Status, &e.Name, &e.Note, &e.Due); err != nil {
			return nil, fmt.Errorf("read events of submission %d: %w", id, err)
		}
		if e.At, err = parseStamp(at); err != nil {
			return nil, fmt.Errorf("event of submission %d: %w", id, err)
		}
		list = append(list, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read events of submission %d: %w", id, err)
	}
	return list, nil
}

// move gives a submission another status, and writes down that it has got it.
func (s *Store) move(ctx context.Context, tx *sql.Tx, id int64, next Status, who Actor, note, due string) (Submission, error) {
	one, err := submission(ctx, tx, id)
	if err != nil {
		return one, err
	}
	if !one.Status.Can(next) {
		return one, &StatusError{id, one.Status, next}
	}
	if _, err := tx.ExecContext(ctx, `UPDATE submission SET status = ? WHERE id = ?`, string(next), id); err != nil {
		return one, err
	}
	one.Status = next
	return one, s.event(ctx, tx, id, next, who, note, due)
}

func (s *Store) event(ctx context.Context, tx *sql.Tx, id int64, status Status, who Actor, note, due string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO submission_event (submission, at, status, account, name, note, due) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		id, stamp(s.now()), string(status), who.Account, who.Name, note, due)
	return err
}
