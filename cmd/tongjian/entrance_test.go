package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
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
