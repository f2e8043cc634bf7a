// Package disk tells the failures that are the disk's from all others, so that people are told what to do about them, and makes
// names certain to stay.
//
//	if t := disk.TroubleOf(err); t != disk.None { … t.String() … }
//	err := disk.SyncDir(dir)
package disk

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
)

// Trouble is what is the matter with a disk.
type Trouble int

// What can be the matter.
const (
	None      Trouble = iota // nothing that is the disk's
	Full                     // there is no room, or no more for this user
	ReadOnly                 // nothing can be written
	Forbidden                // this user may not
)

// String is the trouble in Chinese; empty for [None].
func (t Trouble) String() string {
	switch t {
	case Full:
		return "磁盘已满"
	case ReadOnly:
		return "磁盘是只读的"
	case Forbidden:
		return "没有读写权限"
	case None:
	}
	return ""
}

// TroubleOf tells what is the matter, from an error. The engines of databases hand on what the system said as text only.
func TroubleOf(err error) Trouble {
	if err == nil {
		return None
	}
	text := strings.ToLower(err.Error())
	says := func(parts ...string) bool {
		for _, part := range parts {
			if strings.Contains(text, part) {
				return true
			}
		}
		return false
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), says("no space left", "disk is full", "not enough space", "disk quota exceeded"):
		return Full
	case errors.Is(err, syscall.EROFS), says("read-only file system", "readonly database"):
		return ReadOnly
	case errors.Is(err, fs.ErrPermission), says("permission denied"):
		return Forbidden
	}
	return None
}
