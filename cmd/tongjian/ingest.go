package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
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
	"tongjian/queries"
)

// ingestCommand loads report files into the warehouse and publishes a snapshot.
func ingestCommand(s streams) *cobra.Command {
	var (
		dir            string
		hints          hintFlags
		convert        convertFlag
		dryRun, asJSON bool
		reread         bool
		logFile        string
		received       string
	)
	c := &cobra.Command{
		Use:   "ingest 路径...",
		Short: "把报告文件或文件夹读入数据仓库，核验并发布快照",
		Example: `  tongjian ingest 报告/
  tongjian ingest --year 2023 --region 410202 政府办公室.xlsx
  tongjian ingest --received 2026-01-28 报告/   补录：报告是那天收到的
  tongjian ingest --dry-run 报告/        只读只核验，不入库`,
		Args: argCount(1, math.MaxInt),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := hints.hints()
			if err != nil {
				return err
			}
			run := ingestRun{s: s, hints: h, dryRun: dryRun, asJSON: asJSON, reread: reread}
			if run.received, err = receivedDay(received, time.Now()); err != nil {
				return err
			}
			if run.converter, err = convert.find(); err != nil {
				return err
			}
			if logFile != "" {
				f, err := os.OpenFile(logFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
				if err != nil {
					return fmt.Errorf("打不开日志文件: %w", err)
				}
				defer func() { _ = f.Close() }() // each line was written or its failure reported
				run.log = f
			}
			if dryRun {
				if run.roster, err = rosterOfSnapshot(cmd.Context(), dir); err != nil {
					return err
				}
				return run.files(cmd.Context(), nil, args)
			}
			return withRecord(cmd.Context(), dir, func(ctx context.Context, record *recorded) error {
				run.record = record
				return withJob(ctx, s, dir, "tongjian ingest", func(job *warehouse.Job) error { return run.files(ctx, job, args) })
			})
		},
	}
	addDataFlag(c, &dir)
	c.Flags().BoolVar(&reread, "reread", false, "已入库的文件也重新读取（例如机构名录有变化时）")
	c.Flags().StringVar(&received, "received", "", "文件收到的`日期`（2026-01-28），默认今天；已入库的文件改为这一天")
	c.Flags().BoolVar(&dryRun, "dry-run", false, "只读取和核验，不写入任何数据")
	c.Flags().BoolVar(&asJSON, "json", false, "每个文件输出一行 JSON（格式见 README）")
	c.Flags().StringVar(&logFile, "log", "", "把每个文件的结果逐行追加到此`文件`（JSON，不含数字）")
	hints.add(c)
	convert.add(c)
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
	dryRun bool
	reread bool
	// received is the day the files came; zero is now.
	received time.Time
	// receivedOf tells the day of single files, by their paths; nil where nothing does.
	receivedOf func(path string) time.Time
	// stale are the digests of stored files whose day of receipt is to be set to that.
	stale []string
	// roster is the published one, for a run without a job.
	roster *regions.Roster
	// converter turns rich text into readable documents; nil leaves it unread.
	converter *ingest.Converter
	asJSON    bool
	log       *os.File // one line a file, nil when none is kept
	bar       *progressbar.ProgressBar
	// record is what the page of jobs shows of the run; nil where it is none.
	record *recorded
	err    error
}

// rosterOfSnapshot gives the roster of the newest snapshot; nil when nothing has been published.
func rosterOfSnapshot(ctx context.Context, dir string) (*regions.Roster, error) {
	var roster *regions.Roster
	err := withSnapshot(ctx, dir, func(lease *warehouse.Lease) error {
		agencies, err := queries.Roster(ctx, lease.DB())
		roster = regions.NewRoster(agencies)
		return err
	})
	if errors.Is(err, warehouse.ErrNoSnapshot) {
		return nil, nil
	}
	return roster, err
}

// files ingests the paths and publishes what changed. job is nil in a dry run.
func (r *ingestRun) files(ctx context.Context, job *warehouse.Job, paths []string) error {
	started := time.Now()
	o := ingest.Options{Hints: r.hints, Total: r.begin, Each: r.each, Reread: r.reread, Received: r.received, ReceivedOf: r.receivedOf, Roster: r.roster, Converter: r.converter}
	if job != nil {
		o.Roster = regions.NewRoster(job.Agencies())
	}
	return r.finish(ctx, job, started, func() (ingest.Summary, error) { return ingest.Run(ctx, job, paths, o) })
}

// stored reads files again that wait to be placed.
func (r *ingestRun) stored(ctx context.Context, job *warehouse.Job, waiting []warehouse.WaitingFile) error {
	o := ingest.Options{Hints: r.hints, Total: r.begin, Each: r.each, Roster: regions.NewRoster(job.Agencies())}
	return r.finish(ctx, job, time.Now(), func() (ingest.Summary, error) { return ingest.RunStored(ctx, job, waiting, o) })
}

