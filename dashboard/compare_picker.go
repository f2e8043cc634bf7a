package dashboard

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"tongjian/data/forms"
	"tongjian/data/metrics"
	"tongjian/queries"
)

// Picker is the form that chooses what is compared: what is chosen, ways to find more, and the metrics. It is complete
// without scripts; static/compare.js only searches while one types.
type Picker struct {
	Open   bool
	Kept   []Pair   // what else the address holds
	Chosen []Picked // each with a link to leave it out
	// Find is what was searched for, Found the entities found, Total how many there are.
	Find  string
	Found []PickItem
	Total int
	Tree  Tree
	Like  *Like // nil when nothing is chosen to be like
	// Liked are the entities chosen, whose like can be listed.
	Liked   []Option
	Metrics []MetricGroup
	Mix     bool // the metrics follow from what is divided
	Years   []Option
	Clear   string
}

// Picked is one of the entities compared.
type Picked struct {
	ID, Name, Drop string
}

// PickItem is an entity to tick.
type PickItem struct {
	ID, Name, Note string
	Chosen         bool
}

// Tree is a region with what lies in it.
type Tree struct {
	Code, Name string
	Crumbs     []Option // the regions above, down to itself
	Below      []Branch
	All        string // link to compare all regions below; empty without
	Agencies   []PickItem
	Total      int // agencies there are
}

// Branch is a region below another; Deeper is set when there is something in it.
type Branch struct {
	PickItem
	Deeper bool
}

// Like is the entities like one.
type Like struct {
	ID, Name string
	Year     int
	Items    []PickItem
	All      string // link to compare it with all of them
}

// MetricGroup is a heading with metrics to tick.
type MetricGroup struct {
	Label   string
	Options []Option
}

// What the picker lists at most.
const (
	mostFound    = 40
	mostSimilar  = 8
	mostAgencies = 60
)

// newPicker fills the picker.
func newPicker(ctx context.Context, q query, c comparing) (Picker, error) {
	p := Picker{Find: strings.TrimSpace(q.values.Get(paramFind)), Metrics: metricGroups(q.choice, c.metrics), Clear: address("/compare", q.choice.given)}
	p.Open = p.Find != "" || q.values.Get(paramTree) != "" || q.values.Get(paramLike) != "" || c.chosen && len(c.entities) == 1
	var ids []string
	for _, e := range c.entities {
		ids = append(ids, e.ID)
	}
	isChosen := func(id string) bool { return slices.Contains(ids, id) }
	for _, e := range c.entities {
		drop := ""
		if len(ids) > 1 {
			drop = address("/compare", withList(q.values, paramWith, slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == e.ID })))
		}
		p.Chosen = append(p.Chosen, Picked{e.ID, e.Name, drop})
		if e.Kind != queries.EntityDirect {
			p.Liked = append(p.Liked, Option{e.ID, e.Name, e.ID == q.values.Get(paramLike)})
		}
	}
	for _, y := range q.snapshot.Years {
		if y >= q.choice.From && y <= q.choice.To {
			p.Years = append(p.Years, Option{strconv.Itoa(y), strconv.Itoa(y), slices.Contains(c.years, y)})
		}
	}
	for _, pair := range append(explicitPairs(q), c.pairs(q)...) {
		if !slices.Contains([]string{paramWith, paramMetric, paramYear}, pair.Name) {
			p.Kept = append(p.Kept, pair)
		}
	}
	if p.Find != "" {
		directory, err := q.memo.entities(ctx, q.lease)
		if err != nil {
			return Picker{}, err
		}
		found, _ := directory.Find(p.Find, everything)
		found = slices.DeleteFunc(found, func(e queries.Listed) bool { return !q.reader.reachesEntity(e.Entity) })
		p.Total = len(found)
		for _, e := range found[:min(mostFound, len(found))] {
			p.Found = append(p.Found, PickItem{e.ID, e.Name, e.Place, isChosen(e.ID)})
		}
	}
	var err error
	if p.Tree, err = newTree(ctx, q, isChosen); err != nil {
		return Picker{}, err
	}
	p.Like, err = newLike(ctx, q, c, ids)
	return p, err
}

// explicitPairs are the parameters of the choice that are in the address.
func explicitPairs(q query) []Pair {
	var list []Pair
	for _, name := range choiceParams() {
		if v := q.choice.given.Get(name); v != "" {
			list = append(list, Pair{name, v})
		}
	}
	return list
}

