package xlsx_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"tongjian/dashboard/xlsx"
)

func sheets() []xlsx.Sheet {
	columns := []xlsx.Column{{Head: "单位", Width: 20, Left: true}, {Head: "件数", Width: 8}, {Head: "金额", Width: 8}, {Head: "应报", Width: 8}}
	exact := decimal.RequireFromString("12345678901234.5678")
	return []xlsx.Sheet{
		{Name: "第一张", Title: "题目", Remarks: []string{"说明一", "说明二"}, Columns: columns, Frozen: 1, Rows: [][]any{
			{`=cmd|' /C calc'!A0`, 0, decimal.RequireFromString("0.10"), true},
			{"@单位", nil, exact, false},
			{strings.Repeat("长", 40_000), nil, nil, nil},
		}},
		{Name: "第二张", Title: "没有行", Columns: columns[:1]},
	}
}

func written(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := xlsx.Write(&b, "题目", sheets()...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCellsSayWhatTheyWereGiven(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("第一张", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	long := rows[6][0]
	rows[6] = nil
	want := [][]string{{"题目"}, {"说明一"}, {"说明二"}, {"单位", "件数", "金额", "应报"},
		{`=cmd|' /C calc'!A0`, "0", "0.1", "是"}, {"@单位", "", "12345678901234.5678", "否"}, nil}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	if !strings.HasSuffix(long, "……（原文共 40000 字，此处未列全）") || len([]rune(long)) > 32_767 {
		t.Errorf("a long text ends in %q", long[len(long)-60:])
	}
	// Text that looks like a formula is none, and a cell without a value is empty, not 0.
	for at, formula := range map[string]bool{"A5": false, "A6": false} {
		if text, err := f.GetCellFormula("第一张", at); err != nil || (text != "") != formula {
			t.Errorf("%s: formula %q, %v", at, text, err)
		}
	}
	if kind, err := f.GetCellType("第一张", "B6"); err != nil || kind != excelize.CellTypeUnset {
		t.Errorf("the empty cell is of type %v, %v", kind, err)
	}
}

// A title may hold the name of an agency, of any length.
func TestATitleOfAnyLengthIsWritten(t *testing.T) {
	long := strings.Repeat("局", 4000)
	s := xlsx.Sheet{Name: "表", Title: long, Remarks: []string{long}, Columns: []xlsx.Column{{Head: "单位", Width: 10}}, Rows: [][]any{{long}}}
	if err := xlsx.Write(io.Discard, long, s); err != nil {
		t.Error(err)
	}
}

func TestSheetsArePrintedOnePageWideWithTheirHeads(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range []string{"第一张", "第二张"} {
		layout, err := f.GetPageLayout(sheet)
		if err != nil || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 || *layout.Orientation != "landscape" || *layout.Size != 9 {
			t.Errorf("%s: layout %+v, %v", sheet, layout, err)
		}
		props, err := f.GetSheetProps(sheet)
		if err != nil || props.FitToPage == nil || !*props.FitToPage {
			t.Errorf("%s is not fitted to the page", sheet)
		}
	}
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Scope+n.Name] = n.RefersTo
	}
	if names["第一张_xlnm.Print_Titles"] != "'第一张'!$4:$4" || names["第一张_xlnm.Print_Area"] != "'第一张'!$A$1:$D$7" {
		t.Errorf("names %v", names)
	}
}

// A sheet too wide to be read on one page goes over several, each with the columns that tell its rows apart.
func TestAWideSheetStaysReadableInPrint(t *testing.T) {
	s := xlsx.Sheet{Name: "逐格", Title: "底册", Frozen: 2, Columns: []xlsx.Column{{Head: "表", Width: 7}, {Head: "格", Width: 44}}}
	for range 40 {
		s.Columns = append(s.Columns, xlsx.Column{Head: "单位", Width: 13})
	}
	var b bytes.Buffer
	if err := xlsx.Write(&b, "底册", s); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	layout, err := f.GetPageLayout(s.Name)
	if err != nil || *layout.FitToWidth != 3 || *layout.FitToHeight != 0 {
		t.Errorf("layout %+v, %v", layout, err)
	}
	for _, n := range f.GetDefinedName() {
		if n.Name == "_xlnm.Print_Titles" && n.RefersTo != "'逐格'!$A:$B,'逐格'!$2:$2" {
			t.Errorf("repeated: %s", n.RefersTo)
		}
	}
	merged, err := f.GetMergeCells(s.Name)
	if err != nil || len(merged) != 1 || merged[0].GetEndAxis() != "B1" {
		t.Errorf("the title does not stand on every page: %v, %v", merged, err)
	}
}

func TestTheSameSheetsGiveTheSameBytes(t *testing.T) {
	if !bytes.Equal(written(t), written(t)) {
		t.Error("two writings differ")
	}
}
