package dashboard

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tongjian/data/office"
	"tongjian/data/warehouse"
	"tongjian/queries/datasets"
)

// asking gives the site over the published world, where queries are answered in this process.
func asking(t *testing.T) http.Handler {
	t.Helper()
	dir := world(t)
	snapshots := openSnapshots(t, dir)
	ask := func(ctx context.Context, snapshot int, query string) (result SQLResult, err error) {
		lease, err := snapshots.AcquireNumber(ctx, snapshot)
		if err != nil {
			return result, err
		}
		defer lease.Release()
		desk, err := lease.Desk(ctx, warehouse.DeskOptions{Memory: "500MB", Prepare: datasets.Prepare(nil)})
		if err != nil {
			return result, err
		}
		defer func() { err = errors.Join(err, desk.Close()) }()
		answer, err := desk.Ask(ctx, query, 1000)
		if err != nil {
			return result, QueryError{err.Error()}
		}
		defer answer.Close()
		result.Columns = answer.Columns
		err = answer.Each(func(row []any) error { result.Rows = append(result.Rows, row); return nil })
		result.More = answer.More
		return result, err
	}
	h, err := New(Config{Snapshots: snapshots, Files: warehouse.OpenFiles(dir), Log: slog.New(slog.DiscardHandler), Local: true,
		SQL: &SQL{Ask: ask, Rows: 1000, Time: 10 * time.Second, Memory: "500MB"}})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// asked asks for an address at the machine.
func asked(t *testing.T, h http.Handler, path, query string) *httptest.ResponseRecorder {
	t.Helper()
	return get(t, h, "http://127.0.0.1:8080"+path+"?"+url.Values{"q": {query}}.Encode())
}

// Why a query was not answered holds for the moment: asked again, it is asked again, by the browser and by the server.
func TestWhatWentWrongWithAQueryIsNotKept(t *testing.T) {
	dir := world(t)
	busy := true
	ask := func(context.Context, int, string) (SQLResult, error) {
		if busy {
			return SQLResult{}, QueryError{"正在执行的查询太多"}
		}
		return SQLResult{Columns: []warehouse.Column{{Name: "答", Type: "INTEGER"}}, Rows: [][]any{{"42"}}}, nil
	}
	h, err := New(Config{Snapshots: openSnapshots(t, dir), Files: warehouse.OpenFiles(dir), Log: slog.New(slog.DiscardHandler), Local: true, SQL: &SQL{Ask: ask}})
	if err != nil {
		t.Fatal(err)
	}
	w := asked(t, h, "/sql", "SELECT 42")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "正在执行的查询太多") || !strings.Contains(w.Body.String(), "SELECT 42") {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	if w.Header().Get("ETag") != "" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("browsers may keep it: %v", w.Header())
	}
	busy = false
	w = asked(t, h, "/sql", "SELECT 42")
	if !strings.Contains(w.Body.String(), `id="result"`) || w.Header().Get("ETag") == "" {
		t.Errorf("asked again, with room: %v\n%s", w.Header(), w.Body)
	}
}

func TestSQLPage(t *testing.T) {
	h := asking(t)
	for _, sample := range sampleQueries() {
		w := asked(t, h, "/sql", sample.Query)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `id="result"`) || strings.Contains(w.Body.String(), `class="wrong"`) {
			t.Errorf("%s: status %d: %.500s", sample.Title, w.Code, find(t, w.Body.String(), "</form>", "<section"))
		}
	}
	const query = "SELECT 12345678901234.5678 AS 额, NULL AS 无, '</textarea><script>alert(1)</script>' AS 文, '=1+1' AS 式, 1 AS 额, [1, 2] AS 列"
	page := asked(t, h, "/sql", query).Body.String()
	for _, want := range []string{"12345678901234.5678", `<td class="absent">NULL</td>`, "&lt;/textarea&gt;&lt;script&gt;", "1 行", "/sql.csv?q="} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if strings.Contains(page, "<script>alert") {
		t.Error("a value is not escaped")
	}
	if got := asked(t, h, "/sql.csv", query).Body.String(); !strings.Contains(got, "12345678901234.5678,,</textarea>") || !strings.Contains(got, ",'=1+1,1,") {
		t.Errorf("csv: %s", got)
	}
	if got := asked(t, h, "/sql.json", query).Body.String(); !strings.Contains(got, `"额":12345678901234.5678`) || !strings.Contains(got, `"无":null`) {
		t.Errorf("json: %s", got)
	}
	if w := asked(t, h, "/sql.xlsx", query); w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "PK") {
		t.Errorf("xlsx: status %d", w.Code)
	}
	if page := asked(t, h, "/sql", "SELECT * FROM range(5000)").Body.String(); !strings.Contains(page, "只取前 1000 行") || !strings.Contains(page, "列出前 200 行") {
		t.Error("a long result does not say what is left out")
	}
	for query, want := range map[string]string{"SELEC 1": "syntax error", "DROP TABLE fact": "只能执行", "SELECT '" + strings.Repeat("长", longestQuery) + "'": "太长了"} {
		if w := asked(t, h, "/sql", query); w.Code != http.StatusOK && w.Code != http.StatusRequestURITooLong || w.Code == http.StatusOK && !strings.Contains(w.Body.String(), want) {
			t.Errorf("%.40s: status %d", query, w.Code)
		}
	}
	if name := asked(t, h, "/sql.csv", query).Header().Get("Content-Disposition"); !strings.Contains(name, `"tongjian-sql-snapshot1.csv"`) {
		t.Errorf("an answer about whatever was asked is called %s", name)
	}
	if w := asked(t, h, "/sql.csv", "SELEC 1"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("csv of a wrong query: status %d", w.Code)
	}
	if w := asked(t, h, "/sql.csv", ""); w.Code != http.StatusBadRequest {
		t.Errorf("csv of no query: status %d", w.Code)
	}
}

