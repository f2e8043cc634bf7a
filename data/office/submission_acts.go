package office

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Sending is files somebody sends together.
type Sending struct {
	Channel Channel
	Sender  string // who sends, by name, as pages show it
	From    From
	Files   []SentFile
	// Replaces is the submission the one file is sent in place of; 0 none.
	Replaces int64
}

// SentFile is a file that has been received whole.
type SentFile struct {
	Name   string // as the sender has it
	SHA256 string
	Bytes  int64
	// Refused says why a file could not be taken, in words: it becomes a file of the job with that outcome, and no submission.
	Refused string
}

// longestName is how much of a file's name is kept, in characters.
const longestName = 200

// FileName gives a file's name as it is kept and shown: text on one line, the end of what is too long, without the dots that would
// climb out of a folder. It is never opened as a path.
func FileName(name string) string {
	name = strings.ReplaceAll(strings.ToValidUTF8(name, "\uFFFD"), `\`, "/")
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return -1
		}
		return r
	}, name)
	var parts []string
	for part := range strings.SplitSeq(name, "/") {
		if part = strings.TrimSpace(part); part != "" && part != "." && part != ".." {
			parts = append(parts, part)
		}
	}
	name = strings.Join(parts, "/")
	if over := utf8.RuneCountInString(name) - longestName; over > 0 {
		name = "…" + string([]rune(name)[over+1:])
	}
	if name == "" {
		return "（无名文件）"
	}
	return name
}

// Send keeps files as received and queues the job that reads them. All of it happens, or nothing. The error is a [*StatusError] when
// a file is sent in place of one that is to be replaced no more.
func (s *Store) Send(ctx context.Context, who Actor, sending Sending) (Job, error) {
	var job Job
	err := s.change(ctx, func(tx *sql.Tx) error {
		var err error
		if job, err = s.queue(ctx, tx, who, JobRead, sending.Channel); err != nil {
			return err
		}
		var ids []int64
		var names []string
		for i, f := range sending.Files {
			name := FileName(f.Name)
			if f.Refused != "" {
				if err := addJobFile(ctx, tx, job.ID, i, 0, name); err != nil {
					return err
				}
				if err := outcome(ctx, tx, job.ID, i, OutcomeRefused, f.Refused); err != nil {
					return err
				}
				names = append(names, name+"（未能收下）")
				continue
			}
			done, err := tx.ExecContext(ctx, `INSERT INTO submission (job, sent_at, account, sender, channel, name, sha256, bytes, from_agency, from_name,
				from_region, hint_agency, hint_region, hint_year, hint_scope, status, reason, replaced_by, due)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', 0, '', ?, '', 0, '')`,
				job.ID, stamp(job.Queued), who.Account, sending.Sender, string(sending.Channel), name, f.SHA256, f.Bytes,
				sending.From.Agency, sending.From.Name, sending.From.Region, string(StatusReceived))
			if err != nil {
				return err
			}
			id, err := done.LastInsertId()
			if err != nil {
				return err
			}
			if err := s.event(ctx, tx, id, StatusReceived, who, "", ""); err != nil {
				return err
			}
			if err := addJobFile(ctx, tx, job.ID, i, id, name); err != nil {
				return err
			}
			ids, names = append(ids, id), append(names, name)
		}
		if sending.Replaces != 0 && len(ids) > 0 {
			if _, err := s.move(ctx, tx, sending.Replaces, StatusCorrected, who, fmt.Sprintf("以报送件 %d 更正", ids[0]), ""); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `UPDATE submission SET replaced_by = ? WHERE id = ?`, ids[0], sending.Replaces); err != nil {
				return err
			}
		}
		job.Files = len(names)
		return s.record(ctx, tx, who, ActionSend, fmt.Sprintf("job:%d", job.ID), fmt.Sprintf("%d 个文件：%s", len(names), strings.Join(names, "、")))
	})
	if err != nil {
		return job, fmt.Errorf("keep what was sent: %w", err)
	}
	return job, nil
}

