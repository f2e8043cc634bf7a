package dashboard

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"tongjian/data/office"
)

// SingleSignOn (单点登录) names a provider of OpenID Connect that vouches for readers.
type SingleSignOn struct {
	Issuer       string // https://…, as the provider writes it
	ClientID     string
	ClientSecret string
	// Claim of the ID token that names an account's identity; empty for sub.
	Claim string
	// Site is the address of this server as browsers know it; the provider sends them back to it.
	Site string
}

// single is single sign-on at work. The provider is asked for its addresses when somebody first signs in: one that is down keeps
// nobody from a server that people enter by password.
type single struct {
	SingleSignOn
	mu    sync.Mutex
	found *oidc.Provider
}

// patience with a provider that does not answer.
const providerPatience = 10 * time.Second

func newSingle(c *SingleSignOn) *single {
	if c == nil || c.Issuer == "" {
		return nil
	}
	return &single{SingleSignOn: *c}
}

// provider gives the provider, asking it for its addresses if that has not been done.
func (s *single) provider(ctx context.Context) (*oidc.Provider, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.found != nil {
		return s.found, nil
	}
	ctx, cancel := context.WithTimeout(ctx, providerPatience)
	defer cancel()
	p, err := oidc.NewProvider(ctx, s.Issuer)
	if err != nil {
		return nil, fmt.Errorf("ask %s for its addresses: %w", s.Issuer, err)
	}
	s.found = p
	return p, nil
}

func (s *single) config(p *oidc.Provider) oauth2.Config {
	return oauth2.Config{ClientID: s.ClientID, ClientSecret: s.ClientSecret, Endpoint: p.Endpoint(), Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
		RedirectURL: strings.TrimSuffix(s.Site, "/") + "/signin/single/back"}
}

// startedCookie holds what this browser has begun: the state that its answer must bring back, the nonce its ID token must have, the
// verifier that proves the code is ours, and where it wants to go. Another browser's answer has none of them.
const startedCookie = "tongjian-single"

// longestStarted is how much of it a browser keeps for certain: of more than 4,096 bytes with name and attributes it keeps nothing, and
// nobody could sign in.
const longestStarted = 3800

// startedFor is how long signing in at the provider may take.
const startedFor = 10 * time.Minute

// errNoSingle answers where there is no single sign-on.
func errNoSingle() error {
	return notFound("没有单点登录", "这个看板没有配置单点登录。", Link{Label: "登录", URL: "/signin"})
}

// startSingle sends the browser to the provider.
func (s *server) startSingle(w http.ResponseWriter, r *http.Request) {
	one := s.entrance.single
	if one == nil {
		s.fail(w, r, errNoSingle())
		return
	}
	p, err := one.provider(r.Context())
	if err != nil {
		s.log.ErrorContext(r.Context(), "single sign-on", "err", err)
		s.fail(w, r, singleFailed("统一认证的服务现在联系不上。有密码的账号可以用密码登录。", http.StatusBadGateway))
		return
	}
	state, nonce, verifier := rand.Text(), rand.Text(), oauth2.GenerateVerifier()
	kept := url.Values{"state": {state}, "nonce": {nonce}, "verifier": {verifier}, "to": {localPath(r.URL.Query().Get("to"))}}
	if len(kept.Encode()) > longestStarted { // a long query in SQL, for one: the first page is better than none
		kept.Del("to")
	}
	http.SetCookie(w, &http.Cookie{Name: startedCookie, Value: kept.Encode(), Path: "/signin/single", MaxAge: int(startedFor.Seconds()),
		HttpOnly: true, Secure: encrypted(r), SameSite: http.SameSiteLaxMode}) // the provider's redirect must bring it: not strict
	config := one.config(p)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, config.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), http.StatusSeeOther)
}

// finishSingle takes the provider's answer and opens a session for the account it vouches for.
func (s *server) finishSingle(w http.ResponseWriter, r *http.Request) {
	one := s.entrance.single
	if one == nil {
		s.fail(w, r, errNoSingle())
		return
	}
	var started url.Values
	if c, err := r.Cookie(startedCookie); err == nil {
		started, _ = url.ParseQuery(c.Value) // what cannot be read has no state, and is refused below
	}
	// It serves once.
	http.SetCookie(w, &http.Cookie{Name: startedCookie, Path: "/signin/single", MaxAge: -1, HttpOnly: true, Secure: encrypted(r), SameSite: http.SameSiteLaxMode})
	answer := r.URL.Query()
	state := started.Get("state")
	if state == "" || subtle.ConstantTimeCompare([]byte(state), []byte(answer.Get("state"))) != 1 {
		s.fail(w, r, singleFailed("这次登录不是从这个浏览器开始的，或者已经过了 10 分钟，请重新登录。", http.StatusBadRequest))
		return
	}
	if refused := answer.Get("error"); refused != "" {
		s.log.WarnContext(r.Context(), "single sign-on refused", "error", refused, "description", short(answer.Get("error_description")))
		s.fail(w, r, singleFailed("统一认证没有同意这次登录（"+short(refused)+"）。", http.StatusForbidden))
		return
	}
	identity, err := one.vouched(r.Context(), answer.Get("code"), started.Get("verifier"), started.Get("nonce"))
	if err != nil {
		s.log.ErrorContext(r.Context(), "single sign-on", "err", err)
		s.fail(w, r, singleFailed("统一认证的答复核对不上，没有登录。详情已记入服务器日志。", http.StatusBadGateway))
		return
	}
	secret, a, err := s.office.SignInByIdentity(r.Context(), identity, addressOf(r), requestID(r))
	if errors.Is(err, office.ErrSignIn) {
		s.fail(w, r, singleFailed("统一认证认得您，但看板里没有对应的账号。请把这个标识告诉管理员："+short(identity), http.StatusForbidden))
		return
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.enter(w, r, secret, a, localPath(started.Get("to")))
}

// vouched gives the identity a code stands for, everything about its ID token checked: who signed it, for whom, until when, and that
// it answers this very sign-in.
func (s *single) vouched(ctx context.Context, code, verifier, nonce string) (string, error) {
	p, err := s.provider(ctx)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, providerPatience)
	defer cancel()
	config := s.config(p)
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return "", fmt.Errorf("exchange the code: %w", err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return "", errors.New("the provider's answer has no ID token")
	}
	id, err := p.Verifier(&oidc.Config{ClientID: s.ClientID}).Verify(ctx, raw)
	if err != nil {
		return "", fmt.Errorf("verify the ID token: %w", err)
	}
	if nonce == "" || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(nonce)) != 1 {
		return "", errors.New("the ID token answers another sign-in")
	}
	if s.Claim == "" || s.Claim == "sub" {
		return id.Subject, nil
	}
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return "", fmt.Errorf("read the claims: %w", err)
	}
	if verified, told := claims["email_verified"].(bool); s.Claim == "email" && told && !verified {
		return "", errors.New("the e-mail address is not verified")
	}
	identity, ok := claims[s.Claim].(string)
	if !ok || identity == "" {
		return "", fmt.Errorf("the ID token has no claim %q", s.Claim)
	}
	return identity, nil
}

func singleFailed(text string, status int) error {
	return &problem{status, "单点登录没有成功", text, []Link{{Label: "重新登录", URL: "/signin"}}}
}
