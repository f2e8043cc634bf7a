package datasets

// figureSets are the figures: of cells, of regions, of who came.
func figureSets() []Dataset {
	return []Dataset{
		{
			Name: "observations", Title: "各单位数字",
			Note: "每份现行报告、每个应填的格一行；版式要求而报告里没有的格也在，状态为 missing。比较各单位、各年度用它。",
			Columns: []Column{measure(), measureName(), applicant(), region(), regionName(), agency(), agencyName(), year(), scope(), report(),
				figure("不是数字：原因见 state"), unit(),
				{Name: "state", Title: "状态", Type: Text, Note: "格里写的是什么", Codes: "state"},
				{Name: "flags", Title: "标记", Type: Text, Note: "b 近似、e 核验问题有说明、r 报告更正过、u 有未说明的错误、x 没有数字；可以有几个，没有为空文本"},
				yes("derived", "合计而得", "表上不印，由印出的各项相加；有一项不是数字就没有数值"), bridged()},
			Key:        []string{"measure", "applicant", "region", "agency", "year", "scope"},
			References: []Reference{to("measures", "measure"), to("regions", "region"), to("agencies", "agency"), to("reports", "report")},
		},
		{
			Name: "rollups", Title: "各地区数字",
			Note: "每个地区、年度、口径、指标一行。own 是区内（含下级）所有单位本级报告之和，consolidated 是该地区政府汇总报告所写；两者不相加。" +
				"没有规定单位的指标不相加，没有 own 行。",
			Columns: []Column{measure(), measureName(), applicant(), region(), regionName(), level(), year(),
				{Name: "basis", Title: "口径", Type: Text, Codes: "basis"}, figure("没有一份报告给出数字"), unit(),
				{Name: "state", Title: "状态", Type: Text, Note: "partial 表示应填的报告里只有一部分给出数字，合计不全", Codes: "rollup_state"},
				count("reports", "报告数", "参加合计的现行报告"), count("asked", "其中版式统计此项", ""), count("reported", "其中给出数字", ""),
				{Name: "report", Title: "汇总报告编号", Type: Integer, Missing: "口径为 own：是多份报告之和"}, bridged()},
			Key:        []string{"measure", "applicant", "region", "year", "basis"},
			References: []Reference{to("measures", "measure"), to("regions", "region"), to("reports", "report")},
		},
		{
			Name: "coverage", Title: "报送情况", Note: "每个地区（含下级）、年度、口径应报多少、收到多少。",
			Columns: []Column{region(), regionName(), level(), year(), scope(), count("expected", "应报", "名录上应报的单位数"),
				count("received", "收到", "其中有现行报告的"), count("missing", "缺", "应报而未收到"),
				count("unexpected", "名录外", "名录不要求而收到的报告")},
			Key: []string{"region", "year", "scope"}, References: []Reference{to("regions", "region")},
		},
	}
}
