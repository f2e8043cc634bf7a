package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"tongjian/data/forms"
)

// formsCommand lists the editions of the form, prints one as paper, or writes it as a workbook to fill in.
func formsCommand(s streams) *cobra.Command {
	var (
		path  string
		force bool
	)
	c := &cobra.Command{
		Use:   "forms [版式]",
		Short: "列出表格版式；打印空白表；生成可自动核对的填报模板",
		Example: `  tongjian forms                        列出各版式
  tongjian forms 2021                   在终端打印 2021 版空白表
  tongjian forms 2021 --xlsx 模板.xlsx   生成填报模板`,
		Args: argCount(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				if path != "" {
					return usageError{fmt.Errorf("生成模板要指明版式：%s", editionNames())}
				}
				listEditions(s)
				return nil
			}
			e, ok := forms.Named(args[0])
			if !ok {
				return usageError{fmt.Errorf("没有版式 %q；已有：%s", args[0], editionNames())}
			}
			if path == "" {
				_, err := fmt.Fprint(s.out, forms.Paper(e))
				return err
			}
			if err := writeFile(path, force, func(w io.Writer) error { return forms.WriteTemplate(e, w) }); err != nil {
				return err
			}
			fmt.Fprintf(s.out, "已写入 %s：%s 版填报模板（%s），适用于%s\n", path, e.Name, e.Document, e.Years())
			return nil
		},
	}
	c.Flags().StringVar(&path, "xlsx", "", "把填报模板写入此 Excel `文件`")
	c.Flags().BoolVar(&force, "force", false, "文件已存在时覆盖")
	return c
}

func editionNames() string {
	var names []string
	for _, e := range forms.All() {
		names = append(names, e.Name)
	}
	return strings.Join(names, "、")
}

func listEditions(s streams) {
	for _, e := range forms.All() {
		cells := 0
		for _, t := range e.Tables {
			cells += len(t.Cells())
		}
		fmt.Fprintf(s.out, "%s\t%s\t适用于%s\t%d 张表 %d 格\n", e.Name, e.Document, e.Years(), len(e.Tables), cells)
	}
}
