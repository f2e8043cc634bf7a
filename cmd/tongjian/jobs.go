package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"tongjian/dashboard"
	"tongjian/data/filing"
	"tongjian/data/office"
)

// jobsCommand shows and cancels jobs: what has been read and loaded, by whom, and what is at work.
func jobsCommand(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "jobs",
		Short: "看和取消任务：网页、收件文件夹、命令行的每一次读取和入库",
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(jobsList(s), jobsShow(s), jobsCancel(s))
	return c
}

func jobsList(s streams) *cobra.Command {
	var (
		dir    string
		asJSON bool
		limit  int
	)
	c := &cobra.Command{
		Use:   "list",
		Short: "列出任务，最近的在前",
		Args:  argCount(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			return withJobs(c.Context(), dir, func(store *office.Store) error {
				list, err := store.Jobs(c.Context(), office.JobFilter{Limit: limit})
				if err != nil {
					return err
				}
				if asJSON {
					return jobLines(s, list)
				}
				t := tabwriter.NewWriter(s.out, 0, 4, 2, ' ', 0)
				fmt.Fprintln(t, "编号\t任务\t来源\t发起人\t排入时间\t状态\t文件\t完成\t未成\t快照")
				for _, j := range list {
					fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%s\n", j.ID, j.Kind.Label(), j.Channel.Label(), j.Name,
						j.Queued.In(filing.Beijing()).Format("2006-01-02 15:04"), j.State.Label(), j.Files, j.Finished, j.Failed, snapshotNumber(j.Snapshot))
				}
				return t.Flush()
			})
		},
	}
	addDataFlag(c, &dir)
	c.Flags().BoolVar(&asJSON, "json", false, "每个任务输出一行 JSON（格式见 README）")
	c.Flags().IntVar(&limit, "limit", 50, "最多列出的`个数`；0 为全部")
	return c
}

func snapshotNumber(n int) string {
	if n == 0 {
		return "—"
	}
	return fmt.Sprintf("%06d", n)
}

func jobsShow(s streams) *cobra.Command {
	var (
		dir    string
		asJSON bool
	)
	c := &cobra.Command{
		Use:   "show 编号",
		Short: "一个任务的每个文件：结果和原因",
		Args:  argCount(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			return withNumbered(c.Context(), dir, args[0], func(store *office.Store, j office.Job) error {
				files, err := store.JobFiles(c.Context(), j.ID)
				if err != nil {
					return err
				}
				if asJSON {
					return jobLines(s, files)
				}
				fmt.Fprintf(s.out, "任务 %d：%s，%s，%s，%s\n", j.ID, j.Kind.Label(), j.Channel.Label(), j.Name, j.State.Label())
				if j.Reason != "" {
					fmt.Fprintln(s.out, "原因：", oneLine(j.Reason))
				}
				for _, f := range files {
					line := dashboard.FileOutcome(f.Outcome) + "  " + f.Name
					if f.Reason != "" {
						line += "：" + oneLine(f.Reason)
					}
					fmt.Fprintln(s.out, line)
				}
				return nil
			})
		},
	}
	addDataFlag(c, &dir)
	c.Flags().BoolVar(&asJSON, "json", false, "每个文件输出一行 JSON（格式见 README）")
	return c
}

func jobsCancel(s streams) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "cancel 编号",
		Short: "取消一个任务：还在排队的立即取消，正在进行的在两个文件之间停下",
		Args:  argCount(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			return withNumbered(c.Context(), dir, args[0], func(store *office.Store, j office.Job) error {
				if j.State.Ended() {
					fmt.Fprintf(s.out, "任务 %d 已经结束：%s\n", j.ID, j.State.Label())
					return nil
				}
				if err := store.CancelJob(c.Context(), operator(), j.ID); err != nil {
					return err
				}
				fmt.Fprintf(s.out, "已要求取消任务 %d\n", j.ID)
				return nil
			})
		},
	}
	addDataFlag(c, &dir)
	return c
}

// withJobs does something with the store of a data directory that has one.
func withJobs(ctx context.Context, dir string, do func(*office.Store) error) error {
	if !office.Exists(dir) {
		return fmt.Errorf("数据目录 %s 里还没有任务", dir)
	}
	return withOffice(ctx, dir, do)
}

// withNumbered does something with the job of a number.
func withNumbered(ctx context.Context, dir, number string, do func(*office.Store, office.Job) error) error {
	id, err := strconv.ParseInt(number, 10, 63)
	if err != nil || id <= 0 {
		return usageError{fmt.Errorf("任务编号 %q：应为 tongjian jobs list 列出的编号", number)}
	}
	return withJobs(ctx, dir, func(store *office.Store) error {
		j, err := store.Job(ctx, id)
		if errors.Is(err, office.ErrNoJob) {
			return fmt.Errorf("没有编号为 %d 的任务：用 tongjian jobs list 查看", id)
		}
		if err != nil {
			return err
		}
		return do(store, j)
	})
}

// jobLines writes a line of JSON for each of a list.
func jobLines[T any](s streams, list []T) error {
	e := json.NewEncoder(s.out)
	e.SetEscapeHTML(false)
	for _, one := range list {
		if err := e.Encode(one); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	return nil
}

// tidyPath is a path as jobs name it.
func tidyPath(path string) string { return strings.TrimPrefix(path, "./") }

// settleEvery is how often what became of files is written down.
const settleEvery = time.Second
