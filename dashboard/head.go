package dashboard

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"tongjian/data/filing"
	"tongjian/queries"
)

// Head is what every page has around its own content. Page values embed it.
type Head struct {
	Title string // of the page and the window
	Lede  string // one sentence under it
	Nav   []Link
	Home  string
	// Snapshot is the state of the data the page shows; nil on error pages.
	Snapshot *queries.Snapshot
	// Crumbs lead from the country down to the region or agency in view.
	Crumbs []Link
	Filter *Filter // nil on pages that are not about a region and years
	Sample bool    // invented regions are in view
	// Self is the page's own full address; the others are its twins.
	Self, JSON, CSV, XLSX string
	// Compare leads to the comparison of the region or agency in view with its like; empty where there is none.
	Compare string
	// State says that the page does not show the newest of the data; nil where it does.
	State *state
	// Pinned is the snapshot the address names, which all links carry along; 0 when it names none.
	Pinned int
	// Who is who looks, and where it is said what they may do; nil where nobody has to sign in.
	Who *Who
	// Alone is set for readers of one agency: the pages about regions are not for them.
	Alone bool
}

func (h Head) head() Head { return h }

// Filter is the form at the top: what is chosen and what there is.
type Filter struct {
	Action  string
	Regions []Group
	Fields  []Field
	// Hidden are parameters of the page itself that a change of the filter keeps.
	Hidden []Pair
	// Chosen says in few words what is chosen, for screens too narrow for all fields.
	Chosen []string
}

// Group is a labelled part of a list of options.
type Group struct {
	Label   string
	Options []Option
}

// Field is a list to choose from.
type Field struct {
	Label, Name string
	Options     []Option
}

// Option is an entry of a list.
type Option struct {
	Value, Label string
	Selected     bool
}

// Pair is a name with a value.
type Pair struct{ Name, Value string }

// Source is the line under a chart: which snapshot, how many reports, who is missing.
type Source struct {
	Snapshot    int
	PublishedAt string
	Text        string
	Missing     int
	MissingURL  string
}

// line is the source in one line of text.
func (s Source) line() string {
	text := "快照 " + strconv.Itoa(s.Snapshot) + "（" + s.PublishedAt + "）"
	if s.Text != "" {
		text += "，" + s.Text
	}
	if s.Missing > 0 {
		text += "，缺 " + strconv.Itoa(s.Missing) + " 份"
	}
	return text
}

// head gives the frame of a page about the chosen region and years.
func (q query) head(page, title, lede string, hidden ...Pair) Head {
	h := q.bareHead(page, title, lede)
	if page != "compare" {
		h.Compare = q.compareLink(q.choice.Region)
	}
	h.Sample = q.choice.nav.HasSample || q.choice.nav.Sample
	for _, r := range append(append([]queries.Region{}, q.choice.nav.Parents...), q.choice.nav.Region) {
		if q.reader.Reaches(r.Code) {
			h.Crumbs = append(h.Crumbs, Link{Label: r.Name, Current: r.Code == q.choice.Region,
				URL: address(q.path, with(q.values, paramRegion, r.Code))})
		}
	}
	h.Filter = &Filter{Action: q.path, Regions: q.regionGroups(), Hidden: hidden, Fields: q.fields(), Chosen: q.chosen()}
	return h
}

// chosen says what the filter is set to: years, basis, and denominators other than those a reader who chose nothing has. The region
// stands beside it, in the path that leads to it.
func (q query) chosen() []string {
	c := q.choice
	years := strconv.Itoa(c.To) + " 年"
	if c.From != c.To {
		years = strconv.Itoa(c.From) + "–" + years
	}
	said := []string{years, c.Basis.Label()}
	for _, d := range []struct {
		name, chosen string
		options      []option
	}{{"公开率", c.Release, releases()}, {"纠错率", c.Correction, corrections()}} {
		i := slices.IndexFunc(d.options, func(o option) bool { return o.value == d.chosen })
		if i > 0 { // the first is the usual one
			said = append(said, d.name+"："+d.options[i].label)
		}
	}
	return said
}

