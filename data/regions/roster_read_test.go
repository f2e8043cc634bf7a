package regions

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"tongjian/data"
)

// writeFile writes a file of the test's own and gives its path.
func writeFile(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func lines(problems []RosterProblem) string {
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintln(&b, p)
	}
	return b.String()
}

const rosterCSV = `开封市机构名录,,,
单位名称,别名（用；隔开）,起始年度,行政区划代码,区划,口径,统一社会信用代码,人口,类型,终止年度
龙亭区政府办公室,龙亭区政务公开办；龙亭区电子政务办、龙亭区政府办公室,2014,410202,龙亭区,本级,,,,
龙亭区人民政府,,,410202,,,,"381,200",,
北郊乡人民政府,,,410202001,,,,,乡镇,
鼓楼区财政局,,2019年,,开封市鼓楼区,,91350100M000100Y43,,部门,2024
顺河回族区民政局,,,,,,91350100M000100Y44,,,
,,,410202,,,,,,
,,,,,,,,,

水利局,,,,,,,,,
鼓楼区水利局,,,,鼓楼区,,,,,
鼓楼区教育局,,,410202,鼓楼区,,,,,
龙亭区水务局,,2020,410202,,,,,,2019
龙亭区体育局,,今年,410202,,,,,,
龙亭区档案局,,,410201,,,,,,
龙亭区统计局,,,419999,,,,,,
龙亭区信访局,,,410202,,半级,,,,
龙亭区司法局,,,410202,,,,约三万,事业单位,
开封市龙亭区政府办公室,,,410202,,,,,,
 龙亭区政府办公室 ,,,410202,,,,,,
金明区民政局,,,410211,,,,,,
龙亭区政务服务局,龙亭区政务公开办,,410202,,,,,,
龙亭区电子政务办,,,410202,,,,,,
`

const rosterProblems = `第7行“顺河回族区民政局”：统一社会信用代码91350100M000100Y44校验位应为3，现为4，请核对
第8行：没有机构名称（未导入）
第11行“水利局”：从名称看不出属于哪个区划，请填区划代码（未导入）
第12行“鼓楼区水利局”：叫“鼓楼区”的区划有4个，请填区划代码（未导入）
第13行“鼓楼区教育局”：区划代码410202是河南省开封市龙亭区，与区划“鼓楼区”不符（未导入）
第14行“龙亭区水务局”：起始年度2020晚于终止年度2019（未导入）
第15行“龙亭区体育局”：起始年度“今年”不是年份（未导入）
第16行“龙亭区档案局”：区划代码410201是汇总用的代码，不是一级政府，请填410200河南省开封市（未导入）
第17行“龙亭区统计局”：国家标准（GB/T 2260）中没有区划代码“419999”（未导入）
第18行“龙亭区信访局”：报告范围“半级”不认识，应为 本级 或 汇总（未导入）
第19行“龙亭区司法局”：类别“事业单位”不认识，按名称记为部门；可填 部门、乡镇街道 或 政府
第19行“龙亭区司法局”：人口“约三万”不是整数（单位：人），未采用
第21行“龙亭区政府办公室”：与第3行重复（未导入）
第22行“金明区民政局”：区划410211金明区已于2014年撤销，现为410202龙亭区；请核对终止年度
第3行“龙亭区政府办公室”：别名“龙亭区电子政务办”是第24行机构的名称，此名只认作后者
第23行“龙亭区政务服务局”：别名“龙亭区政务公开办”与第3行的别名相同，此名两者都不认
`

func TestReadRosterCSV(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(rosterCSV))
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"utf8.csv": []byte(rosterCSV), "mark.csv": []byte("\ufeff" + rosterCSV), "gb.CSV": gb,
		"crlf.csv": []byte(strings.ReplaceAll(rosterCSV, "\n", "\r\n")),
	} {
		agencies, problems, err := ReadRoster(writeFile(t, name, b))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(rosterProblems, lines(problems)); diff != "" {
			t.Errorf("%s: problems (-want +got)\n%s", name, diff)
		}
		want := []Agency{
			{Name: "龙亭区政府办公室", Region: "410202", Aliases: []string{"龙亭区政务公开办", "龙亭区电子政务办"}, Kind: KindDepartment,
				Scope: data.ScopeOwn, ExpectedFrom: 2014},
			{Name: "龙亭区人民政府", Region: "410202", Kind: KindGovernment, Scope: data.ScopeConsolidated, Population: 381200},
			{Name: "北郊乡人民政府", Region: "410202", Kind: KindTownship, Scope: data.ScopeOwn},
			{Name: "鼓楼区财政局", Region: "410204", Kind: KindDepartment, Scope: data.ScopeOwn, ExpectedFrom: 2019, ExpectedTo: 2024,
				CreditCode: "91350100M000100Y43"},
			{Name: "顺河回族区民政局", Region: "410203", Kind: KindDepartment, Scope: data.ScopeOwn, CreditCode: "91350100M000100Y44"},
			{Name: "龙亭区司法局", Region: "410202", Kind: KindDepartment, Scope: data.ScopeOwn},
			{Name: "开封市龙亭区政府办公室", Region: "410202", Kind: KindDepartment, Scope: data.ScopeOwn},
			{Name: "金明区民政局", Region: "410211", Kind: KindDepartment, Scope: data.ScopeOwn},
			{Name: "龙亭区政务服务局", Region: "410202", Aliases: []string{"龙亭区政务公开办"}, Kind: KindDepartment, Scope: data.ScopeOwn},
			{Name: "龙亭区电子政务办", Region: "410202", Kind: KindDepartment, Scope: data.ScopeOwn},
		}
		if diff := cmp.Diff(want, agencies, cmp.Transformer("noEmpty", func(s []string) string { return strings.Join(s, "|") })); diff != "" {
			t.Errorf("%s: agencies (-want +got)\n%s", name, diff)
		}
	}
}

