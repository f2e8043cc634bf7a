package office

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongjian/data"
)

func open(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func version(t *testing.T, s *Store) int64 {
	t.Helper()
	v, err := s.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func all(t *testing.T, s *Store) []Explanation {
	t.Helper()
	list, err := s.Explanations(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// balance is a finding of two numbers about two cells.
func balance() data.Finding {
	return data.Finding{Check: "T3-BALANCE", Table: "3", Left: "42", Right: "41", Message: "表三“总计”：42 不等于 41。",
		Cells: []data.FindingCell{
			{Table: "3", Key: "requests.received", Column: "total", Label: "一、本年新收", Raw: "40", At: data.Position{Line: 4, Cell: 9}},
			{Table: "3", Key: "outcome.total", Column: "total", Label: "（七）总计", Raw: "41", At: data.Position{Line: 30, Cell: 9}},
		}}
}

func answer(f data.Finding, reason string) Answer {
	return Answer{Subject: SubjectOf(7, 2023, data.ScopeOwn, f), Figures: FiguresOf(f), AgencyName: "甲市教育局", Message: f.Message,
		Reason: reason, Author: "王"}
}

func TestExplainAndWithdraw(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	before := version(t, s)
	kept, err := s.Explain(t.Context(), answer(balance(), "  有一件\r\n并案办理。 "))
	if err != nil {
		t.Fatal(err)
	}
	if kept.Reason != "有一件\n并案办理。" || kept.Author != "王" || kept.At.IsZero() {
		t.Errorf("kept %+v", kept)
	}
	after := version(t, s)
	if after <= before {
		t.Errorf("version went from %d to %d", before, after)
	}
	again, err := s.Explain(t.Context(), answer(balance(), "有一件\n并案办理。"))
	if err != nil || again.ID != kept.ID {
		t.Errorf("the same said twice: %d and %d, %v", kept.ID, again.ID, err)
	}
	if diff := cmp.Diff([]Explanation{kept}, all(t, open(t, dir))); diff != "" {
		t.Errorf("another connection reads (-want +got):\n%s", diff)
	}
	if err := s.Withdraw(t.Context(), Actor{}, kept.ID, "李", "数字已更正"); err != nil {
		t.Fatal(err)
	}
	if v := version(t, s); v <= after {
		t.Errorf("version went from %d to %d", after, v)
	}
	if w := all(t, s)[0].Withdrawn; w == nil || w.Author != "李" || w.Reason != "数字已更正" || w.At.IsZero() {
		t.Errorf("withdrawn: %+v", w)
	}
	if err := s.Withdraw(t.Context(), Actor{}, kept.ID, "李", ""); !errors.Is(err, ErrWithdrawn) {
		t.Errorf("withdrawn again: %v", err)
	}
	if err := s.Withdraw(t.Context(), Actor{}, 99, "李", ""); !errors.Is(err, ErrNoExplanation) {
		t.Errorf("withdrawn what is not there: %v", err)
	}
}

// What was written stays, whoever opens the file and with whatever program.
func TestNothingIsChangedOrDeleted(t *testing.T) {
	s := open(t, t.TempDir())
	kept, err := s.Explain(t.Context(), answer(balance(), "有一件并案办理。"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Withdraw(t.Context(), Actor{}, kept.ID, "李", ""); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE explanation SET reason = 'x'`, `DELETE FROM explanation`, `UPDATE withdrawal SET author = 'x'`, `DELETE FROM withdrawal`,
		`INSERT INTO withdrawal VALUES (99, '', 'x', '')`,
	} {
		if _, err := s.db.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s was carried out", statement)
		}
	}
}

func TestTextsThatAreRefused(t *testing.T) {
	s := open(t, t.TempDir())
	before := version(t, s)
	for name, a := range map[string]struct{ reason, author string }{
		"no reason":       {" \n\t ", "王"},
		"no author":       {"并案", " "},
		"too long":        {strings.Repeat("长", LongestReason+1), "王"},
		"long name":       {"并案", strings.Repeat("王", LongestAuthor+1)},
		"escape":          {"并案\x1b[31m", "王"},
		"nul":             {"并\x00案", "王"},
		"turned round":    {"并案\u202eabc", "王"},
		"line separator":  {"并案\u2028二", "王"},
		"name of 2 lines": {"并案", "王\n李"},
		"no text":         {"\xff\xfe", "王"},
	} {
		answered := answer(balance(), a.reason)
		answered.Author = a.author
		if _, err := s.Explain(t.Context(), answered); !errors.As(err, new(*TextError)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(all(t, s)) != 0 || version(t, s) != before {
		t.Error("something was written")
	}
	for _, reason := range []string{`'); DROP TABLE explanation; --`, `</script><script>alert(1)</script>`, `=cmd|' /C calc'!A0`,
		strings.Repeat("长", LongestReason), "{{.}}", "👨‍👩‍👧 说明"} {
		kept, err := s.Explain(t.Context(), answer(balance(), reason))
		if err != nil || kept.Reason != reason {
			t.Errorf("%.40q became %.40q: %v", reason, kept.Reason, err)
		}
	}
}

// A store on a path of any characters is that file and no other.
func TestPaths(t *testing.T) {
	for _, name := range []string{"政务公开", "a b", "50%", "a?mode=memory", "a#b", "a&b;c'd"} {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		open(t, dir)
		if info, err := os.Stat(filepath.Join(dir, fileName)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a directory that is not there: %v", err)
	}
}

// The store says of itself how it keeps what it is given.
func TestSettings(t *testing.T) {
	s := open(t, t.TempDir())
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "30000"} {
		var got string
		if err := s.db.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s, %v; want %s", pragma, got, err, want)
		}
	}
	info, err := os.Stat(s.Path())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestStoreOfALaterProgram(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if _, err := s.db.ExecContext(t.Context(), `PRAGMA user_version = 999`); err != nil {
		t.Fatal(err)
	}
	var schema *SchemaError
	if _, err := Open(t.Context(), dir); !errors.As(err, &schema) || schema.Have != 999 || !strings.Contains(err.Error(), "新版本") {
		t.Errorf("opened: %v", err)
	}
}

// Many open a new directory at once and write: each migration happens once, each explanation is kept, no version is used twice.
func TestManyAtOnce(t *testing.T) {
	dir := t.TempDir()
	const people, each = 6, 8
	var (
		wg       sync.WaitGroup
		mu       sync.Mutex
		versions = map[int64]bool{}
	)
	for who := range people {
		wg.Go(func() {
			s, err := Open(context.Background(), dir)
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			for n := range each {
				a := answer(balance(), fmt.Sprintf("理由 %d-%d", who, n))
				err := s.change(context.Background(), func(tx *sql.Tx) error {
					var v int64
					if err := tx.QueryRow(`SELECT version FROM office_state`).Scan(&v); err != nil {
						return err
					}
					mu.Lock()
					defer mu.Unlock()
					if versions[v] {
						return fmt.Errorf("version %d was there before", v)
					}
					versions[v] = true
					return nil
				})
				if err != nil {
					t.Error(err)
				}
				if _, err := s.Explain(context.Background(), a); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := len(all(t, open(t, dir))); n != people*each {
		t.Errorf("%d explanations are kept, want %d", n, people*each)
	}
}

// A change that fails leaves nothing behind, not even a version.
func TestChangeIsWholeOrNot(t *testing.T) {
	s := open(t, t.TempDir())
	before := version(t, s)
	failed := errors.New("no")
	err := s.change(t.Context(), func(tx *sql.Tx) error {
		if _, err := tx.Exec(`UPDATE office_state SET version = 1`); err != nil {
			return err
		}
		return failed
	})
	if !errors.Is(err, failed) || version(t, s) != before {
		t.Errorf("%v; version %d, was %d", err, version(t, s), before)
	}
}
