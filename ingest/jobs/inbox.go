package jobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"tongjian/data/archive"
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
	// mostAtOnce is how many files are taken in one job; each may be an archive.
	mostAtOnce = 1000
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
	var missed <-chan error // nothing more is told until they are taken
	if changes != nil {
		told, missed = changes.Events, changes.Errors
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
		case err := <-missed: // too much at once, for one: it is looked through again
			pause.Stop()
			w.Log.WarnContext(ctx, "changes in the inbox were missed", "err", err)
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
	var later []error // what could not be looked into: it keeps nothing else from being taken
	err = filepath.WalkDir(w.Inbox, func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // it has gone while it was looked at
		case err != nil:
			later = append(later, err)
			if d != nil && d.IsDir() {
				return filepath.SkipDir
			}
			return nil
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
	if err = errors.Join(append(later, err)...); len(ready) == 0 {
		return growing, err
	}
	free, taking := w.Desk.Alone(func() error { return w.take(ctx, ready, known) })
	return growing || !free, errors.Join(err, taking)
}

// take keeps files of the inbox and removes them there: an archive by itself, as it may fill a job, others together. Killed in between,
// it finds them again and knows that it has them.
func (w *Worker) take(ctx context.Context, paths []string, known map[string]seen) error {
	var together []string
	var later []error
	do := func(paths []string) error {
		left, err := w.takeTogether(ctx, paths, known)
		later = append(later, left...)
		return err
	}
	flush := func() error {
		err := do(together)
		together = nil
		return err
	}
	var held int64
	for _, path := range paths {
		size := known[path].size
		if archive.Named(path) {
			if err := do([]string{path}); err != nil {
				return err
			}
			continue
		}
		if len(together) >= w.Desk.Limits.Files || held+size > w.Desk.Limits.Total && len(together) > 0 {
			if err := flush(); err != nil {
				return err
			}
			held = 0
		}
		together, held = append(together, path), held+size
	}
	err := flush()
	return errors.Join(append(later, err)...)
}

// takeTogether keeps files of the inbox as one sending and removes them there. later is what kept single files, which are tried again,
// and stopped no other: somebody has one open, or it may not be moved.
func (w *Worker) takeTogether(ctx context.Context, paths []string, known map[string]seen) (later []error, err error) {
	sending := office.Sending{Channel: office.ChannelInbox, Sender: inboxSender}
	batch := w.Desk.Batch()
	defer batch.Drop()
	var taken, partly []string
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return later, err
		}
		name, err := filepath.Rel(w.Inbox, path)
		if err != nil {
			return later, err
		}
		list, why, err := keep(batch, path, name, known[path], w.Desk.Limits)
		switch {
		case errors.Is(err, errLater):
			later = append(later, err)
			continue
		case err != nil:
			return later, err
		case why != "":
			if err := w.refuse(ctx, path, name, why); err != nil {
				later = append(later, err)
			}
			continue
		case len(list) == 0:
			continue // it changed after all
		}
		for _, one := range list {
			if err := w.add(ctx, &sending, one); err != nil {
				return later, err
			}
		}
		if slices.ContainsFunc(list, func(one incoming.Taken) bool { return one.Refused != "" }) {
			partly = append(partly, path)
		} else {
			taken = append(taken, path)
		}
	}
	if len(sending.Files) > 0 {
		err := batch.Keep(func() error {
			_, err := w.Store.Send(ctx, office.Actor{Name: inboxSender}, sending)
			return err
		})
		if err != nil {
			return later, err
		}
		w.Wake()
	}
	for _, path := range taken {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			later = append(later, fmt.Errorf("remove from the inbox what has been taken: %w", err))
		}
	}
	for _, path := range partly { // what could not be had is in them still
		if err := w.putAside(path); err != nil {
			later = append(later, err)
		}
	}
	return later, nil
}

// add adds a file to what is sent, unless it came before and is kept.
func (w *Worker) add(ctx context.Context, sending *office.Sending, one incoming.Taken) error {
	if one.Refused == "" {
		has, err := w.Store.HasSubmission(ctx, office.ChannelInbox, one.Name, one.SHA256)
		if err != nil || has {
			return err
		}
	}
	sending.Files = append(sending.Files, office.SentFile{Name: one.Name, SHA256: one.SHA256, Bytes: one.Bytes, Refused: one.Refused})
	return nil
}

// errLater is of a file that cannot be opened just now.
var errLater = errors.New("left in the inbox for later")

// keep copies a file of the inbox to the desk; why says in words why it cannot be taken. Both are empty when it has changed or gone. The
// error wraps [errLater] where it is the file's alone.
func keep(batch *incoming.Batch, path, name string, was seen, limits incoming.Limits) (list []incoming.Taken, why string, err error) {
	if archive.Foreign(name) {
		return nil, "这种压缩包打不开：请改用 zip 压缩，或解压后把文件夹放进收件文件夹", nil
	}
	from, err := os.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return nil, "没有读取权限", nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", errLater, err)
	}
	defer func() { _ = from.Close() }() // it was only read
	if same, err := unchanged(from, was); err != nil || !same {
		return nil, "", err
	}
	list, err = batch.Take(name, from)
	switch {
	case errors.Is(err, incoming.ErrTooLarge):
		return nil, fmt.Sprintf("超过 %d MB", limits.File>>20), nil
	case errors.Is(err, incoming.ErrTooMuch):
		return nil, fmt.Sprintf("里面的文件太多：一个压缩包最多 %d 个文件、解压后共 %d MB，请分成几个", limits.Files, limits.Total>>20), nil
	case err != nil:
		return nil, "", err
	}
	if why := whyNothing(list); why != "" {
		return nil, why, nil
	}
	if same, err := unchanged(from, was); err != nil || !same {
		return nil, "", errors.Join(err, batch.Forget(list))
	}
	return list, "", nil
}

// whyNothing says why nothing of what was taken could be; empty when something was.
func whyNothing(list []incoming.Taken) string {
	if slices.ContainsFunc(list, func(one incoming.Taken) bool { return one.Refused == "" }) {
		return ""
	}
	return list[0].Refused
}

// unchanged reports whether a file is as it was when it was looked at.
func unchanged(f *os.File, was seen) (bool, error) {
	info, err := f.Stat()
	return err == nil && info.Size() == was.size && info.ModTime().Equal(was.at), err
}

// refuse puts a file that cannot be taken aside, and says why on the page of jobs.
func (w *Worker) refuse(ctx context.Context, path, name, why string) error {
	if err := w.putAside(path); err != nil {
		return err
	}
	return w.Store.Refused(ctx, office.Actor{Name: inboxSender}, office.ChannelInbox, name, why+"；已移到收件文件夹的“"+refusedDir+"”")
}

// putAside moves a file of the inbox to the folder of those that could not be taken.
func (w *Worker) putAside(path string) error {
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
	return nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// leftBehind reports whether a name is that of what programs leave in folders, or of a file still being written.
func leftBehind(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".tmp", ".part", ".partial", ".crdownload", ".download":
		return true
	}
	return archive.LeftBehind(name)
}
