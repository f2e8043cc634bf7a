package keep_test

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	sentin "tongjian/data/incoming"
	"tongjian/data/keep"
	"tongjian/data/office"
	"tongjian/data/warehouse"
)

// incoming is a file with one report of every cell of the form, all holding one number.
func incoming(agency string, year int, value int64) warehouse.Incoming {
	e, _ := forms.Named("2021")
	r := data.Report{Year: year, Scope: data.ScopeOwn, Title: "年度报告", Editions: map[string]string{}, Confidence: 1}
	v := decimal.NewFromInt(value)
	for _, t := range e.Tables {
		r.Editions[t.ID] = e.Name
		for i, c := range t.Cells() {
			r.Facts = append(r.Facts, data.Fact{Table: t.ID, Key: c.Key, Column: c.CellID.Column, Value: &v, State: data.StateNumber,
				Raw: v.String(), At: data.Position{Sheet: "表" + t.ID, Line: i + 1, Cell: 2}})
		}
	}
	name := fmt.Sprintf("%s %d %d.xlsx", agency, year, value)
	return warehouse.Incoming{Path: name, Name: name, Format: "xlsx", Reader: "1", Bytes: []byte(strings.Repeat(name, 200)),
		ReceivedAt: time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC), Document: data.Document{Format: "xlsx", Blocks: []data.Block{{Text: name}}},
		Reports: []warehouse.PlacedReport{{AgencyName: agency, Region: "410202", Report: r}}}
}

// loadAndPublish loads a file in a job of its own.
func loadAndPublish(t *testing.T, dir string, in warehouse.Incoming) {
	t.Helper()
	if err := runJob(t.Context(), dir, in); err != nil {
		t.Fatal(err)
	}
}

func runJob(ctx context.Context, dir string, in warehouse.Incoming) error {
	j, err := warehouse.Begin(ctx, dir, warehouse.Options{Command: "test", Wait: true})
	if err != nil {
		return err
	}
	_, err = j.Load(ctx, in)
	if err == nil {
		_, err = j.Publish(ctx)
	}
	return errors.Join(err, j.Close())
}

// world is a data directory with two snapshots, two entries in the audit log, and a file a person put there. It is made once and
// copied.
func world(t *testing.T) string {
	t.Helper()
	worlds.once.Do(func() { worlds.dir = newWorld(t) })
	dir := filepath.Join(t.TempDir(), "数据 目录")
	if err := os.CopyFS(dir, os.DirFS(worlds.dir)); err != nil {
		t.Fatal(err)
	}
	return dir
}

var worlds struct {
	once sync.Once
	dir  string
}

