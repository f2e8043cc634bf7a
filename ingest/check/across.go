package check

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"tongjian/data"
	"tongjian/data/filing"
	"tongjian/data/forms"
	"tongjian/data/warehouse"
)

// statements holds the checks across years and reports, one file each, and what they share.
//
//go:embed across/*.sql
var statements embed.FS

// sharedPart is what the checks are written in; it is no check itself.
const sharedPart = "across/shared.sql"

// Across puts everything a job has loaded to the checks across years and across reports, and has the job keep what they find in
// place of what they found before. It is run before publishing: the findings of one report change when another comes. It counts
// what was found by severity.
func Across(ctx context.Context, job *warehouse.Job) (map[data.Severity]int, error) {
	calendar, err := job.Deadlines(ctx)
	if err != nil {
		return nil, err
	}
	reports, unfiled, err := across(ctx, job.DB(), calendar, job.Now())
	if err != nil {
		return nil, fmt.Errorf("check across reports: %w", err)
	}
	count := map[data.Severity]int{}
	for _, list := range reports {
		for _, f := range list {
			count[f.Severity]++
		}
	}
	for _, u := range unfiled {
		count[u.Severity]++
	}
	return count, job.ReplaceCrossFindings(ctx, reports, unfiled...)
}

// across gives the findings by the report they are of, and those about reports that are not there.
func across(ctx context.Context, db *sql.DB, calendar filing.Calendar, now time.Time) (map[int][]data.Finding, []warehouse.Unfiled, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, nil, err
	}
	// What is defined for the checks must not be met by whoever is given the connection next.
	defer func() { _ = conn.Raw(func(any) error { return driver.ErrBadConn }) }()
	if err := define(ctx, conn, calendar, now); err != nil {
		return nil, nil, err
	}
	list, err := acrossChecks()
	if err != nil {
		return nil, nil, err
	}
	out := found{reports: map[int][]data.Finding{}}
	for _, c := range list {
		if err := c.run(ctx, conn, &out); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", c.file, err)
		}
	}
	if err := copies(ctx, conn, &out); err != nil {
		return nil, nil, fmt.Errorf("prose: %w", err)
	}
	return out.reports, out.unfiled, nil
}

// found gathers what the checks find.
type found struct {
	reports map[int][]data.Finding
	unfiled []warehouse.Unfiled
}

func (f *found) add(report int, finding data.Finding) {
	f.reports[report] = append(f.reports[report], finding)
}

// acrossCheck is a check as its file declares it: a header of comments "-- id: …", then one statement.
//
// The statement gives a row a finding. Of its columns, report is the report the finding is of (0 for one that is not there:
// agency, year and scope then say which), tbl the table it is about, left_value and right_value the sides, cells the cells;
// gap is true where nothing could be compared, lawful where the report explains the difference. Every column can be named in the message: {label}; {left}, {right} and
// {difference} are the sides and how far they are apart, {table} is 表三 for tbl 3.
type acrossCheck struct {
	file     string
	id       string
	severity data.Severity
	// message is of a comparison that failed, gap of one that could not be made, lawful of one whose failure the report explains:
	// these are worth a note.
	message, gap, lawful string
	query                string
}

// acrossChecks reads the checks' files, in the order of their names.
var acrossChecks = sync.OnceValues(func() ([]acrossCheck, error) {
	files, err := fs.Glob(statements, "across/*.sql")
	if err != nil {
		return nil, err
	}
	var list []acrossCheck
	for _, file := range files {
		if file == sharedPart {
			continue
		}
		b, err := statements.ReadFile(file)
		if err != nil {
			return nil, err
		}
		c, err := parseAcross(file, string(b))
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
})

// parseAcross reads a check's header.
func parseAcross(file, text string) (acrossCheck, error) {
	c := acrossCheck{file: file, query: text}
	for line := range strings.Lines(text) {
		entry, ok := strings.CutPrefix(strings.TrimSpace(line), "-- ")
		key, value, named := strings.Cut(entry, ": ")
		if !ok || !named {
			break
		}
		switch key {
		case "id":
			c.id = value
		case "severity":
			c.severity = data.Severity(value)
		case "message":
			c.message = value
		case "gap":
			c.gap = value
		case "lawful":
			c.lawful = value
		default:
			return acrossCheck{}, fmt.Errorf("%s: the header has no %q", file, key)
		}
	}
	if c.id == "" || c.severity == "" || c.message == "" {
		return acrossCheck{}, fmt.Errorf("%s: the header wants id, severity and message", file)
	}
	return c, nil
}

// run makes findings of the rows of a check's statement.
func (c acrossCheck) run(ctx context.Context, conn *sql.Conn, out *found) error {
	rows, err := conn.QueryContext(ctx, c.query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		r, err := readRow(rows)
		if err != nil {
			return err
		}
		f, err := c.finding(r)
		if err != nil {
			return err
		}
		if r.report != 0 {
			out.add(r.report, f)
			continue
		}
		out.unfiled = append(out.unfiled, warehouse.Unfiled{Agency: r.agency, Year: r.year, Scope: r.scope, Finding: f})
	}
	return rows.Err()
}

// finding writes a row as a finding.
func (c acrossCheck) finding(r row) (data.Finding, error) {
	f := data.Finding{Check: c.id, Severity: c.severity, Table: r.table, Cells: r.cells}
	message := c.message
	if r.gap {
		message, f.Severity = c.gap, data.SeverityNote
	}
	if r.lawful {
		message, f.Severity = c.lawful, data.SeverityNote
	}
	words := r.words
	if r.table != "" {
		words["table"] = forms.TableName(r.table)
	}
	if r.left != nil {
		f.Left = r.left.String()
	}
	if r.right != nil {
		f.Right = r.right.String()
	}
	words["left"], words["right"] = f.Left, f.Right
	if r.left != nil && r.right != nil {
		difference := r.left.Sub(*r.right)
		f.Difference, words["difference"] = difference.String(), difference.Abs().String()
	}
	var err error
	f.Message, err = fill(message, words)
	return f, err
}

// fill puts words in place of their names in a message: {label}.
func fill(message string, words map[string]string) (string, error) {
	var b strings.Builder
	for {
		before, rest, open := strings.Cut(message, "{")
		b.WriteString(before)
		if !open {
			return b.String(), nil
		}
		name, after, closed := strings.Cut(rest, "}")
		word, known := words[name]
		if !closed || !known {
			return "", fmt.Errorf("the message names %q, which no column is", name)
		}
		b.WriteString(word)
		message = after
	}
}
