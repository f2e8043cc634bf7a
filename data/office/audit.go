package office

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Actor (经办人) is who does something, as the audit log names them.
type Actor struct {
	Account int64  `json:"account,omitempty"` // 0 for somebody at the command line, and for who is not known
	Name    string `json:"name"`              // the account's login, or the name given at the command line
	Address string `json:"address,omitempty"` // network address the request came from; empty at the command line
	Request string `json:"request,omitempty"` // id of the request in the server's log
}

// or gives the actor, or where none is given somebody of a name at the command line.
func (a Actor) or(name string) Actor {
	if a == (Actor{}) {
		a.Name = name
	}
	return a
}

// Action says what was done. The words before the point group actions.
type Action string

const (
	ActionSignIn        Action = "session.in"       // signed in
	ActionSignInRefused Action = "session.refused"  // could not sign in
	ActionSignOut       Action = "session.out"      // signed out
	ActionAccountAdd    Action = "account.add"      // an account was made
	ActionAccountChange Action = "account.change"   // an account was given another role, region, name or state
	ActionPassword      Action = "account.password" // a password was set
	ActionTokenAdd      Action = "token.add"        // an API token was made
	ActionTokenRevoke   Action = "token.revoke"     // an API token was taken back
	ActionExplain       Action = "finding.explain"  // a finding was explained
	ActionWithdraw      Action = "finding.withdraw" // an explanation was withdrawn
	ActionSend          Action = "report.send"      // files were sent
	ActionAccept        Action = "report.accept"    // a report was accepted
	ActionReturn        Action = "report.return"    // a report was returned
	ActionPlace         Action = "report.place"     // a report was placed at an agency
	ActionRoster        Action = "roster"           // a roster was imported
	ActionExport        Action = "export"           // figures were taken away
	ActionJob           Action = "job"              // a job was queued, cancelled or ended
	ActionDeadline      Action = "deadline"         // a deadline was set
	ActionBackup        Action = "keep.backup"      // a backup was made
	ActionRestore       Action = "keep.restore"     // a backup was put back
	ActionRollback      Action = "keep.rollback"    // an older snapshot was made the one shown
)

// Entry is one line of the audit log.
type Entry struct {
	ID int64     `json:"id"` // 1, 2, 3, …
	At time.Time `json:"at"` // UTC
	Actor
	Action  Action `json:"action"`
	Subject string `json:"subject"` // what it was done to: account:li, report:12
	Detail  string `json:"detail"`  // in words; never a secret
	Hash    string `json:"hash"`    // over the entry and the hash of the one before
}

// longestDetail bounds what an entry says, in bytes: what is longer is cut.
const longestDetail = 4000

// Record writes a line of the audit log about something that changes nothing here, an export for one. What changes the store
// is recorded with the change itself, so that neither is there without the other.
func (s *Store) Record(ctx context.Context, who Actor, action Action, subject, detail string) error {
	return s.quietly(ctx, func(tx *sql.Tx) error { return s.record(ctx, tx, who, action, subject, detail) })
}

// record writes a line of the audit log as part of a change.
func (s *Store) record(ctx context.Context, tx *sql.Tx, who Actor, action Action, subject, detail string) error {
	e := Entry{ID: 1, At: s.now().UTC().Truncate(time.Microsecond), Actor: who, Action: action, Subject: cut(subject), Detail: cut(detail)}
	e.Name, e.Address, e.Request = cut(e.Name), cut(e.Address), cut(e.Request)
	var last int64
	var before string
	err := tx.QueryRowContext(ctx, `SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1`).Scan(&last, &before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("read the end of the audit log: %w", err)
	}
	e.ID = last + 1
	e.Hash = e.chained(before)
	_, err = tx.ExecContext(ctx, `INSERT INTO audit (id, at, account, name, address, request, action, subject, detail, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.ID, stamp(e.At), e.Account, e.Name, e.Address, e.Request, string(e.Action), e.Subject, e.Detail, e.Hash)
	if err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}

// cut shortens a text to what an entry may hold, and makes it text.
func cut(s string) string {
	if len(s) > longestDetail {
		s = s[:longestDetail] + "…"
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// chained is the entry's hash: over the hash of the one before and all it says, each with its length so that nothing can move
// from one field to the next.
func (e Entry) chained(before string) string {
	h := sha256.New()
	fields := []string{before, fmt.Sprint(e.ID), stamp(e.At), fmt.Sprint(e.Account), e.Name, e.Address, e.Request, string(e.Action), e.Subject, e.Detail}
	for _, field := range fields {
		fmt.Fprintf(h, "%d:%s\n", len(field), field)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// AuditFilter chooses entries. Zero fields choose all.
type AuditFilter struct {
	Name    string    // of the actor, exactly
	Action  string    // an action or the group before its point
	Subject string    // exactly
	From    time.Time // inclusive
	To      time.Time // exclusive
	Before  int64     // entries with a lower number only: the next page of a list
	Limit   int       // at most so many; 0 all
}

// Audit gives the entries a filter chooses, the newest first, one at a time; it stops at the first error of the function.
func (s *Store) Audit(ctx context.Context, f AuditFilter, each func(Entry) error) error {
	where, args := []string{"1 = 1"}, []any{}
	add := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if f.Name != "" {
		add("name = ?", f.Name)
	}
	if f.Action != "" {
		add("(action = ? OR substr(action, 1, length(?) + 1) = ? || '.')", f.Action, f.Action, f.Action)
	}
	if f.Subject != "" {
		add("subject = ?", f.Subject)
	}
	if !f.From.IsZero() {
		add("at >= ?", stamp(f.From))
	}
	if !f.To.IsZero() {
		add("at < ?", stamp(f.To))
	}
	if f.Before > 0 {
		add("id < ?", f.Before)
	}
	limit := ""
	if f.Limit > 0 {
		limit = fmt.Sprintf(" LIMIT %d", f.Limit)
	}
	return s.entries(ctx, `WHERE `+strings.Join(where, " AND ")+` ORDER BY id DESC`+limit, args, each)
}

// entries reads the entries of a condition.
func (s *Store) entries(ctx context.Context, where string, args []any, each func(Entry) error) error {
	rows, err := s.db.QueryContext(ctx, `SELECT id, at, account, name, address, request, action, subject, detail, hash FROM audit `+where, args...)
	if err != nil {
		return fmt.Errorf("read the audit log: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var e Entry
		var at string
		if err := rows.Scan(&e.ID, &at, &e.Account, &e.Name, &e.Address, &e.Request, &e.Action, &e.Subject, &e.Detail, &e.Hash); err != nil {
			return fmt.Errorf("read the audit log: %w", err)
		}
		if e.At, err = parseStamp(at); err != nil {
			return fmt.Errorf("audit entry %d: %w", e.ID, err)
		}
		if err := each(e); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read the audit log: %w", err)
	}
	return nil
}
