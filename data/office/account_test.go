package office

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const goodPassword = "Xin-Xi/Gong3kai"

// clock is a time a test moves by hand.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }

func (c *clock) forward(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.t = c.t.Add(d) }

// openAt opens a new store whose time is moved by hand.
func openAt(t *testing.T) (*Store, *clock) {
	t.Helper()
	s, c := open(t, t.TempDir()), &clock{t: time.Date(2026, 1, 20, 1, 30, 0, 0, time.UTC)}
	s.now = c.now
	return s, c
}

func root() Actor { return Actor{Name: "root"} }

// add makes an account that has changed its password.
func add(t *testing.T, s *Store, a Account) Account {
	t.Helper()
	a, err := s.AddAccount(t.Context(), root(), a, goodPassword+"0")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.ChangePassword(t.Context(), root(), a, goodPassword+"0", goodPassword); err != nil {
		t.Fatal(err)
	}
	a, err = s.AccountByLogin(t.Context(), a.Login)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestSignInAndOut(t *testing.T) {
	s, time := openAt(t)
	kept, err := s.AddAccount(t.Context(), root(), Account{Login: " Kaifeng ", Name: "值班员", Role: RoleOffice, Region: "410200"}, goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	if kept.Login != "kaifeng" || !kept.MustChange {
		t.Fatalf("kept %+v: want the login in lower case and a password to be changed", kept)
	}
	secret, a, err := s.SignIn(t.Context(), "KAIFENG", goodPassword, "10.0.0.1", "r1")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(kept, a); diff != "" {
		t.Fatal(diff)
	}
	again, err := s.Session(t.Context(), secret)
	if err != nil || again.Login != "kaifeng" {
		t.Fatalf("session: %+v, %v", again, err)
	}
	// The secret itself is nowhere in the file.
	if raw := fileBytes(t, s); strings.Contains(raw, secret) || strings.Contains(raw, goodPassword) {
		t.Fatal("a secret is kept as it is")
	}
	next, err := s.ChangePassword(t.Context(), a.Actor("10.0.0.1", ""), a, goodPassword, "Another/Good1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session(t.Context(), secret); !errors.Is(err, ErrNoSession) {
		t.Fatalf("the session from before the change: %v", err)
	}
	if a, err = s.Session(t.Context(), next); err != nil || a.MustChange {
		t.Fatalf("the session after the change: %+v, %v", a, err)
	}
	if err := s.SignOut(t.Context(), a.Actor("", ""), next); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session(t.Context(), next); !errors.Is(err, ErrNoSession) {
		t.Fatalf("after signing out: %v", err)
	}
	secret, _, err = s.SignIn(t.Context(), "kaifeng", "Another/Good1", "10.0.0.1", "")
	if err != nil {
		t.Fatal(err)
	}
	time.forward(idle - 1)
	if _, err := s.Session(t.Context(), secret); err != nil {
		t.Fatalf("just before it idles out: %v", err)
	}
	for range 5 { // used again and again, it still ends after a working day
		time.forward(idle - 1)
		if _, err := s.Session(t.Context(), secret); err != nil {
			break
		}
	}
	time.forward(idle - 1)
	if _, err := s.Session(t.Context(), secret); !errors.Is(err, ErrNoSession) {
		t.Fatalf("after more than a working day: %v", err)
	}
}

// fileBytes is all the store has on disk.
func fileBytes(t *testing.T, s *Store) string {
	t.Helper()
	var all strings.Builder
	files, err := filepath.Glob(s.Path() + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(b)
	}
	return all.String()
}

func TestSessionIdlesOut(t *testing.T) {
	s, time := openAt(t)
	a := add(t, s, Account{Login: "li", Role: RoleViewer, Region: "000000"})
	secret, _, err := s.SignIn(t.Context(), a.Login, goodPassword, "::1", "")
	if err != nil {
		t.Fatal(err)
	}
	time.forward(idle)
	if _, err := s.Session(t.Context(), secret); !errors.Is(err, ErrNoSession) {
		t.Fatalf("after %v: %v", idle, err)
	}
}

func TestGuessing(t *testing.T) {
	s, time := openAt(t)
	a := add(t, s, Account{Login: "li", Role: RoleViewer, Region: "000000"})
	for i := range freeAttempts {
		if _, _, err := s.SignIn(t.Context(), "li", "wrong", "10.0.0.9", ""); !errors.Is(err, ErrSignIn) {
			t.Fatalf("guess %d: %v", i+1, err)
		}
	}
	var locked *LockedError
	if _, _, err := s.SignIn(t.Context(), "li", goodPassword, "10.0.0.9", ""); !errors.As(err, &locked) {
		t.Fatalf("the right password while locked: %v", err)
	}
	if want := time.now().Add(firstWait); !locked.Until.Equal(want) {
		t.Fatalf("locked until %v, want %v", locked.Until, want)
	}
	time.forward(firstWait)
	if _, _, err := s.SignIn(t.Context(), "li", "wrong", "10.0.0.9", ""); !errors.Is(err, ErrSignIn) {
		t.Fatal(err)
	}
	if _, _, err := s.SignIn(t.Context(), "li", goodPassword, "10.0.0.9", ""); !errors.As(err, &locked) || !locked.Until.Equal(time.now().Add(2*firstWait)) {
		t.Fatalf("the wait does not grow: %v", err)
	}
	// A login there is not is answered in the same way, so that guessing logins tells nothing.
	for i := range freeAttempts {
		if _, _, err := s.SignIn(t.Context(), "nobody", "wrong", "10.0.0.8", ""); !errors.Is(err, ErrSignIn) {
			t.Fatalf("guess %d at nobody: %v", i+1, err)
		}
	}
	if _, _, err := s.SignIn(t.Context(), "nobody", "wrong", "10.0.0.8", ""); !errors.As(err, &locked) {
		t.Fatalf("nobody is not locked: %v", err)
	}
	if err := s.ResetPassword(t.Context(), root(), a.Login, "Fresh+Start1"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.SignIn(t.Context(), "li", "Fresh+Start1", "10.0.0.9", ""); err != nil {
		t.Fatalf("after a reset: %v", err)
	}
}

// Guesses made all at once are counted as strictly as one after the other.
func TestGuessingAtOnce(t *testing.T) {
	s, _ := openAt(t)
	add(t, s, Account{Login: "li", Role: RoleViewer, Region: "000000"})
	var tried, waited int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 4 * freeAttempts {
		wg.Go(func() {
			_, _, err := s.SignIn(context.WithoutCancel(t.Context()), "li", "wrong", "10.0.0.9", "")
			mu.Lock()
			defer mu.Unlock()
			var locked *LockedError
			switch {
			case errors.As(err, &locked):
				waited++
			case errors.Is(err, ErrSignIn):
				tried++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if tried != freeAttempts || waited != 3*freeAttempts {
		t.Fatalf("%d guesses compared, %d refused: want %d and %d", tried, waited, freeAttempts, 3*freeAttempts)
	}
}

func TestGuessingManyLogins(t *testing.T) {
	s, _ := openAt(t)
	var locked *LockedError
	for range freeAttemptsAddress {
		if _, _, err := s.SignIn(t.Context(), "NOT A LOGIN", strings.Repeat("x", 10_000), "10.0.0.9", ""); !errors.Is(err, ErrSignIn) {
			t.Fatal(err)
		}
	}
	if _, _, err := s.SignIn(t.Context(), "li", "x", "10.0.0.9", ""); !errors.As(err, &locked) {
		t.Fatalf("one address, many logins: %v", err)
	}
	if _, _, err := s.SignIn(t.Context(), "li", "x", "10.0.0.10", ""); !errors.Is(err, ErrSignIn) {
		t.Fatalf("another address: %v", err)
	}
}

func TestUnfitAccounts(t *testing.T) {
	s, _ := openAt(t)
	for name, test := range map[string]struct {
		a        Account
		password string
		field    string
	}{
		"login with a blank":       {Account{Login: "a b", Role: RoleViewer, Region: "000000"}, goodPassword, "login"},
		"login of another script":  {Account{Login: "аdmin", Role: RoleViewer, Region: "000000"}, goodPassword, "login"},
		"login that is a path":     {Account{Login: "../x", Role: RoleViewer, Region: "000000"}, goodPassword, "login"},
		"no such role":             {Account{Login: "li", Role: "king", Region: "000000"}, goodPassword, "role"},
		"no such region":           {Account{Login: "li", Role: RoleViewer, Region: "1"}, goodPassword, "region"},
		"an agency's without one":  {Account{Login: "li", Role: RoleAgency, Region: "410202"}, goodPassword, "agency"},
		"a viewer's with one":      {Account{Login: "li", Role: RoleViewer, Region: "410202", Agency: 3}, goodPassword, "agency"},
		"name that turns the line": {Account{Login: "li", Name: "a\u202eb", Role: RoleViewer, Region: "000000"}, goodPassword, "name"},
		"no password":              {Account{Login: "li", Role: RoleViewer, Region: "000000"}, "", "password"},
		"short password":           {Account{Login: "li", Role: RoleViewer, Region: "000000"}, "Ab1!Ab1!x", "password"},
		"one kind of character":    {Account{Login: "li", Role: RoleViewer, Region: "000000"}, "abcdefghijkl", "password"},
		"a few characters":         {Account{Login: "zh", Role: RoleViewer, Region: "000000"}, "Aa1!Aa1!Aa1!Aa1!", "password"},
		"the login in it":          {Account{Login: "kaifeng", Role: RoleViewer, Region: "000000"}, "Kaifeng2026!", "password"},
		"a novel":                  {Account{Login: "li", Role: RoleViewer, Region: "000000"}, strings.Repeat("Abc123+-", 20), "password"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.AddAccount(t.Context(), root(), test.a, test.password)
			var unfit *TextError
			if !errors.As(err, &unfit) || unfit.Field != test.field {
				t.Fatalf("got %v, want a complaint about %s", err, test.field)
			}
		})
	}
}

func TestChangeAccount(t *testing.T) {
	s, _ := openAt(t)
	admin := add(t, s, Account{Login: "admin", Role: RoleAdministrator, Region: "000000"})
	li := add(t, s, Account{Login: "li", Role: RoleOffice, Region: "410202", Identity: "sub-1"})
	if _, err := s.AddAccount(t.Context(), root(), Account{Login: "li", Role: RoleViewer, Region: "000000"}, goodPassword); !errors.Is(err, ErrTaken) {
		t.Fatalf("a login twice: %v", err)
	}
	if _, err := s.AddAccount(t.Context(), root(), Account{Login: "wang", Role: RoleViewer, Region: "000000", Identity: "sub-1"}, ""); !errors.Is(err, ErrTaken) {
		t.Fatalf("an identity twice: %v", err)
	}
	secret, _, err := s.SignInByIdentity(t.Context(), "sub-1", "::1", "")
	if err != nil {
		t.Fatal(err)
	}
	named := li
	named.Name = "李"
	if _, err := s.ChangeAccount(t.Context(), root(), named); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session(t.Context(), secret); err != nil {
		t.Fatalf("a new name ends the session: %v", err)
	}
	named.Disabled = true
	if _, err := s.ChangeAccount(t.Context(), root(), named); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session(t.Context(), secret); !errors.Is(err, ErrNoSession) {
		t.Fatalf("a disabled account goes on: %v", err)
	}
	if _, _, err := s.SignInByIdentity(t.Context(), "sub-1", "::1", ""); !errors.Is(err, ErrSignIn) {
		t.Fatalf("a disabled account signs in by identity: %v", err)
	}
	if _, _, err := s.SignIn(t.Context(), "li", goodPassword, "::1", ""); !errors.Is(err, ErrSignIn) {
		t.Fatalf("a disabled account signs in: %v", err)
	}
	admin.Role = RoleViewer
	if _, err := s.ChangeAccount(t.Context(), root(), admin); !errors.Is(err, ErrLastAdministrator) {
		t.Fatalf("the last administrator goes: %v", err)
	}
	if _, err := s.ChangeAccount(t.Context(), root(), Account{Login: "nobody", Role: RoleViewer, Region: "000000"}); !errors.Is(err, ErrNoAccount) {
		t.Fatalf("changing nobody: %v", err)
	}
}

func TestTokens(t *testing.T) {
	s, time := openAt(t)
	office := add(t, s, Account{Login: "li", Role: RoleOffice, Region: "410200"})
	agency := add(t, s, Account{Login: "wei", Role: RoleAgency, Region: "410202", Agency: 7})
	day := time.now().AddDate(0, 0, 1)
	for name, rights := range map[string][]Right{"none": {}, "accounts": {RightAccounts}, "sql without reach": {RightQuery}} {
		if _, _, err := s.AddToken(t.Context(), root(), office, name, rights, day); !errors.As(err, new(*TextError)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := s.AddToken(t.Context(), root(), agency, "not theirs", []Right{RightExport}, day); !errors.As(err, new(*TextError)) {
		t.Errorf("an agency's token that exports: %v", err)
	}
	if _, _, err := s.AddToken(t.Context(), root(), office, "for ever", []Right{RightView}, time.now().AddDate(2, 0, 0)); !errors.As(err, new(*TextError)) {
		t.Errorf("two years: %v", err)
	}
	secret, kept, err := s.AddToken(t.Context(), root(), office, "每日取数", []Right{RightView, RightExport}, day)
	if err != nil {
		t.Fatal(err)
	}
	a, got, err := s.TokenAccount(t.Context(), secret)
	if err != nil || a.Login != "li" || !slices.Equal(got.Rights, kept.Rights) {
		t.Fatalf("%+v %+v %v", a, got, err)
	}
	if strings.Contains(fileBytes(t, s), secret) {
		t.Fatal("the secret of a token is kept as it is")
	}
	if err := s.RevokeToken(t.Context(), root(), agency.ID, kept.ID); !errors.Is(err, ErrNoToken) {
		t.Fatalf("somebody else takes it back: %v", err)
	}
	if err := s.RevokeToken(t.Context(), root(), office.ID, kept.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.TokenAccount(t.Context(), secret); !errors.Is(err, ErrNoToken) {
		t.Fatalf("taken back: %v", err)
	}
	secret, _, err = s.AddToken(t.Context(), root(), office, "一天", []Right{RightView}, day)
	if err != nil {
		t.Fatal(err)
	}
	time.forward(25 * 60 * 60 * 1e9)
	if _, _, err := s.TokenAccount(t.Context(), secret); !errors.Is(err, ErrNoToken) {
		t.Fatalf("out of date: %v", err)
	}
}

func TestRights(t *testing.T) {
	county := Account{Role: RoleOffice, Region: "410202"}
	prefecture := Account{Role: RoleAdministrator, Region: "410200"}
	everywhere := Account{Role: RoleAdministrator, Region: "000000"}
	agency := Account{Role: RoleAgency, Region: "410202", Agency: 7}
	for _, test := range []struct {
		what      string
		got, want bool
	}{
		{"a county reaches itself", county.Reaches("410202"), true},
		{"a county reaches its prefecture", county.Reaches("410200"), false},
		{"a county reaches its neighbour", county.Reaches("410203"), false},
		{"a county reaches nowhere", county.Reaches(""), false},
		{"a prefecture reaches its county", prefecture.Reaches("410202"), true},
		{"a prefecture reads the audit log", prefecture.May(RightAudit), false},
		{"a prefecture looks after accounts", prefecture.May(RightAccounts), true},
		{"everything reaches all", everywhere.Reaches("990101"), true},
		{"a county's office asks in SQL", county.May(RightQuery), false},
		{"an agency reaches its region", agency.Reaches("410202"), false},
		{"an agency reaches itself", agency.ReachesAgency(7, "410202"), true},
		{"an agency reaches another", agency.ReachesAgency(8, "410202"), false},
		{"an agency reaches none", agency.ReachesAgency(0, "410202"), false},
		{"an agency explains", agency.May(RightExplain), false},
		{"a viewer explains", Account{Role: RoleViewer, Region: "000000"}.May(RightExplain), false},
		{"a disabled one views", Account{Role: RoleViewer, Region: "000000", Disabled: true}.May(RightView), false},
		{"no account views", Account{}.May(RightView), false},
		{"no account reaches", Account{}.Reaches("410202"), false},
	} {
		if test.got != test.want {
			t.Errorf("%s: %v", test.what, test.got)
		}
	}
}

// How long to wait is told in Beijing's time, whatever zone the machine is in: a container is in none of its own.
func TestWaitingIsToldInBeijingTime(t *testing.T) {
	err := &LockedError{Until: time.Date(2026, 1, 31, 16, 30, 5, 0, time.UTC)}
	if !strings.Contains(err.Error(), "请在 00:30:05 之后") {
		t.Error(err)
	}
}
