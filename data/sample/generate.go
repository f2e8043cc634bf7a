package sample

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"tongjian/data"
	"tongjian/data/regions"
)

// Sample is a generated sample, not yet written.
type Sample struct {
	Config Config
	// Roster lists the agencies that should report, the governments last.
	Roster []regions.Agency
	// Reports are in the order of their paths.
	Reports []Report
	// Superseded are reports as they first came, where a corrected one in Reports took their place. Their workbooks are written
	// and nothing in them counts.
	Superseded []Report
	// Missing are the reports that were never handed in.
	Missing []Missing
}

// Missing is a report an agency owes.
type Missing struct {
	Place
}

// Generate makes a sample. It reads and writes nothing, and the same configuration always gives the same sample.
func Generate(c Config) (Sample, error) {
	if err := c.Check(); err != nil {
		return Sample{}, err
	}
	own, governments := c.members()
	s := Sample{Config: c}
	var filings, consolidated []filing
	for _, m := range own {
		if !m.unlisted {
			s.Roster = append(s.Roster, m.Agency)
		}
		filings = append(filings, c.live(m)...)
	}
	for _, g := range governments {
		if !g.unlisted {
			s.Roster = append(s.Roster, g.Agency)
		}
		consolidated = append(consolidated, c.consolidate(g, filings)...)
	}
	drafts, err := c.drafts(append(filings, consolidated...))
	if err != nil {
		return Sample{}, err
	}
	for _, f := range append(filings, consolidated...) {
		if !f.filed {
			s.Missing = append(s.Missing, Missing{Place{f.Name, f.Region, f.year, f.Scope}})
		}
	}
	c.plantAll(drafts)
	corrected := c.correctable(drafts)
	for _, d := range drafts {
		c.setTrap(d)
		d.spell(d.chance)
		if slices.Contains(corrected, d) {
			first, err := d.supersede(c.stream("prose", d.Name))
			if err != nil {
				return Sample{}, fmt.Errorf("generate report of %s on %d: %w", d.Name, d.year, err)
			}
			s.Superseded = append(s.Superseded, first)
		}
		r, err := d.finish(c.stream("prose", d.Name))
		if err != nil {
			return Sample{}, fmt.Errorf("generate report of %s on %d: %w", d.Name, d.year, err)
		}
		s.Reports = append(s.Reports, r)
	}
	byPlace := map[Place]*draft{}
	for _, d := range drafts {
		byPlace[Place{d.Name, d.Region, d.year, d.Scope}] = d
	}
	s.expectAcross(byPlace)
	slices.SortFunc(s.Reports, func(a, b Report) int { return comparePaths(a.Path, b.Path) })
	return s, nil
}

// drafts begins the reports that were filed, each knowing that of the year before.
func (c Config) drafts(filings []filing) ([]*draft, error) {
	var out []*draft
	form := newForm()
	for _, f := range filings {
		if !f.filed {
			continue
		}
		d, err := c.draft(f, form)
		if err != nil {
			return nil, fmt.Errorf("begin report of %s on %d: %w", f.Name, f.year, err)
		}
		if n := len(out); n > 0 && out[n-1].Name == d.Name && out[n-1].year == d.year-1 {
			d.before = out[n-1]
		}
		for _, other := range filings { // the region's first agency but itself
			if other.Region == d.Region && other.Name != d.Name && other.Scope == data.ScopeOwn {
				d.neighbour = other.Name
				break
			}
		}
		out = append(out, d)
	}
	return out, nil
}

// comparePaths orders files as a folder listing does: folder by folder.
func comparePaths(a, b string) int {
	return cmp.Or(strings.Compare(path.Dir(a), path.Dir(b)), strings.Compare(a, b))
}
