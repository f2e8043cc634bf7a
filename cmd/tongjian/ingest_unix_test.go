//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongjian/data/sample"
	"tongjian/data/warehouse"
)

// kills is how many times more a job is killed, at moments chosen by chance:
//
//	go test ./cmd/tongjian -run TestJobs/killed -timeout 2h -kills 500
var kills = flag.Int("kills", 0, "kill this many more ingest jobs, at moments chosen by chance")

// jobs is what the tests of jobs start from.
type jobs struct {
	base    string // a data directory with a roster and one report, of another region than the sample's
	reports string // a folder of some 90 sample reports, more than are loaded in one go
	files   int
	before  string // content of the base
	after   string // content of the base once the reports are ingested
}

// TestJobs runs ingest jobs as processes: killed in the middle, and two at a time under a server.
func TestJobs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	j := jobs{base: filepath.Join(dir, "base"), reports: filepath.Join(dir, "sample", sample.ReportsDir)}
	must(t, "simulate", "--out", filepath.Join(dir, "sample"), "--regions", "3", "--agencies", "5", "--years", "2022-2025")
	real, err := sample.WriteReal(filepath.Join(dir, "real"))
	if err != nil {
		t.Fatal(err)
	}
	must(t, "agencies", "import", "--data", j.base, filepath.Join(dir, "sample", sample.RosterFile))
	must(t, append([]string{"ingest", "--data", j.base}, real...)...)
	j.before = content(t, j.base)
	clean := j.copy(t)
	summary := must(t, "ingest", "--data", clean, j.reports)
	if _, err := fmt.Sscanf(summary, "%d 个文件", &j.files); err != nil || j.files < 90 {
		t.Fatalf("%d files: %v", j.files, err)
	}
	j.after = content(t, clean)
	if n := number(t, clean); n != number(t, j.base)+1 || j.before == j.after {
		t.Fatalf("the clean run published %d", n)
	}
	t.Run("killed", j.testKilled)
	t.Run("two at once", j.testTwoAtOnce)
}

// copy gives a data directory like the base.
func (j jobs) copy(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(j.base)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// content is what a reader can see of a data directory: every report with its figures, findings and the sums of regions,
// without what may differ from run to run. It is asked for in one go, a line a row.
func content(t *testing.T, dir string) string {
	t.Helper()
	var parts []string
	for i, query := range []string{
		`SELECT a.region, a.name, r.year, r.scope, r.revision, r.live, r.source, r.title, r.edition2, r.edition3, r.edition4, r.facts_digest,
			count(f.report) AS facts, count(f.value) AS figures,
			md5(string_agg(concat_ws('|', f.tbl, f.measure, f.applicant, f.value, f.state, f.raw, f.note, f.place), chr(10) ORDER BY f.ord)) AS cells
			FROM report r JOIN agency a ON a.id = r.agency LEFT JOIN fact f ON f.report = r.id GROUP BY ALL`,
		`SELECT a.region, a.name, r.year, f.check_id, f.severity, f.message, count(*) AS n FROM finding f JOIN report r ON r.id = f.report
			JOIN agency a ON a.id = r.agency GROUP BY ALL`,
		`SELECT region, year, basis, count(*) AS n, md5(string_agg(concat_ws('|', measure, applicant, value, reports, reported), chr(10)
			ORDER BY measure, applicant)) AS sums FROM rollup GROUP BY ALL`,
		`SELECT count(*) AS sources, count(DISTINCT sha256) AS files FROM source`,
	} {
		parts = append(parts, fmt.Sprintf("SELECT %d AS part, CAST(seen AS VARCHAR) AS seen FROM (%s) seen", i, query))
	}
	return must(t, "sql", "--data", dir, "--format", "csv", strings.Join(parts, " UNION ALL ")+" ORDER BY ALL")
}

// number is the newest snapshot's.
func number(t *testing.T, dir string) int {
	t.Helper()
	_, line, _ := strings.Cut(must(t, "sql", "--data", dir, "--format", "csv", "SELECT number FROM snapshot_info"), "\n")
	n, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A job is killed at several moments. The last snapshot stays whole and is served; the same command again completes the work,
// with the same result as if nothing had happened.
func (j jobs) testKilled(t *testing.T) {
	stored := func(files int) func(string) bool {
		return func(dir string) bool { return len(entries(t, dir, "files")) >= files }
	}
	loaded := func(files int) func(string) bool {
		return func(dir string) bool { return logged(dir) >= files }
	}
	moments := map[string]func(dir string) bool{
		"storing the first files": stored(len(entries(t, j.base, "files")) + 3),
		"half loaded":             loaded(j.files / 2),
		"publishing": func(dir string) bool {
			return len(entries(t, dir, "snapshots")) > len(entries(t, j.base, "snapshots"))
		},
	}
	for i := range *kills {
		files := rand.IntN(j.files + 1)
		name := fmt.Sprintf("%d: %d ", i, files)
		if rand.IntN(2) == 0 {
			moments[name+"stored"] = stored(2 * files) // a file and the document read from it
		} else {
			moments[name+"loaded"] = loaded(files)
		}
	}
	for name, moment := range moments {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j.kill(t, moment)
		})
	}
}

