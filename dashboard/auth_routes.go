package dashboard

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/mux"

	"tongjian/data/office"

	"tongjian/dashboard/front"
)

// route is one address of the site, with what it takes to be let in. There is no other way to add an address.
type route struct {
	// path is the pattern of package mux; one that ends in a slash stands for all below it.
	path string
	// method is POST for what changes something, else empty: GET and HEAD.
	method string
	// right is what the reader must be allowed to do; a twin that takes figures away needs [office.RightExport] besides. Empty where
	// within is anybody's or the reader's own.
	right  office.Right
	within within
	// gives says what all answers of the address are for keeping; what its twins give needs no saying.
	gives   gives
	handler http.Handler
}

// gives says what of an address is for keeping. Who takes it is in the audit log; who looks is not.
type gives string

const (
	// givesPages is looked at.
	givesPages gives = ""
	// givesFile is a file to be saved: the answer says so in Content-Disposition, and no answer of another address does.
	givesFile gives = "file"
	// givesRows is figures for a program, a page of them at a time.
	givesRows gives = "rows"
)

// within says what part of the data an address is about, and so how it is held to what the reader reaches.
type within string

const (
	// withinNothing is about no region: the right is all it takes.
	withinNothing within = "nothing"
	// withinRegion is about the region chosen by the parameter region, by default the reader's own.
	withinRegion within = "region"
	// withinAgency is about the agency {id} of the path. Those of the agency come in whatever their rights.
	withinAgency within = "agency"
	// withinReport is about the report {id} of the path. Those of its agency come in whatever their rights.
	withinReport within = "report"
	// withinFile hands out the file report {id} came in, or shows a page of it: all that is in it must be reached.
	withinFile within = "file"
	// withinForm is about what the form names: its handler asks [Reader.Reaches] or [Reader.ReachesAgency].
	withinForm within = "form"
	// ofReader is the signed-in reader's own: no right is needed.
	ofReader within = "reader"
	// ofAnybody needs no account: signing in, static files, health. The reader is not looked up.
	ofAnybody within = "anybody"
)

// looking is a page with its twins, about the region chosen.
func looking(path string, h http.Handler) route {
	return route{path: path, right: office.RightView, within: withinRegion, handler: h}
}

// opening is an address that is looked at.
func opening(path string, right office.Right, in within, h http.Handler) route {
	return route{path: path, right: right, within: in, handler: h}
}

// handing is an address that hands out a file.
func handing(path string, right office.Right, in within, h http.HandlerFunc) route {
	return route{path: path, right: right, within: in, gives: givesFile, handler: h}
}

// acting is an address a form is sent to.
func acting(path string, right office.Right, in within, h http.Handler) route {
	return route{path: path, method: http.MethodPost, right: right, within: in, handler: h}
}

// handle makes the handler of all routes. Addresses with the same path are told apart by their method.
func (s *server) handle(table []route) http.Handler {
	r := mux.NewRouter()
	byPath := map[string][]route{}
	var paths []string
	for _, rt := range table {
		if !slices.Contains(paths, rt.path) {
			paths = append(paths, rt.path)
		}
		byPath[rt.path] = append(byPath[rt.path], rt)
	}
	for _, path := range paths {
		h := s.byMethod(byPath[path])
		if path != "/" && strings.HasSuffix(path, "/") {
			r.PathPrefix(path).Handler(h)
			continue
		}
		r.Handle(path, h)
	}
	// Where there is nothing, nobody is told more than that.
	r.NotFoundHandler = s.let(route{within: ofAnybody, handler: http.HandlerFunc(s.unknownPage)})
	return r
}

// byMethod chooses between the routes of one path.
func (s *server) byMethod(routes []route) http.Handler {
	doors := map[string]http.Handler{}
	var methods []string
	for _, rt := range routes {
		door := s.let(rt)
		if rt.method != "" {
			doors[rt.method], methods = door, append(methods, rt.method)
			continue
		}
		doors[http.MethodGet], doors[http.MethodHead] = door, door
		methods = append(methods, http.MethodGet, http.MethodHead)
	}
	allow := strings.Join(methods, ", ")
	reads := doors[http.MethodGet] != nil
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		front.Named(r, routes[0].path)
		if door := doors[r.Method]; door != nil {
			door.ServeHTTP(w, r)
			return
		}
		if !reads && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
			s.unknownPage(w, r) // where only forms go there is no page
			return
		}
		w.Header().Set("Allow", allow)
		http.Error(w, "这个地址不支持 "+short(r.Method), http.StatusMethodNotAllowed)
	})
}

// takesAway reports whether a request is for figures or files to keep.
func (rt route) takesAway(r *http.Request) bool { return rt.gives != givesPages || takesTwin(r) }

// takesTwin reports whether a request is for a twin of a page that is kept: not for the page, nor for the pictures in it.
func takesTwin(r *http.Request) bool {
	switch mux.Vars(r)["twin"] {
	case ".json", ".csv", ".xlsx":
		return true
	case ".svg":
		return wholePicture(r.URL.Query())
	}
	return false
}
