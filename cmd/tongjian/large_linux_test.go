package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestLargeUploads sends a server more than it takes, at the true limits, streamed as it is made up:
//
//	TONGJIAN_LARGE=1 go test ./cmd/tongjian -run TestLargeUploads -v
//
// Every answer is a sentence, comes in time, and costs the server no memory and leaves nothing on the disk. What a run without the
// variable looks at, at lower limits, is TestEndlessAndSlowUploads and TestTooMuchIsRefused of the dashboard.
func TestLargeUploads(t *testing.T) {
	if os.Getenv("TONGJIAN_LARGE") == "" {
		t.Skip("TONGJIAN_LARGE is not set")
	}
	dir := t.TempDir()
	server, address := startServer(t, "serve", "--data", dir)
	part := func(name string) io.Reader {
		return strings.NewReader("\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n")
	}
	end := func() io.Reader { return strings.NewReader("\r\n--x--\r\n") }
	files := func(count int, size int64) io.Reader {
		var all []io.Reader
		for i := range count {
			all = append(all, part(fmt.Sprintf("%d.txt", i)), io.LimitReader(zeros{}, size))
		}
		return io.MultiReader(append(all, end())...)
	}
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	for i := range 20 {
		w, err := z.Create(fmt.Sprintf("%d.txt", i))
		if err == nil {
			_, err = io.Copy(w, io.LimitReader(zeros{}, 128<<20))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name   string
		body   io.Reader
		length int64 // 0 none is said
		says   string
		within time.Duration
	}{
		{"1 GB in one file", io.MultiReader(part("大.xlsx"), io.LimitReader(zeros{}, 1<<30), end()), 0, "超过 64 MB", time.Minute},
		{"1 GB in one archive", io.MultiReader(part("大.zip"), io.LimitReader(zeros{}, 1<<30), end()), 0, "共 512 MB", time.Minute},
		{"1 GB in 20 files", files(20, 1<<30/20), 0, "共 512 MB", time.Minute},
		{"1 GB, as it says", files(20, 1<<30/20), 1<<30 + 20*80, "共 512 MB", time.Minute},
		{"10,000 files", files(10_000, 100), 0, "一次最多 1000 个文件", time.Minute},
		{"2.5 GB in an archive of 2.5 MB", io.MultiReader(part("炸.zip"), bytes.NewReader(bomb.Bytes()), end()), 0, "解压后太大", time.Minute},
		{"a byte a second", io.MultiReader(part("慢.txt"), &dripping{every: time.Second}), 0, "上传中断", 70 * time.Second},
		{"nothing any more", io.MultiReader(part("停.txt"), &dripping{every: 45 * time.Second}), 0, "上传中断", 60 * time.Second},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := peak(t, server.cmd.Process.Pid)
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"send", tc.body)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
			if tc.length > 0 {
				r.ContentLength = tc.length
			}
			began := time.Now()
			answer, err := http.DefaultClient.Do(r)
			if tc.length > 0 && err != nil {
				t.Logf("%s: %v", time.Since(began), err) // the client had promised other bytes
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			b, err := io.ReadAll(answer.Body)
			took, more := time.Since(began), peak(t, server.cmd.Process.Pid)-before
			t.Logf("%d in %s, %d MB more than before at most", answer.StatusCode, took.Round(10*time.Millisecond), more>>10)
			if err != nil || answer.StatusCode < 400 || !strings.Contains(string(b), tc.says) {
				t.Errorf("%d %v\n%.600s", answer.StatusCode, err, b)
			}
			if took > tc.within || more > 64<<10 {
				t.Errorf("it took %s and %d KB", took, more)
			}
			left, err := filepath.Glob(filepath.Join(dir, "incoming", "part-*"))
			if err != nil || len(left) > 0 {
				t.Errorf("left: %q %v", left, err)
			}
		})
	}
	server.stop(t)
}

// zeros is a file without end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// dripping gives a byte every so often, without end.
type dripping struct{ every time.Duration }

func (d *dripping) Read(b []byte) (int, error) {
	<-time.After(d.every)
	return copy(b, "x"), nil
}