// kill kills a job at a moment and looks at what it leaves.
func (j jobs) kill(t *testing.T, moment func(dir string) bool) {
	dir := j.copy(t)
	ingest := []string{"ingest", "--data", dir, "--log", dir + ".log", j.reports}
	p := startProcess(t, ingest...)
	until(t, "the moment to kill", func() bool { return moment(dir) || !p.running() })
	_ = p.cmd.Process.Kill() // an error says that it has ended, which the status tells too
	status := p.wait(t)

	want := j.before
	if n := number(t, dir); n > number(t, j.base) {
		want = j.after // it had published by then
	} else if status != -1 {
		t.Errorf("exit %d without publishing\n%s", status, &p.stderr)
	}
	if diff := cmp.Diff(want, content(t, dir)); diff != "" {
		t.Errorf("content after %d files, exit %d (-want +got):\n%s", logged(dir), status, diff)
	}
	server, address := startServer(t, "serve", "--data", dir)
	wantPage(t, address, http.StatusOK, "</html>")
	server.stop(t)

	must(t, ingest...)
	if diff := cmp.Diff(j.after, content(t, dir)); diff != "" {
		t.Errorf("content after the rerun (-want +got):\n%s", diff)
	}
	if n := number(t, dir); n != number(t, j.base)+1 {
		t.Errorf("the rerun left snapshot %d", n)
	}
	wholeFiles(t, dir)
}

// logged is how many files the log beside a data directory says are done.
func logged(dir string) int {
	b, err := os.ReadFile(dir + ".log")
	if err != nil {
		return 0
	}
	return bytes.Count(b, []byte("\n"))
}

// wholeFiles fails the test when a file of the data directory is missing, damaged, or left half written.
func wholeFiles(t *testing.T, dir string) {
	t.Helper()
	files := warehouse.OpenFiles(dir)
	out := must(t, "sql", "--data", dir, "--format", "csv", "SELECT sha256 FROM source UNION SELECT document_sha FROM report")
	for sha := range strings.Lines(out) {
		if sha = strings.TrimSpace(sha); sha == "sha256" {
			continue
		}
		if _, err := files.Read(sha); err != nil {
			t.Error(err)
		}
	}
	for _, sub := range []string{"files", "snapshots"} {
		for _, name := range entries(t, dir, sub) {
			if strings.HasPrefix(name, ".") {
				t.Errorf("%s/%s was left behind", sub, name)
			}
		}
	}
}

