package claims

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"tongjian/data"
)

// Chapters are numbered from their headings; rows of table 三 that look like headings are none.
func TestSections(t *testing.T) {
	prose := `2023年政府信息公开工作年度报告
收到申请0件。
一、总体情况
收到申请1件。
一、本年新收政府信息公开申请数量
收到申请11件。
四、结转下年度继续办理
（二）依申请公开
收到申请12件。
二、主动公开政府信息情况  收到申请2件。
收到和处理政府信息公开申请情况
收到申请3件。
四、政府信息公开行政复议、行政诉讼情况
行政复议4件。
五、存在问题和改进措施
收到申请5件。
一是全年收到申请51件。
六.其他需要报告的事项
收到申请6件。`
	want := []string{"0 0 @2", "1 1 @4", "11 1 @6", "12 1 @9", "2 2 @10", "3 3 @12", "4 4 @14", "5 5 @16", "51 5 @17", "6 6 @19"}
	got, _ := Read(lines(prose), own)
	var said []string
	for _, c := range got {
		if c.Key == "" {
			t.Errorf("%s has no key", c.Words)
		}
		said = append(said, fmt.Sprintf("%s %d @%s", c.Value, c.Section, c.At))
	}
	if d := cmp.Diff(want, said); d != "" {
		t.Error(d)
	}
}

// A claim quotes its sentence as received, or as much of it as a quote may have, and names the words that state the number and
// their place.
func TestQuotes(t *testing.T) {
	long := strings.Repeat("坚持以公开为常态，", 30)
	for _, tc := range []struct {
		name, text, quote, words, at string
	}{
		{"a sentence", "工作有序。２０２３年，我局收到申请２０件，均已答复。谢谢。", "２０２３年，我局收到申请２０件，均已答复。", "收到申请２０件", "1"},
		{"marks of quotation", "“一把手”负责，收到“申请”3件。", "“一把手”负责，收到“申请”3件。", "收到“申请”3件", "1"},
		{"over lines", "我局严格按照条例的规定办理依申请公开，全年共收到政府信\n息公开申请20件，均已答复。", "我局严格按照条例的规定办理依申请公开，全年共收到政府信息公开申请20件，均已答复。",
			"共收到政府信息公开申请20件", "2"},
		{"number before what it counts", "共有3件申请予以公开。", "共有3件申请予以公开。", "3件申请予以公开", "1"},
		{"a long sentence", long + "收到申请3件，" + long + "完。", "", "收到申请3件", "1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, _ := Read(lines(tc.text), own)
			if len(got) != 1 {
				t.Fatalf("%d claims", len(got))
			}
			c := got[0]
			if tc.quote != "" && c.Quote != tc.quote {
				t.Errorf("quote %q", c.Quote)
			}
			if n := utf8.RuneCountInString(c.Quote); n > maxQuote || !strings.Contains(c.Quote, c.Words) {
				t.Errorf("%d characters: %q does not quote %q", n, c.Quote, c.Words)
			}
			if c.Words != tc.words || c.At.String() != tc.at {
				t.Errorf("words %q at %s", c.Words, c.At)
			}
		})
	}
}

// A long sentence is quoted from some character before the number, which may be a figure after a gap.
func TestQuotesBeginAnywhere(t *testing.T) {
	for before := range 40 {
		text := strings.Repeat("办理", 50) + "1 2 3 4 5 6 7 8 9" + strings.Repeat("理", before) + "，收到政府信息公开申请25件，" + strings.Repeat("均已答复", 40) + "。"
		list, _ := Read([]Line{{Text: text}}, Report{Year: 2023})
		for _, c := range list {
			if !strings.Contains(strings.ReplaceAll(text, " ", ""), c.Quote) {
				t.Errorf("%d: quotes %q", before, c.Quote)
			}
		}
	}
}

