package forms

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongjian/data"
)

// openWritten writes a workbook and opens it again.
func openWritten(t *testing.T, e Edition, o WorkbookOptions) (*excelize.File, Places) {
	t.Helper()
	var buf bytes.Buffer
	places, err := WriteWorkbook(&buf, e, o)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&buf)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f, places
}

// cellOf gives the name of the sheet and of the cell a place stands for.
func cellOf(at data.Position) (sheet, cell string) { return at.Sheet, cellName(at.Cell, at.Line) }

func TestWorkbookHoldsExactlyItsValues(t *testing.T) {
	for _, e := range All() {
		for _, o := range []WorkbookOptions{
			{}, {Formulas: true}, {Texts: true}, {Split: true}, {TablesOnly: true, Top: 3, Left: 2}, {Split: true, Top: 1, Left: 1, Formulas: true},
		} {
			want := map[data.CellID]string{}
			spellings := []string{"0", "17", "—", "/", "无", "", "１２", "1,234", "12.5", "7730.2801", "-3", "约20", "007", "1e3", "55（含自然失效29件）", "<b>&"}
			for _, table := range e.Tables {
				for i, c := range table.Cells() {
					want[c.CellID] = spellings[i%len(spellings)]
				}
			}
			o.Values = func(id data.CellID) (string, bool) { v := want[id]; return v, v != "" }
			f, places := openWritten(t, e, o)
			if len(places) != len(want) {
				t.Errorf("%s %+v: %d cells placed, want %d", e.Name, o, len(places), len(want))
			}
			for id, at := range places {
				sheet, cell := cellOf(at)
				got, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
				if err != nil {
					t.Fatal(err)
				}
				if got != want[id] {
					t.Errorf("%s split=%v: %v at %v holds %q, want %q", e.Name, o.Split, id, at, got, want[id])
				}
			}
		}
	}
}

func TestWorkbookIsTheSameBytesEveryTime(t *testing.T) {
	e, _ := Named("2021")
	for _, o := range []WorkbookOptions{{template: true}, {Split: true}} {
		var first bytes.Buffer
		for i := range 8 {
			var b bytes.Buffer
			if _, err := WriteWorkbook(&b, e, o); err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				first = b
			}
			if !bytes.Equal(first.Bytes(), b.Bytes()) {
				t.Fatalf("split=%v: two workbooks of the same content differ", o.Split)
			}
		}
	}
}