// entries lists a part of a data directory.
func entries(t *testing.T, dir, sub string) (names []string) {
	t.Helper()
	list, err := os.ReadDir(filepath.Join(dir, sub))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

// Two jobs start on one data directory while a server reads it. The second waits and says for whom; no reader notices; in the
// end all is there.
func (j jobs) testTwoAtOnce(t *testing.T) {
	t.Parallel()
	dir := j.copy(t)
	parts := entries(t, j.reports, "")
	var halves [2][]string
	for i, part := range parts {
		halves[i%2] = append(halves[i%2], filepath.Join(j.reports, part))
	}
	server, address := startServer(t, "serve", "--data", dir)
	first := startProcess(t, append([]string{"ingest", "--data", dir}, halves[0]...)...)
	until(t, "the first job to hold the lock", func() bool { return lockHolder(dir) == first.cmd.Process.Pid || !first.running() })
	first.signal(t, syscall.SIGSTOP) // so that the second is certain to find it at work
	second := startProcess(t, append([]string{"ingest", "--data", dir}, halves[1]...)...)
	until(t, "the second job to wait", func() bool { return second.stderr.count() > 0 || !second.running() })
	notice := fmt.Sprintf("另一个任务正在写入，等待其完成：tongjian ingest（主机 %s，进程号 %d，", hostName(t), first.cmd.Process.Pid)
	if got := second.stderr.String(); !strings.HasPrefix(got, notice) || strings.Count(got, "\n") != 1 {
		t.Errorf("waiting, the second job says %q, want %q", got, notice)
	}

	done := make(chan struct{})
	var readers sync.WaitGroup
	readers.Go(func() {
		readUntil(t, address, []string{"", "volumes?region=990101", "findings", "agencies.json"}, done)
	})
	readers.Go(func() { followSnapshots(t, address, number(t, j.base), done) })
	first.signal(t, syscall.SIGCONT)
	for _, job := range []*process{first, second} {
		if status := job.wait(t); status != exitOK {
			t.Errorf("%s: exit %d\n%s", job.cmd, status, &job.stderr)
		}
	}
	close(done)
	readers.Wait()
	wantPage(t, address+"healthz", http.StatusOK, fmt.Sprintf("snapshot %d", number(t, j.base)+2))
	server.stop(t)
	if diff := cmp.Diff(j.after, content(t, dir)); diff != "" {
		t.Errorf("content (-want +got):\n%s", diff)
	}
	wholeFiles(t, dir)
}

// readEvery paces the readers, to leave the jobs something of the machine.
const readEvery = 20 * time.Millisecond

// readUntil asks for pages again and again, which must come every time.
func readUntil(t *testing.T, address string, paths []string, done <-chan struct{}) {
	pace := time.NewTicker(readEvery)
	defer pace.Stop()
	for i := 0; ; i++ {
		path := paths[i%len(paths)]
		if status, body, err := get(t.Context(), address+path); status != http.StatusOK {
			t.Errorf("%s: %d %v\n%s", path, status, err, body)
			return
		}
		select {
		case <-done:
			return
		case <-pace.C:
		}
	}
}

// followSnapshots asks which snapshot is served: it never goes back.
func followSnapshots(t *testing.T, address string, last int, done <-chan struct{}) {
	pace := time.NewTicker(readEvery)
	defer pace.Stop()
	for {
		_, body, err := get(t.Context(), address+"healthz")
		n := 0
		if _, scan := fmt.Sscanf(body, "ok snapshot %d", &n); scan != nil || n < last {
			t.Errorf("after snapshot %d: %q %v", last, body, err)
			return
		}
		last = n
		select {
		case <-done:
			return
		case <-pace.C:
		}
	}
}

// lockHolder is the process that says it holds a data directory's lock; 0 when none does.
func lockHolder(dir string) int {
	var holder struct{ PID int }
	b, err := os.ReadFile(filepath.Join(dir, "lock.json"))
	if err != nil || json.Unmarshal(b, &holder) != nil {
		return 0
	}
	return holder.PID
}

func hostName(t *testing.T) string {
	t.Helper()
	name, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	return name
}
