package dashboard

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/gorilla/mux"

	"tongjian/data/office"
)

// doors is the table of routes for those who make links: no page leads a reader to where he is not let in.
type doors struct {
	router *mux.Router
	routes map[*mux.Route]route
}

// doorsOf makes the doors of what is looked at and fetched. Forms are shown by what their pages know.
func doorsOf(table []route) doors {
	d := doors{router: mux.NewRouter(), routes: map[*mux.Route]route{}}
	for _, rt := range table {
		if rt.method == "" && rt.path != "/static/" {
			d.routes[d.router.Path(rt.path)] = rt
		}
	}
	return d
}

// opens reports whether a reader may do what an address takes, wherever it is: links lead to what the reader reaches.
func (d doors) opens(to string, reader Reader) bool {
	u, err := url.Parse(to)
	if err != nil || d.router == nil {
		return err == nil
	}
	r := &http.Request{Method: http.MethodGet, URL: u}
	var found mux.RouteMatch
	if !d.router.Match(r, &found) {
		return true // no address of the table
	}
	rt := d.routes[found.Route]
	return rt.within == ofAnybody || rt.suits(mux.SetURLVars(r, found.Vars), reader)
}

// only leaves out the links a reader may not follow. Who has not signed in keeps them: they lead there.
func (d doors) only(reader Reader, links []Link) []Link {
	if reader.by == byNothing {
		return links
	}
	return slices.DeleteFunc(links, func(l Link) bool { return !d.opens(l.URL, reader) })
}

// suits reports whether a reader may do what a request takes: by his rights, or as one of the agency it is about.
func (rt route) suits(r *http.Request, reader Reader) bool {
	own := reader.Agency() != 0 && (rt.within == withinAgency || rt.within == withinReport || rt.within == withinFile)
	return own || rt.within == ofReader && reader.by == bySession || reader.May(rt.right) && (!takesTwin(r) || reader.May(office.RightExport))
}

// may gives an address if the reader may do what it takes; else nothing.
func (q query) may(to string) string {
	if !q.doors.opens(to, q.reader) {
		return ""
	}
	return to
}
