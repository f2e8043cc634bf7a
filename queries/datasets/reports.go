package datasets

// reportSets are the reports and what stands in them.
func reportSets() []Dataset {
	edition := func(table, name string) Column {
		return text("edition"+table, name+"的版式", "报告没有这张表的为空文本")
	}
	whose := []Column{agency(), region(), year(), scope(), live()}
	of := func(first []Column, rest ...Column) []Column {
		return append(append(append([]Column{}, first...), whose...), rest...)
	}
	refs := []Reference{to("reports", "report"), to("agencies", "agency"), to("regions", "region")}
	return []Dataset{
		{
			Name: "reports", Title: "报告", Note: "每份报告的每一版一行，附它来自哪个文件。",
			Columns: []Column{report(), agency(), agencyName(), region(), regionName(), year(), scope(),
				count("revision", "第几版", "同一单位、年度、口径从 1 起"), live(),
				yes("withdrawn", "已撤回", "后来归到别的单位或年度"), text("title", "标题", ""),
				{Name: "confidence", Title: "读取把握", Type: Float, Note: "0 到 1"},
				edition("1", "统计表（2014–2018 年）"), edition("2", "表二"), edition("3", "表三"), edition("4", "表四"),
				count("errors", "错误数", ""), count("warnings", "警告数", ""), count("notes", "提示数", ""),
				text("file_name", "文件名", "收到时的"), text("format", "格式", ""), count("bytes", "文件大小", "字节"),
				text("sha256", "文件校验值", "SHA-256"), {Name: "received_at", Title: "收到时间", Type: Time},
				{Name: "loaded_at", Title: "入库时间", Type: Time}, text("reader", "读取程序版本", "")},
			Key: []string{"report"}, References: []Reference{to("agencies", "agency"), to("regions", "region")},
		},
		{
			Name: "facts", Title: "报告原文的格", Note: "报告法定表格里的每个格一行：数值、原文和它在原件里的位置。",
			Columns: of([]Column{report(), ord()}, tbl(), measure(), applicant(), figure("不是数字：原因见 state，原文见 raw"),
				Column{Name: "state", Title: "状态", Type: Text, Codes: "state"}, text("raw", "原文", "格里的字，一字不改"),
				text("note", "附注", "格里数字以外的话"), place("格")),
			Key: []string{"report", "ord"}, References: append([]Reference{to("measures", "measure")}, refs...),
		},
		{
			Name: "claims", Title: "正文里的数字", Note: "报告正文里说出的数字，每处一行。",
			Columns: of([]Column{report(), ord()}, text("measure", "指标代码", "说不准是哪一项的为空文本；几项之和用 + 连写"), figure("读不出数字"),
				count("section", "第几部分", "1 到 6；不知道的为 0"), text("quote", "原话", ""), text("qualifier", "限定语", ""),
				text("words", "数字所在的字句", ""), count("part_of", "是哪一处的一部分", "同一报告 claims 的第几处，从 1 起；0 没有"), place("原话")),
			Key: []string{"report", "ord"}, References: refs,
		},
		{
			Name: "unmapped", Title: "对不上的行", Note: "法定表格里有而版式里没有的行，原样留存，不计入任何数字。",
			Columns: of([]Column{report(), ord()}, tbl(), text("label", "行名", ""), text("measure", "指标代码", "重复的行是哪一项；不知道的为空文本"),
				text("contents", "各格原文", "JSON 数组"), place("行")),
			Key: []string{"report", "ord"}, References: refs,
		},
	}
}
