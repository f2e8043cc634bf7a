package jobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"tongjian/data/incoming"
	"tongjian/data/office"
)

const (
	// refusedDir is the folder in the inbox that files go to that cannot be taken.
	refusedDir = "未能收下"
	// still is how long a file must not have changed before it is taken.
	still = time.Second
	// look is how often the inbox is looked through where the system does not tell of changes, a network folder for one.
	look = 20 * time.Second
	// mostAtOnce is how many files are taken in one job.
	mostAtOnce = incoming.MaxFiles
)

// inboxSender is who files in the inbox are from, as pages show it.
const inboxSender = "收件文件夹"

// seen is what a file in the inbox looked like.
type seen struct {
	size int64
	at   time.Time // of its last change
	when time.Time // it was looked at first in this state
}

// watch takes files from the inbox: those there when it begins, and those put there later, each when it has stopped growing.
func (w *Worker) watch(ctx context.Context) error {
	changes, err := fsnotify.NewWatcher()
	if err != nil {
		w.Log.WarnContext(ctx, "the system tells of no changes in the inbox; it is looked through from time to time", "err", err)
	} else {
		defer func() { _ = changes.Close() }() // it only listened
	}
	var told <-chan fsnotify.Event
	if changes != nil {
		told = changes.Events
	}
	known := map[string]seen{}
	for {
		growing, err := w.scan(ctx, known, changes)
		if err != nil && ctx.Err() == nil {
			w.Log.ErrorContext(ctx, "looking through the inbox", "err", err)
		}
		pause := time.NewTimer(look)
		if growing {
			pause.Reset(still)
		}
		select {
		case <-ctx.Done():
			pause.Stop()
			return nil
		case <-told:
			pause.Stop()
			drain(told)
		case <-pause.C:
		}
	}
}

// drain drops changes that are looked at together anyway.
func drain(told <-chan fsnotify.Event) {
	for {
		select {
		case <-told:
		default:
			return
		}
	}
}

// scan looks through the inbox once and takes what stands still. growing is set while there is something that may not.
func (w *Worker) scan(ctx context.Context, known map[string]seen, changes *fsnotify.Watcher) (growing bool, err error) {
	now := time.Now()
	there := map[string]bool{}
	var ready []string
	err = filepath.WalkDir(w.Inbox, func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // it has gone while it was looked at
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == refusedDir || path != w.Inbox && leftBehind(d.Name())):
			return filepath.SkipDir
		case d.IsDir():
			if changes != nil {
				_ = changes.Add(path) // without it the folder is looked through from time to time
			}
			return nil
		case !d.Type().IsRegular() || leftBehind(d.Name()):
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return nil
		}
		there[path] = true
		was, before := known[path]
		if !before || was.size != info.Size() || !was.at.Equal(info.ModTime()) {
			known[path] = seen{info.Size(), info.ModTime(), now}
			growing = true
			return nil
		}
		if now.Sub(was.when) < still {
			growing = true
			return nil
		}
		if len(ready) < mostAtOnce {
			ready = append(ready, path)
		} else {
			growing = true
		}
		return nil
	})
	for path := range known {
		if !there[path] {
			delete(known, path)
		}
	}
	if err != nil || len(ready) == 0 {
		return growing, err
	}
	free, err := w.Desk.Alone(func() error { return w.take(ctx, ready, known) })
	return growing || !free, err
}

// take keeps files of the inbox and removes them there. Killed in between, it finds them again and knows that it has them.
func (w *Worker) take(ctx context.Context, paths []string, known map[string]seen) error {
	sending := office.Sending{Channel: office.ChannelInbox, Sender: inboxSender}
	var taken []string
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		name, err := filepath.Rel(w.Inbox, path)
		if err != nil {
			return err
		}
		f, why, err := w.keep(path, name, known[path])
		switch {
		case err != nil:
			return err
		case why != "":
			if err := w.refuse(ctx, path, name, why); err != nil {
				return err
			}
			continue
		case f == (incoming.File{}):
			continue // it changed after all
		}
		has, err := w.Store.HasSubmission(ctx, office.ChannelInbox, name, f.SHA256)
		if err != nil {
			return err
		}
		if !has {
			sending.Files = append(sending.Files, office.SentFile{Name: name, SHA256: f.SHA256, Bytes: f.Bytes})
		}
		taken = append(taken, path)
	}
	if len(sending.Files) > 0 {
		if _, err := w.Store.Send(ctx, office.Actor{Name: inboxSender}, sending); err != nil {
			return err
		}
		w.Wake()
	}
	for _, path := range taken {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove from the inbox what has been taken: %w", err)
		}
	}
	return nil
}

// keep copies a file of the inbox to the desk; why says in words why it cannot be taken. Both are empty when it has changed.
func (w *Worker) keep(path, name string, was seen) (f incoming.File, why string, err error) {
	if ext := strings.ToLower(filepath.Ext(name)); ext == ".zip" || ext == ".rar" || ext == ".7z" {
		return f, "是压缩包：请解压后把文件夹放进收件文件夹", nil
	}
	from, err := os.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return f, "没有读取权限", nil
	}
	if err != nil {
		return f, "", err
	}
	defer func() { _ = from.Close() }() // it was only read
	f, err = w.Desk.Receive(from, incoming.MaxFile)
	if errors.Is(err, incoming.ErrTooLarge) {
		return f, fmt.Sprintf("超过 %d MB", incoming.MaxFile>>20), nil
	}
	if err != nil {
		return f, "", err
	}
	info, err := from.Stat()
	if err != nil {
		return f, "", err
	}
	if info.Size() != was.size || !info.ModTime().Equal(was.at) || f.Bytes != was.size {
		return incoming.File{}, "", nil
	}
	return f, "", nil
}

// refuse puts a file that cannot be taken aside, and says why on the page of jobs.
func (w *Worker) refuse(ctx context.Context, path, name, why string) error {
	aside := filepath.Join(w.Inbox, refusedDir)
	if err := os.MkdirAll(aside, 0o755); err != nil {
		return fmt.Errorf("put aside %s: %w", path, err)
	}
	to := filepath.Join(aside, filepath.Base(path))
	for n := 2; exists(to); n++ {
		to = filepath.Join(aside, fmt.Sprintf("%d-%s", n, filepath.Base(path)))
	}
	if err := os.Rename(path, to); err != nil {
		return fmt.Errorf("put aside %s: %w", path, err)
	}
	return w.Store.Refused(ctx, office.Actor{Name: inboxSender}, office.ChannelInbox, name, why+"；已移到收件文件夹的“"+refusedDir+"”")
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// leftBehind reports whether a name is that of what programs leave in folders, or of a file still being written.
func leftBehind(name string) bool {
	lower := strings.ToLower(name)
	for _, ending := range []string{".tmp", ".part", ".partial", ".crdownload", ".download"} {
		if strings.HasSuffix(lower, ending) {
			return true
		}
	}
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || name == "Thumbs.db" || name == "desktop.ini" || name == "__MACOSX"
}
