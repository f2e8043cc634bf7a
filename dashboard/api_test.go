package dashboard

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"tongjian/data/office"
	"tongjian/queries/datasets"
)

// apiSchemas gives the schema of the rows of each dataset, as the API's own document has them.
func apiSchemas(t *testing.T, h http.Handler) (document map[string]any, schema func(pointer string) *jsonschema.Schema) {
	t.Helper()
	body := get(t, h, apiRoot+"/openapi.json").Body.String()
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	if err := compiler.AddResource("openapi.json", parsed); err != nil {
		t.Fatal(err)
	}
	return parsed.(map[string]any), func(pointer string) *jsonschema.Schema {
		s, err := compiler.Compile("openapi.json#" + pointer)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

func fits(t *testing.T, s *jsonschema.Schema, where, text string) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err == nil {
		err = s.Validate(v)
	}
	if err != nil {
		t.Errorf("%s: %v", where, err)
	}
}

// Every address of the API is in its document and no other, and every answer is what the document says it is. Pages put one after
// another, NDJSON and CSV say the same.
func TestAPIAnswersAsDescribed(t *testing.T) {
	h, _ := spokenOf(t)
	document, schema := apiSchemas(t, h)
	var described, there []string
	for path := range document["paths"].(map[string]any) {
		described = append(described, path)
	}
	for _, rt := range (&server{}).apiRoutes() {
		if rt.path == apiRoot+"/openapi.json" {
			continue
		}
		base, ending, several := strings.Cut(rt.path, ".{ending:")
		if !several {
			there = append(there, base)
			continue
		}
		for e := range strings.SplitSeq(strings.TrimSuffix(ending, "}"), "|") {
			there = append(there, base+"."+e)
		}
	}
	slices.Sort(described)
	slices.Sort(there)
	if diff := cmp.Diff(there, described); diff != "" {
		t.Errorf("addresses (-served +described):\n%s", diff)
	}
	fits(t, schema("/paths/~1api~1v1/get/responses/200/content/application~1json/schema"), apiRoot, get(t, h, apiRoot).Body.String())
	for _, d := range datasets.All() {
		var paged []string
		page := schema("/paths/~1api~1v1~1" + d.Name + "/get/responses/200/content/application~1json/schema")
		rowsOf := schema("/components/schemas/" + d.Name)
		next := apiRoot + "/" + d.Name + "?limit=10000"
		if d.Name == "reports" {
			next = apiRoot + "/" + d.Name + "?limit=7"
		}
		for next != "" {
			w := get(t, h, next)
			if w.Code != http.StatusOK {
				t.Fatalf("%s: status %d: %s", next, w.Code, w.Body)
			}
			if len(paged) == 0 {
				fits(t, page, next, w.Body.String())
			}
			var answer struct {
				Next string
				Rows []json.RawMessage
			}
			decode(t, w.Body.Bytes(), &answer)
			for _, row := range answer.Rows {
				paged = append(paged, string(row))
			}
			next = answer.Next
		}
		whole := get(t, h, apiRoot+"/"+d.Name+".ndjson").Body.String()
		lines := strings.Split(strings.TrimSuffix(whole, "\n"), "\n")
		if whole == "" {
			lines = nil
		}
		if !slices.Equal(lines, paged) {
			t.Errorf("%s: %d rows in pages and %d in NDJSON, or others", d.Name, len(paged), len(lines))
		}
		for i := 0; i < len(lines); i += 1 + len(lines)/40 {
			fits(t, rowsOf, fmt.Sprintf("%s, row %d", d.Name, i), lines[i])
		}
		sameCSV(t, d, get(t, h, apiRoot+"/"+d.Name+".csv").Body.String(), lines)
		if b := get(t, h, apiRoot+"/"+d.Name+".parquet").Body.String(); !strings.HasPrefix(b, "PAR1") || !strings.HasSuffix(b, "PAR1") {
			t.Errorf("%s.parquet is none: %.100q", d.Name, b)
		}
	}
}

// sameCSV compares a CSV with the same rows as objects. What is missing and an empty text are both empty there; nothing else is.
func sameCSV(t *testing.T, d datasets.Dataset, text string, lines []string) {
	t.Helper()
	table, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(table) != len(lines)+1 {
		t.Fatalf("%s.csv: %d lines for %d rows, %v", d.Name, len(table), len(lines), err)
	}
	for i, line := range lines {
		var object map[string]any
		decoder := json.NewDecoder(strings.NewReader(line))
		decoder.UseNumber()
		if err := decoder.Decode(&object); err != nil {
			t.Fatal(err)
		}
		for j, name := range table[0] {
			want := ""
			if v := object[name]; v != nil {
				want = fmt.Sprint(v)
			}
			// Line ends inside a field come back as \n from every reader of CSV.
			want = strings.ReplaceAll(want, "\r\n", "\n")
			if got := strings.TrimPrefix(table[i+1][j], "'"); got != want {
				t.Fatalf("%s.csv, line %d, %s: %q, want %q", d.Name, i+2, name, got, want)
			}
			if f := table[i+1][j]; f != "" && strings.ContainsRune("=+@", rune(f[0])) {
				t.Errorf("%s.csv, line %d: %.40q would be taken for a formula", d.Name, i+2, f)
			}
		}
	}
}

// spokenOf gives a site where the one error of the world has been explained.
func spokenOf(t *testing.T) (http.Handler, *office.Store) {
	t.Helper()
	h, store := desk(t, true)
	_, form := theFinding(t, h)
	form.Set("reason", "原表如此")
	form.Set("author", "王某")
	if w := post(h, "/findings/explain", form); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %.300s", w.Code, w.Body)
	}
	return h, store
}

