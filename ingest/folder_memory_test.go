package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"tongjian/data"
	"tongjian/data/warehouse"
)

// TestManyFiles ingests TONGJIAN_FILES files of all formats into a warehouse and logs what the process holds as it goes; the memory
// must not grow with the number of files. It takes minutes and runs where the variable is set:
//
//	TONGJIAN_FILES=10000 go test ./ingest -run TestManyFiles -v -timeout 30m
func TestManyFiles(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("TONGJIAN_FILES"))
	if n == 0 {
		t.Skip("TONGJIAN_FILES is not set")
	}
	dir := t.TempDir()
	writeMixed(t, dir, n)
	job, err := warehouse.Begin(t.Context(), filepath.Join(t.TempDir(), "data"), warehouse.Options{Command: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer job.Close()
	started, done, failed := time.Now(), 0, 0
	var half, last int
	_, err = Run(t.Context(), job, []string{dir}, Options{Each: func(f FileResult) {
		done++
		if f.Reason != "" {
			failed++
		}
		if done%max(1, n/5) != 0 {
			return
		}
		runtime.GC() // what is left is held, not waiting to be collected
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		now, most := resident(t)
		t.Logf("%6d files  %5.0f s  resident %4d MB (at most %4d)  Go heap %3d MB (from the system %d, given back %d)  DuckDB %s", done,
			time.Since(started).Seconds(), now, most, m.HeapAlloc>>20, m.Sys>>20, m.HeapReleased>>20, held(t, job))
		if done <= n/2 {
			half = most
		}
		last = most
	}})
	if err != nil {
		t.Fatal(err)
	}
	if failed > 0 {
		t.Errorf("%d files failed", failed)
	}
	started = time.Now()
	if _, err := job.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, most := resident(t)
	t.Logf("published in %.1f s, resident at most %d MB, DuckDB %s", time.Since(started).Seconds(), most, held(t, job))
	if half > 0 && last > half*3/2 {
		t.Errorf("memory grew from %d MB to %d MB in the second half", half, last)
	}
}

// held tells what DuckDB has in memory and beside it.
func held(t *testing.T, job *warehouse.Job) string {
	var memory, beside int64
	const query = `SELECT sum(memory_usage_bytes)::BIGINT, sum(temporary_storage_bytes)::BIGINT FROM duckdb_memory()`
	if err := job.DB().QueryRowContext(t.Context(), query).Scan(&memory, &beside); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d MB, beside it %d MB", memory>>20, beside>>20)
}

// resident gives the memory of this process, now and at most so far, in MB; zeros where the system does not say.
func resident(t *testing.T) (now, most int) {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Log(err)
		return 0, 0
	}
	for line := range strings.SplitSeq(string(b), "\n") {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kb, _ := strconv.Atoi(fields[1])
		switch fields[0] {
		case "VmRSS:":
			now = kb >> 10
		case "VmHWM:":
			most = kb >> 10
		}
	}
	return now, most
}

// writeMixed writes files of all formats, no two alike: pages, workbooks and texts of agencies of their own, and now and then a PDF or
// a document of other programs.
func writeMixed(t *testing.T, dir string, n int) {
	t.Helper()
	base := ownBases()[0]
	fixture := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	paper, document, old := fixture("office2021.pdf"), fixture("office2021.docx"), fixture("office2021.xls")
	for i := range n {
		b := *base
		b.agency = fmt.Sprintf("龙亭区第%d测试局", 100_000+i) // no number that could be a year
		b.want = map[data.CellID]*string{}
		for id, v := range base.want {
			b.want[id] = v
		}
		var content []byte
		ending := ""
		switch i % 10 {
		case 0, 1, 2, 3:
			ending, content = ".xlsx", as(&b).workbook(t, false)
		case 4, 5, 6:
			ending, content = ".html", as(&b).html(pageStyle{})
		case 7:
			ending, content = ".txt", as(&b).text(tabs)
		case 8:
			ending, content = ".pdf", append(bytes.Clone(paper), fmt.Sprintf("\n%%%d\n", i)...)
		case 9:
			ending, content = ".docx", commented(t, document, i)
			if i == 99 {
				ending, content = ".xls", old
			}
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%06d%s", i, ending)), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// commented is a zip file with a comment that makes it another.
func commented(t *testing.T, b []byte, n int) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, f := range from.File {
		if err := to.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.SetComment(strconv.Itoa(n)); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
