package queries

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
)

// compare is a comparison as fixtures ask for it.
func (a arguments) compare(f Filter) CompareQuery {
	q := CompareQuery{Entities: a.list("entities"), Metrics: a.list("metrics"), From: f.From, To: f.To, Basis: f.Basis, Area: Boundaries(a["area"])}
	for _, y := range a.list("years") {
		n, _ := strconv.Atoi(y)
		q.Years = append(q.Years, n)
	}
	return q
}

func askGaps(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	c, err := Compare(ctx, db, a.compare(a.filter()))
	if err != nil {
		return err
	}
	gaps, err := Gaps(ctx, db, c)
	for _, g := range gaps {
		p.row(g.Entity.ID, g.Metric.Key, g.Year, g.Reason)
	}
	return err
}

func askSimilar(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	list, err := SimilarTo(ctx, db, a["to-entity"], a.number("year"), a.filter().Basis, max(a.number("limit"), 5))
	for _, s := range list {
		name := ""
		if s.Namesake {
			name = "namesake"
		}
		p.row(s.ID, s.Kind, s.Name, s.Region, s.Level, s.Received, "of", s.Own, name)
	}
	return err
}

func askPeers(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	c, err := Compare(ctx, db, a.compare(a.filter()))
	if err != nil {
		return err
	}
	peers, err := PeersOf(ctx, db, c.Entities, c.Metrics, a.number("to"), a.filter().Basis)
	if err != nil {
		return err
	}
	p.row("peers", peers.Year, peers.Entities, peers.Level, peers.Why)
	for _, b := range peers.Bands {
		p.row(b.Metric, b.Counted, b.Low, b.Median, b.High)
	}
	return nil
}

func askFind(ctx context.Context, db *sql.DB, a arguments, p *page) error {
	d, err := LoadDirectory(ctx, db)
	if err != nil {
		return err
	}
	found, total := d.Find(strings.ReplaceAll(a["text"], "+", " "), max(a.number("limit"), 5))
	p.row("total", total)
	for _, e := range found {
		p.row(e.ID, e.Kind, e.Name, "in", e.Place)
	}
	return nil
}
