package office

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// LastEvents gives the last that has happened to each submission, by its number. Its Name is who did the last thing a person did: what
// the program does by itself, reading and loading, follows from that.
func (s *Store) LastEvents(ctx context.Context) (map[int64]Event, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT e.submission, e.at, e.status, e.note, e.due,
		coalesce((SELECT n.name FROM submission_event n WHERE n.submission = e.submission AND n.name <> '' ORDER BY n.id DESC LIMIT 1), '')
		FROM submission_event e WHERE e.id = (SELECT max(m.id) FROM submission_event m WHERE m.submission = e.submission)`)
	if err != nil {
		return nil, fmt.Errorf("read the last events of submissions: %w", err)
	}
	defer rows.Close()
	last := map[int64]Event{}
	for rows.Next() {
		var (
			id int64
			at string
			e  Event
		)
		if err := rows.Scan(&id, &at, &e.Status, &e.Note, &e.Due, &e.Name); err != nil {
			return nil, fmt.Errorf("read the last events of submissions: %w", err)
		}
		if e.At, err = parseStamp(at); err != nil {
			return nil, fmt.Errorf("last event of submission %d: %w", id, err)
		}
		last[id] = e
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the last events of submissions: %w", err)
	}
	return last, nil
}

// LastStep names the last step of any submission: another step has another name, in a store that was put back from a copy too. Reading
// a file is such a step, and does not change [Store.Version]. It is empty where nothing has been sent.
func (s *Store) LastStep(ctx context.Context) (string, error) {
	var id int64
	var at string
	err := s.db.QueryRowContext(ctx, `SELECT id, at FROM submission_event ORDER BY id DESC LIMIT 1`).Scan(&id, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("last step of any submission: %w", err)
	}
	return fmt.Sprintf("%d %s", id, at), nil
}
