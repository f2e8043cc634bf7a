package ingest

import (
	"errors"
	"strings"
	"testing"

	"tongjian/data"
	"tongjian/data/regions"
)

func TestIdentify(t *testing.T) {
	for _, tc := range []struct {
		name   string
		lines  []string
		path   string
		hints  Hints
		agency string
		region string
		year   int
		scope  data.Scope
	}{
		{"title names all", []string{"广州市海珠区官洲街道办事处2023年政府信息公开工作年度报告"}, "x.txt", Hints{},
			"广州市海珠区官洲街道办事处", "440105", 2023, data.ScopeOwn},
		{"district only in the text", []string{"政府办公室2021年政府信息公开工作年度报告", "一、总体情况", "龙亭区政府办公室主动公开各类信息。"}, "x.txt", Hints{},
			"龙亭区政府办公室", "410202", 2021, data.ScopeOwn},
		{"district only in the file's name", []string{"政府办公室2021年政府信息公开工作年度报告"}, "000-开封市龙亭区政府办公室-2021.txt", Hints{},
			"龙亭区政府办公室", "410202", 2021, data.ScopeOwn},
		{"title in two lines", []string{"洪泽区人民政府", "2023年政府信息公开工作年度报告", "淮安市洪泽区"}, "x.txt", Hints{},
			"洪泽区人民政府", "320813", 2023, data.ScopeConsolidated},
		{"neither agency nor year in the title", []string{"政府信息公开工作年度报告"}, "140-保康县农业农村局-2021.txt", Hints{},
			"保康县农业农村局", "420626", 2021, data.ScopeOwn},
		{"a township's government reports on itself", []string{"柞水县凤凰镇人民政府2021年政府信息公开工作年度报告"}, "x.txt", Hints{},
			"柞水县凤凰镇人民政府", "611026", 2021, data.ScopeOwn},
		{"a prefecture", []string{"宿迁市2025年政府信息公开工作年度报告"}, "x.md", Hints{}, "宿迁市", "321300", 2025, data.ScopeConsolidated},
		{"Chinese numerals", []string{"宿迁市人民政府二〇二一年政府信息公开工作年度报告"}, "x.txt", Hints{},
			"宿迁市人民政府", "321300", 2021, data.ScopeConsolidated},
		{"year from the folder", []string{"龙亭区财政局政府信息公开工作年度报告"}, "2022年/报告.txt", Hints{}, "龙亭区财政局", "410202", 2022, data.ScopeOwn},
		{"flags win", []string{"龙亭区财政局2022年政府信息公开工作年度报告"}, "x.txt",
			Hints{Agency: "鼓楼区财政局", Region: "410204", Year: 2023, Scope: data.ScopeConsolidated}, "鼓楼区财政局", "410204", 2023, data.ScopeConsolidated},
		{"a 统计表 by itself", []string{"政府信息公开情况统计表", "(2017年度)", "填报单位(盖章):龙亭区财政局填报日期:2018年1月15日", "统计指标单位统计数"}, "附件2.xlsx", Hints{},
			"龙亭区财政局", "410202", 2017, data.ScopeOwn},
		{"a 统计表 whose title says all", []string{"龙亭区2016年政府信息公开情况统计表"}, "x.xlsx", Hints{},
			"龙亭区", "410202", 2016, data.ScopeConsolidated},
		{"a 统计表 named by its file", []string{"政府信息公开情况统计表", "单位负责人:"}, "龙亭区财政局2015年政府信息公开情况统计表.xlsx", Hints{},
			"龙亭区财政局", "410202", 2015, data.ScopeOwn},
		{"the year first", []string{"2019年上海市人民政府办公厅政府信息公开工作年度报告"}, "006-chromium.pdf", Hints{}, "上海市人民政府办公厅", "310000", 2019, data.ScopeOwn},
		{"the year first, in brackets", []string{"（2023年度）龙亭区财政局政府信息公开工作年度报告"}, "wps.docx", Hints{}, "龙亭区财政局", "410202", 2023, data.ScopeOwn},
		{"a number in the name that could be a year", []string{"龙亭区第2010测试局2023年政府信息公开工作年度报告"}, "x.txt", Hints{Region: "410202"},
			"龙亭区第2010测试局", "410202", 2023, data.ScopeOwn},
		{"关于", []string{"关于龙亭区财政局2023年政府信息公开工作情况的报告"}, "新建文档(1).docx", Hints{}, "龙亭区财政局", "410202", 2023, data.ScopeOwn},
		{"an annex", []string{"附件：龙亭区财政局2023年度政府信息公开工作年度报告"}, "附件1.docx", Hints{}, "龙亭区财政局", "410202", 2023, data.ScopeOwn},
		{"a title in three lines", []string{"龙亭区财政局", "2023年度", "政府信息公开工作年度报告"}, "scan.pdf", Hints{}, "龙亭区财政局", "410202", 2023, data.ScopeOwn},
		{"a title broken in its words", []string{"开封市龙亭区财政局2023年政府信息公", "开工作年度报告"}, "x.pdf", Hints{}, "开封市龙亭区财政局", "410202", 2023, data.ScopeOwn},
		{"the agency below the title", []string{"2023年政府信息公开工作年度报告", "（龙亭区财政局）", "一、总体情况"}, "报告定稿.docx", Hints{}, "龙亭区财政局", "410202", 2023, data.ScopeOwn},
		{"agency and date below the title", []string{"2023年政府信息公开工作年度报告", "龙亭区财政局2024年1月12日"}, "final.docx", Hints{}, "龙亭区财政局", "410202", 2023, data.ScopeOwn},
		{"a menu before the title", []string{"政府信息公开年报", "龙亭区财政局2023年政府信息公开工作年度报告"}, "index.html", Hints{}, "龙亭区财政局", "410202", 2023, data.ScopeOwn},
		{"signed at the end", []string{"2023年政府信息公开工作年度报告", "一、总体情况", "六、其他需要报告的事项", "无。", "龙亭区财政局", "2024年1月15日"}, "chromium.pdf", Hints{},
			"龙亭区财政局", "410202", 2023, data.ScopeOwn},
		{"the text says whose", []string{"2023年政府信息公开工作年度报告", "本报告由龙亭区财政局按照规定编制。"}, "final.pdf", Hints{}, "龙亭区财政局", "410202", 2023, data.ScopeOwn},
		{"whom to ask", []string{"2023年政府信息公开工作年度报告", "如有疑问,请与龙亭区财政局办公室联系(地址:某路1号)。"}, "1.pdf", Hints{}, "龙亭区财政局", "410202", 2023, data.ScopeOwn},
		{"the title beats the file's name", []string{"龙亭区财政局2023年政府信息公开工作年度报告"}, "鼓楼区民政局2023.docx", Hints{}, "龙亭区财政局", "410202", 2023, data.ScopeOwn},
		{"the folder", []string{"2023年政府信息公开工作年度报告"}, "2023/龙亭区财政局/报告(盖章版).pdf", Hints{}, "龙亭区财政局", "410202", 2023, data.ScopeOwn},
		{"a program's name is nobody's", []string{"2023年政府信息公开工作年度报告"}, "006-chromium.pdf", Hints{}, "", "", 2023, data.ScopeOwn},
		{"a file of leftovers", []string{"2023年政府信息公开工作年度报告"}, "微信图片_20240112.pdf", Hints{}, "", "", 2023, data.ScopeOwn},
		{"traditional characters", []string{"開封市龍亭區財政局2023年政府信息公開工作年度報告"}, "x.pdf", Hints{}, "开封市龙亭区财政局", "410202", 2023, data.ScopeOwn},
		{"look-alikes", []string{"⻰亭区⼈⺠政府2023年政府信息公开⼯作年度报告"}, "x.pdf", Hints{}, "龙亭区人民政府", "410202", 2023, data.ScopeConsolidated},
		{"信息公开 alone", []string{"龙亭区财政局2023年信息公开年度报告"}, "x.pdf", Hints{}, "龙亭区财政局", "410202", 2023, data.ScopeOwn},
		{"a bank", []string{"中国人民银行开封市分行2023年政府信息公开工作年度报告"}, "x.pdf", Hints{}, "中国人民银行开封市分行", "410200", 2023, data.ScopeOwn},
		{"a sentence is no signature", []string{"2023年政府信息公开工作年度报告", "龙亭区财政局2023年主动公开各类信息,加强各部门工作。", "2024年1月1日"}, "x.pdf", Hints{}, "", "410202", 2023, data.ScopeOwn},
		{"nothing at all", []string{"一、总体情况"}, "报告.txt", Hints{}, "", "", 0, data.ScopeOwn},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var lines []textLine
			for i, text := range tc.lines {
				lines = append(lines, textLine{text, data.Position{Line: i + 1}})
			}
			id := identify(lines, tc.path, tc.hints)
			if id.agency != tc.agency || id.region != tc.region || id.year != tc.year || id.scope != tc.scope {
				t.Errorf("got %q %q %d %s, want %q %q %d %s", id.agency, id.region, id.year, id.scope, tc.agency, tc.region, tc.year, tc.scope)
			}
		})
	}
}

