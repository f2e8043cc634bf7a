package dashboard

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
)

// The world of these tests: the invented city and two of its districts, 2019 to 2024. Every figure is invented here.
const (
	city, lake, field = "990100", "990101", "990102"
	firstYear         = 2019
	lastYear          = 2024
	// hostile is a name as an agency might choose it to harm a page.
	hostile = `=cmd|' /C calc'!A0</script><script>alert(1)</script>"'&{a|b}`
	// hostileRaw stands in a cell of a report.
	hostileRaw = `</script><img src=x onerror=alert(1)>`
)

// longName is a name of four thousand characters.
func longName() string { return "青禾区" + strings.Repeat("长", 3997) }

func roster() []regions.Agency {
	a := func(name, region, kind string, scope data.Scope) regions.Agency {
		return regions.Agency{Name: name, Region: region, Kind: kind, Scope: scope, ExpectedFrom: firstYear, Sample: true}
	}
	return []regions.Agency{
		a("星湖区教育局", lake, "部门", data.ScopeOwn),
		a("星湖区民政局", lake, "部门", data.ScopeOwn),
		a("星湖区司法局", lake, "部门", data.ScopeOwn), // never reports
		a(hostile, field, "部门", data.ScopeOwn),
		a(longName(), field, "部门", data.ScopeOwn),
		a("示例市财政局", city, "部门", data.ScopeOwn),
		a("星湖区人民政府", lake, "政府", data.ScopeConsolidated),
	}
}

// received is what an agency of the roster received in a year from natural persons. It grows, so that the sum of any year
// is a number no other year has.
func received(agency, year int) int64 { return int64(20 + 10*agency + 3*(year-firstYear)) }

// reportOf makes a report whose identities hold: received splits into granted, refused and carried out.
func reportOf(agency, year int) data.Report {
	a := roster()[agency]
	edition, _ := forms.ForYear(year)
	r := data.Report{Agency: a.Name, Region: a.Region, Year: year, Scope: a.Scope, Confidence: 1, Editions: map[string]string{},
		Title: fmt.Sprintf("%s%d年政府信息公开工作年度报告", a.Name, year)}
	n := received(agency, year)
	values := map[string]int64{
		"requests.received": n, "outcome.granted": n / 2, "outcome.refused.process_information": n/4 - 1,
		"outcome.unavailable.not_held": 3, "review.upheld": n / 3, "review.corrected": 4, "review.pending": 1,
		"normative.in_force": 12, "permits.decided": 1234, "fees.amount": 7,
	}
	values["outcome.total"] = n/2 + n/4 - 1 + 3
	values["requests.carried_out"] = n - values["outcome.total"]
	values["review.total"] = n/3 + 5
	line := 0
	for _, table := range edition.Tables {
		r.Editions[table.ID] = edition.Name
		for _, c := range table.Cells() {
			line++
			id := c.CellID
			v := values[id.Key]
			if id.Column != "" && id.Column != forms.NaturalPerson && id.Column != forms.Total {
				v = 0
			}
			d := decimal.NewFromInt(v)
			r.Facts = append(r.Facts, data.Fact{Table: table.ID, Key: id.Key, Column: id.Column, Value: &d, State: data.StateNumber,
				Raw: d.String(), At: data.Position{Sheet: "年度报告", Line: line, Cell: 2}})
		}
	}
	return r
}

// spoil makes the report of 星湖区民政局 on 2023 a bad one: a blank, words, a finding, a claim and a row nobody knows.
func spoil(r *data.Report) {
	for i, f := range r.Facts {
		switch f.Cell() {
		case data.CellID{Key: "requests.carried_in", Column: "business"}:
			r.Facts[i].State, r.Facts[i].Value, r.Facts[i].Raw = data.StateBlank, nil, ""
		case data.CellID{Key: "outcome.partial", Column: "research"}:
			r.Facts[i].State, r.Facts[i].Value, r.Facts[i].Raw = data.StateText, nil, hostileRaw
		}
	}
	cell := func(key string) data.FindingCell {
		f, _ := r.FactAt(data.CellID{Key: key, Column: forms.Total})
		return data.FindingCell{Table: "3", Key: key, Column: forms.Total, Label: "单元格 " + key, Raw: f.Raw, At: f.At}
	}
	r.Findings = []data.Finding{{Check: "T3-BALANCE", Severity: data.SeverityError, Table: "3", Left: "42", Right: "41", Difference: "1",
		Message: "表三“总计”：第一项加第二项不等于第三项加第四项。", Cells: []data.FindingCell{cell("requests.received"), cell("outcome.total")}}}
	value := decimal.NewFromInt(17)
	r.Claims = []data.Claim{{Key: "requests.received", Value: &value, Section: 1, Quote: "全年收到申请17件" + hostileRaw,
		At: data.Position{Sheet: "年度报告", Line: 1, Cell: 1}}}
	r.Unmapped = []data.Unmapped{{Table: "2", Label: "行政检查", Values: []string{"=1+1", hostileRaw}, At: data.Position{Sheet: "年度报告", Line: 9, Cell: 1}}}
}

