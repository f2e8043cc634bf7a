package queries

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"tongjian/data"
	"tongjian/data/metrics"
)

// Atlas is how the regions of a snapshot lie to each other and how many reports each has: what every question begins with. It is
// read once when a snapshot is opened ([Shared.Atlas]) and never changes.
type Atlas struct {
	places map[string]*place
	years  map[int]bool // that have a live report anywhere
	// operands are those of the metrics that are ready-made over complete reports, by metric.
	operands map[string][]metrics.Term
}

// place is a region with what the snapshot has of it and of all below it.
type place struct {
	Region
	below    []*place // directly, in order of code
	agencies int      // of any kind
	listed   Child    // those of them that are on the roster or have a live report; its Region is not set
	held     []holding
	direct   []span                    // the years for which agencies of the very region file own reports
	covered  map[data.Scope][]Coverage // in no order
	sample   bool                      // a live report is of an invented agency or region
}

// holding is how many live reports there are of a year and scope.
type holding struct {
	year    int
	scope   data.Scope
	reports int
}

// span is the years from one to another; 0 for no end.
type span struct{ from, to int }

func (s span) meets(from, to int) bool {
	return (s.from == 0 || s.from <= to) && (s.to == 0 || s.to >= from)
}

// LoadAtlas reads a snapshot's atlas.
func LoadAtlas(ctx context.Context, db *sql.DB) (*Atlas, error) {
	type (
		staff struct {
			region string
			all    int
			Child
		}
		heldBy struct {
			region string
			holding
			sample int
		}
		directOf struct {
			region string
			span
		}
		operandOf struct {
			metric string
			metrics.Term
		}
		coveredBy struct {
			region string
			scope  data.Scope
			Coverage
		}
	)
	var (
		regions  []Region
		agencies []staff
		reports  []heldBy
		direct   []directOf
		covered  []coveredBy
		operands []operandOf
	)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		regions, err = ask(ctx, db, []string{"atlas_regions.sql"}, scanRegion)
		return err
	})
	group.Go(func() (err error) {
		agencies, err = ask(ctx, db, []string{"atlas_agencies.sql"}, func(rows *sql.Rows) (s staff, err error) {
			err = rows.Scan(&s.region, &s.all, &s.Agencies, &s.Reports, &s.Latest)
			return s, err
		})
		return err
	})
	group.Go(func() (err error) {
		reports, err = ask(ctx, db, []string{"atlas_reports.sql"}, func(rows *sql.Rows) (h heldBy, err error) {
			err = rows.Scan(&h.region, &h.year, &h.scope, &h.reports, &h.sample)
			return h, err
		})
		return err
	})
	group.Go(func() (err error) {
		direct, err = ask(ctx, db, []string{"atlas_direct.sql"}, func(rows *sql.Rows) (d directOf, err error) {
			err = rows.Scan(&d.region, &d.from, &d.to)
			return d, err
		})
		return err
	})
	group.Go(func() (err error) {
		operands, err = ask(ctx, db, []string{"atlas_metrics.sql"}, func(rows *sql.Rows) (o operandOf, err error) {
			err = rows.Scan(&o.metric, &o.Measure, &o.Applicant)
			return o, err
		})
		return err
	})
	group.Go(func() (err error) {
		covered, err = ask(ctx, db, []string{"atlas_coverage.sql"}, func(rows *sql.Rows) (c coveredBy, err error) {
			var unexpected int
			err = rows.Scan(&c.region, &c.Year, &c.scope, &c.Expected, &c.Received, &unexpected)
			c.Reports = c.Received + unexpected
			return c, err
		})
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	a := &Atlas{places: make(map[string]*place, len(regions)), years: map[int]bool{}, operands: map[string][]metrics.Term{}}
	for _, r := range regions {
		a.places[r.Code] = &place{Region: r, covered: map[data.Scope][]Coverage{}}
	}
	for _, r := range regions {
		if above := a.above(a.places[r.Code]); above != nil {
			above.below = append(above.below, a.places[r.Code])
		}
	}
	for _, s := range agencies {
		for p := a.places[s.region]; p != nil; p = a.above(p) {
			p.agencies += s.all
			p.listed.Agencies += s.Agencies
			p.listed.Reports += s.Reports
			p.listed.Latest = max(p.listed.Latest, s.Latest)
		}
	}
	for _, h := range reports {
		a.years[h.year] = true
		for p := a.places[h.region]; p != nil; p = a.above(p) {
			p.hold(h.holding)
			p.sample = p.sample || h.sample > 0
		}
	}
	for _, o := range operands {
		a.operands[o.metric] = append(a.operands[o.metric], o.Term)
	}
	for _, d := range direct {
		if p := a.places[d.region]; p != nil {
			p.direct = append(p.direct, d.span)
		}
	}
	for _, c := range covered {
		if p := a.places[c.region]; p != nil {
			p.covered[c.scope] = append(p.covered[c.scope], c.Coverage)
		}
	}
	return a, nil
}

// above is the place a place lies in; nil for the country. A region without a code has nothing below it.
func (a *Atlas) above(p *place) *place {
	if p.Code == country {
		return nil
	}
	return a.places[p.Parent]
}

// hold adds reports, keeping the years ascending.
func (p *place) hold(h holding) {
	i, there := slices.BinarySearchFunc(p.held, h, func(a, b holding) int {
		return cmp.Or(cmp.Compare(a.year, b.year), cmp.Compare(a.scope, b.scope))
	})
	if there {
		p.held[i].reports += h.reports
		return
	}
	p.held = slices.Insert(p.held, i, h)
}

// reports is how many live reports there are.
func (p *place) reports() int {
	n := 0
	for _, h := range p.held {
		n += h.reports
	}
	return n
}

// coverage tells how many reports of a scope and year were expected and came.
func (p *place) coverage(scope data.Scope, year int) Coverage {
	for _, c := range p.covered[scope] {
		if c.Year == year {
			return c
		}
	}
	return Coverage{Year: year}
}

// children are the regions directly below that have a report or an agency on the roster, in order of code.
func (p *place) children() []Child {
	var out []Child
	for _, b := range p.below {
		if b.listed.Agencies > 0 {
			c := b.listed
			c.Region = b.Region
			out = append(out, c)
		}
	}
	return out
}

// at gives a place, and ErrNotFound for a code that is not a region.
func (a *Atlas) at(code string) (*place, error) {
	p := a.places[code]
	if p == nil {
		return nil, fmt.Errorf("region %q: %w", code, ErrNotFound)
	}
	return p, nil
}

// completes reports whether the snapshot has a metric's operands over complete reports ready-made: the very operands that this
// program computes the metric from, which may be newer than the snapshot.
func (a *Atlas) completes(m metrics.Metric) bool {
	have, want := a.operands[m.Key], m.Operands()
	return len(have) == len(want) && !slices.ContainsFunc(want, func(w metrics.Term) bool {
		return !slices.ContainsFunc(have, func(h metrics.Term) bool { return h.Measure == w.Measure && h.Applicant == w.Applicant })
	})
}

// lineage are a region and all above it, the country first.
func (a *Atlas) lineage(code string) ([]Region, error) {
	p, err := a.at(code)
	if err != nil {
		return nil, err
	}
	var out []Region
	for ; p != nil; p = a.above(p) {
		out = append(out, p.Region)
	}
	slices.Reverse(out)
	return out, nil
}

func scanRegion(rows *sql.Rows) (Region, error) {
	var r Region
	err := rows.Scan(&r.Code, &r.Name, &r.Level, &r.Parent, &r.Sample)
	return r, err
}
