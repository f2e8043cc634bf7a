package disk_test

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"tongjian/data/disk"
)

func TestTroubleOf(t *testing.T) {
	for _, tc := range []struct {
		err  error
		want disk.Trouble
	}{
		{nil, disk.None},
		{errors.New("没有这个文件"), disk.None},
		{fmt.Errorf("write x: %w", syscall.ENOSPC), disk.Full},
		{errors.New("IO Error: Could not write file: No space left on device"), disk.Full},
		{errors.New("database or disk is full (13)"), disk.Full},
		{fmt.Errorf("open: %w", syscall.EROFS), disk.ReadOnly},
		{errors.New("attempt to write a readonly database (8)"), disk.ReadOnly},
		{fmt.Errorf("open: %w", fs.ErrPermission), disk.Forbidden},
	} {
		if got := disk.TroubleOf(tc.err); got != tc.want || (got == disk.None) != (got.String() == "") {
			t.Errorf("%v: %d %q", tc.err, got, got)
		}
	}
}
