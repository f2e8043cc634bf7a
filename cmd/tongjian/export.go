package main

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tongjian/dashboard"
	"tongjian/data/office"
	"tongjian/data/warehouse"
)

// exportFormats are the endings of a page's twins, and of what the API gives.
func exportFormats() []string {
	return []string{"csv", "json", "xlsx", "svg", "ndjson", "parquet", "zip"}
}

// exportCommand writes what a page shows to a file, as the server gives it for download.
func exportCommand(s streams) *cobra.Command {
	var dir, format, out, site string
	c := &cobra.Command{
		Use:   "export 页面 [参数=值...]",
		Short: "导出一个页面的数字：CSV、JSON、Excel 工作簿或图",
		Long: `导出一个页面的数字，与在看板上点“导出”得到的文件逐字节相同；不需要看板开着。

页面可以写名称（overview 总览、volumes 申请量、outcomes 办理结果、reviews 复议诉讼、proactive 主动公开、compare 对比、
filing 报送、agencies 机构、agencies/编号、reports/编号、sources 来源、findings 核验、glossary 口径），也可以是从浏览器
复制的整个网址。筛选写成 参数=值，与网址里的参数相同：region 区划代码，from、to 年份，basis=own 或 consolidated，
chart 只要一张图，等等。

xlsx 是整个页面：封面、每张图一个工作表（附可以修改的图）、每个清单一个工作表。csv 为 UTF-8（有 BOM），没有数字的为空；
可能被当作公式的文字前加一个撇号，去掉开头的一个撇号就是原文。svg 是一张图，用 chart=名称 指明。

api/v1/表名 是“取数”页列出的整张表，格式可以是 csv、ndjson、parquet；api/v1/datapackage 是整份快照的数据包，格式是 zip。`,
		Example: `  tongjian export volumes region=990100 from=2020 --out 申请量.xlsx
  tongjian export findings severity=error --format csv > 核验问题.csv
  tongjian export api/v1/datapackage --out 数据包.zip
  tongjian export 'http://127.0.0.1:8080/compare?with=990101&metric=any_release' --out 对比.xlsx`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fmt.Errorf("缺少要导出的页面，例如 tongjian export volumes")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			format := cmp.Or(format, strings.TrimPrefix(strings.ToLower(filepath.Ext(out)), "."), "csv")
			if !slices.Contains(exportFormats(), format) {
				return usageError{fmt.Errorf("没有导出格式 %q；可用：%s", format, strings.Join(exportFormats(), "、"))}
			}
			target, from, err := exportAddress(args, format)
			if err != nil {
				return usageError{err}
			}
			if site != "" {
				if from, err = url.Parse(site); err != nil || from.Host == "" || from.Scheme != "http" && from.Scheme != "https" {
					return usageError{fmt.Errorf("--site %q: 应为看板的网址，例如 http://127.0.0.1:8080", site)}
				}
			}
			if out == "" && slices.Contains([]string{"xlsx", "parquet", "zip"}, format) && isTerminal(s.out) {
				return usageError{fmt.Errorf("%s 不能显示在终端里：请用 --out 指定文件", format)}
			}
			snapshots, err := warehouse.OpenSnapshots(dir)
			if err != nil {
				return err
			}
			defer func() { _ = snapshots.Close() }()
			config := dashboard.Config{Snapshots: snapshots, Files: warehouse.OpenFiles(dir), Log: slog.New(slog.NewTextHandler(s.err, nil))}
			if office.Exists(dir) { // what has been said about findings is on the pages
				store, err := officeToServe(c.Context(), s, dir)
				if err != nil {
					return err
				}
				defer func() { _ = store.Close() }()
				config.Office = store
			}
			export := func(w io.Writer) error { return dashboard.Export(c.Context(), config, from, target, w) }
			if out == "" {
				return export(s.out)
			}
			if err := writeFile(out, true, export); err != nil {
				return err
			}
			fmt.Fprintf(s.err, "已写入 %s\n", out)
			return nil
		},
	}
	addDataFlag(c, &dir)
	c.Flags().StringVar(&format, "format", "", "导出`格式`：csv、json、xlsx 或 svg；取数另有 ndjson、parquet、zip；默认按 --out 的扩展名，没有时为 csv")
	c.Flags().StringVar(&out, "out", "", "写入`文件`；默认写到标准输出")
	c.Flags().StringVar(&site, "site", "", "看板的`网址`，写进工作簿封面供点回网页")
	return c
}

// exportAddress gives the address of what is to be exported, and the site of one that was copied from a browser.
func exportAddress(args []string, format string) (target string, site *url.URL, err error) {
	page, err := url.Parse(args[0])
	if err != nil {
		return "", nil, fmt.Errorf("页面 %q 的写法有误: %w", args[0], err)
	}
	values, err := url.ParseQuery(page.RawQuery)
	if err != nil {
		return "", nil, fmt.Errorf("页面 %q 的参数写法有误: %w", args[0], err)
	}
	for _, arg := range args[1:] {
		name, value, ok := strings.Cut(arg, "=")
		if !ok || name == "" {
			return "", nil, fmt.Errorf("%q 应为 参数=值，例如 region=990100", arg)
		}
		values.Add(name, value)
	}
	path := "/" + strings.Trim(page.Path, "/")
	for _, ending := range exportFormats() {
		path = strings.TrimSuffix(path, "."+ending)
	}
	if path == "/" {
		path = "/overview"
	}
	if page.Host != "" {
		site = &url.URL{Scheme: page.Scheme, Host: page.Host}
	}
	return (&url.URL{Path: path + "." + format, RawQuery: values.Encode()}).String(), site, nil
}

// isTerminal reports whether what is written goes to a screen.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&fs.ModeCharDevice != 0
}
