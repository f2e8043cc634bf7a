package office

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Answer is an explanation to be written: what somebody says about a finding.
type Answer struct {
	Subject
	Figures
	// AgencyName and Message are what the finding says today; they are kept, so that the explanation can be read by itself.
	AgencyName string
	Message    string
	Reason     string // why the report is right as it stands; at most [LongestReason] characters
	Author     string // who says so
	// By is who writes it down, as the audit log names them; its zero value stands for the author at the command line.
	By Actor
}

// Explanation (说明) is an office's reason why a finding is right as it stands, as it was written once and for all.
type Explanation struct {
	ID int64 `json:"id"`
	Subject
	Figures
	AgencyName string      `json:"agency_name"`
	Message    string      `json:"message"` // of the finding it answered
	Reason     string      `json:"reason"`
	Author     string      `json:"author"`
	At         time.Time   `json:"at"` // UTC
	Withdrawn  *Withdrawal `json:"withdrawn,omitempty"`
}

// Withdrawal says who took an explanation back, when and why.
type Withdrawal struct {
	Reason string    `json:"reason"` // may be empty
	Author string    `json:"author"`
	At     time.Time `json:"at"` // UTC
}

var (
	// ErrNoExplanation is returned for an explanation the store does not have.
	ErrNoExplanation = errors.New("no such explanation")
	// ErrWithdrawn is returned when an explanation has been withdrawn before.
	ErrWithdrawn = errors.New("the explanation has been withdrawn")
)

// Explain writes an explanation down and gives it as kept. Saying the same again while it stands, as a form sent twice does,
// gives the one there is. The error is a [*TextError] when a text is not fit to be kept; its words are for the writer.
func (s *Store) Explain(ctx context.Context, a Answer) (Explanation, error) {
	var err error
	if a.Reason, err = tidyReason(a.Reason, true); err != nil {
		return Explanation{}, err
	}
	if a.Author, err = tidyAuthor(a.Author); err != nil {
		return Explanation{}, err
	}
	var kept Explanation
	err = s.change(ctx, func(tx *sql.Tx) error {
		there, err := selectExplanations(ctx, tx, `WHERE e.agency = ? AND e.year = ? AND e.scope = ? AND e.check_id = ? AND e.cells = ?`,
			a.Agency, a.Year, a.Scope, a.Check, a.Cells)
		if err != nil {
			return err
		}
		if n := len(there); n > 0 && there[n-1].repeats(a) {
			kept = there[n-1]
			return nil
		}
		kept = Explanation{Subject: a.Subject, Figures: a.Figures, AgencyName: a.AgencyName, Message: a.Message, Reason: a.Reason,
			Author: a.Author, At: time.Now().UTC().Truncate(time.Microsecond)}
		done, err := tx.ExecContext(ctx, `INSERT INTO explanation (agency, year, scope, check_id, cells, left_value, right_value, raw,
			agency_name, message, reason, author, written_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			a.Agency, a.Year, string(a.Scope), a.Check, a.Cells, a.Left, a.Right, a.Raw, a.AgencyName, a.Message, a.Reason, a.Author,
			stamp(kept.At))
		if err != nil {
			return err
		}
		if kept.ID, err = done.LastInsertId(); err != nil {
			return err
		}
		return s.record(ctx, tx, a.By.or(a.Author), ActionExplain, fmt.Sprintf("explanation:%d", kept.ID),
			fmt.Sprintf("%s，%d 年，%s：%s", a.AgencyName, a.Year, a.Check, a.Reason))
	})
	if err != nil {
		return Explanation{}, fmt.Errorf("write explanation: %w", err)
	}
	return kept, nil
}

// repeats reports whether an answer says what stands already.
func (e Explanation) repeats(a Answer) bool {
	return e.Withdrawn == nil && e.Reason == a.Reason && e.Author == a.Author && e.Figures.Same(a.Figures)
}

// Withdraw takes an explanation back; it stays in the history. The actor is who does it, its zero value the author at the command
// line. The reason may be empty. The error is a [*TextError] when a text
// is not fit to be kept, and wraps [ErrNoExplanation] or [ErrWithdrawn].
func (s *Store) Withdraw(ctx context.Context, who Actor, id int64, author, reason string) error {
	reason, err := tidyReason(reason, false)
	if err != nil {
		return err
	}
	if author, err = tidyAuthor(author); err != nil {
		return err
	}
	err = s.change(ctx, func(tx *sql.Tx) error {
		there, err := selectExplanations(ctx, tx, `WHERE e.id = ?`, id)
		switch {
		case err != nil:
			return err
		case len(there) == 0:
			return ErrNoExplanation
		case there[0].Withdrawn != nil:
			return ErrWithdrawn
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO withdrawal (explanation, reason, author, written_at) VALUES (?, ?, ?, ?)`,
			id, reason, author, stamp(time.Now()))
		if err != nil {
			return err
		}
		return s.record(ctx, tx, who.or(author), ActionWithdraw, fmt.Sprintf("explanation:%d", id),
			fmt.Sprintf("%s，%d 年，%s：%s", there[0].AgencyName, there[0].Year, there[0].Check, reason))
	})
	if err != nil {
		return fmt.Errorf("withdraw explanation %d: %w", id, err)
	}
	return nil
}

// Explanations gives everything ever explained, withdrawn ones too, in the order it was written.
func (s *Store) Explanations(ctx context.Context) ([]Explanation, error) {
	return selectExplanations(ctx, s.db, ``)
}

// asker is a database or a transaction of it.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// selectExplanations gives the explanations a condition chooses, in the order they were written.
func selectExplanations(ctx context.Context, from asker, where string, args ...any) ([]Explanation, error) {
	rows, err := from.QueryContext(ctx, `SELECT e.id, e.agency, e.year, e.scope, e.check_id, e.cells, e.left_value, e.right_value, e.raw,
		e.agency_name, e.message, e.reason, e.author, e.written_at,
		w.explanation IS NOT NULL, coalesce(w.reason, ''), coalesce(w.author, ''), coalesce(w.written_at, '')
		FROM explanation e LEFT JOIN withdrawal w ON w.explanation = e.id `+where+` ORDER BY e.id`, args...)
	if err != nil {
		return nil, fmt.Errorf("read explanations: %w", err)
	}
	defer rows.Close()
	var list []Explanation
	for rows.Next() {
		var (
			e             Explanation
			w             Withdrawal
			at, withdrawn string
			gone          bool
		)
		err := rows.Scan(&e.ID, &e.Agency, &e.Year, &e.Scope, &e.Check, &e.Cells, &e.Left, &e.Right, &e.Raw, &e.AgencyName, &e.Message,
			&e.Reason, &e.Author, &at, &gone, &w.Reason, &w.Author, &withdrawn)
		if err != nil {
			return nil, fmt.Errorf("read explanations: %w", err)
		}
		if e.At, err = parseStamp(at); err != nil {
			return nil, fmt.Errorf("explanation %d: %w", e.ID, err)
		}
		if gone {
			if w.At, err = parseStamp(withdrawn); err != nil {
				return nil, fmt.Errorf("withdrawal of explanation %d: %w", e.ID, err)
			}
			e.Withdrawn = &w
		}
		list = append(list, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read explanations: %w", err)
	}
	return list, nil
}