func TestFormulasStandOnlyWhereTheyGiveTheValue(t *testing.T) {
	e, _ := Named("2021")
	values := map[data.CellID]string{}
	for _, route := range Routes() {
		for i, result := range Results() {
			values[data.CellID{Key: route.Key + "." + result.Key}] = strconv.Itoa([]int{1, 2, 3, 4, 10}[i])
		}
	}
	values[data.CellID{Key: "suit_direct.total"}] = "9" // wrong
	values[data.CellID{Key: "review.other"}] = "三"      // not a number: the rest adds up to 7
	f, places := openWritten(t, e, WorkbookOptions{Formulas: true,
		Values: func(id data.CellID) (string, bool) { v, ok := values[id]; return v, ok }})
	for key, want := range map[string]bool{"review.total": false, "suit_direct.total": false, "suit_after_review.total": true} {
		sheet, cell := cellOf(places[data.CellID{Key: key}])
		formula, err := f.GetCellFormula(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		if (formula != "") != want {
			t.Errorf("%s: formula %q, want one: %v", key, formula, want)
		}
	}
}

// template opens the template of an edition with its places.
func template(t *testing.T, e Edition) (*excelize.File, Places) {
	return openWritten(t, e, WorkbookOptions{template: true})
}

func TestTemplateFormulasAreAsCommitted(t *testing.T) {
	for _, e := range All() {
		f, places := template(t, e)
		var b strings.Builder
		for _, table := range e.Tables {
			for _, c := range table.Cells() {
				sheet, cell := cellOf(places[c.CellID])
				formula, err := f.GetCellFormula(sheet, cell)
				if err != nil {
					t.Fatal(err)
				}
				if formula != "" {
					fmt.Fprintf(&b, "%s %s %s\n  =%s\n", cell, c.Key, c.CellID.Column, formula)
				}
			}
		}
		validations, err := f.GetDataValidations(f.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range validations {
			fmt.Fprintf(&b, "%s\n  %s %s %s %s\n", v.Sqref, v.Type, v.Operator, v.Formula1, v.Formula2)
		}
		golden(t, "template"+e.Name+".txt", b.String())
	}
}

func TestUnfilledTemplateIsBlank(t *testing.T) {
	for _, e := range All() {
		f, places := template(t, e)
		for id, at := range places {
			sheet, cell := cellOf(at)
			stored, err := f.GetCellValue(sheet, cell)
			if err != nil {
				t.Fatal(err)
			}
			computed, err := f.CalcCellValue(sheet, cell)
			if err != nil {
				t.Fatalf("%v: %v", id, err)
			}
			if stored != "" || computed != "" {
				t.Errorf("%s %v: stored %q, computed %q, want blank", e.Name, id, stored, computed)
			}
		}
	}
}

func TestFilledTemplateComputesTotalsAndChecks(t *testing.T) {
	for _, e := range All() {
		// What is typed into one cell to break one identity, the line that then says so, and what it says.
		wrong, says, line := data.CellID{Key: "requests.carried_out", Column: "legal_service"}, []string{"不成立 法律服务机构（", "；总计（", "≠"}, 3
		lineCount := 8
		if e.Name == "2014" {
			wrong, says, line = data.CellID{Key: "suit.total"}, []string{"不成立 行政诉讼数量（", "≠"}, 2
			lineCount = 3
		}
		f, places := template(t, e)
		fill(t, f, e, places)
		for _, table := range e.Tables {
			for total, parts := range table.totals() {
				want := 0
				for _, id := range parts {
					want += number(t, f, places[id])
				}
				if got := number(t, f, places[total]); got != want || got == 0 {
					t.Errorf("%s %v: computed %d, want %d", e.Name, total, got, want)
				}
			}
		}
		lines := computedLines(t, f)
		if len(lines) != lineCount || !strings.HasPrefix(lines[1], "填写：") {
			t.Fatalf("%s: check lines %q", e.Name, lines)
		}
		all := len(places)
		if want := fmt.Sprintf("已填 %d / %d 格；勾稽关系全部成立", all, all); lines[0] != want {
			t.Errorf("%s: the status says %q, want %q", e.Name, lines[0], want)
		}
		for i, line := range lines {
			if strings.HasPrefix(line, "核对") && !strings.HasSuffix(line, "：成立") {
				t.Errorf("%s: line %d says %q", e.Name, i, line)
			}
			if strings.HasPrefix(line, "填写") && strings.Contains(line, "空白") {
				t.Errorf("%s: all is filled in and line %d says %q", e.Name, i, line)
			}
		}
		sheet, cell := cellOf(places[wrong])
		if err := f.SetCellInt(sheet, cell, 100); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellFormula(sheet, cell, ""); err != nil {
			t.Fatal(err)
		}
		lines = computedLines(t, f)
		for _, part := range says {
			if !strings.Contains(lines[line], part) {
				t.Errorf("%s: after an identity is broken the line says %q and not %q", e.Name, lines[line], part)
			}
		}
		if !strings.Contains(lines[0], "有 1 类不成立") {
			t.Errorf("%s: after an identity is broken the status says %q", e.Name, lines[0])
		}
	}
}

func TestChecksOfTables(t *testing.T) {
	for _, e := range All() {
		for _, table := range e.Tables {
			want := map[string]string{Statistics: "S14-SUM", "3": "T3-BALANCE T3-OUTCOMES T3-APPLICANTS", "4": "T4-SUM"}[table.ID]
			if got := strings.Join(table.checkNames(), " "); got != want {
				t.Errorf("%s %s: checks are %s, want %s", e.Name, table.Name(), got, want)
			}
			for _, name := range table.checkNames() {
				if describeCheck(name) == "" {
					t.Errorf("%s is not described", name)
				}
			}
		}
	}
}

// fill types a figure into every input cell so that every identity holds: each column's outcomes, one case carried over, and
// all of them received in the year.
func fill(t *testing.T, f *excelize.File, e Edition, places Places) {
	t.Helper()
	for _, table := range e.Tables {
		totals := table.totals()
		for i, c := range table.Cells() {
			if _, ok := totals[c.CellID]; ok {
				continue
			}
			value := i % 3
			rows := len(table.Cells()) / 7
			switch c.Key {
			case "requests.received":
				value = 0
				for row := 2; row < rows-2; row++ {
					value += (7*row + i) % 3
				}
			case "requests.carried_in", "requests.carried_out":
				value = 1
			}
			sheet, cell := cellOf(places[c.CellID])
			if err := f.SetCellInt(sheet, cell, int64(value)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func number(t *testing.T, f *excelize.File, at data.Position) int {
	t.Helper()
	sheet, cell := cellOf(at)
	text, err := f.CalcCellValue(sheet, cell)
	if err != nil {
		t.Fatalf("%v: %v", at, err)
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%v holds %q", at, text)
	}
	return n
}

// computedLines computes the sentences of the checks, from the top.
func computedLines(t *testing.T, f *excelize.File) []string {
	t.Helper()
	var lines []string
	sheet := f.GetSheetName(0)
	for row := 1; row < 80; row++ {
		formula, err := f.GetCellFormula(sheet, cellName(1, row))
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^"(填写|核对|已填)`).MatchString(formula) {
			continue
		}
		if len(formula) > 8000 {
			t.Errorf("row %d: a formula of %d characters is too long for a spreadsheet", row, len(formula))
		}
		text, err := f.CalcCellValue(sheet, cellName(1, row))
		if err != nil {
			t.Fatalf("row %d: %v", row, err)
		}
		lines = append(lines, text)
	}
	return lines
}

func TestEveryIdentityTurnsItsCellsRed(t *testing.T) {
	for _, e := range All() {
		f, places := template(t, e)
		formats, err := f.GetConditionalFormats(f.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		var ranges []string
		for cells := range formats {
			ranges = append(ranges, strings.Fields(cells)...)
		}
		for _, table := range e.Tables {
			for _, id := range table.Identities {
				_, cell := cellOf(places[id.Right[0]])
				if !slices.ContainsFunc(ranges, func(r string) bool { return r == cell || strings.HasPrefix(r, cell+":") }) {
					t.Errorf("%s %s %s: nothing turns %s red", e.Name, id.Check, id.Where, cell)
				}
			}
		}
	}
}

func TestAbsolute(t *testing.T) {
	for in, want := range map[string]string{
		"D7": "$D$7",
		"AND(COUNT(D7:J8)>0,SUM(A1)<>SUM(AA10,B2))": "AND(COUNT($D$7:$J$8)>0,SUM($A$1)<>SUM($AA$10,$B$2))",
	} {
		if got := absolute(in); got != want {
			t.Errorf("absolute(%q) = %q, want %q", in, got, want)
		}
	}
}

// Printed, no heading stands at the foot of a page with what it heads on the next, and a table is on the page of its heading.
func TestHeadingsStayWithWhatFollows(t *testing.T) {
	long := strings.Repeat("本机关依法办理政府信息公开申请，逐件登记、逐件答复。", 24)
	for _, e := range All() {
		for name, o := range map[string]WorkbookOptions{
			"empty": {}, "template": {template: true}, "tables": {TablesOnly: true}, "split": {Split: true}, "placed": {Top: 2, Left: 1},
			"draft":    {Title: "星湖区2024年政府信息公开工作年度报告", Note: "草稿", Prose: map[int][]string{1: {"（请填写）"}, 5: {"（请填写）"}, 6: {"（请填写）"}}},
			"written":  {Opening: []string{"按照规定编制本报告。"}, Prose: map[int][]string{1: {long, long}, 5: {long, long}, 6: {"无。"}}},
			"at great": {Prose: map[int][]string{1: slices.Repeat([]string{long}, 30), 5: slices.Repeat([]string{"没有。"}, 60), 6: {"无。"}}},
		} {
			f, _ := openWritten(t, e, o)
			for _, sheet := range f.GetSheetList() {
				pages := printed(t, f, sheet)
				for i, page := range pages {
					if page.height > 842-2*36 {
						t.Errorf("%s %s %s: page %d is %.0f points high", e.Name, name, sheet, i+1, page.height)
					}
					if last := page.rows[len(page.rows)-1]; i < len(pages)-1 && heading.MatchString(last) {
						t.Errorf("%s %s %s: %q is the last of page %d", e.Name, name, sheet, last, i+1)
					}
					holds := func(begin string) bool {
						return slices.ContainsFunc(page.rows, func(row string) bool { return strings.HasPrefix(row, begin) })
					}
					if holds("三、收到和处理") && !holds("四、结转下年度") || holds("四、政府信息公开行政复议") && !holds("行政复议|行政诉讼") {
						t.Errorf("%s %s %s: a table is not with its heading on page %d", e.Name, name, sheet, i+1)
					}
				}
			}
		}
	}
}

// heading is how chapters begin, unlike the rows of table 三, which stand in tables.
var heading = regexp.MustCompile(`^[一二三四五六]、(总体|主动|收到|政府信息公开行政|存在|其他需要)[^|]*$`)

// page is a printed page: what its rows that hold something say, and how high all of them are.
type page struct {
	rows   []string
	height float64
}

// printed parts a sheet where its page breaks are.
func printed(t *testing.T, f *excelize.File, sheet string) []page {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	index, err := f.GetSheetIndex(sheet)
	if err != nil {
		t.Fatal(err)
	}
	part, _ := f.Pkg.Load(fmt.Sprintf("xl/worksheets/sheet%d.xml", index+1))
	begins := map[int]bool{}
	for _, b := range regexp.MustCompile(`<brk id="(\d+)"`).FindAllSubmatch(part.([]byte), -1) {
		above, _ := strconv.Atoi(string(b[1]))
		begins[above] = true
	}
	pages := []page{{}}
	for i, cells := range rows {
		if begins[i] {
			pages = append(pages, page{})
		}
		p := &pages[len(pages)-1]
		high, err := f.GetRowHeight(sheet, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if p.height += high; strings.Join(cells, "") != "" {
			p.rows = append(p.rows, strings.Join(slices.DeleteFunc(cells, func(c string) bool { return c == "" }), "|"))
		}
	}
	return pages
}
