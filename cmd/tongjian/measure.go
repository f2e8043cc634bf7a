package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"tongjian/data/regions"
	"tongjian/data/sample"
	"tongjian/data/warehouse"
	"tongjian/ingest"
	"tongjian/queries"
)

// measureCommand tells how well the checks do: it loads a sample whose truth is known and compares.
func measureCommand(s streams) *cobra.Command {
	var (
		reports, judged string
		details         bool
	)
	c := &cobra.Command{
		Use:   "measure [样例目录]",
		Short: "用已知答案的示例报告测量每项核验：漏了几个，错报几个",
		Long: `把示例报告（tongjian simulate 写出的目录，不给时临时生成一份）读入一个临时数据仓库，
把全部核验结果与答案比对，逐项列出：

  应有   答案里应当发现的问题
  发现   其中发现了的；两边的数字、涉及的单元格都与答案一致才算
  漏     没有发现的
  多     发现了而答案里没有的
  陷阱   看上去像错误、其实合规的地方
  误入   在陷阱处报了问题的；只应提示的，报成提醒也算

漏、多、误入都是 0 时退出码为 0，否则为 1。不读写任何数据目录。`,
		Example: `  tongjian measure
  tongjian measure --details 样例/
  tongjian measure --reports 真实报告/      另外比对有预期结果（NNN.expected.json）的真实报告
  tongjian measure --reports 真实报告/ --judged ingest/check/testdata/judged.tsv
                                            再把真实报告的核验结果与人工判定比对`,
		Args: argCount(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if judged != "" && reports == "" {
				return usageError{errors.New("--judged 要与 --reports 一起用")}
			}
			work, err := os.MkdirTemp("", "tongjian-measure-")
			if err != nil {
				return fmt.Errorf("make a place to work in: %w", err)
			}
			defer func() { _ = os.RemoveAll(work) }() // a temporary directory
			dir := filepath.Join(work, "sample")
			if len(args) > 0 {
				dir = args[0]
			} else if err := writeSample(cmd.Context(), dir); err != nil {
				return err
			}
			scores, err := measure(cmd.Context(), dir, filepath.Join(work, "data"))
			if err != nil {
				return err
			}
			writeScores(s.out, scores, details)
			var reading error
			if reports != "" {
				fmt.Fprintln(s.out)
				reading = readExpected(s, reports)
			}
			if judged != "" {
				fmt.Fprintln(s.out)
				if err := compareJudged(s, reports, judged, details); reading == nil {
					reading = err
				}
			}
			if sum := sample.Total(scores); sum.Missed+sum.Extra+sum.Flagged > 0 {
				return errReported
			}
			return reading
		},
	}
	c.Flags().StringVar(&reports, "reports", "", "另外与此`目录`中真实报告的预期结果逐格比对")
	c.Flags().StringVar(&judged, "judged", "", "把 --reports 目录中真实报告的核验结果与此`文件`中的人工判定比对")
	c.Flags().BoolVar(&details, "details", false, "列出每个漏掉的、多出的、误入的")
	return c
}

func writeSample(ctx context.Context, dir string) error {
	generated, err := sample.Generate(sample.DefaultConfig())
	if err != nil {
		return err
	}
	return generated.Write(ctx, dir, nil)
}

// measure loads a sample into a fresh data directory and compares what is found with the truth.
func measure(ctx context.Context, dir, data string) ([]sample.Score, error) {
	truth, err := sample.ReadTruth(dir)
	if err != nil {
		return nil, usageError{fmt.Errorf("%s 不是示例目录：%w", dir, err)}
	}
	agencies, _, err := regions.ReadRoster(filepath.Join(dir, sample.RosterFile))
	if err != nil {
		return nil, fmt.Errorf("read sample roster: %w", err)
	}
	received, err := sample.ReadReceived(dir)
	if err != nil {
		return nil, err
	}
	job, err := warehouse.Begin(ctx, data, warehouse.Options{Command: "tongjian measure"})
	if err != nil {
		return nil, err
	}
	err = loadSample(ctx, job, agencies, filepath.Join(dir, sample.ReportsDir), received)
	if closing := job.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return nil, err
	}
	var found []sample.Found
	err = withSnapshot(ctx, data, func(lease *warehouse.Lease) error {
		all, err := queries.AllFindings(ctx, lease.DB(), queries.FindingQuery{})
		for _, f := range all {
			found = append(found, sample.Found{Place: sample.Place{Agency: f.AgencyName, Region: f.Region, Year: f.Year, Scope: f.Scope},
				Finding: f.Finding})
		}
		return err
	})
	return sample.Measure(truth.Reports, truth.Missing, found), err
}

// loadSample loads the workbooks of a sample, each on the day it came, and publishes.
func loadSample(ctx context.Context, job *warehouse.Job, agencies []regions.Agency, reports string, received func(string) time.Time) error {
	if _, err := job.ImportAgencies(ctx, agencies); err != nil {
		return err
	}
	var failed error
	_, err := ingest.Run(ctx, job, []string{reports}, ingest.Options{
		Roster:     regions.NewRoster(job.Agencies()),
		ReceivedOf: received,
		Each: func(f ingest.FileResult) {
			if f.Reason != "" && failed == nil {
				failed = fmt.Errorf("%s：%s", f.Path, f.Reason)
			}
		},
	})
	if err == nil {
		err = failed
	}
	if err == nil {
		_, err = publish(ctx, job)
	}
	return err
}

// writeScores prints a line a check, and the sum.
func writeScores(w io.Writer, scores []sample.Score, details bool) {
	fmt.Fprintln(w, "核验            应有  发现    漏    多  查准率  查全率  陷阱  误入")
	row := func(s sample.Score) {
		fmt.Fprintf(w, "%-14s %5d %5d %5d %5d %7s %7s %5d %5d\n", s.Check, s.Planted, s.Found, s.Missed, s.Extra,
			share(s.Precision()), share(s.Recall()), s.Traps, s.Flagged)
	}
	for _, s := range scores {
		row(s)
		if details {
			for _, d := range s.Details {
				fmt.Fprintf(w, "    %s\n", d)
			}
		}
	}
	sum := sample.Total(scores)
	sum.Check = "ALL"
	row(sum)
}

// compareJudged compares what is found in real reports with what a person judged of it, and prints a line a check.
func compareJudged(s streams, reports, file string, details bool) error {
	judged, err := ingest.ReadJudged(file)
	if err != nil {
		return usageError{err}
	}
	tallies, err := ingest.Expect(reports)
	if err != nil {
		return err
	}
	scores := ingest.Judge(tallies, judged)
	fmt.Fprintln(s.out, "真实报告        发现  属实  合规  错报  未判    漏  判为正确")
	row := func(f ingest.JudgedScore) {
		fmt.Fprintf(s.out, "%-14s %5d %5d %5d %5d %5d %5d  %7s\n", f.Check, f.Found, f.True, f.Lawful, f.False+f.Loud, f.New, f.Missed+f.Gone,
			share(f.Right()))
	}
	for _, f := range scores {
		row(f)
		if details || !f.AsJudged() {
			for _, d := range f.Details {
				fmt.Fprintf(s.out, "    %s\n", d)
			}
		}
	}
	sum := ingest.TotalJudged(scores)
	sum.Check = "ALL"
	row(sum)
	if !sum.AsJudged() {
		return errReported
	}
	return nil
}

// share writes a share in percent, rounded down: nothing but 100 is 100.
func share(percent float64, ok bool) string {
	if !ok {
		return "—"
	}
	return fmt.Sprintf("%.1f%%", math.Floor(percent*10)/10)
}
