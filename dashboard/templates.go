package dashboard

import (
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"path"
	"slices"

	"tongjian/data/metrics"

	"tongjian/dashboard/charts"
)

//go:embed templates
var templateFiles embed.FS

// shared are the templates every page is parsed with.
func shared() []string { return []string{"base", "parts"} }

// pageTemplates are the names of the pages' own templates, each in a file of its own.
func pageTemplates() []string {
	return []string{"overview", "volumes", "outcomes", "reviews", "proactive", "compare", "continuity", "filing", "brief", "consolidated", "agencies", "agency", "report",
		"sources", "changes", "report_changes", "findings", "glossary", "data", "sql", "signin", "account", "accounts", "audit", "problem", "send", "mine", "submission",
		"receive", "jobs", "job"}
}

// partsOf are the templates a page is parsed with beside its own.
func partsOf(name string) []string {
	if slices.Contains(sendingTemplates(), name) {
		return append(shared(), "sending")
	}
	return shared()
}

// newServer reads templates and static files.
func newServer(c Config) (*server, error) {
	s := &server{snapshots: c.Snapshots, files: c.Files, log: c.Log, office: c.Office, local: c.Local, wording: c.Wording, templates: map[string]*template.Template{}, memo: &memo{},
		sent: newCache(keptAnswers, (*sent).size), spare: newSpare(), drawables: newCache(keptDrawables, (*drawable).size),
		entrance: entrance{open: c.PublicView, user: systemUser(), single: newSingle(c.SingleSignOn)},
		drawn:    newCache(keptPictures, func(b []byte) int { return len(b) }), drawPlace: c.DrawPlace, pages: newPagePictures(),
		desks: newDesks(), sql: c.SQL, asking: make(chan struct{}, queriesAtOnce)}
	s.entrance.accounts.Store(c.Accounts)
	s.sending, s.uploads = c.Sending, make(chan struct{}, mostUploads)
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if s.assets, err = loadAssets(staticFiles); err != nil {
		return nil, err
	}
	if err := s.prepareDrawing(); err != nil {
		return nil, err
	}
	var sources []byte
	for _, name := range append(append(shared(), "sending"), pageTemplates()...) {
		text, err := fs.ReadFile(templateFiles, path.Join("templates", templateFile(name)))
		if err != nil {
			return nil, err
		}
		sources = append(sources, text...)
	}
	for _, name := range pageTemplates() {
		t := template.New(name).Funcs(s.funcs())
		for _, part := range append(partsOf(name), name) {
			if t, err = t.ParseFS(templateFiles, path.Join("templates", templateFile(part))); err != nil {
				return nil, fmt.Errorf("template %s: %w", name, err)
			}
		}
		s.templates[name] = t
	}
	s.build = s.digest(sources)
	s.doors = doorsOf(s.table())
	return s, nil
}

// templateFile is where a template stands; pages that are all charts share one.
func templateFile(name string) string {
	if slices.Contains([]string{"volumes", "outcomes", "reviews", "proactive", "continuity"}, name) {
		name = "charts"
	}
	return name + ".html"
}

// funcs are what templates can call beside the methods of their values.
func (s *server) funcs() template.FuncMap {
	return template.FuncMap{
		"asset": s.assets.url,
		"clock": clock,
		"faces": charts.Faces,
		"bytes": byteSize,
		"flags": metrics.FlagMeanings,
	}
}

// byteSize writes a file's size.
func byteSize(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d 字节", n)
	case n < 1<<20:
		return fmt.Sprintf("%.1f KB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}
