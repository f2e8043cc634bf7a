package jobs_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"tongjian/data"
	"tongjian/data/incoming"
	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/data/sample"
	"tongjian/data/warehouse"
	"tongjian/ingest"
	"tongjian/ingest/check"
	"tongjian/ingest/jobs"
)

// desk is a data directory with a worker, and somebody who sends.
type desk struct {
	*testing.T
	dir    string
	store  *office.Store
	files  *incoming.Desk
	worker *jobs.Worker
}

var sender = office.Actor{Name: "test"}

func newDesk(t *testing.T, dir string) *desk {
	t.Helper()
	store, err := office.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	files, err := incoming.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := files.Close(); err != nil {
			t.Error(err)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	d := &desk{T: t, dir: dir, store: store, files: files}
	d.worker = &jobs.Worker{Dir: dir, Store: store, Desk: files, Log: slog.New(slog.DiscardHandler),
		Roster: func(context.Context) (*regions.Roster, error) { return nil, nil },
		Agency: func(context.Context, string, string) (int, error) { return 0, nil },
		Publish: func(ctx context.Context, job *warehouse.Job) (warehouse.Snapshot, error) {
			if _, err := check.Across(ctx, job); err != nil {
				return warehouse.Snapshot{}, err
			}
			return job.Publish(ctx)
		}}
	return d
}

// run lets the worker work until the end of the test, or until stop is called.
func (d *desk) run() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.worker.Run(ctx) }()
	done := false
	stop = func() {
		if done {
			return
		}
		done = true
		cancel()
		if err := <-ended; err != nil {
			d.Error(err)
		}
	}
	d.Cleanup(stop)
	return stop
}

