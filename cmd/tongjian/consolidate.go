package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/queries"

	"tongjian/dashboard/consolidated"
)

// consolidateRun is one run of the command consolidate: what it was told.
type consolidateRun struct {
	dir, out string
	region   string
	year     int
	force    bool
}

// consolidateCommand adds the reports of a government's agencies up.
func consolidateCommand(s streams) *cobra.Command {
	var r consolidateRun
	c := &cobra.Command{
		Use:   "consolidate",
		Short: "由各单位的报告汇总出一级政府的报告：表二、三、四，.xlsx 和 .docx",
		Long: `由各单位的报告汇总出一级政府的报告。取自最新快照，写三个文件：

  汇总报告-地区-年度.xlsx   官方版式，表二、三、四填好合计，一、五、六章留空；没有计入的单位注在格上
  汇总报告-地区-年度.docx   同样的内容，后附计入的、缺报的、有错误的单位名单
  汇总底册-地区-年度.xlsx   逐格逐单位的底册：每个合计由哪些数字相加

只加数字：空白、横线、文字不当作零，是哪个单位写明。版式不同的只加两种版式相同的格，其余另列。
原文有错误的仍按原文相加，不替单位更正；合计的勾稽关系不成立时，写明是哪些单位造成的。`,
		Example: `  tongjian consolidate --region 410202 --year 2024 --out 汇总`,
		Args:    argCount(0, 0),
		RunE:    func(cmd *cobra.Command, _ []string) error { return r.run(cmd.Context(), s) },
	}
	addDataFlag(c, &r.dir)
	c.Flags().StringVar(&r.region, "region", "", "区划`代码`，含其下各级")
	c.Flags().IntVar(&r.year, "year", 0, "报告`年度`")
	c.Flags().StringVar(&r.out, "out", "", "写到此`目录`，没有则新建")
	c.Flags().BoolVar(&r.force, "force", false, "覆盖已有的同名文件")
	return c
}

func (r consolidateRun) run(ctx context.Context, s streams) error {
	switch {
	case r.region == "":
		return usageError{errors.New("请用 --region 指明区划")}
	case r.year == 0:
		return usageError{errors.New("请用 --year 指明报告年度")}
	case r.out == "":
		return usageError{errors.New("请用 --out 指明写到哪个目录")}
	}
	if _, ok := regions.ByCode(r.region); !ok {
		return usageError{fmt.Errorf("没有区划代码 %q", r.region)}
	}
	explained, err := r.explained(ctx)
	if err != nil {
		return err
	}
	var report *consolidated.Report
	err = withSnapshot(ctx, r.dir, func(lease *warehouse.Lease) error {
		said, err := queries.AnswersTo(ctx, lease.DB(), explained)
		if err != nil {
			return err
		}
		c, err := queries.ConsolidationOf(ctx, lease.DB(), queries.Filter{Region: r.region, To: r.year, Explained: said.Explained})
		if err != nil {
			return err
		}
		if len(c.Parts) == 0 {
			return fmt.Errorf("%s %d 年度没有各单位的本级报告，无从汇总", c.Region.Name, r.year)
		}
		report, err = consolidated.Add(c)
		return err
	})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(r.out, 0o755); err != nil {
		return fmt.Errorf("make directory: %w", err)
	}
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{{report.FileName() + ".xlsx", report.WriteXLSX}, {report.FileName() + ".docx", report.WriteDocx}, {report.SheetsName() + ".xlsx", report.WriteSheets}} {
		if err := (letterRun{force: r.force}).write(filepath.Join(r.out, f.name), f.write); err != nil {
			return err
		}
	}
	for _, line := range report.Summary() {
		fmt.Fprintln(s.out, line)
	}
	fmt.Fprintf(s.out, "三个文件都在 %s\n", r.out)
	return nil
}

// explained is what the office has said about findings; nothing where there is no office.
func (r consolidateRun) explained(ctx context.Context) (said []office.Explanation, err error) {
	if !office.Exists(r.dir) {
		return nil, nil
	}
	err = withOffice(ctx, r.dir, func(store *office.Store) error {
		said, err = store.Explanations(ctx)
		return err
	})
	return said, err
}
