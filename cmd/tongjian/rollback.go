package main

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"tongjian/data/filing"
	"tongjian/data/office"
	"tongjian/data/warehouse"
)

// rollbackCommand has pages show an older snapshot again.
func rollbackCommand(s streams) *cobra.Command {
	var dir, reason string
	c := &cobra.Command{
		Use:   "rollback 快照编号",
		Short: "让看板退回去显示较早的快照，直到下一次发布；不丢失任何数据",
		Long: `让看板退回去显示较早的快照：把那个快照的副本发布为新的编号，网页上写明是退回的。

不丢失任何数据：入库的内容、后来的快照都在，下一次发布（入库、tongjian publish）又显示全部内容。只想看一眼较早的快照，
不必退回：在网址后加 ?snapshot=编号 即可。`,
		Example: `  tongjian rollback 41 --reason "今天入库的一批文件放错了区划，更正前先按昨天的看"`,
		Args:    argCount(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			number, err := strconv.Atoi(args[0])
			if err != nil || number < 1 {
				return usageError{fmt.Errorf("快照编号 %q 应为数字，例如 41", args[0])}
			}
			if err := needDir(dir); err != nil {
				return err
			}
			ctx := cmd.Context()
			o := keepOptions(s, "tongjian rollback", "")
			hold, err := warehouse.HoldDir(ctx, dir, warehouse.Options{Command: o.Command, Wait: true, Notice: o.Notice})
			if err != nil {
				return err
			}
			snapshot, err := hold.Rollback(ctx, number, reason, time.Now())
			if err = errors.Join(err, hold.Release()); err != nil {
				return err
			}
			said := fmt.Sprintf("快照 %06d（%s 发布）的内容，编为快照 %06d（%d 份报告）", snapshot.Origin.Number,
				snapshot.Origin.PublishedAt.In(filing.Beijing()).Format("2006-01-02 15:04"), snapshot.Number, snapshot.Reports)
			fmt.Fprintf(s.out, "看板现在显示%s\n入库的内容没有变；执行 tongjian publish 或再次入库，又显示全部内容\n", said)
			if reason != "" {
				said += "：" + reason
			}
			return recordKept(ctx, dir, office.ActionRollback, said)
		},
	}
	addDataFlag(c, &dir)
	c.Flags().StringVar(&reason, "reason", "", "退回的`原因`，写在网页上")
	return c
}
