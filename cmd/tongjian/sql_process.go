package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"tongjian/dashboard"
)

// What a query asked on a page may use.
const (
	pageRows   = 10_000
	pageTime   = 10 * time.Second
	pageMemory = "512MB"
	// pageBytes is how long an answer may be, as it is written.
	pageBytes = 16 << 20
	// grace is what the process of a query has beyond its time to say that it was too long.
	grace = 3 * time.Second
)

// queryProcess answers queries of pages: each in a process of its own, which the system holds to its bounds. Whatever happens to it,
// the server goes on.
type queryProcess struct {
	program, name string // the program's file, and what it was called
	dir           string // data directory
}

// newSQL makes pages answer queries on a data directory.
func newSQL(dir string) (*dashboard.SQL, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding the program itself: %w", err)
	}
	return &dashboard.SQL{Rows: pageRows, Time: pageTime, Memory: pageMemory, Ask: queryProcess{program, os.Args[0], dir}.ask}, nil
}

func (p queryProcess) ask(ctx context.Context, snapshot int, query string) (dashboard.SQLResult, error) {
	ctx, cancel := context.WithTimeout(ctx, pageTime+grace)
	defer cancel()
	cmd := exec.CommandContext(ctx, p.program, "sql", "--data", p.dir, "--snapshot", strconv.Itoa(snapshot), "--format", "lines",
		"--rows", strconv.Itoa(pageRows), "--time", pageTime.String(), "--memory", pageMemory, "-")
	cmd.Args[0] = p.name
	cmd.Env = []string{"TMPDIR=" + os.TempDir(), "HOME=" + os.TempDir()}
	cmd.Stdin = strings.NewReader(query)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return dashboard.SQLResult{}, err
	}
	if err := cmd.Start(); err != nil {
		return dashboard.SQLResult{}, fmt.Errorf("starting a query: %w", err)
	}
	result, whole, err := readLines(io.LimitReader(out, pageBytes))
	cancelled := ctx.Err()
	if err != nil || !whole {
		cancel() // nobody reads the rest
	}
	ended := cmd.Wait()
	text := strings.TrimPrefix(strings.TrimSpace(said.String()), "tongjian: ")
	switch {
	case err == nil && whole && ended == nil:
		return result, nil
	case errors.Is(cancelled, context.DeadlineExceeded):
		return result, dashboard.QueryError{Text: tooLong(pageTime).Error()}
	case cancelled != nil:
		return result, cancelled
	case err == nil && !whole && text == "":
		return result, dashboard.QueryError{Text: fmt.Sprintf("结果超过 %d MB，已停止：请少选几列，或加上条件", pageBytes>>20)}
	case err == nil && cmd.ProcessState.ExitCode() == exitFailed:
		return result, dashboard.QueryError{Text: text}
	}
	// It did not end by itself: the system took it away, or it could go no further.
	return result, dashboard.QueryError{Text: tooMuchMemory(pageMemory).Error()}
}

// readLines reads what writeLines has written. whole is false when the last line is missing.
func readLines(r io.Reader) (result dashboard.SQLResult, whole bool, err error) {
	lines := bufio.NewReaderSize(r, 64<<10)
	for first := true; ; first = false {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return result, false, nil // a line without an end is a part of one
		}
		if err != nil {
			return result, false, err
		}
		decoder := json.NewDecoder(bytes.NewReader(line))
		decoder.UseNumber()
		if line[0] == '[' {
			var row []any
			if err := decoder.Decode(&row); err != nil {
				return result, false, err
			}
			result.Rows = append(result.Rows, row)
			continue
		}
		var l sqlLines
		if err := decoder.Decode(&l); err != nil {
			return result, false, err
		}
		if first {
			result.Columns = l.Columns
			continue
		}
		result.More = l.More
		return result, true, nil
	}
}
