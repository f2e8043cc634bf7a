package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"tongjian/data/warehouse"
	"tongjian/queries/datasets"
)

// sqlOptions say where a query is asked, and within which bounds.
type sqlOptions struct {
	dir      string
	snapshot int // 0 for the newest
	rows     int // 0 for all
	time     time.Duration
	memory   string
}

// sqlThreads is how many threads one query takes.
const sqlThreads = 2

var memorySize = regexp.MustCompile(`^([1-9][0-9]{0,6})(MB|GB)$`)

func (o sqlOptions) check() error {
	switch {
	case o.memory != "" && !memorySize.MatchString(o.memory):
		return fmt.Errorf("--memory %q: 应写成 512MB、2GB 的样子", o.memory)
	case o.rows < 0 || o.time < 0 || o.snapshot < 0:
		return errors.New("--rows、--time、--snapshot 不能小于 0")
	}
	return nil
}

// bytes is the bound on memory in bytes; 0 when there is none.
func (o sqlOptions) bytes() uint64 {
	m := memorySize.FindStringSubmatch(o.memory)
	if m == nil {
		return 0
	}
	n, _ := strconv.ParseUint(m[1], 10, 64) // digits, few of them
	if m[2] == "GB" {
		return n << 30
	}
	return n << 20
}

// ask runs a query and hands over its answer.
func (o sqlOptions) ask(ctx context.Context, query string, use func(*warehouse.Answer) error) error {
	if o.memory != "" {
		// DuckDB keeps to its own bound in most of what it does; the system keeps it to this one in all.
		if err := boundMemory(o.bytes()); err != nil {
			return fmt.Errorf("不能限定内存: %w", err)
		}
	}
	snapshots, err := warehouse.OpenSnapshots(o.dir)
	if err != nil {
		return err
	}
	defer snapshots.Close()
	lease, err := o.lease(ctx, snapshots)
	if err != nil {
		return err
	}
	defer lease.Release()
	said, err := answersIn(ctx, o.dir, lease)
	if err != nil {
		return err
	}
	var stands []datasets.Explanation
	for finding, e := range said.Standing {
		stands = append(stands, datasets.Explanation{Finding: finding, Reason: e.Reason, Author: e.Author, At: e.At})
	}
	desk, err := lease.Desk(ctx, warehouse.DeskOptions{Memory: o.memory, Threads: min(sqlThreads, runtime.GOMAXPROCS(0)), Prepare: datasets.Prepare(stands)})
	if err != nil {
		return err
	}
	defer func() { _ = desk.Close() }() // nothing was written
	if o.time > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.time)
		defer cancel()
	}
	answer, err := desk.Ask(ctx, query, o.rows)
	if err != nil {
		return o.explain(ctx, err)
	}
	defer answer.Close()
	if err := use(answer); err != nil {
		return o.explain(ctx, err)
	}
	return nil
}

func (o sqlOptions) lease(ctx context.Context, snapshots *warehouse.Snapshots) (*warehouse.Lease, error) {
	if o.snapshot > 0 {
		return snapshots.AcquireNumber(ctx, o.snapshot)
	}
	return snapshots.Acquire(ctx)
}

// explain says in words what ended a query.
func (o sqlOptions) explain(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, warehouse.ErrNotQuery):
		return err
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return tooLong(o.time)
	case o.memory != "" && (strings.Contains(err.Error(), "Out of Memory") || strings.Contains(err.Error(), "bad_alloc")):
		return tooMuchMemory(o.memory)
	}
	return fmt.Errorf("查询出错: %w", err)
}

func tooLong(limit time.Duration) error {
	return fmt.Errorf("查询超过 %g 秒，已停止：请加上条件，或分几次查", limit.Seconds())
}

func tooMuchMemory(limit string) error {
	return fmt.Errorf("查询需要的内存超过 %s，已停止：请加上条件，或分几次查", limit)
}

// sqlLines is what the lines of an answer for programs hold: the columns first, then rows as arrays, the count last.
type sqlLines struct {
	Columns []warehouse.Column `json:"columns,omitempty"`
	Rows    *int               `json:"rows,omitempty"`
	More    bool               `json:"more,omitempty"` // there were more rows than asked for
}

// writeLines writes an answer a line at a time. Its last line tells that it is whole.
func writeLines(out io.Writer, a *warehouse.Answer) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(sqlLines{Columns: a.Columns}); err != nil {
		return err
	}
	rows := 0
	err := a.Each(func(row []any) error {
		rows++
		return encoder.Encode(row)
	})
	if err != nil {
		return err
	}
	return encoder.Encode(sqlLines{Rows: &rows, More: a.More})
}
