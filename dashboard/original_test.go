package dashboard

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"tongjian/data"
	"tongjian/data/office"
	"tongjian/data/warehouse"
)

// oneFileOfTwo is a site over a data directory where one file, of fixed layout, holds the reports of 星湖区教育局 and 示例市财政局, another that
// of 星湖区民政局 alone, and a workbook those of 星湖区人民政府,
// 星湖区司法局 and an agency of 青禾区: on a sheet each, one for the three and one for the two of 星湖区. It gives the numbers of the
// reports by agency.
func oneFileOfTwo(t *testing.T) (*gate, map[string]int) {
	t.Helper()
	ctx, dir := t.Context(), t.TempDir()
	job, err := warehouse.Begin(ctx, dir, warehouse.Options{Command: "test"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := job.ImportAgencies(ctx, roster()); err != nil {
		t.Fatal(err)
	}
	load := func(name string, agencies ...int) {
		t.Helper()
		format := strings.TrimPrefix(filepath.Ext(name), ".")
		in := warehouse.Incoming{Path: name, Name: name, Format: format, Reader: "1", Bytes: []byte(name), ReceivedAt: time.Now(), Document: data.Document{Format: format}}
		for i, agency := range agencies {
			r := reportOf(agency, 2024)
			at := data.Position{Page: i + 1, Line: 1, Cell: 2}
			block := data.Block{Text: "原文：" + r.Agency, At: at}
			if format == "xlsx" { // a sheet for each, and one for both
				at = data.Position{Sheet: fmt.Sprintf("表！%d!", i+1), Line: 1, Cell: 2}
				block = data.Block{Grid: &data.Grid{Name: at.Sheet, Rows: [][]data.DocCell{{{Text: block.Text, ColSpan: 1, RowSpan: 1, At: at}}}}, At: at}
				for _, shared := range []string{"汇总", "星湖区汇总"} {
					if shared != "汇总" && r.Region != lake {
						continue
					}
					both := data.Position{Sheet: shared, Line: i + 1, Cell: 1}
					r.Unmapped = append(r.Unmapped, data.Unmapped{Table: "2", Label: "备注", Values: []string{"见下"}, At: both})
					in.Document.Blocks = append(in.Document.Blocks, data.Block{Grid: &data.Grid{Name: shared,
						Rows: [][]data.DocCell{{{Text: shared + "：" + r.Agency, ColSpan: 1, RowSpan: 1, At: both}}}}, At: both})
				}
			}
			for f := range r.Facts {
				at.Line = f + 1
				r.Facts[f].At = at
			}
			in.Document.Blocks = append(in.Document.Blocks, block)
			in.Reports = append(in.Reports, warehouse.PlacedReport{AgencyName: r.Agency, Region: r.Region, Report: r})
		}
		if _, err := job.Load(ctx, in); err != nil {
			t.Fatal(err)
		}
	}
	load("合订本.pdf", 0, 5)
	load("一表一家！.xlsx", 6, 3, 2)
	load("民政局.pdf", 1)
	if _, err := job.Publish(ctx); err != nil {
		t.Fatal(err)
	}
	if err := job.Close(); err != nil {
		t.Fatal(err)
	}
	store, err := office.Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	snapshots := openSnapshots(t, dir)
	draw := func([]byte, data.Position) ([]byte, string, error) { return []byte("picture"), "image/png", nil }
	g := &gate{store: store}
	if g.server, err = newServer(Config{Snapshots: snapshots, Files: warehouse.OpenFiles(dir), Log: slog.New(slog.DiscardHandler), Office: store, DrawPlace: draw}); err != nil {
		t.Fatal(err)
	}
	g.site = g.server.routes()
	lease, err := snapshots.Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer lease.Release()
	rows, err := lease.DB().QueryContext(ctx, `SELECT a.name, a.id, r.id FROM report r JOIN agency a ON a.id = r.agency`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	reports, education := map[string]int{}, 0
	for rows.Next() {
		var name string
		var agency, report int
		if err := rows.Scan(&name, &agency, &report); err != nil {
			t.Fatal(err)
		}
		if reports[name] = report; name == "星湖区教育局" {
			education = agency
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, a := range people(education) {
		if _, err := store.AddAccount(context.WithoutCancel(ctx), office.Actor{Name: "test"}, a, ""); err != nil {
			t.Fatal(err)
		}
	}
	return g, reports
}

// Of a file that holds the reports of several agencies, who may not be handed it sees neither its text nor a page of it, on the page of
// the one report that is in reach either.
func TestAFileOfManyIsShownToThoseWhoReachAll(t *testing.T) {
	g, reports := oneFileOfTwo(t)
	for _, tc := range []struct {
		login, agency string
		whole         bool
	}{
		{"root", "星湖区教育局", true},
		{"city-office", "星湖区教育局", true},
		{"lake-office", "星湖区教育局", false},
		{"lake-viewer", "星湖区教育局", false},
		{"education", "星湖区教育局", false},
		{"lake-office", "星湖区民政局", true},
	} {
		page := "/reports/" + strconv.Itoa(reports[tc.agency])
		headers := g.as(t, tc.login)
		w := ask(g.site, http.MethodGet, page+"?cell=requests.received:total", nil, headers...)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", tc.login, w.Code)
		}
		body := w.Body.String()
		if strings.Contains(body, "示例市财政局") && !tc.whole {
			t.Errorf("%s is shown what another's report says", tc.login)
		}
		for what, there := range map[string]bool{"its text": strings.Contains(body, "原文："+tc.agency), "its picture": strings.Contains(body, page+"/place?"),
			"the way to it": strings.Contains(body, page+"/original")} {
			if there != tc.whole {
				t.Errorf("the report of %s has %s for %s: %t", tc.agency, what, tc.login, there)
			}
		}
		for _, path := range []string{"/original", "/place?at=p2,1:2"} {
			want := http.StatusOK
			if !tc.whole {
				want = http.StatusForbidden
			}
			if w := ask(g.site, http.MethodGet, page+path, nil, headers...); w.Code != want {
				t.Errorf("%s asks for %s of %s: %d, want %d", tc.login, path, tc.agency, w.Code, want)
			}
		}
	}
}

// Of a workbook with a sheet for each agency one sees the report's own, and those it shares with agencies in reach alone.
func TestAWorkbookOfManyIsShownSheetBySheet(t *testing.T) {
	g, reports := oneFileOfTwo(t)
	for login, all := range map[string]bool{"city-office": true, "lake-office": false} {
		w := ask(g.site, http.MethodGet, "/reports/"+strconv.Itoa(reports["星湖区人民政府"]), nil, g.as(t, login)...)
		body := w.Body.String()
		if w.Code != http.StatusOK || !strings.Contains(body, "原文：星湖区人民政府") {
			t.Errorf("%s is not shown the agency's own sheet: %d", login, w.Code)
		}
		if !strings.Contains(body, "星湖区汇总：星湖区司法局") {
			t.Errorf("%s is not shown the sheet of those in reach", login)
		}
		if strings.Contains(body, ">汇总：星湖区人民政府") != all || strings.Contains(body, "别的单位的报告") == all {
			t.Errorf("%s is shown the sheet both stand on: %t, want %t", login, !all, all)
		}
		if strings.Contains(body, "原文：=cmd") {
			t.Errorf("%s is shown another's sheet", login)
		}
	}
}
