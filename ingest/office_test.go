package ingest

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/ingest/ole/oletest"
)

// office names a directory to write workbooks to, for an office program to convert into the committed fixtures:
//
//	go test ./ingest -run TestOfficeFixtures -office DIR
//	soffice --headless --convert-to xls  --outdir ingest/testdata DIR/*.xlsx
//	soffice --headless --convert-to pdf  --outdir ingest/testdata DIR/*.xlsx
//	soffice --headless --convert-to html --outdir DIR DIR/*.xlsx
//	soffice --headless --infilter="HTML (StarWriter)" --convert-to docx:"MS Word 2007 XML" --outdir ingest/testdata DIR/*.html
//	soffice --headless --convert-to doc:"MS Word 97" --outdir ingest/testdata ingest/testdata/*.docx
var office = flag.String("office", "", "write the workbooks the office fixtures are converted from to this directory")

// officeText gives every cell of a form a text of its own, so that a figure read from a wrong cell cannot go unnoticed. Every
// eleventh cell holds something else than a plain figure, or nothing.
func officeText(e forms.Edition) map[data.CellID]string {
	texts := map[data.CellID]string{}
	odd := []string{"/", "—", "无", "", "约20"}
	n := 0
	for _, table := range e.Tables {
		for _, c := range table.Cells() {
			n++
			m, _ := forms.MeasureOf(c.Key)
			switch {
			case n%11 == 0:
				texts[c.CellID] = odd[n/11%len(odd)]
			case m.Kind == forms.Amount || m.Kind == forms.FreeAmount:
				texts[c.CellID] = fmt.Sprintf("%d.%02d", 7000+n, n%90+10)
			default:
				texts[c.CellID] = fmt.Sprint(n * 7)
			}
		}
	}
	return texts
}

func writeOffice(tb testing.TB, name string, e forms.Edition, split bool) {
	tb.Helper()
	texts := officeText(e)
	var b bytes.Buffer
	_, err := forms.WriteWorkbook(&b, e, forms.WorkbookOptions{
		Title:  "龙亭区政府办公室2023年政府信息公开工作年度报告",
		Prose:  map[int][]string{1: {"本年度按照要求开展工作。"}, 5: {"继续改进。"}, 6: {"无。"}},
		Values: func(id data.CellID) (string, bool) { v := texts[id]; return v, v != "" },
		Split:  split,
	})
	if err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*office, name), b.Bytes(), 0o644); err != nil {
		tb.Fatal(err)
	}
}

// officeFixtures are the official forms as an office program saved them, each with a text of its own in every cell.
var officeFixtures = []struct {
	file, edition string
	split         bool
}{
	{"office2021.xls", "2021", false},
	{"office2019.xls", "2019", true},
	{"office2021.pdf", "2021", false},
	{"office2019.pdf", "2019", true},
	{"office2021.docx", "2021", false},
	{"office2019.docx", "2019", true},
	{"office2021.doc", "2021", false},
	{"office2019.doc", "2019", true},
}

// What an office program saved in its own formats is read back cell by cell.
func TestOfficeFixtures(t *testing.T) {
	if *office != "" {
		for _, f := range officeFixtures {
			e, _ := forms.Named(f.edition)
			writeOffice(t, f.file[:len(f.file)-len(filepath.Ext(f.file))]+".xlsx", e, f.split)
		}
		return
	}
	for _, f := range officeFixtures {
		t.Run(f.file, func(t *testing.T) {
			b, err := os.ReadFile(filepath.Join("testdata", f.file))
			if err != nil {
				t.Fatal(err)
			}
			_, reports, err := Read(f.file, b, Hints{Region: "410202"})
			if err != nil {
				t.Fatal(err)
			}
			if len(reports) != 1 {
				t.Fatalf("%d reports", len(reports))
			}
			r := reports[0]
			if r.Agency != "龙亭区政府办公室" || r.Year != 2023 {
				t.Errorf("%s %d", r.Agency, r.Year)
			}
			e, _ := forms.Named(f.edition)
			texts := officeText(e)
			if len(r.Facts) != len(texts) {
				t.Errorf("%d facts of %d cells", len(r.Facts), len(texts))
			}
			for _, fact := range r.Facts {
				want := readCell(texts[fact.Cell()])
				if fact.State != want.state || want.state == data.StateNumber && !want.value.Equal(*fact.Value) {
					t.Errorf("%v: saved as %q, read as %q (%s) at %s", fact.Cell(), texts[fact.Cell()], fact.Raw, fact.State, fact.At)
				}
			}
			if len(r.Unmapped) > 0 {
				t.Errorf("unmapped: %v", r.Unmapped)
			}
			if i := slices.IndexFunc(r.Findings, func(f data.Finding) bool { return f.Check == "READ" }); i >= 0 {
				t.Errorf("not sure of what stands there: %s", r.Findings[i].Message)
			}
		})
	}
}

// Files of office programs that hold no tables to be read say what to do.
func TestOfficeFilesThatCannotBeRead(t *testing.T) {
	word := oletest.Container(map[string][]byte{"WordDocument": nil, "1Table": nil})
	var locked bytes.Buffer
	if _, err := excelize.NewFile().WriteTo(&locked, excelize.Options{Password: "x"}); err != nil {
		t.Fatal(err)
	}
	workbook, err := os.ReadFile("testdata/office2021.xls")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, path, content, want string
	}{
		{"password", "a.xlsx", locked.String(), "设有打开密码"},
		{"doc", "a.doc", string(word), "Word 文档打不开，可能已损坏"},
		{"doc renamed", "a.xls", string(word), "Word 文档打不开，可能已损坏"},
		{"xls cut off", "a.xls", string(workbook[:600]), "文件已损坏或没有下载完整"},
		{"xls broken", "a.xls", strings.Replace(string(workbook), "\x09\x08\x10\x00", "\x00\x00\x10\x00", 1), "工作簿打不开，可能已损坏"},
		{"pdf cut off", "a.pdf", "%PDF-1.7", "PDF 读不下去"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, err := Read(tc.path, []byte(tc.content), Hints{})
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want it to say %q", err, tc.want)
			}
		})
	}
}

// Office systems export web pages under the name of a workbook; they are read for what they are.
func TestPageNamedXLS(t *testing.T) {
	page := "<html><body><h1>龙亭区财政局2022年政府信息公开工作年度报告</h1><table>" +
		"<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>" +
		"<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr><tr><td>行政规范性文件</td><td>1</td><td>2</td><td>3</td></tr>" +
		"<tr><td>信息内容</td><td colspan=3>本年处理决定数量</td></tr><tr><td>行政许可</td><td colspan=3>97</td></tr></table></body></html>"
	doc, reports, err := Read("2022.xls", []byte(page), Hints{})
	if err != nil {
		t.Fatal(err)
	}
	if doc.Format != "html" || len(reports) != 1 || len(reports[0].Facts) != 7 {
		t.Fatalf("format %s, %d reports", doc.Format, len(reports))
	}
}
