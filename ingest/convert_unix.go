//go:build unix

package ingest

import (
	"os/exec"
	"syscall"
)

// inGroup starts a program in a group of its own, which ends as a whole: LibreOffice is a script that starts the program proper.
func inGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
