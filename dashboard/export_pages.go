package dashboard

import (
	"strconv"
	"strings"

	"tongjian/queries"

	"tongjian/dashboard/workbook"
)

// What each page adds to its workbook beside its records.

// recordsName names the sheet of a page's records.
func recordsName(p built) string {
	switch p.(type) {
	case FindingsPage:
		return "核验问题"
	case FilingPage:
		return "逐年报送"
	case Agencies:
		return "机构"
	case ReportPage:
		return "各格数字"
	case ChangesPage, ReportChangesPage:
		return "变化"
	case Sources:
		return "来源报告"
	case Glossary:
		return "口径"
	case DataPage:
		return "数据字典"
	case SQLPage:
		return "查询结果"
	}
	return "全部数字"
}

// lists are the reports and findings of an agency.
func (p AgencyPage) lists() []workbook.List {
	reports := reportList("报告")
	for _, r := range p.Reports {
		reports.Rows = append(reports.Rows, reportRow(r.ReportHead))
	}
	return filled(reports, findingList(p.Findings))
}

func reportList(name string) workbook.List {
	return workbook.List{Name: name, Columns: []string{"报告编号", "年份", "口径", "第几版", "现行", "入库时间"}}
}

func reportRow(r queries.ReportHead) []any {
	return []any{r.ID, r.Year, r.Scope.Label(), r.Revision, r.Live, clock(r.LoadedAt)}
}

// findingList is findings as the page of findings exports them.
func findingList(lines []findingLine) workbook.List {
	return FindingsPage{Rows: lines}.records().list("核验问题")
}

// lists are what stands on a report's page beside its figures.
func (p ReportPage) lists() []workbook.List {
	var findings []findingLine
	for _, t := range p.Tables {
		findings = append(findings, t.Findings...)
	}
	claims := workbook.List{Name: "正文数字", Columns: []string{"指标代码", "指标", "数值", "原文", "章", "位置"}}
	for _, c := range p.Claims {
		claims.Rows = append(claims.Rows, []any{c.Key, c.Name, optional(c.Value), c.Quote, c.Section, c.At.Label()})
	}
	unknown := workbook.List{Name: "表外的行", Columns: []string{"表", "行名", "内容", "位置"}}
	for _, u := range p.Report.Unmapped {
		unknown.Rows = append(unknown.Rows, []any{u.Table, u.Label, strings.Join(u.Values, " | "), u.At.Label()})
	}
	revisions := reportList("各版报告")
	for _, r := range p.Revisions {
		revisions.Rows = append(revisions.Rows, reportRow(r.ReportHead))
	}
	return filled(findingList(append(findings, p.Whole...)), claims, unknown, revisions)
}

// lists are the matrix and the sums of 报送.
func (p FilingPage) lists() []workbook.List {
	sums := workbook.List{Name: "各地区", Columns: []string{"地区"}}
	matrix := workbook.List{Name: "单位与年份", Columns: []string{"单位", "区划", "类别"}}
	for _, y := range p.Years {
		year := strconv.Itoa(y)
		sums.Columns = append(sums.Columns, year+" 应报", year+" 收到", year+" 缺", year+" 册外")
		matrix.Columns = append(matrix.Columns, year)
	}
	for _, s := range p.Sums {
		row := []any{s.Name}
		for _, c := range s.Years {
			if c.Expected == 0 { // nothing is prescribed: neither met nor missed
				row = append(row, nil, nil, nil, c.Extra)
				continue
			}
			row = append(row, c.Expected, c.Received, c.Missing(), c.Extra)
		}
		sums.Rows = append(sums.Rows, row)
	}
	for _, m := range []filingMatrix{p.Listed, p.Others} {
		for _, l := range m.Lines {
			row := []any{l.Agency.Name, l.Agency.RegionName, l.Agency.Kind}
			for _, c := range l.Cells {
				row = append(row, c.Status.Label())
			}
			matrix.Rows = append(matrix.Rows, row)
		}
	}
	return filled(matrix, sums)
}

// filled leaves out lists without rows.
func filled(lists ...workbook.List) []workbook.List {
	var out []workbook.List
	for _, l := range lists {
		if len(l.Rows) > 0 {
			out = append(out, l)
		}
	}
	return out
}
