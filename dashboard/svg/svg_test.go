package svg

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// shared is the drawer all tests use, so that the library is compiled once.
var shared = sync.OnceValues(func() (*Drawer, error) {
	var list []Script
	for _, name := range []string{"echarts/echarts.min.js", "option.js"} { // what the server loads
		text, err := os.ReadFile(filepath.Join("..", "static", name))
		if err != nil {
			return nil, err
		}
		list = append(list, Script{name, string(text)})
	}
	return New(list...), nil
})

func drawer(t testing.TB) *Drawer {
	t.Helper()
	d, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func testLook() Look {
	return Look{Name: "light", Font: `"Noto Sans CJK SC", sans-serif`, Colors: map[string]string{
		"--ink": "#1a2430", "--ink-2": "#44515f", "--ink-3": "#64707d", "--ground": "#ffffff", "--granted": "#12807a", "--refused": "#d1462f",
		"--series": "#1d5c9c", "--link": "#1b4f91", "--rule": "#d6dce2", "--axis": "#8b96a3"}}
}

// texts lists the text elements of a drawing.
func texts(t testing.TB, drawing []byte) []string {
	t.Helper()
	var list []string
	dec := xml.NewDecoder(strings.NewReader(string(drawing)))
	depth := 0
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatalf("a drawing is not XML: %v", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if !allowedElement(e.Name.Local) {
				t.Fatalf("a drawing has an element %q", e.Name.Local)
			}
			for _, a := range e.Attr {
				if !allowedAttribute(a.Name.Local) && a.Name.Local != "xmlns" {
					t.Fatalf("a drawing has an attribute %q", a.Name.Local)
				}
			}
			if e.Name.Local == "text" {
				depth++
				list = append(list, "")
			}
		case xml.EndElement:
			if e.Name.Local == "text" {
				depth--
			}
		case xml.CharData:
			if depth > 0 {
				list[len(list)-1] += string(e)
			}
		}
	}
}

// TestEveryChartIsDrawn draws the options package charts commits as golden files.
func TestEveryChartIsDrawn(t *testing.T) {
	files, err := filepath.Glob("../charts/testdata/*.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d options, %v", len(files), err)
	}
	must := map[string][]string{ // some of what each kind of chart writes
		"volumes.volumes-trend.json":     {"2021", "2022", "2023", "区划调整"},
		"volumes.volumes-flow.json":      {"受理总量"},
		"outcomes.outcomes-years.json":   {"100%", "没有报告"},
		"outcomes.outcomes-reasons.json": {"示例市", "青禾区", "—", "14"},
		"reviews.reviews-funnel.json":    {"已审结（件）", "40%"},
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			text, err := os.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = text.Close() }()
			var option json.RawMessage // the first panel; the others are its like
			if err := json.NewDecoder(text).Decode(&option); errors.Is(err, io.EOF) {
				return // a chart that is a table alone
			} else if err != nil {
				t.Fatal(err)
			}
			drawing, err := drawer(t).Draw(t.Context(), Picture{Option: option, Width: 640, Height: 290, Look: testLook()})
			if err != nil {
				t.Fatal(err)
			}
			said := texts(t, drawing)
			if len(said) < 3 {
				t.Errorf("it says only %q", said)
			}
			for _, want := range must[name] {
				if !slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, want) }) {
					t.Errorf("it does not say %q but %q", want, said)
				}
			}
		})
	}
}

// bars is an option with names as given.
func bars(names ...string) json.RawMessage {
	values := make([]int, len(names))
	for i := range values {
		values[i] = i + 1
	}
	text, err := json.Marshal(map[string]any{
		"xAxis":  map[string]any{"type": "value"},
		"yAxis":  map[string]any{"type": "category", "data": names, "axisLabel": map[string]any{"interval": 0}},
		"series": []any{map[string]any{"type": "bar", "data": values, "label": map[string]any{"show": true}}},
	})
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	return text
}

func TestHostileWordsStayWords(t *testing.T) {
	names := []string{`</text><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onload='alert(1)`, `]]><a xlink:href="javascript:alert(1)">`,
		`&lt;b&gt;&#106;`, `{a|b}{b}`, "甲\x00\x01\x1b乙", "\u202e反向", `url(#x)`, `${1+1}`, "\ud7ff\ufffe", strings.Repeat("长", 4000)}
	drawing, err := drawer(t).Draw(t.Context(), Picture{Option: bars(names...), Width: 640, Height: 600, Look: testLook()})
	if err != nil {
		t.Fatal(err)
	}
	said := texts(t, drawing) // fails on anything that is not of a drawing
	for _, want := range []string{names[0], names[1], names[2], names[3], names[4], "甲\ufffd\ufffd\ufffd乙", names[8], names[9]} {
		if !slices.Contains(said, want) {
			t.Errorf("it does not say %q but %.400q", want, said)
		}
	}
}

