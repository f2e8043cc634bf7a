package warehouse

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/shopspring/decimal"

	"tongjian/data"
)

// writer appends rows to the warehouse's tables. Rows become part of the connection's transaction at flush; appenders are
// kept open between transactions, since making one costs as much as appending a report.
type writer struct {
	conn    *sql.Conn
	catalog string // of an attached database; empty for the connection's own
	tables  []*table
}

// table is an open appender and the number of rows it holds back.
type table struct {
	name     string
	appender *duckdb.Appender
	rows     int
}

// row appends one row to a table.
func (w *writer) row(name string, values ...driver.Value) error {
	t, err := w.table(name)
	if err != nil {
		return err
	}
	return t.row(values...)
}

// table gives the appender of a table, opening it at first use.
func (w *writer) table(name string) (*table, error) {
	for _, t := range w.tables {
		if t.name == name {
			return t, nil
		}
	}
	t := &table{name: name}
	err := w.conn.Raw(func(c any) (err error) {
		t.appender, err = duckdb.NewAppender(c.(driver.Conn), w.catalog, "", name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("append to %s: %w", name, err)
	}
	w.tables = append(w.tables, t)
	return t, nil
}

func (t *table) row(values ...driver.Value) error {
	if err := t.appender.AppendRow(values...); err != nil {
		return fmt.Errorf("append to %s: %w", t.name, err)
	}
	t.rows++
	return nil
}

// flush hands all rows to the transaction.
func (w *writer) flush() error {
	for _, t := range w.tables {
		if t.rows == 0 {
			continue
		}
		if err := t.appender.Flush(); err != nil {
			return fmt.Errorf("append to %s: %w", t.name, err)
		}
		t.rows = 0
	}
	return nil
}

// discard forgets all rows not flushed and closes the appenders. Their errors tell of rows nobody wants any more.
func (w *writer) discard() {
	for _, t := range w.tables {
		_ = t.appender.Clear()
		_ = t.appender.Close()
	}
	w.tables = nil
}

// contents appends all a report says: facts, claims, findings and unmapped rows. firstFinding is the id of the first
// finding.
func (w *writer) contents(report int, r *data.Report, firstFinding int) error {
	for i, f := range r.Facts {
		value, err := stored(f.Value)
		if err != nil {
			return err
		}
		err = w.row("fact", int32(report), int32(i), text(f.Table), text(f.Key), text(f.Column), value, text(string(f.State)),
			text(f.Raw), text(f.Note), text(f.At.String()))
		if err != nil {
			return err
		}
	}
	return w.rest(report, r, firstFinding)
}

// rest appends what readers and checks add to the facts.
func (w *writer) rest(report int, r *data.Report, firstFinding int) error {
	for i, c := range r.Claims {
		value, err := stored(c.Value)
		if err != nil {
			return err
		}
		err = w.row("claim", int32(report), int32(i), text(c.Key), value, int32(c.Section), text(c.Quote), text(c.Qualifier),
			text(c.At.String()), text(c.Words), int32(c.PartOf))
		if err != nil {
			return err
		}
	}
	for _, table := range slices.Sorted(maps.Keys(r.Certainty)) {
		if err := w.row("reading", int32(report), table, r.Certainty[table]); err != nil {
			return err
		}
	}
	for i, l := range r.Prose {
		if err := w.row("prose", int32(report), int32(i), text(l.Text), text(l.At.String())); err != nil {
			return err
		}
	}
	for i, u := range r.Unmapped {
		values, err := json.Marshal(u.Values)
		if err != nil {
			return err
		}
		err = w.row("unmapped", int32(report), int32(i), text(u.Table), text(u.Label), text(u.Row), string(values), text(u.At.String()))
		if err != nil {
			return err
		}
	}
	for i, f := range r.Findings {
		if err := w.finding(firstFinding+i, findingOf{report: report}, "report", f); err != nil {
			return err
		}
	}
	return nil
}

// findingOf is what a finding is about: a report, or one that is not there.
type findingOf struct {
	report int
	// absent is whose report is not there; zero when report is set.
	absent reportKey
}

// finding appends a finding with its cells.
func (w *writer) finding(id int, of findingOf, origin string, f data.Finding) error {
	err := w.row("finding", int32(id), int32(of.report), origin, text(f.Check), text(string(f.Severity)), text(f.Message),
		text(f.Table), text(f.Left), text(f.Right), text(f.Difference),
		int32(of.absent.agency), int32(of.absent.year), string(of.absent.scope))
	if err != nil {
		return err
	}
	for n, c := range f.Cells {
		err := w.row("finding_cell", int32(id), int32(n), text(c.Table), text(c.Key), text(c.Column), text(c.Label), text(c.Raw),
			text(c.At.String()), int32(c.Report))
		if err != nil {
			return err
		}
	}
	return nil
}

// fileOutcomes appends what became of files.
func (w *writer) fileOutcomes(job int, outcomes []fileOutcome) error {
	for _, f := range outcomes {
		if err := w.row("file_outcome", int32(job), int32(f.ord), text(f.path), f.sha256, string(f.outcome), text(f.reason)); err != nil {
			return err
		}
	}
	return nil
}

// text is a string as DuckDB takes it. Bytes that are no UTF-8 (a file name from an old archive) become U+FFFD.
func text(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// The type figures are stored in: DECIMAL(18, 4).
const (
	decimalWidth = 18
	decimalScale = 4
)

// stored is a figure as the appender takes it; nil stays nil.
func stored(v *decimal.Decimal) (driver.Value, error) {
	if v == nil {
		return nil, nil
	}
	if err := fits(*v); err != nil {
		return nil, err
	}
	return duckdb.Decimal{Width: decimalWidth, Scale: decimalScale, Value: v.Shift(decimalScale).BigInt()}, nil
}

// fits tells whether a figure can be stored exactly.
func fits(v decimal.Decimal) error {
	// A figure such as 1e9999 must not be written out to find that it is too long.
	if e := v.Exponent(); e < -50 || e > 50 {
		return fmt.Errorf("a figure with exponent %d cannot be stored", e)
	}
	if !v.Shift(decimalScale).IsInteger() {
		return fmt.Errorf("%s has more than %d decimals", v, decimalScale)
	}
	if limit := decimal.New(1, decimalWidth-decimalScale); v.Abs().GreaterThanOrEqual(limit) {
		return fmt.Errorf("%s has more than %d digits before the point", v, decimalWidth-decimalScale)
	}
	return nil
}
