package forms

// edition2019 is the trial form of 国办公开办函〔2019〕60号, in force for reports on 2019 and 2020.
func edition2019() Edition {
	items := []Column{{Label: "上一年项目数量"}, {Label: "本年增/减", Aliases: []string{`本年增\减`}}, {Label: "处理决定数量"}}
	return Edition{
		Name:     "2019",
		Document: "国办公开办函〔2019〕60号",
		From:     2019,
		To:       2020,
		Tables: []Table{
			{ID: "2", Title: titleTable2, Blocks: []Block{
				table2Block("第二十条第（一）项",
					[]Column{{Label: "本年新制作数量"}, {Label: "本年新公开数量"}, {Label: "对外公开总数量"}},
					table2Row("规章", nil, "rules.made", "rules.published", "rules.public_total"),
					table2Row("规范性文件", []string{"行政规范性文件"}, "normative.made", "normative.published", "normative.public_total"),
				),
				table2Block("第二十条第（五）项", items,
					table2Row("行政许可", nil, "permits.items_previous", "permits.items_change", "permits.decided"),
					table2Row("其他对外管理服务事项", nil,
						"other_services.items_previous", "other_services.items_change", "other_services.decided"),
				),
				table2Block("第二十条第（六）项", items,
					table2Row("行政处罚", nil, "penalties.items_previous", "penalties.items_change", "penalties.decided"),
					table2Row("行政强制", nil, "coercion.items_previous", "coercion.items_change", "coercion.decided"),
				),
				table2Block("第二十条第（八）项", items[:2],
					table2Row("行政事业性收费", nil, "fees.items_previous", "fees.items_change")),
				table2Block("第二十条第（九）项", []Column{{Label: "采购项目数量"}, {Label: "采购总金额"}},
					table2Row("政府集中采购", nil, "procurement.projects", "procurement.amount")),
			}},
			table3(Row{Label: groupOther, Cells: applicants("outcome.other")}),
			table4(),
		},
	}
}
