package charts

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"tongjian/data/metrics"
	"tongjian/queries"
)

func TestPanelsOfAComparisonShareAScale(t *testing.T) {
	list, err := CompareAs(ViewMultiples, testComparing(ViewMultiples, testYears), testLinks())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		var ends []string
		for _, p := range c.Panels {
			var o struct {
				YAxis []struct{ Min, Max json.Number }
			}
			if err := json.Unmarshal(p.Option, &o); err != nil {
				t.Fatal(err)
			}
			ends = append(ends, o.YAxis[0].Min.String()+"–"+o.YAxis[0].Max.String())
		}
		if len(ends) != 3 || len(slices.Compact(ends)) != 1 {
			t.Errorf("%s: scales %q", c.Name, ends)
		}
	}
}

func TestViewsOfOneYearSayThereIsNoChange(t *testing.T) {
	for _, v := range []View{ViewDumbbell, ViewSlope} {
		list, err := CompareAs(v, testComparing(v, testYears[2:]), testLinks())
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != 2 || len(list[0].Panels) != 0 || list[0].Empty != oneYear {
			t.Errorf("%s draws %d panels of one year, says %q", v, len(list[0].Panels), list[0].Empty)
		}
	}
}

func TestFunnelCountsNothingTwice(t *testing.T) {
	list, err := CompareAs(ViewFunnel, testComparing(ViewFunnel, testYears), testLinks())
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 { // requests.received is no share
		t.Fatalf("%d charts", len(list))
	}
	// 示例市 holds the two districts; 青禾区 has 3 of 7, too few for a dot and part of the sum.
	option := string(list[0].Panels[0].Option)
	if strings.Contains(option, `"h":"示例市"`) || strings.Contains(option, `"h":"青禾区"`) || !strings.Contains(list[0].Reading, "示例市含其他比较对象") {
		t.Errorf("drawn: %s\nsaid: %s", option, list[0].Reading)
	}
	if want := fixed(float64(17+3) / float64(60+7) * 100); !strings.Contains(option, `["0","`+string(want)) && !strings.Contains(option, `[0,`+string(want)+`]`) {
		t.Errorf("the overall rate is not %s: %s", want, option)
	}
}

func TestRankingLeavesOutWhatIsTooFew(t *testing.T) {
	list, err := CompareAs(ViewRank, testComparing(ViewRank, testYears), testLinks())
	if err != nil {
		t.Fatal(err)
	}
	rows := list[1].Table.Rows
	var labels []string
	for _, r := range rows {
		labels = append(labels, r.Label)
	}
	want := []string{"1　星湖区</script><b>{a|b}", "2　示例市", "青禾区", "同级上四分位", "同级中位数", "同级下四分位"}
	if !slices.Equal(labels, want) {
		t.Errorf("rows %q, want %q", labels, want)
	}
	if text := Text(rows[4].Cells[0].Value); text != "23 %" {
		t.Errorf("the median is %q", text)
	}
	// What lies beyond an axis is not drawn: it must reach the upper quartile and every interval.
	var o struct {
		XAxis []struct{ Max json.Number }
	}
	if err := json.Unmarshal(list[1].Panels[0].Option, &o); err != nil {
		t.Fatal(err)
	}
	if top, err := o.XAxis[0].Max.Int64(); err != nil || top < 92 {
		t.Errorf("the axis ends at %s", o.XAxis[0].Max)
	}
	if !strings.Contains(list[0].Reading, "没有同级中位带") {
		t.Errorf("nothing says why there is no band: %s", list[0].Reading)
	}
}

func TestShadesOfShares(t *testing.T) {
	row := func(figures ...queries.Figure) Row {
		var r Row
		for _, f := range figures {
			r.Cells = append(r.Cells, Cell{Figure: f})
		}
		return r
	}
	table := Table{Rows: []Row{row(rate(10, 100), rate(12, 100), rate(3, 9), gap(metrics.ReasonNoReport), rate(50, 100))}}
	for j, want := range []string{"var(--heat-0)", "var(--heat-0)", "var(--ground)", "var(--ground)", "var(--heat-7)"} {
		if got, _ := shade(table, 0, j, false); got != want {
			t.Errorf("field %d: %s, want %s", j, got, want)
		}
	}
	// Ripples are not blown up to waves.
	flat := Table{Rows: []Row{row(rate(50, 100), rate(52, 100))}}
	if got, _ := shade(flat, 0, 1, false); got != "var(--heat-1)" {
		t.Errorf("two points more: %s", got)
	}
}

func TestSlopeLabelsStandApart(t *testing.T) {
	s := slopeLabels([]slopeLabel{{50, "b"}, {50, "c"}, {10, "a"}, {99, "e"}, {98, "d"}}, 1, "right", 5, 0, 100)
	items, _ := s.Data.([]item)
	var names, places []string
	for _, it := range items {
		at, _ := it.Value.([]any)
		y, _ := at[1].(json.Number)
		names, places = append(names, it.Name), append(places, y.String())
	}
	if !slices.Equal(names, []string{"a", "b", "c", "d", "e"}) || !slices.Equal(places, []string{"10.00", "47.50", "52.50", "95.00", "100.00"}) {
		t.Errorf("%q at %q", names, places)
	}
}

func TestSnugCeiling(t *testing.T) {
	for in, want := range map[string]int64{"0": 4, "5": 6, "9": 10, "11": 12, "13": 16, "61.5": 80, "104": 120, "1073": 1200, "2001": 2400} {
		if got := snugCeiling(decimal.RequireFromString(in)); got != want {
			t.Errorf("snugCeiling(%s) = %d, want %d", in, got, want)
		}
	}
}

// A funnel asks who stands outside its limits, and says so; who lies within is not named.
func TestWhoStandsOutsideIsNamed(t *testing.T) {
	dot := func(name, n, share string) item {
		return item{Head: name, Value: []any{json.Number(n), json.Number(share)}}
	}
	dots := []item{dot("甲", "40", "45"), dot("乙", "40", "12"), dot("丙", "400", "2"), dot("丁", "12", "20"), {Head: "戊", Value: []any{json.Number("9"), nil}}}
	if got, want := nameOutside(dots, 0.12), "高于 99.8% 控制限：甲。低于 99.8% 控制限：丙。"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var named []string
	for _, d := range dots {
		if d.Label != nil {
			named = append(named, d.Name)
		}
	}
	if !slices.Equal(named, []string{"甲", "丙"}) {
		t.Errorf("named in the chart: %q", named)
	}
	if got := nameOutside(dots[1:2], 0.12); got != "没有落在 99.8% 控制限之外的。" {
		t.Error(got)
	}
}
