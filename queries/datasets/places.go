package datasets

// placeSets are who reports, where, and by when.
func placeSets() []Dataset {
	bound := func(name, title string) Column {
		return Column{Name: name, Title: title, Type: Integer, Missing: "不限"}
	}
	return []Dataset{
		{
			Name: "agencies", Title: "单位", Note: "每个单位一行：名录里的，以及只从报告里知道的。",
			Columns: []Column{agency(), text("name", "名称", ""), region(), regionName(), text("kind", "类别", "不知道的为空文本"),
				text("credit_code", "统一社会信用代码", "不知道的为空文本"), text("scope", "应报口径", "没有写明的为空文本，按本级"),
				bound("expected_from", "应报起始年度"), bound("expected_to", "应报截止年度"),
				{Name: "population", Title: "人口", Type: Integer, Missing: "名录没有写"},
				{Name: "origin", Title: "来历", Type: Text, Codes: "origin"}, yes("sample", "虚构", "示例数据")},
			Key: []string{"agency"}, References: []Reference{to("regions", "region")},
		},
		{
			Name: "aliases", Title: "单位别名", Note: "名录里登记的别名，每个一行。",
			Columns: []Column{agency(), text("alias", "别名", ""), region()},
			Key:     []string{"agency", "alias"}, References: []Reference{to("agencies", "agency")},
		},
		{
			Name: "regions", Title: "区划", Note: "GB/T 2260 行政区划，以及报告用到的其他代码；有效期外的也在。", Public: true,
			Columns: []Column{region(), text("name", "名称", ""), level(), text("parent", "上级代码", "全国（000000）没有上级，为空文本"),
				bound("valid_from", "启用年"), bound("valid_to", "停用年"), text("successor", "并入", "代码；没有的为空文本"), yes("sample", "虚构", "示例数据")},
			Key: []string{"region"},
		},
		{
			Name: "deadlines", Title: "报送期限", Note: "主管部门另定的期限；没有的按条例：本级次年 1 月 31 日，汇总次年 3 月 31 日。",
			Columns: []Column{year(), scope(), region(), {Name: "day", Title: "期限", Type: Date, Note: "当天仍算按时"}},
			Key:     []string{"year", "scope", "region"}, References: []Reference{to("regions", "region")},
		},
	}
}
