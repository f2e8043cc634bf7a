package main

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
)

// advice says what to do about an error of the disk, in one sentence; empty where the error itself says what there is to say. The
// engines of databases hand on what the system said as text only.
func advice(err error) string {
	says := func(parts ...string) bool {
		for _, part := range parts {
			if strings.Contains(strings.ToLower(err.Error()), part) {
				return true
			}
		}
		return false
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), says("no space left", "disk is full", "not enough space", "disk quota exceeded"):
		return "磁盘已满：请腾出空间以后重新执行；已经发布的快照和已经入库的内容不受影响，看板照常能看"
	case errors.Is(err, syscall.EROFS), says("read-only file system", "readonly database"):
		return "这个目录所在的磁盘是只读的：请换一个能写入的目录；只看不写可以用 tongjian serve 打开"
	case errors.Is(err, fs.ErrPermission), says("permission denied"):
		return "没有权限：请检查目录和文件的所有者和权限，或者换用能写入的账户执行"
	}
	return ""
}