// bareHead is the frame without a filter: for pages about one agency or report, or about none.
func (q query) bareHead(page, title, lede string) Head {
	h := plainHead(title)
	h.Lede, h.Snapshot = lede, &q.snapshot
	h.State, h.Pinned = q.state(), q.pinned
	q.doors.dress(q.reader, &h)
	if q.reader.Agency() == 0 {
		h.Nav = nil
		for _, p := range pages() {
			h.Nav = append(h.Nav, Link{Label: p.label, URL: address(p.path, q.choice.given), Current: p.name == page})
		}
		h.Nav = q.doors.only(q.reader, h.Nav)
		h.Home = address("/", q.choice.given)
	}
	all := with(q.values)
	if q.id == "" && page != "glossary" && page != "data" {
		for name, v := range q.choice.explicit() {
			all[name] = v
		}
	}
	twins := q.path
	if twins == "/" {
		twins = "/overview"
	}
	h.Self, h.JSON, h.CSV = address(q.path, all), q.may(address(twins+".json", all)), q.may(address(twins+".csv", all))
	h.XLSX = q.may(address(twins+".xlsx", all))
	return h
}

// plainHead is the frame of a page that knows no snapshot.
func plainHead(title string) Head {
	return Head{Title: title, Nav: pageLinks(url.Values{}), Home: "/"}
}

// regionGroups lists where one can go from here: down, beside, up.
func (q query) regionGroups() []Group {
	nav := q.choice.nav
	groups := []Group{{Label: "当前", Options: []Option{{nav.Code, nav.Name, true}}}}
	if down := childOptions(nav.Children); len(down) > 0 {
		groups = append(groups, Group{"下级", down})
	}
	if len(nav.Parents) > 0 {
		above := nav.Parents[len(nav.Parents)-1]
		if !q.reader.Reaches(above.Code) { // nor then what lies beside
			return groups
		}
		if beside := childOptions(nav.Beside); len(beside) > 0 {
			groups = append(groups, Group{"同级", beside})
		}
		var over []Option
		for _, r := range nav.Parents {
			if q.reader.Reaches(r.Code) {
				over = append(over, Option{r.Code, r.Name, false})
			}
		}
		groups = append(groups, Group{"上级", over})
	}
	return groups
}

func childOptions(children []queries.Child) []Option {
	var list []Option
	for _, c := range children {
		list = append(list, Option{c.Code, c.Name, false})
	}
	return list
}

// fields are the years, the basis and the denominators.
func (q query) fields() []Field {
	c := q.choice
	year := func(label, name string, chosen int) Field {
		f := Field{Label: label, Name: name}
		for _, y := range q.snapshot.Years {
			f.Options = append(f.Options, Option{strconv.Itoa(y), strconv.Itoa(y), y == chosen})
		}
		return f
	}
	list := func(label, name string, options []option, chosen string) Field {
		f := Field{Label: label, Name: name}
		for _, o := range options {
			f.Options = append(f.Options, Option{o.value, o.label, o.value == chosen})
		}
		return f
	}
	return []Field{
		year("年份", paramFrom, c.From), year("至", paramTo, c.To),
		list("口径", paramBasis, bases(), string(c.Basis)),
		list("公开率分母", paramRelease, releases(), c.Release),
		list("纠错率分母", paramCorrection, corrections(), c.Correction),
	}
}

// source is the line under the charts of an answer about the chosen region.
func (q query) source(f queries.Frame) Source {
	s := Source{Snapshot: q.snapshot.Number, PublishedAt: clock(q.snapshot.PublishedAt)}
	if len(f.Coverage) == 0 {
		return s
	}
	reports := 0
	for _, c := range f.Coverage {
		reports += c.Reports
	}
	last := f.Coverage[len(f.Coverage)-1]
	s.Text = strconv.Itoa(reports) + " 份报告（" + f.Basis.Label() + "）"
	if last.Expected > 0 {
		s.Text += "，" + strconv.Itoa(last.Year) + " 年应报 " + strconv.Itoa(last.Expected) + " 份、收到 " + strconv.Itoa(last.Received) + " 份"
		s.Missing = last.Missing()
		s.MissingURL = q.missingLink(f.Region.Code, last.Year)
	}
	return s
}

// clock writes a time as people in the office read it: Beijing time.
func clock(t time.Time) string {
	return t.In(filing.Beijing()).Format("2006-01-02 15:04")
}
