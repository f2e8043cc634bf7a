package letters

import (
	"archive/zip"
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tongjian/data"
	"tongjian/data/filing"
	"tongjian/queries"
)

var update = flag.Bool("update", false, "write the letters as they are now to testdata; refused where the number of lines changes")

// hostile is a name that tries to be a mark, a field, a formula and XML.
const hostile = "# =cmd|' /C calc'!A0</w:t>{{.单位}}\x01## 二级\n[错误]\n> 落款"

func text(s string) *string { return &s }

func cell(label, key, raw string, line int) data.FindingCell {
	return data.FindingCell{Table: "3", Key: key, Column: "total", Label: label, Raw: raw, At: data.Position{Sheet: "年度报告", Line: line, Cell: 3}}
}

// found is what was found about three invented agencies: one with everything, one that has not reported, one all in order.
func found() []queries.Letter {
	one := queries.Letter{Agency: queries.Agency{ID: 7, Name: "星湖区教育局", Region: "990101", RegionName: "星湖区"}, Year: 2024, Scope: data.ScopeOwn,
		Report: 70, Title: "星湖区教育局2024年政府信息公开工作年度报告", Revision: 1, ReceivedAt: filing.Day(2025, 1, 28), Due: filing.Day(2025, 1, 31), Before: 60}
	add := func(f data.Finding, last ...*string) {
		one.Findings = append(one.Findings, queries.LetterFinding{Last: last,
			Finding: queries.Finding{ID: 100 + len(one.Findings), Report: 70, Agency: 7, AgencyName: one.Name, Year: 2024, Scope: data.ScopeOwn, Finding: f}})
	}
	add(data.Finding{Check: "T3-BALANCE", Severity: data.SeverityError, Table: "3", Left: "42", Right: "41", Difference: "1", Message: "表三“总计”一列不平。",
		Cells: []data.FindingCell{cell("一、本年新收·总计", "requests.received", "40", 8), cell("（七）总计·总计", "outcome.total", " 39件 ", 31)}}, text("35"), nil)
	add(data.Finding{Check: "Y-CARRY", Severity: data.SeverityWarning, Table: "3", Left: "2", Right: "-3", Difference: "5", Message: hostile,
		Cells: []data.FindingCell{cell("二、上年结转·总计", "requests.carried_in", "2", 9), {Table: "3", Key: "requests.carried_out", Column: "total", Label: "四、结转下年度·总计",
			Raw: "-3", Report: 60, Year: 2023, Agency: "星湖区教育局"}}}, text(""), nil)
	blank := data.Finding{Check: "BLANK", Severity: data.SeverityWarning, Table: "3", Message: "表三有 10 格空白。"}
	for i := range 10 {
		blank.Cells = append(blank.Cells, cell("空白格", "k"+string(rune('0'+i)), "", 40+i))
	}
	add(blank, make([]*string, 10)...)
	add(data.Finding{Check: "T3-OUTCOMES", Severity: data.SeverityWarning, Table: "3", Message: "无法核对：是空白。", Cells: blank.Cells[:2]}, nil, nil)
	add(data.Finding{Check: "ID-YEAR", Severity: data.SeverityWarning, Message: "标题与文件名的年度不同。"})
	add(data.Finding{Check: "N-ITEMS", Severity: data.SeverityNote, Message: "提示不写入。"})
	add(data.Finding{Check: "READ", Severity: data.SeverityWarning, Message: "读取存疑不写入。"})
	add(data.Finding{Check: "N-RECEIVED", Severity: data.SeverityWarning, Message: "文字与表格不同。"})
	two := queries.Letter{Agency: queries.Agency{ID: 8, Name: hostile, Region: "990101", RegionName: "星湖区"}, Year: 2024, Scope: data.ScopeConsolidated, Due: filing.Day(2025, 3, 31)}
	three := queries.Letter{Agency: queries.Agency{ID: 9, Name: "星湖区民政局", Region: "990101", RegionName: "星湖区"}, Year: 2024, Scope: data.ScopeOwn, Report: 90, ReceivedAt: filing.Day(2025, 1, 3), Due: filing.Day(2025, 1, 31)}
	four := three
	four.Report, four.Due = 0, filing.Day(2025, 4, 1)
	return []queries.Letter{one, two, three, four}
}

