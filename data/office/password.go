package office

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
)

const (
	shortestPassword = 10
	// longestPassword keeps anybody from making the server hash a novel.
	longestPassword = 128
	// longPassword and longer need no mix of characters: their length is enough.
	longPassword = 16
)

// argon is how passwords are made into hashes: OWASP's second choice for argon2id (19 MiB, two passes), which a server with
// little memory can afford for some at once.
func argon() *argon2id.Params {
	return &argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// hashers bounds the passwords hashed at once in a process, and with it the memory that takes.
const hashers = 4

// hash makes a password into what is kept of it.
func (s *Store) hash(ctx context.Context, password string) (string, error) {
	if err := s.hashing(ctx); err != nil {
		return "", err
	}
	defer s.hashed()
	hash, err := argon2id.CreateHash(password, argon())
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return hash, nil
}

// matches reports whether a password is the one a hash was made of. Without a hash it takes as long and says no, so that the
// time does not tell which logins there are.
func (s *Store) matches(ctx context.Context, password, hash string) (bool, error) {
	if hash == "" {
		_, err := s.hash(ctx, password)
		return false, err
	}
	if err := s.hashing(ctx); err != nil {
		return false, err
	}
	defer s.hashed()
	same, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("compare a password: %w", err)
	}
	return same, nil
}

func (s *Store) hashing(ctx context.Context) error {
	select {
	case s.hashes <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) hashed() { <-s.hashes }

// fitPassword refuses passwords that are guessed first. The error is a [*TextError].
func fitPassword(password, login string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		return &TextError{"password", "密码里有不是文字的内容"}
	case n < shortestPassword:
		return &TextError{"password", fmt.Sprintf("密码至少 %d 位", shortestPassword)}
	case len(password) > longestPassword:
		return &TextError{"password", fmt.Sprintf("密码最长 %d 字节", longestPassword)}
	case strings.Contains(strings.ToLower(password), login):
		return &TextError{"password", "密码里不能有登录名"}
	case repetitive(password):
		return &TextError{"password", "密码里不同的字符太少"}
	case n < longPassword && kinds(password) < 3:
		return &TextError{"password", fmt.Sprintf("密码不足 %d 位时，须有大写字母、小写字母、数字、其他字符中的三种", longPassword)}
	}
	return nil
}

// repetitive reports whether a password is made of a handful of characters said again and again.
func repetitive(password string) bool {
	seen := map[rune]bool{}
	for _, r := range password {
		seen[r] = true
	}
	return len(seen) < 5
}

// kinds counts the kinds of characters a password has: upper case, lower case, digits, others.
func kinds(password string) int {
	var upper, lower, digit, other int
	for _, r := range password {
		switch {
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsLower(r):
			lower = 1
		case unicode.IsDigit(r):
			digit = 1
		default:
			other = 1
		}
	}
	return upper + lower + digit + other
}

// ErrPassword is returned when the present password given with a new one is wrong.
var ErrPassword = errors.New("wrong password")

// ChangePassword sets the account's own password to another. All its sessions end and are replaced by one new, whose secret is
// given back. The error is a [*TextError], a [*LockedError], or wraps [ErrPassword].
func (s *Store) ChangePassword(ctx context.Context, who Actor, a Account, present, next string) (secret string, err error) {
	if err := s.attempt(ctx, "login:"+a.Login); err != nil {
		return "", err
	}
	hash, err := s.passwordOf(ctx, a.ID)
	if err != nil {
		return "", err
	}
	same, err := s.matches(ctx, present, hash)
	if err != nil {
		return "", err
	}
	if !same {
		return "", fmt.Errorf("change password of %s: %w", a.Login, ErrPassword)
	}
	if err := s.forgive(ctx, "login:"+a.Login); err != nil {
		return "", err
	}
	if present == next {
		return "", &TextError{"password", "新密码不能与原密码相同"}
	}
	if err := fitPassword(next, a.Login); err != nil {
		return "", err
	}
	if hash, err = s.hash(ctx, next); err != nil {
		return "", err
	}
	err = s.quietly(ctx, func(tx *sql.Tx) error {
		if err := setPassword(ctx, tx, a.ID, hash, false); err != nil {
			return err
		}
		if secret, err = s.newSession(ctx, tx, a.ID, who.Address); err != nil {
			return err
		}
		return s.record(ctx, tx, who, ActionPassword, "account:"+a.Login, "本人修改")
	})
	if err != nil {
		return "", fmt.Errorf("change password of %s: %w", a.Login, err)
	}
	return secret, nil
}

// ResetPassword sets an account's password for somebody who has lost theirs: it must be changed at the next sign-in, and every
// session ends. The error is a [*TextError], or wraps [ErrNoAccount].
func (s *Store) ResetPassword(ctx context.Context, who Actor, login, password string) error {
	a, err := s.AccountByLogin(ctx, login)
	if err != nil {
		return fmt.Errorf("reset password of %s: %w", login, err)
	}
	if err := fitPassword(password, a.Login); err != nil {
		return err
	}
	hash, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	err = s.quietly(ctx, func(tx *sql.Tx) error {
		if err := setPassword(ctx, tx, a.ID, hash, true); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM throttle WHERE subject = ?`, "login:"+a.Login); err != nil {
			return err
		}
		return s.record(ctx, tx, who, ActionPassword, "account:"+a.Login, "由管理员重置")
	})
	if err != nil {
		return fmt.Errorf("reset password of %s: %w", login, err)
	}
	return nil
}

// setPassword keeps a hash and ends every session of the account.
func setPassword(ctx context.Context, tx *sql.Tx, id int64, hash string, mustChange bool) error {
	if _, err := tx.ExecContext(ctx, `UPDATE account SET password = ?, must_change = ? WHERE id = ?`, hash, mustChange, id); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM session WHERE account = ?`, id)
	return err
}

// passwordOf gives what is kept of an account's password.
func (s *Store) passwordOf(ctx context.Context, id int64) (string, error) {
	var hash string
	err := s.db.QueryRowContext(ctx, `SELECT password FROM account WHERE id = ?`, id).Scan(&hash)
	if err != nil {
		return "", fmt.Errorf("read account %d: %w", id, err)
	}
	return hash, nil
}
