package queries

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

//go:embed *.sql
var files embed.FS

// statement is a question's SQL: the named file, after the shared part it builds on, if any. A shared part ends in the
// WITH it opens, so that the two read as one statement.
func statement(names ...string) string {
	var b strings.Builder
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			// The files are compiled in: only a misspelt name in this package gets here, and every name is tested.
			panic(err)
		}
		b.Write(text)
	}
	return b.String()
}

// ask runs the statement made of the named files and collects its rows. A statement that has begun is not broken off when ctx ends: it
// takes milliseconds, and DuckDB can keep an instance on which a statement was broken off beyond its closing, where whoever opens the
// same file next in this process waits for its end in vain (duckdb/duckdb#25965).
func ask[T any](ctx context.Context, db *sql.DB, names []string, scan func(*sql.Rows) (T, error), args ...any) ([]T, error) {
	question := names[len(names)-1]
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("ask %s: %w", question, err)
	}
	rows, err := db.QueryContext(context.WithoutCancel(ctx), statement(names...), args...)
	if err != nil {
		return nil, fmt.Errorf("ask %s: %w", question, err)
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		row, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("read %s, row %d: %w", question, len(out)+1, err)
		}
		out = append(out, row)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", question, err)
	}
	return out, nil
}

// number reads an exact figure, which statements cast to text because engines hand out decimals in types of their own.
type number struct{ value *decimal.Decimal }

// Scan implements sql.Scanner.
func (n *number) Scan(src any) error {
	n.value = nil
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		return n.parse(v)
	case []byte:
		return n.parse(string(v))
	}
	return fmt.Errorf("figure of type %T: the statement must cast it to text", src)
}

func (n *number) parse(text string) error {
	d, err := decimal.NewFromString(text)
	if err != nil {
		return fmt.Errorf("figure %q: %w", text, err)
	}
	n.value = &d
	return nil
}

// ints reads a comma list of numbers as string_agg makes it, ascending and without repeats as the statement orders it.
type ints []int

// Scan implements sql.Scanner.
func (l *ints) Scan(src any) error {
	*l = nil
	if src == nil {
		return nil
	}
	text, ok := src.(string)
	if !ok {
		return fmt.Errorf("list of type %T: want text", src)
	}
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return fmt.Errorf("list %q: %w", text, err)
		}
		if len(*l) == 0 || (*l)[len(*l)-1] != n {
			*l = append(*l, n)
		}
	}
	return nil
}
