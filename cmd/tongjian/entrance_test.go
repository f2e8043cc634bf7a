package main

import (
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"tongjian/dashboard"
	"tongjian/data/office"
)

// The secret of single sign-on is in a file that its owner, and at most its group, can read.
func TestSecretFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no such permissions here")
	}
	for _, tc := range []struct {
		text string
		mode os.FileMode
		want string
		says string
	}{
		{" s3cret\n", 0o600, "s3cret", ""},
		{"s3cret", 0o440, "s3cret", ""},
		{"s3cret", 0o644, "", "chmod 600"},
		{"s3cret", 0o602, "", "权限 602"},
		{" \n", 0o600, "", "是空的"},
	} {
		path := filepath.Join(t.TempDir(), "secret")
		if err := os.WriteFile(path, []byte(tc.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, tc.mode); err != nil {
			t.Fatal(err)
		}
		got, err := entrance{secretFile: path}.secret()
		if got != tc.want || (err == nil) != (tc.says == "") || err != nil && (!strings.Contains(err.Error(), tc.says) || strings.Contains(err.Error(), "s3cret")) {
			t.Errorf("%q, %o: %q, %v", tc.text, tc.mode, got, err)
		}
	}
}

// Who serves over TLS is not told that passwords can be read on the way.
func TestNotice(t *testing.T) {
	addr := &net.TCPAddr{IP: net.IPv4zero, Port: 8443}
	for _, tc := range []struct {
		config    dashboard.Config
		encrypted bool
		says      string
		plain     bool
	}{
		{dashboard.Config{Local: true}, false, "", false},
		{dashboard.Config{PublicView: true}, false, "--public-view", false},
		{dashboard.Config{Accounts: true}, false, "须有账号", true},
		{dashboard.Config{Accounts: true}, true, "须有账号", false},
	} {
		got := notice(addr, tc.config, tc.encrypted)
		if !strings.Contains(got, tc.says) || strings.Contains(got, "明文") != tc.plain || (tc.says == "") != (got == "") {
			t.Errorf("%+v, encrypted %t: %q", tc.config, tc.encrypted, got)
		}
	}
}

// The audit log names whoever keeps the data directory at the command line, as it names who makes accounts there.
func TestWhoKeepsIsNamed(t *testing.T) {
	dir := t.TempDir()
	err := withOffice(t.Context(), dir, func(store *office.Store) error {
		if err := recordKept(t.Context(), dir, office.ActionBackup, "x"); err != nil {
			return err
		}
		return store.Audit(t.Context(), office.AuditFilter{}, func(e office.Entry) error {
			if e.Name != operator().Name {
				t.Errorf("it is by %q, want %q", e.Name, operator().Name)
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}
