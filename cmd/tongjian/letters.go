package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"tongjian/data/filing"
	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/queries"

	"tongjian/dashboard/letters"
)

// letterRun is one run of the command letters: what it was told.
type letterRun struct {
	dir, out     string
	region       string
	year, agency int
	date, reply  string
	force        bool
}

// lettersCommand writes what the office sends back to agencies.
func lettersCommand(s streams) *cobra.Command {
	var (
		r       letterRun
		wording bool
	)
	c := &cobra.Command{
		Use:   "letters",
		Short: "写整改、催报通知：每个单位一份 .docx 和 .xlsx，另有总清单",
		Long: `写整改、催报通知：每个单位一份 .docx 和 .xlsx，另有总清单。取自最新快照。

报告里有错误或提醒的，写明是哪张表的哪些单元格、本年和上年各填的什么、两边的数字；应报未报的，写催报通知，
附单位和年度已经填好的填报表。
已经说明的问题列为已说明，不再要求答复；提示和读取存疑（READ）不写入。

通知的写法可以改：把 tongjian letters --wording 的输出存为数据目录里的 ` + letters.TemplateFile + ` 再改，开头有说明。`,
		Example: `  tongjian letters --year 2024 --region 410202 --out 整改通知
  tongjian letters --year 2024 --region 410202 --agency 12 --reply 2025-03-10 --out 整改通知
  tongjian letters --wording > data/local/` + letters.TemplateFile,
		Args: argCount(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if wording {
				_, err := io.WriteString(s.out, letters.DefaultText())
				return err
			}
			return r.run(cmd.Context(), s, time.Now())
		},
	}
	addDataFlag(c, &r.dir)
	c.Flags().IntVar(&r.year, "year", 0, "报告`年度`")
	c.Flags().StringVar(&r.region, "region", "", "区划`代码`，含其下各级")
	c.Flags().StringVar(&r.out, "out", "", "写到此`目录`，没有则新建")
	c.Flags().IntVar(&r.agency, "agency", 0, "只写这个单位，`编号`见机构页的地址")
	c.Flags().StringVar(&r.date, "date", "", "通知的`日期`，默认今天")
	c.Flags().StringVar(&r.reply, "reply", "", fmt.Sprintf("回复`期限`，默认通知日期之后 %d 天", letters.ReplyDays))
	c.Flags().BoolVar(&r.force, "force", false, "覆盖已有的同名文件")
	c.Flags().BoolVar(&wording, "wording", false, "输出程序自带的通知写法，供修改")
	return c
}

// options reads the days and the explanations of the office.
func (r letterRun) options(ctx context.Context, now time.Time) (letters.Options, error) {
	day := now.In(filing.Beijing())
	o := letters.Options{Date: filing.Day(day.Year(), day.Month(), day.Day())}
	for _, d := range []struct {
		flag, text string
		to         *time.Time
	}{{"date", r.date, &o.Date}, {"reply", r.reply, &o.Reply}} {
		if d.text == "" {
			continue
		}
		day, err := filing.ParseDay(d.text)
		if err != nil {
			return o, usageError{fmt.Errorf("--%s：%w", d.flag, err)}
		}
		*d.to = day
	}
	if !o.Reply.IsZero() && o.Reply.Before(o.Date) {
		return o, usageError{errors.New("--reply：回复期限早于通知的日期")}
	}
	if !office.Exists(r.dir) {
		return o, nil
	}
	err := withOffice(ctx, r.dir, func(store *office.Store) error {
		said, err := store.Explanations(ctx)
		o.Explained = letters.ExplainedIn(office.NewBook(said))
		return err
	})
	return o, err
}

func (r letterRun) run(ctx context.Context, s streams, now time.Time) error {
	switch {
	case r.year == 0:
		return usageError{errors.New("请用 --year 指明报告年度")}
	case r.region == "":
		return usageError{errors.New("请用 --region 指明区划（全国为 " + regions.Country + "）")}
	case r.out == "":
		return usageError{errors.New("请用 --out 指明写到哪个目录")}
	}
	region, ok := regions.ByCode(r.region)
	if !ok {
		return usageError{fmt.Errorf("没有区划代码 %q", r.region)}
	}
	template, err := letters.ReadTemplate(filepath.Join(r.dir, letters.TemplateFile))
	if err != nil {
		return err
	}
	var list []queries.Letter
	err = withSnapshot(ctx, r.dir, func(lease *warehouse.Lease) error {
		list, err = queries.Letters(ctx, lease.DB(), queries.LetterQuery{Region: r.region, Year: r.year, Agency: r.agency})
		return err
	})
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fmt.Errorf("%s %d 年度没有报告，也没有应报的单位：不必写通知", region.Name, r.year)
	}
	o, err := r.options(ctx, now)
	if err != nil {
		return err
	}
	batch := letters.NewBatch(list, o)
	if err := os.MkdirAll(r.out, 0o755); err != nil {
		return fmt.Errorf("make directory: %w", err)
	}
	for _, l := range batch.Letters {
		name := filepath.Join(r.out, l.FileName())
		if err := r.write(name+".docx", func(w io.Writer) error { return l.WriteDocx(w, template) }); err != nil {
			return err
		}
		if err := r.write(filepath.Join(r.out, l.WorkbookName())+".xlsx", l.WriteXLSX); err != nil {
			return err
		}
	}
	cover := filepath.Join(r.out, fmt.Sprintf("总清单-%s-%d", region.Name, r.year))
	if err := r.write(cover+".docx", func(w io.Writer) error { return batch.WriteDocx(w, region.Name, r.year) }); err != nil {
		return err
	}
	if err := r.write(cover+".xlsx", func(w io.Writer) error { return batch.WriteXLSX(w, region.Name, r.year) }); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "已写 %d 件通知，其中催报 %d 件；%d 份报告无需更正或说明；都在 %s\n", len(batch.Letters), batch.Missing(), len(batch.Quiet), r.out)
	return nil
}

// write writes a file whole, or leaves what was there: a letter somebody has gone on writing is not overwritten unasked.
func (r letterRun) write(path string, write func(io.Writer) error) error {
	return writeFile(path, r.force, func(w io.Writer) error {
		if err := write(w); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
		return nil
	})
}
