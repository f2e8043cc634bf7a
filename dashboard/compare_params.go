package dashboard

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tongjian/data/metrics"
	"tongjian/queries"

	"tongjian/dashboard/charts"
)

// The parameters of a comparison beside the choice at the top. The last three are of the picker alone and do not change what
// is shown; links to a view leave them out.
const (
	paramWith   = "with"   // entity ids, repeated
	paramMetric = "metric" // metric keys, or those of [chosenRates], repeated
	paramView   = "view"   // one of charts.Views
	paramArea   = "area"   // reported, today
	paramMix    = "mix"    // what the view of shares divides, one of charts.Mixes
	paramYear   = "year"   // of the years from–to only these, repeated
	paramFind   = "find"   // entities to search for
	paramTree   = "tree"   // the region the picker lists
	paramLike   = "like"   // the entity whose like the picker lists
)

// What fits a page that can be read. An export has no such limits but the query's own.
const (
	maxEntities = 60
	maxMetrics  = 12
	maxFigures  = 4_000
	maxPanels   = 60
	// defaultEntities is how many are compared when nobody has chosen any.
	defaultEntities = 24
)

// comparing is what a reader has chosen to compare.
type comparing struct {
	view     charts.View
	area     queries.Boundaries
	mix      charts.Mix
	years    []int            // of From to To only these; nil for all
	entities []queries.Entity // as chosen
	// chosen is set when the address names entities; left is how many the default leaves out.
	chosen  bool
	left    int
	metrics []string // as the address names them
	keys    []string // as package metrics knows them
	rates   bool     // some key follows the denominators chosen at the top
}

// chosenRates are the rates whose denominator is chosen at the top of the page.
func (c choice) chosenRates() []struct{ key, name, metric string } {
	review, suit := c.correctionMetrics()
	return []struct{ key, name, metric string }{
		{"release", "公开率（按上方分母）", c.releaseMetric()},
		{"correction", "复议纠错率（按上方分母）", review},
		{"correction.suit", "诉讼纠错率（按上方分母）", suit},
	}
}

// parseComparing reads what is to be compared.
func parseComparing(ctx context.Context, q query) (comparing, error) {
	c := comparing{}
	if err := c.parseYears(q); err != nil {
		return c, err
	}
	if err := c.parseMetrics(q); err != nil {
		return c, err
	}
	if err := c.parseEntities(ctx, q); err != nil {
		return c, err
	}
	area, err := oneOf(q.values, paramArea, "区划", areas(), string(queries.BoundariesReported))
	if err != nil {
		return c, err
	}
	c.area = queries.Boundaries(area)
	if err := c.parseView(q); err != nil {
		return c, err
	}
	return c, c.fits(q)
}

func areas() []option {
	return []option{{string(queries.BoundariesReported), "当年区划"}, {string(queries.BoundariesToday), "今日区划"}}
}

// parseYears reads single years. One outside of from–to is no mistake: the range may have been changed at the top.
func (c *comparing) parseYears(q query) error {
	for _, text := range q.values[paramYear] {
		if text == "" {
			continue
		}
		n, _, err := number(url.Values{paramYear: {text}}, paramYear)
		if err != nil {
			return err
		}
		if n >= q.choice.From && n <= q.choice.To && !slices.Contains(c.years, n) {
			c.years = append(c.years, n)
		}
	}
	slices.Sort(c.years)
	return nil
}

// shown are the years shown.
func (c comparing) shown(q query) []int {
	if len(c.years) > 0 {
		return c.years
	}
	return q.choice.Years()
}

// parseMetrics reads the metrics; without any, the headline ones.
func (c *comparing) parseMetrics(q query) error {
	for _, k := range q.values[paramMetric] {
		if k != "" && !slices.Contains(c.metrics, k) {
			c.metrics = append(c.metrics, k)
		}
	}
	if len(c.metrics) == 0 {
		c.metrics = []string{"requests.received", "release", "review.total", "correction"}
	}
	if len(c.metrics) > maxMetrics && !q.whole {
		return badRequest("指标太多", fmt.Sprintf("一次最多比较 %d 项，收到 %d 项。更多的可以下载。", maxMetrics, len(c.metrics)),
			Link{Label: "只看前 " + strconv.Itoa(maxMetrics) + " 项", URL: address("/compare", withList(q.values, paramMetric, c.metrics[:maxMetrics]))},
			Link{Label: "下载全部（CSV）", URL: address("/compare.csv", q.values)})
	}
	for _, k := range c.metrics {
		for _, r := range q.choice.chosenRates() {
			if k == r.key {
				k, c.rates = r.metric, true
			}
		}
		if _, ok := metrics.Lookup(k); !ok {
			return notFound("没有指标“"+short(k)+"”", "全部指标和代码见口径页。",
				Link{Label: "口径", URL: address("/glossary", q.choice.given)}, Link{Label: "重新选择", URL: address("/compare", q.choice.given)})
		}
		if !slices.Contains(c.keys, k) {
			c.keys = append(c.keys, k)
		}
	}
	return nil
}

