package queries

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"tongjian/data"
)

// Publication is a snapshot in the list of all.
type Publication struct {
	Number      int       `json:"number"`
	PublishedAt time.Time `json:"published_at"` // UTC
	Reports     int       `json:"reports"`      // live ones
}

// Publications lists every snapshot up to the one asked, the newest first, those too that have been removed since.
func Publications(ctx context.Context, db *sql.DB) ([]Publication, error) {
	return ask(ctx, db, []string{"publications.sql"}, func(rows *sql.Rows) (p Publication, err error) {
		err = rows.Scan(&p.Number, &p.PublishedAt, &p.Reports)
		return p, err
	})
}

// ChangeKind says what became of a report between two snapshots.
type ChangeKind string

const (
	ChangeNew       ChangeKind = "new"       // there was none
	ChangeRevised   ChangeKind = "revised"   // another revision counts
	ChangeWithdrawn ChangeKind = "withdrawn" // none counts any more
	ChangeChecked   ChangeKind = "checked"   // the same revision, with other findings
)

// Label is the kind's Chinese name.
func (k ChangeKind) Label() string {
	switch k {
	case ChangeNew:
		return "新增"
	case ChangeRevised:
		return "更正"
	case ChangeWithdrawn:
		return "撤回"
	case ChangeChecked:
		return "核验结果变化"
	}
	return string(k)
}

// ReportChange is a report that is not what it was.
type ReportChange struct {
	Kind ChangeKind `json:"kind"`
	// Before and After are the revisions that counted; nil where none did.
	Before *ReportHead `json:"before,omitempty"`
	After  *ReportHead `json:"after,omitempty"`
}

// Head is the report as it is now or, when it is withdrawn, as it was.
func (c ReportChange) Head() ReportHead {
	if c.After != nil {
		return *c.After
	}
	return *c.Before
}

// Changes compares the live reports of two snapshots, of a region with all below it and of years; the newest year first. The two
// may be the same or either the older: what is asked is what leads from one to the other.
func Changes(ctx context.Context, before, after *sql.DB, region string, from, to int) ([]ReportChange, error) {
	was, is, err := askBoth(ctx, before, after, []string{"heads.sql", "live_heads.sql"}, scanHead, []any{region, from, to}, []any{region, from, to})
	if err != nil {
		return nil, err
	}
	type of struct {
		agency, year int
		scope        data.Scope
	}
	then := map[of]*ReportHead{}
	for i, h := range was {
		then[of{h.Agency, h.Year, h.Scope}] = &was[i]
	}
	var changes []ReportChange
	for i, h := range is {
		key := of{h.Agency, h.Year, h.Scope}
		old := then[key]
		delete(then, key)
		switch {
		case old == nil:
			changes = append(changes, ReportChange{ChangeNew, nil, &is[i]})
		case old.ID != h.ID:
			changes = append(changes, ReportChange{ChangeRevised, old, &is[i]})
		case old.Errors != h.Errors || old.Warnings != h.Warnings || old.Notes != h.Notes:
			changes = append(changes, ReportChange{ChangeChecked, old, &is[i]})
		}
	}
	for _, h := range then {
		changes = append(changes, ReportChange{ChangeWithdrawn, h, nil})
	}
	slices.SortFunc(changes, func(a, b ReportChange) int {
		x, y := a.Head(), b.Head()
		return cmp.Or(-cmp.Compare(x.Year, y.Year), cmp.Compare(x.Region, y.Region), cmp.Compare(x.AgencyName, y.AgencyName),
			cmp.Compare(x.Agency, y.Agency), cmp.Compare(x.Scope, y.Scope))
	})
	return changes, nil
}

// CellChange is a cell two revisions of a report do not say the same in.
type CellChange struct {
	// Before and After are what they say; nil where a revision lacks the cell.
	Before *data.Fact `json:"before,omitempty"`
	After  *data.Fact `json:"after,omitempty"`
	// Figure is set when the number or the state differs, and not only the way it is written or what is said beside it.
	Figure bool `json:"figure"`
}

// Cell is the cell's table, measure and column.
func (c CellChange) Cell() (table string, id data.CellID) {
	f := c.After
	if f == nil {
		f = c.Before
	}
	return f.Table, f.Cell()
}

// CellChanges compares the cells of two revisions, which may be asked of two snapshots: in the order of the later one, what it
// lacks last. Where a cell stands in the file is no part of what it says.
func CellChanges(ctx context.Context, beforeDB *sql.DB, before int, afterDB *sql.DB, after int) ([]CellChange, error) {
	was, is, err := askBoth(ctx, beforeDB, afterDB, []string{"facts.sql"}, scanFact, []any{before}, []any{after})
	if err != nil {
		return nil, err
	}
	return compareCells(was, is), nil
}

// askBoth puts a question to two snapshots at once.
func askBoth[T any](ctx context.Context, before, after *sql.DB, names []string, scan func(*sql.Rows) (T, error), argsBefore, argsAfter []any) (was, is []T, err error) {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) { was, err = ask(ctx, before, names, scan, argsBefore...); return err })
	group.Go(func() (err error) { is, err = ask(ctx, after, names, scan, argsAfter...); return err })
	return was, is, group.Wait()
}

func compareCells(was, is []data.Fact) []CellChange {
	type cell struct {
		table string
		id    data.CellID
		nth   int // of those with the same name: a row may be there twice
	}
	number := func(facts []data.Fact) []cell {
		seen := map[cell]int{}
		cells := make([]cell, len(facts))
		for i, f := range facts {
			c := cell{f.Table, f.Cell(), 0}
			seen[c]++
			c.nth = seen[c]
			cells[i] = c
		}
		return cells
	}
	then := map[cell]*data.Fact{}
	before := number(was)
	for i, c := range before {
		then[c] = &was[i]
	}
	var changes []CellChange
	for i, c := range number(is) {
		old := then[c]
		delete(then, c)
		if change := (CellChange{Before: old, After: &is[i]}); change.differs() {
			changes = append(changes, change)
		}
	}
	for _, c := range before {
		if old, gone := then[c]; gone {
			changes = append(changes, CellChange{Before: old, Figure: true})
		}
	}
	return changes
}

// differs compares the two sides and notes whether the figure itself is another.
func (c *CellChange) differs() bool {
	if c.Before == nil || c.After == nil {
		c.Figure = true
		return true
	}
	a, b := c.Before, c.After
	c.Figure = a.State != b.State || (a.Value == nil) != (b.Value == nil) || a.Value != nil && !a.Value.Equal(*b.Value)
	return c.Figure || strings.TrimSpace(a.Raw) != strings.TrimSpace(b.Raw) || a.Note != b.Note
}
