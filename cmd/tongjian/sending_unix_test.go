//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"tongjian/data/office"
)

// desk is a data directory people send reports to: 2024 is loaded, 2025 is to be sent.
type desk struct {
	dir   string
	files []string // of 2025, by path
	store *office.Store
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	reports, roster := smallSample(t, "2024-2025")
	d := &desk{dir: t.TempDir()}
	must(t, "agencies", "import", "--data", d.dir, roster)
	loaded := []string{"ingest", "--data", d.dir}
	for _, folder := range []string{"示例市", "星湖区"} {
		loaded = append(loaded, filepath.Join(reports, folder, "2024年度"))
		found, err := filepath.Glob(filepath.Join(reports, folder, "2025年度", "*.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		d.files = append(d.files, found...)
	}
	must(t, loaded...)
	if len(d.files) < 5 {
		t.Fatalf("%d files to send", len(d.files))
	}
	var err error
	if d.store, err = office.Open(t.Context(), d.dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.store.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// submissions gives all there are, by the names of their files.
func (d *desk) submissions(t *testing.T) map[string]office.Submission {
	t.Helper()
	all := map[string]office.Submission{}
	err := d.store.Submissions(t.Context(), office.SubmissionFilter{}, func(s office.Submission) bool {
		all[s.Name] = s
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// form writes files as a browser sends them, each under its name with a prefix.
func form(w io.Writer, prefix string, files []string) (kind string, err error) {
	m := multipart.NewWriter(w)
	for _, file := range files {
		part, err := m.CreateFormFile("file", prefix+filepath.Base(file))
		if err != nil {
			return "", err
		}
		b, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		if _, err := part.Write(b); err != nil {
			return "", err
		}
	}
	return m.FormDataContentType(), m.Close()
}

// post sends files as a program does and gives the answer.
func post(t *testing.T, address, prefix string, files []string) *http.Response {
	t.Helper()
	var body bytes.Buffer
	kind, err := form(&body, prefix, files)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"send", &body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", kind)
	request.Header.Set("Accept", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// upload sends files and gives the job that reads them.
func upload(t *testing.T, address, prefix string, files []string) int64 {
	t.Helper()
	response := post(t, address, prefix, files)
	defer response.Body.Close()
	var answer struct {
		Job   int64
		Files int
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || response.StatusCode != http.StatusCreated || answer.Files != len(files) {
		t.Fatalf("send: %d, %+v, %v", response.StatusCode, answer, err)
	}
	return answer.Job
}

// interrupted begins to send files and kills the server when it has half of one of them.
func interrupted(t *testing.T, server *process, address, prefix string, files []string) {
	t.Helper()
	from, to := io.Pipe()
	at := rand.IntN(len(files))
	head := multipart.NewWriter(to)
	go func() {
		for i, file := range files {
			part, err := head.CreateFormFile("file", prefix+filepath.Base(file))
			if err != nil {
				return // the server is gone
			}
			b, err := os.ReadFile(file)
			if err != nil {
				_ = to.CloseWithError(err)
				return
			}
			if _, err := part.Write(b[:len(b)/2]); err != nil {
				return
			}
			if i == at {
				_ = server.cmd.Process.Kill()
				<-server.ended
				_ = to.CloseWithError(io.ErrUnexpectedEOF)
				return
			}
			if _, err := part.Write(b[len(b)/2:]); err != nil {
				return
			}
		}
	}()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"send", from)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", head.FormDataContentType())
	if response, err := http.DefaultClient.Do(request); err == nil {
		response.Body.Close()
		if response.StatusCode < http.StatusBadRequest {
			t.Errorf("what came in half was answered with %d", response.StatusCode)
		}
	}
}

// press sends a form as a page does.
func press(t *testing.T, address string, values url.Values) {
	t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(values.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusSeeOther {
		b, _ := io.ReadAll(response.Body)
		t.Fatalf("%s: %d\n%s", address, response.StatusCode, b)
	}
}

// numbers gives the submissions of a status, and their numbers as a form sends them.
func (d *desk) numbers(t *testing.T, status office.Status) url.Values {
	t.Helper()
	var ids []string
	for _, s := range d.submissions(t) {
		if s.Status == status {
			ids = append(ids, fmt.Sprint(s.ID))
		}
	}
	return url.Values{"sent": ids}
}

// settled waits until no submission is being read or loaded.
func (d *desk) settled(t *testing.T) {
	t.Helper()
	under := office.SubmissionFilter{Statuses: []office.Status{office.StatusReceived, office.StatusAccepted}}
	until(t, "everything to be read and loaded", func() bool {
		none := true
		err := d.store.Submissions(t.Context(), under, func(office.Submission) bool {
			none = false
			return false
		})
		if err != nil {
			t.Fatal(err)
		}
		return none
	})
}

// pause waits for a moment chosen by chance, so that a kill hits anywhere.
func pause(most time.Duration) { <-time.After(rand.N(most)) }

// A server is killed while files come in, while they are read, and while they are loaded. What was answered for is never lost,
// what came in half is nowhere to be seen, and the next server finishes the work.
func TestKilledWhileSending(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	rounds := 2 + *kills
	loaded := 0
	for round := range rounds {
		server, address := startServer(t, "serve", "--data", d.dir)
		interrupted(t, server, address, fmt.Sprintf("半-%d-", round), d.files)

		server, address = startServer(t, "serve", "--data", d.dir)
		kept := fmt.Sprintf("全-%d-", round)
		upload(t, address, kept, d.files)
		pause(300 * time.Millisecond)
		server.signal(t, syscall.SIGKILL)
		server.wait(t)

		server, address = startServer(t, "serve", "--data", d.dir)
		d.settled(t)
		for name, s := range d.submissions(t) {
			if strings.HasPrefix(name, "半-") {
				t.Errorf("%s came in half and is kept", name)
			}
			if strings.HasPrefix(name, kept) && s.Status != office.StatusChecked {
				t.Errorf("%s: %s %s", name, s.Status, s.Reason)
			}
		}
		if n := len(d.submissions(t)); n != (round+1)*len(d.files) {
			t.Errorf("%d submissions after %d rounds of %d", n, round+1, len(d.files))
		}
		leftovers(t, d.dir)

		press(t, address+"receive", d.numbers(t, office.StatusChecked))
		pause(2 * time.Second)
		server.signal(t, syscall.SIGKILL)
		server.wait(t)

		server, _ = startServer(t, "serve", "--data", d.dir)
		d.settled(t)
		for name, s := range d.submissions(t) {
			if s.Status != office.StatusLoaded || slices.ContainsFunc(s.Reports, func(r office.SentReport) bool { return r.Report == 0 }) {
				t.Errorf("%s: %s %s %+v", name, s.Status, s.Reason, s.Reports)
			}
		}
		loaded = len(d.files)
		server.stop(t)
		left, err := filepath.Glob(filepath.Join(d.dir, "incoming", strings.Repeat("?", 64)))
		if err != nil || len(left) > 0 {
			t.Errorf("loaded, and still where they came in: %q %v", left, err)
		}
		must(t, "verify", "--data", d.dir)
	}
	out := must(t, "sql", "--data", d.dir, "--format", "csv", "SELECT count(*) AS n FROM report WHERE year = 2025 AND live")
	if want := fmt.Sprintf("n\n%d\n", loaded); strings.ReplaceAll(out, "\r", "") != want {
		t.Errorf("live reports on 2025: %q, want %q", out, want)
	}
	if _, err := d.store.VerifyAudit(t.Context(), office.Chain{}); err != nil {
		t.Error(err)
	}
}

// leftovers looks for what dead servers left half written.
func leftovers(t *testing.T, dir string) {
	t.Helper()
	for _, pattern := range []string{"part-*", "at-work-*"} {
		found, err := filepath.Glob(filepath.Join(dir, "incoming", pattern))
		if err != nil {
			t.Fatal(err)
		}
		if pattern == "at-work-*" && len(found) == 1 {
			continue // the server at work
		}
		if len(found) > 0 {
			t.Errorf("left over: %q", found)
		}
	}
}

// Two servers and the command line work on one directory: every file is read once and loaded once, whoever received it.
func TestTwoServersOnOneDirectory(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, a := startServer(t, "serve", "--data", d.dir)
	second, b := startServer(t, "serve", "--data", d.dir)
	half := len(d.files) / 2
	upload(t, a, "", d.files[:half])
	upload(t, b, "", d.files[half:])
	command := startProcess(t, "ingest", "--data", d.dir, d.files[0])
	d.settled(t)
	press(t, b+"receive", d.numbers(t, office.StatusChecked))
	d.settled(t)
	if status := command.wait(t); status != exitOK {
		t.Errorf("ingest ended with %d\n%s", status, &command.stderr)
	}
	for name, s := range d.submissions(t) {
		if s.Status != office.StatusLoaded {
			t.Errorf("%s: %s %s", name, s.Status, s.Reason)
		}
	}
	for _, address := range []string{a, b} {
		wantPage(t, address+"receive?state=accepted", http.StatusOK, filepath.Base(d.files[0]))
		wantPage(t, address+"jobs", http.StatusOK, "命令行")
	}
	list, err := d.store.Jobs(t.Context(), office.JobFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range list {
		if j.State != office.JobDone || j.Failed > 0 {
			t.Errorf("%+v", j)
		}
	}
	first.stop(t)
	second.stop(t)
}
