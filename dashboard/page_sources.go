package dashboard

import (
	"context"
	"strconv"

	"tongjian/data"
	"tongjian/data/metrics"
	"tongjian/queries"
)

// Sources answers of any figure of a region: which reports does it come from? A rate first leads to its counts.
type Sources struct {
	Head
	Metric  metrics.Metric
	Year    int
	Figure  string     // the figure asked about, as pages show it
	Terms   []termLine // of a derived metric: the counts it is computed from
	Rows    []sourceRow
	Total   int
	Counted int // reports that gave a number
	Pager   Pager
	Direct  bool // only the region's own agencies
}

type termLine struct {
	Name, Link, Text string
	Sign             int
	Denominator      bool
	Year             int
}

type sourceRow struct {
	queries.ReportFact
	Link, AgencyLink, Text, Place string
}

const sourcesPerPage = 100

func newSources(ctx context.Context, q query) (Sources, error) {
	key := q.values.Get(paramMetric)
	if key == "" {
		key = "requests.received"
	}
	m, ok := metrics.Lookup(key)
	if !ok {
		return Sources{}, notFound("没有指标“"+short(key)+"”", "全部指标和代码见口径页。", Link{Label: "口径", URL: address("/glossary", q.choice.given)})
	}
	p := Sources{Metric: m, Year: q.choice.To, Direct: q.values.Get("of") == "direct"}
	err := together(ctx,
		func(ctx context.Context) error { return p.figure(ctx, q, key) },
		func(ctx context.Context) error {
			if m.IsMeasure() {
				return p.list(ctx, q, key)
			}
			return p.terms(ctx, q)
		},
	)
	if err != nil {
		return Sources{}, err
	}
	place := q.choice.nav.Name
	if p.Direct {
		place += "本级"
	}
	p.Head = q.head("", place+" "+strconv.Itoa(p.Year)+" 年“"+m.Name+"”从哪里来？",
		"口径："+q.choice.Basis.Label()+"。每个数字都能点到报告里的那一格。", Pair{paramMetric, key}, Pair{"of", q.values.Get("of")})
	return p, nil
}

// figure writes out the figure asked about: of a rate with the counts it is of and its interval.
func (p *Sources) figure(ctx context.Context, q query, key string) error {
	entity := p.entity(q)
	c, err := queries.Compare(ctx, q.lease.DB(), queries.CompareQuery{Explained: q.answers.Explained, Entities: []string{entity}, Metrics: []string{key},
		From: p.Year, To: p.Year, Basis: q.choice.Basis})
	if err != nil {
		return err
	}
	now, ok := c.At(entity, key, p.Year)
	if !ok { // a composition is its parts
		return nil
	}
	p.Figure = now.Text()
	switch {
	case p.Figure == metrics.Gap:
		p.Figure = "没有数字"
		if now.Absent != "" {
			p.Figure = now.Absent.Label()
		}
	case p.Metric.Kind == metrics.KindCount:
		p.Figure += " " + p.Metric.Unit
	case now.Interval() != "":
		p.Figure += "（" + now.Fraction() + "，95% 区间 " + now.Interval() + "）"
	case now.Rate != nil && p.Metric.Kind != metrics.KindGrowth:
		p.Figure += "（" + now.Fraction() + "）"
	}
	return nil
}

// entity is the region asked about, or its own agencies alone.
func (p *Sources) entity(q query) string {
	if p.Direct {
		return queries.DirectEntity(q.choice.Region)
	}
	return q.choice.Region
}

// list fills in the reports behind a measure.
func (p *Sources) list(ctx context.Context, q query, key string) error {
	size, offset, err := q.window(sourcesPerPage)
	if err != nil {
		return err
	}
	if p.Direct { // chosen here: the answer covers the region with all below it
		size, offset = everything, 0
	}
	found, err := queries.Contributions(ctx, q.lease.DB(), q.choice.Filter, key, size, offset)
	if err != nil {
		return err
	}
	p.Total = found.Total
	for _, r := range found.Rows {
		if p.Direct && r.Region != q.choice.Region {
			continue
		}
		row := sourceRow{ReportFact: r, Link: reportCell(r.ID, r.Year, key), Text: metrics.Gap,
			AgencyLink: address("/agencies/"+strconv.Itoa(r.Agency), q.choice.given)}
		if at, err := data.ParsePosition(r.At); err == nil {
			row.Place = at.Label()
		}
		if r.Value != nil {
			row.Text = metrics.FormatNumber(*r.Value)
			p.Counted++
		}
		p.Rows = append(p.Rows, row)
	}
	if p.Direct {
		p.Total = len(p.Rows)
		return nil
	}
	p.Pager = pager(q, offset, size, len(p.Rows), p.Total)
	return nil
}

// terms fills in the counts a derived metric is made of.
func (p *Sources) terms(ctx context.Context, q query) error {
	counts, err := p.counts(ctx, q)
	if err != nil {
		return err
	}
	for _, part := range []struct {
		terms       []metrics.Term
		denominator bool
	}{{p.Metric.Numerator, false}, {p.Metric.Denominator, true}} {
		for _, t := range part.terms {
			key := termKey(t)
			line := termLine{Sign: t.Sign, Denominator: part.denominator, Year: p.Year - t.Lag, Name: "人口（名录）", Text: metrics.Gap}
			if m, ok := metrics.Lookup(key); ok {
				line.Name = m.Name
			}
			if c := counts[line.Year]; c != nil {
				if pt, ok := c.At(c.Entities[0].ID, key, line.Year); ok {
					line.Text = pt.Text()
					line.Link = q.cellLink(c.Entities[0], line.Year, key, pt.Figure)
				}
			}
			p.Terms = append(p.Terms, line)
		}
	}
	return nil
}

// counts asks for the counts a derived metric is made of, by year: a growth has two.
func (p *Sources) counts(ctx context.Context, q query) (map[int]*queries.Comparison, error) {
	keys := map[int][]string{}
	for _, t := range p.Metric.Terms() {
		if _, ok := metrics.Lookup(termKey(t)); ok {
			keys[p.Year-t.Lag] = append(keys[p.Year-t.Lag], termKey(t))
		}
	}
	counts := map[int]*queries.Comparison{}
	for year, keys := range keys {
		c, err := queries.Compare(ctx, q.lease.DB(), queries.CompareQuery{Explained: q.answers.Explained, Entities: []string{p.entity(q)}, Metrics: keys,
			From: year, To: year, Basis: q.choice.Basis})
		if err != nil {
			return nil, err
		}
		counts[year] = c
	}
	return counts, nil
}

// termKey is the key of the measure a term is.
func termKey(t metrics.Term) string {
	if t.Applicant != "" && t.Applicant != "total" {
		return t.Measure + ":" + t.Applicant
	}
	return t.Measure
}

func (p Sources) records() records {
	r := records{columns: []column{{"report", "报告编号"}, {"agency", "单位编号"}, {"name", "单位"}, {"region", "区划代码"}, {"region_name", "区划"},
		{"year", "年份"}, {"scope", "口径"}, {"metric", "指标代码"}, {"metric_name", "指标"}, {"value", "数值"}, {"unit", "单位"},
		{"state", "状态"}, {"raw", "原文"}, {"at", "位置"}}}
	for _, row := range p.Rows {
		r.rows = append(r.rows, []any{row.ID, row.Agency, row.AgencyName, row.Region, row.RegionName, row.Year, string(row.Scope),
			p.Metric.Key, p.Metric.Name, optional(row.Value), p.Metric.Unit, string(row.State), row.Raw, row.At})
	}
	return r
}
