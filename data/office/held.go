package office

import (
	"context"
	"fmt"
	"time"
)

// Held is a submission as those who keep its bytes see it.
type Held struct {
	Submission int64
	Name       string
	SHA256     string
	Status     Status
	Since      time.Time // that it has the status; UTC
}

// Held gives every submission, so that what nobody needs any more can be told from what somebody does.
func (s *Store) Held(ctx context.Context) ([]Held, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT s.id, s.name, s.sha256, s.status, max(e.at) FROM submission s JOIN submission_event e ON e.submission = s.id
		GROUP BY s.id ORDER BY s.id`)
	if err != nil {
		return nil, fmt.Errorf("list what was sent: %w", err)
	}
	defer rows.Close()
	var list []Held
	for rows.Next() {
		var h Held
		var since string
		if err := rows.Scan(&h.Submission, &h.Name, &h.SHA256, &h.Status, &since); err != nil {
			return nil, fmt.Errorf("list what was sent: %w", err)
		}
		if h.Since, err = parseStamp(since); err != nil {
			return nil, fmt.Errorf("submission %d: %w", h.Submission, err)
		}
		list = append(list, h)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list what was sent: %w", err)
	}
	return list, nil
}