// parseEntities reads the entities; without any, the parts of the region in view, or what lies beside it.
func (c *comparing) parseEntities(ctx context.Context, q query) error {
	var ids []string
	for _, id := range q.values[paramWith] {
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	c.chosen = len(ids) > 0
	if !c.chosen {
		ids = q.beside()
		c.left = max(0, len(ids)-defaultEntities)
		ids = ids[:len(ids)-c.left]
	}
	if len(ids) > maxEntities && !q.whole {
		return badRequest("比较对象太多", fmt.Sprintf("一次最多比较 %d 个，收到 %d 个。更多的可以下载。", maxEntities, len(ids)),
			Link{Label: "只看前 " + strconv.Itoa(maxEntities) + " 个", URL: address("/compare", withList(q.values, paramWith, ids[:maxEntities]))},
			Link{Label: "下载全部（CSV）", URL: address("/compare.csv", q.values)})
	}
	var err error
	c.entities, err = queries.Entities(ctx, q.lease.DB(), ids)
	if errors.Is(err, queries.ErrNotFound) {
		return notFound("比较对象里有不认识的代码", "地区用区划代码，单位用 a:编号。收到的是："+short(strings.Join(ids, "、")),
			Link{Label: "重新选择", URL: address("/compare", q.choice.given)}, Link{Label: "查找机构", URL: "/agencies"})
	}
	if err == nil && !q.reader.reachesEntities(c.entities) {
		return outOfReach(q.reader)
	}
	return err
}

// beside are the regions below the one in view; where there are none, those beside it, itself first.
func (q query) beside() []string {
	nav := q.choice.nav
	list, ids := nav.Children, []string(nil)
	if len(list) == 0 {
		ids = []string{nav.Code}
		if len(nav.Parents) > 0 && q.reader.Reaches(nav.Parents[len(nav.Parents)-1].Code) {
			list = nav.Beside
		}
	}
	for _, region := range list {
		ids = append(ids, region.Code)
	}
	return ids
}

// parseView reads how it is drawn; without a choice, as small multiples, or in order where there is one year.
func (c *comparing) parseView(q query) error {
	var views, mixes []option
	for _, v := range charts.Views() {
		views = append(views, option{string(v.View), v.Name})
	}
	for _, m := range charts.Mixes() {
		mixes = append(mixes, option{m.Key, m.Name})
	}
	fallback := charts.ViewMultiples
	switch {
	case len(c.entities) == 1:
		fallback = charts.ViewLines
	case len(c.shown(q)) == 1:
		fallback = charts.ViewRank
	case len(c.entities) > maxPanels/len(c.keys):
		fallback = charts.ViewHeat
	}
	view, err := oneOf(q.values, paramView, "图", views, string(fallback))
	if err != nil {
		return err
	}
	c.view = charts.View(view)
	mix, err := oneOf(q.values, paramMix, "构成", mixes, mixes[0].value)
	if err != nil {
		return err
	}
	for _, m := range charts.Mixes() {
		if m.Key == mix {
			c.mix = m
		}
	}
	if c.view == charts.ViewStack {
		c.keys, c.rates = c.mix.Metrics(), false
	}
	return nil
}

// fits refuses what no page can show, and says what would fit.
func (c comparing) fits(q query) error {
	if q.whole {
		return nil
	}
	entities, of, years := len(c.entities), len(c.keys), len(c.shown(q))
	sum := fmt.Sprintf("%d 个对象 × %d 项指标 × %d 年 = %d 个数字", entities, of, years, entities*of*years)
	last := with(q.values, paramFrom, strconv.Itoa(max(q.choice.From, q.choice.To-2)), paramYear, "")
	there := []Link{
		{Label: "只看最近 3 年", URL: address("/compare", last)},
		{Label: "只看第一项指标", URL: address("/compare", withList(q.values, paramMetric, c.metrics[:1]))},
		{Label: "下载全部（CSV）", URL: address("/compare.csv", q.values)},
	}
	if entities*of*years > maxFigures {
		return badRequest("比较的数字太多", sum+fmt.Sprintf("，一页最多 %d 个。可以减少对象、指标或年份，或者下载。", maxFigures), there...)
	}
	panels := entities
	if c.view == charts.ViewMultiples {
		panels *= of
	}
	if (c.view == charts.ViewMultiples || c.view == charts.ViewStack && years > 1) && panels > maxPanels {
		return badRequest("小图太多", fmt.Sprintf("要画 %d 张小图，一页最多 %d 张。可以换热力图，或减少对象和指标。", panels, maxPanels),
			append([]Link{{Label: "换成热力图", URL: address("/compare", with(q.values, paramView, string(charts.ViewHeat)))}}, there[1:]...)...)
	}
	return nil
}

// pairs are the parameters of the page itself that a change of the choice at the top keeps.
func (c comparing) pairs(q query) []Pair {
	var list []Pair
	for _, name := range []string{paramWith, paramMetric, paramView, paramArea, paramMix, paramYear} {
		for _, v := range q.values[name] {
			list = append(list, Pair{name, v})
		}
	}
	return list
}

// withList gives the parameters of an address with one of them a list.
func withList(v url.Values, name string, list []string) url.Values {
	out := with(v, name, "")
	out[name] = list
	return out
}
