package office

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"tongjian/data/regions"
)

// Account (账号) is somebody who may sign in.
type Account struct {
	ID     int64  `json:"id"`
	Login  string `json:"login"` // lower case, unique
	Name   string `json:"name"`  // as pages show it
	Role   Role   `json:"role"`
	Region string `json:"region"`           // code of the region it reaches, with everything below; 000000 all
	Agency int    `json:"agency,omitempty"` // of the role agency: whose reports it sends; else 0
	// MustChange is set while somebody else knows the password: nothing can be done before it is changed.
	MustChange bool `json:"must_change"`
	// Identity is what the provider of single sign-on calls it; empty where it signs in by password only.
	Identity string    `json:"identity,omitempty"`
	Disabled bool      `json:"disabled"`
	Created  time.Time `json:"created"` // UTC
}

// Actor is the account as the audit log names it, at an address, in a request.
func (a Account) Actor(address, request string) Actor {
	return Actor{Account: a.ID, Name: a.Login, Address: address, Request: request}
}

var (
	// ErrNoAccount is returned for an account the store does not have.
	ErrNoAccount = errors.New("no such account")
	// ErrTaken is returned for a login or an identity another account has.
	ErrTaken = errors.New("the login or identity is taken")
	// ErrLastAdministrator is returned when a change would leave nobody to look after the accounts.
	ErrLastAdministrator = errors.New("the last administrator of everything stays")
)

// loginForm is what a login looks like: nothing that could be mistaken for another, or for part of an address.
var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,31}$`)

// check gives an account as it is kept. The error is a [*TextError].
func (a Account) check() (Account, error) {
	a.Login = strings.ToLower(strings.TrimSpace(a.Login))
	if !loginForm.MatchString(a.Login) {
		return a, &TextError{"login", "登录名须为 2 至 32 个小写字母、数字、点、横线或下划线，以字母或数字开头"}
	}
	a.Name = strings.TrimSpace(a.Name)
	if a.Name == "" {
		a.Name = a.Login
	}
	if err := fit("name", "姓名", a.Name, LongestAuthor, ""); err != nil {
		return a, err
	}
	if !slices.Contains(Roles(), a.Role) {
		return a, &TextError{"role", fmt.Sprintf("没有角色 %q：可以是 administrator、office、agency、viewer", a.Role)}
	}
	if _, ok := regions.ByCode(a.Region); !ok {
		return a, &TextError{"region", fmt.Sprintf("没有代码为 %q 的地区：全国是 %s", a.Region, regions.Country)}
	}
	if a.Role == RoleAgency && a.Agency <= 0 {
		return a, &TextError{"agency", "报送单位的账号须指明是哪个机关的"}
	}
	if a.Role != RoleAgency && a.Agency != 0 {
		return a, &TextError{"agency", "只有报送单位的账号才属于一个机关"}
	}
	a.Identity = strings.TrimSpace(a.Identity)
	return a, fit("identity", "单点登录标识", a.Identity, 255, "")
}

// AddAccount makes an account and gives it with its number. The password must be changed at the first sign-in; it may be empty
// where an identity is given. The error is a [*TextError] when something is not fit to be kept, and wraps [ErrTaken].
func (s *Store) AddAccount(ctx context.Context, who Actor, a Account, password string) (Account, error) {
	a, err := a.check()
	if err != nil {
		return a, err
	}
	hash := ""
	if password != "" || a.Identity == "" {
		if err := fitPassword(password, a.Login); err != nil {
			return a, err
		}
		if hash, err = s.hash(ctx, password); err != nil {
			return a, err
		}
	}
	a.MustChange, a.Disabled, a.Created = hash != "", false, s.now().UTC().Truncate(time.Microsecond)
	err = s.quietly(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `INSERT INTO account (login, name, role, region, agency, password, must_change, identity, disabled, created_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)`, a.Login, a.Name, string(a.Role), a.Region, a.Agency, hash, a.MustChange, a.Identity, stamp(a.Created))
		if taken(err) {
			return ErrTaken
		}
		if err != nil {
			return err
		}
		if a.ID, err = done.LastInsertId(); err != nil {
			return err
		}
		return s.record(ctx, tx, who, ActionAccountAdd, "account:"+a.Login, a.describe())
	})
	if err != nil {
		return a, fmt.Errorf("add account %s: %w", a.Login, err)
	}
	return a, nil
}

// describe says in words what an account may do, for the audit log.
func (a Account) describe() string {
	text := fmt.Sprintf("%s，%s，地区 %s", a.Name, a.Role.Label(), a.Region)
	if a.Agency != 0 {
		text += fmt.Sprintf("，机关 %d", a.Agency)
	}
	if a.Identity != "" {
		text += "，单点登录 " + a.Identity
	}
	if a.Disabled {
		text += "，已停用"
	}
	return text
}

// ChangeAccount replaces what an account is called, may do, reaches and is identified by, and whether it is disabled; the login
// says which. A disabled account, and one with another role, region or agency, is signed out everywhere. The error is a
// [*TextError], or wraps [ErrNoAccount], [ErrTaken] or [ErrLastAdministrator].
func (s *Store) ChangeAccount(ctx context.Context, who Actor, a Account) (Account, error) {
	a, err := a.check()
	if err != nil {
		return a, err
	}
	err = s.quietly(ctx, func(tx *sql.Tx) error {
		before, err := account(ctx, tx, `login = ?`, a.Login)
		if err != nil {
			return err
		}
		a.ID, a.MustChange, a.Created = before.ID, before.MustChange, before.Created
		if a == before {
			return nil
		}
		_, err = tx.ExecContext(ctx, `UPDATE account SET name = ?, role = ?, region = ?, agency = ?, identity = ?, disabled = ? WHERE id = ?`,
			a.Name, string(a.Role), a.Region, a.Agency, a.Identity, a.Disabled, a.ID)
		if taken(err) {
			return ErrTaken
		}
		if err != nil {
			return err
		}
		if err := administered(ctx, tx, before); err != nil {
			return err
		}
		if a.Disabled || a.Role != before.Role || a.Region != before.Region || a.Agency != before.Agency {
			if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE account = ?`, a.ID); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, who, ActionAccountChange, "account:"+a.Login, before.describe()+" → "+a.describe())
	})
	if err != nil {
		return a, fmt.Errorf("change account %s: %w", a.Login, err)
	}
	return a, nil
}

