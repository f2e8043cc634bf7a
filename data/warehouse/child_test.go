package warehouse_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongjian/data"
	"tongjian/data/warehouse"
)

// The tests that need a second process run this binary again; the variables tell it what to be.
const (
	childRole = "WAREHOUSE_TEST_CHILD"
	childDir  = "WAREHOUSE_TEST_DIR"
)

func TestMain(m *testing.M) {
	switch role := os.Getenv(childRole); role {
	case "":
		os.Exit(m.Run())
	case "writer":
		exit(writeForever(os.Getenv(childDir)))
	case "reader":
		exit(readUntilTold(os.Getenv(childDir)))
	default:
		exit(fmt.Errorf("no role %s", role))
	}
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// writeForever loads files of two reports and publishes, over and over, saying each step before it begins.
func writeForever(dir string) error {
	ctx := context.Background()
	j, err := warehouse.Begin(ctx, dir, warehouse.Options{Command: "writer"})
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		fmt.Println("load")
		if _, err := j.Load(ctx, childFile(i)); err != nil {
			return err
		}
		fmt.Println("publish")
		if _, err := j.Publish(ctx); err != nil {
			return err
		}
	}
}

func childFile(i int) warehouse.Incoming {
	return file(fmt.Sprintf("f%d", i), "甲局", "410202",
		report("2021", 1000+i, data.ScopeOwn, all("1")), report("2021", 1000+i, data.ScopeConsolidated, all("2")))
}

// readUntilTold reads the newest snapshot for as long as its standard input is open.
func readUntilTold(dir string) error {
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		return err
	}
	lease, err := snapshots.Acquire(context.Background())
	if err != nil {
		return err
	}
	fmt.Println("reading", lease.Info().Number)
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	var facts int
	if err := lease.DB().QueryRow(`SELECT count(*) FROM fact`).Scan(&facts); err != nil {
		return err
	}
	fmt.Println("facts", facts)
	lease.Release()
	return snapshots.Close()
}

// child starts this binary in a role. next gives the next line it says.
func child(t *testing.T, role, dir string) (cmd *exec.Cmd, stdin io.Closer, next func() string) {
	t.Helper()
	cmd = exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childRole+"="+role, childDir+"="+dir)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(out)
	return cmd, in, func() string {
		t.Helper()
		if !lines.Scan() {
			t.Fatalf("%s ended: %v %s", role, lines.Err(), stderr.String())
		}
		return lines.Text()
	}
}

// A writer is killed: as each of its first steps begins, in the middle of writing a snapshot, and in the middle of writing
// the log. What was published stays whole, no file is there in part, and the next job completes the work.
func TestKilledWriter(t *testing.T) {
	for step := 1; step <= 4; step++ {
		t.Run(fmt.Sprintf("step %d", step), func(t *testing.T) {
			t.Parallel()
			killWriter(t, (step-1)/2, func(_ string, next func() string) {
				for range step {
					next()
				}
			})
		})
	}
	for name, pattern := range map[string]string{"publishing": "snapshots/.tmp-*.duckdb", "loading": "warehouse.duckdb.wal"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			killWriter(t, 1, func(dir string, next func() string) {
				for range 3 { // past the first publication
					next()
				}
				for {
					if found, err := filepath.Glob(filepath.Join(dir, pattern)); err != nil || len(found) > 0 {
						return
					}
				}
			})
		})
	}
}

// killWriter kills a writer when wait returns, by which time it has published at least the number of times given.
func killWriter(t *testing.T, published int, wait func(dir string, next func() string)) {
	dir := t.TempDir()
	cmd, _, next := child(t, "writer", dir)
	wait(dir, next)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the writer ended by itself")
	}
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		t.Fatal(err)
	}
	lease, err := snapshots.Acquire(t.Context())
	switch {
	case errors.Is(err, warehouse.ErrNoSnapshot) && published == 0:
	case err != nil:
		t.Errorf("after %d publications: %v", published, err)
	default:
		if n := lease.Info().Number; n < published {
			t.Errorf("newest snapshot %d after %d publications", n, published)
		}
		wholeFiles(t, lease)
		lease.Release()
	}
	if err := snapshots.Close(); err != nil {
		t.Error(err)
	}

	j := begin(t, dir)
	done := rows(t, j.DB(), `SELECT count(*) FROM source`)[0]
	for i := range 4 {
		load(t, j, childFile(i))
	}
	publish(t, j)
	end(t, j)
	db := newestDB(t, dir)
	want := []string{"own 4 4 800", "consolidated 4 4 800"}
	got := rows(t, db, `SELECT r.scope, count(DISTINCT r.id), count(DISTINCT r.source), count(*) FROM report r JOIN fact f ON f.report = r.id
		WHERE r.live AND r.year < 1004 GROUP BY r.scope ORDER BY r.scope DESC`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("after the rerun, of a writer that had loaded %s files (-want +got):\n%s", done, diff)
	}
	for _, sha := range rows(t, db, `SELECT sha256 FROM source UNION ALL SELECT document_sha FROM source`) {
		if _, err := warehouse.OpenFiles(dir).Read(sha); err != nil {
			t.Error(err)
		}
	}
}

// wholeFiles fails when a file's reports are there in part.
func wholeFiles(t *testing.T, lease *warehouse.Lease) {
	t.Helper()
	const partial = `SELECT r.source, count(DISTINCT r.id), count(*) FROM report r LEFT JOIN fact f ON f.report = r.id
		GROUP BY r.source HAVING count(DISTINCT r.id) <> 2 OR count(*) <> 400`
	if got := rows(t, lease.DB(), partial); len(got) > 0 {
		t.Errorf("files that are there in part: %v", got)
	}
}

// Other processes read a snapshot while one reads it too and a job writes.
func TestProcessesShareSnapshots(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir)
	load(t, j, childFile(0))
	publish(t, j)
	cmd, stdin, next := child(t, "reader", dir)
	if got := next(); got != "reading 1" {
		t.Fatalf("the reader says %q", got)
	}
	if got := rows(t, newestDB(t, dir), `SELECT count(*) FROM fact`)[0]; got != "400" {
		t.Errorf("%s facts", got)
	}
	load(t, j, childFile(1))
	if s := publish(t, j); s.Number != 2 {
		t.Errorf("published %d", s.Number)
	}
	end(t, j)
	if err := stdin.Close(); err != nil {
		t.Fatal(err)
	}
	if got := next(); got != "facts 400" {
		t.Errorf("the reader says %q", got)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}