// Only who reaches everything may ask, on the page and through its exports.
func TestSQLIsForThoseWhoReachEverything(t *testing.T) {
	h := asking(t)
	account := func(role office.Role, region string) Reader {
		return Reader{by: bySession, Account: office.Account{ID: 1, Role: role, Region: region}}
	}
	for name, c := range map[string]struct {
		reader Reader
		want   int
	}{
		"an administrator":         {account(office.RoleAdministrator, "000000"), http.StatusOK},
		"an analyst":               {account(office.RoleViewer, "000000"), http.StatusOK},
		"an analyst of a district": {account(office.RoleViewer, lake), http.StatusForbidden},
		"an office of a district":  {account(office.RoleOffice, lake), http.StatusForbidden},
		"an agency":                {Reader{by: bySession, Account: office.Account{ID: 1, Role: office.RoleAgency, Agency: 1, Region: lake}}, http.StatusForbidden},
		"a visitor":                {onLooking(byVisit, office.RightView, office.RightExport), http.StatusForbidden},
		"an export token":          {Reader{by: byToken, rights: []office.Right{office.RightExport}, Account: office.Account{ID: 1, Role: office.RoleViewer, Region: "000000"}}, http.StatusForbidden},
	} {
		for _, path := range []string{"/sql", "/sql.csv", "/sql.json", "/sql.xlsx"} {
			r := httptest.NewRequestWithContext(withReader(t.Context(), c.reader), http.MethodGet, path+"?q=SELECT+1", nil)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			got := w.Code
			if got == http.StatusUnauthorized || got == http.StatusSeeOther { // a visitor may sign in
				got = http.StatusForbidden
			}
			if got != c.want {
				t.Errorf("%s, %s: status %d, want %d", name, path, w.Code, c.want)
			}
		}
	}
}

// No more than a few queries run at a time; who comes then is told so.
func TestQueriesAtOnce(t *testing.T) {
	s, err := newServer(Config{SQL: &SQL{Ask: func(context.Context, int, string) (SQLResult, error) { return SQLResult{}, nil }}})
	if err != nil {
		t.Fatal(err)
	}
	for range queriesAtOnce {
		s.asking <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	var wrong QueryError
	if _, err := s.askSQL(ctx, 1, "SELECT 1"); !errors.As(err, &wrong) || !strings.Contains(wrong.Text, "太多") {
		t.Errorf("with all places taken: %v", err)
	}
	<-s.asking
	if _, err := s.askSQL(t.Context(), 1, "SELECT 1"); err != nil || len(s.asking) != queriesAtOnce-1 {
		t.Errorf("with a place free: %v, %d taken", err, len(s.asking))
	}
}

// The page of data names every table with every column, and every address it gives is there.
func TestDataPage(t *testing.T) {
	h := asking(t)
	page := get(t, h, "/data").Body.String()
	for _, d := range datasets.All() {
		for _, ending := range []string{"csv", "parquet", "ndjson"} {
			if !strings.Contains(page, `<a href="`+apiRoot+"/"+d.Name+"."+ending+`"`) {
				t.Errorf("%s cannot be taken as %s", d.Name, ending)
			}
		}
		for _, c := range d.Columns {
			if !strings.Contains(find(t, page, `id="t-`+d.Name+`"`, "</details>"), "<code>"+c.Name+"</code></th>") {
				t.Errorf("%s.%s is not described", d.Name, c.Name)
			}
		}
	}
	if strings.Contains(get(t, handler(t), "/data").Body.String(), `href="/sql"`) {
		t.Error("a visitor is led to what he may not use")
	}
	if !strings.Contains(page, `href="/sql"`) {
		t.Error("nothing leads to the page of SQL")
	}
}
