package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"tongjian/data"
	"tongjian/data/filing"
	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// deadlineCommand lists, sets and takes back the days reports are due.
func deadlineCommand(s streams) *cobra.Command {
	var (
		dir           string
		region, scope string
		year          int
		reset         bool
	)
	c := &cobra.Command{
		Use:   "deadline [日期]",
		Short: "报送截止日期：列出另定的日期；给出日期时为某年度、某区划另定一个",
		Long: `报送截止日期：列出另定的日期；给出日期时为某年度、某区划另定一个，并发布快照。

没有另定的，本级报告为次年 1 月 31 日，汇总报告为次年 3 月 31 日。另定的日期适用于该区划及其下各级；
下级自己也另定的，以下级的为准。报送页、核验和整改通知都按这里的日期判断。`,
		Example: `  tongjian agencies deadline
  tongjian agencies deadline --year 2025 --region 410202 2026-02-15
  tongjian agencies deadline --year 2025 --region 410202 --reset   恢复法定日期`,
		Args: argCount(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && !reset {
				return listDeadlines(cmd.Context(), s, dir)
			}
			d := filing.Deadline{Year: year, Scope: data.Scope(scope), Region: region, Day: filing.Statutory(data.Scope(scope), year)}
			switch {
			case len(args) > 0 && reset:
				return usageError{errors.New("日期和 --reset 只能给一个")}
			case year == 0:
				return usageError{errors.New("请用 --year 指明报告年度")}
			case region == "":
				return usageError{errors.New("请用 --region 指明区划（全国为 " + regions.Country + "）")}
			case len(args) > 0:
				day, err := filing.ParseDay(args[0])
				if err != nil {
					return usageError{err}
				}
				d.Day = day
			}
			if err := d.Check(); err != nil {
				return usageError{err}
			}
			return setDeadline(cmd.Context(), s, dir, d, reset)
		},
	}
	addDataFlag(c, &dir)
	c.Flags().IntVar(&year, "year", 0, "报告`年度`")
	c.Flags().StringVar(&scope, "scope", string(data.ScopeOwn), "`口径`：own 本级，consolidated 汇总")
	c.Flags().StringVar(&region, "region", "", "区划`代码`，含其下各级")
	c.Flags().BoolVar(&reset, "reset", false, "取消另定的日期")
	return c
}

// setDeadline sets a deadline or takes it back, publishes, and writes down in the audit log what has changed.
func setDeadline(ctx context.Context, s streams, dir string, d filing.Deadline, reset bool) error {
	said, changed := "", false
	err := withJob(ctx, s, dir, "tongjian agencies deadline", func(job *warehouse.Job) (err error) {
		if reset {
			changed, err = job.ResetDeadline(ctx, d.Year, d.Scope, d.Region)
		} else {
			changed, err = job.SetDeadline(ctx, d)
		}
		if err != nil {
			return err
		}
		calendar, err := job.Deadlines(ctx)
		if err != nil {
			return err
		}
		p, err := publish(ctx, job)
		if err != nil {
			return err
		}
		d.Day = calendar.Due(d.Scope, d.Year, d.Region)
		said = deadlineLine(d)
		fmt.Fprintf(s.out, "%s；%s\n", said, describeSnapshot(p.Snapshot))
		return nil
	})
	if err != nil || !changed {
		return err
	}
	if reset {
		said += "，取消另定的日期"
	}
	return recordChanged(ctx, dir, office.ActionDeadline, said)
}

func listDeadlines(ctx context.Context, s streams, dir string) error {
	return withSnapshot(ctx, dir, func(lease *warehouse.Lease) error {
		calendar, err := queries.Deadlines(ctx, lease.DB())
		if err != nil {
			return err
		}
		set := calendar.Set()
		for _, d := range set {
			fmt.Fprintln(s.out, deadlineLine(d))
		}
		fmt.Fprintf(s.out, "另定 %d 个；其余本级报告为次年 1 月 31 日，汇总报告为次年 3 月 31 日（快照 %06d）\n", len(set), lease.Info().Number)
		return nil
	})
}

// deadlineLine is a deadline as one line: 2025 年度　本级　410202 龙亭区　截止 2026-02-15.
func deadlineLine(d filing.Deadline) string {
	name := d.Region
	if r, ok := regions.ByCode(d.Region); ok {
		name += " " + r.Name
	}
	return fmt.Sprintf("%d 年度　%s　%s　截止 %s", d.Year, d.Scope.Label(), name, d.Day.Format(time.DateOnly))
}
