package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"tongjian/data"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/ingest"
)

// ingestCommand loads report files into the warehouse and publishes a snapshot.
func ingestCommand(s streams) *cobra.Command {
	var (
		dir            string
		hints          hintFlags
		dryRun, asJSON bool
	)
	c := &cobra.Command{
		Use:   "ingest 路径...",
		Short: "把报告文件或文件夹读入数据仓库，核验并发布快照",
		Example: `  tongjian ingest 报告/
  tongjian ingest --year 2023 --region 410202 政府办公室.xlsx
  tongjian ingest --dry-run 报告/        只读只核验，不入库`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := hints.hints()
			if err != nil {
				return err
			}
			run := ingestRun{s: s, hints: h, asJSON: asJSON}
			if dryRun {
				return run.files(cmd.Context(), nil, args)
			}
			return withJob(cmd.Context(), s, dir, "tongjian ingest", func(job *warehouse.Job) error {
				return run.files(cmd.Context(), job, args)
			})
		},
	}
	addDataFlag(c, &dir)
	c.Flags().BoolVar(&dryRun, "dry-run", false, "只读取和核验，不写入任何数据")
	c.Flags().BoolVar(&asJSON, "json", false, "每个文件输出一行 JSON（格式见 README）")
	hints.add(c)
	return c
}

// withJob runs a piece of work under the data directory's lock, waiting for a job that holds it.
func withJob(ctx context.Context, s streams, dir, command string, work func(*warehouse.Job) error) error {
	job, err := warehouse.Begin(ctx, dir, warehouse.Options{Command: command, Wait: true, Notice: func(h warehouse.Holder) {
		fmt.Fprintf(s.err, "另一个任务正在写入，等待其完成：%s\n", h)
	}})
	if err != nil {
		return err
	}
	err = work(job)
	if closing := job.Close(); err == nil {
		err = closing
	}
	return err
}

// ingestRun is one run over files: what it was told and how it reports.
type ingestRun struct {
	s      streams
	hints  ingest.Hints
	asJSON bool
	bar    *progressbar.ProgressBar
	err    error
}

// files ingests the paths and publishes what changed. job is nil in a dry run.
func (r *ingestRun) files(ctx context.Context, job *warehouse.Job, paths []string) error {
	started := time.Now()
	o := ingest.Options{Hints: r.hints, Total: r.begin, Each: r.each}
	if job != nil {
		o.Roster = regions.NewRoster(job.Agencies())
	}
	summary, err := ingest.Run(ctx, job, paths, o)
	if r.bar != nil {
		_ = r.bar.Finish()
		fmt.Fprintln(r.s.err)
	}
	if err == nil {
		err = r.err
	}
	if err != nil {
		return err
	}
	if job != nil {
		snapshot, err := job.Publish(ctx)
		if err != nil {
			return fmt.Errorf("publish snapshot: %w", err)
		}
		r.say("%s，%s\n", describeSummary(summary, time.Since(started)), describeSnapshot(snapshot))
	} else {
		r.say("%s（未入库）\n", describeSummary(summary, time.Since(started)))
	}
	if summary.Failed > 0 {
		return errReported
	}
	return nil
}

// say writes the summary: to the error stream where the output is JSON.
func (r *ingestRun) say(format string, args ...any) {
	w := r.s.out
	if r.asJSON {
		w = r.s.err
	}
	fmt.Fprintf(w, format, args...)
}

// begin shows a progress bar on a terminal.
func (r *ingestRun) begin(total int) {
	f, ok := r.s.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || total < 2 {
		return
	}
	r.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription("读取"),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("份"),
		progressbar.OptionSetPredictTime(true), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionFullWidth())
}

// each reports one file: failures always, one line each.
func (r *ingestRun) each(f ingest.FileResult) {
	if r.bar != nil {
		if f.Reason != "" {
			_ = r.bar.Clear()
		}
		_ = r.bar.Add(1)
	}
	if f.Reason != "" {
		fmt.Fprintf(r.s.err, "%s：%s\n", f.Path, oneLine(f.Reason))
	}
	if !r.asJSON {
		return
	}
	e := json.NewEncoder(r.s.out)
	e.SetEscapeHTML(false)
	if err := e.Encode(newFileJSON(f)); err != nil && r.err == nil {
		r.err = fmt.Errorf("write result of %s: %w", f.Path, err)
	}
}

func describeSummary(s ingest.Summary, took time.Duration) string {
	return fmt.Sprintf("%d 个文件：已入库 %d，无变化 %d，已更新 %d，失败 %d；核验问题：错误 %d，提醒 %d，提示 %d；用时 %.1f 秒",
		s.Files, s.Loaded, s.Unchanged, s.Revised, s.Failed,
		s.Findings[data.SeverityError], s.Findings[data.SeverityWarning], s.Findings[data.SeverityNote], took.Seconds())
}

func describeSnapshot(s warehouse.Snapshot) string {
	if !s.New {
		return fmt.Sprintf("内容没有变化，快照仍为 %06d", s.Number)
	}
	return fmt.Sprintf("已发布快照 %06d（%d 份报告，%d 个机关）", s.Number, s.Reports, s.Agencies)
}

// oneLine keeps a message on one line, whatever stands in the file it quotes.
func oneLine(s string) string {
	return strings.Join(strings.Fields(s), " ")
}
