package dashboard

import (
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"sync/atomic"

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
	// Local says that only this machine reaches the server: until somebody has an account, whoever sits at it may do everything.
	Local bool
	// Accounts lets only those in who have an account, though there be none any more. It is so anyway once the office has one.
	Accounts bool
	// PublicView lets everybody look at the pages without an account, and do nothing else.
	PublicView bool
	// SingleSignOn lets people in whom a provider vouches for; nil where there is none.
	SingleSignOn *SingleSignOn
	// Wording is the path of the office's own wording of letters; where there is no such file, it is the program's.
	Wording string
	// DrawPlace draws a page of a PDF; nil where pages are not shown.
	DrawPlace DrawPlace
	// SQL answers questions readers write themselves; nil where none are answered.
	SQL *SQL
	// Sending takes reports in; without a desk in it, none can be sent.
	Sending Sending
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
	entrance  entrance
	wording   string
	answers   answers
	build     string        // digest of templates and static files, part of every ETag
	sent      *cache[*sent] // answers as they go out
	spare     *spare
	drawables *cache[*drawable] // the charts of pages, for their pictures
	drawn     *cache[[]byte]    // pictures
	drawer    *svg.Drawer
	drawPlace DrawPlace           // nil: pages of PDFs are not shown
	pages     *cache[pagePicture] // pages of PDFs, drawn
	desks     *desks              // where the answers of the API are made
	sql       *SQL                // nil: questions in SQL are not answered
	asking    chan struct{}       // a place for each of them under way
	looks     map[string]svg.Look
	sending   Sending
	doors     doors
	uploads   chan struct{} // a place for each upload under way
	making    atomic.Int32  // pages being made
}

// New gives the site.
func New(c Config) (*Site, error) {
	s, err := newServer(c)
	if err != nil {
		return nil, fmt.Errorf("building the server: %w", err)
	}
	s.log = slog.New(requestLog{s.log.Handler()})
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1024))
	if err != nil {
		return nil, fmt.Errorf("building the server: %w", err)
	}
	return &Site{secured(limited(logged(s.log, compress(s.recovered(s.routes()))))), s}, nil
}

// twin is the end of a path: nothing for the page, .json and .csv for its figures, .xlsx for all of it as a workbook, .svg
// for one of its charts as a picture.
const twin = `{twin:(?:\.json|\.csv|\.xlsx|\.svg)?}`

// routes is the handler of every address of the site.
func (s *server) routes() http.Handler { return s.handle(s.table()) }

// table is every address of the site, with what it takes to be let in: see [route].
func (s *server) table() []route {
	const (
		agency = "/agencies/{id:[^/.]+}"
		report = "/reports/{id:[^/.]+}"
	)
	type file = http.HandlerFunc
	return append([]route{
		looking("/", page(s, "overview", newOverview)),
		looking("/overview"+twin, page(s, "overview", newOverview)),
		looking("/volumes"+twin, page(s, "volumes", newVolumes)),
		looking("/outcomes"+twin, page(s, "outcomes", newOutcomes)),
		looking("/reviews"+twin, page(s, "reviews", newReviews)),
		looking("/proactive"+twin, page(s, "proactive", newProactive)),
		looking("/compare"+twin, page(s, "compare", newCompare)),
		looking("/continuity"+twin, page(s, "continuity", newContinuity)),
		looking("/filing"+twin, page(s, "filing", newFiling)),
		looking("/brief"+twin, page(s, "brief", newBrief)),
		handing("/brief.{ending:docx}", office.RightExport, withinRegion, s.attachPage("/brief", s.briefFile)),
		looking("/consolidated"+twin, page(s, "consolidated", newConsolidated)),
		handing("/consolidated/report.{ending:docx|xlsx}", office.RightExport, withinRegion, s.attachPage("/consolidated", consolidatedFile)),
		handing("/consolidated/sheets.{ending:xlsx}", office.RightExport, withinRegion, s.attachPage("/consolidated", consolidatedSheets)),
		handing("/filing/list.{ending:xlsx}", office.RightExport, withinRegion, s.attachPage("/filing", filingList)),
		looking("/agencies"+twin, page(s, "agencies", newAgencies)),
		opening(agency+twin, office.RightView, withinAgency, page(s, "agency", newAgency)),
		handing(agency+"/letter.{ending:docx|xlsx}", office.RightExport, withinAgency, s.attach(s.letterFile)),
		handing("/letters.{ending:docx|xlsx|zip}", office.RightExport, withinRegion, s.attach(s.letterFile)),
		opening(report+twin, office.RightView, withinReport, page(s, "report", reportInReach)),
		handing(report+"/original", office.RightExport, withinFile, s.original),
		opening(report+"/place", office.RightView, withinFile, file(s.place)),
		opening(report+"/changes"+twin, office.RightView, withinReport, page(s, "report_changes", newReportChanges)),
		looking("/sources"+twin, page(s, "sources", newSources)),
		looking("/findings"+twin, page(s, "findings", newFindings)),
		looking("/changes"+twin, page(s, "changes", newChanges)),
		acting("/findings/explain", office.RightExplain, withinForm, s.form(s.explain)),
		acting("/findings/withdraw", office.RightExplain, withinForm, s.form(s.withdraw)),
		opening("/glossary"+twin, office.RightView, withinNothing, page(s, "glossary", newGlossary)),
		opening("/data"+twin, office.RightExport, withinNothing, page(s, "data", newData)),
		opening("/sql"+twin, office.RightQuery, withinNothing, page(s, "sql", s.newSQL)),
		opening("/signin", "", ofAnybody, file(s.signInPage)),
		acting("/signin", "", ofAnybody, s.form(s.signIn)),
		opening("/signin/single", "", ofAnybody, file(s.startSingle)),
		opening("/signin/single/back", "", ofAnybody, file(s.finishSingle)),
		acting("/signout", "", ofReader, s.form(s.signOut)),
		opening("/account", "", ofReader, file(s.accountPage)),
		acting("/account/password", "", ofReader, s.form(s.changePassword)),
		acting("/account/tokens", "", ofReader, s.form(s.addToken)),
		acting("/account/tokens/revoke", "", ofReader, s.form(s.revokeToken)),
		opening("/accounts", office.RightAccounts, withinNothing, file(s.accountsPage)),
		acting("/accounts", office.RightAccounts, withinForm, s.form(s.addAccount)),
		opening("/accounts/{login}", office.RightAccounts, withinForm, file(s.accountEdit)),
		acting("/accounts/{login}", office.RightAccounts, withinForm, s.form(s.changeAccount)),
		acting("/accounts/{login}/reset", office.RightAccounts, withinForm, s.form(s.resetPassword)),
		opening("/audit{twin:(?:\\.json|\\.csv)?}", office.RightAudit, withinNothing, file(s.auditPage)),
		opening("/healthz", "", ofAnybody, file(s.health)),
		opening("/readyz", "", ofAnybody, file(s.ready)),
		opening("/static/", "", ofAnybody, s.assets),
		opening("/favicon.ico", "", ofAnybody, file(s.icon)),
	}, append(s.sendingRoutes(), s.apiRoutes()...)...) // one for each dataset
}
