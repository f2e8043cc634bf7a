package sample

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"tongjian/data"
	"tongjian/data/forms"
)

// correctable chooses, of a sample with every kind of mistake, two reports that came twice: one in time and corrected after the
// deadline, one late and then corrected. What is in the first of them counts for nothing once the second is there, but the day it
// came does.
func (c Config) correctable(drafts []*draft) []*draft {
	if !c.everyKind() {
		return nil
	}
	var out []*draft
	for _, planted := range []string{"", "R-LATE"} {
		i := slices.IndexFunc(drafts, func(d *draft) bool {
			return d.own() && d.planted == planted && d.spelling == spellPlain && d.former == "" && !d.unlisted && d.year > c.From && !slices.Contains(out, d)
		})
		if i >= 0 {
			out = append(out, drafts[i])
		}
	}
	return out
}

// supersede gives the report as it first came, with a total that was wrong, and makes the draft the corrected one, which came ten
// days after the deadline or after the first.
func (d *draft) supersede(prose chance) (Report, error) {
	first := *d
	first.traps, first.slip = nil, slip{}
	first.cells = make(map[data.CellID]*Cell, len(d.cells))
	for id, c := range d.cells {
		copied := *c
		first.cells[id] = &copied
	}
	first.shift("outcome.granted", forms.Total, 1)
	r, err := first.finish(prose)
	if err != nil {
		return Report{}, fmt.Errorf("first version: %w", err)
	}
	r.Path = strings.TrimSuffix(r.Path, path.Ext(r.Path)) + "-初稿" + path.Ext(r.Path) // sorts before, and so is read before
	d.first = d.received
	d.received = later(d.received, due(d.Scope, d.year)).AddDate(0, 0, 10)
	return r, nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// came is the day the report first came.
func (d *draft) came() time.Time {
	if d.first.IsZero() {
		return d.received
	}
	return d.first
}