// Lines are joined where a full line stops in mid-sentence, and nowhere else.
func TestLines(t *testing.T) {
	const full = "进一步规范依申请公开工作流程，全年我局共收到政府信息公开申请"
	for _, tc := range []struct {
		name  string
		lines []Line
		want  []string
	}{
		{"a broken sentence", []Line{{Text: full}, {Text: "20件。"}}, []string{"requests.received 20"}},
		{"a blank line between", []Line{{Text: full}, {Text: "20件。", Apart: true}}, []string{"- 20"}},
		{"an item of its own", []Line{{Text: full}, {Text: "（二）20件。"}}, []string{"- 20"}},
		{"a title", []Line{{Text: "关于龙亭区水利局2023年政府信息公开工作年度报告"}, {Text: "收到申请20件。"}}, []string{"requests.received 20"}},
		{"a heading", []Line{{Text: "收到申请"}, {Text: "20件。"}}, []string{"- 20"}},
		{"a comma", []Line{{Text: "收到申请3件，"}, {Text: "其中予以公开2件。"}}, []string{"requests.received 3", "outcome.granted 2 [其中]"}},
		{"a digit and a digit", []Line{{Text: "收到申请1"}, {Text: "2件。"}}, []string{"requests.received 12"}},
		{"what is spoken of goes on after a heading", []Line{{Text: "（二）依申请公开情况"}, {Text: "予以公开2件。"}}, []string{"outcome.granted 2"}},
		{"and not after a paragraph", []Line{{Text: "我局严格按照条例规定，认真做好依申请公开的受理、登记、答复等各环节工作。"}, {Text: "予以公开2件。"}}, []string{"- 2"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, _ := Read(tc.lines, own)
			var said []string
			for _, c := range got {
				said = append(said, describe(c))
			}
			if d := cmp.Diff(tc.want, said); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestTooManyClaims(t *testing.T) {
	got, more := Read(lines(strings.Repeat("收到申请3件。\n", maxClaims+5)), own)
	if len(got) != maxClaims || !more {
		t.Errorf("%d claims, more %v", len(got), more)
	}
	if got, more := Read(lines(strings.Repeat("收到申请3件。", maxClaims)), own); len(got) != maxClaims || more {
		t.Errorf("%d claims, more %v", len(got), more)
	}
}

func TestChineseValue(t *testing.T) {
	for text, want := range map[string]int64{"零": 0, "一": 1, "十": 10, "十二": 12, "二十": 20, "一百零五": 105, "一千二百": 1200, "三万": 30000,
		"一万二千三百四十五": 12345, "十万": 100000, "二百五": -1, "": -1, "三四": -1, "百": -1, "十百": -1, "一百千": -1, "万": -1, "一万万": -1} {
		v, ok := chineseValue([]rune(text))
		if !ok {
			v = -1
		}
		if text == "二百五" && v == 205 {
			continue // written so, it is read so
		}
		if v != want {
			t.Errorf("%s is %d, want %d", text, v, want)
		}
	}
}

// Whatever the prose: a claim quotes what is there, its number can be stored, its key names measures, and parts point to claims.
func FuzzRead(f *testing.F) {
	for _, s := range sentences {
		f.Add(s.text, own.Agency)
	}
	f.Add("一、总体情况\n（（（（（收到申请1件）））））", "")
	f.Add("《收到申请1件\n第", "局")
	f.Add("收到申请99999999999999999999件", "水利局")
	f.Fuzz(func(t *testing.T, text, agency string) {
		of := own
		of.Agency = agency
		got, _ := Read(lines(text), of)
		plain := strings.Map(func(c rune) rune {
			if strings.ContainsRune(" \t\n\v\f\r\u0085\u00a0\u3000\u2028\u2029\u1680\u202f\u205f\ufeff\u00ad\ufffd", c) || c >= 0x2000 && c <= 0x200f {
				return -1
			}
			return c
		}, text)
		for i, c := range got {
			if !utf8.ValidString(c.Quote) || utf8.RuneCountInString(c.Quote) > maxQuote || !strings.Contains(c.Quote, c.Words) {
				t.Fatalf("%q is no quote of %q", c.Quote, c.Words)
			}
			if utf8.ValidString(text) && !strings.Contains(plain, c.Words) {
				t.Fatalf("%q is not in the text", c.Words)
			}
			if c.Value == nil && c.Key != "" || c.Value != nil && (c.Value.IsNegative() || !c.Value.IsInteger() || c.Value.NumDigits() > maxDigits) {
				t.Fatalf("%s %v", c.Key, c.Value)
			}
			if c.PartOf < 0 || c.PartOf > len(got) || c.PartOf == i+1 || c.At == (data.Position{}) || c.Section < 0 || c.Section > 6 {
				t.Fatalf("claim %d: %+v", i+1, c)
			}
		}
	})
}

// BenchmarkRead reads prose as long as that of a district's report, with more numbers than most.
func BenchmarkRead(b *testing.B) {
	var prose []string
	for range 30 {
		prose = append(prose, "一是加强组织领导，健全工作机制，按照政府信息公开条例的规定，明确分管负责人和承办人员，把公开要求落实到决策、执行、管理、服务、结果全过程，"+
			"及时更新目录，定期检查栏目，对照清单逐项核对，发现问题限期整改，全年组织业务学习，发布政策解读材料32条。")
	}
	for _, s := range sentences {
		if s.name == "the form of 2014" || s.name == "results" || s.name == "channels" {
			prose = append(prose, s.text)
		}
	}
	text := strings.Join(prose, "\n")
	in := lines(text)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		got, _ := Read(in, own)
		n = len(got)
	}
	b.ReportMetric(float64(utf8.RuneCountInString(text)), "characters")
	b.ReportMetric(float64(n), "claims")
}