// newTree lists the region the picker stands at.
func newTree(ctx context.Context, q query, isChosen func(string) bool) (Tree, error) {
	code := q.values.Get(paramTree)
	if code == "" {
		code = q.choice.Region
	}
	if !q.reader.Everywhere() && !q.reader.Reaches(code) { // who reaches everything is told that there is no such region
		return Tree{}, outOfReach(q.reader)
	}
	nav, err := q.memo.navigate(ctx, q.lease, code)
	if isNotFound(err) {
		return Tree{}, notFound("没有区划“"+short(code)+"”", "", Link{Label: "重新选择", URL: address("/compare", q.choice.given)})
	}
	if err != nil {
		return Tree{}, err
	}
	t := Tree{Code: nav.Code, Name: nav.Name}
	for _, r := range append(slices.Clone(nav.Parents), nav.Region) {
		if q.reader.Reaches(r.Code) {
			t.Crumbs = append(t.Crumbs, Option{r.Code, r.Name, r.Code == nav.Code})
		}
	}
	self := PickItem{nav.Code, nav.Name, "整个地区", isChosen(nav.Code)}
	t.Below = append(t.Below, Branch{self, false})
	var below []string
	for _, child := range nav.Children {
		below = append(below, child.Code)
		t.Below = append(t.Below, Branch{PickItem{child.Code, child.Name, strconv.Itoa(child.Agencies) + " 个单位", isChosen(child.Code)}, true})
	}
	direct := queries.DirectEntity(nav.Code)
	if len(nav.Children) > 0 && nav.Code != "000000" {
		t.Below = append(t.Below, Branch{PickItem{direct, nav.Name + "本级", "不含下级", isChosen(direct)}, false})
	}
	if len(below) > 1 && len(below) <= maxEntities {
		t.All = address("/compare", withList(q.values, paramWith, below))
	}
	directory, err := q.memo.entities(ctx, q.lease)
	if err != nil {
		return Tree{}, err
	}
	own, total := directory.Agencies(nav.Code, mostAgencies)
	t.Total = total
	for _, a := range own {
		t.Agencies = append(t.Agencies, PickItem{a.ID, a.Name, "", isChosen(a.ID)})
	}
	return t, nil
}

// newLike lists what is like one of the entities: the one asked for, else the first where there is just one.
func newLike(ctx context.Context, q query, c comparing, ids []string) (*Like, error) {
	id := q.values.Get(paramLike)
	if id == "" && c.chosen && len(ids) == 1 {
		id = ids[0]
	}
	if id == "" {
		return nil, nil
	}
	named, err := queries.Entities(ctx, q.lease.DB(), []string{id})
	if isNotFound(err) {
		return nil, notFound("没有代码为“"+short(id)+"”的地区或单位", "", Link{Label: "重新选择", URL: address("/compare", q.choice.given)})
	}
	if err != nil {
		return nil, err
	}
	if !q.reader.reachesEntities(named) {
		return nil, outOfReach(q.reader)
	}
	most := mostSimilar
	if !q.reader.Everywhere() {
		most = everything // those within reach are chosen here
	}
	list, err := queries.SimilarTo(ctx, q.lease.DB(), id, q.choice.To, q.choice.Basis, most)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(s queries.Similar) bool { return !q.reader.reachesEntity(s.Entity) })
	list = list[:min(mostSimilar, len(list))]
	l := &Like{ID: id, Name: named[0].Name, Year: q.choice.To}
	all := []string{id}
	for _, s := range list {
		note := "新收 " + metrics.FormatNumber(s.Received) + " 件"
		if s.Namesake {
			note += "，同名单位"
		}
		l.Items = append(l.Items, PickItem{s.ID, s.Name, note, slices.Contains(ids, s.ID)})
		all = append(all, s.ID)
	}
	if len(list) > 0 {
		l.All = address("/compare", withList(with(q.values, paramLike, "", paramFind, "", paramTree, ""), paramWith, all))
	}
	return l, nil
}

// metricGroups lists everything that can be compared.
func metricGroups(c choice, chosen []string) []MetricGroup {
	rates := MetricGroup{Label: "分母随页面上方的选择"}
	for _, r := range c.chosenRates() {
		rates.Options = append(rates.Options, Option{r.key, r.name, slices.Contains(chosen, r.key)})
	}
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
	return []MetricGroup{rates, list("计算指标", metrics.All()), list("表三 申请和办理", byTable["3"]),
		list("表四 复议和诉讼", byTable["4"]), list("表二 主动公开", byTable["2"]),
		list("统计表（2014 版式）", byTable[forms.Statistics])}
}
