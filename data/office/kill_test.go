package office

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The tests that need other processes run this binary again; the variables tell it what to be.
const (
	childDir  = "OFFICE_TEST_DIR"
	childName = "OFFICE_TEST_NAME"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := explainForever(dir, os.Getenv(childName)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// explainForever writes one explanation after the other, and says of each that it is written.
func explainForever(dir, name string) error {
	s, err := Open(context.Background(), dir)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		a := answer(balance(), fmt.Sprintf("%s 的理由 %d：%s", name, i, strings.Repeat("长", 500)))
		a.Author = name
		kept, err := s.Explain(context.Background(), a)
		if err != nil {
			return err
		}
		fmt.Println(kept.ID)
	}
}

// kills is how many rounds more there are: go test ./data/office -run TestKilledWhileExplaining -kills 100
var kills = flag.Int("kills", 0, "kill the writers of explanations in this many rounds more")

// Two processes write at once and are killed in the middle of it: everything they were told is kept is there, whole, and the
// store goes on.
func TestKilledWhileExplaining(t *testing.T) {
	dir := t.TempDir()
	rounds, enough := 3+*kills, 10
	told := map[int64]string{}
	for range rounds {
		type writer struct {
			name string
			cmd  *exec.Cmd
			out  io.ReadCloser
		}
		var writers []writer
		for _, name := range []string{"甲", "乙"} {
			c := exec.Command(os.Args[0])
			c.Env = append(os.Environ(), childDir+"="+dir, childName+"="+name)
			c.Stderr = os.Stderr
			out, err := c.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			writers = append(writers, writer{name, c, out})
		}
		for _, w := range writers {
			lines := bufio.NewScanner(w.out)
			for n := 0; lines.Scan(); n++ {
				var id int64
				if _, err := fmt.Sscan(lines.Text(), &id); err != nil {
					t.Fatal(err)
				}
				told[id] = w.name
				if n == enough {
					if err := w.cmd.Process.Kill(); err != nil {
						t.Fatal(err)
					}
				}
			}
			_ = w.cmd.Wait() // killed
		}
	}
	s := open(t, dir)
	var verdict string
	if err := s.db.QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		t.Fatalf("%s, %v", verdict, err)
	}
	kept := map[int64]Explanation{}
	for _, e := range all(t, s) {
		kept[e.ID] = e
		if !strings.HasSuffix(e.Reason, strings.Repeat("长", 500)) {
			t.Errorf("explanation %d is not whole", e.ID)
		}
	}
	for id, name := range told {
		if kept[id].Author != name {
			t.Errorf("explanation %d of %s was reported as kept; there is %+v", id, name, kept[id].Author)
		}
	}
	if len(told) < rounds*2*enough || len(kept) < len(told) {
		t.Errorf("%d were told, %d are kept", len(told), len(kept))
	}
	if _, err := s.Explain(t.Context(), answer(balance(), "仍可写")); err != nil {
		t.Error(err)
	}
}
