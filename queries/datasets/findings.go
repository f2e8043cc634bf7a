package datasets

// findingSets are what is wrong, and what the office has said about it.
func findingSets() []Dataset {
	number := func(name, title string) Column {
		return text(name, title, "十进制数的文本；不是数字的为空文本")
	}
	return []Dataset{
		{
			Name: "findings", Title: "核验问题", Note: "每个核验问题一行，附两边的数字和单位的说明。核验只指出不相符，不改动数字。",
			Columns: []Column{count("finding", "问题编号", "只在这一份快照里有效"),
				{Name: "report", Title: "报告编号", Type: Integer, Missing: "问题就是没有报告（R-MISSING）"}, agency(), agencyName(), region(), regionName(),
				year(), scope(), live(), text("check_id", "核验代码", "见 checks"),
				{Name: "severity", Title: "程度", Type: Text, Codes: "severity"}, text("message", "问题", ""),
				text("tbl", "法定表格", "关于整份报告的为空文本"), number("left_value", "左边"), number("right_value", "右边"), number("difference", "差"),
				{Name: "state", Title: "状态", Type: Text, Codes: "finding_state"},
				{Name: "reason", Title: "说明", Type: Text, Missing: "没有现行的说明"}, {Name: "author", Title: "说明人", Type: Text, Missing: "没有现行的说明"},
				{Name: "explained_at", Title: "说明时间", Type: Time, Missing: "没有现行的说明"}},
			Key: []string{"finding"},
			References: []Reference{to("reports", "report"), to("agencies", "agency"), to("regions", "region"),
				to("checks", "check_id")},
		},
		{
			Name: "finding_cells", Title: "核验问题涉及的格", Note: "每个问题涉及的每个格一行；跨年、跨单位的问题，格可能在别的报告里。",
			Columns: []Column{count("finding", "问题编号", ""), ord(),
				{Name: "report", Title: "格所在的报告", Type: Integer, Missing: "没有报告"}, region(), live(), text("tbl", "法定表格", ""),
				text("measure", "指标代码", "正文里的字句没有代码，为空文本"), text("applicant", "申请人类别", ""), text("label", "格的名称", "版式上的原话"),
				text("raw", "原文", ""), place("格")},
			Key: []string{"finding", "ord"}, References: []Reference{to("findings", "finding"), to("reports", "report")},
		},
	}
}
