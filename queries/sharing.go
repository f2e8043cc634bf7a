package queries

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Sharing gives a context in which questions ask once what they have in common: what a region is divided into, how many
// reports it has, which reports stand behind it. It is for the questions of one page, asked of one snapshot.
func Sharing(ctx context.Context) context.Context {
	return context.WithValue(ctx, sharingKey{}, &sharing{answers: map[string]*sharedAnswer{}})
}

type sharingKey struct{}

// sharing holds the answers to statements by their text and arguments.
type sharing struct {
	mu      sync.Mutex
	answers map[string]*sharedAnswer
}

type sharedAnswer struct {
	once sync.Once
	rows any
	err  error
}

// askShared is ask for statements several questions have in common. Within [Sharing] each is asked once; the rows are the
// caller's own. The scan function must do nothing but read its row.
func askShared[T any](ctx context.Context, db *sql.DB, names []string, scan func(*sql.Rows) (T, error), args ...any) ([]T, error) {
	s, ok := ctx.Value(sharingKey{}).(*sharing)
	if !ok {
		return ask(ctx, db, names, scan, args...)
	}
	key := fmt.Sprintf("%p %s %q", db, strings.Join(names, " "), args)
	s.mu.Lock()
	a := s.answers[key]
	if a == nil {
		a = &sharedAnswer{}
		s.answers[key] = a
	}
	s.mu.Unlock()
	a.once.Do(func() { a.rows, a.err = ask(ctx, db, names, scan, args...) })
	if a.err != nil {
		return nil, a.err
	}
	return slices.Clone(a.rows.([]T)), nil
}
