package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file is whole, or as it was before.
func TestWriteFile(t *testing.T) {
	text := func(s string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
	}
	broken := errors.New("broken off")
	half := func(w io.Writer) error { return errors.Join(text("half")(w), broken) }
	dir := t.TempDir()
	path := filepath.Join(dir, strings.Repeat("长", 85)) // 255 bytes: no name is longer
	for _, step := range []struct {
		name    string
		replace bool
		write   func(io.Writer) error
		err     string
		want    string // "" when there is to be no file
	}{
		{"broken off", false, half, "broken off", ""},
		{"new", false, text("first"), "", "first"},
		{"there", false, text("second"), "已经存在，没有覆盖；要覆盖请加 --force", "first"},
		{"broken off over another", true, half, "broken off", "first"},
		{"replaced", true, text("third"), "", "third"},
	} {
		err := writeFile(path, step.replace, step.write)
		if (err == nil) != (step.err == "") || err != nil && !strings.Contains(err.Error(), step.err) {
			t.Errorf("%s: %v, want %q", step.name, err, step.err)
		}
		if b, _ := os.ReadFile(path); string(b) != step.want {
			t.Errorf("%s left %q, want %q", step.name, b, step.want)
		}
		if entries, _ := os.ReadDir(dir); len(entries) != min(1, len(step.want)) {
			t.Errorf("%s left %v", step.name, entries)
		}
	}

	// A file keeps who may read it, and a link to it stays one.
	link := filepath.Join(dir, "link")
	if err := errors.Join(os.Chmod(path, 0o600), os.Symlink(path, link), writeFile(link, true, text("fourth"))); err != nil {
		t.Skip("no links here: ", err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode().Type() != os.ModeSymlink {
		t.Errorf("the link is %v: %v", info, err)
	}
	if info, err = os.Stat(path); err != nil || info.Mode().Perm() != 0o600 || info.Size() != int64(len("fourth")) {
		t.Errorf("the file is %v: %v", info, err)
	}

	// A device stays what it is.
	if err := writeFile(os.DevNull, true, text("lost")); err != nil {
		t.Error(err)
	}
	if info, err = os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("the device is %v: %v", info, err)
	}
	if err := writeFile(filepath.Join(dir, "none", "x"), true, text("x")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("in no directory: %v", err)
	}
}
