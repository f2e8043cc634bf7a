package dashboard

import (
	"fmt"
	"html/template"
	"log/slog"
	"net/http"

	"github.com/gorilla/mux"
	"github.com/klauspost/compress/gzhttp"

	"tongjian/data/office"
	"tongjian/data/warehouse"

	"tongjian/dashboard/svg"
)

// Config is what a server needs.
type Config struct {
	Snapshots *warehouse.Snapshots
	Files     warehouse.Files // originals and the documents read from them
	Log       *slog.Logger
	// Office keeps explanations; nil where there is none: pages show none and none can be written.
	Office *office.Store
	// Local says that only this machine reaches the server: until readers have accounts, writing is for those who sit at it.
	Local bool
	// Wording is the path of the office's own wording of letters; where there is no such file, it is the program's.
	Wording string
	// DrawPlace draws a page of a PDF; nil where pages are not shown.
	DrawPlace DrawPlace
}

// server holds what every request shares. Nothing in it changes after New but what the memo remembers.
type server struct {
	snapshots *warehouse.Snapshots
	files     warehouse.Files
	log       *slog.Logger
	assets    *assets
	templates map[string]*template.Template
	memo      *memo
	office    *office.Store // nil: there is none
	local     bool
	wording   string
	answers   answers
	build     string            // digest of templates and static files, part of every ETag
	sent      *cache[*sent]     // answers as they go out
	drawables *cache[*drawable] // the charts of pages, for their pictures
	drawn     *cache[[]byte]    // pictures
	drawer    *svg.Drawer
	drawPlace DrawPlace           // nil: pages of PDFs are not shown
	pages     *cache[pagePicture] // pages of PDFs, drawn
	looks     map[string]svg.Look
}

// New gives the handler of the whole site.
func New(c Config) (http.Handler, error) {
	s, err := newServer(c)
	if err != nil {
		return nil, fmt.Errorf("building the server: %w", err)
	}
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1024))
	if err != nil {
		return nil, fmt.Errorf("building the server: %w", err)
	}
	return secured(limited(logged(s.log, compress(s.recovered(s.routes()))))), nil
}

// twin is the end of a path: nothing for the page, .json and .csv for its figures, .xlsx for all of it as a workbook, .svg
// for one of its charts as a picture.
const twin = `{twin:(?:\.json|\.csv|\.xlsx|\.svg)?}`

// routes is every address of the site.
func (s *server) routes() http.Handler {
	r := mux.NewRouter()
	r.Handle("/", page(s, "overview", newOverview))
	r.Handle("/overview"+twin, page(s, "overview", newOverview))
	r.Handle("/volumes"+twin, page(s, "volumes", newVolumes))
	r.Handle("/outcomes"+twin, page(s, "outcomes", newOutcomes))
	r.Handle("/reviews"+twin, page(s, "reviews", newReviews))
	r.Handle("/proactive"+twin, page(s, "proactive", newProactive))
	r.Handle("/compare"+twin, page(s, "compare", newCompare))
	r.Handle("/continuity"+twin, page(s, "continuity", newContinuity))
	r.Handle("/filing"+twin, page(s, "filing", newFiling))
	r.HandleFunc("/filing/list.xlsx", s.filingList)
	r.Handle("/agencies"+twin, page(s, "agencies", newAgencies))
	r.Handle("/agencies/{id:[^/.]+}"+twin, page(s, "agency", newAgency))
	r.HandleFunc("/agencies/{id:[^/.]+}/letter.{ending:docx|xlsx}", s.letterFile)
	r.HandleFunc("/letters.{ending:docx|xlsx|zip}", s.letterFile)
	r.Handle("/reports/{id:[^/.]+}"+twin, page(s, "report", newReport))
	r.HandleFunc("/reports/{id:[^/.]+}/original", s.original)
	r.HandleFunc("/reports/{id:[^/.]+}/place", s.place)
	r.Handle("/sources"+twin, page(s, "sources", newSources))
	r.Handle("/findings"+twin, page(s, "findings", newFindings))
	r.Handle("/glossary"+twin, page(s, "glossary", newGlossary))
	r.HandleFunc("/healthz", s.health)
	r.PathPrefix("/static/").Handler(s.assets)
	r.HandleFunc("/favicon.ico", s.icon)
	r.NotFoundHandler = http.HandlerFunc(s.unknownPage)
	r.Use(onlyReading)
	return s.writing(onlyReading(r))
}
