package datasets

// declaredSets are the definitions of everything else.
func declaredSets() []Dataset {
	return []Dataset{
		{
			Name: "measures", Title: "报告项目", Note: "法定表格里的每个项目一行。", Public: true,
			Columns: []Column{measure(), text("name", "名称", ""), unit(), {Name: "kind", Title: "数的种类", Type: Text, Codes: "measure_kind"}, tbl(),
				count("ord", "序号", "版式里的先后")},
			Key: []string{"measure"},
		},
		{
			Name: "form_cells", Title: "版式的格", Note: "每个版式统计哪些格。一年没有的格，是那个版式不统计，不是零。", Public: true,
			Columns: []Column{text("edition", "版式", ""), tbl(), measure(), applicant(), yes("derived", "合计而得", "不印，由印出的各项相加"), bridged(),
				count("ord", "序号", "")},
			Key: []string{"edition", "measure", "applicant"}, References: []Reference{to("measures", "measure")},
		},
		{
			Name: "metrics", Title: "计算指标", Note: "每个计算指标一行，附公式。比率不足 10 件不算，地区的比率是合计之比。", Public: true,
			Columns: []Column{text("metric", "指标代码", ""), text("name", "名称", ""), text("unit", "单位", "单纯的倍数为空文本"),
				{Name: "kind", Title: "种类", Type: Text, Codes: "metric_kind"}, text("formula", "公式", ""),
				yes("share", "是占比", "分子是分母的一部分，附 95% 区间（Wilson）"), text("breaks", "口径中断", "breaks 的代码，空格隔开"), text("note", "说明", "")},
			Key: []string{"metric"},
		},
		{
			Name: "breaks", Title: "口径中断", Note: "从这一年起统计的内容变了，前后不能直接比较。", Public: true,
			Columns: []Column{text("break_id", "代码", ""), year(), text("name", "名称", ""), text("note", "变了什么", "")},
			Key:     []string{"break_id", "year"},
		},
		{
			Name: "checks", Title: "核验", Note: "每一项核验一行：比什么。", Public: true,
			Columns: []Column{text("check_id", "核验代码", ""), {Name: "severity", Title: "程度", Type: Text, Codes: "severity"}, text("grouping", "范围", ""),
				text("name", "名称", ""), text("formula", "比什么", ""), text("note", "说明", "")},
			Key: []string{"check_id"},
		},
		{
			Name: "codes", Title: "代码", Note: "各列里代码的意思。", Public: true,
			Columns: []Column{text("field", "用在哪一列", ""), text("code", "代码", ""), text("name", "名称", ""), text("note", "说明", "")},
			Key:     []string{"field", "code"},
		},
	}
}
