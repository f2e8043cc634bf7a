// Package browsertest starts the browser in which tests look at pages. Only tests import it: none of it is in the program.
//
//	var b browsertest.Browser
//	t.Cleanup(b.Close)
//	ctx := b.Window(t)
package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// Browser is a Chromium with a profile of its own, started when the first window is opened. Its zero value can be used.
type Browser struct {
	once    sync.Once
	ctx     context.Context
	err     error
	profile string
	stop    context.CancelFunc // of what has been started
}

// Window opens an empty window that shares nothing with others, as a browser just started would: no cookies, nothing kept. Without
// a chromium the test is skipped, unless TONGJIAN_BROWSER=required. It is closed with the test.
func (b *Browser) Window(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	switch {
	case err == nil && !testing.Short():
	case os.Getenv("TONGJIAN_BROWSER") == "required":
		t.Fatalf("chromium is required: %v", err)
	default:
		t.Skip("no chromium, or -short")
	}
	b.once.Do(func() { b.err = b.start(path) })
	if b.err != nil {
		t.Fatal(b.err)
	}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func (b *Browser) start(path string) (err error) {
	if b.profile, err = os.MkdirTemp("", "tongjian-browser"); err != nil {
		return err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserDataDir(b.profile), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	b.ctx, b.stop = ctx, func() {
		cancel()
		stop()
	}
	if err := chromedp.Do(ctx); err != nil {
		return fmt.Errorf("start chromium: %w", err)
	}
	return nil
}

// Close ends the browser, when there is one, and removes its profile.
func (b *Browser) Close() {
	if b.profile == "" {
		return
	}
	var ending error
	if b.stop != nil {
		ending = chromedp.Cancel(b.ctx) // waits, so that the profile can be removed
		b.stop()
	}
	if err := errors.Join(ending, os.RemoveAll(b.profile)); err != nil {
		fmt.Fprintln(os.Stderr, "ending chromium:", err)
	}
}
