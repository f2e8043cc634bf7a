//go:build unix

package main

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"tongjian/data/sample"
)

// The one command of a newcomer: sample data and the real report are loaded, and pages are up at the address it says. It takes
// long, so it runs once, and what it loads is compared with the truth about the sample.
func TestDemo(t *testing.T) {
	if testing.Short() {
		t.Skip("reads over 1600 reports")
	}
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	server, address := startServer(t, "demo", "--data", dir)
	if errs := server.stderr.String(); !strings.Contains(errs, "正在生成示例报告 1662 / 1662\n") || !strings.Contains(errs, "正在读取、核验、入库") {
		t.Errorf("what it is doing is not said:\n%s", errs)
	}
	if out := server.stdout.String(); !strings.HasPrefix(out, "1665 个文件：已入库 1663，无变化 0，已更新 2，待归属 0，失败 0；") {
		t.Errorf("it says %q", out)
	}
	wantPage(t, address, http.StatusOK, "示例")
	for _, path := range []string{"volumes", "outcomes", "reviews", "proactive", "compare", "agencies", "findings", "sources"} {
		wantPage(t, address+path, http.StatusOK, "示例")
	}
	wantPage(t, address+"agencies.json?region=410202", http.StatusOK, "龙亭区政府办公室")
	server.stop(t)

	// The figures of the real report, as its office published them.
	const query = `SELECT f.measure, f.raw, f.place FROM fact f JOIN report r ON r.id = f.report JOIN agency a ON a.id = r.agency
		WHERE a.region = '410202' AND r.year = 2021 AND f.measure IN ('requests.received', 'review.total') AND f.applicant IN ('', 'total') ORDER BY 1`
	if got, want := must(t, "sql", "--data", dir, "--format", "csv", query), "measure,raw,place\nrequests.received,20,36:9\nreview.total,8,69:5\n"; got != want {
		t.Errorf("the real report's figures are\n%s, want\n%s", got, want)
	}

	generated, err := sample.Generate(sample.DefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	wantTruth(t, dir, generated)
}
