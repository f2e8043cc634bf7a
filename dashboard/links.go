package dashboard

import (
	"net/url"
	"strconv"
	"strings"

	"tongjian/data/metrics"
	"tongjian/queries"

	"tongjian/dashboard/charts"
)

// Link is a place to go.
type Link struct {
	Label   string
	URL     string
	Current bool
	Note    string
}

// pages lists the pages of the masthead in order; the second group are those not about one region.
func pages() []struct{ name, path, label string } {
	return []struct{ name, path, label string }{
		{"overview", "/", "总览"},
		{"brief", "/brief", "简报"},
		{"volumes", "/volumes", "申请量"},
		{"outcomes", "/outcomes", "办理结果"},
		{"reviews", "/reviews", "复议诉讼"},
		{"proactive", "/proactive", "主动公开"},
		{"compare", "/compare", "对比"},
		{"continuity", "/continuity", "连续性"},
		{"filing", "/filing", "报送"},
		{"consolidated", "/consolidated", "汇总"},
		{"agencies", "/agencies", "机构"},
		{"findings", "/findings", "核验"},
		{"glossary", "/glossary", "口径"},
		{"data", "/data", "取数"},
	}
}

func pageLinks(carried url.Values) []Link {
	var links []Link
	for _, p := range pages() {
		links = append(links, Link{Label: p.label, URL: address(p.path, carried)})
	}
	return links
}

// address writes a path with parameters, those of the choice first and in a fixed order, so that one view has one address.
func address(path string, v url.Values) string {
	var b strings.Builder
	write := func(name string) {
		for _, value := range v[name] {
			if value == "" {
				continue
			}
			if b.Len() > 0 {
				b.WriteByte('&')
			}
			b.WriteString(url.QueryEscape(name) + "=" + url.QueryEscape(value))
		}
	}
	rest := url.Values{}
	for name, values := range v {
		rest[name] = values
	}
	for _, name := range choiceParams() {
		write(name)
		rest.Del(name)
	}
	if len(rest) > 0 {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(rest.Encode())
	}
	if b.Len() == 0 {
		return path
	}
	return path + "?" + b.String()
}

// with gives the parameters of the address with some changed: pairs of name and value, an empty value removes.
func with(v url.Values, pairs ...string) url.Values {
	out := url.Values{}
	for name, values := range v {
		out[name] = values
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		out.Del(pairs[i])
		if pairs[i+1] != "" {
			out.Set(pairs[i], pairs[i+1])
		}
	}
	return out
}

// explicit is the whole choice, defaults written out: a link that shows the same after more data has come.
func (c choice) explicit() url.Values {
	return url.Values{
		paramRegion: {c.Region}, paramFrom: {strconv.Itoa(c.From)}, paramTo: {strconv.Itoa(c.To)},
		paramBasis: {string(c.Basis)}, paramRelease: {c.Release}, paramCorrection: {c.Correction},
	}
}

// links tells charts where figures and districts lead.
func (q query) links() charts.Links {
	return charts.Links{Cell: q.cellLink, Entity: q.entityLink}
}

// entityLink is the same page one level down, or the agency.
func (q query) entityLink(e queries.Entity) string {
	switch e.Kind {
	case queries.EntityAgency:
		return address("/agencies/"+strconv.Itoa(e.Agency), q.choice.given)
	case queries.EntityDirect:
		return address("/agencies", with(q.choice.given, paramRegion, e.Region))
	}
	path := q.path
	if q.id != "" || path == "/compare" || path == "/sources" {
		path = "/"
	}
	return address(path, with(q.choice.given, paramRegion, e.Region))
}

// cellLink leads from a figure to where it comes from: the cell of the one report it stands in, or the reports it is the
// sum of.
func (q query) cellLink(e queries.Entity, year int, key string, f queries.Figure) string {
	if f.Report > 0 {
		return reportCell(f.Report, year, key)
	}
	if e.Kind == queries.EntityAgency {
		return address("/agencies/"+strconv.Itoa(e.Agency), q.choice.given)
	}
	if f.Reports == 0 {
		return ""
	}
	return address("/sources", with(q.choice.given, paramRegion, e.Region, paramFrom, "", paramTo, strconv.Itoa(year),
		paramBasis, string(q.choice.Basis), "metric", key, "of", direct(e)))
}

func direct(e queries.Entity) string {
	if e.Kind == queries.EntityDirect {
		return "direct"
	}
	return ""
}

// reportCell is the cell of a report on a year a metric is read from; for a rate or a sum, the first cell it is computed from.
func reportCell(report, year int, key string) string {
	path := "/reports/" + strconv.Itoa(report)
	m, ok := metrics.Lookup(key)
	if !ok || len(m.Numerator) == 0 {
		return path
	}
	id := printedCell(m.Numerator[0].Measure, m.Numerator[0].Applicant, year)
	return path + "?cell=" + url.QueryEscape(id) + "#" + anchor(id)
}
