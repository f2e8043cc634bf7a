package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongjian/data/regions"
	"tongjian/data/warehouse"
)

// publishedRoster publishes a snapshot that holds two agencies and no report.
func publishedRoster(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	job, err := warehouse.Begin(t.Context(), dir, warehouse.Options{Command: "test"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = job.ImportAgencies(t.Context(), []regions.Agency{
		{Name: "东湖区财政局", Region: "990101", Population: 120000, Sample: true},
		{Name: "a,\"b\"\n\x1b[31m", Region: "990102", Sample: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := job.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := job.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestSQL(t *testing.T) {
	dir := publishedRoster(t)
	const query = "SELECT name AS 名称, population, population / 7 AS 每, 1.50 AS 额, '' AS 空 FROM agency ORDER BY id"
	for _, tc := range []struct {
		name  string
		args  []string
		stdin string
		code  int
		out   string
		err   string // a part of what stands in standard error
	}{
		{name: "table", args: []string{query}, out: "" +
			"名称          population                 每   额  空\n" +
			"------------  ----------  -----------------  ---  --\n" +
			"东湖区财政局      120000  17142.85714285714  1.5\n" +
			"a,\"b\"               NULL               NULL  1.5\n" +
			"\\x1b[31m\n" +
			"（2 行）\n"},
		{name: "csv", args: []string{"--format", "csv", query}, out: "" +
			"名称,population,每,额,空\n" +
			"东湖区财政局,120000,17142.85714285714,1.5,\n" +
			"\"a,\"\"b\"\"\n\x1b[31m\",,,1.5,\n"},
		{name: "json from standard input", args: []string{"--format", "json", "-"}, stdin: query, out: "[\n" +
			`{"名称":"东湖区财政局","population":120000,"每":17142.85714285714,"额":"1.5","空":""},` + "\n" +
			`{"名称":"a,\"b\"\n\u001b[31m","population":null,"每":null,"额":"1.5","空":""}` + "\n]\n"},
		{name: "nothing found", args: []string{"SELECT id, name FROM agency WHERE id = 0"}, out: "id  name\n--  ----\n（0 行）\n"},
		{name: "nothing found, json", args: []string{"--format", "json", "SELECT id FROM agency WHERE id = 0"}, out: "[\n]\n"},
		{name: "two columns of one name", args: []string{"--format", "json", "SELECT 1 AS a, 2 AS a"}, code: exitFailed, err: "两列都叫 a"},
		{name: "no query", args: []string{"DELETE FROM agency"}, code: exitFailed, err: "只能执行一条查询语句"},
		{name: "several", args: []string{"SELECT 1; SELECT 2"}, code: exitFailed, err: "只能执行一条查询语句"},
		{name: "wrong", args: []string{"SELECT nothing FROM agency"}, code: exitFailed, err: "查询出错: Binder Error"},
		{name: "a file", args: []string{"SELECT * FROM read_text('/etc/hosts')"}, code: exitFailed, err: "Permission Error"},
		{name: "no such format", args: []string{"--format", "xml", "SELECT 1"}, code: exitUsage, err: "table、csv、json"},
		{name: "no words", args: nil, code: exitUsage, err: "用法"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			args := append([]string{"sql", "--data", dir}, tc.args...)
			code := run(context.Background(), args, streams{in: strings.NewReader(tc.stdin), out: &out, err: &errs})
			if code != tc.code || !strings.Contains(errs.String(), tc.err) || tc.err == "" && errs.Len() > 0 {
				t.Errorf("exit %d, want %d; standard error:\n%s", code, tc.code, errs.String())
			}
			if diff := cmp.Diff(tc.out, out.String()); tc.code == exitOK && diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSQLWithoutSnapshot(t *testing.T) {
	var out, errs bytes.Buffer
	code := run(context.Background(), []string{"sql", "--data", t.TempDir(), "SELECT 1"}, streams{out: &out, err: &errs})
	if code != exitFailed || !strings.Contains(errs.String(), "还没有发布过数据") {
		t.Errorf("exit %d: %s", code, errs.String())
	}
}
