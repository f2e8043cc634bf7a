package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"tongjian/data/warehouse"
)

// publishCommand publishes what has been loaded, without loading anything.
func publishCommand(s streams) *cobra.Command {
	var (
		dir  string
		keep int
	)
	c := &cobra.Command{
		Use:   "publish",
		Short: "把已入库的内容重新核验，发布为新的快照",
		Long: `把已入库的内容重新核验，发布为新的快照；不读取任何文件。内容没有变化时不发布。

入库、导入名录、另定日期都会自动发布，平时不需要这个命令。需要它的时候：换了新版本的程序，网页说快照由旧版本发布；
上一个任务入库以后没来得及发布就中断了；要结束 tongjian rollback 显示的较早状态。`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if keep < 1 {
				return usageError{fmt.Errorf("--keep-snapshots 应不小于 1：最新的快照总是保留")}
			}
			return withJob(cmd.Context(), s, dir, "tongjian publish", func(job *warehouse.Job) error {
				p, err := publishKeeping(cmd.Context(), job, keep)
				if err != nil {
					return err
				}
				fmt.Fprintf(s.out, "%s\n%s\n", describeSnapshot(p.Snapshot), describeAcross(p.across))
				if n := len(p.removed); n > 0 {
					fmt.Fprintf(s.out, "清理了 %d 个较早的快照（%06d—%06d），报告和原件都在\n", n, p.removed[0], p.removed[n-1])
				}
				return nil
			})
		},
	}
	addDataFlag(c, &dir)
	c.Flags().IntVar(&keep, "keep-snapshots", keptSnapshots(), "保留最近多少个快照；正在被查看的不清理（每次发布都按环境变量 TONGJIAN_KEEP_SNAPSHOTS，默认 200）")
	return c
}

// bringUpToDate publishes anew where the newest snapshot is of an older version of the program, which pages cannot show. Where
// it cannot, because a job is at work or the directory cannot be written, it says so and leaves it: pages then tell what to do.
func bringUpToDate(ctx context.Context, s streams, dir string) {
	err := withSnapshot(ctx, dir, func(*warehouse.Lease) error { return nil })
	old, ok := errors.AsType[*warehouse.FormError](err)
	if !ok {
		return // readable, or not there; what else is wrong is for whoever reads it to say
	}
	if old.Have > old.Known {
		fmt.Fprintf(s.err, "注意：%v\n", old)
		return
	}
	fmt.Fprintf(s.err, "最新的快照 %06d 由旧版本的程序发布，正在按本版本重新发布……\n", old.Number)
	p, err := publishAnew(ctx, dir)
	if err != nil {
		fmt.Fprintf(s.err, "注意：没能重新发布，网页暂时打不开数据：%v\n　　　原因消除以后执行 tongjian publish 即可，不必重开看板\n", err)
		return
	}
	fmt.Fprintf(s.err, "%s\n", describeSnapshot(p.Snapshot))
}

// publishAnew publishes in a job of its own, unless another is at work.
func publishAnew(ctx context.Context, dir string) (_ published, err error) {
	job, err := warehouse.Begin(ctx, dir, warehouse.Options{Command: "tongjian publish"})
	if err != nil {
		return published{}, err
	}
	defer func() { err = errors.Join(err, job.Close()) }()
	return publish(ctx, job)
}
