package dashboard

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gorilla/mux"
)

// builder makes the value of a page, printed by the template of a name.
type builder struct {
	template string
	build    func(context.Context, query) (built, error)
}

// builders are those of all pages by the first part of their paths.
func builders() map[string]builder {
	return map[string]builder{
		"": {"overview", asBuilt(newOverview)}, "overview": {"overview", asBuilt(newOverview)}, "volumes": {"volumes", asBuilt(newVolumes)},
		"outcomes": {"outcomes", asBuilt(newOutcomes)}, "reviews": {"reviews", asBuilt(newReviews)},
		"proactive": {"proactive", asBuilt(newProactive)}, "compare": {"compare", asBuilt(newCompare)}, "filing": {"filing", asBuilt(newFiling)},
		"continuity": {"continuity", asBuilt(newContinuity)},
		"brief":      {"brief", asBuilt(newBrief)}, "consolidated": {"consolidated", asBuilt(newConsolidated)},
		"agencies": {"agencies", asBuilt(newAgencies)}, "agencies/": {"agency", asBuilt(newAgency)}, "reports/": {"report", asBuilt(newReport)},
		"changes": {"changes", asBuilt(newChanges)}, "reports/changes": {"report_changes", asBuilt(newReportChanges)},
		"sources": {"sources", asBuilt(newSources)}, "findings": {"findings", asBuilt(newFindings)}, "glossary": {"glossary", asBuilt(newGlossary)}, "data": {"data", asBuilt(newData)},
	}
}

func asBuilt[P built](build func(context.Context, query) (P, error)) func(context.Context, query) (built, error) {
	return func(ctx context.Context, q query) (built, error) { return build(ctx, q) }
}

// exports is a page with all its exports, made of one value as the handlers make them.
type exports struct {
	want                  records
	html, json, csv, xlsx []byte
}

func exportsOf(t *testing.T, s *server, page string) exports {
	t.Helper()
	u, err := url.Parse(twinOf(page, ".json"))
	if err != nil {
		t.Fatal(err)
	}
	name, id, below := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(u.Path, "/"), ".json"), "/")
	if below {
		name += "/"
	}
	if report, changes := strings.CutSuffix(id, "/changes"); changes {
		name, id = name+"changes", report
	}
	b, ok := builders()[name]
	if !ok {
		t.Fatalf("no builder for %s", page)
	}
	lease, err := s.snapshots.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer lease.Release()
	r := mux.SetURLVars(httptest.NewRequestWithContext(withReader(t.Context(), atMachine("test")), http.MethodGet, u.String(), nil), map[string]string{"twin": ".json", "id": id})
	q, err := s.newQuery(r, lease, u.Query())
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.build(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	made := func(send func(http.ResponseWriter) error) []byte {
		w := httptest.NewRecorder()
		if err := send(w); err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		return w.Body.Bytes()
	}
	return exports{
		want: p.records(),
		html: made(func(w http.ResponseWriter) error { return s.render(w, b.template, http.StatusOK, p) }),
		json: made(func(w http.ResponseWriter) error { return sendJSON(w, q, p) }),
		csv:  made(func(w http.ResponseWriter) error { return sendCSV(w, q, p) }),
		xlsx: made(func(w http.ResponseWriter) error { return s.sendXLSX(t.Context(), w, q, p, "http://example.test") }),
	}
}

// Every page that has twins is among those whose exports are compared with it. What /sql exports is its reader's own question
// (page_sql_test.go), and the audit log is of the office (auth_test.go).
func TestTheWalkMeetsEveryPageWithTwins(t *testing.T) {
	walked := append(allPages(t, handler(t)), "/data")
	for _, rt := range (&server{}).table() {
		path, _, ok := strings.Cut(rt.path, "{twin:")
		if !ok || path == "/sql" || path == "/audit" {
			continue
		}
		pattern := regexp.MustCompile(`^` + regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(path, `[^/?]+`) + `(\?.*)?$`)
		if !slices.ContainsFunc(walked, pattern.MatchString) {
			t.Errorf("no page of %s is compared with its exports", path)
		}
	}
}
