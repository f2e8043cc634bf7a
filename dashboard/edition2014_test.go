package dashboard

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/queries"
)

// A figure leads to a cell the report's own form prints.
func TestCellsOfEachForm(t *testing.T) {
	for _, tc := range []struct {
		measure, applicant string
		year               int
		want               string
	}{
		{"requests.received", "total", 2017, "requests.received:total"},
		{"outcome.granted", "total", 2021, "outcome.granted:total"},
		{"outcome.granted", "total", 2017, "outcome2014.already_public:total"},
		{"outcome.unavailable.not_held", "total", 2014, "outcome2014.not_this_agency:total"},
		{"outcome.refused", "total", 2017, "outcome.refused:total"},
		{"outcome.refused", "total", 2021, "outcome.refused.state_secret:total"},
		{"outcome.other", "total", 2019, "outcome.other:total"},
		{"suit.total", "", 2016, "suit.total"},
		{"suit.total", "", 2020, "suit_direct.total"},
		{"requests.carried_in", "total", 2017, "requests.carried_in:total"}, // not asked: the page says so
		{"requests.received", "total", 2012, "requests.received:total"},     // before every form
	} {
		if got := printedCell(tc.measure, tc.applicant, tc.year); got != tc.want {
			t.Errorf("%s of %d is read from %s, want %s", tc.measure, tc.year, got, tc.want)
		}
	}
}

func TestReportOnTheFormOf2014(t *testing.T) {
	figure := reportOf(0, 2017)
	r := &queries.ReportDetail{ReportHead: queries.ReportHead{ID: 5, Year: 2017}, Editions: figure.Editions, Facts: figure.Facts}
	if got := editionsText(r); got != "统计表 2014" {
		t.Errorf("editions %q", got)
	}
	for id, want := range map[data.CellID]string{
		{Key: "requests.received", Column: "total"}: "统计表 （一）收到申请数",
		{Key: "review.total"}:                       "统计表 四、行政复议数量",
		{Key: "suit.other"}:                         "统计表 五、行政诉讼数量 （三）其他情形数",
		{Key: "permits.decided"}:                    "表二 行政许可·本年处理决定数量", // not on this form: named as on the newest
	} {
		if got := cellLabel(r, id); got != want {
			t.Errorf("%v is called %q, want %q", id, got, want)
		}
	}
	table := layTable(r, forms.Statistics, nil, data.CellID{Key: "review.total"}, nil)
	if !table.InForce || len(table.Lines) != 66 {
		t.Fatalf("in force %v, %d lines", table.InForce, len(table.Lines))
	}
	var got [][]string
	for _, line := range table.Lines[:4] {
		var cells []string
		for _, c := range line {
			cells = append(cells, c.Class+"|"+c.Text)
		}
		got = append(got, cells)
	}
	want := [][]string{{"|统计指标", "|单位", "|统计数"}, {"above|一、主动公开情况"},
		{"|　（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "unit|条", "|0"}, {"|　　其中：主动公开规范性文件数", "unit|条", "|0"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("lines (-want +got):\n%s", d)
	}
}

func TestGlossaryTellsOfBridges(t *testing.T) {
	for key, want := range map[string]string{
		"outcome.granted":  "2021、2019、2014（近似） / 2014 版式：属于已主动公开范围 + 同意公开（含已主动公开、只告知获取方式的申请）",
		"requests.on_time": "2014 / ",
		"suit.pending":     "2021、2019 / 未经复议直接起诉：尚未审结 + 复议后起诉：尚未审结",
	} {
		m, _ := forms.MeasureOf(key)
		g := describeMeasure(m)
		if got := g.Editions + " / " + g.Formula; got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}
