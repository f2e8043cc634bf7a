package main

import (
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The load: so many people look at pages, each at one a second or so, while so many reports are read and loaded.
const (
	viewers      = 200
	analysts     = 2                       // who take whole tables away, one after another
	thinking     = 1500 * time.Millisecond // between two pages of one viewer, half of it to one and a half times
	loadAgencies = "36"                    // of each of nine districts: some 2,000 reports in six years
	mostMemory   = 3 << 20                 // of the server, in KB
)

// TestLoad measures the server at its busiest: TONGJIAN_LOAD=1m go test ./cmd/tongjian -run TestLoad -v -timeout 1h. Its figures mean
// something only on a machine with nothing else to do.
func TestLoad(t *testing.T) {
	text := os.Getenv("TONGJIAN_LOAD")
	if text == "" {
		t.Skip("TONGJIAN_LOAD says how long")
	}
	duration, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	base, more, dir := t.TempDir(), t.TempDir(), t.TempDir()
	must(t, "simulate", "--out", base, "--agencies", loadAgencies, "--years", "2019-2020")
	must(t, "simulate", "--out", more, "--agencies", loadAgencies, "--years", "2021-2026")
	must(t, "agencies", "import", "--data", dir, filepath.Join(base, "roster.xlsx"))
	must(t, "ingest", "--data", dir, filepath.Join(base, "年度报告"))
	server, address := startServer(t, "serve", "--data", dir)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: viewers}, Timeout: time.Minute}
	defer client.CloseIdleConnections()
	links := linksOf(t, client, strings.TrimSuffix(address, "/"))
	tables := slices.DeleteFunc(slices.Clone(links), func(link string) bool { return !wholeTable(link) })
	links = slices.DeleteFunc(links, wholeTable)
	if len(tables) == 0 {
		t.Fatal("nowhere is a whole table to be had")
	}
	alone := &timings{}
	for range 2 { // made, and kept
		for _, link := range links {
			alone.look(t, client, link)
		}
	}
	t.Logf("%d addresses, one viewer: %s", len(links), alone)

	crowd := func(seed uint64, until <-chan struct{}) (looking, taking *timings) {
		looking, taking = &timings{}, &timings{}
		var group sync.WaitGroup
		for i := range viewers + analysts {
			group.Go(func() {
				r := rand.New(rand.NewPCG(seed, uint64(i)))
				for {
					select {
					case <-until:
						return
					case <-time.After(thinking/2 + time.Duration(r.Int64N(int64(thinking)))):
					}
					if i < viewers {
						looking.look(t, client, links[r.IntN(len(links))])
					} else {
						taking.look(t, client, tables[r.IntN(len(tables))])
					}
				}
			})
		}
		group.Wait()
		return looking, taking
	}
	minute := make(chan struct{})
	time.AfterFunc(duration, func() { close(minute) })
	quiet, taken := crowd(1, minute)
	t.Logf("%d viewers and %d analysts for %s: pages %s; tables %s", viewers, analysts, duration, quiet, taken)

	before, done, took := time.Now(), make(chan struct{}), time.Duration(0)
	job := startProcess(t, "ingest", "--data", dir, filepath.Join(more, "年度报告"))
	go func() {
		defer close(done)
		<-job.ended
		took = time.Since(before)
		time.Sleep(max(0, duration-took)) // looking at what has been published
	}()
	busy, takenBusy := crowd(2, done)
	if status := job.wait(t); status != exitOK {
		t.Errorf("the job ended with %d\n%s", status, &job.stderr)
	}
	memory := peak(t, server.cmd.Process.Pid)
	t.Logf("the same for %s while a job read and loaded for %s: pages %s; tables %s; server at most %d MB", time.Since(before).Round(time.Second),
		took.Round(time.Second), busy, takenBusy, memory>>10)
	if memory > mostMemory {
		t.Errorf("the server took %d MB", memory>>10)
	}
	if wrong := busy.wrong + quiet.wrong + alone.wrong + taken.wrong + takenBusy.wrong; wrong > 0 {
		t.Errorf("%d answers were wrong", wrong)
	}
	server.stop(t)
}

// wholeTable reports whether an address gives all rows of a table, which nobody who looks at pages asks for.
func wholeTable(link string) bool {
	path, _, _ := strings.Cut(link, "?")
	return strings.Contains(path, "/api/v1/") && slices.Contains([]string{".csv", ".ndjson", ".parquet"}, filepath.Ext(path))
}

// linksOf is every page, export and picture that two steps from the start lead to, of each kind a few.
func linksOf(t *testing.T, client *http.Client, site string) []string {
	t.Helper()
	href := regexp.MustCompile(`href="(/[^"#]*)`)
	number := regexp.MustCompile(`=[^&]*|\d+`)
	const ofAKind = 3
	kinds, seen := map[string]int{}, map[string]bool{}
	var links []string
	waiting := []string{"/"}
	for steps := 0; steps < 3; steps++ {
		var next []string
		for _, path := range waiting {
			kind := number.ReplaceAllString(path, "")
			if seen[path] || kinds[kind] >= ofAKind || strings.HasPrefix(path, "/static/") || strings.Contains(path, "/original") || strings.Contains(path, ".xlsx") || strings.Contains(path, ".zip") ||
				strings.Contains(path, "letter") || strings.HasPrefix(path, "/signin") {
				continue
			}
			seen[path] = true
			kinds[kind]++
			status, body, err := get(t.Context(), site+path)
			if err != nil || status != http.StatusOK {
				t.Errorf("%s: %d, %v", path, status, err)
				continue
			}
			links = append(links, site+path)
			for _, found := range href.FindAllStringSubmatch(body, -1) {
				next = append(next, html.UnescapeString(found[1]))
			}
		}
		waiting = next
	}
	return links
}

// timings are how long answers took.
type timings struct {
	mu    sync.Mutex
	all   []time.Duration
	wrong int
}

func (m *timings) look(t *testing.T, client *http.Client, link string) {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
	if err != nil {
		t.Error(err)
		return
	}
	start := time.Now()
	answer, err := client.Do(r)
	if err == nil {
		_, err = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
	}
	took := time.Since(start)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all = append(m.all, took)
	if err != nil || answer.StatusCode != http.StatusOK {
		if m.wrong++; m.wrong < 10 {
			t.Errorf("%s: %v after %s", link, err, took)
		}
	}
}

func (m *timings) String() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	slices.Sort(m.all)
	at := func(share float64) time.Duration {
		return m.all[int(share*float64(len(m.all)-1))].Round(time.Millisecond / 10)
	}
	return fmt.Sprintf("%d answers, %d wrong, half within %s, 95 %% within %s, 99 %% within %s, all within %s", len(m.all), m.wrong, at(.5), at(.95), at(.99), at(1))
}

// peak is the most memory a process has had, in KB.
func peak(t *testing.T, pid int) (kb int) {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if _, err := fmt.Sscanf(line, "VmHWM: %d kB", &kb); err == nil {
			return kb
		}
	}
	t.Fatal("the system does not say what memory a process had")
	return 0
}
