package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writeFile writes a file whole or not at all: it has its name once all of it is on the disk. One that is there is replaced only
// where replace says so. What is no file of its own (a device, a pipe) is written to as it stands.
func writeFile(path string, replace bool, write func(io.Writer) error) (err error) {
	mode := fs.FileMode(0o644)
	there, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("不能写入 %s: %w", path, err)
	case !replace:
		return fmt.Errorf("%s 已经存在，没有覆盖；要覆盖请加 --force", path)
	case !there.Mode().IsRegular():
		return writeThrough(path, write)
	default:
		mode = there.Mode().Perm()
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return fmt.Errorf("不能写入 %s: %w", path, err)
		}
	}
	// The name is short: with it, a name as long as names may be would be too long.
	name := filepath.Join(filepath.Dir(path), ".tmp-"+rand.Text())
	temp, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("不能写入 %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			_ = temp.Close()
			_ = os.Remove(name)
		}
	}()
	if err := write(temp); err != nil {
		return err
	}
	if err := errors.Join(temp.Sync(), temp.Close()); err != nil {
		return fmt.Errorf("不能写入 %s: %w", path, err)
	}
	if err := os.Rename(name, path); err != nil {
		return fmt.Errorf("不能写入 %s: %w", path, err)
	}
	return nil
}

// writeThrough writes to something that is there.
func writeThrough(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("不能写入 %s: %w", path, err)
	}
	return errors.Join(write(f), f.Close())
}
