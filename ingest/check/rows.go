package check

import (
	"database/sql"
	"fmt"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/shopspring/decimal"

	"tongjian/data"
)

// row is a row of a check's statement.
type row struct {
	report       int
	agency, year int // of a finding about a report that is not there
	scope        data.Scope
	table        string
	gap, lawful  bool
	left, right  *decimal.Decimal
	cells        []data.FindingCell
	// words are all other columns, and the above where a message names them.
	words map[string]string
}

// cellRow is an element of the column cells, declared in shared.sql.
type cellRow struct {
	Report    int32  `mapstructure:"report"`
	Table     string `mapstructure:"tbl"`
	Measure   string `mapstructure:"measure"`
	Applicant string `mapstructure:"applicant"`
	Label     string `mapstructure:"label"`
	Raw       string `mapstructure:"raw"`
	Place     string `mapstructure:"place"`
}

// readRow reads the row a result stands at.
func readRow(rows *sql.Rows) (row, error) {
	r := row{words: map[string]string{}}
	columns, err := rows.Columns()
	if err != nil {
		return r, err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	var cells duckdb.Composite[[]cellRow]
	for i, name := range columns {
		into[i] = &values[i]
		if name == "cells" {
			into[i] = &cells
		}
	}
	if err := rows.Scan(into...); err != nil {
		return r, err
	}
	for i, name := range columns {
		if err := r.set(name, values[i]); err != nil {
			return r, fmt.Errorf("column %s: %w", name, err)
		}
	}
	for _, c := range cells.Get() {
		cell, err := c.cell(r.report)
		if err != nil {
			return r, err
		}
		r.cells = append(r.cells, cell)
	}
	return r, nil
}

// set takes a column's value.
func (r *row) set(name string, value any) error {
	word, number, err := plain(value)
	if err != nil {
		return err
	}
	switch name {
	case "cells":
		return nil
	case "report":
		r.report = int(number.IntPart())
	case "agency":
		r.agency = int(number.IntPart())
	case "year":
		r.year = int(number.IntPart())
	case "scope":
		r.scope = data.Scope(word)
	case "tbl":
		r.table = word
	case "gap":
		r.gap, _ = value.(bool)
	case "lawful":
		r.lawful, _ = value.(bool)
	case "left_value":
		r.left = number
	case "right_value":
		r.right = number
	}
	r.words[name] = word
	return nil
}

// plain is a value of the database as a word of a sentence, and as a number where it is one.
func plain(value any) (string, *decimal.Decimal, error) {
	var d decimal.Decimal
	switch v := value.(type) {
	case nil, bool:
		return "", nil, nil
	case string:
		return v, nil, nil
	case time.Time:
		return v.Format(time.DateOnly), nil, nil
	case int32:
		d = decimal.NewFromInt32(v)
	case int64:
		d = decimal.NewFromInt(v)
	case duckdb.Decimal:
		// as the text of a figure has it: without the zeros the column's scale adds
		d = decimal.NewFromBigInt(v.Value, -int32(v.Scale))
		trimmed, err := decimal.NewFromString(d.String())
		if err != nil {
			return "", nil, err
		}
		d = trimmed
	default:
		return "", nil, fmt.Errorf("a value of type %T", value)
	}
	return d.String(), &d, nil
}

// cell makes it a cell of a finding of a report.
func (c cellRow) cell(of int) (data.FindingCell, error) {
	at, err := data.ParsePosition(c.Place)
	out := data.FindingCell{Table: c.Table, Key: c.Measure, Column: c.Applicant, Label: c.Label, Raw: c.Raw, At: at}
	if int(c.Report) != of {
		out.Report = int(c.Report)
	}
	return out, err
}
