package dashboard

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"tongjian/data/forms"
	"tongjian/data/metrics"
	"tongjian/queries"

	"tongjian/dashboard/charts"
)

// Compare is 对比: any districts or agencies, any years, chosen metrics.
type Compare struct {
	Head
	Figures  []figure
	Chosen   []Picked      // what is compared, each with a link to leave it out
	Regions  []Option      // to add: the region in view and those below it
	Agencies []Option      // to add: agencies found
	Find     string        // what was searched for
	Found    int           // how many agencies match
	Metrics  []MetricGroup // to choose from
	Years    []string
	Wide     []wideRow // one row an entity and metric, a column a year
	q        query
}

// Picked is one of the entities compared.
type Picked struct {
	ID, Name, Drop string
}

// MetricGroup is a heading with metrics to tick.
type MetricGroup struct {
	Label   string
	Options []Option
}

type wideRow struct {
	Entity, EntityLink, Metric, Unit string
	Cells                            []charts.Cell
}

func (p Compare) records() records {
	return chartRecords(p.Figures, p.q.choice.Basis, p.q.values.Get("chart"))
}

const (
	paramWith   = "with"   // entity ids, repeated
	paramMetric = "metric" // metric keys, repeated
	paramFind   = "find"   // agencies to search for
	// maxCompared entities and metrics fit a page that can be read.
	maxCompared = 24
)

func newCompare(ctx context.Context, q query) (Compare, error) {
	keys, err := q.chosenMetrics()
	if err != nil {
		return Compare{}, err
	}
	entities, err := q.chosenEntities(ctx)
	if err != nil {
		return Compare{}, err
	}
	p := Compare{q: q, Find: strings.TrimSpace(q.values.Get(paramFind))}
	var hidden []Pair
	ids := []string{}
	for _, e := range entities {
		ids = append(ids, e.ID)
		hidden = append(hidden, Pair{paramWith, e.ID})
	}
	for _, e := range entities {
		rest := with(q.values)
		rest[paramWith] = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == e.ID })
		drop := ""
		if len(entities) > 1 {
			drop = address("/compare", rest)
		}
		p.Chosen = append(p.Chosen, Picked{e.ID, e.Name, drop})
	}
	for _, k := range keys {
		hidden = append(hidden, Pair{paramMetric, k})
	}
	c, err := queries.Compare(ctx, q.lease.DB(), queries.CompareQuery{Entities: ids, Metrics: keys,
		From: q.choice.From, To: q.choice.To, Basis: q.choice.Basis})
	if err != nil {
		return Compare{}, err
	}
	list, err := charts.Compare(c, q.links())
	if err != nil {
		return Compare{}, err
	}
	p.Figures = q.figures(list, q.source(c.Frame))
	if _, err := chosenChart(q, p.Figures); err != nil {
		return Compare{}, err
	}
	p.Metrics = metricGroups(keys)
	if err := p.offer(ctx, q, ids); err != nil {
		return Compare{}, err
	}
	for _, y := range c.Frame.Years {
		p.Years = append(p.Years, strconv.Itoa(y))
	}
	p.Wide = wideRows(p.Figures, c)
	p.Head, err = q.head(ctx, "compare", "对比", "任选地区或单位、年份和指标；口径："+q.choice.Basis.Label()+"。这一页的地址就是这张表。", hidden...)
	p.Head.Sample = p.Head.Sample || c.Frame.Sample
	return p, err
}

// chosenEntities are those of the address; without any, the parts of the region in view, as far as they fit.
func (q query) chosenEntities(ctx context.Context) ([]queries.Entity, error) {
	ids := q.values[paramWith]
	if len(ids) == 0 {
		ids = []string{q.choice.Region}
		for _, c := range q.choice.nav.Children {
			if len(ids) < 6 {
				ids = append(ids, c.Code)
			}
		}
	}
	if len(ids) > maxCompared {
		return nil, badRequest("比较对象太多", "一次最多比较 "+strconv.Itoa(maxCompared)+" 个，收到 "+strconv.Itoa(len(ids))+" 个。")
	}
	list, err := queries.Entities(ctx, q.lease.DB(), ids)
	if errors.Is(err, queries.ErrNotFound) {
		return nil, notFound("比较对象里有不认识的代码", "地区用区划代码，单位用 a:编号。收到的是："+short(strings.Join(ids, "、")),
			Link{Label: "重新选择", URL: address("/compare", q.choice.given)}, Link{Label: "查找机构", URL: "/agencies"})
	}
	return list, err
}

// chosenMetrics are those of the address; without any, the headline ones.
func (q query) chosenMetrics() ([]string, error) {
	keys := q.values[paramMetric]
	if len(keys) == 0 {
		review, _ := q.choice.correctionMetrics()
		return []string{"requests.received", q.choice.releaseMetric(), "review.total", review}, nil
	}
	if len(keys) > maxCompared {
		return nil, badRequest("指标太多", "一次最多比较 "+strconv.Itoa(maxCompared)+" 项，收到 "+strconv.Itoa(len(keys))+" 项。")
	}
	for _, k := range keys {
		if _, ok := metrics.Lookup(k); !ok {
			return nil, notFound("没有指标“"+short(k)+"”", "全部指标和代码见口径页。",
				Link{Label: "口径", URL: address("/glossary", q.choice.given)}, Link{Label: "重新选择", URL: address("/compare", q.choice.given)})
		}
	}
	return keys, nil
}

// metricGroups lists everything that can be compared.
func metricGroups(chosen []string) []MetricGroup {
	list := func(label string, of []metrics.Metric) MetricGroup {
		g := MetricGroup{Label: label}
		for _, m := range of {
			if m.Kind != metrics.KindComposition {
				g.Options = append(g.Options, Option{m.Key, m.Name, slices.Contains(chosen, m.Key)})
			}
		}
		return g
	}
	byTable := map[string][]metrics.Metric{}
	for _, m := range metrics.Measures() {
		byTable[m.Table] = append(byTable[m.Table], m)
	}
	return []MetricGroup{list("计算指标", metrics.All()), list("表三 申请和办理", byTable["3"]),
		list("表四 复议和诉讼", byTable["4"]), list("表二 主动公开", byTable["2"]),
		list("统计表（2014 版式）", byTable[forms.Statistics])}
}

// offer fills the lists of what can be added.
func (p *Compare) offer(ctx context.Context, q query, ids []string) error {
	add := func(code, name string) {
		if !slices.Contains(ids, code) {
			p.Regions = append(p.Regions, Option{code, name, false})
		}
	}
	add(q.choice.Region, q.choice.nav.Name)
	for _, c := range q.choice.nav.Children {
		add(c.Code, c.Name)
	}
	found, err := queries.Agencies(ctx, q.lease.DB(), queries.AgencyQuery{Region: q.choice.Region, Text: p.Find, Limit: 60})
	if err != nil {
		return err
	}
	p.Found = found.Total
	for _, a := range found.Rows {
		id := queries.AgencyEntity(a.ID)
		if !slices.Contains(ids, id) {
			p.Agencies = append(p.Agencies, Option{id, a.Name, false})
		}
	}
	return nil
}

// wideRows is the whole comparison as one table.
func wideRows(list []figure, c *queries.Comparison) []wideRow {
	var rows []wideRow
	for i, f := range list {
		for _, r := range f.Table.Rows {
			rows = append(rows, wideRow{Entity: r.Label, EntityLink: r.Link, Metric: c.Metrics[i].Name, Unit: c.Metrics[i].Unit, Cells: r.Cells})
		}
	}
	return rows
}
