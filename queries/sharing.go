package queries

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Shared remembers what the questions about one snapshot have in common: what a region is divided into, how many reports it
// has, which reports stand behind it, the figures of its tables. Each is asked once; a snapshot never changes.
type Shared struct {
	mu      sync.Mutex
	atlas   *Atlas // nil until somebody needs it
	answers map[string]*sharedAnswer
	rows    int
}

// maxShared is how many rows are remembered; with more all are forgotten and asked again. An answer of more than maxAnswer rows is not
// remembered: it is an export, and would push out what every page asks.
const (
	maxShared = 100_000
	maxAnswer = maxShared / 10
)

type sharedAnswer struct {
	once sync.Once
	rows any
	err  error
}

// NewShared remembers nothing yet. It must be used with one snapshot only.
func NewShared() *Shared { return &Shared{answers: map[string]*sharedAnswer{}} }

type sharedKey struct{}

// In gives a context in which questions use what is remembered.
func (s *Shared) In(ctx context.Context) context.Context {
	return context.WithValue(ctx, sharedKey{}, s)
}

// Atlas gives the snapshot's atlas, which is read once.
func (s *Shared) Atlas(ctx context.Context, db *sql.DB) (*Atlas, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.atlas == nil {
		atlas, err := LoadAtlas(ctx, db)
		if err != nil {
			return nil, err
		}
		s.atlas = atlas
	}
	return s.atlas, nil
}

// atlasOf gives the atlas that is remembered, or reads it.
func atlasOf(ctx context.Context, db *sql.DB) (*Atlas, error) {
	if s, ok := ctx.Value(sharedKey{}).(*Shared); ok {
		return s.Atlas(ctx, db)
	}
	return LoadAtlas(ctx, db)
}

// answer gives the place of a statement's rows.
func (s *Shared) answer(key string) *sharedAnswer {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.answers[key]
	if a == nil {
		a = &sharedAnswer{}
		s.answers[key] = a
	}
	return a
}

// keep counts the rows of an answer, or forgets one that failed or is too long.
func (s *Shared) keep(key string, a *sharedAnswer, rows int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.err != nil || rows > maxAnswer {
		delete(s.answers, key)
		return
	}
	if s.rows += 1 + rows + len(key)/100; s.rows > maxShared {
		clear(s.answers)
		s.rows = 0
	}
}

// askShared is ask for statements several questions have in common; the rows are the caller's own. The scan function must do
// nothing but read its row.
func askShared[T any](ctx context.Context, db *sql.DB, names []string, scan func(*sql.Rows) (T, error), args ...any) ([]T, error) {
	s, ok := ctx.Value(sharedKey{}).(*Shared)
	if !ok {
		return ask(ctx, db, names, scan, args...)
	}
	key := fmt.Sprintf("%s %q", strings.Join(names, " "), args)
	a := s.answer(key)
	a.once.Do(func() {
		rows, err := ask(ctx, db, names, scan, args...)
		a.rows, a.err = rows, err
		s.keep(key, a, len(rows))
	})
	switch {
	case a.err == nil:
		return slices.Clone(a.rows.([]T)), nil
	case ctx.Err() == nil && (errors.Is(a.err, context.Canceled) || errors.Is(a.err, context.DeadlineExceeded)):
		return ask(ctx, db, names, scan, args...) // another page gave up, this one has not
	}
	return nil, a.err
}