// administered refuses a change after which no administrator of everything is left, where the one changed was one.
func administered(ctx context.Context, tx *sql.Tx, before Account) error {
	if before.Disabled || before.Role != RoleAdministrator || before.Region != regions.Country {
		return nil
	}
	var left int
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM account WHERE role = ? AND region = ? AND disabled = 0`,
		string(RoleAdministrator), regions.Country).Scan(&left)
	if err == nil && left == 0 {
		return ErrLastAdministrator
	}
	return err
}

// Accounts gives every account, in the order of their logins.
func (s *Store) Accounts(ctx context.Context) ([]Account, error) {
	return accounts(ctx, s.db, `1 = 1 ORDER BY login`)
}

// HasAccounts reports whether anybody can sign in: whether there is an account that is not disabled.
func (s *Store) HasAccounts(ctx context.Context) (bool, error) {
	var has bool
	if err := s.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM account WHERE disabled = 0)`).Scan(&has); err != nil {
		return false, fmt.Errorf("look for accounts in %s: %w", s.path, err)
	}
	return has, nil
}

// AccountByLogin gives an account; the error wraps [ErrNoAccount] when there is none.
func (s *Store) AccountByLogin(ctx context.Context, login string) (Account, error) {
	return account(ctx, s.db, `login = ?`, strings.ToLower(strings.TrimSpace(login)))
}

// account gives the one account of a condition.
func account(ctx context.Context, from asker, where string, args ...any) (Account, error) {
	list, err := accounts(ctx, from, where, args...)
	if err != nil {
		return Account{}, err
	}
	if len(list) == 0 {
		return Account{}, ErrNoAccount
	}
	return list[0], nil
}

// accounts gives the accounts of a condition.
func accounts(ctx context.Context, from asker, where string, args ...any) ([]Account, error) {
	rows, err := from.QueryContext(ctx, `SELECT id, login, name, role, region, agency, must_change, identity, disabled, created_at
		FROM account WHERE `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	defer rows.Close()
	var list []Account
	for rows.Next() {
		var a Account
		var created string
		if err := rows.Scan(&a.ID, &a.Login, &a.Name, &a.Role, &a.Region, &a.Agency, &a.MustChange, &a.Identity, &a.Disabled, &created); err != nil {
			return nil, fmt.Errorf("read accounts: %w", err)
		}
		if a.Created, err = parseStamp(created); err != nil {
			return nil, fmt.Errorf("account %s: %w", a.Login, err)
		}
		list = append(list, a)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	return list, nil
}

// taken reports whether a statement failed because something that must be unique is there already.
func taken(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE
}
