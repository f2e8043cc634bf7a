package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The program is asked for a page over a real connection, told to stop, and ends without an error.
func TestServeAnswersUntilItIsStopped(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	out, in := io.Pipe()
	ended := make(chan error, 1)
	listener, err := listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		ended <- serve(ctx, streams{out: in, err: io.Discard}, t.TempDir(), listener, serving{})
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "地址 ")
	if !ok || !strings.HasPrefix(address, "http://127.0.0.1:") {
		t.Fatalf("the first line is %q", line)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusServiceUnavailable { // nothing has been published in the directory
		t.Errorf("status %d", answer.StatusCode)
	}
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("stopped with %v", err)
		}
	case <-time.After(shutdownTimeout):
		t.Error("the program goes on after being stopped")
	}
}

// A directory that is not there is not one that cannot be written: what is said leads on, and nothing is made in its place.
func TestServeSaysThatThereAreNoData(t *testing.T) {
	var said strings.Builder
	dir := filepath.Join(t.TempDir(), "none")
	store, err := officeToServe(t.Context(), streams{err: &said}, dir)
	if store != nil || err != nil || !strings.Contains(said.String(), "没有数据目录 "+dir) || !strings.Contains(said.String(), "tongjian ingest") {
		t.Errorf("%v, %v, %q", store, err, said.String())
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the directory has been made: %v", err)
	}
}

func TestServeRefusesWhatIsNoAddress(t *testing.T) {
	for _, addr := range []string{"8080", "", "127.0.0.1"} {
		if _, err := listen(context.Background(), addr); !errors.As(err, new(usageError)) {
			t.Errorf("%q: %v, want wrong usage", addr, err)
		}
	}
}
