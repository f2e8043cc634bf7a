package charts

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"tongjian/data/metrics"
	"tongjian/queries"
)

// option is what the tests read of an option.
type option struct {
	Series []struct {
		Name, Type   string
		Data         []json.RawMessage
		ConnectNulls *bool
		MarkLine     *struct {
			Data []struct {
				Name  string
				XAxis float64
			}
		}
	}
	Tooltip struct{ Formatter *string }
}

type point1 struct {
	Value json.RawMessage
	T, N  string
	U     string
}

func chartNamed(t *testing.T, page, name string) Chart {
	t.Helper()
	for _, c := range everyChart(t)[page] {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("%s has no chart %s", page, name)
	return Chart{}
}

func decodeOption(t *testing.T, raw json.RawMessage) option {
	t.Helper()
	var o option
	if err := json.Unmarshal(raw, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

func decodePoint(t *testing.T, raw json.RawMessage) point1 {
	t.Helper()
	var p point1
	if err := json.Unmarshal(raw, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAGapIsNullAndLinesDoNotBridgeIt(t *testing.T) {
	c := chartNamed(t, "volumes", "volumes-parts")
	o := decodeOption(t, c.Panels[1].Option)
	for _, s := range o.Series {
		if s.Name != "本年新收" {
			continue
		}
		if s.ConnectNulls == nil || *s.ConnectNulls {
			t.Error("the line bridges gaps")
		}
		p := decodePoint(t, s.Data[1])
		if string(p.Value) != "null" || p.T != metrics.Gap || p.N != "没有报告" {
			t.Errorf("the gap is %s, %q, %q", p.Value, p.T, p.N)
		}
		return
	}
	t.Error("no line")
}

func TestFiguresStayExact(t *testing.T) {
	c := chartNamed(t, "volumes", "volumes-trend")
	p := decodePoint(t, decodeOption(t, c.Panels[0].Option).Series[1].Data[0])
	if string(p.Value) != "1234567" || p.T != "1,234,567 件" {
		t.Errorf("value %s, text %q", p.Value, p.T)
	}
	amount := decimal.RequireFromString("79228162514264.3375")
	v := metrics.Value{Kind: metrics.KindCount, Unit: "万元", K: &amount}
	if got := number(v); got != json.Number("79228162514264.3375") {
		t.Errorf("an amount is drawn as %v", got)
	}
}

func TestFewCasesAreNotDrawnAsARate(t *testing.T) {
	few, enough := share(n(3), n(9)), share(n(3), n(10))
	if number(few.Value) != nil || Text(few.Value) != "3/9 件" || !strings.Contains(Notes(few), "不足 10 件") {
		t.Errorf("3 of 9: %v, %q, %q", number(few.Value), Text(few.Value), Notes(few))
	}
	if number(enough.Value) == nil || Text(enough.Value) != "30.0%（3/10）" || !strings.Contains(Notes(enough), "95% 区间 10.8%–60.3%") {
		t.Errorf("3 of 10: %v, %q, %q", number(enough.Value), Text(enough.Value), Notes(enough))
	}
	// In a chart of shares the bar is left out, and the reason stands in its place.
	raw := string(chartNamed(t, "outcomes", "outcomes-parts").Panels[0].Option)
	if !strings.Contains(raw, "共 2 件，不足 10 件，不画构成") {
		t.Error("the chart does not say why a bar is missing")
	}
}

func TestNothingFromAReportCanRun(t *testing.T) {
	for page, list := range everyChart(t) {
		for _, c := range list {
			for _, p := range c.Panels {
				text := string(p.Option)
				if !json.Valid(p.Option) || strings.ContainsAny(text, "<>&") {
					t.Errorf("%s %s: the option can end its block", page, c.Name)
				}
				if strings.Contains(text, "__f__") || strings.Contains(text, "function") {
					t.Errorf("%s %s: the option holds a function", page, c.Name)
				}
				if strings.Contains(text, "{}") && strings.Contains(text, `"value":{}`) {
					t.Errorf("%s %s: a gap is {}", page, c.Name)
				}
			}
		}
	}
}

func TestBreaksAreMarkedLeftOfTheirYear(t *testing.T) {
	var found []string
	for _, s := range decodeOption(t, chartNamed(t, "reviews", "reviews-rates").Panels[0].Option).Series {
		if s.MarkLine != nil {
			for _, m := range s.MarkLine.Data {
				found = append(found, m.Name)
				if m.XAxis != 1.5 { // between 2022 and 2023
					t.Errorf("%s stands at %v", m.Name, m.XAxis)
				}
			}
		}
	}
	if len(found) != 1 || found[0] != "复议前置 · 区划调整" {
		t.Errorf("marks %q: want those of the year together, and not the edition's, which does not concern table 四", found)
	}
}

func TestAMissingFieldOfAHeatMapIsHatched(t *testing.T) {
	o := decodeOption(t, chartNamed(t, "outcomes", "outcomes-reasons").Panels[0].Option)
	for _, s := range o.Series {
		hatched := 0
		for _, raw := range s.Data {
			if strings.Contains(string(raw), `"decal"`) {
				hatched++
			}
			if strings.Contains(string(raw), `"name":"0"`) && strings.Contains(string(raw), `"decal"`) {
				t.Error("a reported zero looks like a gap")
			}
		}
		if want := map[string]int{"数字": 0, "未报": 3}[s.Name]; hatched != want {
			t.Errorf("%s: %d hatched fields, want %d", s.Name, hatched, want)
		}
	}
}

func TestTheTableHasWhatTheChartHas(t *testing.T) {
	for page, list := range everyChart(t) {
		for _, c := range list {
			if c.Title == "" || c.Unit == "" || c.Name == "" || len(c.Table.Rows) == 0 {
				t.Errorf("%s %s: title %q, unit %q, %d rows", page, c.Name, c.Title, c.Unit, len(c.Table.Rows))
			}
			if len(c.Panels) == 0 && c.Empty == "" && c.Name != "proactive-all" && !strings.HasSuffix(c.Name, "-differences") {
				t.Errorf("%s %s: nothing is drawn and nothing says why", page, c.Name)
			}
			for _, row := range c.Table.Rows {
				if len(row.Cells) != len(c.Table.Columns) {
					t.Errorf("%s %s: row %s has %d cells under %d columns", page, c.Name, row.Label, len(row.Cells), len(c.Table.Columns))
				}
			}
		}
	}
}

func TestNothingToDrawSaysSo(t *testing.T) {
	v := testVolumes()
	for i := range v.Total.Years {
		none := gap(metrics.ReasonOtherBasis)
		v.Total.Years[i] = queries.VolumeYear{Year: testYears[i], Received: none, CarriedIn: none, Closed: none, CarriedOut: none}
	}
	c, err := volumesTrend(v, testLinks())
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Panels) != 0 || c.Empty != nothing || c.Table.Rows[0].Cells[0].Absent != metrics.ReasonOtherBasis {
		t.Errorf("%d panels, %q", len(c.Panels), c.Empty)
	}
}

func TestNiceCeiling(t *testing.T) {
	for in, want := range map[string]int64{"0": 4, "4": 4, "5": 6, "9": 10, "11": 20, "39.5": 40, "1926": 2000, "2001": 4000, "80000.1": 100000} {
		if got := niceCeiling(decimal.RequireFromString(in)); got != want {
			t.Errorf("niceCeiling(%s) = %d, want %d", in, got, want)
		}
	}
}

func TestHeatMarksOnlyWhatChanceCannotExplain(t *testing.T) {
	cell := func(k, m int64) Cell { return Cell{Figure: rate(k, m)} }
	table := Table{Rows: []Row{{Sum: true, Cells: []Cell{cell(200, 1000)}}, {Cells: []Cell{cell(60, 100)}}, {Cells: []Cell{cell(22, 100)}}, {Cells: []Cell{cell(1, 100)}}}}
	for i, want := range []string{"var(--ground)", "var(--above)", "var(--heat-0)", "var(--below)"} {
		if got, _ := heatPaint(table, i, 0, true); got != want {
			t.Errorf("row %d: %s, want %s", i, got, want)
		}
	}
}

// Charts are drawn beside each other, and one that panics does so where the request is answered, not where nobody would catch it.
func TestAPanicReachesTheCaller(t *testing.T) {
	defer func() {
		if got := recover(); got != "no room" {
			t.Errorf("recovered %v", got)
		}
	}()
	_, err := collect(
		entry{6, func() (Chart, error) { return Chart{Name: "a"}, nil }},
		entry{6, func() (Chart, error) { panic("no room") }},
	)
	t.Errorf("collected, with error %v", err)
}

// The order of a page is that of its entries, whichever is drawn first.
func TestChartsStandInOrder(t *testing.T) {
	var entries []entry
	for i := range 50 {
		entries = append(entries, entry{i, func() (Chart, error) { return Chart{Name: itoa(i)}, nil }})
	}
	list, err := collect(entries...)
	if err != nil || len(list) != len(entries) {
		t.Fatalf("%d charts, %v", len(list), err)
	}
	for i, c := range list {
		if c.Name != itoa(i) || c.Columns != i {
			t.Errorf("chart %d is %s in %d columns", i, c.Name, c.Columns)
		}
	}
}