// Place says whose report a file is, where it does not say so itself or not rightly, and queues the job that reads it again. The error
// is a [*StatusError] when it has been submitted.
func (s *Store) Place(ctx context.Context, who Actor, id int64, hint Hint) (Job, error) {
	var job Job
	err := s.change(ctx, func(tx *sql.Tx) error {
		one, err := s.move(ctx, tx, id, StatusReceived, who, "指明归属："+hint.describe(), "")
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE submission SET hint_agency = ?, hint_region = ?, hint_year = ?, hint_scope = ?, reason = '' WHERE id = ?`,
			hint.Agency, hint.Region, hint.Year, string(hint.Scope), id)
		if err != nil {
			return err
		}
		if job, err = s.queue(ctx, tx, who, JobRead, one.Channel); err != nil {
			return err
		}
		job.Files = 1
		if err := addJobFile(ctx, tx, job.ID, 0, id, one.Name); err != nil {
			return err
		}
		return s.record(ctx, tx, who, ActionPlace, fmt.Sprintf("submission:%d", id), one.Name+"："+hint.describe())
	})
	if err != nil {
		return job, fmt.Errorf("place submission %d: %w", id, err)
	}
	return job, nil
}

// describe says a hint in words.
func (h Hint) describe() string {
	var parts []string
	add := func(label, value string) {
		if value != "" {
			parts = append(parts, label+" "+value)
		}
	}
	add("单位", h.Agency)
	add("区划", h.Region)
	if h.Year != 0 {
		add("年度", fmt.Sprint(h.Year))
	}
	if h.Scope != "" {
		add("口径", h.Scope.Label())
	}
	return strings.Join(parts, "，")
}

// Submit hands submissions the sender has looked at to the office. Either all are, or none. The error is a [*StatusError].
func (s *Store) Submit(ctx context.Context, who Actor, ids []int64) error {
	return s.moveAll(ctx, who, ids, StatusSubmitted, ActionSend, "提交", "", "")
}

// WithdrawSubmission takes a submission back that the office has not accepted. The error is a [*StatusError].
func (s *Store) WithdrawSubmission(ctx context.Context, who Actor, id int64) error {
	return s.moveAll(ctx, who, []int64{id}, StatusWithdrawn, ActionSend, "撤回", "", "")
}

// Return sends a submission back with the reason and the day it is to be corrected by. The error is a [*TextError] or a
// [*StatusError].
func (s *Store) Return(ctx context.Context, who Actor, id int64, reason string, due time.Time) error {
	reason, err := tidyReason(reason, false)
	if err != nil {
		return err
	}
	day := due.Format(time.DateOnly)
	return s.moveAll(ctx, who, []int64{id}, StatusReturned, ActionReturn, "退回，请于 "+day+" 前更正", reason, day)
}

// moveAll gives submissions another status, and records it.
func (s *Store) moveAll(ctx context.Context, who Actor, ids []int64, next Status, action Action, detail, note, due string) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		for _, id := range ids {
			one, err := s.move(ctx, tx, id, next, who, note, due)
			if err != nil {
				return err
			}
			if due != "" {
				if _, err := tx.ExecContext(ctx, `UPDATE submission SET due = ? WHERE id = ?`, due, id); err != nil {
					return err
				}
			}
			text := detail + "：" + one.describe()
			if note != "" {
				text += "：" + note
			}
			if err := s.record(ctx, tx, who, action, fmt.Sprintf("submission:%d", id), text); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("%s of submissions: %w", next, err)
	}
	return nil
}

// describe names a submission's reports in words, or its file.
func (s Submission) describe() string {
	var names []string
	for _, r := range s.Reports {
		names = append(names, fmt.Sprintf("%s %d 年（%s）", r.AgencyName, r.Year, r.Scope.Label()))
	}
	if len(names) == 0 {
		return s.Name
	}
	return strings.Join(names, "、")
}

// Accept accepts submissions and queues the job that loads them. Either all are accepted, or none. The error is a [*StatusError].
func (s *Store) Accept(ctx context.Context, who Actor, ids []int64) (Job, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	var job Job
	err := s.change(ctx, func(tx *sql.Tx) error {
		var err error
		if job, err = s.queue(ctx, tx, who, JobLoad, ChannelPage); err != nil {
			return err
		}
		for i, id := range ids {
			one, err := s.move(ctx, tx, id, StatusAccepted, who, "", "")
			if err != nil {
				return err
			}
			if err := addJobFile(ctx, tx, job.ID, i, id, one.Name); err != nil {
				return err
			}
			if err := s.record(ctx, tx, who, ActionAccept, fmt.Sprintf("submission:%d", id), "接收："+one.describe()); err != nil {
				return err
			}
		}
		job.Files = len(ids)
		return nil
	})
	if err != nil {
		return job, fmt.Errorf("accept submissions: %w", err)
	}
	return job, nil
}
