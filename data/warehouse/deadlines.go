package warehouse

import (
	"context"
	"fmt"
	"time"

	"tongjian/data"
	"tongjian/data/filing"
)

// Deadlines gives the days offices have set for reports to be in.
func (j *Job) Deadlines(ctx context.Context) (filing.Calendar, error) {
	var list []filing.Deadline
	err := EachRow(ctx, j.conn, `SELECT year, scope, region, day FROM deadline`, func(scan func(...any) error) error {
		var d filing.Deadline
		err := scan(&d.Year, &d.Scope, &d.Region, &d.Day)
		list = append(list, d)
		return err
	})
	if err != nil {
		return filing.Calendar{}, fmt.Errorf("read deadlines: %w", err)
	}
	return filing.NewCalendar(list), nil
}

// SetDeadline sets the day reports are due and reports whether that changed anything.
func (j *Job) SetDeadline(ctx context.Context, d filing.Deadline) (bool, error) {
	if err := d.Check(); err != nil {
		return false, err
	}
	return j.changeDeadline(ctx, d, true)
}

// ResetDeadline goes back to the day of the law, or of the region above, and reports whether another had been set.
func (j *Job) ResetDeadline(ctx context.Context, year int, scope data.Scope, region string) (bool, error) {
	return j.changeDeadline(ctx, filing.Deadline{Year: year, Scope: scope, Region: region}, false)
}

// changeDeadline puts a deadline in place of what is set for the same reports, or takes that away.
func (j *Job) changeDeadline(ctx context.Context, d filing.Deadline, put bool) (bool, error) {
	calendar, err := j.Deadlines(ctx)
	if err != nil {
		return false, err
	}
	before, had := filing.Deadline{}, false
	for _, set := range calendar.Set() {
		if set.Year == d.Year && set.Scope == d.Scope && set.Region == d.Region {
			before, had = set, true
		}
	}
	day := d.Day.Format(time.DateOnly)
	if had == put && (!put || before.Day.Format(time.DateOnly) == day) {
		return false, nil
	}
	err = j.change(ctx, func() error {
		const remove = `DELETE FROM deadline WHERE year = ? AND scope = ? AND region = ?`
		const update = `UPDATE deadline SET day = CAST(? AS DATE) WHERE year = ? AND scope = ? AND region = ?`
		const insert = `INSERT INTO deadline (day, year, scope, region) VALUES (CAST(? AS DATE), ?, ?, ?)`
		statement, args := insert, []any{day, d.Year, string(d.Scope), d.Region}
		switch {
		case !put:
			statement, args = remove, args[1:]
		case had:
			statement = update
		}
		_, err := j.conn.ExecContext(ctx, statement, args...)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("set deadline of %s reports on %d of %s: %w", d.Scope, d.Year, d.Region, err)
	}
	return true, nil
}
