package datasets

import "slices"

// All lists the datasets in the order pages and packages show them.
func All() []Dataset {
	return slices.Concat(figureSets(), reportSets(), findingSets(), placeSets(), declaredSets())
}

// Columns that several datasets have mean the same in all of them.

func measure() Column {
	return Column{Name: "measure", Title: "指标代码", Type: Text, Note: "见 measures"}
}
func measureName() Column {
	return Column{Name: "measure_name", Title: "指标名称", Type: Text}
}
func applicant() Column {
	return Column{Name: "applicant", Title: "申请人类别", Type: Text, Note: "表三的列；表二、表四没有这一项，为空文本", Codes: "applicant"}
}
func region() Column {
	return Column{Name: "region", Title: "区划代码", Type: Text, Note: "六位，乡镇街道九位；见 regions"}
}
func regionName() Column { return Column{Name: "region_name", Title: "区划名称", Type: Text} }
func level() Column {
	return Column{Name: "level", Title: "区划级别", Type: Text, Codes: "level"}
}
func agency() Column {
	return Column{Name: "agency", Title: "单位编号", Type: Integer, Note: "不变；见 agencies"}
}
func agencyName() Column { return Column{Name: "agency_name", Title: "单位名称", Type: Text} }
func year() Column       { return Column{Name: "year", Title: "报告年度", Type: Integer} }
func scope() Column {
	return Column{Name: "scope", Title: "报告口径", Type: Text, Note: "本级与汇总不相加", Codes: "scope"}
}
func report() Column {
	return Column{Name: "report", Title: "报告编号", Type: Integer, Note: "见 reports；网页是 /reports/编号"}
}
func ord() Column {
	return Column{Name: "ord", Title: "序号", Type: Integer, Note: "在报告中的先后，从 0 起"}
}
func live() Column {
	return Column{Name: "live", Title: "现行", Type: Boolean, Note: "被更正过的旧版为 false；接口默认只给现行的，revisions=all 给全部"}
}
func tbl() Column {
	return Column{Name: "tbl", Title: "法定表格", Type: Text, Codes: "tbl"}
}
func unit() Column {
	return Column{Name: "unit", Title: "单位", Type: Text, Note: "计量单位；表上没有规定单位的为空文本"}
}
func place(of string) Column {
	return Column{Name: "place", Title: "原件位置", Type: Text, Note: of + "：工作表!单元格，或 行:格"}
}
func bridged() Column {
	return Column{Name: "bridged", Title: "近似", Type: Boolean, Note: "旧版式换一种说法统计，与今天的数字相近而不相同"}
}

// figure is a number that may be missing; why says where the reason stands.
func figure(why string) Column {
	return Column{Name: "value", Title: "数值", Type: Decimal, Note: "报告怎样写就是多少，不修正、不补零", Missing: why}
}

func text(name, title, note string) Column {
	return Column{Name: name, Title: title, Type: Text, Note: note}
}
func count(name, title, note string) Column {
	return Column{Name: name, Title: title, Type: Integer, Note: note}
}
func yes(name, title, note string) Column {
	return Column{Name: name, Title: title, Type: Boolean, Note: note}
}

// to is a reference by columns that have the same names in the other dataset.
func to(dataset string, columns ...string) Reference {
	return Reference{Columns: columns, To: dataset, Keys: columns}
}
