package warehouse

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// ErrNotQuery refuses everything but a single query.
var ErrNotQuery = errors.New("只能执行一条查询语句（SELECT、WITH、SHOW、DESCRIBE、SUMMARIZE、EXPLAIN）")

// Answer is what a query of a user's own gives. It must be closed.
type Answer struct {
	Columns []Column
	// Limit is how many rows [Answer.Each] gives at most; 0 for all. More is set when there were more.
	Limit int
	More  bool

	conn *sql.Conn // closed with the answer; nil when it is somebody else's
	rows *sql.Rows
}

// Column is a column of an answer.
type Column struct {
	Name string
	// Type is DuckDB's name of its type: VARCHAR, DECIMAL(38,4).
	Type string
}

// Numeric reports whether the column holds numbers.
func (c Column) Numeric() bool {
	name, _, _ := strings.Cut(c.Type, "(")
	switch strings.TrimPrefix(name, "U") {
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL":
		return true
	}
	return false
}

// Ask runs one query as a user wrote it. The snapshot can be read and nothing else: it is opened read-only, without access
// to files, extensions and settings, and statements that are no query are refused with [ErrNotQuery].
func (l *Lease) Ask(ctx context.Context, query string) (*Answer, error) {
	conn, err := l.DB().Conn(ctx)
	if err != nil {
		return nil, err
	}
	a, err := askOn(ctx, conn, query)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	a.conn = conn
	return a, nil
}

// askOn runs one query on a connection that stays its caller's.
func askOn(ctx context.Context, conn *sql.Conn, query string) (_ *Answer, err error) {
	if err := checkQuery(conn, query); err != nil {
		return nil, err
	}
	a := &Answer{}
	if a.rows, err = conn.QueryContext(ctx, query); err != nil { //nolint:rowserrcheck // Answer.Next checks it
		return nil, err
	}
	columns, err := a.rows.ColumnTypes()
	if err != nil {
		return nil, errors.Join(err, a.rows.Close())
	}
	for _, c := range columns {
		a.Columns = append(a.Columns, Column{c.Name(), c.DatabaseTypeName()})
	}
	return a, nil
}

// checkQuery lets a single query pass. Only DuckDB's own parser can tell.
func checkQuery(conn *sql.Conn, query string) error {
	if strings.TrimSpace(query) == "" {
		return ErrNotQuery
	}
	return conn.Raw(func(c any) (err error) {
		prepared, err := c.(*duckdb.Conn).Prepare(query)
		if err != nil && strings.Contains(err.Error(), "multi-statement") {
			return ErrNotQuery
		}
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, prepared.Close()) }()
		kind, err := prepared.(*duckdb.Stmt).StatementType()
		if err != nil {
			return err
		}
		switch kind {
		case duckdb.STATEMENT_TYPE_SELECT, duckdb.STATEMENT_TYPE_EXPLAIN:
			return nil
		}
		return ErrNotQuery
	})
}

// Each calls row for every row of the answer. A value is nil (NULL), a bool, a json.Number (integers of any size, floats),
// a string (texts, decimals in full, times), or a slice or map of these.
func (a *Answer) Each(row func([]any) error) error {
	values := make([]any, len(a.Columns))
	into := make([]any, len(a.Columns))
	for i := range values {
		into[i] = &values[i]
	}
	for given := 0; a.rows.Next(); given++ {
		if a.Limit > 0 && given == a.Limit {
			a.More = true
			return nil
		}
		if err := a.rows.Scan(into...); err != nil {
			return err
		}
		out := make([]any, len(values))
		for i, v := range values {
			out[i] = plain(v, a.Columns[i].Type)
		}
		if err := row(out); err != nil {
			return err
		}
	}
	return a.rows.Err()
}

// Close ends the query.
func (a *Answer) Close() error {
	err := a.rows.Close()
	if a.conn != nil {
		err = errors.Join(err, a.conn.Close())
	}
	return err
}

// Text writes a value of an answer on one line, NULL as null says; lists and structures as JSON.
func Text(v any, null string) string {
	switch v := v.(type) {
	case nil:
		return null
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}

// plain turns a value of DuckDB into one of those [Answer.Each] names.
func plain(v any, typeName string) any {
	switch v := v.(type) {
	case nil, bool, string:
		return v
	case int8, int16, int32, int64, uint8, uint16, uint32, uint64:
		return json.Number(fmt.Sprint(v))
	case *big.Int:
		return json.Number(v.String())
	case float32:
		return number(float64(v), 32)
	case float64:
		return number(v, 64)
	case time.Time:
		return v.Format(timeLayout(typeName))
	case []byte:
		return hex.EncodeToString(v)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = plain(v[i], "")
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for key := range v {
			out[key] = plain(v[key], "")
		}
		return out
	}
	return fmt.Sprint(v)
}

func number(v float64, bits int) any {
	text := strconv.FormatFloat(v, 'g', -1, bits)
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return text
	}
	return json.Number(text)
}

func timeLayout(typeName string) string {
	switch typeName {
	case "DATE":
		return time.DateOnly
	case "TIME":
		return "15:04:05.999999"
	case "TIMESTAMPTZ":
		return "2006-01-02 15:04:05.999999Z07:00"
	}
	return "2006-01-02 15:04:05.999999"
}
