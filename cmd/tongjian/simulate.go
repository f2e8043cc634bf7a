package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tongjian/data/sample"
)

// simulateCommand writes a sample: the reports of an invented prefecture, with the truth about them.
func simulateCommand(s streams) *cobra.Command {
	config := sample.DefaultConfig()
	var (
		out   string
		years string
	)
	c := &cobra.Command{
		Use:   "simulate --out 目录",
		Short: "生成示例报告：虚构的示例市各机关历年年度报告，附正确答案",
		Long: `生成虚构的示例市（990100）各区各机关的年度报告工作簿，供试用和检验：

  年度报告/        按 区/年度/机关 存放的工作簿，每份都标明“示例数据，非真实报告”
  roster.xlsx      机构名录，可用 tongjian agencies import 导入
  truth.jsonl      每份报告各格的正确读数和应当发现的问题
  missing.jsonl    应报未报的报告
  received.csv     每份报告收到的日期

同样的参数生成同样的内容。`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if out == "" {
				return usageError{errors.New("请用 --out 指明写入的目录")}
			}
			var err error
			if config.From, config.To, err = parseYears(years); err != nil {
				return usageError{err}
			}
			if err := config.Check(); err != nil {
				return usageError{err}
			}
			if err := emptyDir(out); err != nil {
				return err
			}
			generated, err := sample.Generate(config)
			if err != nil {
				return err
			}
			total := len(generated.Reports)
			err = generated.Write(cmd.Context(), out, func(done int) {
				if done%200 == 0 || done == total {
					fmt.Fprintf(s.err, "已写入 %d / %d 份\n", done, total)
				}
			})
			if err != nil {
				return err
			}
			summarize(s, generated, out)
			return nil
		},
	}
	defaultYears := fmt.Sprintf("%d-%d", config.From, config.To)
	c.Flags().StringVar(&out, "out", "", "写入的`目录`，须为空或尚不存在")
	c.Flags().IntVar(&config.Regions, "regions", config.Regions, "区的`个数`")
	c.Flags().IntVar(&config.Agencies, "agencies", config.Agencies, "每个区的机关`个数`")
	c.Flags().StringVar(&years, "years", defaultYears, "`年度`范围")
	c.Flags().Uint64Var(&config.Seed, "seed", config.Seed, "随机`种子`")
	c.Flags().Float64Var(&config.ErrorRate, "error-rate", config.ErrorRate, "有错误的报告所占`比例`，0 至 1")
	return c
}

// parseYears reads 2019-2025, or a single year.
func parseYears(text string) (from, to int, err error) {
	first, last, isRange := strings.Cut(text, "-")
	if !isRange {
		last = first
	}
	from, err1 := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	if err1 != nil || err2 != nil {
		return 0, 0, fmt.Errorf("年度范围 %q 无法识别，应写作 2019-2025", text)
	}
	return from, to, nil
}

// emptyDir refuses a directory that holds anything: a sample is never mixed with other files.
func emptyDir(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read output directory: %w", err)
	}
	if len(entries) > 0 {
		return fmt.Errorf("目录 %s 不是空的；请换一个目录或先清空", dir)
	}
	return nil
}

// summarize says what was written and where.
func summarize(s streams, generated sample.Sample, dir string) {
	planted, findings := 0, 0
	for _, r := range generated.Reports {
		if r.Planted != "" {
			planted++
		}
		findings += len(r.Findings)
	}
	c := generated.Config
	fmt.Fprintf(s.out, "已生成 %d 份示例报告（%d 个区，%d 个应报机关，%d-%d 年度），种子 %d\n",
		len(generated.Reports), c.Regions, len(generated.Roster), c.From, c.To, c.Seed)
	fmt.Fprintf(s.out, "其中 %d 份有预设的错误，应发现 %d 个问题；应报未报 %d 份\n", planted, findings, len(generated.Missing))
	fmt.Fprintf(s.out, "报告：%s\n名录：%s\n答案：%s\n", filepath.Join(dir, sample.ReportsDir),
		filepath.Join(dir, sample.RosterFile), filepath.Join(dir, sample.TruthFile))
}