func batch() Batch {
	return NewBatch(found(), Options{Date: filing.Day(2025, 4, 1), Explained: func(f queries.Finding) (string, bool) {
		return "以表格为准，\n文字写错", f.Check == "N-RECEIVED"
	}})
}

// said is what a document says, a line a paragraph, with the paragraph's style before it.
func said(t *testing.T, file []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range regexp.MustCompile(`<w:pStyle w:val="(\w+)"/>(.*?)</w:p>`).FindAllStringSubmatch(string(body), -1) {
		words := regexp.MustCompile(`<w:br/>`).ReplaceAllString(p[2], "⏎")
		b.WriteString(p[1] + "\t" + regexp.MustCompile(`<[^>]*>`).ReplaceAllString(words, "") + "\n")
	}
	return b.String()
}

func TestLettersAsTheyAreSent(t *testing.T) {
	own, err := ReadTemplate("")
	if err != nil {
		t.Fatal(err)
	}
	b := batch()
	if len(b.Letters) != 2 || b.Missing() != 1 || len(b.Quiet) != 1 || b.Waiting != 1 {
		t.Fatalf("%d letters, %d of them reminders, %d quiet, %d waiting", len(b.Letters), b.Missing(), len(b.Quiet), b.Waiting)
	}
	for name, write := range map[string]func(io.Writer) error{
		"letter":   func(w io.Writer) error { return b.Letters[0].WriteDocx(w, own) },
		"reminder": func(w io.Writer) error { return b.Letters[1].WriteDocx(w, own) },
		"cover":    func(w io.Writer) error { return b.WriteDocx(w, "星湖区", 2024) },
	} {
		var one, two bytes.Buffer
		if err := write(&one); err != nil {
			t.Fatal(err)
		}
		if err := write(&two); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Errorf("%s: written twice it differs, %v", name, err)
		}
		got, path := said(t, one.Bytes()), filepath.Join("testdata", name+".txt")
		want, err := os.ReadFile(path)
		if *update && (err != nil || strings.Count(got, "\n") == bytes.Count(want, []byte("\n"))) {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(string(want), got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestWorkbookHasEveryCellAndRoomToAnswer(t *testing.T) {
	rows := func(write func(io.Writer) error, sheet string) [][]string {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	b := batch()
	list := rows(b.Letters[0].WriteXLSX, "问题清单")
	// Title, remark, head, then a line a cell: 2 wrong; 2, 10 and one without cells to answer; one explained.
	if len(list) != 3+2+2+10+1+1 {
		t.Errorf("%d lines", len(list))
	}
	if diff := cmp.Diff([]string{"1", "错误", "表三勾稽关系", "表三“总计”一列不平。", "42", "41", "1", "（七）总计·总计", "工作表“年度报告”C31", " 39件 ", "无此格"}, list[4]); diff != "" {
		t.Error(diff)
	}
	if last := list[len(list)-1]; last[len(last)-1] != "已说明：以表格为准， 文字写错" {
		t.Errorf("the explained finding: %q", last)
	}
	cover := rows(func(w io.Writer) error { return b.WriteXLSX(w, "星湖区", 2024) }, "清单")
	if diff := cmp.Diff([]string{"1", "星湖区", "星湖区教育局", "本级", "更正", "1", "3", "1", "1", "2025-01-28", "2025-01-31", "2025-04-11",
		"990101-0007-星湖区教育局-2024-更正.docx"}, cover[4]); diff != "" {
		t.Error(diff)
	}
	if name := b.Letters[1].FileName(); !strings.HasPrefix(name, "990101-0008-#") || strings.ContainsAny(name, "/\\:*?\"<>|\n\x01=") {
		t.Errorf("file name %q", name)
	}
}

// With a reminder comes the form of the year, for the agency it is about: nothing of it stays to be filled in but the report.
func TestAReminderBringsTheFormToReportOn(t *testing.T) {
	l := batch().Letters[1]
	var b bytes.Buffer
	if err := l.WriteXLSX(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	for cell, want := range map[string]string{"A1": clean(l.Name) + "2024年政府信息公开工作年度报告", "D2": clean(l.Name), "M2": "2024"} {
		if got, err := f.GetCellValue(sheet, cell); err != nil || got != want {
			t.Errorf("%s: %q, want %q, %v", cell, got, want, err)
		}
		if formula, _ := f.GetCellFormula(sheet, cell); (formula != "") != (cell == "A1") {
			t.Errorf("%s holds the formula %q", cell, formula)
		}
	}
	if name := l.WorkbookName(); !strings.HasPrefix(name, "990101-0008-#") || !strings.HasSuffix(name, "-2024-汇总-填报表") {
		t.Errorf("it is called %q", name)
	}
	if one := batch().Letters[0]; one.WorkbookName() != one.FileName() {
		t.Errorf("the list of %s is called %s", one.FileName(), one.WorkbookName())
	}
	l.Year = 1999
	if err := l.WriteXLSX(io.Discard); err == nil || !strings.Contains(err.Error(), "1999") {
		t.Errorf("a form of a year without one: %v", err)
	}
}

func TestWordingOfAnOffice(t *testing.T) {
	dir := t.TempDir()
	write := func(text string) string {
		path := filepath.Join(dir, TemplateFile)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	own, err := ReadTemplate(write("\ufeff// 说明\r\n# {{.年度}}年通知\r\n! {{.单位}}\r\n{{if gt .错误数 0}}## 有错\r\n[错误]\r\n{{end}}> 某某办公室\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := batch().Letters[1].WriteDocx(&b, own); err != nil {
		t.Fatal(err)
	}
	const want = "Title\t2024年通知\nAddressee\t# =cmd|&#39; /C calc&#39;!A0&lt;/w:t&gt;{{.单位}}## 二级 [错误] &gt; 落款\nSigned\t某某办公室\n"
	if diff := cmp.Diff(want, said(t, b.Bytes())); diff != "" {
		t.Error(diff)
	}
	for bad, says := range map[string]string{
		"# {{.单位名}}":                      "letter.txt 第 1 行：没有字段“.单位名”；可以用的字段是：.主管部门、",
		"第一行\n{{if .未报}}":                 "letter.txt:2",
		"\n\n[表格]":                        "letter.txt 第 3 行：没有表格“[表格]”；可以用的是 [错误]、[提醒]、[已说明]",
		"{{range .单位}}x{{end}}":           "只能写字段、if、else、end",
		"{{define \"x\"}}{{end}}a":        "不能用 {{define}}",
		"{{printf \"%1000000d\" 1}}":      "不能用“printf”",
		"{{$x := .单位}}":                   "不能用变量",
		"// 只有说明\n":                       "是空的",
		strings.Repeat("长", 100_000):      "太大",
		"{{if .未报}}{{else}}{{.无}}{{end}}": "没有字段“.无”",
	} {
		if _, err := ReadTemplate(write(bad)); err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.30q: %v, want %q", bad, err, says)
		}
	}
}

// The program's own wording names every field and table, so that its remarks are complete.
func TestTheOwnWordingExplainsEveryField(t *testing.T) {
	remarks := ""
	for line := range strings.Lines(DefaultText()) {
		if strings.HasPrefix(line, "//") {
			remarks += line
		}
	}
	for _, name := range fieldNames() {
		if !strings.Contains(remarks, "."+name) {
			t.Errorf("field .%s is not explained", name)
		}
	}
	for _, name := range tableNames() {
		if !strings.Contains(remarks, "["+name+"]") {
			t.Errorf("table [%s] is not explained", name)
		}
	}
}

func TestReplyIsDueTenDaysLaterUnlessSaid(t *testing.T) {
	for _, tc := range []struct{ reply, want time.Time }{{time.Time{}, filing.Day(2025, 4, 11)}, {filing.Day(2025, 4, 3), filing.Day(2025, 4, 3)}} {
		b := NewBatch(found(), Options{Date: filing.Day(2025, 4, 1), Reply: tc.reply})
		if got := b.Letters[0].Reply; !got.Equal(tc.want) {
			t.Errorf("reply by %s, want %s", got, tc.want)
		}
		if n := len(b.Letters[0].Explained); n != 0 {
			t.Errorf("%d explained by nobody", n)
		}
	}
}