func TestReadRosterWorkbook(t *testing.T) {
	f := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "说明：每个机构一行"} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	for sheet, rows := range map[string][][]any{
		"部门": {{"名录"}, {"区划代码", "名称"}, {410202, "龙亭区财政局"}, {nil, nil}, {"410202", nil}},
		"乡镇": {{"名称", "区划代码"}, {"龙亭区财政局", 410202}, {"北郊乡", 410202.0}},
	} {
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	// The order of sheets is that of the workbook, not of the map above.
	if err := f.MoveSheet("部门", "Sheet1"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "roster.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	agencies, problems, err := ReadRoster(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(agencies) != 2 || agencies[0].Name != "龙亭区财政局" || agencies[1].Name != "北郊乡" || agencies[1].Region != "410202" {
		t.Errorf("agencies %+v", agencies)
	}
	want := "工作表“部门”第5行：没有机构名称（未导入）\n工作表“乡镇”第2行“龙亭区财政局”：与工作表“部门”第3行重复（未导入）\n"
	if diff := cmp.Diff(want, lines(problems)); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
}

func TestReadRosterErrors(t *testing.T) {
	for name, c := range map[string]struct{ contents, want string }{
		"roster.xls":  {"x", "另存为 .xlsx"},
		"heads.csv":   {"a,b\n1,2\n", "表头"},
		"empty.csv":   {"", "表头"},
		"damaged.csv": {"机构名称\n\xff\xff\xff\xff", "编码"},
		"no.xlsx":     {"not a workbook", "no.xlsx"},
	} {
		_, _, err := ReadRoster(writeFile(t, name, []byte(c.contents)))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
	if _, _, err := ReadRoster(filepath.Join(t.TempDir(), "none.csv")); err == nil {
		t.Error("a file that is not there was read")
	}
}

// TestRosterRoundTrip writes rosters and reads them back, the same to the last field.
func TestRosterRoundTrip(t *testing.T) {
	all := All()
	word := rapid.StringOfN(rapid.RuneFrom([]rune("财政民卫生水利办公室=+-@'\"<&")), 1, 6, -1)
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		var want []Agency
		for i := range rapid.IntRange(0, 5).Draw(t, "agencies") {
			r := rapid.SampledFrom(all).Draw(t, "region")
			a := Agency{
				Name: fmt.Sprintf("%s%d局", word.Draw(t, "name"), i), Region: r.Code, Kind: rapid.SampledFrom([]string{KindDepartment, KindTownship, KindGovernment}).Draw(t, "kind"),
				Scope:        rapid.SampledFrom([]data.Scope{data.ScopeOwn, data.ScopeConsolidated}).Draw(t, "scope"),
				ExpectedFrom: rapid.SampledFrom([]int{0, 2008, 2021}).Draw(t, "from"), ExpectedTo: rapid.SampledFrom([]int{0, 2021, 2030}).Draw(t, "to"),
				Population: rapid.Int64Range(0, 1e9).Draw(t, "population"), Sample: r.Sample,
			}
			for n := range rapid.IntRange(0, 2).Draw(t, "aliases") {
				a.Aliases = append(a.Aliases, fmt.Sprintf("别%d-%d", i, n))
			}
			want = append(want, a)
		}
		path := filepath.Join(dir, "roster.xlsx")
		if err := WriteRoster(path, want); err != nil {
			t.Fatal(err)
		}
		first, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got, problems, err := ReadRoster(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			if p.Rejected {
				t.Errorf("problem: %v", p)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if err := WriteRoster(path, got); err != nil {
			t.Fatal(err)
		}
		if second, err := os.ReadFile(path); err != nil || !bytes.Equal(first, second) {
			t.Errorf("the same agencies gave other bytes (%v)", err)
		}
	})
}

// TestReadRegion takes every region, past ones too, by its code with its full name beside it.
func TestReadRegion(t *testing.T) {
	for _, r := range All() {
		if got, err := readRegion(r.Code, FullName(r.Code), "财政局"); err != nil || got != r.Code {
			t.Errorf("%s %s: %s, %v", r.Code, FullName(r.Code), got, err)
		}
	}
}

func TestKindOf(t *testing.T) {
	for name, want := range map[string]string{
		"龙亭区财政局": KindDepartment, "龙亭区人民政府办公室": KindDepartment, "龙亭区人民政府": KindGovernment, "北郊乡人民政府": KindTownship,
		"大兴街道办事处": KindTownship, "大五里镇": KindTownship, "乡村振兴局": KindDepartment, "开封市政府": KindGovernment,
	} {
		if got := kindOf(name); got != want {
			t.Errorf("kindOf(%s) = %s, want %s", name, got, want)
		}
	}
}
