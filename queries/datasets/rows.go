package datasets

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Row is one row of a dataset, its values in the order of the columns: int64, decimal.Decimal, float64, string, bool, time.Time, or
// nil where there is none.
type Row []any

// ErrKey is a key that does not name a row of the dataset.
var ErrKey = errors.New("not a key of the dataset")

// chunk is about how many rows of a long answer are held at a time.
const chunk = 20_000

// Page gives at most limit rows that come after the row of a key; of a nil key, the first ones.
func (d Dataset) Page(ctx context.Context, conn *sql.Conn, q Query, after []string, limit int) ([]Row, error) {
	where, args, err := d.where(q)
	if err != nil {
		return nil, err
	}
	if after != nil {
		if len(after) != len(d.Key) {
			return nil, ErrKey
		}
		// Rows after the key are among those whose first column is no less, which stand together on the disk.
		first, given := d.keyValues(after[:1])
		where, args = where+" AND "+d.Key[0]+" >= "+first, append(args, given...)
		key, given := d.keyValues(after)
		where, args = where+" AND ("+strings.Join(d.Key, ", ")+") > ("+key+")", append(args, given...)
	}
	rows := make([]Row, 0, min(limit, chunk))
	err = d.read(ctx, conn, where, args, fmt.Sprintf(" LIMIT %d", limit), func(r Row) error {
		rows = append(rows, r)
		return nil
	})
	return rows, err
}

// keyValues writes values of the first columns of the key as SQL, with their arguments.
func (d Dataset) keyValues(values []string) (string, []any) {
	marks, args := make([]string, len(values)), make([]any, len(values))
	for i, v := range values {
		c, _ := d.Column(d.Key[i])
		marks[i], args[i] = "?", v
		if c.Type == Integer {
			marks[i] = "CAST(? AS INTEGER)"
		}
	}
	return strings.Join(marks, ", "), args
}

// Each hands over every row, in order, without holding more than a part of a long answer in memory at a time.
func (d Dataset) Each(ctx context.Context, conn *sql.Conn, q Query, row func(Row) error) error {
	where, args, err := d.where(q)
	if err != nil {
		return err
	}
	parts, err := d.parts(ctx, conn, where, args)
	if err != nil {
		return err
	}
	for _, p := range parts {
		within := where + fmt.Sprintf(" AND %[1]s >= ? AND %[1]s <= ?", d.Key[0])
		if err := d.read(ctx, conn, within, append(append([]any{}, args...), p.from, p.to), "", row); err != nil {
			return err
		}
	}
	return nil
}

// part is a range of the first column of the key.
type part struct{ from, to any }

// parts divides an answer into ranges of about chunk rows.
func (d Dataset) parts(ctx context.Context, conn *sql.Conn, where string, args []any) ([]part, error) {
	first := d.Key[0]
	rows, err := conn.QueryContext(ctx, fmt.Sprintf("SELECT %[1]s, count(*) FROM %[2]s WHERE %[3]s GROUP BY %[1]s ORDER BY %[1]s", first, d.Name, where), args...)
	if err != nil {
		return nil, fmt.Errorf("dividing %s: %w", d.Name, err)
	}
	defer rows.Close()
	var list []part
	held := chunk
	for rows.Next() {
		var (
			value any
			n     int
		)
		if err := rows.Scan(&value, &n); err != nil {
			return nil, fmt.Errorf("dividing %s: %w", d.Name, err)
		}
		if held >= chunk {
			list, held = append(list, part{from: value}), 0
		}
		list[len(list)-1].to = value
		held += n
	}
	return list, rows.Err()
}

// selection is the columns as a statement selects them.
func (d Dataset) selection() string {
	list := make([]string, len(d.Columns))
	for i, c := range d.Columns {
		list[i] = c.Name
		if c.Type == Decimal {
			list[i] = "CAST(" + c.Name + " AS VARCHAR)" // engines hand out decimals in types of their own
		}
	}
	return strings.Join(list, ", ")
}

// read hands over the rows that meet a condition, in order.
func (d Dataset) read(ctx context.Context, conn *sql.Conn, where string, args []any, limit string, row func(Row) error) error {
	statement := "SELECT " + d.selection() + " FROM " + d.Name + " WHERE " + where + " ORDER BY " + strings.Join(d.Key, ", ") + limit
	rows, err := conn.QueryContext(ctx, statement, args...)
	if err != nil {
		return fmt.Errorf("reading %s: %w", d.Name, err)
	}
	defer rows.Close()
	values, into := make([]any, len(d.Columns)), make([]any, len(d.Columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("reading %s: %w", d.Name, err)
		}
		r := make(Row, len(values))
		for i, v := range values {
			if r[i], err = d.Columns[i].value(v); err != nil {
				return fmt.Errorf("reading %s, column %s: %w", d.Name, d.Columns[i].Name, err)
			}
		}
		if err := row(r); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("reading %s: %w", d.Name, err)
	}
	return nil
}

// value turns what the engine gives into what rows hold.
func (c Column) value(v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case int32:
		return int64(v), nil
	case int64, bool, float64, time.Time:
		return v, nil
	case string:
		if c.Type == Decimal {
			return decimal.NewFromString(v)
		}
		return v, nil
	}
	return nil, fmt.Errorf("%T is no value of a %s", v, c.Type)
}

// KeyOf gives what names a row, for the page after it.
func (d Dataset) KeyOf(r Row) []string {
	key := make([]string, len(d.Key))
	for i, name := range d.Key {
		for j, c := range d.Columns {
			if c.Name == name {
				key[i] = fmt.Sprint(r[j])
			}
		}
	}
	return key
}

// Parquet writes every row to a file, in order. The directory of the file must be the desk's own.
func (d Dataset) Parquet(ctx context.Context, conn *sql.Conn, q Query, path string) error {
	where, args, err := d.where(q)
	if err != nil {
		return err
	}
	names := make([]string, len(d.Columns))
	for i, c := range d.Columns {
		names[i] = c.Name
	}
	statement := "COPY (SELECT " + strings.Join(names, ", ") + " FROM " + d.Name + " WHERE " + where + " ORDER BY " + strings.Join(d.Key, ", ") +
		") TO '" + strings.ReplaceAll(path, "'", "''") + "' (FORMAT parquet, COMPRESSION zstd)"
	if _, err := conn.ExecContext(ctx, statement, args...); err != nil {
		return fmt.Errorf("writing %s as parquet: %w", d.Name, err)
	}
	return nil
}
