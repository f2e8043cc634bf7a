package datasets

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"tongjian/data/checks"
	"tongjian/data/metrics"
)

// Explanation is what an office has said about a finding of the snapshot, and stands.
type Explanation struct {
	Finding        int
	Reason, Author string
	At             time.Time // UTC
}

// beside are the tables views need that no snapshot holds.
const beside = `
CREATE TABLE explanation (finding INTEGER, reason VARCHAR, author VARCHAR, explained_at TIMESTAMP);
CREATE TABLE declared_metric (metric VARCHAR, name VARCHAR, unit VARCHAR, kind VARCHAR, formula VARCHAR, share BOOLEAN, breaks VARCHAR, note VARCHAR);
CREATE TABLE declared_break (break_id VARCHAR, year INTEGER, name VARCHAR, note VARCHAR);
CREATE TABLE declared_check (check_id VARCHAR, severity VARCHAR, grouping VARCHAR, name VARCHAR, formula VARCHAR, note VARCHAR);
CREATE TABLE declared_code (field VARCHAR, code VARCHAR, name VARCHAR, note VARCHAR);`

// Prepare lays the datasets out on a connection to which a snapshot is attached under that name.
func Prepare(said []Explanation) func(context.Context, *sql.Conn) error {
	return func(ctx context.Context, conn *sql.Conn) error {
		statements := []string{beside}
		for _, d := range All() {
			view, err := d.view()
			if err != nil {
				return err
			}
			statements = append(statements, "CREATE VIEW "+d.Name+" AS "+strings.TrimRight(view, "\n"))
		}
		if _, err := conn.ExecContext(ctx, strings.Join(statements, ";\n")); err != nil {
			return fmt.Errorf("laying out the datasets: %w", err)
		}
		for _, t := range declared(said) {
			if err := t.fill(ctx, conn); err != nil {
				return fmt.Errorf("filling %s: %w", t.name, err)
			}
		}
		return nil
	}
}

// table is the rows of one of the tables beside the snapshot.
type table struct {
	name string
	rows [][]any
}

func declared(said []Explanation) []table {
	explanation, metric, stop := table{name: "explanation"}, table{name: "declared_metric"}, table{name: "declared_break"}
	check, code := table{name: "declared_check"}, table{name: "declared_code"}
	for _, e := range said {
		explanation.rows = append(explanation.rows, []any{e.Finding, e.Reason, e.Author, e.At})
	}
	for _, m := range metrics.All() {
		var breaks []string
		for _, b := range m.Breaks {
			breaks = append(breaks, b.ID)
		}
		slices.Sort(breaks)
		metric.rows = append(metric.rows, []any{m.Key, m.Name, m.Unit, string(m.Kind), m.Formula, m.Share, strings.Join(slices.Compact(breaks), " "), m.Note})
	}
	for _, b := range metrics.Breaks() {
		stop.rows = append(stop.rows, []any{b.ID, b.Year, b.Name, b.Note})
	}
	for _, c := range checks.All() {
		check.rows = append(check.rows, []any{c.ID, string(c.Severity), c.Group, c.Name, c.Formula, c.Note})
	}
	for _, c := range Codes() {
		code.rows = append(code.rows, []any{c.Field, c.Code, c.Name, c.Note})
	}
	return []table{explanation, metric, stop, check, code}
}

// batch is how many rows one statement inserts.
const batch = 200

func (t table) fill(ctx context.Context, conn *sql.Conn) error {
	for rows := range slices.Chunk(t.rows, batch) {
		var args []any
		marks := make([]string, len(rows))
		for i, row := range rows {
			marks[i] = "(?" + strings.Repeat(", ?", len(row)-1) + ")"
			args = append(args, row...)
		}
		if _, err := conn.ExecContext(ctx, "INSERT INTO "+t.name+" VALUES "+strings.Join(marks, ", "), args...); err != nil {
			return err
		}
	}
	return nil
}
