package queries

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"tongjian/data/metrics"
	"tongjian/data/regions"
)

// Boundaries (区划) tells whose territory the figures of past years are of.
type Boundaries string

const (
	// BoundariesReported takes each region as it was when it reported. The zero value means the same.
	BoundariesReported Boundaries = "reported"
	// BoundariesToday adds to a region the figures of those that have gone into it since.
	BoundariesToday Boundaries = "today"
)

// Label is the choice in Chinese, as pages name it.
func (b Boundaries) Label() string {
	if b == BoundariesToday {
		return "今日区划"
	}
	return "当年区划"
}

// Change is a region that is no more, as far as it concerns a comparison on today's boundaries.
type Change struct {
	Region string `json:"region"` // its code
	Name   string `json:"name"`
	Last   int    `json:"last"` // the last year it was there
	// Into is the entity its figures are counted in; empty for a region that was divided, whose figures nobody can apportion.
	Into     string `json:"into,omitempty"`
	IntoName string `json:"into_name,omitempty"`
	// Chosen is set when the region itself was asked for and its successor is shown in its stead.
	Chosen bool `json:"chosen,omitempty"`
	// Reported are the years shown in which it has reports, Lacking those before its last in which it has none: the figure of
	// the successor is then a part of the whole.
	Reported []int `json:"reported,omitempty"`
	Lacking  []int `json:"lacking,omitempty"`
}

// today is how entities stand on today's boundaries.
type today struct {
	entities []Entity
	changes  []Change
	members  map[string][]string // codes counted in a region, itself first
}

// todays follows entities to the regions in force and finds what went into them. Own agencies of a region (本级) and single
// agencies stay as they are.
func todays(entities []Entity) today {
	t := today{members: map[string][]string{}}
	for _, e := range entities {
		if e.Kind == EntityRegion {
			if now, ok := regions.Today(e.Region); ok && now.Code != e.Region {
				old, _ := regions.ByCode(e.Region)
				t.changes = append(t.changes, Change{Region: e.Region, Name: e.Name, Last: old.To, Into: now.Code, IntoName: now.Name, Chosen: true})
				e = Entity{ID: now.Code, Kind: EntityRegion, Name: now.Name, Region: now.Code, Level: string(now.Level), Sample: now.Sample}
			}
			t.members[e.ID] = []string{e.ID}
		}
		if !slices.ContainsFunc(t.entities, func(other Entity) bool { return other.ID == e.ID }) {
			t.entities = append(t.entities, e)
		}
	}
	for _, past := range regions.All() {
		if past.To == 0 {
			continue
		}
		now, ok := regions.Today(past.Code)
		switch {
		case ok && t.members[now.Code] != nil:
			t.members[now.Code] = append(t.members[now.Code], past.Code)
			if !slices.ContainsFunc(t.changes, func(c Change) bool { return c.Region == past.Code }) {
				t.changes = append(t.changes, Change{Region: past.Code, Name: past.Name, Last: past.To, Into: now.Code, IntoName: now.Name})
			}
		case !ok && slices.ContainsFunc(t.entities, func(e Entity) bool { return e.Kind == EntityRegion && neighbours(e.Region, past) }):
			t.changes = append(t.changes, Change{Region: past.Code, Name: past.Name, Last: past.To})
		}
	}
	return t
}

// neighbours reports whether a region is a divided one or lies beside it: it may have got a part of it.
func neighbours(code string, past regions.Region) bool {
	r, ok := regions.ByCode(code)
	return ok && (r.Code == past.Code || r.Parent == past.Parent)
}

// group is the regions among the entities with their members, for the statements *_today.sql.
func (t today) group(basis Basis) entityGroup {
	var pairs []string
	for _, e := range t.entities {
		for _, code := range t.members[e.ID] {
			pairs = append(pairs, e.ID+"|"+code)
		}
	}
	placed := "placed_own_today.sql"
	if basis == BasisConsolidated {
		placed = "placed_consolidated_today.sql"
	}
	return entityGroup{EntityRegion, strings.Join(pairs, ","), "cells_today.sql", placed}
}

// groups are those of the entities, the regions among them with their members; without t, as they reported.
func (t *today) groups(entities []Entity, basis Basis) []entityGroup {
	groups := groupEntities(entities, basis)
	for i, g := range groups {
		if t != nil && g.kind == EntityRegion {
			groups[i] = t.group(basis)
		}
	}
	return groups
}

// cover finds out which of the regions that went into others have reports in the years, and which of them lack some.
// Changes that concern no year shown are left out.
func (t *today) cover(ctx context.Context, db *sql.DB, years []int, basis Basis) error {
	var codes []string
	for _, c := range t.changes {
		codes = append(codes, c.Region)
	}
	if len(codes) == 0 {
		return nil
	}
	reported := map[entityYear]bool{}
	_, err := ask(ctx, db, []string{"members.sql"}, func(rows *sql.Rows) (struct{}, error) {
		var at entityYear
		err := rows.Scan(&at.entity, &at.year)
		reported[at] = true
		return struct{}{}, err
	}, strings.Join(codes, ","), years[0], years[len(years)-1], string(basis))
	if err != nil {
		return err
	}
	for i := range t.changes {
		c := &t.changes[i]
		for _, y := range years {
			switch {
			case reported[entityYear{c.Region, y}]:
				c.Reported = append(c.Reported, y)
			case y < c.Last && c.Into != "": // of the year of the change itself the successor may have reported for both
				c.Lacking = append(c.Lacking, y)
			}
		}
	}
	t.changes = slices.DeleteFunc(t.changes, func(c Change) bool { return c.Last < years[0] && !c.Chosen })
	return nil
}

// lacks names the regions whose figures of a year an entity should count and that have none.
func (t today) lacks(entity string, year int) []string {
	var names []string
	for _, c := range t.changes {
		if c.Into == entity && slices.Contains(c.Lacking, year) {
			names = append(names, c.Name)
		}
	}
	return names
}

// boundaries are the breaks that are left: where figures begin to be of the whole, since a predecessor's are lacking before.
func (t today) boundaries() map[string][]metrics.Break {
	out := map[string][]metrics.Break{}
	for _, c := range t.changes {
		if len(c.Lacking) > 0 {
			out[c.Into] = append(out[c.Into], metrics.BoundaryBreak(slices.Max(c.Lacking)+1, c.Name))
		}
	}
	return out
}
