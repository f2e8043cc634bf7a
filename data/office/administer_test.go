package office

import (
	"errors"
	"strings"
	"testing"

	"tongjian/data/regions"
)

// Nobody looks after accounts that reach further than they do, and only administrators look after any.
func TestAdministers(t *testing.T) {
	a := func(role Role, region string) Account { return Account{Role: role, Region: region} }
	for _, c := range []struct {
		who, whom Account
		want      bool
	}{
		{a(RoleAdministrator, regions.Country), a(RoleAdministrator, regions.Country), true},
		{a(RoleAdministrator, "410200"), a(RoleAdministrator, "410202"), true},
		{a(RoleAdministrator, "410200"), a(RoleAdministrator, "410200"), true},
		{a(RoleAdministrator, "410202"), a(RoleViewer, "410200"), false},
		{a(RoleAdministrator, "410202"), a(RoleViewer, "410203"), false},
		{a(RoleAdministrator, "410202"), a(RoleViewer, regions.Country), false},
		{a(RoleOffice, regions.Country), a(RoleViewer, "410202"), false},
		{Account{Role: RoleAdministrator, Region: regions.Country, Disabled: true}, a(RoleViewer, "410202"), false},
	} {
		if got := c.who.Administers(c.whom); got != c.want {
			t.Errorf("%s of %s administers %s of %s: %v", c.who.Role, c.who.Region, c.whom.Role, c.whom.Region, got)
		}
	}
}

// The first account must be able to look after the others; after it any may be.
func TestFitFirst(t *testing.T) {
	s := open(t, t.TempDir())
	for _, a := range []Account{{Role: RoleViewer, Region: regions.Country}, {Role: RoleAdministrator, Region: "410202"}} {
		if err := s.FitFirst(t.Context(), a); !errors.As(err, new(*TextError)) {
			t.Errorf("%+v first: %v", a, err)
		}
	}
	first := Account{Login: "wang", Role: RoleAdministrator, Region: regions.Country}
	if err := s.FitFirst(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddAccount(t.Context(), Actor{}, first, NewPassword()); err != nil {
		t.Fatal(err)
	}
	if err := s.FitFirst(t.Context(), Account{Role: RoleViewer, Region: "410202"}); err != nil {
		t.Error(err)
	}
}

// A password made here is one the rules allow, whoever it is for, and another each time.
func TestNewPassword(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		p := NewPassword()
		if err := fitPassword(p, "li-tao"); err != nil || seen[p] || strings.ContainsAny(p, "01") {
			t.Errorf("%q: %v", p, err)
		}
		seen[p] = true
	}
}

// Every action there is has a name of its own in Chinese.
func TestActionsAreNamed(t *testing.T) {
	seen := map[string]Action{}
	for _, a := range Actions() {
		if a.Label() == string(a) || seen[a.Label()] != "" {
			t.Errorf("%s is called %q, as is %s", a, a.Label(), seen[a.Label()])
		}
		seen[a.Label()] = a
	}
}
