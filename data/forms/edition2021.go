package forms

// edition2021 is the form of 国办公开办函〔2021〕30号, in force for reports on 2021 and later.
func edition2021() Edition {
	return Edition{
		Name:     "2021",
		Document: "国办公开办函〔2021〕30号",
		From:     2021,
		Tables: []Table{
			{ID: "2", Title: titleTable2, Blocks: []Block{
				table2Block("第二十条第（一）项",
					[]Column{
						{Label: "本年制发件数", Aliases: []string{"制发数量", "本年新制发数量"}},
						{Label: "本年废止件数", Aliases: []string{"废止数量"}},
						{Label: "现行有效件数", Aliases: []string{"现行有效数量"}},
					},
					table2Row("规章", nil, "rules.issued", "rules.repealed", "rules.in_force"),
					table2Row("行政规范性文件", []string{"规范性文件"}, "normative.issued", "normative.repealed", "normative.in_force"),
				),
				table2Block("第二十条第（五）项", []Column{{Label: "本年处理决定数量"}},
					table2Row("行政许可", nil, "permits.decided")),
				table2Block("第二十条第（六）项", []Column{{Label: "本年处理决定数量"}},
					table2Row("行政处罚", nil, "penalties.decided"),
					table2Row("行政强制", nil, "coercion.decided")),
				table2Block("第二十条第（八）项", []Column{{Label: "本年收费金额（单位：万元）"}},
					table2Row("行政事业性收费", nil, "fees.amount")),
			}},
			table3(
				Row{Label: "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", Groups: []string{groupOther},
					Cells: applicants("outcome.other.correction_overdue")},
				Row{Label: "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", Groups: []string{groupOther},
					Cells: applicants("outcome.other.fee_overdue")},
				Row{Label: "3.其他", Groups: []string{groupOther}, Cells: applicants("outcome.other.rest")},
			),
			table4(),
		},
	}
}
