package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tongjian/data/keep"
)

// verifyCommand checks that nothing in a data directory has changed since it was written.
func verifyCommand(s streams) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "verify",
		Short: "核对数据目录：原件、快照、入库的内容、说明和审计日志是否完好",
		Long: `核对数据目录，不改动任何内容。每个原件对照它的校验值；每个快照能否打开；最新的快照里，图表所用的数与报告的单元格、
各级合计与各份报告之和、报告与原件是否对得上；入库的内容与快照逐行是否相同；说明的文件是否完整，审计日志有没有被改动。
有一处不对就一行说明是什么、怎么办，退出状态为 1。`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := needDir(dir); err != nil {
				return err
			}
			v, err := keep.Verify(cmd.Context(), dir, keepOptions(s, "tongjian verify", "核对"))
			if err != nil {
				return err
			}
			for _, p := range v.Problems {
				fmt.Fprintf(s.err, "%s　→　%s\n", visible(p.What), p.Advice)
			}
			for _, note := range v.Notes {
				fmt.Fprintf(s.out, "注意：%s\n", visible(note))
			}
			fmt.Fprintf(s.out, "核对了 %d 个原件和读取结果（%s）、%d 个快照", v.Files, byteCount(v.Bytes), v.Readable)
			if v.Newest.Number > 0 {
				fmt.Fprintf(s.out, "（最新 %06d，%d 份报告）", v.Newest.Number, v.Newest.Reports)
			}
			if v.Office {
				fmt.Fprintf(s.out, "、说明；审计日志 %d 条", v.Audit.Entries)
				if v.Audit.Head != "" {
					fmt.Fprintf(s.out, "，末条校验值 %.16s", v.Audit.Head)
				}
			}
			if len(v.Problems) > 0 {
				fmt.Fprintf(s.out, "：有 %d 处不对\n", len(v.Problems))
				return errReported
			}
			fmt.Fprintln(s.out, "：完好")
			return nil
		},
	}
	addDataFlag(c, &dir)
	return c
}
