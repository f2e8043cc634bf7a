package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// checkCommand lists the findings of the newest snapshot.
func checkCommand(s streams) *cobra.Command {
	var (
		dir, region string
		year        int
		asJSON      bool
	)
	c := &cobra.Command{
		Use:   "check",
		Short: "列出最新快照中的核验问题",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if region != "" {
				if _, ok := regions.ByCode(region); !ok {
					return usageError{fmt.Errorf("没有区划代码 %q", region)}
				}
			}
			return withSnapshot(cmd.Context(), dir, func(lease *warehouse.Lease) error {
				if info := lease.Info(); year != 0 && (year < info.FirstYear || year > info.LastYear) {
					return fmt.Errorf("快照 %06d 里没有 %d 年度的报告%s", info.Number, year, yearsThere(info))
				}
				answers, err := answersIn(cmd.Context(), dir, lease)
				if err != nil {
					return err
				}
				q := queries.FindingQuery{Region: region, From: year, To: year, Limit: checkPage}
				explained := 0
				for {
					list, err := queries.Findings(cmd.Context(), lease.DB(), q)
					if err != nil {
						return err
					}
					rows := checkedFindings(list.Rows, answers)
					for _, f := range rows {
						if f.Explanation != nil {
							explained++
						}
					}
					if asJSON {
						err = writeFindingsJSON(s, rows)
					} else {
						writeFindings(s, rows)
					}
					if err != nil {
						return err
					}
					q.Offset += len(list.Rows)
					if len(list.Rows) < checkPage {
						if !asJSON {
							said := ""
							if explained > 0 {
								said = fmt.Sprintf("；其中已说明 %d", explained)
							}
							fmt.Fprintf(s.out, "共 %d 项：错误 %d，提醒 %d，提示 %d%s（快照 %06d，%d 份报告）\n", list.Total,
								list.Counts.Errors, list.Counts.Warnings, list.Counts.Notes, said, lease.Info().Number, lease.Info().Reports)
						}
						return nil
					}
				}
			})
		},
	}
	addDataFlag(c, &dir)
	c.Flags().StringVar(&region, "region", "", "区划`代码`，含其下各级")
	c.Flags().IntVar(&year, "year", 0, "报告`年度`")
	c.Flags().BoolVar(&asJSON, "json", false, "每项问题输出一行 JSON")
	return c
}

// yearsThere says which years a snapshot has reports on.
func yearsThere(info warehouse.SnapshotInfo) string {
	if info.Reports == 0 {
		return ""
	}
	return fmt.Sprintf("（现有 %d—%d 年度）", info.FirstYear, info.LastYear)
}

// checkPage is how many findings are fetched at a time.
const checkPage = 500

// checkedFinding is a finding with the explanation that answers it.
type checkedFinding struct {
	queries.Finding
	Explanation *office.Explanation `json:"explanation,omitempty"`
}

func checkedFindings(list []queries.Finding, answers *queries.Answers) []checkedFinding {
	out := make([]checkedFinding, len(list))
	for i, f := range list {
		out[i] = checkedFinding{f, answers.To(f).Current}
	}
	return out
}

func writeFindings(s streams, list []checkedFinding) {
	for _, f := range list {
		said := ""
		if e := f.Explanation; e != nil {
			said = fmt.Sprintf("　已说明：%s（%s）", visible(e.Reason), visible(e.Author))
		}
		fmt.Fprintf(s.out, "%s　%s　%s　%d年　%s%s%s\n", f.Severity.Label(), f.Check, f.AgencyName, f.Year, f.Message, places(f.Finding.Finding), said)
	}
}

func writeFindingsJSON(s streams, list []checkedFinding) error {
	e := json.NewEncoder(s.out)
	e.SetEscapeHTML(false)
	for _, f := range list {
		if err := e.Encode(f); err != nil {
			return fmt.Errorf("write findings: %w", err)
		}
	}
	return nil
}