// finish carries a run out, publishes what changed, and sums up.
func (r *ingestRun) finish(ctx context.Context, job *warehouse.Job, started time.Time, work func() (ingest.Summary, error)) error {
	summary, err := work()
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
		for _, sha256 := range r.stale {
			if _, err := job.SetReceived(ctx, sha256, r.received); err != nil {
				return err
			}
		}
		p, err := publish(ctx, job)
		if err != nil {
			return err
		}
		if r.record != nil {
			r.record.snapshot = p.Number
		}
		r.say("%s，%s\n", describeSummary(summary, time.Since(started)), describeSnapshot(p.Snapshot))
		r.say("%s\n", describeAcross(p.across))
	} else {
		r.say("%s\n", describeDryRun(summary, time.Since(started)))
	}
	if summary.Unplaced > 0 && job != nil {
		r.say("%d 个文件待归属：用 tongjian agencies unplaced 查看，用 tongjian agencies place 指明\n", summary.Unplaced)
	}
	if summary.Failed+summary.Unplaced > 0 {
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
	if r.dryRun && f.Outcome == warehouse.Loaded {
		f.Outcome = "" // nothing was loaded
	}
	if !r.received.IsZero() && (f.Outcome == warehouse.Unchanged || f.Outcome == warehouse.Revised) {
		r.stale = append(r.stale, f.SHA256)
	}
	if r.bar != nil {
		if f.Reason != "" {
			_ = r.bar.Clear()
		}
		_ = r.bar.Add(1)
	}
	if f.Reason != "" {
		fmt.Fprintf(r.s.err, "%s：%s\n", f.Path, oneLine(f.Reason))
	}
	if r.record != nil && r.err == nil {
		r.err = r.record.file(context.Background(), f)
	}
	if r.asJSON {
		r.encode(r.s.out, f.Path, newFileJSON(f))
	}
	if r.log != nil {
		r.encode(r.log, f.Path, newLogLine(f))
	}
}

// encode writes one line of JSON; the first failure ends the run when all files have been seen.
func (r *ingestRun) encode(w io.Writer, path string, line any) {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if err := e.Encode(line); err != nil && r.err == nil {
		r.err = fmt.Errorf("write result of %s: %w", path, err)
	}
}

// logLine is what the log keeps of a file: enough to see what became of it, none of its figures.
type logLine struct {
	File    string      `json:"file"`
	SHA256  string      `json:"sha256"`
	Outcome string      `json:"outcome,omitempty"`
	Reason  string      `json:"reason,omitempty"`
	Reports []logReport `json:"reports"`
}

type logReport struct {
	Agency     string     `json:"agency"`
	Region     string     `json:"region"`
	Year       int        `json:"year"`
	Scope      data.Scope `json:"scope"`
	Report     int        `json:"report,omitempty"` // its id, once stored
	Revision   int        `json:"revision,omitempty"`
	Confidence float64    `json:"confidence"`
	Facts      int        `json:"facts"`
	Findings   int        `json:"findings"`
}

func newLogLine(f ingest.FileResult) logLine {
	out := logLine{File: f.Path, SHA256: f.SHA256, Outcome: string(f.Outcome), Reason: f.Reason, Reports: []logReport{}}
	for i, r := range f.Reports {
		line := logReport{Agency: r.Agency, Region: r.Region, Year: r.Year, Scope: r.Scope, Confidence: r.Confidence,
			Facts: len(r.Facts), Findings: len(r.Findings)}
		if i < len(f.Loaded) {
			line.Report, line.Revision = f.Loaded[i].Report, f.Loaded[i].Revision
		}
		out.Reports = append(out.Reports, line)
	}
	return out
}

func describeSummary(s ingest.Summary, took time.Duration) string {
	return fmt.Sprintf("%d 个文件：已入库 %d，无变化 %d，已更新 %d，待归属 %d，失败 %d；%s",
		s.Files, s.Loaded, s.Unchanged, s.Revised, s.Unplaced, s.Failed, describeFindings(s, took))
}

// describeDryRun sums up a run that stored nothing, and so cannot tell what is new.
func describeDryRun(s ingest.Summary, took time.Duration) string {
	return fmt.Sprintf("%d 个文件：可入库 %d，待归属 %d，失败 %d；%s；只读只核验，没有入库", s.Files, s.Loaded, s.Unplaced, s.Failed, describeFindings(s, took))
}

// describeFindings counts the findings of the reports read; of those not read again the warehouse knows them already.
func describeFindings(s ingest.Summary, took time.Duration) string {
	if s.Reports == 0 {
		return fmt.Sprintf("用时 %.1f 秒", took.Seconds())
	}
	return fmt.Sprintf("核验问题：错误 %d，提醒 %d，提示 %d；用时 %.1f 秒",
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
