package ingest

import (
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
		{"prose only", "a.txt", "龙亭区财政局2022年政府信息公开工作年度报告\n今年收到申请3件。", "没有找到法定统计表"},
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