func TestAPITellsExplanations(t *testing.T) {
	h, _ := spokenOf(t)
	body := get(t, h, apiRoot+"/findings?state=explained").Body.String()
	for _, want := range []string{`"reason":"原表如此"`, `"author":"王某"`, `"state":"explained"`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in %s", want, body)
		}
	}
	body = get(t, h, apiRoot+"/observations.ndjson?metric=outcome.total&applicant=total&region="+lake+"&from=2023&to=2023").Body.String()
	if !regexp.MustCompile(`"agency_name":"星湖区民政局".*"flags":"e"`).MatchString(body) {
		t.Errorf("no flag e in %s", body)
	}
}

// Whatever is asked, nobody gets a row of a region he does not reach.
func TestAPIKeepsToTheReach(t *testing.T) {
	h := handler(t)
	as := func(region, target string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(withReader(t.Context(), Reader{by: bySession, Account: office.Account{ID: 1, Role: office.RoleViewer, Region: region}}),
			http.MethodGet, target, nil)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for _, d := range datasets.All() {
		mine, all := as(lake, apiRoot+"/"+d.Name+".ndjson").Body.String(), as("000000", apiRoot+"/"+d.Name+".ndjson").Body.String()
		if d.Public {
			if mine != all {
				t.Errorf("%s is not for everybody", d.Name)
			}
			continue
		}
		var kept strings.Builder
		for line := range strings.Lines(all) {
			if strings.Contains(line, `"region":"`+lake) {
				kept.WriteString(line)
			}
		}
		if mine != kept.String() {
			t.Errorf("%s: %d bytes of the reach, want %d of %d", d.Name, len(mine), kept.Len(), len(all))
		}
		if w := as(lake, apiRoot+"/"+d.Name+"?region="+field); w.Code != http.StatusForbidden {
			t.Errorf("%s of a region beyond the reach: status %d", d.Name, w.Code)
		}
	}
	if w := get(t, h, apiRoot+"/observations?limit=1"); w.Code != http.StatusOK {
		t.Errorf("a visitor: status %d", w.Code)
	}
}

func TestAPIRefuses(t *testing.T) {
	h := handler(t)
	first := get(t, h, apiRoot+"/reports?limit=1").Body.Bytes()
	var answer struct{ Next string }
	decode(t, first, &answer)
	cursor := func(text string) string {
		return url.Values{"after": {cursor{1, strings.Split(text, ",")}.String()}}.Encode()
	}
	for target, want := range map[string]int{
		"/nothing": 404, "/observations.xlsx": 404, "/observations?colour=red": 400, "/observations?from=x": 400, "/observations?basis=both": 400,
		"/observations?limit=0": 400, "/observations?limit=10001": 400, "/observations?limit=x": 400, "/observations?after=x": 400,
		"/observations?" + cursor("a"): 400, "/observations.csv?limit=1": 400, "/observations?snapshot=99": 410, "/observations?snapshot=x": 400,
		"/observations?snapshot=2&" + cursor("a,b,c,1,2,d"): 400, "/observations?%zz": 400, "/observations.ndjson?from=x": 400, "/observations.parquet?nonsense=1": 400,
		"/reports?snapshot=1": 200, strings.TrimPrefix(answer.Next, apiRoot): 200,
	} {
		w := get(t, h, apiRoot+target)
		if w.Code != want {
			t.Errorf("%s: status %d, want %d: %.200s", target, w.Code, want, w.Body)
		}
		if kind := w.Header().Get("Content-Type"); want != 200 && !strings.HasPrefix(kind, problemType) || w.Header().Get("Content-Disposition") != "" {
			t.Errorf("%s: %s", target, kind)
		}
	}
	w := get(t, h, apiRoot+"/reports")
	if again := get(t, h, apiRoot+"/reports", "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("asked again: status %d, %d bytes", again.Code, again.Body.Len())
	}
}