// send sends files as pages do, and gives the job that reads them.
func (d *desk) send(from office.From, files map[string]string) office.Job {
	d.Helper()
	s := office.Sending{Channel: office.ChannelPage, Sender: "某人", From: from}
	batch := d.files.Batch()
	defer batch.Drop()
	for name, text := range files {
		taken, err := batch.Take(name, strings.NewReader(text))
		if err != nil {
			d.Fatal(err)
		}
		for _, f := range taken {
			s.Files = append(s.Files, office.SentFile{Name: f.Name, SHA256: f.SHA256, Bytes: f.Bytes, Refused: f.Refused})
		}
	}
	var job office.Job
	err := batch.Keep(func() error {
		var err error
		job, err = d.store.Send(d.Context(), sender, s)
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	d.worker.Wake()
	return job
}

// until waits for something; the worker is known to come to it.
func (d *desk) until(what string, is func() bool) {
	d.Helper()
	tick := time.NewTicker(3 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(2 * time.Minute); !is(); <-tick.C {
		if time.Now().After(end) {
			d.Fatalf("waited in vain: %s", what)
		}
	}
}

func (d *desk) ended(id int64) office.Job {
	d.Helper()
	var j office.Job
	d.until("the end of a job", func() bool {
		var err error
		if j, err = d.store.Job(d.Context(), id); err != nil {
			d.Fatal(err)
		}
		return j.State.Ended()
	})
	return j
}

// all gives the submissions, the oldest first.
func (d *desk) all() []office.Submission {
	d.Helper()
	var list []office.Submission
	err := d.store.Submissions(d.Context(), office.SubmissionFilter{}, func(s office.Submission) bool {
		list = append([]office.Submission{s}, list...)
		return true
	})
	if err != nil {
		d.Fatal(err)
	}
	return list
}

// published gives the number of live reports of the newest snapshot; -1 when there is none.
func (d *desk) published() int {
	d.Helper()
	snapshots, err := warehouse.OpenSnapshots(d.dir)
	if err != nil {
		d.Fatal(err)
	}
	defer snapshots.Close()
	lease, err := snapshots.Acquire(d.Context())
	if err != nil {
		return -1
	}
	defer lease.Release()
	return lease.Info().Reports
}

// workbook is a sample report as a file.
func workbook(t *testing.T, year int) (name, contents string, r sample.Report) {
	t.Helper()
	generated, err := sample.Generate(sample.Config{Seed: 3, Regions: 1, Agencies: 1, From: year, To: year})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range generated.Reports {
		if r.Scope != data.ScopeOwn {
			continue
		}
		var b bytes.Buffer
		if err := r.Workbook(&b); err != nil {
			t.Fatal(err)
		}
		return filepath.Base(r.Path), b.String(), r
	}
	t.Fatal("the sample has no report")
	return "", "", sample.Report{}
}

// A report is sent, read, submitted, accepted and loaded; only then does a snapshot have it.
func TestAReportIsSentAcceptedAndLoaded(t *testing.T) {
	t.Parallel()
	d := newDesk(t, t.TempDir())
	d.run()
	name, contents, want := workbook(t, 2024)
	job := d.ended(d.send(office.From{}, map[string]string{name: contents, "坏的.xlsx": "not a workbook", "空的.txt": ""}).ID)
	if job.State != office.JobDone || job.Files != 3 || job.Finished != 3 || job.Failed != 2 {
		t.Errorf("read: %+v", job)
	}
	var good office.Submission
	for _, s := range d.all() {
		if s.Name != name {
			if s.Status != office.StatusUnreadable || s.Reason == "" || len(s.Reports) != 0 {
				t.Errorf("%s: %s %q", s.Name, s.Status, s.Reason)
			}
			continue
		}
		good = s
	}
	if good.Status != office.StatusChecked || len(good.Reports) != 1 || good.Reports[0].AgencyName != want.Agency || good.Reports[0].Year != 2024 {
		t.Fatalf("%+v", good)
	}
	if reading, err := d.files.Reading(good.ID); err != nil || len(reading.Reports) != 1 || len(reading.Reports[0].Facts) == 0 || len(reading.Document.Blocks) == 0 {
		t.Fatalf("reading: %v", err)
	}
	if n := d.published(); n != -1 {
		t.Errorf("%d reports are published before any was accepted", n)
	}
	if err := d.store.Submit(t.Context(), sender, []int64{good.ID}); err != nil {
		t.Fatal(err)
	}
	loading, err := d.store.Accept(t.Context(), sender, []int64{good.ID})
	if err != nil {
		t.Fatal(err)
	}
	d.worker.Wake()
	if j := d.ended(loading.ID); j.State != office.JobDone || j.Snapshot != 1 || j.Failed != 0 {
		t.Errorf("load: %+v", j)
	}
	got, err := d.store.Submission(t.Context(), good.ID)
	if err != nil || got.Status != office.StatusLoaded || got.Reports[0].Report == 0 || d.published() != 1 {
		t.Errorf("%+v, %v, %d published", got, err, d.published())
	}
	events, err := d.store.Events(t.Context(), good.ID)
	if err != nil {
		t.Fatal(err)
	}
	var went []string
	for _, e := range events {
		went = append(went, string(e.Status))
	}
	if text := strings.Join(went, " "); text != "received checked submitted accepted loaded" {
		t.Errorf("it went %s", text)
	}
}

// A worker told to end leaves its jobs queued at once, whatever they were at, and the next one finishes them: each file is read once
// and loaded once.
func TestStoppedWorkers(t *testing.T) {
	t.Parallel()
	d := newDesk(t, t.TempDir())
	files := map[string]string{}
	for year := 2021; year <= 2024; year++ {
		name, contents, _ := workbook(t, year)
		files[name] = contents
	}
	for i := range 60 {
		files[fmt.Sprintf("%d.txt", i)] = fmt.Sprintf("第 %d 件", i)
	}
	reading := d.send(office.From{}, files)
	again := func(id int64, begun func(office.Job) bool) {
		t.Helper()
		stop := d.run()
		d.until("the job to be at work", func() bool {
			j, err := d.store.Job(t.Context(), id)
			return err != nil || begun(j) || j.State.Ended()
		})
		stop()
		if j, err := d.store.Job(t.Context(), id); err != nil || j.State != office.JobQueued && j.State != office.JobDone {
			t.Errorf("stopped: %+v, %v", j, err)
		}
		stop = d.run()
		if j := d.ended(id); j.State != office.JobDone || j.Finished != j.Files {
			t.Errorf("%+v", j)
		}
		stop()
	}
	again(reading.ID, func(j office.Job) bool { return j.Finished > 0 })
	var ready []int64
	for _, s := range d.all() {
		if s.Status == office.StatusChecked {
			ready = append(ready, s.ID)
		}
	}
	loading, err := d.store.Accept(t.Context(), sender, ready)
	if err != nil {
		t.Fatal(err)
	}
	again(loading.ID, func(j office.Job) bool { return j.State == office.JobRunning })
	for _, id := range ready {
		events, err := d.store.Events(t.Context(), id)
		if last := events[len(events)-1]; err != nil || len(events) != 4 || last.Status != office.StatusLoaded {
			t.Errorf("%+v, %v", events, err)
		}
	}
	if d.published() != len(files)-60 {
		t.Errorf("%d published", d.published())
	}
}

// What is loaded is in the warehouse and on the desk no more; what was taken back or corrected goes when it has been kept so long; what
// nobody wrote down goes at once; what waits for somebody stays however old it is.
func TestClearing(t *testing.T) {
	t.Parallel()
	d := newDesk(t, t.TempDir())
	stop := d.run()
	name, contents, _ := workbook(t, 2024)
	waiting, other, _ := workbook(t, 2023)
	d.ended(d.send(office.From{}, map[string]string{name: contents, waiting: other, "撤回.txt": "taken back", "再发.xlsx": contents}).ID)
	ids := map[string]office.Submission{}
	for _, s := range d.all() {
		ids[s.Name] = s
	}
	loading, err := d.store.Accept(t.Context(), sender, []int64{ids[name].ID})
	if err != nil {
		t.Fatal(err)
	}
	d.worker.Wake()
	d.ended(loading.ID)
	stop()
	batch := d.files.Batch()
	lost, err := batch.Take("没有人要.txt", strings.NewReader("nobody's"))
	if err != nil {
		t.Fatal(err)
	}
	if err := batch.Keep(func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	if err := d.store.WithdrawSubmission(t.Context(), sender, ids["撤回.txt"].ID); err != nil {
		t.Fatal(err)
	}
	look := func() string {
		var there []string
		for _, name := range []string{name, waiting, "撤回.txt"} {
			if _, err := d.files.Read(ids[name].SHA256); err == nil {
				there = append(there, "bytes of "+name)
			}
			if _, err := d.files.Reading(ids[name].ID); err == nil {
				there = append(there, "reading of "+name)
			}
		}
		if _, err := d.files.Read(lost[0].SHA256); err == nil {
			there = append(there, "what nobody wrote down")
		}
		return strings.Join(there, ", ")
	}
	// at has a worker come and go at a time: then this is there, and nothing else.
	at := func(when time.Time, want string) {
		t.Helper()
		d.worker.Now = func() time.Time { return when }
		stop := d.run()
		d.until("there to be "+want, func() bool { return look() == want })
		stop()
		if got := look(); got != want {
			t.Errorf("there is %s, want %s", got, want)
		}
	}
	waits := "bytes of " + waiting + ", reading of " + waiting
	// The same bytes have been sent a second time and wait: they stay, though they are loaded.
	now := time.Now()
	at(now, "bytes of "+name+", reading of "+name+", "+waits+", bytes of 撤回.txt")
	if err := d.store.WithdrawSubmission(t.Context(), sender, ids["再发.xlsx"].ID); err != nil {
		t.Fatal(err)
	}
	at(now.Add(incoming.Retention+time.Hour), waits)
	if b, err := warehouse.OpenFiles(d.dir).Read(ids[name].SHA256); err != nil || string(b) != contents {
		t.Errorf("the original: %d bytes, %v", len(b), err)
	}
	// Without its original, what came in is all there is.
	if err := os.Remove(filepath.Join(d.dir, "files", ids[name].SHA256)); err != nil {
		t.Fatal(err)
	}
	again := d.files.Batch()
	defer again.Drop()
	if _, err := again.Take(name, strings.NewReader(contents)); err != nil {
		t.Fatal(err)
	}
	if err := again.Keep(func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	at(now.Add(incoming.Retention+time.Hour), "bytes of "+name+", "+waits)
}

// Each file of an archive is a submission of its own, and each is held to whom its sender is of.
func TestArchivesAreTheSendersOwn(t *testing.T) {
	t.Parallel()
	d := newDesk(t, t.TempDir())
	d.worker.Inbox = filepath.Join(d.dir, "inbox")
	if err := os.Mkdir(d.worker.Inbox, 0o755); err != nil {
		t.Fatal(err)
	}
	name, contents, want := workbook(t, 2024)
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for file, text := range map[string]string{name: contents, "别的局2024年政府信息公开工作年度报告.txt": "别的局2024年政府信息公开工作年度报告\n第二十条第（五）项\n行政许可\t1\n", "坏.xlsx": "not a workbook"} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: "全部/" + file, Method: zip.Store})
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	d.run()
	job := d.ended(d.send(office.From{Agency: 3, Name: want.Agency, Region: want.Region}, map[string]string{"一月.zip": packed.String()}).ID)
	if job.Files != 3 || job.Finished != 3 || job.Failed != 2 {
		t.Errorf("%+v", job)
	}
	for _, s := range d.all() {
		status := map[string]office.Status{"一月.zip/全部/" + name: office.StatusChecked, "一月.zip/全部/坏.xlsx": office.StatusUnreadable}[s.Name]
		if status == "" {
			status = office.StatusUnplaced
		}
		if s.Status != status {
			t.Errorf("%s: %s %s, want %s", s.Name, s.Status, s.Reason, status)
		}
	}
	// The inbox takes archives too. What it could take only in part is kept there.
	for file, b := range map[string][]byte{"好.zip": packed.Bytes(), "缺.zip": bytes.Replace(packed.Bytes(), []byte("not a workbook"), []byte("not a workbonk"), 1)} {
		if err := os.WriteFile(filepath.Join(d.worker.Inbox, file), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, gone := os.Lstat(filepath.Join(d.worker.Inbox, "好.zip"))
	d.until("the archives to be taken", func() bool {
		_, gone = os.Lstat(filepath.Join(d.worker.Inbox, "好.zip"))
		_, still := os.Lstat(filepath.Join(d.worker.Inbox, "缺.zip"))
		return os.IsNotExist(gone) && os.IsNotExist(still)
	})
	var came []string
	for _, s := range d.all() {
		if s.Channel == office.ChannelInbox {
			came = append(came, s.Name[:len("好")])
		}
	}
	if text := strings.Join(came, ""); strings.Count(text, "好") != 3 {
		t.Errorf("of the archives came %s", text)
	}
	left, err := filepath.Glob(filepath.Join(d.worker.Inbox, "未能收下", "*"))
	if damaged := strings.Count(strings.Join(came, ""), "缺"); err != nil || damaged != 2 || len(left) != 1 {
		t.Errorf("%d of the damaged archive came, left in the inbox: %q", damaged, left)
	}
}

// An old Word document is read where somebody asked for it to be converted; elsewhere its sender is told what to do.
func TestOldDocuments(t *testing.T) {
	fixture, err := filepath.Abs("../testdata/office2021.docx")
	if err != nil {
		t.Fatal(err)
	}
	// It stands for LibreOffice: whatever it is given, this is what comes of it.
	program := "#!/bin/sh\nfor a; do [ \"$before\" = --outdir ] && out=$a; before=$a; done\nmkdir -p \"$out\"\ncp " + fixture + " \"$out/report.docx\"\n"
	bin := t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "soffice"), []byte(program), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	converter, err := ingest.FindConverter()
	if err != nil {
		t.Skip(err) // no shell scripts here
	}
	for _, tc := range []struct {
		converter *ingest.Converter
		says      string
		read      int
	}{{nil, "请用 Word 或 WPS 另存为 .docx 后重新发送", 0}, {converter, "", 1}} {
		d := newDesk(t, t.TempDir())
		d.worker.Converter = tc.converter
		d.run()
		d.ended(d.send(office.From{Agency: 1, Name: "财政局", Region: "410202"}, map[string]string{"龙亭区财政局2021.doc": `{\rtf1 x}`}).ID)
		one := d.all()[0]
		reading, err := d.files.Reading(one.ID)
		if (err == nil) != (tc.read > 0) || len(reading.Reports) != tc.read || tc.says != "" && (!strings.HasSuffix(one.Reason, tc.says) || one.Status != office.StatusUnreadable) {
			t.Errorf("%s %q, %d reports, %v", one.Status, one.Reason, len(reading.Reports), err)
		}
	}
}

// What a worker that died was at is done by the next: files it had half written are gone, none that were received are.
func TestWhatADeadWorkerLeftIsDone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := newDesk(t, dir)
	name, contents, _ := workbook(t, 2024)
	job := d.send(office.From{}, map[string]string{name: contents})
	// A process that has died holds no lock any more; its name and what it was writing stay.
	const dead = "0123456789abcdef"
	for _, left := range []string{"at-work-" + dead, "part-" + dead + "-1"} {
		if err := os.WriteFile(filepath.Join(dir, "incoming", left), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok, err := d.store.ClaimJob(t.Context(), dead, office.JobRead); err != nil || !ok {
		t.Fatalf("claimed %v, %v", ok, err)
	}
	d.run()
	if j := d.ended(job.ID); j.State != office.JobDone || j.Failed != 0 {
		t.Errorf("%+v", j)
	}
	if s := d.all()[0]; s.Status != office.StatusChecked {
		t.Errorf("%+v", s)
	}
	for _, left := range []string{"at-work-" + dead, "part-" + dead + "-1"} {
		if _, err := os.Lstat(filepath.Join(dir, "incoming", left)); err == nil {
			t.Errorf("%s is still there", left)
		}
	}
}

// A worker that was believed dead and is not has nothing to say any more.
func TestATakenJobIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	d := newDesk(t, t.TempDir())
	name, contents, _ := workbook(t, 2024)
	d.send(office.From{}, map[string]string{name: contents})
	j, ok, err := d.store.ClaimJob(t.Context(), "first", office.JobRead)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if err := d.store.Requeue(t.Context(), "first"); err != nil {
		t.Fatal(err)
	}
	if err := d.store.EndJob(t.Context(), j, "first", office.JobFailed, "late"); err == nil {
		t.Error("a worker ended a job that was not its own any more")
	}
	if got, err := d.store.Job(t.Context(), j.ID); err != nil || got.State != office.JobQueued {
		t.Errorf("%+v, %v", got, err)
	}
}

// A file whose reading ends the program again and again is left alone, and says so.
func TestAFileThatEndsTheProgramIsLeftAlone(t *testing.T) {
	t.Parallel()
	d := newDesk(t, t.TempDir())
	name, contents, _ := workbook(t, 2024)
	job := d.send(office.From{}, map[string]string{name: contents})
	for range 5 {
		if _, ok, err := d.store.ClaimJob(t.Context(), "w", office.JobRead); err != nil || !ok {
			t.Fatal(ok, err)
		}
		if err := d.store.BeginFile(t.Context(), job.ID, "w", 0); err != nil {
			t.Fatal(err)
		}
		if err := d.store.Requeue(t.Context(), "w"); err != nil {
			t.Fatal(err)
		}
	}
	d.run()
	d.ended(job.ID)
	if s := d.all()[0]; s.Status != office.StatusUnreadable || !strings.Contains(s.Reason, "中断过 5 次") {
		t.Errorf("%s %q", s.Status, s.Reason)
	}
}

// Somebody of an agency cannot send another's report; what does not say whose it is, is the sender's own.
func TestReportsAreTheSendersOwn(t *testing.T) {
	t.Parallel()
	d := newDesk(t, t.TempDir())
	d.run()
	name, contents, want := workbook(t, 2024)
	other := office.From{Agency: 7, Name: "别的局", Region: want.Region}
	d.ended(d.send(other, map[string]string{name: contents}).ID)
	if s := d.all()[0]; s.Status != office.StatusUnplaced || !strings.Contains(s.Reason, "别的局") || len(s.Reports) != 0 {
		t.Errorf("%+v", s)
	}
	own := office.From{Agency: 3, Name: want.Agency, Region: want.Region}
	d.ended(d.send(own, map[string]string{name: contents}).ID)
	if s := d.all()[1]; s.Status != office.StatusChecked || s.Reports[0].AgencyName != want.Agency {
		t.Errorf("%+v", s)
	}
}

// A job that waits is cancelled at once; what it was to load waits to be accepted again.
func TestCancelling(t *testing.T) {
	t.Parallel()
	d := newDesk(t, t.TempDir())
	stop := d.run()
	name, contents, _ := workbook(t, 2024)
	d.ended(d.send(office.From{}, map[string]string{name: contents}).ID)
	stop()
	id := d.all()[0].ID
	loading, err := d.store.Accept(t.Context(), sender, []int64{id})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // sent twice, as forms are
		if err := d.store.CancelJob(t.Context(), sender, loading.ID); err != nil {
			t.Fatal(err)
		}
	}
	if j := d.ended(loading.ID); j.State != office.JobCancelled {
		t.Errorf("%+v", j)
	}
	if s := d.all()[0]; s.Status != office.StatusSubmitted {
		t.Errorf("%s", s.Status)
	}
	reading := d.send(office.From{}, map[string]string{name: contents})
	if err := d.store.CancelJob(t.Context(), sender, reading.ID); err != nil {
		t.Fatal(err)
	}
	if s := d.all()[1]; s.Status != office.StatusWithdrawn {
		t.Errorf("%s", s.Status)
	}
}

// Something in the folder that looks like a dead worker's and cannot be cleared away keeps nobody from reading what is sent, nor what
// another left.
func TestWhatCannotBeSweptStopsNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t, t.TempDir())
	if err := os.Mkdir(filepath.Join(d.dir, incoming.Folder, "at-work-nobody"), 0o755); err != nil {
		t.Fatal(err)
	}
	name, contents, _ := workbook(t, 2024)
	left := d.send(office.From{}, map[string]string{name: contents})
	if _, ok, err := d.store.ClaimJob(t.Context(), "zz", office.JobRead); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if err := os.WriteFile(filepath.Join(d.dir, incoming.Folder, "at-work-zz"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d.run()
	if j := d.ended(left.ID); j.State != office.JobDone {
		t.Errorf("%+v", j)
	}
	if j := d.ended(d.send(office.From{}, map[string]string{name: contents}).ID); j.State != office.JobDone {
		t.Errorf("%+v", j)
	}
}

// A file its sender has taken back while it waited to be read keeps nobody from ending the job: by cancelling it, or because it failed.
func TestEndingAJobSomeOfWhichWasTakenBack(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*desk, office.Job) error{
		"cancelled": func(d *desk, j office.Job) error { return d.store.CancelJob(d.Context(), sender, j.ID) },
		"failed": func(d *desk, j office.Job) error {
			if _, ok, err := d.store.ClaimJob(d.Context(), "w", office.JobRead); err != nil || !ok {
				d.Fatal(ok, err)
			}
			return d.store.EndJob(d.Context(), j, "w", office.JobFailed, "读不了名录")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, t.TempDir())
			job := d.send(office.From{}, map[string]string{"甲.txt": "甲", "乙.txt": "乙"})
			if err := d.store.WithdrawSubmission(t.Context(), sender, d.all()[0].ID); err != nil {
				t.Fatal(err)
			}
			if err := end(d, job); err != nil {
				t.Fatal(err)
			}
			if j := d.ended(job.ID); j.Finished != 2 {
				t.Errorf("%+v", j)
			}
			for _, s := range d.all() {
				if s.Status != office.StatusWithdrawn {
					t.Errorf("%s is %s", s.Name, s.Status)
				}
			}
		})
	}
}

