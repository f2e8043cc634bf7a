package warehouse

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// Holder is the job at work in a data directory. A zero Holder means that it is not known.
type Holder struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	Since   time.Time `json:"since"`
	Command string    `json:"command"`
}

// String names the holder in Chinese.
func (h Holder) String() string {
	if h.PID == 0 {
		return "另一个任务"
	}
	return fmt.Sprintf("%s（主机 %s，进程号 %d，始于 %s）", h.Command, h.Host, h.PID, h.Since.Local().Format("2006-01-02 15:04:05"))
}

// LockedError says that another job is at work in the data directory.
type LockedError struct {
	Dir    string
	Holder Holder
}

func (e *LockedError) Error() string {
	return fmt.Sprintf("数据目录 %s 正被 %s 使用：请等它结束后再试", e.Dir, e.Holder)
}

// lockPoll is how often a waiting job tries again.
const lockPoll = 100 * time.Millisecond

// lockDir takes the directory's lock for one job, or waits for it as the options say. The system frees the lock of a
// process that dies, so a stale lock.json never blocks anyone.
func lockDir(ctx context.Context, dir string, o Options) (*flock.Flock, error) {
	lock := flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o644))
	ok, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	if !ok {
		holder := readHolder(dir)
		if !o.Wait {
			return nil, &LockedError{Dir: dir, Holder: holder}
		}
		if o.Notice != nil {
			o.Notice(holder)
		}
		if _, err := lock.TryLockContext(ctx, lockPoll); err != nil {
			return nil, fmt.Errorf("wait for the lock of %s: %w", dir, err)
		}
	}
	if err := writeHolder(dir, o); err != nil {
		_ = lock.Close()
		return nil, err
	}
	return lock, nil
}

func readHolder(dir string) Holder {
	var h Holder
	b, err := os.ReadFile(filepath.Join(dir, holderFile))
	if err != nil || json.Unmarshal(b, &h) != nil {
		return Holder{}
	}
	return h
}

func writeHolder(dir string, o Options) error {
	host, err := os.Hostname()
	if err != nil {
		host = "?"
	}
	b, err := json.Marshal(Holder{PID: os.Getpid(), Host: host, Since: o.now(), Command: o.Command})
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, holderFile), append(b, '\n'), 0o644); err != nil {
		return fmt.Errorf("say who holds the lock: %w", err)
	}
	return nil
}

// unlockDir is the opposite of lockDir. The note goes first, while it is certainly ours.
func unlockDir(dir string, lock *flock.Flock) error {
	_ = os.Remove(filepath.Join(dir, holderFile))
	return lock.Close()
}
