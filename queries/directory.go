package queries

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Directory lists what can be compared, regions and agencies, and finds them by name, by the initials of their name's
// pinyin, and by code. It never changes once made and may be shared.
type Directory struct {
	entries []directoryEntry
}

// Listed is an entry of the directory.
type Listed struct {
	Entity
	// Place is the region an agency belongs to, or the region above a region.
	Place string `json:"place"`
}

type directoryEntry struct {
	Listed
	name     string // folded, with the place and the aliases: what words are looked for in
	initials []initials
}

// LoadDirectory reads the directory of a snapshot. At 150,000 agencies it takes about a second and is worth keeping.
func LoadDirectory(ctx context.Context, db *sql.DB) (*Directory, error) {
	entries, err := ask(ctx, db, []string{"directory.sql"}, func(rows *sql.Rows) (directoryEntry, error) {
		var (
			e       directoryEntry
			aliases string
		)
		err := rows.Scan(&e.ID, &e.Name, &e.Region, &e.Agency, &e.Level, &e.Sample, &e.Place, &aliases)
		e.Kind = EntityRegion
		e.name = folded(e.Name)
		if e.Agency != 0 {
			e.Kind = EntityAgency
			e.name = folded(e.Place + e.Name + "、" + aliases)
		}
		e.initials = append(e.initials, initialsOf(e.Name))
		for _, alias := range splitAliases(aliases) {
			e.initials = append(e.initials, initialsOf(alias))
		}
		return e, err
	})
	return &Directory{entries}, err
}

// Find gives at most limit entries in which every word of a text is found, the closest first, and how many there are in all.
// A word is part of a name (教育), the initials of one (xhqjyj), or the beginning of a region's code (9901).
func (d *Directory) Find(text string, limit int) (found []Listed, total int) {
	words := strings.Fields(folded(text))
	if len(words) == 0 {
		return nil, 0
	}
	type hit struct {
		entry *directoryEntry
		rank  int
	}
	var hits []hit
	for i := range d.entries {
		if rank, ok := d.entries[i].rank(words); ok {
			hits = append(hits, hit{&d.entries[i], rank})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return a.rank - b.rank })
	for _, h := range hits[:min(limit, len(hits))] {
		found = append(found, h.entry.Listed)
	}
	return found, len(hits)
}

// Agencies gives at most limit agencies of the very region, and how many there are.
func (d *Directory) Agencies(region string, limit int) (found []Listed, total int) {
	for _, e := range d.entries {
		if e.Kind != EntityAgency || e.Region != region {
			continue
		}
		if total++; total <= limit {
			found = append(found, e.Listed)
		}
	}
	return found, total
}

// How closely an entry answers a search, best first.
const (
	rankExact = iota
	rankBegins
	rankContains
	rankAgency // an agency named by its region's code: after all that are named themselves
)

// rank tells how closely an entry answers a search; ok is false when some word is not found in it.
func (e *directoryEntry) rank(words []string) (rank int, ok bool) {
	for _, word := range words {
		r, ok := e.rankWord(word)
		if !ok {
			return 0, false
		}
		rank = max(rank, r)
	}
	return rank, true
}

func (e *directoryEntry) rankWord(word string) (int, bool) {
	name := folded(e.Name)
	switch {
	case word == name, word == e.ID, word == e.Region && e.Kind == EntityRegion:
		return rankExact, true
	case strings.HasPrefix(name, word):
		return rankBegins, true
	case strings.Contains(e.name, word):
		return rankContains, true
	case utf8.RuneCountInString(word) >= 2 && strings.HasPrefix(e.Region, word):
		if e.Kind == EntityAgency {
			return rankAgency, true
		}
		return rankBegins, true
	}
	best, ok := rankAgency, false
	for _, name := range e.initials {
		switch at := name.index(word); {
		case at == 0 && len(word) == len(name):
			return rankExact, true
		case at == 0:
			best, ok = min(best, rankBegins), true
		case at > 0:
			best, ok = min(best, rankContains), true
		}
	}
	return best, ok
}

// folded writes full-width letters, digits and brackets as half-width ones and all letters small, so that what people type
// and what rosters say are compared alike.
func folded(text string) string { return strings.ToLower(width.Fold.String(text)) }

// Regions gives the regions of the directory, in its order.
func (d *Directory) Regions() []Listed {
	var found []Listed
	for _, e := range d.entries {
		if e.Kind == EntityRegion {
			found = append(found, e.Listed)
		}
	}
	return found
}