// document lays a report's cells out in a sheet, label and figure, as its positions say.
func document(r data.Report) data.Document {
	grid := &data.Grid{Name: "年度报告", Ruled: true}
	for _, f := range r.Facts {
		at := func(col int) data.Position { return data.Position{Sheet: "年度报告", Line: f.At.Line, Cell: col} }
		grid.Rows = append(grid.Rows, []data.DocCell{
			{Text: f.Key, Col: 0, ColSpan: 1, RowSpan: 1, At: at(1)}, {Text: f.Raw, Col: 1, ColSpan: 1, RowSpan: 1, At: at(2)}})
	}
	other := &data.Grid{Name: "别的单位", Rows: [][]data.DocCell{{{Text: "不相干", ColSpan: 1, RowSpan: 1, At: data.Position{Sheet: "别的单位", Line: 1, Cell: 1}}}}}
	return data.Document{Format: "xlsx", Blocks: []data.Block{{Text: r.Title}, {Grid: grid}, {Grid: other}}}
}

var published = sync.OnceValues(func() (string, error) {
	return publish(roster(), func(load func(r data.Report, name string) error) error {
		for agency := range roster() {
			for year := firstYear; year <= lastYear; year++ {
				if agency == 2 || agency == 1 && year == 2021 { // 星湖区司法局 never, 星湖区民政局 not on 2021
					continue
				}
				r := reportOf(agency, year)
				if agency == 1 && year == 2023 {
					spoil(&r)
				}
				if err := load(r, fmt.Sprintf("%d-%d.xlsx", agency, year)); err != nil {
					return err
				}
			}
		}
		corrected := reportOf(0, 2022) // a second edition of a report, received later
		corrected.Title += "（更正）"
		return load(corrected, `0-2022"更正.xlsx`)
	})
})

// worlds holds the data directories all tests of the package read; TestMain removes it.
var worlds = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "tongjian-dashboard") })

// publish makes a data directory for all tests of the package to read, with the agencies of a roster and what a function loads.
func publish(list []regions.Agency, fill func(load func(r data.Report, name string) error) error) (dir string, err error) {
	parent, err := worlds()
	if err != nil {
		return "", err
	}
	if dir, err = os.MkdirTemp(parent, "data"); err != nil {
		return "", err
	}
	ctx := context.Background()
	at := time.Date(2026, 1, 20, 1, 30, 0, 0, time.UTC)
	job, err := warehouse.Begin(ctx, dir, warehouse.Options{Command: "test", Now: func() time.Time { return at }})
	if err != nil {
		return "", err
	}
	if _, err := job.ImportAgencies(ctx, list); err != nil {
		return "", err
	}
	err = fill(func(r data.Report, name string) error {
		_, err := job.Load(ctx, warehouse.Incoming{Path: name, Name: name, Format: "xlsx", Reader: "1", Bytes: []byte("原件 " + name),
			Document: document(r), ReceivedAt: at, Reports: []warehouse.PlacedReport{{AgencyName: r.Agency, Region: r.Region, Report: r}}})
		return err
	})
	if err != nil {
		return "", err
	}
	if _, err := job.Publish(ctx); err != nil {
		return "", err
	}
	return dir, job.Close()
}

// TestMain ends the browser and removes the data directories the tests share.
func TestMain(m *testing.M) {
	code := m.Run()
	chromium.Close()
	if dir, err := worlds(); err == nil {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.Exit(code)
}

// handler gives the site over the published world.
func handler(t testing.TB) http.Handler {
	t.Helper()
	return handlerOf(t, world(t))
}

// world is the data directory of the published world.
func world(t testing.TB) string {
	t.Helper()
	dir, err := published()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// openSnapshots opens the snapshots of a data directory until the test ends.
func openSnapshots(t testing.TB, dir string) *warehouse.Snapshots {
	t.Helper()
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := snapshots.Close(); err != nil {
			t.Error(err)
		}
	})
	return snapshots
}

func handlerOf(t testing.TB, dir string) http.Handler {
	t.Helper()
	snapshots := openSnapshots(t, dir)
	h, err := New(Config{Snapshots: snapshots, Files: warehouse.OpenFiles(dir), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// get asks the site for an address; one without a host, at the machine.
func get(t testing.TB, h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, target, nil)
	if strings.HasPrefix(target, "/") {
		r.Host = "127.0.0.1:8080"
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// find gives the path a link with a text leads to, from a page.
func find(t testing.TB, body, before, after string) string {
	t.Helper()
	_, rest, ok := strings.Cut(body, before)
	if !ok {
		t.Fatalf("the page has no %q", before)
	}
	found, _, ok := strings.Cut(rest, after)
	if !ok {
		t.Fatalf("the page has no %q after %q", after, before)
	}
	return found
}