func newWorld(t *testing.T) string {
	dir, err := os.MkdirTemp("", "keep-test-")
	if err != nil {
		t.Fatal(err)
	}
	loadAndPublish(t, dir, incoming("甲局", 2023, 1))
	loadAndPublish(t, dir, incoming("甲局", 2023, 2))
	store, err := office.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, detail := range []string{"一", "二"} {
		if err := store.Record(t.Context(), office.Actor{Name: "李"}, office.ActionExport, "page", detail); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(store.Close(), os.WriteFile(filepath.Join(dir, "letter.txt"), []byte("致：{{.Agency}}"), 0o600)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// contents gives every file of a directory that lasts, by its path; of databases that it is there.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil || warehouse.Scratch(name) || strings.HasPrefix(name, "office.sqlite-") {
			return err
		}
		b, err := os.ReadFile(path)
		out[name] = string(b)
		if strings.HasPrefix(name, "office") {
			out[name] = ""
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestMain(m *testing.M) {
	status := m.Run()
	if worlds.dir != "" {
		_ = os.RemoveAll(worlds.dir)
	}
	os.Exit(status)
}

func options() keep.Options { return keep.Options{Command: "test"} }

// sound fails the test unless nothing is wrong with a directory.
func sound(t *testing.T, dir string) keep.Verified {
	t.Helper()
	v, err := keep.Verify(t.Context(), dir, options())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range v.Problems {
		t.Errorf("%s: %s", dir, p.What)
	}
	return v
}

func TestBackupAndRestore(t *testing.T) {
	dir := world(t)
	file := filepath.Join(t.TempDir(), "备份.zip")
	made, err := keep.Backup(t.Context(), dir, file, options())
	if err != nil {
		t.Fatal(err)
	}
	if made.Snapshot != 2 || made.Reports != 1 || made.Audit.Entries != 2 {
		t.Errorf("the manifest says %+v", made)
	}
	for name, into := range map[string]string{"new": filepath.Join(t.TempDir(), "a", "b"), "empty": t.TempDir()} {
		restored, err := keep.Restore(t.Context(), file, into, options())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(made, restored); diff != "" {
			t.Errorf("%s: the manifest (-made +restored):\n%s", name, diff)
		}
		if diff := cmp.Diff(contents(t, dir), contents(t, into)); diff != "" {
			t.Errorf("%s: the files (-before +after):\n%s", name, diff)
		}
		if v := sound(t, into); v.Audit != made.Audit || v.Newest.Number != 2 || v.Files != 4 {
			t.Errorf("%s: verified %+v", name, v)
		}
		loadAndPublish(t, into, incoming("乙局", 2023, 3)) // it goes on
		if v := sound(t, into); v.Newest.Number != 3 {
			t.Errorf("%s: after another job %+v", name, v.Newest)
		}
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".*")); err != nil || len(left) > 0 {
		t.Errorf("left beside the backup: %v", left)
	}
	for name, try := range map[string]func() error{
		"onto a backup": func() error { _, err := keep.Backup(t.Context(), dir, file, options()); return err },
		"into itself": func() error {
			_, err := keep.Backup(t.Context(), dir, filepath.Join(dir, "files", "x.zip"), options())
			return err
		},
		"of no directory":   func() error { _, err := keep.Backup(t.Context(), dir+"x", file+"x", options()); return err },
		"over what is used": func() error { _, err := keep.Restore(t.Context(), file, dir, options()); return err },
		"of another file": func() error {
			_, err := keep.Restore(t.Context(), filepath.Join(dir, "letter.txt"), filepath.Join(t.TempDir(), "x"), options())
			return err
		},
	} {
		if err := try(); err == nil {
			t.Errorf("%s: done", name)
		}
	}
}

// A backup is one state whatever is loaded, published and recorded while it is made.
func TestBackupWhileJobsRun(t *testing.T) {
	dir := world(t)
	stop, stopped := make(chan struct{}), make(chan error, 1)
	go func() {
		var err error
		for i := 0; i < 4 && err == nil; i++ {
			select {
			case <-stop:
				i = 4
			default:
				err = errors.Join(sendTo(dir, fmt.Sprintf("第 %d 份", i)), runJob(context.Background(), dir, incoming("甲局", 2023, int64(10+i))))
			}
		}
		stopped <- err
	}()
	defer func() {
		close(stop)
		if err := <-stopped; err != nil {
			t.Error(err)
		}
	}()
	for i := range 1 {
		file := filepath.Join(t.TempDir(), "b.zip")
		m, err := keep.Backup(t.Context(), dir, file, options())
		if err != nil {
			t.Fatal(err)
		}
		into := filepath.Join(t.TempDir(), "r")
		if _, err := keep.Restore(t.Context(), file, into, options()); err != nil {
			t.Fatal(err)
		}
		if v := sound(t, into); v.Newest.Number != m.Snapshot || len(v.Notes) > 0 {
			t.Errorf("backup %d is of snapshot %d; restored: %+v", i, m.Snapshot, v.Verified)
		}
	}
}

// sendTo sends a file to a data directory, as a server does.
func sendTo(dir, text string) error {
	ctx := context.Background()
	store, err := office.Open(ctx, dir)
	if err != nil {
		return err
	}
	desk, err := sentin.Open(dir)
	if err != nil {
		return errors.Join(err, store.Close())
	}
	batch := desk.Batch()
	defer batch.Drop()
	taken, err := batch.Take("报告.txt", strings.NewReader(text))
	if err == nil {
		err = batch.Keep(func() error {
			_, err := store.Send(ctx, office.Actor{Name: "王"}, office.Sending{Channel: office.ChannelPage, Files: []office.SentFile{{Name: taken[0].Name, SHA256: taken[0].SHA256, Bytes: taken[0].Bytes}}})
			return err
		})
	}
	return errors.Join(err, desk.Close(), store.Close())
}

// What was sent in and waits must be there; what is over need not.
func TestVerifyOfWhatWasSent(t *testing.T) {
	dir := world(t)
	if err := sendTo(dir, "等着"); err != nil {
		t.Fatal(err)
	}
	sound(t, dir)
	files, err := filepath.Glob(filepath.Join(dir, sentin.Folder, strings.Repeat("?", 64)))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	for name, harm := range map[string]func() error{
		"damaged": func() error { return os.WriteFile(files[0], []byte("别的"), 0o600) },
		"gone":    func() error { return os.Remove(files[0]) },
	} {
		if err := harm(); err != nil {
			t.Fatal(name, err)
		}
		if v, err := keep.Verify(t.Context(), dir, options()); err != nil || len(v.Problems) != 1 || !strings.Contains(v.Problems[0].What, "报送件 1（报告.txt）") {
			t.Errorf("%s: %+v %v", name, v.Verified, err)
		}
		if err := os.WriteFile(files[0], []byte("等着"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	store, err := office.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(store.WithdrawSubmission(t.Context(), office.Actor{Name: "王"}, 1), store.Close()); err != nil {
		t.Fatal(err)
	}
	sound(t, dir)
}

// rewrite makes another archive of a backup, with each entry as edit gives it; an empty name leaves it out.
func rewrite(t *testing.T, file string, edit func(name string, b []byte) (string, []byte)) string {
	t.Helper()
	from, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	out, err := os.Create(filepath.Join(t.TempDir(), "other.zip"))
	if err != nil {
		t.Fatal(err)
	}
	to := zip.NewWriter(out)
	for _, f := range from.File {
		b, err := fs.ReadFile(from, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		name, b := edit(f.Name, b)
		if name == "" {
			continue
		}
		w, err := to.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(to.Close(), out.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Name()
}

// A backup that was changed is refused, wherever it was, and nothing is left of it.
func TestHostileBackups(t *testing.T) {
	dir := world(t)
	file := filepath.Join(t.TempDir(), "b.zip")
	if _, err := keep.Backup(t.Context(), dir, file, options()); err != nil {
		t.Fatal(err)
	}
	rename := func(to string) func(string, []byte) (string, []byte) {
		return func(name string, b []byte) (string, []byte) {
			if name == "letter.txt" {
				name = to
			}
			if strings.HasSuffix(name, "manifest.json") {
				b = []byte(strings.ReplaceAll(string(b), `"letter.txt"`, fmt.Sprintf("%q", to)))
			}
			return name, b
		}
	}
	for name, edit := range map[string]func(string, []byte) (string, []byte){
		"a way out":           rename("../../letter.txt"),
		"an absolute path":    rename("/tmp/letter.txt"),
		"a way out, Windows":  rename(`..\letter.txt`),
		"a drive":             rename("C:letter.txt"),
		"a stream":            rename("letter.txt:x"),
		"an unclean path":     rename("./files//letter.txt"),
		"the manifest's name": rename("tongjian-manifest.json"),
		"a name there twice":  rename("WAREHOUSE.duckdb"),
		"a byte changed": func(name string, b []byte) (string, []byte) {
			if name == "letter.txt" {
				b[0]++
			}
			return name, b
		},
		"bytes added": func(name string, b []byte) (string, []byte) {
			if name == "letter.txt" {
				b = append(b, make([]byte, 1<<20)...)
			}
			return name, b
		},
		"an entry not listed": func(name string, b []byte) (string, []byte) {
			if strings.HasSuffix(name, "manifest.json") {
				b = []byte(strings.ReplaceAll(string(b), "letter.txt", "lettre.txt"))
			}
			return name, b
		},
		"an entry gone": func(name string, b []byte) (string, []byte) {
			if name == "letter.txt" {
				name = ""
			}
			return name, b
		},
		"no manifest": func(name string, b []byte) (string, []byte) {
			if strings.HasSuffix(name, "manifest.json") {
				name = ""
			}
			return name, b
		},
		"a later format": func(name string, b []byte) (string, []byte) {
			if strings.HasSuffix(name, "manifest.json") {
				b = []byte(strings.Replace(string(b), `"format": 1`, `"format": 2`, 1))
			}
			return name, b
		},
	} {
		t.Run(name, func(t *testing.T) {
			hostile := rewrite(t, file, edit)
			beside := t.TempDir()
			_, err := keep.Restore(t.Context(), hostile, filepath.Join(beside, "r"), options())
			if err == nil || !errors.Is(err, keep.ErrNotBackup) && !strings.Contains(err.Error(), "更新版本") {
				t.Errorf("restored: %v", err)
			}
			if left, err := os.ReadDir(beside); err != nil || len(left) > 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
	t.Run("cut short", func(t *testing.T) {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		short := filepath.Join(t.TempDir(), "short.zip")
		for _, n := range []int{0, 10, len(b) / 2, len(b) - 1} {
			if err := os.WriteFile(short, b[:n], 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := keep.CheckBackup(t.Context(), short); !errors.Is(err, keep.ErrNotBackup) {
				t.Errorf("%d of %d bytes: %v", n, len(b), err)
			}
		}
	})
}

// What was damaged when it was backed up is put back only when that is asked for, and the audit log is held to the manifest.
func TestRestoreOfDamage(t *testing.T) {
	dir := world(t)
	originals, err := filepath.Glob(filepath.Join(dir, "files", "*"))
	if err != nil || len(originals) == 0 {
		t.Fatal(err)
	}
	if err := os.Remove(originals[0]); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "b.zip")
	if _, err := keep.Backup(t.Context(), dir, file, options()); err != nil {
		t.Fatal(err)
	}
	into := filepath.Join(t.TempDir(), "r")
	_, err = keep.Restore(t.Context(), file, into, options())
	if damaged, ok := errors.AsType[*keep.DamagedError](err); !ok || len(damaged.Problems) != 1 || !strings.Contains(err.Error(), "缺少 files/") {
		t.Errorf("restored: %v", err)
	}
	o := options()
	o.Damaged = true
	if _, err := keep.Restore(t.Context(), file, into, o); err != nil {
		t.Error(err)
	}
	if v, err := keep.Verify(t.Context(), into, options()); err != nil || len(v.Problems) != 1 {
		t.Errorf("verified %+v, %v", v.Verified, err)
	}

	shorter := rewrite(t, file, func(name string, b []byte) (string, []byte) {
		if strings.HasSuffix(name, "manifest.json") {
			b = []byte(strings.Replace(string(b), `"entries": 2`, `"entries": 3`, 1))
		}
		return name, b
	})
	_, err = keep.Restore(t.Context(), shorter, filepath.Join(t.TempDir(), "r"), options())
	if err == nil || !strings.Contains(err.Error(), "审计日志") {
		t.Errorf("an audit log cut short: %v", err)
	}
}
