package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/regions"
	"tongjian/ingest"
)

// readCommand shows what is in one file and stores nothing.
func readCommand(s streams) *cobra.Command {
	var (
		asJSON  bool
		expect  string
		hints   hintFlags
		convert convertFlag
	)
	c := &cobra.Command{
		Use:   "read 文件",
		Short: "读一个文件：机关、年度、三张表、核验问题；不入库",
		Example: `  tongjian read 报告.xlsx
  tongjian read --json 报告.txt
  tongjian read --expect 目录      与目录中的 NNN.expected.json 逐格比对`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case (expect == "") == (len(args) == 0), len(args) > 1:
				return errors.New("请指明一个文件，或用 --expect 指明一个目录")
			case expect != "" && asJSON:
				return errors.New("--expect 打印统计表，不能与 --json 同用")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if expect != "" {
				return readExpected(s, expect)
			}
			h, err := hints.hints()
			if err != nil {
				return err
			}
			converter, err := convert.find()
			if err != nil {
				return err
			}
			return readOne(c.Context(), s, args[0], asJSON, h, converter)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出（格式见 README）")
	c.Flags().StringVar(&expect, "expect", "", "与此`目录`中的预期结果逐格比对，打印统计表")
	hints.add(c)
	convert.add(c)
	return c
}

// convertFlag says whether another program may convert what cannot be read as it is.
type convertFlag bool

func (f *convertFlag) add(c *cobra.Command) {
	c.Flags().BoolVar((*bool)(f), "convert", false, "RTF 和打不开的旧版 Word 文档先用本机的 LibreOffice 转换再读")
}

// find gives the converter asked for; nil when none is.
func (f convertFlag) find() (*ingest.Converter, error) {
	if !f {
		return nil, nil
	}
	c, err := ingest.FindConverter()
	if err != nil {
		return nil, usageError{err}
	}
	return c, nil
}

// hintFlags are what a person says about the files they hand in.
type hintFlags struct {
	agency, region, scope string
	year                  int
}

func (h *hintFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&h.agency, "agency", "", "机关`名称`（文件里看不出时）")
	c.Flags().StringVar(&h.region, "region", "", "区划`代码`（文件里看不出时）")
	c.Flags().IntVar(&h.year, "year", 0, "报告`年度`（文件里看不出时）")
	c.Flags().StringVar(&h.scope, "scope", "", "`口径`：own 本级，consolidated 汇总")
}

// said writes what has been said about a file, for the audit log.
func (h *hintFlags) said(file string) string {
	parts := []string{file}
	for _, part := range []string{h.region, h.agency, h.scope} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if h.year > 0 {
		parts = append(parts, strconv.Itoa(h.year)+" 年度")
	}
	return strings.Join(parts, "　")
}

func (h *hintFlags) hints() (ingest.Hints, error) {
	if h.year < 0 {
		return ingest.Hints{}, usageError{fmt.Errorf("没有 %d 年度", h.year)}
	}
	out := ingest.Hints{Agency: h.agency, Region: h.region, Year: h.year, Scope: data.Scope(h.scope)}
	switch out.Scope {
	case "", data.ScopeOwn, data.ScopeConsolidated:
	default:
		return out, usageError{fmt.Errorf("没有口径 %q；可选 own（本级）、consolidated（汇总）", h.scope)}
	}
	if h.region != "" {
		if _, ok := regions.ByCode(h.region); !ok {
			return out, usageError{fmt.Errorf("没有区划代码 %q", h.region)}
		}
	}
	return out, nil
}

// fileJSON is the documented form of one file read or ingested.
type fileJSON struct {
	File    string        `json:"file"`
	SHA256  string        `json:"sha256"`
	Outcome string        `json:"outcome,omitempty"` // of ingest: loaded, unchanged, revised, failed
	Reports []data.Report `json:"reports"`
	Errors  []string      `json:"errors"`
}

func newFileJSON(r ingest.FileResult) fileJSON {
	out := fileJSON{File: r.Path, SHA256: r.SHA256, Outcome: string(r.Outcome), Reports: r.Reports, Errors: []string{}}
	if out.Reports == nil {
		out.Reports = []data.Report{}
	}
	if r.Reason != "" {
		out.Errors = append(out.Errors, r.Reason)
	}
	return out
}

