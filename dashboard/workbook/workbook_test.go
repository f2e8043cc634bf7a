package workbook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"tongjian/dashboard/charts"
	"tongjian/data/metrics"
	"tongjian/queries"
)

var made = time.Date(2026, 1, 20, 1, 30, 0, 0, time.UTC)

// written writes a book and opens what was written.
func written(t *testing.T, book Book) (*excelize.File, []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, book); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f, b.Bytes()
}

// hostile are texts as an agency might choose them.
func hostile() []string {
	return []string{`=cmd|' /C calc'!A0`, "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "'=1", "</v><f>1+1</f>", "_x0041_", "a\nb", " 空格 ", "𠮷野家",
		"-", "-5", "1,234", "2024", "TRUE", "1e5", "#REF!", "<b>&amp;</b>"}
}

func TestTextStaysTextAndNumbersNumbers(t *testing.T) {
	list := List{Name: "清单", Columns: []string{"=文字", "数"}}
	for i, text := range hostile() {
		list.Rows = append(list.Rows, []any{text, i})
	}
	list.Rows = append(list.Rows,
		[]any{nil, decimal.Zero}, []any{"", nil}, []any{"小数", decimal.RequireFromString("1234.5600")},
		[]any{"真", true}, []any{"超过十五位", decimal.RequireFromString("1234567890123456.78")})
	f, _ := written(t, Book{Title: "=标题&A", Made: made, Lists: []List{list}})
	sheet := f.GetSheetList()[1]
	want := hostile()
	want = append(want, "", "", "小数", "真", "超过十五位")
	for i, text := range want {
		cell := fmt.Sprintf("A%d", i+2)
		got, err := f.GetCellValue(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		kind, err := f.GetCellType(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		formula, err := f.GetCellFormula(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		if got != text || formula != "" || text != "" && kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%s: %q of type %v with formula %q, want the text %q", cell, got, kind, formula, text)
		}
	}
	n := len(hostile())
	for row, text := range map[int]string{n + 2: "0", n + 3: "", n + 4: "1234.56", n + 5: "是", n + 6: "1234567890123456.78"} {
		if got, _ := f.GetCellValue(sheet, fmt.Sprintf("B%d", row), excelize.Options{RawCellValue: true}); got != text {
			t.Errorf("B%d is %q, want %q", row, got, text)
		}
	}
}

// The same book gives the same bytes, and they tell of nobody.
func TestBytesAreTheSameAndTellNothing(t *testing.T) {
	book := Book{Title: "标题", Made: made, Charts: []Chart{{Chart: lineChart()}, {Chart: lineChart()}}, Lists: []List{{Name: "一", Columns: []string{"甲"}, Rows: [][]any{{"1"}}}, {Name: "二", Columns: []string{"甲"}}, {Name: "三", Columns: []string{"甲"}}}}
	f, first := written(t, book)
	for range 5 {
		if _, again := written(t, book); !bytes.Equal(first, again) {
			t.Fatal("the same book gave other bytes")
		}
	}
	p, err := f.GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if p.Creator != "通鉴" || p.LastModifiedBy != "" || p.Created != "2026-01-20T01:30:00Z" || p.Modified != p.Created {
		t.Errorf("properties %+v", p)
	}
}

func TestSheetNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		used := sheetNames{}
		for _, title := range rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "History", "'表'", "a/b", "A/B", strings.Repeat("长", 40), strings.Repeat("𠮷", 30)})), 1, 12).Draw(t, "titles") {
			name := used.name(title)
			if n := len(utf16.Encode([]rune(name))); n == 0 || n > maxNameUnits {
				t.Fatalf("%q has %d units", name, n)
			}
			if strings.ContainsAny(name, `[]:*?/\`) || strings.HasPrefix(name, "'") || strings.HasSuffix(name, "'") || strings.EqualFold(name, "history") {
				t.Fatalf("Excel refuses %q", name)
			}
		}
		if len(used) == 0 {
			t.Fatal("no names")
		}
	})
}

func TestLongText(t *testing.T) {
	for _, text := range []string{strings.Repeat("长", maxCellUnits), strings.Repeat("a", maxCellUnits)} {
		if cellText(text) != text {
			t.Error("a text that fits was cut")
		}
	}
	got := cellText(strings.Repeat("𠮷", maxCellUnits))
	if n := len(utf16.Encode([]rune(got))); n > maxCellUnits || !strings.Contains(got, "全文 32767 字") {
		t.Errorf("%d units, ends %q", n, got[len(got)-60:])
	}
}

// Rows beyond what a sheet holds go on in another.
func TestALongListGoesOnInAnotherSheet(t *testing.T) {
	if os.Getenv("TONGJIAN_LONG") == "" {
		t.Skip("set TONGJIAN_LONG to write a million rows")
	}
	list := List{Name: "清单", Columns: []string{"数"}, Rows: make([][]any, maxRows+10)}
	for i := range list.Rows {
		list.Rows[i] = []any{i}
	}
	f, _ := written(t, Book{Made: made, Lists: []List{list}})
	if got, _ := f.GetCellValue("清单 (2)", "A12"); got != fmt.Sprint(maxRows+9) {
		t.Errorf("the last row is %q", got)
	}
}

// Every chart the pages draw is read: what has axes has a native chart with all its series, and only flows and heat maps have
// none.
func TestEveryOptionOfThePagesIsRead(t *testing.T) {
	files, err := filepath.Glob("../charts/testdata/*.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d options: %v", len(files), err)
	}
	native := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for panels := json.NewDecoder(bytes.NewReader(text)); panels.More(); {
			var p charts.Panel
			if err := panels.Decode(&p.Option); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			d := readDrawing(p)
			if d.shape == nothing {
				if shades(p) == nil && !bytes.Contains(p.Option, []byte(`"sankey"`)) && bytes.Contains(p.Option, []byte(`"series"`)) {
					t.Errorf("%s: no native chart", filepath.Base(name))
				}
				continue
			}
			native++
			for _, s := range d.series {
				if d.shape != points && len(s.values) != len(d.categories) {
					t.Errorf("%s: series %s has %d values for %d categories", filepath.Base(name), s.name, len(s.values), len(d.categories))
				}
				if s.color == "" {
					t.Errorf("%s: series %s has no colour", filepath.Base(name), s.name)
				}
			}
		}
	}
	if native == 0 {
		t.Error("no option has a native chart")
	}
}

// lineChart is a chart of two rates over three years: one year without a report, one with too few cases.
func lineChart() charts.Chart {
	d := func(n int64) *decimal.Decimal { v := decimal.NewFromInt(n); return &v }
	cell := func(year int, k, n *decimal.Decimal) charts.Cell {
		v := metrics.Value{Kind: metrics.KindRatio, Unit: "%", K: k, N: n}
		switch {
		case k == nil:
			v.Flags, v.Absent = metrics.FlagNotReported, metrics.ReasonNoReport
		case n.LessThan(decimal.NewFromInt(metrics.MinCases)):
			v.Flags, v.Absent = metrics.FlagUnreliable, metrics.ReasonFewCases
		default:
			rate := k.DivRound(*n, metrics.RateDigits)
			v.Rate = &rate
		}
		return charts.Cell{Figure: queries.Figure{Value: v}, Year: year}
	}
	rows := []charts.Row{
		{Label: "公开率", Cells: []charts.Cell{cell(2022, d(1), d(3)), cell(2023, nil, nil), cell(2024, d(1), d(16))}},
		{Label: "不予公开率", Cells: []charts.Cell{cell(2022, d(10), d(16)), cell(2023, d(0), d(20)), cell(2024, d(5), d(10))}},
	}
	return charts.Chart{Title: "比率？", Unit: "%", Table: charts.Table{Corner: "指标", Columns: []string{"2022", "2023", "2024"}, Rows: rows},
		Panels: []charts.Panel{{Option: []byte(`{"xAxis":[{"type":"category","data":["2022","2023","2024"]},{"type":"value"}],
			"yAxis":[{"type":"value","axisLabel":{"formatter":"{value}%"}}],"series":[
			{"type":"line","xAxisIndex":1,"data":[],"markLine":{"data":[{"name":"2021 年版式","xAxis":1.5}]}},
			{"type":"line","name":"公开率","itemStyle":{"color":"var(--series)"},"data":[{"value":null},{"value":null},{"value":6.25}]},
			{"type":"line","name":"不予公开率","itemStyle":{"color":"var(--series-4)"},"lineStyle":{"type":"dashed"},"data":[{"value":62.5},{"value":0},{"value":50}]}]}`)}}}
}

func TestAChartHasItsTableAndRefersToIt(t *testing.T) {
	f, raw := written(t, Book{Title: "标题", Made: made, Palette: Palette{"series": "1d5c9c", "series-4": "a86d00"}, Charts: []Chart{{Chart: lineChart()}}})
	sheet := f.GetSheetList()[1]
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"指标", "2022", "2023", "2024", "标记", "不足 10 件（k/n）"},
		{"公开率", "", "", "6.3%", "2022 u；2023 x", "2022 1/3"},
		{"不予公开率", "62.5%", "0.0%", "50.0%"},
	}
	got := rows[rowHeads-1 : rowHeads+2]
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if exact, _ := f.GetCellValue(sheet, "D7", excelize.Options{RawCellValue: true}); exact != "0.0625" {
		t.Errorf("the rate is stored as %s", exact)
	}
	chart := part(t, raw, "xl/charts/chart1.xml")
	for _, want := range []string{
		"$B$7:$D$7", "$B$8:$D$8", "$B$6:$D$6", "$A$7", `dispBlanksAs val="gap"`, `val="1D5C9C"`, `val="A86D00"`, `prstDash val="dash"`,
	} {
		if !strings.Contains(chart, want) {
			t.Errorf("the chart has no %s", want)
		}
	}
	if last := rows[len(rows)-1]; len(last) == 0 || last[0] != "口径中断　2024 年起：2021 年版式" {
		t.Errorf("the break is not told: %q", last)
	}
	for _, row := range rows {
		if len(row) > 0 && strings.HasPrefix(row[0], "作图数据") {
			t.Error("what stands in the table is written a second time")
		}
	}
}

// A stack draws shares, which the table of counts does not have.
func TestWhatTheTableHasNotIsWrittenBelow(t *testing.T) {
	c := lineChart()
	c.Panels[0].Option = []byte(`{"xAxis":[{"type":"category","data":["2022","2023","2024"]}],"yAxis":[{"type":"value","max":100,"axisLabel":{"formatter":"{value}%"}}],
		"series":[{"type":"bar","stack":"whole","name":"公开","itemStyle":{"color":"var(--granted)"},"data":[{"value":12.3457},{"value":null},{"value":0}]}]}`)
	f, raw := written(t, Book{Title: "标题", Made: made, Charts: []Chart{{Chart: c}}})
	rows, err := f.GetRows(f.GetSheetList()[1])
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for i, row := range rows {
		if len(row) > 0 && strings.HasPrefix(row[0], "作图数据") {
			at = i
		}
	}
	if at == 0 {
		t.Fatal("no block of what is drawn")
	}
	want := [][]string{{"指标", "公开"}, {"2022", "12.3457%"}, {"2023"}, {"2024", "0%"}}
	if diff := cmp.Diff(want, rows[at+1:at+5]); diff != "" {
		t.Error(diff)
	}
	if chart := part(t, raw, "xl/charts/chart1.xml"); !strings.Contains(chart, fmt.Sprintf("$B$%d:$B$%d", at+3, at+5)) {
		t.Error("the chart does not refer to the block")
	}
}

// What is said of years on end is said once, so that the column can be read and printed; counts are never taken together.
func TestYearsOnEndAreSaidOnce(t *testing.T) {
	names := []string{"2019", "2020", "2021", "2023", "合计"}
	for _, tt := range []struct {
		said     []string
		together bool
		want     string
	}{
		{[]string{"u", "u", "u", "u", ""}, true, "2019–2021 u；2023 u"},
		{[]string{"u", "r", "r", "", "r"}, true, "2019 u；2020–2021 r；合计 r"},
		{[]string{"u", "u", "u", "u", "u"}, true, "各列 u"},
		{[]string{"1/3", "1/3", "", "", ""}, false, "2019 1/3；2020 1/3"},
		{[]string{"", "", "", "", ""}, true, ""},
	} {
		cells := make([]charts.Cell, len(tt.said))
		for i, text := range tt.said {
			cells[i].Key = text
		}
		if got := eachCell(names, cells, func(c charts.Cell) string { return c.Key }, tt.together); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.said, got, tt.want)
		}
	}
}
