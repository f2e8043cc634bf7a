package office

import (
	"context"
	"crypto/rand"
	"strings"

	"tongjian/data/regions"
)

// Administers reports whether an administrator may make, change or disable an account: one that reaches no further than the
// administrator does. Nobody hands out more than they have.
func (a Account) Administers(other Account) bool {
	return a.May(RightAccounts) && regions.Within(other.Region, a.Region)
}

// FitFirst refuses the first account to anybody who could not look after the others: with it, the door closes for all who have
// none. The error is a [*TextError].
func (s *Store) FitFirst(ctx context.Context, a Account) error {
	has, err := s.HasAccounts(ctx)
	if err != nil || has {
		return err
	}
	if a.Role != RoleAdministrator || a.Region != regions.Country {
		return &TextError{"role", "第一个账号须是管理员，地区须是全国（" + regions.Country + "）：有了账号，没有账号的人就进不来了"}
	}
	return nil
}

// NewPassword makes a password to be handed to somebody, who must change it: four groups of letters and digits that cannot be
// mistaken for each other when read out.
func NewPassword() string {
	const group, groups = 4, 5
	text := strings.ToLower(rand.Text())
	parts := make([]string, groups)
	for i := range parts {
		parts[i] = text[i*group : (i+1)*group]
	}
	return strings.Join(parts, "-")
}