func readOne(ctx context.Context, s streams, path string, asJSON bool, hints ingest.Hints, converter *ingest.Converter) error {
	result := ingest.ReadFile(ctx, path, hints, converter)
	if asJSON {
		out := newFileJSON(result)
		out.Outcome = ""
		e := json.NewEncoder(s.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(out); err != nil {
			return fmt.Errorf("write report: %w", err)
		}
	} else {
		for i := range result.Reports {
			printReport(s, &result.Reports[i])
		}
	}
	if result.Reason != "" {
		fmt.Fprintf(s.err, "%s：%s\n", path, result.Reason)
		return errReported
	}
	return nil
}

// printReport writes a report for people: who, the tables as printed, what needs a look.
func printReport(s streams, r *data.Report) {
	region := regions.FullName(r.Region)
	if r.Region != "" {
		region += "（" + r.Region + "）"
	}
	fmt.Fprintf(s.out, "机关　%s\n区划　%s\n年度　%s\n口径　%s\n把握　%.0f%%\n", orUnknown(r.Agency), orUnknown(region),
		orUnknown(strings.TrimPrefix(fmt.Sprint(r.Year), "0")), r.Scope.Label(), r.Confidence*100)
	facts := map[data.CellID]data.Fact{}
	for _, f := range r.Facts {
		facts[f.Cell()] = f
	}
	for _, id := range forms.TablesOf(r.Editions) {
		edition, ok := forms.Named(r.Editions[id])
		if !ok {
			continue
		}
		table, _ := edition.Table(id)
		fmt.Fprintf(s.out, "\n%s　%s（%s 年版式）\n", table.Name(), table.Title, edition.Name)
		fmt.Fprint(s.out, table.Paper(func(id data.CellID) string { return strings.TrimSpace(facts[id].Raw) }))
	}
	if len(r.Unmapped) > 0 {
		fmt.Fprintln(s.out, "\n没有对应行的内容（保留原文）")
		for _, u := range r.Unmapped {
			fmt.Fprintf(s.out, "  %s　%s %s（%s）\n", forms.TableName(u.Table), u.Label, strings.Join(u.Values, " "), u.At.Label())
		}
	}
	if len(r.Findings) == 0 {
		fmt.Fprintln(s.out, "\n没有核验问题")
		return
	}
	fmt.Fprintf(s.out, "\n核验问题 %d 项\n", len(r.Findings))
	for _, f := range r.Findings {
		fmt.Fprintf(s.out, "  %s　%s　%s%s\n", f.Severity.Label(), f.Check, f.Message, places(f))
	}
}

// places says where the cells of a finding stand, the first few of many.
func places(f data.Finding) string {
	var out []string
	const most = 6
	for i, c := range f.Cells {
		if i == most {
			out = append(out, "…")
			break
		}
		label := c.At.Label()
		if c.Report != 0 {
			label = fmt.Sprintf("%s %d 年报告%s", c.Agency, c.Year, label)
		}
		if label != "" {
			out = append(out, label)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "（" + strings.Join(out, "、") + "）"
}

func orUnknown(s string) string {
	if s == "" {
		return "（看不出）"
	}
	return s
}

// readExpected compares the reports of a directory with what a correct reading gives, and prints a table.
func readExpected(s streams, dir string) error {
	if _, err := os.Stat(dir); err != nil {
		return usageError{fmt.Errorf("打不开目录 %s", dir)}
	}
	tallies, err := ingest.Expect(dir)
	if err != nil {
		return err
	}
	if len(tallies) == 0 {
		return usageError{fmt.Errorf("%s 里没有 *.expected.json", dir)}
	}
	var sum ingest.Tally
	row := func(t ingest.Tally) {
		fmt.Fprintf(s.out, "%5d %5d %5d %5d %5d  %s\n", t.Right, t.Blank, t.Missed, t.Wrong, t.Silent, t.File)
	}
	fmt.Fprintln(s.out, " 正确  空白  漏读  错读  错而不言  文件")
	for _, t := range tallies {
		row(t)
		for _, d := range append(t.Identity, t.Details...) {
			fmt.Fprintf(s.out, "%34s%s\n", "", d)
		}
		sum.Right += t.Right
		sum.Blank += t.Blank
		sum.Missed += t.Missed
		sum.Wrong += t.Wrong
		sum.Silent += t.Silent
	}
	sum.File = fmt.Sprintf("合计 %d 份", len(tallies))
	row(sum)
	if sum.Wrong > 0 {
		return errReported
	}
	return nil
}