func TestYearsThatDisagree(t *testing.T) {
	table := "\n规章\t0\t0\t0\n行政规范性文件\t0\t0\t0\n第二十条第（五）项\n行政许可\t1\n"
	for _, tc := range []struct {
		name, path, text, want string
	}{
		{"agree", "龙亭区财政局2022.txt", "龙亭区财政局2022年政府信息公开工作年度报告\n数据统计期限自2022年1月1日起至2022年12月31日止。", ""},
		{"title against period and file", "龙亭区财政局2022.txt", "龙亭区财政局2021年政府信息公开工作年度报告\n数据统计期限自2022年1月1日起至2022年12月31日止。",
			"报告年度不一致：标题写的是 2021 年，统计期限写的是 2022 年，文件名写的是 2022 年；按 2022 年入库。"},
		{"title against file", "龙亭区财政局2022.txt", "龙亭区财政局2021年政府信息公开工作年度报告",
			"报告年度不一致：标题写的是 2021 年，文件名写的是 2022 年；按 2021 年入库。"},
		{"a slip in the period's end is no year", "龙亭区财政局2020.txt", "龙亭区财政局2020年政府信息公开工作年度报告\n自2020年1月1日至202020年12月31日。", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, reports, err := Read(tc.path, []byte(tc.text+table), Hints{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range reports[0].Findings {
				if f.Check == "ID-YEAR" {
					got = append(got, f.Message)
				}
			}
			if strings.Join(got, "\n") != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	for _, tc := range []struct {
		name, path, content, want string
	}{
		{"empty", "a.xlsx", "", "文件是空的"},
		{"blank", "a.txt", " \n\t\n", "文件里没有文字"},
		{"only renamed", "a.xlsx", "这不是工作簿", "扩展名是 .xlsx，内容却不是工作簿"},
		{"archive cut off", "a.zip", "PK\x03\x04rest", "没有下载完整"},
		{"cut off", "a.xlsx", "PK\x03\x04xl/workbook.xml", "工作簿打不开，已损坏或没有下载完整"},
		{"binary", "a.dat", "\x00\x01\x02\x03", "不是可以读取的格式"},
		{"prose only", "a.txt", "龙亭区财政局2022年政府信息公开工作年度报告\n今年收到申请3件。", "看文字是龙亭区财政局 2022 年度的报告，请补上三张表再发"},
		{"no known encoding", "a.txt", "\xff\xff\xff报告", "文字编码"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, err := Read(tc.path, []byte(tc.content), Hints{})
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want it to say %q", err, tc.want)
			}
		})
	}
}

// What does not call itself a report is nobody's, whatever its file is called.
func TestNoReport(t *testing.T) {
	_, _, err := Read("龙亭区财政局2022.txt", []byte("关于召开会议的通知\n请各单位参加。"), Hints{})
	if without, ok := errors.AsType[NoTables](err); !ok || without != (NoTables{}) {
		t.Errorf("got %v", err)
	}
}

func TestAgenciesThatDisagree(t *testing.T) {
	roster := regions.NewRoster([]regions.Agency{{Name: "龙亭区财政局", Region: "410202", Aliases: []string{"龙亭区财税局"}}})
	table := "\n规章\t0\t0\t0\n行政规范性文件\t0\t0\t0\n第二十条第（五）项\n行政许可\t1\n"
	for _, tc := range []struct{ name, path, title, want string }{
		{"agree", "开封市龙亭区财政局2022.txt", "龙亭区财政局2022年政府信息公开工作年度报告", ""},
		{"an alias", "2022.txt", "龙亭区财税局2022年政府信息公开工作年度报告", ""},
		{"the file's name says less", "开封市2022.txt", "龙亭区财政局2022年政府信息公开工作年度报告", ""},
		{"another district", "海珠区财政局2022.txt", "龙亭区财政局2022年政府信息公开工作年度报告",
			"标题写的是“龙亭区财政局”（龙亭区），文件名写的是“海珠区财政局”（海珠区）；按“龙亭区财政局”入库。"},
		{"not on the roster", "2022.txt", "龙亭区教育局2022年政府信息公开工作年度报告",
			"“龙亭区教育局”不在河南省开封市龙亭区的机构名录中：如是别名或曾用名，请在名录中补上别名。"},
		{"a region the roster does not cover", "2022.txt", "海珠区教育局2022年政府信息公开工作年度报告", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, reports, err := Read(tc.path, []byte(tc.title+table), Hints{})
			if err != nil {
				t.Fatal(err)
			}
			placed, err := placeReports(reports, roster)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range placed[0].Report.Findings {
				if f.Check == "ID-AGENCY" {
					got = append(got, f.Message)
				}
			}
			if strings.Join(got, "\n") != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// The name a report gives is found in the roster under its full name, an alias, a former name or a certain abbreviation, and never
// under one that could be another's.
func TestNamesInTheRoster(t *testing.T) {
	roster := regions.NewRoster([]regions.Agency{
		{Name: "龙亭区政务公开办公室", Region: "410202", Aliases: []string{"区政务公开办", "龙亭区政务办"}},
		{Name: "龙亭区政务服务和大数据管理局", Region: "410202", Aliases: []string{"龙亭区行政审批服务局"}},
		{Name: "龙亭区人民政府办公室", Region: "410202"},
		{Name: "龙亭区市场监督管理局", Region: "410202"},
		{Name: "龙亭区北书店街道办事处", Region: "410202"},
		{Name: "鼓楼区人民政府办公室", Region: "410204"},
	})
	for _, tc := range []struct{ title, path, want string }{
		{"龙亭区政务公开办公室2023年政府信息公开工作年度报告", "x.pdf", "龙亭区政务公开办公室"},
		{"开封市龙亭区政务公开办公室2023年政府信息公开工作年度报告", "x.pdf", "龙亭区政务公开办公室"},
		{"龙亭区政务办2023年政府信息公开工作年度报告", "x.pdf", "龙亭区政务公开办公室"},
		{"区政务公开办2023年政府信息公开工作年度报告", "龙亭区/x.pdf", "龙亭区政务公开办公室"},
		{"龙亭区行政审批服务局2023年政府信息公开工作年度报告", "x.pdf", "龙亭区政务服务和大数据管理局"},
		{"区政府办公室2023年政府信息公开工作年度报告", "龙亭区/x.pdf", "龙亭区人民政府办公室"},
		{"龍亭區人民政府辦公室2023年政府信息公開工作年度報告", "x.pdf", "龙亭区人民政府办公室"},
		{"⻰亭区市场监管局2023年政府信息公开工作年度报告", "x.pdf", "龙亭区市场监督管理局"},
		{"龙亭区北书店街道2023年政府信息公开工作年度报告", "x.pdf", "龙亭区北书店街道办事处"},
		{"区政府办公室2023年政府信息公开工作年度报告", "x.pdf", ""},
		{"龙亭区政务服务中心2023年政府信息公开工作年度报告", "x.pdf", ""},
	} {
		id := identify([]textLine{{tc.title, data.Position{Line: 1}}}, tc.path, Hints{})
		got, ok := roster.Match(id.agency, id.region)
		if ok != (tc.want != "") || got.Name != tc.want {
			t.Errorf("%s (%s): read as %q in %q, found %q, want %q", tc.title, tc.path, id.agency, id.region, got.Name, tc.want)
		}
	}
}