// Files put into the inbox are taken when they stand still, once; what cannot be taken is put aside and explained.
func TestInbox(t *testing.T) {
	t.Parallel()
	d := newDesk(t, t.TempDir())
	d.worker.Inbox = filepath.Join(d.dir, "inbox")
	name, contents, _ := workbook(t, 2024)
	put := func(file, text string) {
		t.Helper()
		path := filepath.Join(d.worker.Inbox, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("区里/"+name, contents)
	put("一月.zip", "PK")
	put("~$"+name, "lock")
	put("还在下载.xlsx.crdownload", "half")
	stop := d.run()
	d.until("the inbox to be taken", func() bool { s := d.all(); return len(s) == 1 && s[0].Status == office.StatusSubmitted })
	if s := d.all()[0]; s.Name != "区里/"+name || s.Channel != office.ChannelInbox {
		t.Errorf("%+v", s)
	}
	d.until("what was taken to be gone", func() bool {
		_, err := os.Lstat(filepath.Join(d.worker.Inbox, "区里", name))
		return os.IsNotExist(err)
	})
	if _, err := os.Lstat(filepath.Join(d.worker.Inbox, "未能收下", "一月.zip")); err != nil {
		t.Error(err)
	}
	found := false
	list, err := d.store.Jobs(t.Context(), office.JobFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range list {
		files, err := d.store.JobFiles(t.Context(), j.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			found = found || f.Name == "一月.zip" && strings.Contains(f.Reason, "已损坏")
		}
	}
	if !found {
		t.Error("no job says why the archive was not taken")
	}
	// Killed between keeping a file and removing it, the next finds it again and knows it.
	stop()
	put("区里/"+name, contents)
	d.run()
	d.until("what is known to be removed", func() bool {
		_, err := os.Lstat(filepath.Join(d.worker.Inbox, "区里", name))
		return os.IsNotExist(err)
	})
	if n := len(d.all()); n != 1 {
		t.Errorf("%d submissions of one file", n)
	}
}

// A folder that may not be looked into, and files that may not be moved, keep no other file from being taken.
func TestInboxWithLockedFolders(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root may do everything")
	}
	d := newDesk(t, t.TempDir())
	d.worker.Inbox = filepath.Join(d.dir, "inbox")
	name, contents, _ := workbook(t, 2024)
	put := func(folder, file, text string, mode os.FileMode) {
		t.Helper()
		path := filepath.Join(d.worker.Inbox, folder)
		if err := os.MkdirAll(path, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(path, file), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(path, 0o755) }) // so that it can be removed
	}
	put("1 锁着", "a.xlsx", "a", 0)
	put("2 只读", "b.rar", "b", 0o555)
	put("2 只读", "c.txt", "c", 0o555)
	put("3 区里", name, contents, 0o755)
	put("4 一月", "d.zip", "d", 0o755)
	d.run()
	gone := func(path ...string) func() bool {
		return func() bool {
			_, err := os.Lstat(filepath.Join(append([]string{d.worker.Inbox}, path...)...))
			return os.IsNotExist(err)
		}
	}
	d.until("the file beside them to be taken", gone("3 区里", name))
	d.until("the archive after them to be put aside", gone("4 一月", "d.zip"))
	if n := len(d.all()); n != 2 {
		t.Errorf("%d submissions", n)
	}
}

// Where more changes in the inbox than the system remembers while files are being kept, what is put there later is told of as before.
func TestInboxHearsAgainAfterTooMuch(t *testing.T) {
	t.Parallel()
	d := newDesk(t, t.TempDir())
	d.worker.Inbox = filepath.Join(d.dir, "inbox")
	if err := os.MkdirAll(d.worker.Inbox, 0o755); err != nil {
		t.Fatal(err)
	}
	put := func(name string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(d.worker.Inbox, name), []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	d.run()
	lock := flock.New(filepath.Join(d.dir, incoming.Folder, "keeping.lock"))
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	put("甲.txt")
	d.until("the worker to wait with what it takes", func() bool {
		parts, err := filepath.Glob(filepath.Join(d.dir, incoming.Folder, "part-*"))
		return err == nil && len(parts) > 0
	})
	for range 8_000 { // each is three changes; the system remembers 16,384
		put(".x")
		if err := os.Remove(filepath.Join(d.worker.Inbox, ".x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	d.until("what waited to be taken", func() bool { return len(d.all()) == 1 })
	put("乙.txt") // found while it is told of what the system remembers
	d.until("what came next to be taken", func() bool { return len(d.all()) == 2 })
	began := time.Now()
	put("丙.txt")
	d.until("what came later to be taken", func() bool { return len(d.all()) == 3 })
	if took := time.Since(began); took > 10*time.Second { // it is looked through every twenty without being told
		t.Errorf("it took %s", took)
	}
}
