package office

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

const (
	// idle ends a session nobody uses.
	idle = 2 * time.Hour
	// longestSession ends any: a working day.
	longestSession = 12 * time.Hour
	// touched is how exactly the last use of a session is kept: it spares a write for every request.
	touched = time.Minute
)

var (
	// ErrSignIn is returned for a login and password that do not belong together. It does not say which is wrong, nor whether
	// there is such an account.
	ErrSignIn = errors.New("login and password do not belong together")
	// ErrNoSession is returned for a secret that belongs to no session, or to one that has ended.
	ErrNoSession = errors.New("no such session")
)

// newSecret makes a secret nobody can guess: 256 random bits.
func newSecret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: it ends the program instead
	return base64.RawURLEncoding.EncodeToString(b)
}

// digest is what is kept of a secret. It needs no salt: nobody can try 2²⁵⁶ of them.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// SignIn opens a session for a login with its password, and gives the secret that the browser keeps. Sessions are always new:
// none that was there before can be slipped to anybody. The error is a [*LockedError], or wraps [ErrSignIn].
func (s *Store) SignIn(ctx context.Context, login, password, address, request string) (secret string, a Account, err error) {
	login = strings.ToLower(strings.TrimSpace(login))
	who := Actor{Name: login, Address: address, Request: request}
	by := []string{"address:" + address, "login:" + login}
	if !loginForm.MatchString(login) || len(password) > longestPassword {
		login, password = "", "" // nobody's: takes as long, and counts for the address
		by, who.Name = by[:1], ""
	}
	if err := s.attempt(ctx, by...); err != nil {
		return "", a, s.refused(ctx, who, "须等待", err)
	}
	hash := ""
	a, err = s.AccountByLogin(ctx, login)
	switch {
	case errors.Is(err, ErrNoAccount):
	case err != nil:
		return "", a, err
	default:
		if hash, err = s.passwordOf(ctx, a.ID); err != nil {
			return "", a, err
		}
	}
	same, err := s.matches(ctx, password, hash)
	if err != nil {
		return "", a, err
	}
	if !same || a.Disabled {
		return "", Account{}, s.refused(ctx, who, "登录名或密码不对，或账号已停用", ErrSignIn)
	}
	if err := s.forgive(ctx, by...); err != nil {
		return "", a, err
	}
	secret, err = s.open(ctx, a, a.Actor(address, request), "密码")
	return secret, a, err
}

// SignInByIdentity opens a session for an account the provider of single sign-on vouches for. The error wraps [ErrSignIn] when no
// account has the identity.
func (s *Store) SignInByIdentity(ctx context.Context, identity, address, request string) (secret string, a Account, err error) {
	if identity == "" {
		return "", a, fmt.Errorf("sign in: no identity: %w", ErrSignIn)
	}
	a, err = account(ctx, s.db, `identity = ? AND disabled = 0`, identity)
	if errors.Is(err, ErrNoAccount) {
		return "", a, s.refused(ctx, Actor{Address: address, Request: request}, "单点登录标识没有对应的账号："+identity, ErrSignIn)
	}
	if err != nil {
		return "", a, err
	}
	secret, err = s.open(ctx, a, a.Actor(address, request), "单点登录")
	return secret, a, err
}

// refused records that somebody could not sign in, and gives the reason back.
func (s *Store) refused(ctx context.Context, who Actor, detail string, why error) error {
	if err := s.Record(ctx, who, ActionSignInRefused, "", detail); err != nil {
		return errors.Join(why, err)
	}
	return fmt.Errorf("sign in: %w", why)
}

// open opens a session and records it.
func (s *Store) open(ctx context.Context, a Account, who Actor, by string) (secret string, err error) {
	err = s.quietly(ctx, func(tx *sql.Tx) error {
		// Sessions that have ended are cleared away here: often enough, and nowhere in the way.
		now := s.now()
		if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE expires_at < ? OR seen_at < ?`, stamp(now), stamp(now.Add(-idle))); err != nil {
			return err
		}
		if secret, err = s.newSession(ctx, tx, a.ID, who.Address); err != nil {
			return err
		}
		return s.record(ctx, tx, who, ActionSignIn, "account:"+a.Login, by)
	})
	if err != nil {
		return "", fmt.Errorf("open a session for %s: %w", a.Login, err)
	}
	return secret, nil
}

// newSession keeps a new session and gives its secret.
func (s *Store) newSession(ctx context.Context, tx *sql.Tx, account int64, address string) (string, error) {
	secret, now := newSecret(), s.now()
	_, err := tx.ExecContext(ctx, `INSERT INTO session (digest, account, address, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)`,
		digest(secret), account, address, stamp(now), stamp(now), stamp(now.Add(longestSession)))
	return secret, err
}

// Session gives the account whose session a secret is of. The error wraps [ErrNoSession] when there is none, it has ended, or the
// account is disabled.
func (s *Store) Session(ctx context.Context, secret string) (Account, error) {
	now := s.now()
	key := digest(secret)
	var id int64
	var seen string
	err := s.db.QueryRowContext(ctx, `SELECT account, seen_at FROM session WHERE digest = ? AND expires_at > ? AND seen_at > ?`,
		key, stamp(now), stamp(now.Add(-idle))).Scan(&id, &seen)
	if errors.Is(err, sql.ErrNoRows) {
		return Account{}, ErrNoSession
	}
	if err != nil {
		return Account{}, fmt.Errorf("read session: %w", err)
	}
	a, err := account(ctx, s.db, `id = ? AND disabled = 0`, id)
	if errors.Is(err, ErrNoAccount) {
		return a, ErrNoSession
	}
	if err != nil {
		return a, err
	}
	if seen < stamp(now.Add(-touched)) {
		err = s.quietly(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `UPDATE session SET seen_at = ? WHERE digest = ?`, stamp(now), key)
			return err
		})
	}
	return a, err
}

// SignOut ends the session of a secret. Ending one that has ended already is no error.
func (s *Store) SignOut(ctx context.Context, who Actor, secret string) error {
	err := s.quietly(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `DELETE FROM session WHERE digest = ?`, digest(secret))
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return s.record(ctx, tx, who, ActionSignOut, "account:"+who.Name, "")
	})
	if err != nil {
		return fmt.Errorf("end a session: %w", err)
	}
	return nil
}
