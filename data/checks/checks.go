// Package checks declares every check a report is put to: its id, how grave a failure is, and what it compares, in the
// form's own words. The checks themselves run in ingest/check; pages and the glossary read the declarations here.
package checks

import (
	"slices"

	"tongjian/data"
)

// Check is one declared check.
type Check struct {
	ID       string
	Severity data.Severity
	// Group is where its numbers come from: 报告内部.
	Group string
	// Name says in a few words what must hold.
	Name string
	// Formula says exactly what is compared.
	Formula string
	// Note tells what lawful reasons a failure may have; empty when there are none.
	Note string
}

// All lists the checks in the order pages show them.
func All() []Check {
	const inside = "报告内部"
	return []Check{
		{"T3-BALANCE", data.SeverityError, inside, "表三勾稽关系",
			"每一列：一、本年新收 + 二、上年结转 = （七）总计 + 四、结转下年度继续办理", ""},
		{"T3-OUTCOMES", data.SeverityError, inside, "表三办理结果合计",
			"每一列：（一）至（六）各行之和 = （七）总计", ""},
		{"T3-APPLICANTS", data.SeverityError, inside, "表三申请人合计",
			"每一行：自然人 + 法人或其他组织五列 = 总计", ""},
		{"T4-SUM", data.SeverityError, inside, "表四合计",
			"行政复议、未经复议直接起诉、复议后起诉：结果维持 + 结果纠正 + 其他结果 + 尚未审结 = 总计", ""},
		{"VALUE", data.SeverityError, inside, "数字写法",
			"件数、项数为不小于 0 的整数；收费金额不小于 0、以万元计、最多 4 位小数", ""},
		{"BLANK", data.SeverityWarning, inside, "空白单元格",
			"已填写的表中不留空白；空白不等于 0", ""},
		{"FORM-EDITION", data.SeverityWarning, inside, "版式与年度",
			"各表使用报告年度现行的版式", ""},
		{"FORM-ROWS", data.SeverityWarning, inside, "表格行次",
			"版式规定的行齐全、不重复，没有版式以外的行", "版式以外的行保留原文，不计入任何指标"},
		{"ID-YEAR", data.SeverityWarning, inside, "报告年度",
			"标题、统计期限、文件名中的年度一致", ""},
		{"ID-AGENCY", data.SeverityWarning, inside, "报告机关",
			"标题与文件名所写的机关属于同一地区；机关在机构名录中", "更名、简称可在机构名录中补为别名"},
		{"READ", data.SeverityWarning, inside, "读取存疑",
			"读取程序不能确定的内容，请对照原件核对", "属读取问题，不一定是报告有误"},
	}
}

// ByID gives a declared check.
func ByID(id string) (Check, bool) {
	all := All()
	i := slices.IndexFunc(all, func(c Check) bool { return c.ID == id })
	if i < 0 {
		return Check{}, false
	}
	return all[i], true
}
