package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"tongjian/dashboard"
	"tongjian/data/office"
)

// entrance is how a server lets people in.
type entrance struct {
	publicView                           bool
	site                                 string // the server's address as browsers know it
	issuer, clientID, secretFile, claims string
}

// addFlags gives a command the flags of the entrance.
func (e *entrance) addFlags(c *cobra.Command) {
	f := c.Flags()
	f.BoolVar(&e.publicView, "public-view", false, "不登录也能看网页；只能看，不能导出、不能写")
	f.StringVar(&e.site, "site", os.Getenv("TONGJIAN_SITE"), "看板的`网址`，浏览器里看到的那个；单点登录须写（环境变量 TONGJIAN_SITE）")
	f.StringVar(&e.issuer, "oidc-issuer", os.Getenv("TONGJIAN_OIDC_ISSUER"), "单点登录（OpenID Connect）服务的`网址`（TONGJIAN_OIDC_ISSUER）")
	f.StringVar(&e.clientID, "oidc-client", os.Getenv("TONGJIAN_OIDC_CLIENT"), "在单点登录服务上登记的客户端`标识`（TONGJIAN_OIDC_CLIENT）")
	f.StringVar(&e.secretFile, "oidc-secret-file", os.Getenv("TONGJIAN_OIDC_SECRET_FILE"), "存放客户端密钥的`文件`（TONGJIAN_OIDC_SECRET_FILE）")
	f.StringVar(&e.claims, "oidc-claim", envOr("TONGJIAN_OIDC_CLAIM", "sub"), "对应账号单点登录标识的`声明`（TONGJIAN_OIDC_CLAIM）")
}

func envOr(name, fallback string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return fallback
}

// check refuses what cannot be meant, before anything is opened.
func (e entrance) check() error {
	if e.site != "" {
		if u, err := url.Parse(e.site); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return usageError{fmt.Errorf("--site %q: 应为看板的网址，例如 https://tongjian.example.gov.cn", e.site)}
		}
	}
	if e.issuer == "" {
		return nil
	}
	for _, need := range []struct{ flag, value string }{{"--oidc-client", e.clientID}, {"--site", e.site}} {
		if need.value == "" {
			return usageError{fmt.Errorf("写了 --oidc-issuer，还须写 %s", need.flag)}
		}
	}
	return nil
}

// configure sets how a server at an address lets people in. Without accounts it refuses any address other machines reach, unless viewing
// is opened deliberately.
func (e entrance) configure(ctx context.Context, store *office.Store, addr net.Addr, c *dashboard.Config) error {
	tcp, ok := addr.(*net.TCPAddr)
	c.Local, c.PublicView = ok && tcp.IP.IsLoopback(), e.publicView
	if store != nil {
		has, err := store.HasAccounts(ctx)
		if err != nil {
			return err
		}
		c.Accounts = has
	}
	if !c.Local && !c.Accounts && !c.PublicView {
		return fmt.Errorf("%s 不是本机地址，而这里还没有账号，谁连得上谁就能看到、改动一切，所以不打开。请先建一个管理员账号：tongjian user add 登录名；"+
			"只想让大家看网页的，加 --public-view", addr)
	}
	if e.issuer == "" {
		return nil
	}
	secret, err := e.secret()
	if err != nil {
		return err
	}
	c.SingleSignOn = &dashboard.SingleSignOn{Issuer: e.issuer, ClientID: e.clientID, ClientSecret: secret, Claim: e.claims, Site: e.site}
	return nil
}

// secret reads the client's secret from its file. Clients without one have PKCE alone.
func (e entrance) secret() (string, error) {
	if e.secretFile == "" {
		return "", nil
	}
	info, err := os.Stat(e.secretFile)
	if err != nil {
		return "", fmt.Errorf("读不出单点登录的密钥文件: %w", err)
	}
	const others = 0o007
	if runtime.GOOS != "windows" && info.Mode().Perm()&others != 0 { // there, permissions are no bits
		return "", fmt.Errorf("单点登录的密钥文件 %[1]s 这台机器上别的用户也能读写（权限 %[2]o）：请执行 chmod 600 %[1]s", e.secretFile, info.Mode().Perm())
	}
	b, err := os.ReadFile(e.secretFile)
	if err != nil {
		return "", fmt.Errorf("读不出单点登录的密钥文件: %w", err)
	}
	secret := strings.TrimSpace(string(b))
	if secret == "" {
		return "", errors.New("单点登录的密钥文件 " + e.secretFile + " 是空的")
	}
	return secret, nil
}

// notice tells whoever starts a server what others can do with it; encrypted says that it is served over TLS.
func notice(addr net.Addr, c dashboard.Config, encrypted bool) string {
	switch {
	case c.Local:
		return ""
	case c.PublicView:
		return fmt.Sprintf("注意：%s 不是本机地址，能连到这台机器的人不登录就能看全部网页（--public-view）\n", addr)
	}
	if encrypted {
		return fmt.Sprintf("注意：%s 不是本机地址，须有账号才能进入\n", addr)
	}
	return fmt.Sprintf("注意：%s 不是本机地址，须有账号才能进入；密码和数据在网络上是明文，请放在提供 https 的反向代理之后\n", addr)
}
