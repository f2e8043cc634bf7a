package ingest

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongjian/data"
)

// An office's own summary: a row an agency, a column a row of the form, headings on three levels.
func TestSummarySheet(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	put := func(cell string, values ...any) {
		t.Helper()
		if err := f.SetSheetRow("Sheet1", cell, &values); err != nil {
			t.Fatal(err)
		}
	}
	put("A1", "龙亭区2023年政府信息公开工作年度报告汇总表")
	put("A2", "序号", "单位名称", "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "三、本年度办理结果", nil, nil, nil, nil, "四、结转下年度继续办理", "行政复议", nil, nil, nil, nil)
	put("E3", "（一）予以公开", "（二）部分公开", "（三）不予公开", nil, "（七）总计", nil, "结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
	put("G4", "1.属于国家秘密", "2.其他法律行政法规禁止公开")
	put("A5", 1, "龙亭区财政局", 20, 1, 10, 5, 1, 2, 18, 3, 1, 0, 0, 0, 1)
	put("A6", 2, "龙亭区教育局", 7, 0, 7, nil, "/", 0, 7, 0, 0, 0, 0, 0, 0)
	put("A7", nil, "合计", 27, 1, 17, 5, 1, 2, 25, 3, 1, 0, 0, 0, 1)
	for _, m := range [][2]string{{"A2", "A4"}, {"B2", "B4"}, {"C2", "C4"}, {"D2", "D4"}, {"E2", "I2"}, {"E3", "E4"}, {"F3", "F4"}, {"G3", "H3"},
		{"I3", "I4"}, {"J2", "J4"}, {"K2", "O2"}, {"K3", "K4"}, {"L3", "L4"}, {"M3", "M4"}, {"N3", "N4"}, {"O3", "O4"}, {"A1", "O1"}} {
		if err := f.MergeCell("Sheet1", m[0], m[1]); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	_, reports, err := Read("汇总.xlsx", b.Bytes(), Hints{})
	if err != nil {
		t.Fatal(err)
	}
	if len(reports) != 2 {
		t.Fatalf("%d reports, want the two agencies'", len(reports))
	}
	r := reports[0]
	if r.Agency != "龙亭区财政局" || r.Region != "410202" || r.Year != 2023 || r.Scope != data.ScopeOwn {
		t.Errorf("%s %s %d %s", r.Agency, r.Region, r.Year, r.Scope)
	}
	for _, tc := range []struct {
		key, column, value string
		at                 string
	}{
		{"requests.received", "total", "20", "Sheet1!C5"},
		{"requests.carried_in", "total", "1", "Sheet1!D5"},
		{"outcome.granted", "total", "10", "Sheet1!E5"},
		{"outcome.refused.law_forbidden", "total", "2", "Sheet1!H5"},
		{"outcome.total", "total", "18", "Sheet1!I5"},
		{"requests.carried_out", "total", "3", "Sheet1!J5"},
		{"review.upheld", "", "1", "Sheet1!K5"},
		{"review.total", "", "1", "Sheet1!O5"},
	} {
		f, ok := r.FactAt(data.CellID{Key: tc.key, Column: tc.column})
		if !ok || f.Value == nil || f.Value.String() != tc.value || f.At.String() != tc.at {
			t.Errorf("%s: %+v, want %s at %s", tc.key, f, tc.value, tc.at)
		}
	}
	if f, _ := reports[1].FactAt(data.CellID{Key: "outcome.partial", Column: "total"}); f.State != data.StateBlank {
		t.Errorf("a blank is %s", f.State)
	}
	if f, _ := reports[1].FactAt(data.CellID{Key: "outcome.refused.state_secret", Column: "total"}); f.State != data.StateSlash {
		t.Errorf("a slash is %s", f.State)
	}
}
