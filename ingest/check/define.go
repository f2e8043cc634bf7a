package check

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"tongjian/data"
	"tongjian/data/filing"
	"tongjian/data/forms"
	"tongjian/data/metrics"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
)

// define gives a connection the tables and views the checks are written in: what the program declares, and what the calendar
// says of each report. They are the connection's own; nothing is written to the warehouse.
func define(ctx context.Context, conn *sql.Conn, calendar filing.Calendar, now time.Time) error {
	const tables = `
CREATE OR REPLACE TEMP TABLE form_cell (edition VARCHAR, tbl VARCHAR, measure VARCHAR, applicant VARCHAR, label VARCHAR, row_label VARCHAR,
    column_label VARCHAR, kind VARCHAR, flow BOOLEAN, ord INTEGER);
CREATE OR REPLACE TEMP TABLE broken (measure VARCHAR, year INTEGER);
CREATE OR REPLACE TEMP TABLE ancestor (code VARCHAR, ancestor VARCHAR);
CREATE OR REPLACE TEMP TABLE arrival (report INTEGER, received VARCHAR, due VARCHAR, days INTEGER, timing VARCHAR);
CREATE OR REPLACE TEMP TABLE duty (agency INTEGER, year INTEGER, scope VARCHAR, due VARCHAR, overdue BOOLEAN);
`
	if _, err := conn.ExecContext(ctx, tables); err != nil {
		return err
	}
	for _, part := range []struct {
		table string
		rows  func() ([][]driver.Value, error)
	}{
		{"form_cell", formCells},
		{"broken", brokenMeasures},
		{"ancestor", func() ([][]driver.Value, error) { return ancestors(ctx, conn) }},
		{"arrival", func() ([][]driver.Value, error) { return arrivals(ctx, conn, calendar) }},
		{"duty", func() ([][]driver.Value, error) { return duties(ctx, conn, calendar, now) }},
	} {
		rows, err := part.rows()
		if err == nil {
			err = insert(conn, part.table, rows)
		}
		if err != nil {
			return fmt.Errorf("define %s: %w", part.table, err)
		}
	}
	shared, err := statements.ReadFile(sharedPart)
	if err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, string(shared)); err != nil {
		return fmt.Errorf("%s: %w", sharedPart, err)
	}
	return nil
}

// insert fills a table of the connection's own.
func insert(conn *sql.Conn, table string, rows [][]driver.Value) error {
	return conn.Raw(func(c any) error {
		a, err := duckdb.NewAppender(c.(driver.Conn), "temp", "", table)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := a.AppendRow(r...); err != nil {
				return errors.Join(err, a.Close())
			}
		}
		return a.Close()
	})
}

// formCells are the cells each edition prints, in its own words. flow is false of what stays as it was when nothing happens in
// a year: documents in force, the items of the year before.
func formCells() ([][]driver.Value, error) {
	kinds := map[forms.Kind]string{
		forms.Count: "count", forms.SignedCount: "signed_count", forms.Amount: "amount", forms.FreeAmount: "free_amount",
	}
	var rows [][]driver.Value
	for _, e := range forms.All() {
		ord := int32(0)
		for _, t := range e.Tables {
			for _, c := range t.Cells() {
				m, _ := forms.MeasureOf(c.Key)
				flow := !slices.ContainsFunc([]string{".in_force", ".public_total", ".items_previous"}, func(s string) bool { return strings.HasSuffix(c.Key, s) })
				row, column := c.RowLabel(), c.Column
				if t.ID != "3" {
					row, column = c.Label(), "" // each figure is a row of its own
				}
				rows = append(rows, []driver.Value{e.Name, t.ID, c.Key, c.CellID.Column, c.Label(), row, column, kinds[m.Kind], flow, ord})
				ord++
			}
		}
	}
	return rows, nil
}

// brokenMeasures are the measures that count something else from a year on.
func brokenMeasures() ([][]driver.Value, error) {
	var rows [][]driver.Value
	for _, m := range metrics.Measures() {
		for _, b := range m.Breaks {
			rows = append(rows, []driver.Value{m.Key, int32(b.Year)})
		}
	}
	return rows, nil
}

// ancestors are the regions agencies belong to, each with itself and those it lies in.
func ancestors(ctx context.Context, conn *sql.Conn) ([][]driver.Value, error) {
	var rows [][]driver.Value
	err := warehouse.EachRow(ctx, conn, `SELECT DISTINCT region FROM agency`, func(scan func(...any) error) error {
		var code string
		if err := scan(&code); err != nil {
			return err
		}
		rows = append(rows, []driver.Value{code, code})
		for _, above := range regions.Ancestors(code) {
			rows = append(rows, []driver.Value{code, above.Code})
		}
		return nil
	})
	return rows, err
}

// arrivals judges when each live report came: when the first of its revisions did, those apart that were withdrawn.
func arrivals(ctx context.Context, conn *sql.Conn, calendar filing.Calendar) ([][]driver.Value, error) {
	const query = `WITH first AS (
    SELECT v.agency, v.year, v.scope, min(s.received_at) AS received_at
    FROM report v
    JOIN source s ON s.sha256 = v.source
    WHERE NOT v.withdrawn
    GROUP BY v.agency, v.year, v.scope
)
SELECT t.id, t.scope, t.year, t.region, f.received_at, (SELECT max(year) FROM report WHERE live)
FROM report t
JOIN first f ON f.agency = t.agency AND f.year = t.year AND f.scope = t.scope
WHERE t.live`
	var rows [][]driver.Value
	err := warehouse.EachRow(ctx, conn, query, func(scan func(...any) error) error {
		var (
			report, year, latest int
			scope                data.Scope
			region               string
			received             time.Time
		)
		if err := scan(&report, &scope, &year, &region, &received, &latest); err != nil {
			return err
		}
		due := calendar.Due(scope, year, region)
		received = received.In(filing.Beijing())
		came := filing.Day(received.Year(), received.Month(), received.Day())
		days := int32(came.Sub(due) / (24 * time.Hour))
		timing := calendar.Timing(scope, year, region, latest, received)
		rows = append(rows, []driver.Value{int32(report), day(came), day(due), days, string(timing)})
		return nil
	})
	return rows, err
}

// duties are the reports the roster expects, on the years of live reports anywhere.
func duties(ctx context.Context, conn *sql.Conn, calendar filing.Calendar, now time.Time) ([][]driver.Value, error) {
	const query = `SELECT a.id, a.region, y.year, CASE WHEN a.scope = '' THEN 'own' ELSE a.scope END
FROM agency a
JOIN (SELECT DISTINCT year FROM report WHERE live) y
  ON (a.expected_from = 0 OR y.year >= a.expected_from) AND (a.expected_to = 0 OR y.year <= a.expected_to)
WHERE a.origin = 'roster'`
	var rows [][]driver.Value
	err := warehouse.EachRow(ctx, conn, query, func(scan func(...any) error) error {
		var (
			agency, year int
			region       string
			scope        data.Scope
		)
		if err := scan(&agency, &region, &year, &scope); err != nil {
			return err
		}
		rows = append(rows, []driver.Value{int32(agency), int32(year), string(scope), day(calendar.Due(scope, year, region)),
			calendar.Overdue(scope, year, region, now)})
		return nil
	})
	return rows, err
}

// day writes a date for people.
func day(t time.Time) string {
	return fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
}