func TestLimits(t *testing.T) {
	d := drawer(t)
	ok := Picture{Option: bars("甲", "乙"), Width: 360, Height: 200, Look: testLook()}
	for name, p := range map[string]Picture{
		"option": {Option: json.RawMessage(strings.Repeat(" ", MaxOption+1)), Width: 360, Height: 200},
		"wide":   {Option: ok.Option, Width: MaxSide + 1, Height: 200},
		"flat":   {Option: ok.Option, Width: 360},
	} {
		if _, err := d.Draw(t.Context(), p); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := d.Draw(t.Context(), Picture{Option: json.RawMessage(`{"series":`), Width: 10, Height: 10}); err == nil {
		t.Error("half an option is drawn")
	}
	hasty := New()
	hasty.programs, hasty.limit = d.programs, time.Microsecond
	if _, err := hasty.Draw(t.Context(), ok); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a drawing without time: %v", err)
	}
	hasty.limit = maxTime // what was interrupted is not used again
	if _, err := hasty.Draw(t.Context(), ok); err != nil {
		t.Error(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Draw(gone, ok); !errors.Is(err, context.Canceled) {
		t.Errorf("a drawing for nobody: %v", err)
	}
}

func TestManyAtOnce(t *testing.T) {
	d := drawer(t)
	want := map[string]bool{}
	var group sync.WaitGroup
	for i := range 12 {
		name := string(rune('甲' + i))
		want[name] = true
		group.Go(func() {
			drawing, err := d.Draw(context.WithoutCancel(t.Context()), Picture{Option: bars(name), Width: 200, Height: 100, Look: testLook()})
			if err != nil {
				t.Error(err)
				return
			}
			if !strings.Contains(string(drawing), ">"+name+"<") {
				t.Errorf("%s is not on its own picture", name)
			}
		})
	}
	group.Wait()
	if n := len(d.idle); n > cap(d.places) {
		t.Errorf("%d runtimes are kept, for %d processors", n, cap(d.places))
	}
}

func TestTextWidth(t *testing.T) {
	for _, tc := range []struct {
		text, font string
		least      float64
		most       float64
	}{
		{"政府信息公开", "12px sans-serif", 72, 72},
		{"政府", "normal 16px serif", 32, 32},
		{"2,345", "12px x", 28, 32},
		{"（%）", "12px x", 30, 36},
		{"", "12px x", 0, 0},
		{"abc", "", 18, 22},
		{"𠮷", "10px x", 10, 10},
		{"e\u0301", "10px x", 5, 6},
	} {
		if got := textWidth(tc.text, tc.font); got < tc.least-1e-9 || got > tc.most+1e-9 {
			t.Errorf("%q in %q is %g wide, want %g to %g", tc.text, tc.font, got, tc.least, tc.most)
		}
	}
}

func TestCleanKeepsDrawingsOnly(t *testing.T) {
	const in = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()" width="9"><script>x()</script>` +
		`<style>*{fill:url(http://a/)}</style><foreignObject><b>x</b></foreignObject><image xlink:href="http://a/"/><a href="x"><text>in</text></a>` +
		`<g clip-path="url(#c)" fill="url(http://a/b)" stroke="transparent" class="z" ecmeta_x="1">` +
		`<text dominant-baseline="central" style="font-size:12px;font-family:a;position:fixed">&lt;甲&gt;</text></g></svg>`
	const want = `<svg xmlns="http://www.w3.org/2000/svg" width="9"><g clip-path="url(#c)" stroke="none">` +
		`<text dy="0.36em" font-size="12px" font-family="a">&lt;甲&gt;</text></g></svg>`
	got, err := clean(in)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("clean gives\n%s\nwant\n%s", got, want)
	}
	if _, err := clean(`<svg><g></svg>`); err == nil {
		t.Error("a broken drawing is passed on")
	}
}

// FuzzLabel draws names nobody has thought of.
func FuzzLabel(f *testing.F) {
	for _, seed := range []string{"星湖区", "</text>", "]]>", "&#0;", "\xff", `"'`, "{a|b}", "\u2028", "<!--", "<?x", "<![CDATA["} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if len(name) > 5000 {
			return
		}
		drawing, err := drawer(t).Draw(context.Background(), Picture{Option: bars(name, "乙"), Width: 640, Height: 200, Look: testLook()})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(texts(t, drawing), "乙") {
			t.Error("the other name is gone")
		}
	})
}

