package office

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestAuditChain(t *testing.T) {
	s, _ := openAt(t)
	for i := range 5 {
		if err := s.Record(t.Context(), Actor{Name: "li", Address: "10.0.0.1"}, ActionExport, fmt.Sprintf("page:%d", i), "csv"); err != nil {
			t.Fatal(err)
		}
	}
	before, err := s.VerifyAudit(t.Context(), Chain{})
	if err != nil || before.Entries != 5 || before.Head == "" {
		t.Fatalf("%+v, %v", before, err)
	}
	if err := s.Record(t.Context(), root(), ActionExport, "page", strings.Repeat("长", 10_000)+"\xff"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.VerifyAudit(t.Context(), before); err != nil {
		t.Fatalf("after one more: %v", err)
	}
	var page []int64
	err = s.Audit(t.Context(), AuditFilter{Action: "export", Name: "li", Before: 5, Limit: 2}, func(e Entry) error {
		page = append(page, e.ID)
		return nil
	})
	if err != nil || fmt.Sprint(page) != "[4 3]" {
		t.Fatalf("a page: %v, %v", page, err)
	}
	// Nothing in the program can change an entry; somebody with the file in hand can, and it shows.
	for _, statement := range []string{`UPDATE audit SET detail = 'x' WHERE id = 3`, `DELETE FROM audit WHERE id = 3`} {
		if _, err := s.db.ExecContext(t.Context(), statement); err == nil {
			t.Fatalf("%s went through", statement)
		}
	}
	for name, test := range map[string]struct {
		statement string
		entry     int64
	}{
		"changed":           {`UPDATE audit SET detail = 'x' WHERE id = 3`, 3},
		"removed":           {`DELETE FROM audit WHERE id = 3`, 3},
		"moved over":        {`UPDATE audit SET action = action || 'p', subject = substr(subject, 2) WHERE id = 2`, 2},
		"cut off the end":   {`DELETE FROM audit WHERE id > 2`, 3},
		"written anew":      {`UPDATE audit SET hash = 'x' WHERE id = 5`, 5},
		"all of it removed": {`DELETE FROM audit`, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := openAt(t)
			for i := range 5 {
				if err := s.Record(t.Context(), root(), ActionExport, fmt.Sprintf("page:%d", i), "csv"); err != nil {
					t.Fatal(err)
				}
			}
			known, err := s.VerifyAudit(t.Context(), Chain{})
			if err != nil {
				t.Fatal(err)
			}
			for _, statement := range []string{`DROP TRIGGER audit_stays`, `DROP TRIGGER audit_kept`, test.statement} {
				if _, err := s.db.ExecContext(t.Context(), statement); err != nil {
					t.Fatal(err)
				}
			}
			var broken *ChainError
			if _, err := s.VerifyAudit(t.Context(), known); !errors.As(err, &broken) || broken.Entry != test.entry {
				t.Fatalf("got %v, want entry %d", err, test.entry)
			}
		})
	}
}

// Every change of an account stands in the log, and no secret does.
func TestAccountsAreAudited(t *testing.T) {
	s, time := openAt(t)
	li := add(t, s, Account{Login: "li", Role: RoleOffice, Region: "410200"})
	secret, _, err := s.SignIn(t.Context(), "li", goodPassword, "10.0.0.1", "r1")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.SignIn(t.Context(), "li", "Wrong/word1", "10.0.0.1", "r2"); !errors.Is(err, ErrSignIn) {
		t.Fatal(err)
	}
	token, _, err := s.AddToken(t.Context(), li.Actor("", ""), li, "取数", []Right{RightView}, time.now().AddDate(0, 1, 0))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SignOut(t.Context(), li.Actor("10.0.0.1", "r3"), secret); err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	err = s.Audit(t.Context(), AuditFilter{}, func(e Entry) error {
		fmt.Fprintln(&log, e.Action, e.Name, e.Address, e.Request, e.Subject, e.Detail)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"account.add root", "account.password root", "session.in li 10.0.0.1 r1 account:li", "session.refused li 10.0.0.1 r2", "token.add li", "session.out li 10.0.0.1 r3"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("nothing says %q in\n%s", want, &log)
		}
	}
	for _, leak := range []string{secret, token, goodPassword, "Wrong/word1"} {
		if strings.Contains(log.String(), leak) {
			t.Errorf("the log holds the secret %q", leak)
		}
	}
	if _, err := s.VerifyAudit(t.Context(), Chain{}); err != nil {
		t.Error(err)
	}
}
