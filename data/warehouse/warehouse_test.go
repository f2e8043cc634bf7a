package warehouse_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/warehouse"
	"tongjian/data/warehouse/warehousetest"
)

// The clock of every test.
var testTime = time.Date(2024, 2, 1, 9, 30, 0, 0, time.UTC)

// begin starts a job that ends with the test, if it has not ended before.
func begin(t testing.TB, dir string) *warehouse.Job {
	t.Helper()
	j, err := warehouse.Begin(t.Context(), dir, warehouse.Options{Command: "test", Now: func() time.Time { return testTime }})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// end ends a job.
func end(t testing.TB, j *warehouse.Job) {
	t.Helper()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

// publish publishes and gives the snapshot.
func publish(t testing.TB, j *warehouse.Job) warehouse.Snapshot {
	t.Helper()
	s, err := j.Publish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// newestDB is the newest snapshot's database, for the rest of the test.
func newestDB(t testing.TB, dir string) *sql.DB {
	t.Helper()
	return warehousetest.Newest(t, dir).DB()
}

// report makes a report with every cell of an edition's three tables; fill gives a cell's text, "" for a blank one.
func report(edition string, year int, scope data.Scope, fill func(data.CellID) string) data.Report {
	e, ok := forms.Named(edition)
	if !ok {
		panic("no edition " + edition)
	}
	r := data.Report{Year: year, Scope: scope, Title: "年度报告", Editions: map[string]string{}, Confidence: 1}
	for _, t := range e.Tables {
		r.Editions[t.ID] = edition
		for i, c := range t.Cells() {
			r.Facts = append(r.Facts, fact(t.ID, c.CellID, fill(c.CellID), i+1))
		}
	}
	return r
}

func fact(table string, id data.CellID, raw string, line int) data.Fact {
	f := data.Fact{Table: table, Key: id.Key, Column: id.Column, State: data.StateBlank, Raw: raw,
		At: data.Position{Sheet: "表" + table, Line: line, Cell: 2}}
	if v, err := decimal.NewFromString(raw); err == nil {
		f.State, f.Value = data.StateNumber, &v
	}
	return f
}

// all fills every cell with one text.
func all(text string) func(data.CellID) string { return func(data.CellID) string { return text } }

// but fills as another does, save for the cells named "key" or "key/column".
func but(fill func(data.CellID) string, texts map[string]string) func(data.CellID) string {
	return func(id data.CellID) string {
		for _, name := range []string{id.Key + "/" + id.Column, id.Key} {
			if text, ok := texts[name]; ok {
				return text
			}
		}
		return fill(id)
	}
}

// file makes an incoming file whose bytes are its name, with reports all of one agency and region.
func file(name, agency, region string, reports ...data.Report) warehouse.Incoming {
	in := warehouse.Incoming{Path: "报告/" + name, Name: name, Format: "xlsx", Reader: "1", Bytes: []byte(name), ReceivedAt: testTime,
		Document: data.Document{Format: "xlsx", Blocks: []data.Block{{Text: name}}}}
	for _, r := range reports {
		in.Reports = append(in.Reports, warehouse.PlacedReport{AgencyName: agency, Region: region, Report: r})
	}
	return in
}

// load loads a file that must load.
func load(t testing.TB, j *warehouse.Job, in warehouse.Incoming) warehouse.Result {
	t.Helper()
	result, err := j.Load(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// rows gives a query's rows, the values of each joined by blanks, NULL written out.
func rows(t testing.TB, db *sql.DB, query string, args ...any) []string {
	t.Helper()
	result, err := db.QueryContext(context.Background(), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer result.Close()
	columns, err := result.Columns()
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for result.Next() {
		values := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := result.Scan(into...); err != nil {
			t.Fatal(err)
		}
		parts := make([]string, len(values))
		for i, v := range values {
			if parts[i] = fmt.Sprint(v); v == nil {
				parts[i] = "NULL"
			}
		}
		out = append(out, strings.Join(parts, " "))
	}
	if err := result.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// readReport reads a report back, as it was loaded.
func readReport(t testing.TB, db *sql.DB, id int) data.Report {
	t.Helper()
	var r data.Report
	var e1, e2, e3, e4 string
	err := db.QueryRow(`SELECT year, scope, title, confidence, edition1, edition2, edition3, edition4 FROM report WHERE id = ?`, id).
		Scan(&r.Year, &r.Scope, &r.Title, &r.Confidence, &e1, &e2, &e3, &e4)
	if err != nil {
		t.Fatal(err)
	}
	r.Editions = map[string]string{}
	for table, edition := range map[string]string{"1": e1, "2": e2, "3": e3, "4": e4} {
		if edition != "" {
			r.Editions[table] = edition
		}
	}
	each := func(query string, id int, read func(scan func(...any) error) error) {
		t.Helper()
		result, err := db.Query(query, id)
		if err != nil {
			t.Fatal(err)
		}
		defer result.Close()
		for result.Next() {
			if err := read(result.Scan); err != nil {
				t.Fatal(err)
			}
		}
		if err := result.Err(); err != nil {
			t.Fatal(err)
		}
	}
	each(`SELECT tbl, measure, applicant, CAST(value AS VARCHAR), state, raw, note, place FROM fact WHERE report = ? ORDER BY ord`, id,
		func(scan func(...any) error) error {
			var f data.Fact
			var value sql.NullString
			var place string
			err := scan(&f.Table, &f.Key, &f.Column, &value, &f.State, &f.Raw, &f.Note, &place)
			f.Value, f.At = figure(t, value), position(t, place)
			r.Facts = append(r.Facts, f)
			return err
		})
	each(`SELECT measure, CAST(value AS VARCHAR), section, quote, qualifier, place, words, part_of FROM claim WHERE report = ? ORDER BY ord`, id,
		func(scan func(...any) error) error {
			var c data.Claim
			var value sql.NullString
			var place string
			err := scan(&c.Key, &value, &c.Section, &c.Quote, &c.Qualifier, &place, &c.Words, &c.PartOf)
			c.Value, c.At = figure(t, value), position(t, place)
			r.Claims = append(r.Claims, c)
			return err
		})
	each(`SELECT tbl, certainty FROM reading WHERE report = ?`, id,
		func(scan func(...any) error) error {
			var table string
			var certainty float64
			err := scan(&table, &certainty)
			if r.Certainty == nil {
				r.Certainty = map[string]float64{}
			}
			r.Certainty[table] = certainty
			return err
		})
	each(`SELECT tbl, label, measure, contents, place FROM unmapped WHERE report = ? ORDER BY ord`, id,
		func(scan func(...any) error) error {
			var u data.Unmapped
			var contents, place string
			if err := scan(&u.Table, &u.Label, &u.Row, &contents, &place); err != nil {
				return err
			}
			u.At = position(t, place)
			r.Unmapped = append(r.Unmapped, u)
			return json.Unmarshal([]byte(contents), &r.Unmapped[len(r.Unmapped)-1].Values)
		})
	var ids []int
	each(`SELECT id, check_id, severity, message, tbl, left_value, right_value, difference FROM finding WHERE report = ? AND origin = 'report' ORDER BY id`, id,
		func(scan func(...any) error) error {
			var f data.Finding
			var id int
			err := scan(&id, &f.Check, &f.Severity, &f.Message, &f.Table, &f.Left, &f.Right, &f.Difference)
			ids = append(ids, id)
			r.Findings = append(r.Findings, f)
			return err
		})
	for i, id := range ids {
		each(`SELECT tbl, measure, applicant, label, raw, place FROM finding_cell WHERE finding = ? ORDER BY ord`, id,
			func(scan func(...any) error) error {
				var c data.FindingCell
				var place string
				err := scan(&c.Table, &c.Key, &c.Column, &c.Label, &c.Raw, &place)
				c.At = position(t, place)
				r.Findings[i].Cells = append(r.Findings[i].Cells, c)
				return err
			})
	}
	return r
}

func figure(t testing.TB, s sql.NullString) *decimal.Decimal {
	t.Helper()
	if !s.Valid {
		return nil
	}
	v, err := decimal.NewFromString(s.String)
	if err != nil {
		t.Fatal(err)
	}
	return &v
}

func position(t testing.TB, s string) data.Position {
	t.Helper()
	p, err := data.ParsePosition(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
