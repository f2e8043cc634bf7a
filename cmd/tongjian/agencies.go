package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// agenciesCommand keeps the roster of agencies.
func agenciesCommand(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "agencies",
		Short: "机构名录：导入、列出；给待归属的文件指明机关",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("没有子命令 %q；可用：import、list、unplaced、place、deadline", args[0])
			}
			return errors.New("请指明子命令：import、list、unplaced、place 或 deadline")
		},
		RunE: func(*cobra.Command, []string) error { return nil }, // Args has refused
	}
	for _, sub := range []*cobra.Command{importAgenciesCommand(s), listAgenciesCommand(s), unplacedCommand(s), placeCommand(s), deadlineCommand(s)} {
		sub.Args = usageArgs(sub.Args)
		c.AddCommand(sub)
	}
	return c
}

func importAgenciesCommand(s streams) *cobra.Command {
	var (
		dir    string
		dryRun bool
	)
	c := &cobra.Command{
		Use:   "import 文件",
		Short: "从 .xlsx 或 .csv 导入机构名录，并发布快照",
		Long: `从 .xlsx 或 .csv 导入机构名录，并发布快照。

表头可以是任意顺序，认这些列（只有机构名称必填）：
  机构名称          与报告标题中的写法一致
  区划代码 或 区划  GB/T 2260 六位代码，或区划名称；都不填时须能从机构名称看出
  类别              部门、乡镇街道 或 政府
  报告范围          本级 或 汇总；不填时人民政府为汇总，其他为本级
  别名              曾用名、常用简称，以；隔开
  统一社会信用代码  校验位不对只提醒
  起始年度 终止年度 应当报送的首末年度，空为不限
  人口              单位：人

有误的行逐行指出并略过，其余照常导入。名录里没有的机构保持不变；撤销的机构请填终止年度。`,
		Example: `  tongjian agencies import 机构名录.xlsx
  tongjian agencies import --dry-run 机构名录.csv   只检查，不导入`,
		Args: argCount(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return importAgencies(cmd.Context(), s, dir, args[0], dryRun)
		},
	}
	addDataFlag(c, &dir)
	c.Flags().BoolVar(&dryRun, "dry-run", false, "只检查，不写入任何数据")
	return c
}

func importAgencies(ctx context.Context, s streams, dir, path string, dryRun bool) error {
	agencies, problems, err := regions.ReadRoster(path)
	if err != nil {
		return fmt.Errorf("读不了机构名录: %w", err)
	}
	rejected := 0
	for _, p := range problems {
		fmt.Fprintf(s.err, "%s：%s\n", path, p)
		if p.Rejected {
			rejected++
		}
	}
	switch {
	case dryRun || len(agencies) == 0:
		fmt.Fprintf(s.out, "可导入 %d 个机构，有误 %d 行（未导入）\n", len(agencies), rejected)
	default:
		var imported warehouse.Imported
		err := withJob(ctx, s, dir, "tongjian agencies import", func(job *warehouse.Job) (err error) {
			if imported, err = job.ImportAgencies(ctx, agencies); err != nil {
				return err
			}
			p, err := publish(ctx, job)
			if err != nil {
				return err
			}
			fmt.Fprintf(s.out, "机构：新增 %d，更新 %d，无变化 %d；有误 %d 行；%s\n", imported.Added, imported.Updated,
				imported.Unchanged, rejected, describeSnapshot(p.Snapshot))
			return nil
		})
		if err == nil && imported.Added+imported.Updated > 0 {
			err = recordChanged(ctx, dir, office.ActionRoster, fmt.Sprintf("%s：新增 %d，更新 %d", filepath.Base(path), imported.Added, imported.Updated))
		}
		if err != nil {
			return err
		}
	}
	if rejected > 0 {
		return errReported
	}
	return nil
}

func listAgenciesCommand(s streams) *cobra.Command {
	var (
		dir    string
		asJSON bool
		q      = queries.AgencyQuery{Region: regions.Country, Limit: agencyPage}
	)
	c := &cobra.Command{
		Use:   "list",
		Short: "列出最新快照中的机构和已有报告的年度",
		Example: `  tongjian agencies list --region 410202
  tongjian agencies list --text 财政 --json`,
		Args: argCount(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, ok := regions.ByCode(q.Region); !ok {
				return usageError{fmt.Errorf("没有区划代码 %q", q.Region)}
			}
			return listAgencies(cmd.Context(), s, dir, q, asJSON)
		},
	}
	addDataFlag(c, &dir)
	c.Flags().StringVar(&q.Region, "region", regions.Country, "区划`代码`，含其下各级")
	c.Flags().StringVar(&q.Text, "text", "", "名称、别名或区划中的`字词`")
	c.Flags().BoolVar(&asJSON, "json", false, "每个机构输出一行 JSON")
	return c
}

// agencyPage is how many agencies are fetched at a time.
const agencyPage = 500

func listAgencies(ctx context.Context, s streams, dir string, q queries.AgencyQuery, asJSON bool) error {
	return withSnapshot(ctx, dir, func(lease *warehouse.Lease) error {
		e := json.NewEncoder(s.out)
		e.SetEscapeHTML(false)
		for {
			list, err := queries.Agencies(ctx, lease.DB(), q)
			if err != nil {
				return err
			}
			for _, a := range list.Rows {
				if !asJSON {
					fmt.Fprintln(s.out, agencyLine(a))
					continue
				}
				if err := e.Encode(a); err != nil {
					return fmt.Errorf("write agencies: %w", err)
				}
			}
			q.Offset += len(list.Rows)
			if len(list.Rows) == q.Limit {
				continue
			}
			if !asJSON {
				fmt.Fprintf(s.out, "共 %d 个机构（快照 %06d）\n", q.Offset, lease.Info().Number)
			}
			return nil
		}
	})
}

// agencyLine is an agency as one line: 410202　龙亭区政府办公室　部门　报告年度 2019、2021　别名 ….
func agencyLine(a queries.AgencyRow) string {
	parts := []string{a.Region, a.Name}
	if a.Kind != "" {
		parts = append(parts, a.Kind)
	}
	years := make([]string, len(a.Years))
	for i, year := range a.Years {
		years[i] = strconv.Itoa(year)
	}
	if len(years) == 0 {
		parts = append(parts, "尚无报告")
	} else {
		parts = append(parts, "报告年度 "+strings.Join(years, "、"))
	}
	if len(a.Aliases) > 0 {
		parts = append(parts, "别名 "+strings.Join(a.Aliases, "、"))
	}
	if a.Sample {
		parts = append(parts, "示例")
	}
	return strings.Join(parts, "　")
}
