package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongjian/data/regions"
	"tongjian/queries"
)

// runLine carries out a command line and gives its exit status and what it wrote.
func runLine(t *testing.T, args ...string) (status int, out, err string) {
	t.Helper()
	var o, e bytes.Buffer
	status = run(t.Context(), args, streams{in: strings.NewReader(""), out: &o, err: &e})
	return status, o.String(), e.String()
}

func TestAgencies(t *testing.T) {
	dir := t.TempDir()
	roster := filepath.Join(dir, "roster.csv")
	const contents = "机构名称,区划代码,别名\n龙亭区政府办公室,410202,龙亭区政务公开办\n龙亭区财政局,410202,\n水利局,,\n鼓楼区教育局,410204,\n"
	if err := os.WriteFile(roster, []byte(contents), 0o644); err != nil {
		t.Fatal(err)
	}
	warehouse := filepath.Join(dir, "data")

	status, out, errs := runLine(t, "agencies", "import", "--data", warehouse, "--dry-run", roster)
	if status != exitFailed || out != "可导入 3 个机构，有误 1 行（未导入）\n" || errs != roster+"：第4行“水利局”：从名称看不出属于哪个区划，请填区划代码（未导入）\n" {
		t.Errorf("dry run: %d\n%s%s", status, out, errs)
	}
	if _, err := os.Stat(warehouse); !os.IsNotExist(err) {
		t.Errorf("dry run made the data directory (%v)", err)
	}

	status, out, _ = runLine(t, "agencies", "import", "--data", warehouse, roster)
	if status != exitFailed || !strings.HasPrefix(out, "机构：新增 3，更新 0，无变化 0；有误 1 行；已发布快照 000001") {
		t.Errorf("import: %d\n%s", status, out)
	}
	good := filepath.Join(dir, "good.csv")
	if err := os.WriteFile(good, []byte(strings.ReplaceAll(contents, "水利局,,\n", "")), 0o644); err != nil {
		t.Fatal(err)
	}
	status, out, errs = runLine(t, "agencies", "import", "--data", warehouse, good)
	if status != exitOK || errs != "" || out != "机构：新增 0，更新 0，无变化 3；有误 0 行；内容没有变化，快照仍为 000001\n" {
		t.Errorf("import again: %d\n%s%s", status, out, errs)
	}

	status, out, _ = runLine(t, "agencies", "list", "--data", warehouse, "--region", "410202")
	const want = "410202　龙亭区政府办公室　部门　尚无报告　别名 龙亭区政务公开办\n410202　龙亭区财政局　部门　尚无报告\n共 2 个机构（快照 000001）\n"
	if status != exitOK || out != want {
		t.Errorf("list: %d\n%s", status, out)
	}
	status, out, _ = runLine(t, "agencies", "list", "--data", warehouse, "--text", "教育", "--json")
	var a queries.AgencyRow
	if err := json.Unmarshal([]byte(out), &a); status != exitOK || err != nil || a.Name != "鼓楼区教育局" || a.Region != "410204" {
		t.Errorf("list --json: %d %v\n%s", status, err, out)
	}
}

// TestAgenciesManyPages lists more agencies than are fetched at a time.
func TestAgenciesManyPages(t *testing.T) {
	dir := t.TempDir()
	roster := filepath.Join(dir, "roster.xlsx")
	var agencies []regions.Agency
	for _, r := range regions.All() {
		if len(agencies) < 2*agencyPage && r.Level == regions.LevelCounty && r.To == 0 {
			agencies = append(agencies, regions.Agency{Name: r.Name + "财政局", Region: r.Code, Scope: "own"})
		}
	}
	if err := regions.WriteRoster(roster, agencies); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	if status, out, errs := runLine(t, "agencies", "import", "--data", data, roster); status != exitOK {
		t.Fatalf("import: %d\n%s%s", status, out, errs)
	}
	status, out, _ := runLine(t, "agencies", "list", "--data", data)
	if n := strings.Count(out, "\n"); status != exitOK || n != 2*agencyPage+1 {
		t.Errorf("list: %d, %d lines, want %d", status, n, 2*agencyPage+1)
	}
}

func TestAgenciesUsage(t *testing.T) {
	for _, c := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{"agencies"}, exitUsage, "请指明子命令"},
		{[]string{"agencies", "remove"}, exitUsage, "remove"},
		{[]string{"agencies", "import"}, exitUsage, "缺少参数"},
		{[]string{"agencies", "list", "--region", "999999"}, exitUsage, "999999"},
		{[]string{"agencies", "list", "--nothing"}, exitUsage, "nothing"},
		{[]string{"agencies", "import", "none.xlsx"}, exitFailed, "none.xlsx"},
		{[]string{"agencies", "list", "--data", filepath.Join(t.TempDir(), "none")}, exitFailed, "tongjian ingest"},
	} {
		status, _, errs := runLine(t, c.args...)
		if status != c.status || !strings.Contains(errs, c.want) {
			t.Errorf("%q: %d, want %d with %q\n%s", c.args, status, c.status, c.want, errs)
		}
	}
}
