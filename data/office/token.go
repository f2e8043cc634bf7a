package office

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// tokenPrefix marks the secrets of tokens, so that one left in a file or a log is recognized.
const tokenPrefix = "tongjian_"

// longestToken is how long a token is good at most.
const longestToken = 366 * 24 * time.Hour

// Token (访问令牌) lets a program act for an account, with some of its rights and for a time.
type Token struct {
	ID      int64     `json:"id"`
	Account int64     `json:"account"`
	Name    string    `json:"name"` // what it is for
	Rights  []Right   `json:"rights"`
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires"`
	Revoked time.Time `json:"revoked,omitzero"`
	Used    time.Time `json:"used,omitzero"` // to the hour
}

// TokenRights are the rights a token can have. None lets it change accounts or keep data.
func TokenRights() []Right {
	return []Right{RightView, RightExport, RightQuery, RightSend, RightJobs}
}

// ErrNoToken is returned for a token there is not, or that is good no more.
var ErrNoToken = errors.New("no such token")

// AddToken makes a token for an account and gives its secret, which is shown once and kept nowhere. The error is a [*TextError].
func (s *Store) AddToken(ctx context.Context, who Actor, a Account, name string, rights []Right, expires time.Time) (string, Token, error) {
	now := s.now().UTC().Truncate(time.Microsecond)
	t := Token{Account: a.ID, Name: strings.TrimSpace(name), Rights: slices.Clone(rights), Created: now, Expires: expires.UTC().Truncate(time.Microsecond)}
	if t.Name == "" {
		return "", t, &TextError{"name", "请写明令牌的用途"}
	}
	if err := fit("name", "令牌的用途", t.Name, LongestAuthor, ""); err != nil {
		return "", t, err
	}
	if len(rights) == 0 {
		return "", t, &TextError{"rights", "请选择令牌的权限"}
	}
	for _, right := range rights {
		if !slices.Contains(TokenRights(), right) || !a.May(right) {
			return "", t, &TextError{"rights", fmt.Sprintf("令牌不能有权限 %s", right)}
		}
	}
	if !t.Expires.After(now) || t.Expires.After(now.Add(longestToken)) {
		return "", t, &TextError{"expires", "令牌的有效期须在今天以后、一年以内"}
	}
	secret := tokenPrefix + newSecret()
	err := s.quietly(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `INSERT INTO token (digest, account, name, rights, created_at, expires_at, revoked_at, used_at)
			VALUES (?, ?, ?, ?, ?, ?, '', '')`, digest(secret), a.ID, t.Name, joinRights(t.Rights), stamp(t.Created), stamp(t.Expires))
		if err != nil {
			return err
		}
		if t.ID, err = done.LastInsertId(); err != nil {
			return err
		}
		return s.record(ctx, tx, who, ActionTokenAdd, fmt.Sprintf("token:%d", t.ID),
			fmt.Sprintf("%s，权限 %s，至 %s", t.Name, joinRights(t.Rights), t.Expires.Format(time.DateOnly)))
	})
	if err != nil {
		return "", t, fmt.Errorf("add token %q of %s: %w", t.Name, a.Login, err)
	}
	return secret, t, nil
}

func joinRights(rights []Right) string {
	words := make([]string, len(rights))
	for i, r := range rights {
		words[i] = string(r)
	}
	return strings.Join(words, " ")
}

// TokenAccount gives the account a token's secret acts for, and the rights the token has. What it may do is what both allow. The
// error wraps [ErrNoToken].
func (s *Store) TokenAccount(ctx context.Context, secret string) (Account, Token, error) {
	if !strings.HasPrefix(secret, tokenPrefix) {
		return Account{}, Token{}, ErrNoToken
	}
	now := s.now()
	list, err := tokens(ctx, s.db, `digest = ? AND revoked_at = '' AND expires_at > ?`, digest(secret), stamp(now))
	if err != nil {
		return Account{}, Token{}, err
	}
	if len(list) == 0 {
		return Account{}, Token{}, ErrNoToken
	}
	t := list[0]
	// Somebody who has still to change a password given to them has not begun, nor have their programs.
	a, err := account(ctx, s.db, `id = ? AND disabled = 0 AND must_change = 0`, t.Account)
	if errors.Is(err, ErrNoAccount) {
		return a, t, ErrNoToken
	}
	if err != nil {
		return a, t, err
	}
	if now.Sub(t.Used) > time.Hour {
		err = s.quietly(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `UPDATE token SET used_at = ? WHERE id = ?`, stamp(now.Truncate(time.Hour)), t.ID)
			return err
		})
	}
	return a, t, err
}

// Tokens gives the tokens of an account, the newest first, those that are good no more too.
func (s *Store) Tokens(ctx context.Context, account int64) ([]Token, error) {
	return tokens(ctx, s.db, `account = ? ORDER BY id DESC`, account)
}

// RevokeToken takes a token of an account back. The error wraps [ErrNoToken].
func (s *Store) RevokeToken(ctx context.Context, who Actor, account, id int64) error {
	err := s.quietly(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE token SET revoked_at = ? WHERE id = ? AND account = ? AND revoked_at = ''`, stamp(s.now()), id, account)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrNoToken
		}
		return s.record(ctx, tx, who, ActionTokenRevoke, fmt.Sprintf("token:%d", id), "")
	})
	if err != nil {
		return fmt.Errorf("revoke token %d: %w", id, err)
	}
	return nil
}

// tokens gives the tokens of a condition.
func tokens(ctx context.Context, from asker, where string, args ...any) ([]Token, error) {
	rows, err := from.QueryContext(ctx, `SELECT id, account, name, rights, created_at, expires_at, revoked_at, used_at FROM token WHERE `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read tokens: %w", err)
	}
	defer rows.Close()
	var list []Token
	for rows.Next() {
		var t Token
		var rights, created, expires, revoked, used string
		if err := rows.Scan(&t.ID, &t.Account, &t.Name, &rights, &created, &expires, &revoked, &used); err != nil {
			return nil, fmt.Errorf("read tokens: %w", err)
		}
		for _, word := range strings.Fields(rights) {
			t.Rights = append(t.Rights, Right(word))
		}
		texts := []string{created, expires, revoked, used}
		for i, at := range []*time.Time{&t.Created, &t.Expires, &t.Revoked, &t.Used} {
			if texts[i] == "" {
				continue
			}
			if *at, err = parseStamp(texts[i]); err != nil {
				return nil, fmt.Errorf("token %d: %w", t.ID, err)
			}
		}
		list = append(list, t)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read tokens: %w", err)
	}
	return list, nil
}
