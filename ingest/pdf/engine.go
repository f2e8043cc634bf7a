package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Limits on what one file may cost. A report has some ten pages, which take a second and 30 MB.
const (
	maxPages    = 400              // pages of a file
	maxTime     = 60 * time.Second // from opening a file to its last page
	maxMemory   = 192 << 20        // of an instance, the file included
	maxAtOnce   = 8                // instances
	wasmPage    = 64 << 10         // the unit WebAssembly counts memory in
	maxGlyphs   = 60_000           // characters of a page; a page of small print has 5000
	maxObjects  = 30_000           // drawn objects of a page, pieces of text among them
	maxSegments = 30_000           // pieces of lines of a page
	maxText     = 1_000_000        // characters of a file
	maxGridSize = 40_000           // places of one grid, before cells are merged
	maxCells    = 400_000          // cells of a file
)

// Errors of reading a PDF. Each is a Chinese sentence for the person who sent the file.
var (
	// ErrEncrypted is a file that opens only with a password.
	ErrEncrypted = errors.New("PDF 设有打开密码：请用原密码打开，另存为没有密码的 PDF 或 .xlsx 再导入")
	// ErrDamaged is a file that does not open, or breaks off while it is read.
	ErrDamaged = errors.New("PDF 读不下去，可能已损坏、没有下载完整或过于复杂：请重新发送文件，或把三张表另存为 .xlsx 再导入")
	// ErrScanned is a file without characters: a scan, or text turned into curves. It follows what the file is: "PDF 里".
	ErrScanned = errors.New("没有文字，是扫描件或图片：请导入生成它的 Word、Excel 文件，或把三张表录入模板（tongjian forms --xlsx）再导入")
	// ErrUnreadable is a file whose fonts do not say what their characters are. It follows what the file is: "PDF 里的".
	ErrUnreadable = errors.New("文字没有编码，只看得见，读不出：请导入生成它的 Word、Excel 文件，或把三张表录入模板（tongjian forms --xlsx）再导入")
	// ErrTooLarge wraps refusals for size, time and memory.
	ErrTooLarge = errors.New("超过上限")
)

// tooLarge is a refusal for size; it says itself what was too large.
type tooLarge struct{ reason string }

func (e tooLarge) Error() string { return e.reason }
func (e tooLarge) Unwrap() error { return ErrTooLarge }

// exceeds refuses what has more of something than a limit allows: exceeds("PDF 的页数", 400, "页").
func exceeds(what string, limit int, unit string) error {
	return tooLarge{fmt.Sprintf("%s%v %d %s", what, ErrTooLarge, limit, unit)}
}

// engine compiles PDFium once for the life of the program: that takes some seconds of computing, or a fifth of a second when
// an earlier run has left the result in the user's cache directory.
var engine = sync.OnceValues(func() (pdfium.Pool, error) {
	if cache, err := compilationCache(); err == nil {
		if pool, err := start(cache); err == nil {
			return pool, nil
		}
	}
	return start(nil)
})

func compilationCache() (wazero.CompilationCache, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return nil, fmt.Errorf("find the user's cache directory: %w", err)
	}
	return wazero.NewCompilationCacheWithDir(filepath.Join(dir, "tongjian", "pdfium"))
}

func start(cache wazero.CompilationCache) (pdfium.Pool, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(maxMemory / wasmPage).
		WithCloseOnContextDone(true)
	if cache != nil {
		config = config.WithCompilationCache(cache)
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context:       experimental.WithCompilationWorkers(context.Background(), runtime.GOMAXPROCS(0)),
		MaxTotal:      min(runtime.GOMAXPROCS(0), maxAtOnce),
		FSConfig:      wazero.NewFSConfig().WithFSMount(standIn(), "/"), // no file of this machine
		RuntimeConfig: config,
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
	if err != nil {
		return nil, fmt.Errorf("start the PDF reader: %w", err)
	}
	return pool, nil
}

// session is one file opened in an instance of its own, so that nothing a file does reaches the next.
type session struct {
	pdfium.Pdfium
	document references.FPDF_DOCUMENT
	timer    *time.Timer
	late     atomic.Bool
}

// open gives the file to an instance that ends itself when it is not closed in time.
func open(b []byte, limit time.Duration) (*session, error) {
	pool, err := engine()
	if err != nil {
		return nil, fmt.Errorf("PDF 读取器启动失败：%w", err)
	}
	// There are only so many instances; one comes free at the latest when its time is up.
	instance, err := pool.GetInstance(2 * maxTime)
	if err != nil {
		return nil, fmt.Errorf("PDF 读取器启动失败：%w", err)
	}
	s := &session{Pdfium: instance}
	s.timer = time.AfterFunc(limit, func() {
		s.late.Store(true)
		_ = instance.Kill()
	})
	opened, err := s.OpenDocument(&requests.OpenDocument{File: &b})
	if err != nil {
		s.close()
		return nil, s.explain(err)
	}
	s.document = opened.Document
	return s, nil
}

func (s *session) close() {
	s.timer.Stop()
	if !s.late.Load() {
		_ = s.Close()
	}
}

// explain turns an error of the instance into one for people.
func (s *session) explain(err error) error {
	var refused tooLarge
	switch {
	case s.late.Load():
		return exceeds("PDF 读取时间", int(maxTime.Seconds()), "秒：请把三张表另存为 .xlsx 再导入")
	case errors.As(err, &refused):
		return refused
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		return ErrEncrypted
	}
	return ErrDamaged
}