func TestSheet(t *testing.T) {
	d := drawer(t)
	sheet := Sheet{Title: "各区怎样？</title><script>", Unit: "单位：件", Reading: strings.Repeat("怎样读。", 400), Source: "来源：快照 1", Width: 760, Look: testLook(),
		Legend: []Key{{"予以公开", "granted", ""}, {"不予公开", "refused", "rising"}, {"单位", "dot-series", ""}, {"合计", "line-series", ""},
			{"上限", "dash-series", ""}, {"下限", "dot-dash-series", ""}, {"上年", "hollow", ""}, {"没有数字", "missing", ""}}}
	for range 3 {
		w := sheet.PanelWidth(2)
		drawing, err := d.Draw(t.Context(), Picture{Option: bars("甲", "乙"), Width: w, Height: 120, Look: testLook()})
		if err != nil {
			t.Fatal(err)
		}
		sheet.Panels = append(sheet.Panels, Panel{Title: strings.Repeat("很长的名字", 40), Note: "12 件", Width: w, Height: 120, Drawing: drawing})
	}
	drawing, err := sheet.Draw(2)
	if err != nil {
		t.Fatal(err)
	}
	said := texts(t, drawing)
	for _, want := range []string{sheet.Title, "单位：件", "予以公开", "没有数字", "12 件", "来源：快照 1", "甲"} {
		if !slices.Contains(said, want) {
			t.Errorf("the sheet does not say %q but %.600q", want, said)
		}
	}
	if n := strings.Count(string(drawing), "rgba(255,255,255,0.5)"); n != 1 {
		t.Errorf("%d patterns in the legend, not one", n)
	}
	if strings.Contains(string(drawing), "stroke=\"\"") || strings.Contains(string(drawing), "fill=\"\"") {
		t.Error("a mark of the legend has no colour")
	}
}

// Names of columns are broken as Chinese is: where they are put together, never before a mark that closes.
func TestNamesAreBrokenWhereTheyMayBe(t *testing.T) {
	option := []byte(`{"grid":[{"containLabel":true}],"xAxis":[{"type":"category","position":"top","axisLabel":{"interval":0,"fit":true},
		"data":["行政复议：总计\\n件","公开率（全部办结）\\n%","危及“三安全一稳定”","其他法律行政法规禁止公开","办结率\\n%"]}],"yAxis":[{"type":"value"}],"series":[]}`)
	drawing, err := drawer(t).Draw(t.Context(), Picture{Option: option, Width: 420, Height: 400, Look: testLook()})
	if err != nil {
		t.Fatal(err)
	}
	said := texts(t, drawing)
	for _, want := range []string{"行政复议：", "公开率", "（全部"} {
		if !slices.Contains(said, want) {
			t.Errorf("no line says %q, of %.600q", want, said)
		}
	}
	for _, line := range said {
		if strings.ContainsAny(line[:min(len(line), 3)], "：）”、，") || strings.HasSuffix(line, "（") || strings.HasSuffix(line, "“") {
			t.Errorf("a line is broken at a mark: %q", line)
		}
	}
}

// A share is written in its bar only where the bar has room for it.
func TestSharesAreWrittenWhereThereIsRoom(t *testing.T) {
	stack := func(upright bool, values ...string) []byte {
		years, names := `{"type":"category","data":["2023","2024"]}`, `{"type":"value","max":100}`
		if !upright {
			years, names = names, years
		}
		series := ""
		for i, v := range values {
			if i > 0 {
				series += ","
			}
			series += `{"type":"bar","stack":"whole","name":"` + v + `","label":{"show":true,"share":true},"data":[{"value":` + v + `,"name":"` + v + `%"}]}`
		}
		return []byte(`{"grid":[{"top":10,"containLabel":true}],"xAxis":[` + years + `],"yAxis":[` + names + `],"series":[` + series + `]}`)
	}
	for _, tt := range []struct {
		name          string
		option        []byte
		width, height int
		want          []string
	}{
		{"upright", stack(true, "60", "37", "3"), 640, 290, []string{"60%", "37%"}},
		{"upright, low", stack(true, "60", "37", "3"), 640, 90, []string{"60%"}},
		{"upright, thin", stack(true, "60", "37", "3"), 120, 290, nil},
		{"lying", stack(false, "60", "37", "3"), 640, 120, []string{"60%", "37%"}},
		{"lying, short", stack(false, "60", "37", "3"), 190, 120, []string{"60%"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			drawing, err := drawer(t).Draw(t.Context(), Picture{Option: tt.option, Width: tt.width, Height: tt.height, Look: testLook()})
			if err != nil {
				t.Fatal(err)
			}
			got := slices.DeleteFunc(texts(t, drawing), func(s string) bool { return !slices.Contains([]string{"60%", "37%", "3%"}, s) })
			if !slices.Equal(got, tt.want) {
				t.Errorf("written: %q, want %q", got, tt.want)
			}
		})
	}
}

func BenchmarkDraw(b *testing.B) {
	option, err := os.ReadFile("../charts/testdata/outcomes.outcomes-years.json")
	if err != nil {
		b.Fatal(err)
	}
	d := drawer(b)
	if _, err := d.Draw(b.Context(), Picture{Option: option, Width: 640, Height: 290, Look: testLook()}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := d.Draw(b.Context(), Picture{Option: option, Width: 640, Height: 290, Look: testLook()}); err != nil {
			b.Fatal(err)
		}
	}
}
